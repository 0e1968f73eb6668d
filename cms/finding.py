"""What readers look for in lists of pages."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import CharFilter, FilterSet, ModelChoiceFilter

from core.lists import holding
from core.search.listing import named
from reference.models import IndustryLabel


class PageFilter(FilterSet):
    """Pages by their words, read as in a search."""

    q = CharFilter(label=_("Words in title or text"), method="matching")

    def matching(self, pages: Any, name: str, value: str) -> Any:  # noqa: ANN401
        """Keep pages that hold every word."""
        kind = pages.model.search_kind
        return pages.filter(holding(value, "title") | named(kind, value, in_text=True))


class TechnologyFilter(PageFilter):
    """Technologies by words and industry."""

    industry = ModelChoiceFilter(
        label=pgettext_lazy("page", "Industry"),
        field_name="industries",
        queryset=IndustryLabel.objects.all(),
        to_field_name="key",
        empty_label=_("All industries"),
    )
