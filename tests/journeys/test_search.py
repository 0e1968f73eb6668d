import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey

MOST_STEPS = 60


def tab_to(page, selector):
    """Press Tab until something that fits is reached."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.matches({selector!r})"):
            return
    pytest.fail(f"{selector} cannot be reached by Tab on {page.url}")


@pytest.mark.parametrize("field", ["#search-q", "#masthead-q"])
@pytest.mark.parametrize("typed", ["兰州", "lanzhou", "黛兰化工"])
def test_a_suggestion_is_chosen_by_keys_alone(visitor, typed, field):
    reader = visitor()
    page = reader.open("/search/")
    tab_to(page, field)

    page.keyboard.type(typed, delay=20)
    options = page.locator(f"{field}-names").get_by_role("option")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")

    chosen = options.and_(page.locator("[aria-selected=true]"))
    expect(chosen).to_have_count(1)
    place = chosen.get_attribute("data-url")
    expect(page.locator(field)).to_have_attribute(
        "aria-activedescendant", chosen.get_attribute("id")
    )
    reader.look(f"suggestions-{field[1:]}")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{place}")


def test_escape_closes_suggestions_and_keeps_what_was_typed(visitor):
    page = visitor().open("/search/")
    tab_to(page, "#search-q")

    page.keyboard.type("兰州")
    names = page.locator("#search-q-names")
    expect(names).to_be_visible()
    page.keyboard.press("Escape")

    expect(names).to_be_hidden()
    expect(page.locator("#search-q")).to_have_value("兰州")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"\?q="))


def test_a_search_is_narrowed_by_keys_alone(visitor):
    page = visitor().open("/search/?q=水泥")
    before = page.locator(".hit").count()

    tab_to(page, ".facet__option input")
    kind = page.evaluate("document.activeElement.value")
    page.keyboard.press("Space")
    tab_to(page, "#narrow button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"kind={kind}"))

    assert 0 < page.locator(".hit").count() <= before
    expect(page.locator(f".facet__option input[value={kind}]")).to_be_checked()


def test_a_search_needs_no_scripts(chrome, portal, language):
    context = chrome.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{portal.address}{'' if language == 'zh-hans' else '/en'}/search/")

    page.locator("#search-q").fill("清洁生产")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"q=%E6"))
    every = page.locator(".facet__option input").first
    every.check()
    page.locator("#narrow button").click()
    page.wait_for_url(re.compile(r"kind="))

    expect(page.locator(".facet__option input").first).to_be_checked()
    assert page.locator(".hit").count() > 0
    context.close()
