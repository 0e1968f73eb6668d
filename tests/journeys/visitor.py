"""A person with a browser."""

import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

from accounts.demo_accounts import PASSWORD

SCREENSHOTS = Path(__file__).resolve().parent.parent.parent / "screenshots"
WIDTHS = {"desktop": 1280, "phone": 360}
NARROWEST = 320
SERIOUS = {"serious", "critical"}
# Pages of the staff area are the library's; we check our own.
_STAFF_AREA = "/admin/"


class Visitor:
    """One window, signed in as a demo account or not at all."""

    def __init__(self, chrome, portal_url, account, language):
        self.portal_url = portal_url
        self.prefix = "" if language == "zh-hans" else "/en"
        self.context = chrome.new_context(
            viewport={"width": WIDTHS["desktop"], "height": 900}, locale="zh-CN"
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.problems = []
        self.page.on("response", self._note_fault)
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        if account:
            self.sign_in(account)

    def close(self):
        """Close the window; a server fault or script error on the way fails here."""
        self.context.close()
        assert self.problems == []

    def sign_in(self, account):
        """Sign in on the sign-in page."""
        self.open("/account/login/")
        form = self.page.locator("form:has(input[name=password]:not([type=hidden]))")
        form.locator("input[name=login]").fill(f"{account}@demo.example")
        form.locator("input[name=password]").fill(PASSWORD)
        form.locator("button[type=submit]").first.click()
        self.page.wait_for_url(re.compile(r"/workspace/|/admin/"))

    def open(self, path):
        """Open a page of the portal in the visitor's language."""
        self.page.goto(self.portal_url + self.localised(path))
        return self.page

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
        words = field.locator("option").filter(has_text=option).first.inner_text()
        field.select_option(label=words.strip())

    def field(self, label):
        """Return the field whose label has exactly these words."""
        words = re.compile(rf"^\s*{re.escape(label)}\s*(选填|optional)?\s*\*?\s*$")
        return self.main.get_by_label(words).first

    def follow(self, name):
        """Follow a link of the page by its words."""
        self.main.get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()

    def press(self, name):
        """Press a button of the page by its words."""
        self.main.get_by_role("button", name=name, exact=True).first.click()
        self.page.wait_for_load_state()

    def submit(self):
        """Press the first button that sends a form of the page."""
        self.main.locator("form button[type=submit]").first.click()
        self.page.wait_for_load_state()

    def sees(self, words):
        """Wait until the page shows these words."""
        self.main.get_by_text(words).first.wait_for()

    @property
    def here(self):
        """The path of the page one is on."""
        return self.page.url.removeprefix(self.portal_url)

    def localised(self, path):
        """Return the path in the visitor's language."""
        return path if path.startswith(_STAFF_AREA) else self.prefix + path

    def look(self, name):
        """Look at the page as it is: both widths on file, nothing overflows, axe."""
        language = "en" if self.prefix else "zh"
        for width_name, width in WIDTHS.items():
            self.page.set_viewport_size({"width": width, "height": 900})
            SCREENSHOTS.mkdir(exist_ok=True)
            self.page.screenshot(
                path=SCREENSHOTS / f"{name}-{language}-{width_name}.png", full_page=True
            )
        if _STAFF_AREA not in self.page.url:
            self._fits()
            self._is_accessible(name)
        self.page.set_viewport_size({"width": WIDTHS["desktop"], "height": 900})

    def width_at_narrowest(self):
        """Return by how many pixels the page is too wide for the smallest phone."""
        self.page.set_viewport_size({"width": NARROWEST, "height": 900})
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
        assert excess == 0, f"{self.page.url} is {excess} px too wide at {NARROWEST}"

    def _is_accessible(self, name):
        assert self.serious_findings() == [], f"{name} ({self.page.url})"

    def _note_fault(self, response):
        if response.status >= 500:
            self.problems.append(f"{response.status} {response.url}")
