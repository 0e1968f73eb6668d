import itertools

from hypothesis import given
from hypothesis import strategies as st

from audits import similarity

PASSAGE = (
    "企业现有两台蒸汽锅炉,冷凝水未回收,经现场实测每小时排放约一点二吨,热量损失明显。"
)
OTHER = "本轮审核以电镀车间为重点,对清洗工序的用水量逐日计量,连续记录三十个生产日。"

texts = st.text(st.sampled_from("清洁生产审核水电气abc ,。0123"), max_size=120)


def test_a_text_resembles_itself_wholly():
    values = similarity.signature(PASSAGE + OTHER)

    assert similarity.resemblance(values, values) == 1


def test_spaces_width_and_punctuation_do_not_hide_a_copy():
    disguised = " ".join(PASSAGE.replace(",", "、"))

    assert similarity.signature(disguised) == similarity.signature(PASSAGE)


def test_unrelated_texts_share_no_band():
    left = similarity.bands(similarity.signature(PASSAGE))
    right = similarity.bands(similarity.signature(OTHER))

    assert not set(zip(range(32), left, strict=True)) & set(
        zip(range(32), right, strict=True)
    )


def test_a_copied_passage_is_found_where_it_stands_in_both():
    left = "第一章 前言。" + PASSAGE + "完"
    right = OTHER + "\n" + PASSAGE

    [passage] = similarity.shared_passages(left, right)

    assert left[passage.left] == PASSAGE[:-1]
    assert right[passage.right] == PASSAGE[:-1]
    assert 0.8 < similarity.shared_rate(left, [passage]) < 1


def test_a_short_common_phrase_is_no_passage():
    assert (
        similarity.shared_passages("清洁生产审核报告的编制", "清洁生产审核报告") == []
    )


def test_an_empty_text_has_no_shingles_and_no_share():
    assert similarity.shingles(" 。,") == set()
    assert similarity.shared_rate("", []) == 0


@given(texts, texts, texts)
def test_passages_are_the_same_letters_on_both_sides(before, after, other):
    left, right = before + PASSAGE + after, other + PASSAGE

    passages = similarity.shared_passages(left, right)

    assert passages
    for passage in passages:
        assert (
            similarity.fold(left[passage.left]).letters
            == similarity.fold(right[passage.right]).letters
        )
    for one, following in itertools.pairwise(passages):
        assert one.left.stop <= following.left.start


@given(texts, texts)
def test_resemblance_is_symmetric_and_a_share(left, right):
    one, other = similarity.signature(left), similarity.signature(right)

    rate = similarity.resemblance(one, other)

    assert rate == similarity.resemblance(other, one)
    assert 0 <= rate <= 1
