"""Delivery of letters."""

from django_tasks import task

from core import clock


@task()
def send_letter(letter_id: int) -> None:
    """Send one letter; running twice sends it once."""
    # The service imports this module to enqueue it.
    from core.mail.services import deliver  # noqa: PLC0415

    deliver(letter_id=letter_id, at=clock.now())
