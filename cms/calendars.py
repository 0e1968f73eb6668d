"""Training as a calendar that phones subscribe to."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from cms.models import TrainingEvent
from cms.states import EventState


def training_calendar(events: Iterable[TrainingEvent], *, at: datetime) -> bytes:
    """Return events as iCalendar in the reader's language."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Qingyuan//Training//{(get_language() or '').upper()}")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Training"))
    for event in events:
        calendar.add_component(_entry(event, at))
    return bytes(calendar.to_ical())


def _entry(event: TrainingEvent, at: datetime) -> Event:
    entry = Event()
    host = urlsplit(settings.PORTAL_URL).hostname or "localhost"
    entry.add("uid", f"training-{event.pk}@{host}")
    entry.add("dtstamp", at)
    entry.add("dtstart", event.starts_at)
    entry.add("dtend", event.ends_at)
    entry.add("summary", event.label)
    entry.add("location", event.venue_label)
    entry.add("description", "\n".join([event.audience_label, *event.topic_list]))
    entry.add("url", settings.PORTAL_URL + event.get_absolute_url())
    cancelled = event.state == EventState.CANCELLED
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    return entry
