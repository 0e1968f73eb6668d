"""Addresses of pages in the languages of the portal."""

from functools import lru_cache
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings

# Addresses that are the same in every language.
_SPEECHLESS = ("/admin/", "/static/", "/media/", "/files/", "/documents/")


@lru_cache(maxsize=2_000)
def in_language(address: str, language: str) -> str:
    """Return a local address in ``language``: the default one has no prefix."""
    parts = urlsplit(address)
    plain = parts.path or "/"
    if not plain.startswith(_SPEECHLESS):
        plain = _prefixed(_bare(plain), language)
    return urlunsplit(("", "", plain, parts.query, parts.fragment))


def _bare(path: str) -> str:
    for code, _name in settings.LANGUAGES:
        if path == f"/{code}" or path.startswith(f"/{code}/"):
            path = path[len(code) + 1 :]
            break
    # Two slashes at the start would lead to another site.
    return f"/{path.lstrip('/')}"


def _prefixed(path: str, language: str) -> str:
    return path if language == settings.LANGUAGE_CODE else f"/{language}{path}"
