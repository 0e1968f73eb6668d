"""Tags and filters that are built into every template.

Filters give plain text, so that letters can use them as well as pages.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from django import template
from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.middleware.csrf import get_token
from django.template import Context
from django.template.loader import render_to_string
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from core.addresses import in_language
from core.clock import SHANGHAI
from core.money import Money
from core.slots import render_slot

register = template.Library()

NOTHING = "—"
_ELLIPSIS = "…"
_DAY_FORMATS = {"zh-hans": "Y年n月j日", "en": "j F Y"}
_CLOCK_FORMAT = "H:i"


@register.filter
def money(value: Money | Decimal | int | str | None) -> str:
    """Return an amount with its unit, or a dash when there is none."""
    if value is None or value == "":
        return NOTHING
    amount = value if isinstance(value, Money) else Money(value)
    return gettext("%(amount)s yuan") % {"amount": amount}


@register.filter
def day(value: date | datetime | None) -> str:
    """Return a day in the reader's language; an instant gives its Shanghai day."""
    if not value:
        return NOTHING
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.astimezone(SHANGHAI)
    return _spelt(value, _DAY_FORMATS.get(get_language() or "", "Y-m-d"))


@lru_cache(maxsize=5_000)
def _spelt(value: date, chosen: str) -> str:
    # Each format belongs to one language: it says in which the month is named.
    return str(formats.date_format(value, chosen))


@register.filter
def through(first: date | None, last: date | None) -> str:
    """Return from which day to which; a single day is said once, an end may lack."""
    if first == last:
        return day(first)
    if last is None:
        text = gettext("since %(first)s")
    elif first is None:
        text = gettext("until %(last)s")
    else:
        text = gettext("%(first)s to %(last)s")
    return text % {"first": day(first), "last": day(last)}


@register.filter
def instant(value: date | datetime | None) -> str:
    """Return day and minute in Shanghai; a mere day stays a day."""
    if not isinstance(value, datetime):
        return day(value)
    if value.tzinfo is not None:
        value = value.astimezone(SHANGHAI)
    # A no-break space keeps the hour with its day.
    return f"{day(value)}\N{NO-BREAK SPACE}{formats.date_format(value, _CLOCK_FORMAT)}"


@register.filter
def until(starts: datetime, ends: datetime) -> str:
    """Return from when to when; the day is said once when it is the same."""
    first, last = instant(starts), instant(ends)
    if day(starts) == day(ends):
        last = last.removeprefix(day(ends)).strip()
    return f"{first} – {last}"


@register.filter
def iso(value: date | datetime | None) -> str:
    """Return the form that ``<time datetime>`` wants."""
    return value.isoformat() if value else ""


@register.filter
def percent(rate: Decimal | Fraction | None, places: int = 1) -> str:
    """Return a fraction of one as a percentage, without needless zeros."""
    if rate is None:
        return NOTHING
    hundredfold = Fraction(rate) * 100
    shown = Decimal(hundredfold.numerator) / Decimal(hundredfold.denominator)
    text = f"{shown:.{places}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"


@register.filter
def number(value: Decimal | int | None) -> str:
    """Return a number with separators, as exact as it is, without needless zeros."""
    if value is None or value == "":
        return NOTHING
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@register.simple_tag(takes_context=True)
def querystring(
    context: Context,
    base: Mapping[str, str] | None = None,
    /,
    **changes: object,
) -> str:
    """Return the request's query with ``changes``; None removes a parameter.

    Works inside ``include … only`` too, which is why it replaces Django's.
    """
    query = QueryDict(mutable=True)
    request = _request(context)
    if base is not None:
        query.update(base)
    elif request is not None:
        query = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        elif isinstance(value, Iterable) and not isinstance(value, str):
            query.setlist(name, [str(one) for one in value])
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def slot(context: Context, name: str, subject: object = None) -> SafeString:
    """Return what upper floors offered for the slot ``name``."""
    request = _request(context)
    return SafeString("") if request is None else render_slot(name, request, subject)


@register.simple_tag
def lasting(template_name: str) -> SafeString:
    """Return a part that is the same on every page in a language, rendered once."""
    return _lasting(template_name, "")


@register.simple_tag(takes_context=True)
def lasting_in_section(context: Context, template_name: str) -> SafeString:
    """Return a part that is the same on every page of a section, rendered once.

    A section is what an address begins with; its first page is one of its own. The
    part knows as ``here`` where it stands.
    """
    return _lasting(template_name, _section(_request(context)))


@register.simple_tag(takes_context=True)
def csrf_field(context: Context) -> SafeString:
    """Return the hidden token of a form, inside ``include … only`` too."""
    request = _request(context)
    if request is None:
        return SafeString("")
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">',
        get_token(request),
    )


@register.simple_tag
def local_path(path: str) -> str:
    """Return a path of the portal in the reader's language."""
    return in_language(path, get_language() or settings.LANGUAGE_CODE)


@register.simple_tag(takes_context=True)
def local_here(context: Context) -> str:
    """Return the address of this page without its query."""
    request = _request(context)
    return "" if request is None else request.path


@register.simple_tag(takes_context=True)
def path_in(context: Context, language: str) -> str:
    """Return the address of this same page in another language."""
    request = _request(context)
    if request is None:
        return in_language("/", language)
    address = in_language(request.path, language)
    query = request.META.get("QUERY_STRING", "") if request.method == "GET" else ""
    return f"{address}?{query}" if query else address


@register.inclusion_tag("parts/status.html")
def status(label: str, tone: str = "neutral") -> dict[str, str]:
    """Show a state by word and shape."""
    return {"label": label, "tone": tone}


@register.simple_tag(takes_context=True)
def nav_current(context: Context, path: str, *more: str) -> SafeString:
    """Mark a navigation link whose section, or one of ``more``, is read."""
    here = context.get("here") or _here(_request(context))
    if not here.startswith((path, *more)):
        return SafeString("")
    return SafeString(
        ' aria-current="page"' if here == path else ' aria-current="true"'
    )


def _request(context: Context) -> HttpRequest | None:
    # An isolated include loses the variable but keeps the attribute.
    found = context.get("request") or getattr(context, "request", None)
    return found if isinstance(found, HttpRequest) else None


def _here(request: HttpRequest | None) -> str:
    """Return the page's address in the default language."""
    return in_language(request.path, settings.LANGUAGE_CODE) if request else ""


def _section(request: HttpRequest | None) -> str:
    first, _, further = _here(request).strip("/").partition("/")
    return f"/{first}/{_ELLIPSIS if further else ''}"


def _lasting(template_name: str, here: str) -> SafeString:
    render = _rendered if settings.DEBUG else _rendered_once
    return render(template_name, here, get_language())


def _rendered(template_name: str, here: str, _language: str | None) -> SafeString:
    return SafeString(render_to_string(template_name, {"here": here}))


_rendered_once = lru_cache(maxsize=1_000)(_rendered)
