"""Shapes of the constraints that pin a state to its timestamps."""

from collections.abc import Iterable

from django.db.models import CheckConstraint, Q


def set_iff(name: str, field: str, states: Iterable[str]) -> CheckConstraint:
    """``field`` has a value exactly in ``states``."""
    there = Q(state__in=list(states))
    return CheckConstraint(
        name=name,
        condition=(there & Q(**{f"{field}__isnull": False}))
        | (~there & Q(**{f"{field}__isnull": True})),
    )


def set_in(name: str, field: str, states: Iterable[str]) -> CheckConstraint:
    """``field`` has a value at least in ``states``."""
    return CheckConstraint(
        name=name,
        condition=~Q(state__in=list(states)) | Q(**{f"{field}__isnull": False}),
    )
