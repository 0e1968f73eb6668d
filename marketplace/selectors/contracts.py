"""Contracts: who sees which, what is missing, what stands where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from accounts.models import Organisation
from accounts.permissions import Person
from core.journal import journal_of
from core.models import JournalEntry
from marketplace.models import Contract, Reading, Signature
from marketplace.models.contracts import ContractQuerySet
from marketplace.settlement import Period, SettlementError
from marketplace.states.contracts import Side
from marketplace.titles import Titles, titles_of


def contracts_visible_to(user: Person) -> ContractQuerySet:
    """Return the contracts a person may read, with their parties."""
    return Contract.objects.of_members(user).select_related(
        "job", "enterprise", "provider", "verifier", "emission_factor"
    )


def contracts_of(organisation: Organisation) -> ContractQuerySet:
    """Return the contracts that bind an organisation."""
    return Contract.objects.of(organisation).select_related("enterprise", "provider")


def problems_of(contract: Contract) -> list[SettlementError]:
    """Return everything that keeps the draft from being offered."""
    return list(contract.terms.problems())


def signature_of(contract: Contract, side: str) -> Signature | None:
    """Return the signature of ``side`` under the text as it stands."""
    return contract.signatures.filter(
        side=side, text_sha256=contract.text_sha256
    ).first()


def missing_signatures(contract: Contract) -> list[Side]:
    """Return the sides that have not signed the text as it stands."""
    signed = set(
        contract.signatures.filter(text_sha256=contract.text_sha256).values_list(
            "side", flat=True
        )
    )
    return [side for side in Side if side not in signed]


def current_readings(contract: Contract) -> dict[tuple[str, str], Reading]:
    """Return the reading that counts for each name and period."""
    rows = (
        contract.readings.filter(check_row__verified=True)
        .select_related("check_row__verifier", "evidence")
        .order_by("pk")
    )
    return {(row.name, row.period): row for row in rows}


@dataclass(frozen=True, slots=True)
class ReadingSlot:
    """A name to be read in a period and what is known of it."""

    name: str
    title: str
    unit: str
    unit_label: str
    period: Period
    current: Reading | None
    waiting: Reading | None
    returned: Reading | None


def reading_slots(contract: Contract) -> list[ReadingSlot]:
    """Return every reading the formula asks for, period by period."""
    formula = contract.terms
    titles = titles_of(formula)
    rows: dict[tuple[str, str], list[Reading]] = {}
    found = contract.readings.select_related(
        "check_row", "evidence", "submitted_by"
    ).order_by("pk")
    for row in found:
        rows.setdefault((row.name, row.period), []).append(row)
    return [
        _slot(name, titles, period, rows)
        for period in formula.periods
        for name in formula.reading_names()
    ]


def _slot(
    name: str,
    titles: Titles,
    period: Period,
    rows: dict[tuple[str, str], list[Reading]],
) -> ReadingSlot:
    here = rows.get((name, period.key), [])
    last = here[-1] if here else None
    current = next((row for row in reversed(here) if row.is_verified), None)
    waiting = last if last is not None and last.is_waiting else None
    returned = last if last not in (None, waiting, current) else None
    return ReadingSlot(
        name,
        titles.reading(name),
        titles.formula.units.get(name) or (last.unit if last else ""),
        titles.unit_of(name),
        period,
        current,
        waiting,
        returned,
    )


def periods_measured(contract: Contract) -> set[str]:
    """Return the keys of the periods in which every reading is verified."""
    known = set(current_readings(contract))
    names = contract.terms.reading_names()
    return {
        period.key
        for period in contract.terms.periods
        if all((name, period.key) in known for name in names)
    }


def journal_of_contract(contract: Contract) -> Sequence[JournalEntry]:
    """Return what happened to a contract and everything below it, oldest first."""
    entries = set(journal_of(contract))
    below = (
        contract.milestones,
        contract.readings,
        contract.adjustments,
        contract.statements,
        contract.disputes,
        contract.payments,
        contract.reviews,
    )
    for manager in below:
        keys = [str(pk) for pk in manager.values_list("pk", flat=True)]
        if keys:
            entries |= set(
                JournalEntry.objects.filter(
                    target_type=manager.model._meta.label_lower,
                    target_id__in=keys,
                ).select_related("actor")
            )
    return sorted(entries, key=lambda entry: (entry.at, entry.pk))


def started_by(contracts: ContractQuerySet, on: date) -> ContractQuerySet:
    """Keep contracts whose first day has come."""
    return contracts.filter(starts_on__lte=on)


def with_steps(contracts: ContractQuerySet) -> ContractQuerySet:
    """Join what a contract's page shows."""
    return contracts.prefetch_related(
        "milestones",
        "statements",
        Prefetch("signatures", queryset=Signature.objects.select_related("signed_by")),
    )
