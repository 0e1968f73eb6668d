"""What all reference rows share."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def in_reader_language(chinese: str, english: str) -> str:
    """Return the English text to readers of English if there is one."""
    reads_english = (get_language() or "").startswith("en")
    return english if reads_english and english else chinese


class ReferenceRow(models.Model):
    """A row that ships with the portal and may be edited by an operator.

    ``shipped`` keeps the values as they were delivered, so that an update of
    the files changes only what nobody has edited since.
    """

    shipped = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        abstract = True


class NamedRow(ReferenceRow):
    """A row with a Chinese and an English name."""

    name = models.CharField(_("name in Chinese"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return in_reader_language(self.name, self.name_en)


class DatedQuerySet(models.QuerySet):
    """Rows with a term of validity; ``valid_until`` is exclusive."""

    def valid_on(self, day: object) -> Self:
        """Rows in force on a day."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_until__isnull=True) | Q(valid_until__gt=day),
        )
