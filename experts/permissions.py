"""Who may do what with the pool and its draws."""

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from accounts.permissions import Person, is_member, staff_covers
from experts.models import Draw, Expert, ExpertApplication, Invitation
from experts.states import DRAWN, ApplicationState, DrawState, InvitationState


def can_manage_expert(user: Person, expert: Expert) -> bool:
    """Staff competent where a member is at home look after the membership."""
    return staff_covers(user, expert.jurisdiction)


def can_decide_application(user: Person, application: ExpertApplication) -> bool:
    """Staff competent where the applicant is at home decide, never on their own."""
    return application.user_id != user.pk and staff_covers(
        user, application.jurisdiction
    )


def is_own(user: Person, expert: Expert) -> bool:
    """Tell whether a member is this person."""
    return user.is_authenticated and user.is_active and expert.user_id == user.pk


def can_edit_application(user: Person, application: ExpertApplication) -> bool:
    """Let the person write the own application until it is submitted."""
    return (
        user.is_authenticated
        and user.is_active
        and application.state == ApplicationState.DRAFT
        and application.user_id == user.pk
    )


def can_nominate(user: Person, organisation: Organisation | None) -> bool:
    """Enterprises and providers nominate, with the person's consent."""
    return (
        organisation is not None
        and organisation.kind != OrganisationKind.AUTHORITY
        and is_member(user, organisation)
    )


def can_run_draw(user: Person, enterprise: Organisation) -> bool:
    """Staff competent where the enterprise is run its draws."""
    return staff_covers(user, enterprise.jurisdiction)


def can_witness_as_enterprise(user: Person, draw: Draw) -> bool:
    """People of the enterprise under review may add the second nonce."""
    return draw.state == DrawState.FROZEN and is_member(user, draw.enterprise)


def can_see_names(user: Person, draw: Draw) -> bool:
    """Names are open from the meeting on; before, to the staff who run the draw."""
    if draw.state == DrawState.OPEN:
        return True
    return draw.state in DRAWN and can_run_draw(user, draw.enterprise)


def can_see_candidates(user: Person, draw: Draw) -> bool:
    """Who stood in a draw is open with the names; before, to the staff who run it."""
    return draw.state == DrawState.OPEN or can_run_draw(user, draw.enterprise)


def can_answer(user: Person, invitation: Invitation) -> bool:
    """Let the invited expert answer while the invitation waits."""
    return is_own(user, invitation.expert) and (
        invitation.state == InvitationState.INVITED
    )


def can_recuse(user: Person, invitation: Invitation) -> bool:
    """Let an expert step back as long as the seat is theirs."""
    return is_own(user, invitation.expert) and invitation.state in {
        InvitationState.INVITED,
        InvitationState.ACCEPTED,
    }
