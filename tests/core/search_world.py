"""A small world to search in: organisations, on either engine."""

from datetime import date

from core.search import SearchDocument, outbox
from tests.factories.accounts import OrganisationFactory


def indexed(*names, **kwargs):
    """Return organisations that every engine knows."""
    rows = [OrganisationFactory(name=name, **kwargs) for name in names]
    outbox.touch_many("organisation", [row.pk for row in rows])
    outbox.drain()
    return rows


def build(row):
    """Return an organisation as a document; its day follows from its key."""
    return SearchDocument(
        kind="organisation",
        key=str(row.pk),
        title=row.name,
        title_en=row.name_en,
        body=row.address,
        url=f"/organisations/{row.pk}/",
        codes=[row.credit_code] if row.credit_code else [],
        facets={"place": [row.jurisdiction_id]},
        date=date(2020 + row.pk % 5, 1, 1) if row.short_name != "undated" else None,
    )
