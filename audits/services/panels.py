"""Panels: drawn from the pool, seated as invitations are accepted."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audits.journal import SessionAction
from audits.models import ReviewSession
from audits.permissions import can_oversee_round
from audits.rubric_data import rule_of
from audits.states import SessionState
from core.journal import record
from core.refusals import MoveRefused, Refusal, require
from experts import services as pool
from experts.models import Draw
from experts.selectors import draw_for
from experts.states import DRAW_FLOW


@transaction.atomic
def draw_panel(
    *,
    session_id: int,
    size: int,
    quotas: Mapping[str, int],
    actor: User,
    at: datetime,
) -> Draw:
    """Freeze a draw of a session's panel; the pool keeps the draw's own record.

    ``quotas`` reserves seats by speciality; whoever wrote the round's reports has no
    seat. Raises MoveRefused once the session
    scores, and Refusal for a panel smaller than the rubric asks for.
    """
    sessions = ReviewSession.objects.locked()
    session = sessions.select_related(
        "round__enterprise__jurisdiction", "round__provider", "rubric", "organiser"
    ).get(pk=session_id)
    require(can_oversee_round(actor, session.round))
    if session.state != SessionState.PLANNED:
        raise MoveRefused(move="draw", state=session.state)
    needed = rule_of(session.rubric).minimum_sheets
    if size < needed:
        raise Refusal(
            _("The rubric asks for at least {count} experts.").format(count=needed),
            field="size",
        )
    writers = session.round.reports.values("written_by")
    draw = pool.freeze_draw(
        subject=session,
        purpose=session.kind,
        enterprise=session.round.enterprise,
        provider=session.round.provider,
        quotas=quotas,
        size=size,
        meets_on=session.meets_on,
        took_part=User.objects.filter(pk__in=writers),
        requested_by=session.organiser,
        actor=actor,
        at=at,
    )
    record(
        SessionAction.PANEL_DRAWN,
        session,
        actor=actor,
        at=at,
        number=session.number,
        draw=draw.number,
    )
    return draw


def open_panel_names(session: ReviewSession, *, actor: User, at: datetime) -> None:
    """Open the names of the session's draw, where they are still closed.

    Part of the service that opens the meeting.
    """
    draw = draw_for(session)
    if draw is not None and DRAW_FLOW.can("open_names", draw.state):
        pool.open_names(draw_id=draw.pk, actor=actor, at=at)
