"""The operator's holidays, as a source for the calendar."""

from collections.abc import Mapping
from datetime import date

from reference.models import Holiday


class HolidayRows:
    """Holidays and make-up days kept in the database."""

    def exceptions(self, first: date, last: date) -> Mapping[date, bool]:
        """Return the days kept between two days, True where worked."""
        rows = Holiday.objects.filter(day__gte=first, day__lte=last)
        return dict(rows.values_list("day", "is_working"))

    def knows(self, year: int) -> bool:
        """Tell whether an operator has entered holidays of the year."""
        return Holiday.objects.filter(day__year=year).exists()
