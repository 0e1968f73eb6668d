"""Readings and adjustments: submitted by the parties, found by the verifier."""

from datetime import datetime
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.clock import shanghai_day
from core.files import store_upload
from core.journal import record
from core.models import StoredFile
from core.refusals import Refusal, require
from marketplace.journal.contracts import MetricAction
from marketplace.models import Adjustment, Reading, ReadingCheck
from marketplace.permissions.contracts import can_verify_reading
from marketplace.selectors.contracts import current_readings
from marketplace.services.notices import tell
from marketplace.services.parties import acting_side, locked_contract
from marketplace.settlement import Formula, Period
from marketplace.states.contracts import (
    ADJUSTMENT_FLOW,
    CONTRACT_FLOW,
    AdjustmentState,
)
from marketplace.titles import facts_of_adjustment, facts_of_reading, reading_title

READING_EVIDENCE = "marketplace.reading"
ADJUSTMENT_EVIDENCE = "marketplace.adjustment"


@transaction.atomic
def submit_reading(  # noqa: PLR0913 - a reading states all of this
    *,
    contract_id: int,
    name: str,
    period: str,
    value: Decimal,
    unit: str,
    note: str,
    upload: UploadedFile | None,
    actor: User,
    at: datetime,
) -> Reading:
    """Submit a value with its evidence, for either party.

    Where a verified value exists the new one corrects it, and says why. Raises
    Refusal for a name or period the contract does not know, for another unit
    than the contract's, and while an earlier submission waits for the verifier.
    """
    contract = locked_contract(contract_id)
    side = acting_side(actor, contract)
    CONTRACT_FLOW.after("perform", contract.state)
    formula = contract.terms
    _check_place(formula, name, period, at)
    _check_unit(formula, name, unit)
    rows = contract.readings.filter(name=name, period=period)
    if rows.filter(check_row__isnull=True).exists():
        raise Refusal(_("A value for this waits for the verifier already."))
    corrected = current_readings(contract).get((name, period))
    if corrected is not None and not note.strip():
        raise Refusal(_("Say why the verified value is corrected."), field="note")
    reading = Reading.objects.create(
        contract=contract,
        name=name,
        period=period,
        value=value,
        unit=unit.strip(),
        note=note,
        side=side,
        evidence=_stored(upload, READING_EVIDENCE, actor, at),
        submitted_by=actor,
        submitted_at=at,
        corrects=corrected,
    )

    facts = facts_of_reading(reading, formula)
    record(MetricAction.READ, reading, actor=actor, at=at, **facts)
    tell("reading_submitted", contract, [contract.verifier], at=at, reading=reading)
    return reading


@transaction.atomic
def check_reading(
    *, reading_id: int, verified: bool, note: str, actor: User, at: datetime
) -> ReadingCheck:
    """Say whether a reading is right, for the verifier; once and for good."""
    reading = Reading.objects.select_related("contract").get(pk=reading_id)
    contract = locked_contract(reading.contract_id)
    reading.contract = contract
    require(can_verify_reading(actor, reading))
    CONTRACT_FLOW.after("perform", contract.state)
    if ReadingCheck.objects.filter(reading=reading).exists():
        raise Refusal(_("This reading has been checked already."))
    if not verified and not note.strip():
        raise Refusal(_("Say what is wrong with the reading."), field="note")
    assert contract.verifier is not None  # noqa: S101 - the predicate saw to it
    check = ReadingCheck.objects.create(
        reading=reading,
        verified=verified,
        note=note,
        verifier=contract.verifier,
        checked_by=actor,
        checked_at=at,
    )

    action = MetricAction.VERIFIED if verified else MetricAction.RETURNED
    facts = facts_of_reading(reading, contract.terms)
    record(action, reading, actor=actor, at=at, note=note, **facts)
    template = "reading_verified" if verified else "reading_returned"
    parties = [contract.enterprise, contract.provider]
    title = lazy(reading_title, str)(reading, contract)
    tell(template, contract, parties, at=at, reading=title, note=note)
    return check


@transaction.atomic
def propose_adjustment(
    *,
    contract_id: int,
    metric: str,
    period: str,
    amount: Decimal,
    reason: str,
    upload: UploadedFile | None,
    actor: User,
    at: datetime,
) -> Adjustment:
    """Propose to change a baseline for something nobody foresaw."""
    contract = locked_contract(contract_id)
    side = acting_side(actor, contract)
    CONTRACT_FLOW.after("perform", contract.state)
    formula = contract.terms
    if formula.metric(metric) is None:
        raise Refusal(_("The contract has no such metric."), field="metric")
    if period not in {item.key for item in formula.periods}:
        raise Refusal(_("The contract has no such period."), field="period")
    if not reason.strip():
        raise Refusal(_("Say what changed and why nobody foresaw it."), field="reason")
    if not amount:
        raise Refusal(_("An adjustment of zero changes nothing."), field="amount")
    adjustment = Adjustment.objects.create(
        contract=contract,
        key=f"A{contract.adjustments.count() + 1}",
        metric=metric,
        period=period,
        amount=amount,
        reason=reason,
        evidence=_stored(upload, ADJUSTMENT_EVIDENCE, actor, at),
        proposed_side=side,
        proposed_by=actor,
        proposed_at=at,
    )

    facts = facts_of_adjustment(adjustment, formula)
    record(MetricAction.PROPOSED, adjustment, actor=actor, at=at, **facts)
    tell(
        "adjustment_proposed",
        contract,
        [contract.party(side.other)],
        at=at,
        adjustment=adjustment,
    )
    return adjustment


@transaction.atomic
def answer_adjustment(
    *, adjustment_id: int, agree: bool, actor: User, at: datetime
) -> Adjustment:
    """Agree to the other side's proposal, or decline it."""
    found = Adjustment.objects.get(pk=adjustment_id)
    contract = locked_contract(found.contract_id)
    adjustment = Adjustment.objects.locked().get(pk=adjustment_id)
    side = acting_side(actor, contract)
    require(side != adjustment.proposed_side)
    CONTRACT_FLOW.after("perform", contract.state)
    move = "agree" if agree else "decline"
    adjustment.state = ADJUSTMENT_FLOW.after(move, adjustment.state)
    adjustment.answered_by, adjustment.answered_at = actor, at
    adjustment.save(update_fields=["state", "answered_by", "answered_at"])

    agreed = adjustment.state == AdjustmentState.AGREED
    action = MetricAction.AGREED if agreed else MetricAction.DECLINED
    facts = facts_of_adjustment(adjustment, contract.terms)
    record(action, adjustment, actor=actor, at=at, **facts)
    tell(
        "adjustment_answered",
        contract,
        [contract.party(side.other)],
        at=at,
        adjustment=adjustment,
    )
    return adjustment


def _check_place(formula: Formula, name: str, period: str, at: datetime) -> None:
    if name not in formula.reading_names():
        raise Refusal(_("The contract asks for no such reading."), field="name")
    found = _period(formula, period)
    if found is None:
        raise Refusal(_("The contract has no such period."), field="period")
    if shanghai_day(at) < found.starts_on:
        raise Refusal(_("This period has not begun yet."), field="period")


def _check_unit(formula: Formula, name: str, unit: str) -> None:
    agreed = formula.units.get(name, unit)
    if unit.strip() != agreed:
        message = _("The contract states this in %(unit)s.") % {"unit": agreed}
        raise Refusal(message, field="unit")


def _period(formula: Formula, key: str) -> Period | None:
    return next((period for period in formula.periods if period.key == key), None)


def _stored(
    upload: UploadedFile | None, kind: str, actor: User, at: datetime
) -> StoredFile | None:
    if upload is None:
        return None
    return store_upload(upload, kind=kind, actor=actor, at=at)
