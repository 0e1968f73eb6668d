"""Who may do what with lists, rounds and review sessions."""

from accounts.enums import StaffRole
from accounts.permissions import Person, is_member, is_staff_of, staff_covers
from audits.models import AuditList, PanelSeat, ReviewSession, Round
from audits.states import WORKING, RoundState, SessionState


def can_prepare_list(user: Person, audit_list: AuditList) -> bool:
    """Let staff of the issuing authority enter and change its lists."""
    return is_staff_of(user, audit_list.authority)


def can_publish_list(user: Person, audit_list: AuditList) -> bool:
    """Let a signatory of the issuing authority put its lists out."""
    return is_staff_of(user, audit_list.authority, StaffRole.SIGNATORY)


def can_represent_enterprise(user: Person, audit_round: Round) -> bool:
    """Let people of the audited enterprise answer for the round."""
    return is_member(user, audit_round.enterprise)


def takes_part(user: Person, audit_round: Round) -> bool:
    """Count people of the enterprise and of its provider in."""
    return can_represent_enterprise(user, audit_round) or is_member(
        user, audit_round.provider
    )


def can_work_on_round(user: Person, audit_round: Round) -> bool:
    """Let whoever takes part enter data while the round is worked on."""
    return audit_round.state in WORKING and takes_part(user, audit_round)


def can_begin_implementation(user: Person, audit_round: Round) -> bool:
    """Let the enterprise invest once the evaluation is behind it."""
    evaluated = {RoundState.EVALUATION_PASSED, RoundState.EVALUATION_SUPPLEMENT}
    return audit_round.state in evaluated and can_represent_enterprise(
        user, audit_round
    )


def can_oversee_round(user: Person, audit_round: Round) -> bool:
    """Let staff competent where the enterprise is oversee the round."""
    return staff_covers(user, audit_round.enterprise.jurisdiction)


def can_publish_results(user: Person, audit_round: Round) -> bool:
    """Let a signatory competent where the enterprise is publish results."""
    return staff_covers(user, audit_round.enterprise.jurisdiction, StaffRole.SIGNATORY)


def can_view_round(user: Person, audit_round: Round) -> bool:
    """Show all of a round to participants, competent staff and the panel."""
    return (
        takes_part(user, audit_round)
        or can_oversee_round(user, audit_round)
        or can_review_round(user, audit_round)
    )


def can_review_round(user: Person, audit_round: Round) -> bool:
    """Let in a seated expert, who was granted the round."""
    return user.is_authenticated and user.has_perm("audits.review_round", audit_round)


def can_score(user: Person, seat: PanelSeat) -> bool:
    """Let an expert fill in the own sheet while the session scores."""
    return (
        user.is_authenticated
        and user.is_active
        and seat.user_id == user.pk
        and seat.left_at is None
        and seat.session.state == SessionState.SCORING
    )


def can_see_panel(user: Person, session: ReviewSession) -> bool:
    """Keep the names of experts with the staff until the meeting.

    From then on those who take part in the round see who sat in judgement.
    """
    if can_oversee_round(user, session.round):
        return True
    met = session.state in {SessionState.SCORING, SessionState.CONCLUDED}
    return met and can_view_round(user, session.round)
