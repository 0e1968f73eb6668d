"""An operator's changes to reference rows."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from core.clocks.services import recount_clocks
from core.journal import record
from core.refusals import Refusal, require
from reference.journal import ReferenceAction
from reference.models import Holiday, Industry, Jurisdiction
from reference.permissions import can_keep_row
from reference.selectors import uses_of

if TYPE_CHECKING:
    from accounts.models import User


class ReferenceRefused(Refusal):
    """A reference row cannot be removed because others point at it."""


@transaction.atomic
def save_reference_row(
    *, row: models.Model, actor: "User", at: datetime
) -> models.Model:
    """Save an added or changed row.

    A new holiday also moves the clocks that were waiting for its year.
    """
    before = models.QuerySet(type(row)).filter(pk=row.pk).first()
    adding = before is None
    require(can_keep_row(actor, row, "add" if adding else "change"))

    if isinstance(row, Jurisdiction | Industry):
        above = row.parent.path if row.parent else ""
        row.path = f"{above}{row.pk}/"
    row.save(force_insert=adding)

    action = ReferenceAction.ADDED if adding else ReferenceAction.EDITED
    changes = _changes(before, row) if before is not None else None
    record(action, row, actor=actor, at=at, row=str(row), changes=changes)
    if isinstance(row, Holiday):
        recount_clocks(year=row.day.year)
    return row


@transaction.atomic
def remove_reference_row(*, row: models.Model, actor: "User", at: datetime) -> None:
    """Remove a row that nothing points at.

    Raises ReferenceRefused where something does.
    """
    require(can_keep_row(actor, row, "delete"))

    uses = uses_of(row)
    if uses:
        raise ReferenceRefused(
            _("“{row}” is in use and stays: {uses}.").format(
                row=row, uses=" · ".join(f"{use.kind} {use.count}" for use in uses)
            )
        )
    record(ReferenceAction.REMOVED, row, actor=actor, at=at, row=str(row))
    row.delete()


def _changes(before: models.Model, after: models.Model) -> dict[str, list[str]]:
    """Return the columns that differ, each with its value before and after."""
    told = [field for field in after._meta.concrete_fields if field.name != "shipped"]
    values = {
        field.name: [field.value_to_string(before), field.value_to_string(after)]
        for field in told
    }
    return {name: pair for name, pair in values.items() if pair[0] != pair[1]}
