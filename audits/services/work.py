"""What enterprise and provider enter while the round is worked on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audits.enums import OptionState
from audits.journal import RoundAction
from audits.models import (
    AuditFocus,
    IndicatorSeries,
    Option,
    OptionEffect,
    Round,
)
from audits.permissions import takes_part
from audits.states import WORKING
from core.journal import record
from core.money import Money
from core.refusals import MoveRefused, Refusal, require


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What an option saves of an indicator in a year."""

    indicator_id: str
    expected: Decimal
    verified: Decimal | None = None


class PhaseDays(NamedTuple):
    """When a step began and ended."""

    started_on: date | None
    finished_on: date | None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class OptionFacts:
    """All that is said of an option."""

    name: str
    cost_class: str
    category: str
    state: str = OptionState.PROPOSED
    description: str = ""
    investment: Money = Money.ZERO
    expected_benefit: Money = Money.ZERO
    verified_benefit: Money | None = None
    started_on: date | None = None
    finished_on: date | None = None
    effects: tuple[Effect, ...] = field(default=())


@transaction.atomic
def date_phases(
    *,
    round_id: int,
    days: Mapping[str, PhaseDays],
    actor: User,
    at: datetime,
) -> int:
    """Say when the steps of the audit began and ended; return how many changed.

    Raises Refusal, naming ``<step>-finished_on``, when a step ends before it
    begins.
    """
    audit_round = _working_round(round_id, actor)
    changed = []
    for phase in audit_round.phases.all():
        given = days.get(phase.key)
        if given is None or given == PhaseDays(
            phase.started_on, phase.finished_on, phase.note
        ):
            continue
        _refuse_bad_days(given.started_on, given.finished_on, prefix=f"{phase.key}-")
        phase.started_on, phase.finished_on, phase.note = given
        phase.save(update_fields=["started_on", "finished_on", "note"])
        changed.append(phase.key)
    record(
        RoundAction.PHASES_DATED,
        audit_round,
        actor=actor,
        at=at,
        count=len(changed),
        phases=changed,
    )
    return len(changed)


@transaction.atomic
def add_focus(
    *,
    round_id: int,
    name: str,
    actor: User,
    at: datetime,
    reason: str = "",
    target: str = "",
) -> AuditFocus:
    """Choose a unit or process to concentrate on."""
    audit_round = _working_round(round_id, actor)
    focus = AuditFocus.objects.create(
        round=audit_round, name=name, reason=reason, target=target
    )
    record(RoundAction.FOCUS_ADDED, audit_round, actor=actor, at=at, name=name)
    return focus


@transaction.atomic
def remove_focus(*, focus_id: int, actor: User, at: datetime) -> None:
    """Give up a focus."""
    focus = AuditFocus.objects.get(pk=focus_id)
    audit_round = _working_round(focus.round_id, actor)
    focus.delete()
    record(RoundAction.FOCUS_REMOVED, audit_round, actor=actor, at=at, name=focus.name)


@transaction.atomic
def save_option(
    *,
    round_id: int,
    facts: OptionFacts,
    actor: User,
    at: datetime,
    option_id: int | None = None,
) -> Option:
    """Add an option to the round, or change one of its options.

    Raises Refusal when the days are in the wrong order or a finished option has
    no day on which it was finished.
    """
    audit_round = _working_round(round_id, actor)
    _refuse_bad_days(facts.started_on, facts.finished_on)
    if facts.state == OptionState.DONE and facts.finished_on is None:
        raise Refusal(_("Say when the option was finished."), field="finished_on")
    option = _option_to_write(audit_round, option_id)
    for name, value in _columns(facts).items():
        setattr(option, name, value)
    option.save()
    option.effects.all().delete()
    OptionEffect.objects.bulk_create(
        OptionEffect(
            option=option,
            indicator_id=effect.indicator_id,
            expected=effect.expected,
            verified=effect.verified,
        )
        for effect in facts.effects
    )
    record(
        RoundAction.OPTION_SAVED,
        audit_round,
        actor=actor,
        at=at,
        option=option.number,
        name=option.name,
        investment=option.investment,
    )
    return option


@transaction.atomic
def remove_option(*, option_id: int, actor: User, at: datetime) -> None:
    """Remove an option that was only proposed; others are dropped instead.

    Raises Refusal for an option that was chosen or done.
    """
    option = Option.objects.get(pk=option_id)
    audit_round = _working_round(option.round_id, actor)
    if option.state != OptionState.PROPOSED:
        raise Refusal(_("Only a proposed option can be removed; drop this one."))
    option.delete()
    record(
        RoundAction.OPTION_REMOVED,
        audit_round,
        actor=actor,
        at=at,
        option=option.number,
        name=option.name,
    )


@transaction.atomic
def save_series(
    *,
    round_id: int,
    rows: Iterable[Mapping[str, Any]],
    actor: User,
    at: datetime,
) -> int:
    """Write the grid of figures and return how many rows it has.

    Each row names its ``indicator_id`` and any other column of the series. A row
    that is left out stays as it is; a row without any figure is removed.
    """
    audit_round = _working_round(round_id, actor)
    kept = 0
    for row in rows:
        values = dict(row)
        indicator_id = values.pop("indicator_id")
        figures = [values.get(name) for name in ("first", "second", "third", "after")]
        existing = IndicatorSeries.objects.filter(
            round=audit_round, indicator_id=indicator_id
        )
        if all(figure is None for figure in figures):
            existing.delete()
            continue
        IndicatorSeries.objects.update_or_create(
            round=audit_round, indicator_id=indicator_id, defaults=values
        )
        kept += 1
    record(RoundAction.SERIES_SAVED, audit_round, actor=actor, at=at, count=kept)
    return kept


def _working_round(round_id: int, actor: User) -> Round:
    """Lock the round for somebody who takes part in it.

    Raises MoveRefused outside the states in which the round is worked on.
    """
    audit_round = Round.objects.locked().get(pk=round_id)
    require(takes_part(actor, audit_round))
    if audit_round.state not in WORKING:
        raise MoveRefused(move="work", state=audit_round.state)
    return audit_round


def _refuse_bad_days(
    started_on: date | None, finished_on: date | None, prefix: str = ""
) -> None:
    if finished_on is None:
        return
    if started_on is None:
        raise Refusal(_("Say when it started."), field=f"{prefix}started_on")
    if finished_on < started_on:
        raise Refusal(
            _("It cannot end before it starts."), field=f"{prefix}finished_on"
        )


def _option_to_write(audit_round: Round, option_id: int | None) -> Option:
    if option_id is not None:
        return audit_round.options.get(pk=option_id)
    last = audit_round.options.aggregate(last=Max("number"))["last"] or 0
    return Option(round=audit_round, number=last + 1)


def _columns(facts: OptionFacts) -> dict[str, Any]:
    return {name: value for name, value in vars(facts).items() if name != "effects"}
