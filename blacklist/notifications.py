"""Letters of the register."""

from datetime import datetime

from django.urls import reverse

from accounts.selectors import members_of
from blacklist.models import NamePublication, Subscriber, ViolationCase
from blacklist.states import SubscriberState
from core.mail import queue_letter


def tell_party(case: ViolationCase, letter: str, *, at: datetime) -> None:
    """Tell the people of the party that something happened in their case."""
    if case.party is None:
        return
    for user in members_of(case.party):
        queue_letter(
            template=f"blacklist/{letter}",
            to_user=user,
            context={"case": case, "path": _path(user.language, case)},
            at=at,
        )


def tell_handler(case: ViolationCase, letter: str, *, at: datetime) -> None:
    """Tell the handler that the party did something."""
    queue_letter(
        template=f"blacklist/{letter}",
        to_user=case.handler,
        context={"case": case},
        at=at,
    )


def tell_subscribers(
    publication: NamePublication, letter: str, *, at: datetime
) -> None:
    """Tell subscribers of a change; letters carry the number, never the name."""
    for subscriber in Subscriber.objects.filter(state=SubscriberState.ACTIVE):
        queue_letter(
            template=f"blacklist/{letter}",
            to_address=subscriber.email,
            language=subscriber.language,
            context={
                "number": publication.number,
                "path": reverse("blacklist:publication", args=[publication.number]),
                "leave": reverse("blacklist:unsubscribe", args=[subscriber.token]),
            },
            at=at,
        )


def ask_to_confirm(subscriber: Subscriber, *, at: datetime) -> None:
    """Send the link that confirms a subscription."""
    queue_letter(
        template="blacklist/confirm_letters",
        to_address=subscriber.email,
        language=subscriber.language,
        context={
            "path": reverse("blacklist:subscribe_confirm", args=[subscriber.token])
        },
        at=at,
    )


def _path(language: str, case: ViolationCase) -> str:
    return case.get_absolute_url()
