"""Feeds of the register: additions, corrections and removals."""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import gettext as _

from blacklist.enums import EndReason
from blacklist.models import Correction, NamePublication
from blacklist.selectors import current_publications
from blacklist.views.privacy import not_indexed
from core import clock

REACH = timedelta(days=365)
MOST_ITEMS = 100


class Item(NamedTuple):
    """One change of the register; a removal does not repeat the name."""

    at: datetime
    number: str
    change: str
    title: str
    text: str


class RegisterFeed(Feed):
    """The register as an Atom feed."""

    feed_type: type[SyndicationFeed] = Atom1Feed

    def __call__(  # type: ignore[override] # the decorator keeps the kind of answer open
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Answer without leave to keep."""
        return not_indexed(super().__call__)(request, *args, **kwargs)

    def title(self) -> str:
        """Name the feed."""
        return _("Register of published names")

    def description(self) -> str:
        """Say what it carries."""
        return _("Names published, corrected and removed; removals carry no name.")

    subtitle = description

    def link(self) -> str:
        """Lead to the register."""
        return reverse("blacklist:register")

    def items(self) -> list[Item]:
        """Return the changes of the last year, the newest first."""
        return register_changes(clock.today())

    def item_title(self, item: Item) -> str:
        """Head an item."""
        return item.title

    def item_description(self, item: Item) -> str:
        """Say what happened."""
        return item.text

    def item_link(self, item: Item) -> str:
        """Lead to the publication's own page."""
        return reverse("blacklist:publication", args=[item.number])

    def item_guid(self, item: Item) -> str:
        """Tell an item from the others of its publication."""
        return f"{item.number}:{item.change}:{item.at.isoformat()}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: Item) -> datetime:
        """Date an item."""
        return item.at

    def item_updateddate(self, item: Item) -> datetime:
        """Date an item's change."""
        return item.at


class RegisterRssFeed(RegisterFeed):
    """The register as an RSS feed."""

    feed_type = Rss201rev2Feed


def register_changes(today: date) -> list[Item]:
    """Return additions and corrections of current names, and all removals."""
    since = clock.now() - REACH
    shown = current_publications(today)
    added = [_added(row) for row in shown.filter(published_at__gte=since)]
    corrected = [
        _corrected(row)
        for row in Correction.objects.filter(
            publication__in=shown, corrected_at__gte=since
        ).select_related("publication")
    ]
    over = NamePublication.objects.filter(ended_at__gte=since)
    removed = [_removed(row) for row in over]
    overdue = NamePublication.objects.filter(
        ended_at__isnull=True, max_until__lte=today
    )
    removed += [_removed(row) for row in overdue]
    return sorted([*added, *corrected, *removed], reverse=True)[:MOST_ITEMS]


def _added(row: NamePublication) -> Item:
    title = _("%(number)s published: %(name)s") % {
        "number": row.number,
        "name": row.party_name,
    }
    text = f"{row.get_kind_display()} · {row.authority_name} · {row.document_number}"
    return Item(row.published_at, row.number, "published", title, text)


def _corrected(row: Correction) -> Item:
    number = row.publication.number
    title = _("%(number)s corrected") % {"number": number}
    return Item(row.corrected_at, number, "corrected", title, row.reason)


def _removed(row: NamePublication) -> Item:
    title = _("%(number)s removed: no current publication") % {"number": row.number}
    reason = EndReason(row.end_reason or EndReason.EXPIRED)
    at = row.ended_at or datetime.combine(
        row.max_until, datetime.min.time(), tzinfo=clock.SHANGHAI
    )
    return Item(at, row.number, "removed", title, str(reason.label))
