"""The register in the portal's search."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Person
from blacklist.models import NamePublication
from blacklist.selectors import current_publications
from core import clock
from core.search import SearchDocument, SearchKind, register_kind
from core.search.sources import own, parent

KIND = "publication"


def register() -> None:
    """Make current publications searchable."""
    register_kind(
        SearchKind(
            key=KIND,
            label=_("Published names"),
            build=document_of,
            rows=_rows,
            visible_to=_visible_to,
            sources=(own(NamePublication), parent(NamePublication, "party", "name_en")),
        )
    )


def document_of(row: NamePublication) -> SearchDocument:
    """Return the document of a publication."""
    with translation.override("zh-hans"):
        return SearchDocument(
            kind=KIND,
            key=str(row.pk),
            title=row.party_name,
            title_en=row.party.name_en if row.party else "",
            url=reverse("blacklist:publication", args=[row.number]),
            body=f"{row.summary}\n{row.outcome}\n{row.authority_name}",
            codes=[
                code
                for code in (row.number, row.party_credit_code, row.document_number)
                if code
            ],
            facets={
                "place": [code for code in row.jurisdiction.path.split("/") if code]
            },
            date=row.published_on,
            visible_until=row.max_until,
        )


def _rows() -> QuerySet[NamePublication]:
    return current_publications(clock.today())


def _visible_to(_user: Person) -> QuerySet[NamePublication]:
    # The register is the same for everybody.
    return current_publications(clock.today())
