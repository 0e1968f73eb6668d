"""Who may fetch the files of a report."""

from accounts.permissions import Person
from audits import selectors
from core.models import StoredFile

REPORT_KIND = "audits.report"


def can_fetch_report(user: Person, stored: StoredFile) -> bool:
    """Let in whoever may see the round; an upload not saved yet is its sender's."""
    rounds = selectors.rounds_visible_to(user).filter(reports__file=stored)
    if rounds.exists():
        return True
    return user.is_authenticated and stored.uploaded_by_id == user.pk
