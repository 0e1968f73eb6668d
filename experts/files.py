"""Who may fetch the files of the pool."""

from accounts.permissions import Person
from core.files import register_file_policy
from core.models import StoredFile
from experts.models import ExpertApplication
from experts.permissions import can_decide_application
from experts.services.applications import EVIDENCE_KIND


def register() -> None:
    """Tell the file view who may fetch evidence."""
    register_file_policy(EVIDENCE_KIND, can_fetch_evidence)


def can_fetch_evidence(user: Person, stored: StoredFile) -> bool:
    """Let the applicant and the deciding staff fetch evidence."""
    application = (
        ExpertApplication.objects.select_related("jurisdiction")
        .filter(evidence__file=stored)
        .first()
    )
    if application is None or not user.is_authenticated:
        return False
    return application.user_id == user.pk or (
        application.submitted_at is not None
        and can_decide_application(user, application)
    )
