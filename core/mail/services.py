"""Queueing and sending letters."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from core.mail import tasks
from core.models.mail import OutboxMessage
from core.tasks import after_commit

if TYPE_CHECKING:
    from accounts.models import User


def queue_letter(
    *,
    template: str,
    at: datetime,
    context: Mapping[str, object],
    to_user: "User | None" = None,
    to_address: str = "",
    language: str | None = None,
) -> OutboxMessage:
    """Write a letter now and send it after the commit.

    ``template`` is ``<app>/<name>``; its texts are
    ``<app>/letters/<name>.subject.txt`` and ``.body.txt``, rendered in the
    reader's language. Part of the service that has something to say, which
    records the step.
    """
    app, name = template.split("/", 1)
    chosen = language or (to_user.language if to_user else settings.LANGUAGE_CODE)
    values = {**context, "reader": to_user, "portal_url": settings.PORTAL_URL}
    with translation.override(chosen):
        subject = render_to_string(f"{app}/letters/{name}.subject.txt", values)
        body = render_to_string(f"{app}/letters/{name}.body.txt", values)
    letter = OutboxMessage.objects.create(
        to_user=to_user,
        to_address=to_address or (to_user.email if to_user else ""),
        template=template,
        language=chosen,
        subject=" ".join(subject.split())[:250],
        body=body.strip() + "\n",
        queued_at=at,
    )
    after_commit(tasks.send_letter, letter_id=letter.pk)
    return letter


def deliver(*, letter_id: int, at: datetime) -> bool:
    """Send one letter unless it was sent before; tell whether it went out now.

    The row stays locked while it is sent, so that two workers send it once. A
    failure is kept on the row, and the next daily run tries again.
    """
    with transaction.atomic():
        letter = OutboxMessage.objects.locked().get(pk=letter_id)
        if letter.sent_at is not None:
            return False
        message = EmailMessage(letter.subject, letter.body, to=[letter.to_address])
        try:
            message.send()
        except OSError as error:
            letter.failed_at = at
            letter.failure = str(error)[:250]
            letter.save(update_fields=["failed_at", "failure"])
            return False
        letter.sent_at = at
        letter.save(update_fields=["sent_at"])
        return True


def deliver_waiting(*, at: datetime) -> int:
    """Send every letter that is still waiting and return how many went out."""
    waiting = OutboxMessage.objects.filter(sent_at__isnull=True).order_by("pk")
    return sum(
        deliver(letter_id=pk, at=at) for pk in waiting.values_list("pk", flat=True)
    )
