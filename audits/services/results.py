"""Publishing what reviews concluded."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from audits import deadlines, observations, search
from audits.journal import RoundAction
from audits.models import PublishedResult, ReviewSession, Round
from audits.permissions import can_publish_results
from audits.states import ROUND_FLOW, RoundState, SessionState
from core.clock import shanghai_day
from core.journal import record
from core.refusals import require
from core.translog import append_leaf

LEAF_KIND = "audits.result.published"


@transaction.atomic
def publish_results(
    *, round_id: int, with_score: bool, actor: User, at: datetime
) -> list[PublishedResult]:
    """Publish conclusion, day and organiser of every review of a round.

    The score goes along where the authority agrees; sheets and names of experts
    never do. Each result is a leaf of the public log and an observation on the
    provider's quality record. Raises MoveRefused before the acceptance.
    """
    audit_round = Round.objects.locked().get(pk=round_id)
    require(can_publish_results(actor, audit_round))
    audit_round.state = RoundState(
        ROUND_FLOW.after("publish_results", audit_round.state)
    )
    audit_round.results_published_at = at
    audit_round.save(update_fields=["state", "results_published_at"])
    results = [
        _publish(session, with_score=with_score, actor=actor, at=at)
        for session in _concluded(audit_round)
    ]
    observations.record_quality(audit_round, results, at=at)
    deadlines.start_repeat_clock(audit_round, at=at)
    record(
        RoundAction.RESULTS_PUBLISHED,
        audit_round,
        actor=actor,
        at=at,
        number=audit_round.number,
        outcomes=[result.outcome for result in results],
    )
    search.touch_round(audit_round)
    return results


def leaf_payload(result: PublishedResult) -> dict[str, object]:
    """Return what the public log commits to for one result."""
    return {
        "result": result.pk,
        "round": result.round.number,
        "enterprise": result.round.enterprise.name,
        "credit_code": result.round.enterprise.credit_code or "",
        "review": result.kind,
        "conclusion": result.outcome,
        "concluded_on": result.concluded_on.isoformat(),
        "organiser": result.organiser.name,
        "score": "" if result.score is None else str(result.score),
    }


def _concluded(audit_round: Round) -> list[ReviewSession]:
    sessions = audit_round.sessions.filter(state=SessionState.CONCLUDED)
    return list(
        sessions.select_related("conclusion", "organiser").order_by("concluded_at")
    )


def _publish(
    session: ReviewSession, *, with_score: bool, actor: User, at: datetime
) -> PublishedResult:
    conclusion = session.conclusion
    result = PublishedResult.objects.create(
        round=session.round,
        conclusion=conclusion,
        kind=session.kind,
        outcome=conclusion.outcome,
        concluded_on=shanghai_day(conclusion.concluded_at),
        organiser=session.organiser,
        score=conclusion.score if with_score else None,
        published_at=at,
        published_by=actor,
    )
    leaf = append_leaf(LEAF_KIND, leaf_payload(result), at=at)
    result.leaf_index = leaf.index
    result.save(update_fields=["leaf_index"])
    return result
