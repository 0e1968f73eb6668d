"""Every route of ours, and what each role gets there."""

from pathlib import Path

from django.urls import get_resolver, reverse
from django.urls.resolvers import RegexPattern, URLPattern

from tests.promises.sources import PACKAGES
from tests.promises.subjects import QUERIES, arguments

ROLES = (
    *(None, "enterprise", "rival-enterprise", "provider", "rival-provider", "expert"),
    *("handler", "reviewer", "signatory", "other-handler", "editor", "newcomer"),
    *("operator", "verifier"),
)
TABLE = Path(__file__).with_name("answers.txt")
HEAD = f"{'# route':<44}" + " ".join(
    (role or "anonymous")[:2] if role != "rival-provider" else "rp" for role in ROLES
)


def our_routes():
    """Yield name and argument names of every named route whose view is ours."""
    yield from _walk(get_resolver(), ())


def _walk(resolver, namespaces):
    for entry in resolver.url_patterns:
        if not isinstance(entry, URLPattern):
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _walk(entry, inner)
            continue
        view = getattr(entry.callback, "view_class", entry.callback)
        package = getattr(view, "__module__", "").split(".")[0]
        if package in PACKAGES and entry.name:
            yield ":".join((*namespaces, entry.name)), _arguments(entry.pattern)


def _arguments(pattern):
    if isinstance(pattern, RegexPattern):
        return tuple(pattern.regex.groupindex)
    return tuple(pattern.converters)


def address(route, names):
    """Return the address of a route on its subject."""
    return reverse(route, kwargs=arguments(route, names)) + QUERIES.get(route, "")


def stated():
    """Return the table: route to a tuple of status codes in the order of ROLES."""
    rows = {}
    for line in TABLE.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            route, *answers = line.split()
            rows[route] = tuple(map(int, answers))
    return rows
