"""Questions to the reference rows."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Model, Q, QuerySet
from django.utils.text import capfirst
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


@dataclass(frozen=True, slots=True)
class Use:
    """Records of one kind that point at a row."""

    kind: str
    count: int


def uses_of(row: Model) -> list[Use]:
    """Return what points at a row, in any package, kind by kind."""
    pointing: dict[type[Model], Q] = defaultdict(Q)
    for relation in row._meta.get_fields(include_hidden=True):
        model = relation.related_model
        # The table between two kinds is counted as the kind at its other end.
        if relation.auto_created and not relation.concrete and _is_kept(model):
            pointing[model] |= Q(**{relation.field.name: row})  # type: ignore[union-attr,index] # a reverse relation has both
    counted = [
        Use(
            capfirst(str(model._meta.verbose_name_plural)),
            QuerySet(model).filter(condition).values("pk").distinct().count(),
        )
        for model, condition in pointing.items()
    ]
    return [use for use in counted if use.count]


def _is_kept(model: object) -> bool:
    return isinstance(model, type) and not model._meta.auto_created  # type: ignore[attr-defined] # a model
