"""Questions to the reference rows."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal
from reference.models import Article, LegalTerm


class NoLawInForce(Refusal):
    """No row of the law table is in force on the day asked for."""


def legal_term(key: str, on: date) -> LegalTerm:
    """Return the period or threshold that applies to conduct on a day.

    Raises NoLawInForce where the law table has no row for that day.
    """
    term = (
        LegalTerm.objects.select_related("article__instrument")
        .filter(key=key)
        .valid_on(on)
        .order_by("valid_from")
        .last()
    )
    if term is None:
        raise NoLawInForce(
            _("No legal term “{key}” is in force on {day}.").format(key=key, day=on)
        )
    return term


def article(key: str, on: date) -> Article:
    """Return the article that applies to conduct on a day.

    Where the one asked for was not in force, its predecessor or successor on
    the same topic answers. Raises NoLawInForce where there is neither.
    """
    asked = Article.objects.filter(key=key)
    topic = asked.exclude(topic="").values("topic")
    found = (
        Article.objects.select_related("instrument")
        .filter(Q(key=key) | Q(topic__in=topic))
        .valid_on(on)
        .order_by("valid_from")
    )
    answer = next((row for row in found if row.key == key), None) or found.last()
    if answer is None:
        raise NoLawInForce(
            _("No article “{key}” is in force on {day}.").format(key=key, day=on)
        )
    return answer
