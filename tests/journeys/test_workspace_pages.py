"""Every page of every workspace, and every link on the way."""

import pytest

from tests.journeys.crawl import Crawl

pytestmark = pytest.mark.journey

PEOPLE = ("enterprise", "provider", "expert", "verifier", "newcomer", "handler")
UNLABELLED = """() => [...document.querySelectorAll(
    "input:not([type=hidden], [type=submit], [type=button]), select, textarea")]
  .filter(one => !one.labels.length && !one.ariaLabel
    && !one.hasAttribute("aria-labelledby"))
  .map(one => one.outerHTML.slice(0, 160))"""
LANGUAGES = {"zh-hans": "zh-Hans", "en": "en"}


@pytest.fixture(scope="module")
def public(language):
    """What is alive for everybody, from the walk of somebody not signed in."""
    return set()


@pytest.fixture(scope="module")
def ways(language):
    """The crawl of each person, made once."""
    return {}


def test_no_public_link_is_dead(visitor, public):
    reader = visitor()

    crawl = Crawl(reader, reader.localised("/")).go()

    public |= crawl.alive
    assert crawl.dead == []


@pytest.mark.parametrize("account", PEOPLE)
def test_no_link_of_a_workspace_is_dead(visitor, public, ways, account):
    person = visitor(account)

    ways[account] = crawl = Crawl(person, person.localised("/workspace/"), public).go()

    assert crawl.dead == []


@pytest.mark.parametrize("account", PEOPLE)
def test_every_page_of_a_workspace_is_sound(visitor, ways, account, language):
    person = visitor(account)
    pages = list(ways[account].pages.values())

    # Half of the pages are read by axe in one language, half in the other.
    turn = list(LANGUAGES).index(language)
    found = [
        fault
        for place, page in enumerate(pages)
        for fault in faults(person, page, language, thorough=place % 2 == turn)
    ]

    assert found == []


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_account_menu_opens_inside_the_window(visitor, width):
    person = visitor("provider")
    page = person.open("/workspace/")
    page.set_viewport_size({"width": width, "height": 900})

    page.locator("[data-menu] > summary").click()

    box = page.locator(".menu__sheet").bounding_box()
    assert (box["x"] >= 0, box["x"] + box["width"] <= width) == (True, True)


def faults(person, address, language, *, thorough):
    """Yield what is wrong with a page."""
    page = person.open(address)
    if page.locator("html").get_attribute("lang") != LANGUAGES[language]:
        yield f"{address}: the page says it is in another language"
    if (heads := page.locator("h1").count()) != 1:
        yield f"{address}: {heads} main headings"
    for field in page.evaluate(UNLABELLED):
        yield f"{address}: no label at {field}"
    if (wide := person.width_at_narrowest()) > 0:
        yield f"{address}: {wide} px too wide"
    if thorough:
        yield from (f"{address}: {rule}" for rule in person.serious_findings())
