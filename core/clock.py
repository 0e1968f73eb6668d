"""The clock. Read it at the edge (views, commands, tasks) and pass it down."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Return this instant in UTC."""
    return timezone.now()


def shanghai_day(instant: datetime) -> date:
    """Return the day on which ``instant`` falls in China."""
    return instant.astimezone(SHANGHAI).date()


def today() -> date:
    """Return today's date in China."""
    return shanghai_day(now())
