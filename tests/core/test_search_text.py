import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.search.highlighting import excerpt, highlight
from core.search.text import (
    TermKind,
    fold,
    fold_code,
    index_tokens,
    pinyin_tokens,
    query_terms,
    similarity,
)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("甘肃例示", ["甘肃", "肃例", "例示", "示"]),
        ("铁", ["铁"]),
        ("Cleaner Production", ["cleaner", "production"]),
        ("兰州ABC厂", ["兰州", "州", "abc", "厂"]),
        ("蘭州", ["兰州", "州"]),
        ("ＡＢＣ１２３", ["abc123"]),
        ("甘环罚〔2026〕12号", ["甘环", "环罚", "罚", "2026", "12", "号"]),
        ("", []),
        ("……！？", []),
    ],
)
def test_a_text_is_found_under_its_bigrams_and_words(text, tokens):
    assert index_tokens(text) == tokens


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("清洁生产", [TermKind.PHRASE]),
        ("铁", [TermKind.CHARACTER]),
        ("lanzhou", [TermKind.WORD]),
        ("兰州 lz 铁", [TermKind.PHRASE, TermKind.WORD, TermKind.CHARACTER]),
        ('" OR 1=1 --', [TermKind.WORD, TermKind.WORD]),
        ("兰州 兰州", [TermKind.PHRASE]),
        ("*()''\"", []),
    ],
)
def test_a_query_is_read_as_terms(query, kinds):
    assert [term.kind for term in query_terms(query)] == kinds


def test_a_long_query_is_cut():
    assert len(query_terms(" ".join(f"w{n}" for n in range(500)))) <= 12


def test_pinyin_begins_at_every_syllable_in_full_and_as_initials():
    assert pinyin_tokens("兰州铁合金") == [
        "lanzhoutiehejin",
        "lzthj",
        "zhoutiehejin",
        "zthj",
        "tiehejin",
        "thj",
        "hejin",
        "hj",
        "jin",
        "j",
    ]


def test_a_code_is_compared_without_its_punctuation():
    assert fold_code("QY-J-2026-0001") == "qyj20260001"
    assert fold_code("甘环罚〔2026〕12号") == fold_code("甘环罚[2026] 12号")


@given(st.text(max_size=50))
def test_any_text_gives_tokens_of_letters_and_digits_only(text):
    assert all(token.isalnum() for token in index_tokens(text))
    assert all(token.isalnum() for token in pinyin_tokens(text))
    assert all(token.isalnum() for term in query_terms(text) for token in term.tokens)


@given(st.text(alphabet="甘肃兰州例示公司", min_size=2, max_size=12), st.data())
def test_every_part_of_a_name_is_a_phrase_of_its_tokens(name, data):
    start = data.draw(st.integers(0, len(name) - 2))
    end = data.draw(st.integers(start + 2, len(name)))
    tokens = index_tokens(name)

    (term,) = query_terms(name[start:end])

    width = len(term.tokens)
    windows = [tuple(tokens[i : i + width]) for i in range(len(tokens))]
    assert term.tokens in windows


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("兰州铁合金", "铁合金", "兰州<mark>铁合金</mark>"),
        ("蘭州鐵合金", "铁合金", "蘭州<mark>鐵合金</mark>"),
        ("A&B Cleaner", "cleaner", "A&amp;B <mark>Cleaner</mark>"),
        ("unclean cleaner", "clean", "unclean <mark>clean</mark>er"),
        ("<b>甘肃</b>", "甘肃", "&lt;b&gt;<mark>甘肃</mark>&lt;/b&gt;"),
        ("甘肃甘肃", "甘肃", "<mark>甘肃甘肃</mark>"),
        ("㎡ 12㎡", "12", "㎡ <mark>12</mark>㎡"),
        ("无关", "甘肃", "无关"),
    ],
)
def test_matches_are_marked_and_everything_is_escaped(text, query, marked):
    assert highlight(text, query_terms(query)) == marked


def test_an_excerpt_begins_near_the_match():
    text = "前" * 300 + "清洁生产" + "后" * 300

    passage = excerpt(text, query_terms("清洁生产"), length=60)

    assert passage.startswith("…前")
    assert "<mark>清洁生产</mark>" in passage
    assert passage.endswith("后…")


def test_an_excerpt_cuts_no_latin_word_and_keeps_lines_apart():
    text = "first line\nsecond line with a cleaner production audit and more words"

    passage = excerpt(text, query_terms("audit"), length=40)

    assert passage == "…production <mark>audit</mark> and more words"


@given(st.text(max_size=60), st.text(max_size=10))
def test_marking_loses_no_text(text, query):
    marked = highlight(text, query_terms(query))

    assert "<" not in marked.replace("<mark>", "").replace("</mark>", "")
    assert highlight(text, []) == marked.replace("<mark>", "").replace("</mark>", "")


def test_similarity_is_the_share_of_bigrams_in_common():
    assert similarity("甘肃例示", "甘肃例示公司") == 1
    assert similarity("甘肃例事", fold("甘肃例示公司")) == pytest.approx(2 / 3)
    assert similarity("", "甘肃") == 0
