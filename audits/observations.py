"""What published results say about the provider's quality."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from accounts.models import Organisation
from audits.deadlines import met_in_time
from audits.enums import Outcome, ReviewKind
from audits.models import PublishedResult, Round
from core.clock import shanghai_day
from providers.enums import ObservationKind
from providers.services import Source, record_observation

_FULL_SCORE = Decimal(100)
_BEST = Decimal(1)
_NOTHING = Decimal(0)


def record_quality(
    audit_round: Round, results: Iterable[PublishedResult], *, at: datetime
) -> None:
    """Record the results as facts on the provider's quality record.

    An own audit has no provider and leaves no fact.
    """
    provider = audit_round.provider
    if provider is None:
        return
    for result in results:
        _record_result(provider, result, at)
    in_time = met_in_time(audit_round, "audit.completed")
    if in_time is not None:
        record_observation(
            provider=provider,
            kind=ObservationKind.ON_TIME,
            value=_BEST if in_time else _NOTHING,
            source=_source(audit_round),
            observed_on=shanghai_day(at),
            at=at,
        )


def _record_result(
    provider: Organisation, result: PublishedResult, at: datetime
) -> None:
    if result.kind == ReviewKind.EVALUATION:
        kind = ObservationKind.EVALUATION
        value = result.conclusion.score / _FULL_SCORE
    else:
        kind = ObservationKind.ACCEPTANCE
        value = _BEST if result.outcome == Outcome.QUALIFIED else _NOTHING
    record_observation(
        provider=provider,
        kind=kind,
        value=value,
        source=_source(result),
        observed_on=result.concluded_on,
        at=at,
    )


def _source(row: Round | PublishedResult) -> Source:
    audit_round = row.round if isinstance(row, PublishedResult) else row
    enterprise = audit_round.enterprise
    return Source(
        row=row,
        label=f"{enterprise.name} {audit_round.number}",
        label_en=f"{enterprise.name_en or enterprise.name} {audit_round.number}",
        path=f"/audits/{audit_round.number}/",
    )
