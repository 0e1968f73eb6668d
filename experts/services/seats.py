"""What becomes of a seat: accepted, declined, recused, replaced, served."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.journal import record
from core.refusals import Refusal, require
from core.translog import append_leaf
from experts import draw_record, log, notifications
from experts.draw_engine import next_candidate, order_candidates
from experts.enums import DECLARATION_VERSION, DutyKind, LeaveReason
from experts.journal import DrawAction
from experts.models import (
    Draw,
    DutyRecord,
    Expert,
    Invitation,
    Recusal,
    Replacement,
)
from experts.permissions import can_answer, can_recuse, can_run_draw
from experts.states import DRAWN, INVITATION_FLOW

_DUTY_OF = {
    LeaveReason.DECLINED: DutyKind.DECLINED,
    LeaveReason.RECUSED: DutyKind.RECUSED,
}
_MOVE_OF = {LeaveReason.DECLINED: "decline", LeaveReason.RECUSED: "recuse"}


class DeclarationMissing(Refusal):
    """A seat is taken only with the declaration of independence."""


class ReasonMissing(Refusal):
    """Whoever leaves a seat says why."""


@transaction.atomic
def accept_invitation(
    *, invitation_id: int, declares_no_tie: bool, actor: User, at: datetime
) -> Invitation:
    """Take a seat and declare independence for this one assignment.

    Raises DeclarationMissing without the declaration, and MoveRefused when the
    seat has passed on.
    """
    draw, invitation = _locked(invitation_id)
    require(can_answer(actor, invitation))
    if not declares_no_tie:
        raise DeclarationMissing(
            _(
                "Declare that you have no tie to either party, or step back: the "
                "next expert in the order takes the seat."
            ),
            field="declares_no_tie",
        )

    invitation.state = INVITATION_FLOW.after("accept", invitation.state)
    invitation.declaration_version = DECLARATION_VERSION
    invitation.answered_at = at
    invitation.save(update_fields=["state", "declaration_version", "answered_at"])
    _keep_duty(invitation, DutyKind.ACCEPTED, at)

    record(
        DrawAction.INVITATION_ACCEPTED,
        draw,
        actor=actor,
        at=at,
        number=draw.number,
        seat=invitation.seat,
        expert=invitation.expert.number,
        invitation_id=invitation.pk,
        user_id=actor.pk,
    )
    return invitation


@transaction.atomic
def decline_invitation(
    *, invitation_id: int, note: str, actor: User, at: datetime
) -> Replacement:
    """Turn an invitation down, with a reason; the next in the order is invited."""
    draw, invitation = _locked(invitation_id)
    require(can_answer(actor, invitation))
    _require_reason(note)
    return _pass_on(draw, invitation, LeaveReason.DECLINED, note, actor, at)


@transaction.atomic
def recuse(
    *, invitation_id: int, reason: str, actor: User, at: datetime
) -> Replacement:
    """Step back for a conflict of interest, before or after accepting."""
    draw, invitation = _locked(invitation_id)
    require(can_recuse(actor, invitation))
    _require_reason(reason)
    Recusal.objects.create(invitation=invitation, reason=reason.strip(), at=at)
    return _pass_on(draw, invitation, LeaveReason.RECUSED, "", actor, at)


@transaction.atomic
def replace_member(
    *,
    invitation_id: int,
    reason: LeaveReason | str,
    note: str,
    actor: User,
    at: datetime,
) -> Replacement:
    """Pass a seat on, for the operator and a stated reason.

    An ordered recusal keeps its grounds away from the public record.
    """
    draw, invitation = _locked(invitation_id)
    require(can_run_draw(actor, draw.enterprise))
    _require_reason(note)
    cause = LeaveReason(reason)
    if cause == LeaveReason.RECUSED:
        Recusal.objects.create(
            invitation=invitation, reason=note.strip(), own_motion=False, at=at
        )
    return _pass_on(draw, invitation, cause, note, actor, at)


@transaction.atomic
def leave_all_seats(*, expert: Expert, actor: User, at: datetime) -> int:
    """Pass on every seat of somebody who no longer serves.

    Part of the service that ends the membership. Returns how many seats passed on.
    """
    open_ones = Invitation.objects.seated().filter(
        expert=expert, draw__names_open_at__isnull=True, draw__state__in=DRAWN
    )
    keys = list(open_ones.values_list("pk", flat=True))
    for key in keys:
        draw, invitation = _locked(key)
        _pass_on(draw, invitation, LeaveReason.NOT_SERVING, "", actor, at)
    return len(keys)


@transaction.atomic
def record_duty(
    *, draw_id: int, expert_id: int, kind: DutyKind | str, actor: User, at: datetime
) -> DutyRecord:
    """Record that a seated expert attended or stayed away.

    Recording the same fact twice keeps one row.
    """
    draw = Draw.objects.locked().get(pk=draw_id)
    require(can_run_draw(actor, draw.enterprise))
    invitation = draw.invitations.select_related("expert", "draw").get(
        expert_id=expert_id
    )
    known = DutyRecord.objects.filter(draw=draw, expert_id=expert_id, kind=kind).first()
    if known is not None:
        return known
    duty = _keep_duty(invitation, DutyKind(kind), at)
    record(
        DrawAction.DUTY_RECORDED,
        draw,
        actor=actor,
        at=at,
        number=draw.number,
        expert=invitation.expert.number,
        kind=kind,
    )
    return duty


def _locked(invitation_id: int) -> tuple[Draw, Invitation]:
    """Lock the draw before its invitation, as everybody does."""
    draw_id = Invitation.objects.values_list("draw_id", flat=True).get(pk=invitation_id)
    draw = Draw.objects.locked().get(pk=draw_id)
    invitation = (
        Invitation.objects.locked()
        .select_related("expert__user", "expert__jurisdiction")
        .get(pk=invitation_id)
    )
    invitation.draw = draw
    return draw, invitation


def _require_reason(text: str) -> None:
    if not text.strip():
        raise ReasonMissing(_("State the reason; it is kept."), field="reason")


def _pass_on(
    draw: Draw,
    leaver: Invitation,
    reason: LeaveReason,
    note: str,
    actor: User,
    at: datetime,
) -> Replacement:
    """Empty a seat, invite the next in the order, and chain what happened."""
    move = _MOVE_OF.get(reason, "replace")
    leaver.state = INVITATION_FLOW.after(move, leaver.state)
    leaver.answered_at = leaver.answered_at or at
    leaver.note = note.strip()
    leaver.save(update_fields=["state", "answered_at", "note"])
    _keep_duty(leaver, _DUTY_OF.get(reason, DutyKind.REPLACED), at)

    number = draw.replacements.count() + 1
    successor = _next_expert(draw, leaver.speciality)
    link = draw_record.replacement_json(
        number=number,
        seat=leaver.seat,
        leaver=leaver.expert.number,
        reason=reason.value,
        successor=successor.number if successor else None,
        at=at,
        previous=draw.head,
    )
    draw.head = link["hash"]
    draw.save(update_fields=["head"])
    replacement = Replacement.objects.create(
        draw=draw,
        number=number,
        reason=reason,
        left=leaver,
        successor=_invite(draw, leaver, successor, at) if successor else None,
        link=link,
        leaf=append_leaf(
            log.REPLACE, log.replace_payload(draw.number, number, draw.head), at=at
        ),
        at=at,
    )

    record(
        DrawAction.MEMBER_REPLACED,
        draw,
        actor=actor,
        at=at,
        number=draw.number,
        seat=leaver.seat,
        reason=reason.value,
        left=leaver.expert.number,
        came=successor.number if successor else None,
        head=draw.head,
    )
    return replacement


def _next_expert(draw: Draw, speciality: str) -> Expert | None:
    seed = bytes.fromhex((draw.reveal or {})["seed"])
    frozen = draw_record.read_frozen(draw.frozen)
    order = order_candidates(seed, frozen.candidates)
    passed = set(draw.invitations.values_list("expert__number", flat=True))
    found = next_candidate(order, speciality, passed)
    return Expert.objects.select_related("user").get(number=found.id) if found else None


def _invite(
    draw: Draw, leaver: Invitation, successor: Expert, at: datetime
) -> Invitation:
    invitation = Invitation.objects.create(
        draw=draw,
        seat=leaver.seat,
        speciality=leaver.speciality,
        expert=successor,
        invited_at=at,
    )
    notifications.invite(invitation, at=at)
    return invitation


def _keep_duty(invitation: Invitation, kind: DutyKind, at: datetime) -> DutyRecord:
    return DutyRecord.objects.create(
        expert=invitation.expert, draw=invitation.draw, kind=kind, at=at
    )
