from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from core.addresses import in_language
from core.money import Money
from core.templatetags import portal


def render(source: str, request=None, **context) -> str:
    template = engines["django"].from_string(source)
    return template.render(context, request)


class PersonForm(forms.Form):
    name = forms.CharField(label="姓名", help_text="按证件填写")
    note = forms.CharField(label="备注", required=False)
    agreed = forms.BooleanField(label="同意")


@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [
        (Money("12345"), "zh-hans", "12,345.00 元"),
        (Money("12345"), "en", "12,345.00 yuan"),
        (Decimal("0.50"), "en", "0.50 yuan"),
        (None, "en", "—"),
    ],
)
def test_amounts_carry_their_unit(value, language, shown):
    with override(language):
        assert portal.money(value) == shown


@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [
        (date(2026, 3, 5), "zh-hans", "2026年3月5日"),
        (date(2026, 3, 5), "en", "5 March 2026"),
        (datetime(2026, 3, 4, 16, 0, tzinfo=UTC), "zh-hans", "2026年3月5日"),
        (None, "en", "—"),
    ],
)
def test_days_are_shanghai_days_in_the_readers_language(value, language, shown):
    with override(language):
        assert portal.day(value) == shown


def test_instants_show_the_minute_in_shanghai():
    with override("en"):
        shown = portal.instant(datetime(2026, 3, 5, 6, 30, tzinfo=UTC))

    assert shown == "5 March 2026\N{NO-BREAK SPACE}14:30"


@pytest.mark.parametrize(
    ("rate", "shown"),
    [(Decimal("0.125"), "12.5%"), (Decimal(1), "100%"), (Decimal("0.3333"), "33.3%")],
)
def test_shares_are_shown_as_percentages(rate, shown):
    assert portal.percent(rate) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(1234567, "1,234,567"), (Decimal("12.500"), "12.5"), (0, "0")]
)
def test_numbers_lose_needless_zeros_only(value, shown):
    assert portal.number(value) == shown


def test_a_link_to_another_page_keeps_the_filters():
    request = RequestFactory().get("/jobs/", {"q": "水", "service": ["a", "b"]})

    link = render("{% querystring page=3 q=None %}", request)

    assert link == "?service=a&amp;service=b&amp;page=3"


def test_a_link_keeps_the_filters_inside_an_isolated_part_too():
    request = RequestFactory().get("/jobs/", {"q": "x"})
    page_obj = Paginator(range(50), 20).page(2)

    shown = render(
        '{% include "parts/pagination.html" with page_obj=page_obj only %}',
        request,
        page_obj=page_obj,
    )

    assert 'href="?q=x&amp;page=1"' in shown
    assert 'href="?q=x&amp;page=3"' in shown


def test_a_post_button_carries_its_token_inside_an_isolated_part():
    request = RequestFactory().get("/")

    shown = render(
        '{% include "parts/post_button.html" with url="/x/" label="撤回" only %}',
        request,
    )

    assert 'name="csrfmiddlewaretoken"' in shown
    assert 'action="/x/"' in shown


@pytest.mark.parametrize(
    ("path", "language", "address"),
    [
        ("/jobs/", "en", "/en/jobs/"),
        ("/en/jobs/", "zh-hans", "/jobs/"),
        ("/en/", "en", "/en/"),
        ("/enterprises/", "en", "/en/enterprises/"),
        ("/admin/pages/", "en", "/admin/pages/"),
        ("/api/v1/docs", "en", "/en/api/v1/docs"),
        ("/jobs/?page=2#last", "en", "/en/jobs/?page=2#last"),
        ("/en//elsewhere.example/", "zh-hans", "/elsewhere.example/"),
        ("//elsewhere.example/jobs/", "en", "/en/jobs/"),
    ],
)
def test_an_address_is_carried_into_a_language(path, language, address):
    assert in_language(path, language) == address


def test_the_language_switch_stays_on_the_page_with_its_filters():
    request = RequestFactory().get("/jobs/", {"page": "2"})

    assert render('{% path_in "en" %}', request) == "/en/jobs/?page=2"


def test_a_form_shows_label_help_error_and_what_was_typed():
    form = PersonForm({"note": "已填"})

    shown = render('{% include "parts/form.html" %}', form=form, submit_label="提交")

    assert 'for="id_name"' in shown
    assert 'id="id_name_helptext"' in shown
    assert 'aria-describedby="id_name_helptext id_name_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'value="已填"' in shown
    assert 'href="#id_name"' in shown


def test_a_form_marks_what_is_optional():
    shown = render('{% include "parts/form.html" %}', form=PersonForm())

    assert shown.count("field__optional") == 1


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({"days_left": 5}, "剩余 5 天"),
        ({"days_left": 0}, "今日到期"),
        ({"days_left": -1}, "期限已届满"),
        ({"days_left": -2, "days_over": 2, "lateness": "可以处罚"}, "已逾期 2 天"),
        ({"days_left": -2, "days_over": 2, "lateness": "可以处罚"}, "可以处罚"),
        ({"days_left": 5, "paused": True}, "期限中止"),
    ],
)
def test_a_deadline_says_in_words_where_it_stands(state, words):
    facts = {
        "label": "评估",
        "due_on": date(2026, 4, 1),
        "basis": "依据",
        "paused": False,
        "provisional": False,
    }

    shown = render_to_string(
        "parts/deadline.html", {"deadline": SimpleNamespace(**(facts | state))}
    )

    assert words in shown
    assert "依据" in shown


@pytest.mark.parametrize("tone", ["neutral", "info", "good", "warn", "bad"])
def test_a_state_is_a_word_with_a_shape(tone):
    shown = render('{% status "已公布" tone %}', tone=tone)

    assert f"status--{tone}" in shown
    assert "已公布" in shown


def test_facts_without_a_value_show_a_dash():
    shown = render_to_string("parts/facts.html", {"facts": [("编号", None)]})

    assert "<dd> — </dd>" in " ".join(shown.split())


def test_the_page_for_our_own_faults_needs_nothing():
    shown = render_to_string("errors/500.html")

    assert "系统出现故障" in shown
    assert "Something failed on our side" in shown


@pytest.mark.django_db
def test_a_missing_page_is_explained_in_the_readers_language(client):
    chinese = client.get("/there-is-nothing/")
    english = client.get("/en/there-is-nothing/")

    assert (chinese.status_code, english.status_code) == (404, 404)
    assert "此网址没有内容" in chinese.content.decode()
    assert "There is nothing at this address" in english.content.decode()


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/experts/", ' aria-current="page"'),
        ("/draws/QY-D-1/", ' aria-current="true"'),
        ("/en/draws/", ' aria-current="true"'),
        ("/jobs/", ""),
    ],
)
def test_a_section_may_have_more_than_one_address(path, marked):
    request = RequestFactory().get(path)

    shown = render('{% nav_current "/experts/" "/draws/" %}', request)

    assert shown == marked


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/experts/", '<a href="/experts/" aria-current="page">专家库</a>'),
        ("/en/experts/", '<a href="/en/experts/" aria-current="page">Experts</a>'),
        ("/draws/", '<a href="/experts/" aria-current="true">专家库</a>'),
        ("/statistics/", ""),
    ],
)
def test_the_navigation_marks_the_section_that_is_read(client, path, marked):
    pages = [client.get(path).content.decode() for _again in range(2)]

    nav = [page.partition('<ul class="masthead__list">')[2] for page in pages]
    nav = [one.partition("</ul>")[0] for one in nav]
    assert all(one.count("aria-current") == bool(marked) for one in nav)
    assert all(marked in one for one in nav)


@pytest.mark.django_db
def test_pages_tell_browsers_what_they_may_load(client, admin_client):
    header = "Content-Security-Policy"
    page, data, desk = (
        one.get(path)[header]
        for one, path in (
            (client, "/"),
            (client, "/api/v1/experts"),
            (admin_client, "/admin/"),
        )
    )

    assert page == data
    assert "default-src 'self'" in page
    assert "unsafe" not in page
    assert "script-src 'self' 'unsafe-inline'" in desk


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 4, 1), date(2026, 4, 1), "2026年4月1日"),
        (date(2026, 4, 1), date(2026, 5, 2), "2026年4月1日至2026年5月2日"),
        (date(2026, 4, 1), None, "2026年4月1日起"),
        (None, date(2026, 5, 2), "至2026年5月2日"),
        (None, None, "—"),
    ],
)
def test_a_span_of_days_says_no_more_than_is_known(first, last, words):
    shown = render("{{ first|through:last }}", first=first, last=last)

    assert shown == words
