"""A person with a browser."""

import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

from accounts.demo_accounts import PASSWORD
from tests.journeys.words import Named, spoken

SCREENSHOTS = Path(__file__).resolve().parent.parent.parent / "screenshots"
WIDTHS = {"desktop": 1280, "phone": 360}
HEIGHT = 900
NARROWEST = 320
SERIOUS = {"serious", "critical"}
_STAFF_AREA = "/admin/"
_LANGUAGE_NAMES = Named("简体中文", "English")


class Visitor:
    """One window, signed in as a demo account or not at all.

    Words of the portal are named as in ``tests.journeys.words`` and looked for
    in the visitor's language.
    """

    def __init__(self, chrome, portal, language, sessions, account):
        self.account = account
        self.language = language
        self.portal_url = portal.address
        self.prefix = "" if language == "zh-hans" else f"/{language}"
        self.context = chrome.new_context(
            viewport={"width": WIDTHS["desktop"], "height": HEIGHT},
            locale="zh-CN" if language == "zh-hans" else "en-GB",
            storage_state=sessions.get(account),
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.problems = []
        self.page.on("response", self._note_fault)
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        if account and account not in sessions:
            self.sign_in()
            sessions[account] = self.context.storage_state()

    def __str__(self):
        return f"{self.account or 'the public'}, in {self.language}, at {self.page.url}"

    def close(self):
        """Close the window; a server fault or script error on the way fails here."""
        self.context.close()
        assert self.problems == [], str(self)

    def sign_in(self):
        """Sign in on the sign-in page, and ask to be spoken to in one's language."""
        self.open("/account/login/")
        form = self.page.locator("form:has(input[name=password]:not([type=hidden]))")
        form.locator("input[name=login]").fill(f"{self.account}@demo.example")
        form.locator("input[name=password]").fill(PASSWORD)
        form.locator("button[type=submit]").first.click()
        self.page.wait_for_url(re.compile(r"/workspace/|/admin/"))
        self.open("/workspace/")
        self.follow("Personal settings")
        self.choose("Language", _LANGUAGE_NAMES)
        self.press("Save")
        self.sees("Your settings were saved.")

    def open(self, path):
        """Open a page of the portal in the visitor's language."""
        self.page.goto(self.portal_url + self.localised(path))
        return self.page

    def say(self, words):
        """Return what a page says for these words."""
        return spoken(words, self.language)

    @property
    def main(self):
        """What the page is about."""
        return self.page.get_by_role("main")

    def fill(self, answers):
        """Fill fields by their labels; several fields of one label: the first."""
        for label, value in answers.items():
            self.field(label).fill(str(value))

    def choose(self, label, option):
        """Choose an option of a list by its words."""
        field = self.field(label)
        options = field.locator("option").filter(has_text=self.say(option))
        field.select_option(label=options.first.inner_text().strip())

    def field(self, label):
        """Return the field whose label has exactly these words."""
        optional = self.say("optional")
        words = rf"^\s*{re.escape(self.say(label))}\s*({optional})?\s*\*?\s*$"
        return self.main.get_by_label(re.compile(words)).first

    def tick(self, words):
        """Tick the boxes or the answers with these words, all of them."""
        name = self.say(words)
        boxes = self.main.get_by_role("checkbox", name=name, exact=True)
        answers = self.main.get_by_role("radio", name=name, exact=True)
        for one in boxes.or_(answers).all():
            one.check()

    def link(self, words):
        """Return the first link with these words; with just these, if there is one."""
        name = self.say(words)
        exact = self.page.get_by_role("link", name=name, exact=True)
        within = exact.and_(self.main.locator("a"))
        for found in (within, exact):
            if found.count():
                return found.first
        return self.main.get_by_role("link", name=name).first

    def follow(self, words):
        """Follow a link of the page by its words."""
        self.link(words).click()
        self.page.wait_for_load_state()

    def button(self, words):
        """Return the buttons of the page with just these words."""
        return self.main.get_by_role("button", name=self.say(words), exact=True)

    def press(self, words):
        """Press a button of the page by its words."""
        self.button(words).first.click()
        self.page.wait_for_load_state()

    def submit(self):
        """Press the first button that sends a form of the page."""
        self.main.locator("form button[type=submit]").first.click()
        self.page.wait_for_load_state()

    def download(self, words, folder):
        """Take the file behind a link home."""
        with self.page.expect_download() as started:
            self.link(words).click()
        path = folder / started.value.suggested_filename
        started.value.save_as(path)
        return path

    def sees(self, words):
        """Wait until the page shows these words."""
        self.main.get_by_text(self.say(words)).first.wait_for()

    @property
    def here(self):
        """The path of the page one is on, without its language."""
        return self.page.url.removeprefix(self.portal_url).removeprefix(self.prefix)

    def localised(self, path):
        """Return the path in the visitor's language; one that is so stays."""
        if path.startswith((_STAFF_AREA, f"{self.prefix}/")):
            return path
        return self.prefix + path

    def look(self, name):
        """Look at the page as it is: both widths on file, nothing overflows, axe."""
        assert self._page_language == self.language, str(self)
        for width_name, width in WIDTHS.items():
            self._resize(width)
            self.keep_sight(f"{name}-{self.language}-{width_name}")
        # What is too wide in the staff area is the library's.
        if _STAFF_AREA not in self.page.url:
            self._fits()
        self._is_accessible(name)
        self._resize(WIDTHS["desktop"])

    def keep_sight(self, name):
        """Keep a picture of the page; return where."""
        path = SCREENSHOTS / f"{name}.png"
        self.page.screenshot(path=path, full_page=True)
        return path

    @property
    def _page_language(self):
        return self.page.locator("html").get_attribute("lang").lower()

    def _resize(self, width):
        self.page.set_viewport_size({"width": width, "height": HEIGHT})

    def width_at_narrowest(self):
        """Return by how many pixels the page is too wide for the smallest phone."""
        self._resize(NARROWEST)
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        return max(0, wide - NARROWEST)

    def serious_findings(self):
        """Return what axe finds serious on the page, each with its first place."""
        found = Axe().run(self.page).response["violations"]
        return [
            (rule["id"], rule["nodes"][0]["html"][:160])
            for rule in found
            if rule["impact"] in SERIOUS
        ]

    def _fits(self):
        excess = self.width_at_narrowest()
        assert excess == 0, f"{self} is {excess} px too wide at {NARROWEST}"

    def _is_accessible(self, name):
        found = self.serious_findings()
        assert found == [], f"{name}: {self}: {found}"

    def _note_fault(self, response):
        if response.status >= 500:
            self.problems.append(f"{response.status} {response.url}")
