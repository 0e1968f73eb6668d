"""Checking a name, with a receipt that can be shown to others."""

import secrets
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from blacklist.enums import CheckOutcome
from blacklist.facts import facts_at
from blacklist.journal import RegisterAction
from blacklist.models import NamePublication, ScreeningReceipt
from blacklist.receipts import digest_of, end_of_day
from blacklist.selectors import publications_matching
from blacklist.services.refusals import DayRefused
from core.clock import shanghai_day
from core.journal import record
from core.refusals import Refusal
from core.translog.selectors import checkpoint_at, signed_checkpoint


@transaction.atomic
def screen_name(
    *,
    name: str,
    credit_code: str,
    on: date,
    actor: User | None,
    at: datetime,
) -> ScreeningReceipt:
    """Say whether a name is on the register, as published on a day.

    Publications that have ended since are not reported: they are shown to
    nobody. Raises Refusal when neither name nor code is given and DayRefused
    for a day in the future.
    """
    today = shanghai_day(at)
    if not name.strip() and not credit_code.strip():
        raise Refusal(_("Give a name or a credit code."), field="name")
    if on > today:
        raise DayRefused(_("Choose today or an earlier day."), field="on")
    found = _published_then(name=name, credit_code=credit_code, on=on, today=today)
    receipt = ScreeningReceipt(
        code=secrets.token_hex(10),
        name=name.strip(),
        credit_code=credit_code.strip().upper(),
        on=on,
        outcome=CheckOutcome.FOUND if found else CheckOutcome.NONE,
        publications=[row.number for row in found],
        checkpoint=_checkpoint(on, today=today),
        made_at=at,
        made_by=actor,
    )
    receipt.digest = digest_of(receipt, [facts_at(r, end_of_day(on)) for r in found])
    receipt.save(force_insert=True)
    record(RegisterAction.SCREENED, receipt, actor=actor, at=at, code=receipt.code)
    return receipt


def _published_then(
    *, name: str, credit_code: str, on: date, today: date
) -> list[NamePublication]:
    """Return what is shown today and was published by the day asked about."""
    matching = publications_matching(name=name, credit_code=credit_code, on=today)
    return list(matching.filter(published_on__lte=on).order_by("published_at", "pk"))


def _checkpoint(on: date, *, today: date) -> str:
    if on == today:
        return signed_checkpoint()
    known = checkpoint_at(end_of_day(on))
    return known.note if known else signed_checkpoint(0)
