"""What a member says of themselves, and what staff decide about a member."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from core.calendar import period_end
from core.clock import shanghai_day
from core.journal import record
from core.refusals import Refusal, require
from core.search import touch
from experts.enums import TieKind
from experts.journal import ExpertAction
from experts.models import Absence, Employment, Expert, Term, Tie
from experts.permissions import can_manage_expert, is_own
from experts.services.seats import leave_all_seats
from experts.states import EXPERT_FLOW
from reference.selectors import legal_term

EMPLOYER = "employer"


@transaction.atomic
def update_profile(
    *, expert_id: int, particulars: Mapping[str, Any], actor: User, at: datetime
) -> Expert:
    """Change a member's particulars; a new employer ends the employment before."""
    expert = _own(expert_id, actor)
    profile = expert.profile
    if particulars["employer"] != profile.employer:
        day = shanghai_day(at)
        expert.employments.filter(until__isnull=True).update(until=day)
        _declare(expert, EMPLOYER, particulars["employer"], day, None, "", at)
    for name in ("name", "employer", "title", "phone", "introduction"):
        setattr(profile, name, particulars[name])
    profile.save()
    expert.jurisdiction = particulars["jurisdiction"]
    expert.save(update_fields=["jurisdiction"])
    expert.specialities.set(particulars["specialities"])
    expert.labels.set(particulars["labels"])
    touch("expert", expert.pk)
    record(
        ExpertAction.PROFILE_UPDATED, expert, actor=actor, at=at, number=expert.number
    )
    return expert


@transaction.atomic
def declare_tie(
    *,
    expert_id: int,
    kind: TieKind | str,
    organisation_name: str,
    since: date | None,
    until: date | None,
    note: str,
    actor: User,
    at: datetime,
) -> Employment | Tie:
    """Declare an employment (kind ``employer``) or another tie.

    Raises Refusal when the days are out of order.
    """
    expert = _own(expert_id, actor)
    if since and until and until < since:
        raise Refusal(_("The tie ends before it begins."), field="until")
    bond = _declare(
        expert, str(kind), organisation_name.strip(), since, until, note, at
    )
    record(ExpertAction.TIE_DECLARED, expert, actor=actor, at=at, number=expert.number)
    return bond


@transaction.atomic
def end_tie(
    *, bond: Employment | Tie, until: date, actor: User, at: datetime
) -> Employment | Tie:
    """Record the last day of an employment or tie. It still counts for years."""
    expert = _own(bond.expert_id, actor)
    if bond.since and until < bond.since:
        raise Refusal(_("The tie ends before it begins."), field="until")
    bond.until = until
    bond.save(update_fields=["until"])
    record(ExpertAction.TIE_ENDED, expert, actor=actor, at=at, number=expert.number)
    return bond


@transaction.atomic
def state_absence(
    *,
    expert_id: int,
    first_day: date,
    last_day: date,
    actor: User,
    at: datetime,
) -> Absence:
    """Say on which days a member cannot come."""
    expert = _own(expert_id, actor)
    if last_day < first_day:
        raise Refusal(_("The absence ends before it begins."), field="last_day")
    if last_day < shanghai_day(at):
        raise Refusal(_("These days are over already."), field="last_day")
    absence = Absence.objects.create(
        expert=expert, first_day=first_day, last_day=last_day
    )
    record(
        ExpertAction.ABSENCE_STATED,
        expert,
        actor=actor,
        at=at,
        number=expert.number,
        first=first_day,
        last=last_day,
    )
    return absence


@transaction.atomic
def remove_absence(*, absence_id: int, actor: User, at: datetime) -> None:
    """Take back an absence."""
    absence = Absence.objects.get(pk=absence_id)
    expert = _own(absence.expert_id, actor)
    absence.delete()
    record(
        ExpertAction.ABSENCE_REMOVED, expert, actor=actor, at=at, number=expert.number
    )


@transaction.atomic
def renew_term(*, expert_id: int, actor: User, at: datetime) -> Term:
    """Add a term after the last one, or from today when that is over.

    Law key: ``expert.term``.
    """
    expert = _managed(expert_id, actor)
    today = shanghai_day(at)
    last = expert.terms.order_by("-valid_until").first()
    start = max(today, last.valid_until) if last else today
    law = legal_term("expert.term", today)
    term = Term.objects.create(
        expert=expert,
        valid_from=start,
        valid_until=period_end(start, law.amount, law.unit),
        basis=law.key,
    )
    record(
        ExpertAction.TERM_RENEWED,
        expert,
        actor=actor,
        at=at,
        number=expert.number,
        until=term.valid_until,
    )
    return term


@transaction.atomic
def suspend_expert(*, expert_id: int, reason: str, actor: User, at: datetime) -> Expert:
    """Keep a member out of draws for a reason; open seats pass on."""
    expert = _managed(expert_id, actor)
    if not reason.strip():
        raise Refusal(_("State the reason; the expert reads it."), field="reason")
    expert.state = EXPERT_FLOW.after("suspend", expert.state)
    expert.suspended_at, expert.suspension_reason = at, reason.strip()
    expert.save(update_fields=["state", "suspended_at", "suspension_reason"])
    leave_all_seats(expert=expert, actor=actor, at=at)
    record(
        ExpertAction.SUSPENDED,
        expert,
        actor=actor,
        at=at,
        number=expert.number,
        reason=expert.suspension_reason,
    )
    return expert


@transaction.atomic
def restore_expert(*, expert_id: int, actor: User, at: datetime) -> Expert:
    """End a suspension."""
    expert = _managed(expert_id, actor)
    expert.state = EXPERT_FLOW.after("restore", expert.state)
    expert.suspended_at, expert.suspension_reason = None, ""
    expert.save(update_fields=["state", "suspended_at", "suspension_reason"])
    record(ExpertAction.RESTORED, expert, actor=actor, at=at, number=expert.number)
    return expert


def _own(expert_id: int, actor: User) -> Expert:
    expert = Expert.objects.locked().get(pk=expert_id)
    require(is_own(actor, expert))
    return expert


def _managed(expert_id: int, actor: User) -> Expert:
    expert = Expert.objects.locked().select_related("jurisdiction").get(pk=expert_id)
    require(can_manage_expert(actor, expert))
    return expert


def _declare(
    expert: Expert,
    kind: str,
    name: str,
    since: date | None,
    until: date | None,
    note: str,
    at: datetime,
) -> Employment | Tie:
    registered = Organisation.objects.filter(name=name).first()
    if kind == EMPLOYER:
        return Employment.objects.create(
            expert=expert,
            organisation=registered,
            organisation_name=name,
            since=since,
            until=until,
            declared_at=at,
        )
    return Tie.objects.create(
        expert=expert,
        kind=TieKind(kind),
        organisation=registered,
        organisation_name=name,
        since=since,
        until=until,
        note=note,
        declared_at=at,
    )
