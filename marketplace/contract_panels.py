"""What contracts put into the named places of other pages."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.acting import Acting
from accounts.models import Organisation
from core.slots import offer
from marketplace.models import (
    Award,
    Contract,
    Job,
    Milestone,
    Payment,
    Reading,
    SettlementStatement,
)
from marketplace.permissions.contracts import can_view_contract
from marketplace.selectors.contracts import contracts_of
from marketplace.selectors.reviews import reviews_of_provider
from marketplace.states.contracts import (
    OPEN_STATES,
    ContractState,
    MilestoneState,
    PaymentState,
    Side,
    StatementState,
)
from marketplace.titles import titles_for

MOST_ROWS = 5
MOST_REVIEWS = 20


def offer_panels() -> None:
    """Fill the slots."""
    offer("workspace.tasks", tasks, order=40)
    offer("workspace.enterprise", contracts_panel, order=50)
    offer("workspace.provider", contracts_panel, order=50)
    offer("providers.detail", provider_reviews, order=60)
    offer("marketplace.award", award_contract, order=10)
    offer("marketplace.job", published_contract, order=20)


def contracts_panel(request: HttpRequest, acting: Acting) -> SafeString | None:
    """Return the open contracts one's organisation has or verifies."""
    if acting.organisation is None:
        return None
    found = Contract.objects.concerning(acting.organisation)
    rows = found.filter(state__in=OPEN_STATES)[:MOST_ROWS]
    return _render("slots/contracts.html", request, contracts=rows)


def tasks(request: HttpRequest, acting: Acting) -> SafeString | None:
    """Return what waits for the organisation one acts for."""
    own = acting.organisation
    if own is None:
        return None
    waiting: dict[str, QuerySet[Any] | list[Any]] = {
        "signatures": _unsigned(own),
        "milestones": Milestone.objects.filter(
            contract__enterprise=own, state=MilestoneState.SUBMITTED
        ).select_related("contract"),
        "readings": Reading.objects.filter(
            contract__verifier=own,
            contract__state=ContractState.ACTIVE,
            check_row__isnull=True,
        ).select_related("contract"),
        "statements": _unaccepted(own),
        "payable": _payable(own),
        "payments": Payment.objects.filter(state=PaymentState.DECLARED)
        .filter(
            Q(contract__provider=own, payer_side=Side.ENTERPRISE)
            | Q(contract__enterprise=own, payer_side=Side.PROVIDER)
        )
        .select_related("statement"),
    }
    rows = {name: list(found[:MOST_ROWS]) for name, found in waiting.items()}
    if not any(rows.values()):
        return None
    rows["readings"] = _with_titles(rows["readings"])
    return _render("slots/tasks.html", request, **rows)


def _with_titles(readings: list[Reading]) -> list[dict[str, Any]]:
    titles = titles_for([reading.contract.terms for reading in readings])
    return [
        {
            "row": reading,
            "title": named.reading(reading.name),
            "period": named.period(reading.period),
        }
        for reading, named in zip(readings, titles, strict=True)
    ]


def provider_reviews(request: HttpRequest, provider: object) -> SafeString | None:
    """Return what enterprises wrote about a provider, for its public page."""
    organisation = getattr(provider, "organisation", provider)
    if not isinstance(organisation, Organisation):
        return None
    reviews = reviews_of_provider(organisation)[:MOST_REVIEWS]
    return _render("slots/reviews.html", request, reviews=reviews)


def award_contract(request: HttpRequest, award: Award) -> SafeString | None:
    """Return the way from a confirmed award to its contract."""
    contract = Contract.objects.filter(award=award).first()
    return _render("slots/award.html", request, award=award, contract=contract)


def published_contract(request: HttpRequest, job: Job) -> SafeString | None:
    """Return the public facts of a job's contract, once both sides signed."""
    contract = (
        Contract.objects.published()
        .filter(job=job)
        .select_related("enterprise", "provider", "verifier")
        .first()
    )
    if contract is None:
        return None
    return _render(
        "slots/job_contract.html",
        request,
        contract=contract,
        formula=contract.terms,
        readable=can_view_contract(request.user, contract),
    )


def _unsigned(own: Organisation) -> "list[Contract]":
    offered = contracts_of(own).filter(state=ContractState.OFFERED)
    return [
        contract
        for contract in offered.prefetch_related("signatures")
        if not any(
            signature.organisation_id == own.pk
            and signature.text_sha256 == contract.text_sha256
            for signature in contract.signatures.all()
        )
    ]


def _unaccepted(own: Organisation) -> "list[SettlementStatement]":
    return list(
        SettlementStatement.objects.filter(state=StatementState.COMPUTED).filter(
            Q(contract__enterprise=own, enterprise_accepted_at__isnull=True)
            | Q(contract__provider=own, provider_accepted_at__isnull=True)
        )
    )


def _payable(own: Organisation) -> "list[SettlementStatement]":
    return list(
        SettlementStatement.objects.filter(state=StatementState.ACCEPTED)
        .filter(
            Q(contract__enterprise=own, due_now__gt=0)
            | Q(contract__provider=own, due_now__lt=0)
        )
        .exclude(payments__state=PaymentState.DECLARED)
    )


def _render(template: str, request: HttpRequest, **context: object) -> SafeString:
    return render_to_string(f"marketplace/{template}", context, request=request)
