"""Contracts: negotiated as a draft, signed as one text, performed, ended."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from core.clock import shanghai_day
from core.journal import record
from core.money import Money
from core.numbers import next_number
from core.refusals import Refusal, require
from marketplace.explanations import refusal
from marketplace.journal.contracts import ContractAction
from marketplace.models import Award, Contract, Job, Milestone, Signature
from marketplace.permissions.contracts import (
    can_edit_contract,
    can_sign_contract,
    is_independent,
    side_of,
)
from marketplace.selectors.contracts import missing_signatures, periods_measured
from marketplace.services.notices import tell
from marketplace.services.parties import acting_side, locked_contract
from marketplace.settlement import (
    ContractType,
    Direction,
    Factor,
    FeeMilestone,
    Formula,
    Metric,
    Parties,
    Period,
    SettlementError,
    Trigger,
)
from marketplace.settlement.documents import sha256_of
from marketplace.states.contracts import (
    CONTRACT_FLOW,
    ContractState,
    DisputeState,
    MilestoneState,
    Side,
    StatementState,
)
from marketplace.states.jobs import JOB_FLOW, AwardState, JobState
from reference.models import EmissionFactor

FACTOR_NAME = "emission_factor"
DELIVERY = Trigger.DELIVERY


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything about a draft that the parties may change."""

    title: str
    scope: str
    measurement: str
    dispute_route: str
    starts_on: date
    ends_on: date
    verifier: Organisation | None
    emission_factor: EmissionFactor | None
    formula: Formula


@transaction.atomic
def draft_contract(*, award_id: int, actor: User, at: datetime) -> Contract:
    """Return the draft that follows from a confirmed award, one per award.

    Metrics come from the job, targets and price from the bid. Either party may
    ask for it. Raises Refusal while the award is not confirmed.
    """
    award = Award.objects.locked().select_related("job", "bid").get(pk=award_id)
    job, provider = award.job, award.bid.provider
    enterprise = job.enterprise
    existing = Contract.objects.filter(award=award).first()
    if existing is not None:
        require(side_of(actor, existing) is not None)
        return existing
    draft = Contract(job=job, award=award, enterprise=enterprise, provider=provider)
    require(side_of(actor, draft) is not None)
    if award.state != AwardState.CONFIRMED:
        raise Refusal(_("The award is not confirmed yet."))
    starts_on = shanghai_day(at)
    formula = first_formula(award, starts_on)
    draft.number = next_number("C", starts_on)
    draft.kind = formula.type
    draft.title = job.title
    draft.scope = job.scope
    draft.starts_on = starts_on
    draft.ends_on = formula.periods[-1].ends_on
    draft.formula = formula.to_document()
    draft.cap = formula.cap
    draft.drafted_by, draft.drafted_at, draft.changed_at = actor, at, at
    draft.save(force_insert=True)

    record(ContractAction.DRAFTED, draft, actor=actor, at=at, number=draft.number)
    return draft


@transaction.atomic
def edit_contract(
    *, contract_id: int, terms: Terms, actor: User, at: datetime
) -> Contract:
    """Replace the draft's terms, for either party.

    Raises MoveRefused once it is offered for signature.
    """
    contract = locked_contract(contract_id)
    require(side_of(actor, contract) is not None)
    contract.state = CONTRACT_FLOW.after("edit", contract.state)
    require(can_edit_contract(actor, contract))
    if terms.ends_on < terms.starts_on:
        raise Refusal(_("The contract ends before it begins."), field="ends_on")
    if terms.verifier is not None:
        _check_verifier(terms.verifier, contract)
    for name in (
        "title",
        "scope",
        "measurement",
        "dispute_route",
        "starts_on",
        "ends_on",
        "verifier",
        "emission_factor",
    ):
        setattr(contract, name, getattr(terms, name))
    formula = completed(terms.formula, contract)
    contract.formula = formula.to_document()
    contract.kind = formula.type
    contract.cap = formula.cap
    contract.changed_at = at
    contract.save()

    record(ContractAction.EDITED, contract, actor=actor, at=at, number=contract.number)
    return contract


@transaction.atomic
def offer_contract(*, contract_id: int, actor: User, at: datetime) -> Contract:
    """Freeze the text and open it for both signatures.

    Raises Refusal naming the first thing in the formula that could not be
    settled, or a verifier that is missing or tied to the provider.
    """
    contract = locked_contract(contract_id)
    side = acting_side(actor, contract)
    contract.state = CONTRACT_FLOW.after("offer", contract.state)
    if contract.verifier is None:
        raise Refusal(_("Name a verifier that is independent of the provider."))
    _check_verifier(contract.verifier, contract)
    formula = completed(contract.terms, contract)
    try:
        formula.check()
    except SettlementError as error:
        raise refusal(error, formula) from error
    contract.formula = formula.to_document()
    contract.text_sha256 = sha256_of(contract.text())
    contract.offered_by, contract.offered_at = side, at
    contract.save()

    record(
        ContractAction.OFFERED,
        contract,
        actor=actor,
        at=at,
        number=contract.number,
        sha256=contract.text_sha256[:12],
    )
    tell("contract_offered", contract, [contract.party(side.other)], at=at)
    return contract


@transaction.atomic
def reopen_contract(
    *, contract_id: int, reason: str, actor: User, at: datetime
) -> Contract:
    """Take an offered text back into negotiation; earlier signatures lapse."""
    contract = locked_contract(contract_id)
    side = acting_side(actor, contract)
    contract.state = CONTRACT_FLOW.after("reopen", contract.state)
    _need(reason, "reason")
    contract.text_sha256 = contract.offered_by = ""
    contract.offered_at = None
    contract.changed_at = at
    contract.save()

    record(
        ContractAction.REOPENED,
        contract,
        actor=actor,
        at=at,
        number=contract.number,
        reason=reason,
    )
    tell(
        "contract_reopened",
        contract,
        [contract.party(side.other)],
        at=at,
        reason=reason,
    )
    return contract


@transaction.atomic
def sign_contract(
    *,
    contract_id: int,
    side: Side,
    text_sha256: str,
    signed_name: str,
    actor: User,
    at: datetime,
) -> Contract:
    """Sign the offered text for one side; the second signature binds both.

    The signer names the text by its hash. Raises Refusal when the text is
    another one by now or the side has signed it already.
    """
    contract = locked_contract(contract_id)
    require(can_sign_contract(actor, contract, side))
    binding = CONTRACT_FLOW.after("sign", contract.state)
    _need(signed_name, "signed_name")
    if text_sha256 != contract.text_sha256 or text_sha256 != sha256_of(contract.text()):
        raise Refusal(
            _("The text has changed meanwhile. Read it again before signing.")
        )
    if side not in missing_signatures(contract):
        raise Refusal(_("This side has signed already."))
    Signature.objects.create(
        contract=contract,
        side=side,
        organisation=contract.party(side),
        signed_by=actor,
        signed_name=signed_name.strip(),
        signed_at=at,
        text_sha256=text_sha256,
    )
    if not missing_signatures(contract):
        contract.state = binding
        contract.signed_at = at
        _bind(contract, at=at)

    record(
        ContractAction.SIGNED,
        contract,
        actor=actor,
        at=at,
        number=contract.number,
        organisation=contract.party(side).name,
        sha256=text_sha256[:12],
    )
    tell("contract_signed", contract, [contract.party(side.other)], at=at)
    return contract


@transaction.atomic
def start_contract(*, contract_id: int, actor: User | None, at: datetime) -> Contract:
    """Begin the work: by either party from the first day on, or by the daily run."""
    contract = locked_contract(contract_id)
    require(actor is None or side_of(actor, contract) is not None)
    contract.state = CONTRACT_FLOW.after("start", contract.state)
    if shanghai_day(at) < contract.starts_on:
        raise Refusal(_("The first day of the contract has not come yet."))
    contract.started_at = at
    contract.save(update_fields=["state", "started_at"])

    record(ContractAction.STARTED, contract, actor=actor, at=at, number=contract.number)
    return contract


@transaction.atomic
def complete_contract(*, contract_id: int, actor: User, at: datetime) -> Contract:
    """Close a contract in which everything is accepted, measured and paid."""
    contract = locked_contract(contract_id)
    acting_side(actor, contract)
    contract.state = CONTRACT_FLOW.after("complete", contract.state)
    for problem in _unfinished(contract):
        raise Refusal(problem)
    contract.ended_at = at
    contract.save(update_fields=["state", "ended_at"])

    record(
        ContractAction.COMPLETED, contract, actor=actor, at=at, number=contract.number
    )
    return contract


@transaction.atomic
def terminate_contract(
    *, contract_id: int, reason: str, actor: User, at: datetime
) -> Contract:
    """End a contract early and say why; what was earned stays payable."""
    contract = locked_contract(contract_id)
    side = acting_side(actor, contract)
    contract.state = CONTRACT_FLOW.after("terminate", contract.state)
    _need(reason, "reason")
    contract.ended_at = at
    contract.ended_reason = reason
    contract.save(update_fields=["state", "ended_at", "ended_reason"])

    record(
        ContractAction.TERMINATED,
        contract,
        actor=actor,
        at=at,
        number=contract.number,
        reason=reason,
    )
    tell(
        "contract_ended",
        contract,
        [contract.party(side.other), contract.verifier],
        at=at,
        reason=reason,
    )
    return contract


def start_due_contracts(*, at: datetime, on: date) -> int:
    """Begin every signed contract whose first day has come; return how many."""
    due = Contract.objects.filter(state=ContractState.SIGNED, starts_on__lte=on)
    for pk in due.values_list("pk", flat=True):
        start_contract(contract_id=pk, actor=None, at=at)
    return len(due)


def first_formula(award: Award, starts_on: date) -> Formula:
    """Return what an award suggests: half for the work, half for results."""
    content = award.bid.content
    targets = {row.metric_id: row.target for row in content.targets.all()}
    ends_on = starts_on + timedelta(days=364)
    base, performance = content.price.split([1, 1])
    plan, report = base.split([2, 3])
    metrics = [
        Metric(
            key=name_of(row.indicator_id),
            title=row.indicator.name,
            unit=row.unit.symbol,
            baseline=Fraction(row.baseline),
            target=Fraction(targets.get(row.pk, row.target)),
            direction=Direction(row.direction),
            weight=row.weight,
        )
        for row in award.job.metrics.select_related("indicator", "unit")
    ]
    return Formula(
        type=ContractType.FEE_FOR_PERFORMANCE,
        parties=Parties(_party(award.job.enterprise), _party(award.bid.provider), ""),
        milestones=(
            FeeMilestone("plan", gettext("Work plan accepted"), plan, (DELIVERY,)),
            FeeMilestone("report", gettext("Report delivered"), report, (DELIVERY,)),
        ),
        performance_fee=performance if metrics else Money.ZERO,
        metrics=tuple(metrics),
        periods=(Period("year1", starts_on, ends_on),),
        cap=content.price,
    )


def completed(formula: Formula, contract: Contract) -> Formula:
    """Return ``formula`` with the parties and the factor of its contract."""
    verifier = contract.verifier
    return replace(
        formula,
        parties=Parties(
            _party(contract.enterprise),
            _party(contract.provider),
            _party(verifier) if verifier is not None else "",
        ),
        factors=tuple(_factors(contract.emission_factor)),
    )


def name_of(key: str) -> str:
    """Return ``key`` as a name that expressions can use."""
    return re.sub(r"[^\w.]", "_", key)


def _factors(factor: EmissionFactor | None) -> Iterable[Factor]:
    if factor is not None:
        yield Factor(
            name=FACTOR_NAME,
            key=factor.key,
            value=Fraction(factor.value),
            unit=factor.unit.symbol,
            vintage=str(factor.vintage),
        )


def _party(organisation: Organisation) -> str:
    return organisation.credit_code or organisation.name


def _bind(contract: Contract, *, at: datetime) -> None:
    """Lay out the milestones, settle the job, and begin if the day has come."""
    if contract.starts_on <= shanghai_day(at):
        contract.state = CONTRACT_FLOW.after("start", contract.state)
        contract.started_at = at
    contract.save(update_fields=["state", "signed_at", "started_at"])
    Milestone.objects.bulk_create(
        Milestone(
            contract=contract,
            key=step.key,
            position=position,
            title=step.title,
            fee=step.fee,
            triggers=[str(trigger) for trigger in step.triggers],
            due_on=step.due_on,
        )
        for position, step in enumerate(contract.terms.milestones, start=1)
    )
    job = Job.objects.locked().get(pk=contract.job_id)
    if job.state == JobState.AWARDED:
        job.state = JOB_FLOW.after("contract", job.state)
        job.contracted_at = at
        job.save(update_fields=["state", "contracted_at"])


def _check_verifier(verifier: Organisation, contract: Contract) -> None:
    if not is_independent(verifier, contract.provider):
        raise Refusal(
            _("The verifier must not be the provider or tied to it."),
            field="verifier",
        )


def _unfinished(contract: Contract) -> Iterable[str]:
    if contract.milestones.exclude(state=MilestoneState.ACCEPTED).exists():
        yield gettext("A milestone is not accepted yet.")
    if len(periods_measured(contract)) < len(contract.terms.periods):
        yield gettext("A period is not measured yet.")
    if contract.disputes.filter(state=DisputeState.OPEN).exists():
        yield gettext("A dispute is still open.")
    if contract.statements.filter(
        state__in=(StatementState.COMPUTED, StatementState.ACCEPTED)
    ).exists():
        yield gettext("A statement is not paid yet.")
    if not contract.statements.filter(state=StatementState.PAID).exists():
        yield gettext("Nothing has been settled yet.")


def _need(text: str, field: str) -> None:
    if not text.strip():
        raise Refusal(_("This is needed."), field=field)
