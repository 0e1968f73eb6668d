"""What the daily run does for jobs: close at the deadline, open when planned."""

from datetime import date, datetime

from marketplace.models import Job
from marketplace.services.bids import open_bids
from marketplace.services.jobs import close_job


def open_due_jobs(*, at: datetime, on: date) -> int:
    """Open every job whose planned opening has come; return how many."""
    del on
    due = list(Job.objects.due_for_opening(at).values_list("pk", flat=True))
    for job_id in due:
        open_bids(job_id=job_id, actor=None, at=at)
    return len(due)


def close_due_jobs(*, at: datetime, on: date) -> int:
    """Close every job past its deadline that opens later; return how many."""
    del on
    due = list(Job.objects.due_for_closing(at).values_list("pk", flat=True))
    for job_id in due:
        close_job(job_id=job_id, at=at)
    return len(due)
