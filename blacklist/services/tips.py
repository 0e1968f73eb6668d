"""Tips: filing and answering them."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from blacklist.enums import ConductKind
from blacklist.journal import TipAction
from blacklist.models import Tip, TipFile
from blacklist.permissions import can_handle_tip
from blacklist.states import TIP_FLOW
from core.clock import shanghai_day
from core.files import store_upload
from core.journal import record
from core.numbers import next_number
from core.refusals import Refusal, require
from reference.models import Jurisdiction

_SAME_CLICK = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Account:
    """What a reporter tells."""

    provider_name: str
    kind: ConductKind
    account: str
    jurisdiction: Jurisdiction
    provider_credit_code: str = ""
    enterprise_name: str = ""
    conduct_on: date | None = None
    reporter_name: str = ""
    reporter_contact: str = ""


class ReceivedAlready(Refusal):
    """The same report came a moment ago."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(_("This report was received a moment ago; once is enough."))


@transaction.atomic
def file_tip(
    account: Account,
    *,
    uploads: Iterable[UploadedFile] = (),
    reporter: User | None,
    at: datetime,
) -> tuple[Tip, str]:
    """Take a tip, signed or anonymous, and return it with its follow-up code.

    Only a digest of the code is kept. The journal names no reporter. Raises
    Refusal (field ``file``) for a file that is not accepted, and ReceivedAlready
    for the same report within a minute: somebody clicked twice.
    """
    code = secrets.token_hex(8)
    # Numbers are given one after another, so the twin of a click is visible here.
    number = next_number("T", shanghai_day(at))
    if _received_just_now(account, at):
        raise ReceivedAlready
    tip = Tip.objects.create(
        number=number,
        reporter=reporter,
        reporter_name=account.reporter_name,
        reporter_contact=account.reporter_contact,
        provider_name=account.provider_name,
        provider_credit_code=account.provider_credit_code,
        enterprise_name=account.enterprise_name,
        kind=account.kind,
        account=account.account,
        conduct_on=account.conduct_on,
        jurisdiction=account.jurisdiction,
        received_at=at,
        code_hash=digest_of(code),
    )
    for upload in uploads:
        stored = store_upload(upload, kind="blacklist.Tip", actor=None, at=at)
        TipFile.objects.create(tip=tip, file=stored)
    record(TipAction.FILED, tip, actor=None, at=at, number=tip.number)
    return tip, code


@transaction.atomic
def dismiss_tip(*, tip_id: int, answer: str, actor: User, at: datetime) -> Tip:
    """Answer a tip that leads to no case.

    Raises MoveRefused when it was dealt with meanwhile.
    """
    tip = Tip.objects.locked().get(pk=tip_id)
    require(can_handle_tip(actor, tip, on=shanghai_day(at)))

    tip.state = TIP_FLOW.after("dismiss", tip.state)
    tip.answer = answer
    tip.closed_at = at
    tip.closed_by = actor
    tip.save(update_fields=["state", "answer", "closed_at", "closed_by"])

    record(
        TipAction.DISMISSED, tip, actor=actor, at=at, number=tip.number, answer=answer
    )
    return tip


def digest_of(code: str) -> str:
    """Return what is kept of a follow-up code."""
    return hashlib.sha256(code.strip().lower().encode()).hexdigest()


def _received_just_now(account: Account, at: datetime) -> bool:
    return Tip.objects.filter(
        received_at__range=(at - _SAME_CLICK, at + _SAME_CLICK),
        provider_name=account.provider_name,
        account=account.account,
        jurisdiction=account.jurisdiction,
    ).exists()
