"""Journeys: the real portal, the demo world, a real browser."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.journeys.visitor import Visitor
from tests.services import chromium, portal

HERE = Path(__file__).resolve().parent


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Keep the steps of a journey in the order they are written; shuffle the rest."""
    places = [place for place, item in enumerate(items) if HERE in item.path.parents]
    steps = sorted((items[place] for place in places), key=_place_in_file)
    for place, step in zip(places, steps, strict=True):
        items[place] = step


def _place_in_file(item):
    # Cases of one test keep the order of their parameters: the sort is stable
    # over the index that parametrisation gave them.
    cases = getattr(item, "callspec", None)
    indices = tuple(cases.indices.values()) if cases else ()
    return item.path, item.reportinfo()[1], indices


@pytest.fixture(scope="session")
def portal_url():
    """The address of a portal with a fresh demo world, or of one that runs."""
    if running := os.environ.get("JOURNEY_URL"):
        yield running
        return
    with portal.server() as address:
        yield address


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


@pytest.fixture
def visitor(chrome, portal_url):
    """Open visitors by their demo account; each has a browser window of their own."""
    opened = []

    def open_as(account=None, *, language="zh-hans"):
        one = Visitor(chrome, portal_url, account, language)
        opened.append(one)
        return one

    yield open_as
    for one in opened:
        one.close()
