"""What follows here when the pool moves."""

from audits import notifications
from audits.models import ReviewSession, Round
from audits.services.reviews import leave_seat, seat_expert
from core.models import JournalEntry
from core.models.clocks import StatutoryClock
from experts.models import Draw, Expert, Invitation


def clock_rang(entry: JournalEntry) -> None:
    """Write to the enterprise when a period of its round is ending or has ended."""
    if entry.facts["subject_type"] != Round._meta.label_lower:
        return
    audit_round = Round.objects.select_related("enterprise").get(
        pk=entry.facts["subject_id"]
    )
    clock = StatutoryClock.objects.get(pk=entry.target_id)
    notifications.tell_due(audit_round, clock, at=entry.at)


def seat_accepted(entry: JournalEntry) -> None:
    """Seat an expert who accepted an invitation to one of our sessions."""
    invitation = Invitation.objects.select_related("draw", "expert__user").get(
        pk=entry.facts["invitation_id"]
    )
    session = _session_of(invitation.draw)
    user = invitation.expert.user
    if session is not None and user is not None:
        seat_expert(session_id=session.pk, expert=user, actor=entry.actor, at=entry.at)


def seat_passed_on(entry: JournalEntry) -> None:
    """Empty the seat of an expert whose place in a draw passed on."""
    draw = Draw.objects.get(number=entry.facts["number"])
    expert = Expert.objects.select_related("user").get(number=entry.facts["left"])
    session = _session_of(draw)
    if session is None or expert.user is None:
        return
    if session.seats.filter(user=expert.user, left_at__isnull=True).exists():
        leave_seat(
            session_id=session.pk,
            expert=expert.user,
            reason=entry.facts["reason"],
            actor=entry.actor,
            at=entry.at,
        )


def _session_of(draw: Draw) -> ReviewSession | None:
    subject = draw.subject
    return subject if isinstance(subject, ReviewSession) else None
