"""Tips: filing and answering them."""

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
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
_CODE_LENGTH = 16


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


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a reporter keeps: the number, and the code that is shown once."""

    number: str
    code: str


class ReceivedAlready(Refusal):
    """The same report came a moment ago.

    ``receipt`` is its number and follow-up code when it came from the same form.
    """

    def __init__(self, receipt: Receipt | None) -> None:
        """Say so, and hand the sender of both the receipt of the first."""
        super().__init__(_("This report was received a moment ago; once is enough."))
        self.receipt = receipt


@transaction.atomic
def file_tip(
    account: Account,
    *,
    uploads: Iterable[UploadedFile] = (),
    reporter: User | None,
    at: datetime,
    form_key: str = "",
) -> Receipt:
    """Take a tip, signed or anonymous, and return what its reporter keeps.

    Only a digest of the code is kept. The journal names no reporter. Raises
    Refusal (field ``file``) for a file that is not accepted, and ReceivedAlready
    for the same report within a minute: somebody clicked twice. ``form_key`` is
    the secret of the form that was sent; it proves that both clicks are theirs.
    """
    code = (
        _code_of(account, form_key)
        if form_key
        else secrets.token_hex(_CODE_LENGTH // 2)
    )
    # Numbers are given one after another, so the twin of a click is visible here.
    number = next_number("T", shanghai_day(at))
    if twin := _received_just_now(account, at):
        same = constant_time_compare(twin.code_hash, digest_of(code))
        raise ReceivedAlready(Receipt(twin.number, code) if same else None)
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
    return Receipt(tip.number, code)


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


def _code_of(account: Account, form_key: str) -> str:
    """Return the code that this form's sender, and nobody else, gets for a report."""
    told = (form_key, account.provider_name, account.account, account.jurisdiction.pk)
    made = salted_hmac("blacklist.tip", json.dumps(told), algorithm="sha256")
    return made.hexdigest()[:_CODE_LENGTH]


def _received_just_now(account: Account, at: datetime) -> Tip | None:
    found = Tip.objects.filter(
        received_at__range=(at - _SAME_CLICK, at + _SAME_CLICK),
        provider_name=account.provider_name,
        account=account.account,
        jurisdiction=account.jurisdiction,
    )
    return found.order_by("pk").last()
