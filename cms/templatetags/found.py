"""Tags of the search page.

Options and hits are most of what is rendered there, by the dozen on every page;
written here they take a third of the time that a template takes.
"""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from core.search.asking import Facet, SearchHit
from core.templatetags.portal import day, iso

register = template.Library()

_OPTION = """
<li>
  <label class="facet__option">
    <input type="checkbox" name="{name}" value="{key}"{checked}>
    <span class="facet__label">{label}</span>
    <span class="facet__count numeric">{count}</span>
  </label>
</li>"""
_HIT = """
<li class="hit">
  <p class="hit__kind">{kind}{day}</p>
  <h2 class="hit__title"><a href="{url}">{title}</a></h2>
  {passage}
</li>"""
_DAY = ' · <time datetime="{}">{}</time>'
_PASSAGE = '<p class="hit__excerpt">{}</p>'


@register.simple_tag
def facet_options(facet: Facet) -> SafeString:
    """Return the options of a facet, with how many hits each leaves."""
    name = escape(facet.name)
    options = [
        _OPTION.format(
            name=name,
            key=escape(option.key),
            checked=" checked" if option.chosen else "",
            label=escape(option.label),
            count=option.count,
        )
        for option in facet.options
    ]
    return mark_safe("".join(options))  # noqa: S308 - every part is escaped


@register.simple_tag
def hits(found: Iterable[SearchHit]) -> SafeString:
    """Return hits: of each its kind and day, its name, and the passage that matches."""
    return mark_safe("".join(map(_hit, found)))  # noqa: S308 - every part is escaped


def _hit(found: SearchHit) -> str:
    on, passage = found.document.date, found.excerpt
    # Title and passage come escaped, with marks in them.
    return _HIT.format(
        kind=escape(found.kind_label),
        day=_DAY.format(iso(on), escape(day(on))) if on else "",
        url=escape(found.url),
        title=found.title,
        passage=_PASSAGE.format(passage) if passage else "",
    )
