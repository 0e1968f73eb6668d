"""Following every link a person can see."""

from collections import Counter, deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

from django.urls import Resolver404, resolve
from django.utils import translation

# The library's area, and what is no page.
LEFT_OUT = ("/admin/", "/static/", "/media/", "/account/logout/")
# Pages of one route look alike: so many are followed, so many of those are read
# for further links.
FOLLOWED_OF_ONE_ROUTE = 20
READ_OF_ONE_ROUTE = 2
# Written pages share a route and nothing else.
PAGES = "wagtail_serve"


class Links(HTMLParser):
    """The addresses that a page links to, downloads apart."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        """Keep the target of a link."""
        told = dict(attrs)
        if tag == "a" and told.get("href") and "download" not in told:
            self.found.append(told["href"])


@dataclass
class Crawl:
    """One person's way through the portal, breadth first and by GET only."""

    visitor: object
    start: str
    # Addresses somebody else found alive, which are the same for everybody.
    public: set = field(default_factory=set)
    pages: dict = field(default_factory=dict)
    dead: list = field(default_factory=list)
    alive: set = field(default_factory=set)

    def __post_init__(self):
        self._followed = Counter()
        self._read = Counter()
        self._seen = set()
        self._queue = deque()

    def go(self):
        """Follow every link; return this crawl with its pages and dead links."""
        self._note(self.start, "")
        while self._queue:
            address, source = self._queue.popleft()
            self._visit(address, source)
        return self

    def _visit(self, address, source):
        answer = self.visitor.context.request.get(self.visitor.portal_url + address)
        if answer.status >= 400:
            self.dead.append(f"{answer.status} {address} on {source}")
            return
        # What leads to the sign-in page may answer another person otherwise.
        if "/account/login/" not in answer.url:
            self.alive.add(_key(address))
        route = route_of(urlsplit(address).path)
        if "text/html" not in answer.headers.get("content-type", ""):
            return
        self._read[route] += 1
        if self._read[route] > READ_OF_ONE_ROUTE and route != PAGES:
            return
        self.pages.setdefault(route, address)
        links = Links()
        links.feed(answer.text())
        for link in links.found:
            self._note(urljoin(answer.url, link), address)

    def _note(self, link, source):
        parts = urlsplit(link.removeprefix(self.visitor.portal_url))
        if parts.netloc or parts.scheme or not self._belongs(parts.path):
            return
        key = _key(link.removeprefix(self.visitor.portal_url))
        if key in self._seen or key in self.public:
            return
        route = route_of(parts.path)
        self._followed[route] += 1
        if self._followed[route] > FOLLOWED_OF_ONE_ROUTE and route != PAGES:
            return
        self._seen.add(key)
        query = f"?{parts.query}" if parts.query else ""
        self._queue.append((parts.path + query, source))

    def _belongs(self, path):
        english = path == "/en" or path.startswith("/en/")
        return not path.startswith(LEFT_OUT) and english == bool(self.visitor.prefix)


def route_of(path):
    """Return the name of the route that answers a path of the portal."""
    language = "en" if path.startswith("/en/") else "zh-hans"
    with translation.override(language):
        try:
            return resolve(path).view_name
        except Resolver404:
            return path


def _key(address):
    # The values of a filter lead to the same page.
    parts = urlsplit(address)
    return parts.path, frozenset(parse_qs(parts.query))
