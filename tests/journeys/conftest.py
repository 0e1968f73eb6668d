"""Journeys: the real portal, the demo world, a real browser.

Each language walks through a world of its own, so that two workers can walk
at once.
"""

from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from xdist.scheduler import LoadScopeScheduling

from tests.journeys.visitor import Visitor
from tests.services import chromium
from tests.services import portal as portals

HERE = Path(__file__).resolve().parent
LANGUAGES = ("zh-hans", "en")


class OneWorkerForALanguage(LoadScopeScheduling):
    """Keeps the walk in one language with one worker."""

    def _split_scope(self, nodeid):
        # Without a bracket there is no language: such a test stands alone.
        _, _, case = nodeid.partition("[")
        return next((one for one in LANGUAGES if case.startswith(one)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Share the languages out, where journeys are all that runs."""
    if config.option.dist == "loadgroup":
        return OneWorkerForALanguage(config, log)
    return None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Keep the steps of a journey in the order they are written; shuffle the rest."""
    places = [place for place, item in enumerate(items) if HERE in item.path.parents]
    steps = sorted((items[place] for place in places), key=_place_in_journey)
    for place, step in zip(places, steps, strict=True):
        items[place] = step


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """Say of a step that fails who was where, and in which language."""
    try:
        return (yield)
    except Exception as error:
        for place, one in enumerate(item.funcargs.get("visitor", ())):
            seen = one.keep_sight(f"failed-{item.name}-{place}")
            error.add_note(f"{item.name}: {one} (seen in {seen})")
        raise


@pytest.fixture(scope="session", params=LANGUAGES)
def language(request):
    """The language of the journey."""
    return request.param


@pytest.fixture(scope="session")
def portal(language):
    """A portal with a fresh demo world."""
    with portals.server() as running:
        yield running


@pytest.fixture(scope="session")
def chrome():
    """The system's Chromium, or a skip that says how to get it."""
    path = chromium.executable()
    if path is None:
        pytest.skip("No Chromium on this machine; 'make services' installs it.")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=chromium.FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sessions(portal):
    """Where people who signed in once stay signed in, by account."""
    return {}


@pytest.fixture
def visitor(chrome, portal, language, sessions):
    """Open visitors by their demo account; each has a browser window of their own."""
    visitors = Visitors(chrome, portal, language, sessions)
    yield visitors
    for one in visitors:
        one.close()


class Visitors(list):
    """The windows of one step."""

    def __init__(self, chrome, portal, language, sessions):
        super().__init__()
        self.given = chrome, portal, language, sessions

    def __call__(self, account=None):
        self.append(Visitor(*self.given, account))
        return self[-1]


def _place_in_journey(item):
    # Cases of one test keep the order of their parameters: the sort is stable
    # over the index that parametrisation gave them.
    indices = dict(item.callspec.indices) if hasattr(item, "callspec") else {}
    return (
        indices.pop("language", 0),
        item.path,
        item.reportinfo()[1],
        *indices.values(),
    )
