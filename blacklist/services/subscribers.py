"""Letters about the register, for addresses that confirmed the wish."""

import secrets
from datetime import datetime

from django.db import transaction

from blacklist import notifications
from blacklist.journal import RegisterAction
from blacklist.models import Subscriber
from blacklist.states import SUBSCRIBER_FLOW, SubscriberState
from core.journal import record


@transaction.atomic
def ask_for_letters(*, email: str, language: str, at: datetime) -> Subscriber:
    """Send a letter with a link that confirms the wish.

    Asking again sends the link again; an address that is subscribed gets no
    second letter, and the answer on the page is the same in every case.
    """
    address = email.strip().lower()
    subscriber = (
        Subscriber.objects.locked()
        .filter(email=address)
        .exclude(state=SubscriberState.ENDED)
        .first()
    )
    if subscriber is None:
        subscriber = Subscriber.objects.create(
            email=address,
            language=language,
            token=secrets.token_hex(24),
            asked_at=at,
        )
    record(RegisterAction.SUBSCRIPTION_ASKED, subscriber, actor=None, at=at)
    if subscriber.state == SubscriberState.PENDING:
        notifications.ask_to_confirm(subscriber, at=at)
    return subscriber


@transaction.atomic
def confirm_letters(*, token: str, at: datetime) -> Subscriber:
    """Confirm the wish.

    Raises Subscriber.DoesNotExist for an unknown token and MoveRefused for one
    that was used.
    """
    subscriber = Subscriber.objects.locked().get(token=token)
    subscriber.state = SUBSCRIBER_FLOW.after("confirm", subscriber.state)
    subscriber.confirmed_at = at
    subscriber.save(update_fields=["state", "confirmed_at"])
    record(RegisterAction.SUBSCRIPTION_CONFIRMED, subscriber, actor=None, at=at)
    return subscriber


@transaction.atomic
def end_letters(*, token: str, at: datetime) -> Subscriber:
    """End the letters and forget the address.

    Raises Subscriber.DoesNotExist for an unknown token and MoveRefused for one
    that was used.
    """
    subscriber = Subscriber.objects.locked().get(token=token)
    subscriber.state = SUBSCRIBER_FLOW.after("end", subscriber.state)
    subscriber.ended_at = at
    subscriber.email = ""
    subscriber.save(update_fields=["state", "ended_at", "email"])
    record(RegisterAction.SUBSCRIPTION_ENDED, subscriber, actor=None, at=at)
    return subscriber
