"""Letters of the register."""

from datetime import datetime

from django.urls import reverse
from django.utils import translation

from accounts.models import User
from accounts.selectors import members_of
from blacklist.models import NamePublication, Subscriber, ViolationCase
from blacklist.periods import OF_PARTY, OVER_WHEN_RUN_OUT, REPAIR_FROM
from blacklist.states import SubscriberState
from core.clock import shanghai_day
from core.clocks import deadline_of
from core.mail import queue_letter
from core.models.clocks import StatutoryClock


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


def tell_of_period(case: ViolationCase, clock: StatutoryClock, *, at: datetime) -> None:
    """Tell the handler that a period of a case ends soon, or has ended.

    The party learns of the end of its own periods ahead.
    """
    on = shanghai_day(at)
    ahead = on <= clock.due_on
    if ahead or clock.kind not in OVER_WHEN_RUN_OUT:
        _tell_period(case, clock, case.handler, "period_handler", at=at)
    if ahead and case.party is not None and clock.kind in OF_PARTY:
        for user in members_of(case.party):
            _tell_period(case, clock, user, "period_party", at=at)


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


def _tell_period(
    case: ViolationCase,
    clock: StatutoryClock,
    reader: User,
    letter: str,
    *,
    at: datetime,
) -> None:
    with translation.override(reader.language):
        deadline = deadline_of(clock, shanghai_day(at))
    queue_letter(
        template=f"blacklist/{letter}",
        to_user=reader,
        context={
            "case": case,
            "deadline": deadline,
            "repair": clock.kind in REPAIR_FROM,
            "path": _path(reader.language, case),
        },
        at=at,
    )


def _path(language: str, case: ViolationCase) -> str:
    return case.get_absolute_url()
