"""Who may run training."""

from accounts.enums import OrganisationKind
from accounts.models import StaffPost
from accounts.permissions import Person
from cms.models import TrainingEvent
from core import clock


def can_run_training(user: Person) -> bool:
    """Tell whether ``user`` may plan training events."""
    if not user.is_authenticated or not user.is_active:
        return False
    return (
        user.is_superuser
        or StaffPost.objects.held_on(clock.today()).filter(user=user).exists()
    )


def can_run_event(user: Person, event: TrainingEvent) -> bool:
    """Tell whether ``user`` works for the organiser of an event."""
    if not user.is_authenticated or not user.is_active:
        return False
    posts = StaffPost.objects.held_on(clock.today()).filter(
        user=user,
        authority=event.organiser_id,
        authority__kind=OrganisationKind.AUTHORITY,
    )
    return user.is_superuser or posts.exists()
