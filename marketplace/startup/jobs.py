"""What jobs, bids and awards connect when the portal starts."""

from core import daily
from core.clocks.actions import ClockAction
from core.files import register_file_policy
from core.journal import subscribe
from core.models import JournalEntry
from core.search import touch
from marketplace import log_subjects, notifications, panels, search
from marketplace.journal.jobs import AwardAction, JobAction
from marketplace.models import Award
from marketplace.selectors.bids import can_fetch_bid_file
from marketplace.services.awards import STANDSTILL
from marketplace.services.bids import OPENED_FILE
from marketplace.services.chores import close_due_jobs, open_due_jobs


def connect() -> None:
    """Register slots, file policies, log subjects and search documents."""
    log_subjects.register()
    search.register()
    panels.offer_panels()
    register_file_policy(OPENED_FILE, can_fetch_bid_file)
    daily.register(open_due_jobs, name="marketplace.openings")
    daily.register(close_due_jobs, name="marketplace.closings")
    for step in JobAction:
        subscribe(step, index_job)
    for decision in (AwardAction.MADE, AwardAction.CONFIRMED):
        subscribe(decision, index_awarded_job)
    subscribe(ClockAction.LAPSED, tell_standstill_over)


def index_job(entry: JournalEntry) -> None:
    """Have the search follow a job."""
    touch(search.JOB, entry.target_id)


def index_awarded_job(entry: JournalEntry) -> None:
    """Have the search follow the job of an award."""
    touch(
        search.JOB, Award.objects.values_list("job", flat=True).get(pk=entry.target_id)
    )


def tell_standstill_over(entry: JournalEntry) -> None:
    """Tell the enterprise when a stand-still has run out."""
    if entry.facts["kind"] == STANDSTILL:
        award = Award.objects.get(pk=entry.facts["subject_id"])
        notifications.tell_standstill_over(award, at=entry.at)
