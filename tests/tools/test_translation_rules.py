"""The rules that `make check` holds every Chinese text to."""

import pytest
from babel.messages.catalog import Catalog

from tools.translation_rules import clashes, doubles_in, flaws


def catalogue(*entries):
    found = Catalog(locale="zh_Hans")
    for text, chinese, *context in entries:
        found.add(text, chinese, context=context[0] if context else None)
    return found


def flaws_in(text, chinese):
    return list(flaws(catalogue((text, chinese))))


def test_two_chinese_texts_of_one_english_clash():
    packages = {
        "audits": catalogue(("score", "得分")),
        "marketplace": catalogue(("score", "评分")),
    }

    assert list(clashes(packages)) == [
        "'score' has more than one Chinese: audits '得分'; marketplace '评分'"
    ]


def test_a_context_keeps_two_meanings_apart():
    packages = {
        "audits": catalogue(("review", "评审")),
        "marketplace": catalogue(("review", "评价", "rating")),
    }

    assert not list(clashes(packages))


def test_the_same_chinese_everywhere_is_no_clash():
    packages = {name: catalogue(("place", "地区")) for name in ("audits", "cms")}

    assert not list(clashes(packages))


def test_contexts_clash_too():
    packages = {
        "audits": catalogue(("Name", "名称", "sort")),
        "cms": catalogue(("Name", "姓名", "sort")),
    }

    assert [line.partition(" has ")[0] for line in clashes(packages)] == [
        "'Name' (sort)"
    ]


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("%(count)s of %(total)s", "共 %(total)s 项"),
        ("Sent on {day}", "已于{date}发出"),
        ("%s left", "尚余"),
        ("Ready", "%(name)s已就绪"),
    ],
)
def test_a_lost_or_foreign_placeholder_is_found(text, chinese):
    assert flaws_in(text, chinese) == [
        f"{text!r} has other placeholders in {chinese!r}"
    ]


def test_placeholders_may_change_their_order():
    assert not flaws_in("%(part)s of {whole}", "{whole}中的 %(part)s")


def test_a_plural_needs_the_placeholders_of_its_many():
    assert not flaws_in(("One row", "%(count)s rows"), ("%(count)s 行",))


def test_english_left_over_is_found():
    assert flaws_in(
        "Ask the authority of the place.", "请 ask the authority of 该地区。"
    )


@pytest.mark.parametrize(
    "chinese",
    ["通过 Server Sent Events 推送。", "按 GB 32100-2015 编码。", "见 /api/v1/jobs/。"],
)
def test_names_and_numbers_of_things_stay_english(chinese):
    assert not flaws_in("As is.", chinese)


@pytest.mark.parametrize("mark", list(",;:?!()"))
def test_half_width_punctuation_beside_chinese_is_found(mark):
    assert flaws_in("Done, thank you", f"已办结{mark} 谢谢")
    assert flaws_in("Done, thank you", f"OK{mark}谢谢")


@pytest.mark.parametrize(
    "chinese", ["时间 12:30 起。", "比例 50:0, 100:100。", "好：是"]
)
def test_punctuation_among_figures_stays_half_width(chinese):
    assert not flaws_in("As is.", chinese)


def test_an_entry_twice_in_one_file_is_found(tmp_path):
    path = tmp_path / "django.po"
    path.write_text('msgid "Name"\nmsgstr "名称"\n\nmsgid "Name"\nmsgstr "姓名"\n')

    assert any("duplicate message definition" in line for line in doubles_in(path))


def test_the_same_english_under_two_contexts_is_no_double(tmp_path):
    path = tmp_path / "django.po"
    path.write_text(
        'msgid "Name"\nmsgstr "名称"\n\nmsgctxt "person"\nmsgid "Name"\nmsgstr "姓名"\n'
    )

    assert not doubles_in(path)
