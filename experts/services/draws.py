"""Freezing, witnessing, revealing, opening and cancelling draws."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from core.clock import shanghai_day
from core.journal import record
from core.numbers import next_number
from core.refusals import Refusal, require
from core.search import touch
from core.templatetags.portal import day
from core.translog import append_leaf
from experts import draw_record, log, notifications
from experts.draw_engine import (
    Candidate,
    Quota,
    Shortage,
    fill_seats,
    seats_of,
    sha256_hex,
)
from experts.enums import DrawPurpose, WitnessKind
from experts.exclusions import Matter, Standing, standings
from experts.journal import DrawAction
from experts.models import (
    Draw,
    DrawCandidate,
    DrawSecret,
    Expert,
    Invitation,
    Speciality,
)
from experts.permissions import can_run_draw, can_witness_as_enterprise
from experts.selectors import speciality_label
from experts.states import DRAW_FLOW

SERIES = "D"
_BATCH = 1000


class PanelImpossible(Refusal):
    """The pool has too few eligible members for the seats asked for."""


class BeforeMeeting(Refusal):
    """The names would be known before the meeting."""


class DrawPending(Refusal):
    """A draw for this subject and purpose is under way already."""


class NonceUnusable(Refusal):
    """A witness's nonce is one printable line."""


@transaction.atomic
def freeze_draw(  # noqa: PLR0913 - a draw depends on all of these
    *,
    subject: models.Model,
    purpose: DrawPurpose | str,
    enterprise: Organisation,
    provider: Organisation | None,
    quotas: Mapping[str, int] | Iterable[tuple[str, int]],
    size: int,
    actor: User,
    at: datetime,
    meets_on: date | None = None,
    took_part: Iterable[User] = (),
    requested_by: Organisation | None = None,
    operator_words: str = "",
) -> Draw:
    """Fix who stands in a draw, who does not and why, and log its hash.

    ``quotas`` reserves seats by speciality; the other seats are open to all.
    ``took_part`` are people who worked on the matter. ``operator_words`` are for
    a demo world that is to be the same every time: their SHA-256 is the operator's
    nonce. Else chance gives it, as it must wherever a draw counts. Raises
    DrawPending, PanelImpossible when the seats cannot be filled, and Refusal for
    quotas that do not fit the panel.
    """
    require(can_run_draw(actor, enterprise))
    subject_type = ContentType.objects.get_for_model(subject)
    about = {"subject_type": subject_type, "subject_id": str(subject.pk)}
    earlier = Draw.objects.locked().filter(**about, purpose=purpose).order_by("pk")
    _refuse_pending(earlier)
    wanted = _checked_quotas(quotas, size)
    matter = Matter(
        enterprise=enterprise,
        provider=provider,
        on=meets_on or shanghai_day(at),
        took_part=frozenset(user.pk for user in took_part),
    )
    found = list(standings(Expert.objects.order_by("number"), matter))
    candidates = tuple(_candidate(standing) for standing in found)
    _refuse_impossible(wanted, size, candidates)

    nonce = sha256_hex(operator_words) if operator_words else secrets.token_hex(32)
    frozen = draw_record.Frozen(
        number=next_number(SERIES, shanghai_day(at)),
        purpose=DrawPurpose(purpose).value,
        subject=_subject_number(subject),
        frozen_at=at,
        size=size,
        quotas=wanted,
        candidates=candidates,
        operator_commitment=sha256_hex(nonce),
        earlier=tuple(draw.number for draw in earlier),
    )
    frozen_hash = frozen.hash()
    draw = Draw.objects.create(
        number=frozen.number,
        purpose=purpose,
        requested_by=requested_by,
        **about,
        subject_number=frozen.subject,
        enterprise=enterprise,
        provider=provider,
        size=size,
        meets_on=meets_on,
        frozen=frozen.as_json(),
        frozen_hash=frozen_hash,
        frozen_at=at,
        frozen_by=actor,
        freeze_leaf=append_leaf(
            log.FREEZE,
            log.freeze_payload(frozen.number, frozen_hash, frozen.operator_commitment),
            at=at,
        ),
    )
    DrawSecret.objects.create(draw=draw, operator_nonce=nonce)
    _keep_candidates(draw, found)
    touch("draw", draw.pk)

    record(
        DrawAction.FROZEN,
        draw,
        actor=actor,
        at=at,
        number=draw.number,
        candidates=len(candidates),
        eligible=sum(standing.is_eligible for standing in found),
        frozen_hash=frozen_hash,
    )
    notifications.ask_witness(draw, at=at)
    return draw


@transaction.atomic
def enter_witness_nonce(
    *, draw_id: int, witness: WitnessKind | str, nonce: str, actor: User, at: datetime
) -> Draw:
    """Add the witness's nonce; it is never changed afterwards.

    The enterprise enters its own; the operator enters that of the discipline
    office or of a beacon. Raises NonceUnusable and MoveRefused.
    """
    draw = Draw.objects.locked().get(pk=draw_id)
    if witness == WitnessKind.ENTERPRISE:
        require(can_witness_as_enterprise(actor, draw))
    else:
        require(can_run_draw(actor, draw.enterprise))
    nonce = nonce.strip()
    if not draw_record.is_nonce(nonce):
        raise NonceUnusable(
            _("Enter one line of at most 200 letters, digits or signs."), field="nonce"
        )

    draw.state = DRAW_FLOW.after("witness", draw.state)
    draw.witness = WitnessKind(witness).value
    draw.witness_nonce = nonce
    draw.witnessed_at, draw.witnessed_by = at, actor
    draw.save(
        update_fields=[
            "state",
            "witness",
            "witness_nonce",
            "witnessed_at",
            "witnessed_by",
        ]
    )

    record(
        DrawAction.WITNESSED,
        draw,
        actor=actor,
        at=at,
        number=draw.number,
        witness=draw.witness,
    )
    return draw


@transaction.atomic
def reveal_draw(*, draw_id: int, actor: User, at: datetime) -> Draw:
    """Open both nonces, seat the panel and invite it.

    Raises MoveRefused unless the witness's nonce is there.
    """
    draw = Draw.objects.locked().get(pk=draw_id)
    require(can_run_draw(actor, draw.enterprise))

    draw.state = DRAW_FLOW.after("reveal", draw.state)
    nonce = draw.secret.operator_nonce
    frozen = draw_record.read_frozen(draw.frozen)
    outcome = draw_record.draw(
        frozen, operator_nonce=nonce, witness_nonce=draw.witness_nonce
    )
    draw.reveal = draw_record.reveal_json(
        frozen,
        outcome,
        operator_nonce=nonce,
        witness=draw.witness,
        witness_nonce=draw.witness_nonce,
        at=at,
    )
    draw.head = draw_record.reveal_hash(draw.frozen_hash, draw.reveal)
    draw.revealed_at = at
    draw.reveal_leaf = append_leaf(
        log.REVEAL, log.reveal_payload(draw.number, draw.frozen_hash, draw.head), at=at
    )
    draw.save(update_fields=["state", "reveal", "head", "revealed_at", "reveal_leaf"])
    draw.secret.delete()
    _number_the_order(draw, outcome)
    _invite_the_panel(draw, frozen, outcome, at=at)

    record(
        DrawAction.REVEALED,
        draw,
        actor=actor,
        at=at,
        number=draw.number,
        head=draw.head,
    )
    return draw


@transaction.atomic
def open_names(*, draw_id: int, actor: User, at: datetime) -> Draw:
    """Let everybody see who was drawn, when the meeting begins.

    Raises BeforeMeeting while the day of the meeting is still to come.
    """
    draw = Draw.objects.locked().get(pk=draw_id)
    require(can_run_draw(actor, draw.enterprise))
    if draw.meets_on is not None and shanghai_day(at) < draw.meets_on:
        raise BeforeMeeting(
            _("The names stay closed until the day of the meeting, %(day)s.")
            % {"day": day(draw.meets_on)}
        )

    draw.state = DRAW_FLOW.after("open_names", draw.state)
    draw.names_open_at = at
    draw.save(update_fields=["state", "names_open_at"])

    record(DrawAction.NAMES_OPENED, draw, actor=actor, at=at, number=draw.number)
    return draw


@transaction.atomic
def cancel_draw(*, draw_id: int, reason: str, actor: User, at: datetime) -> Draw:
    """End a draw for a stated reason; it stays public and later draws name it."""
    draw = Draw.objects.locked().get(pk=draw_id)
    require(can_run_draw(actor, draw.enterprise))
    if not reason.strip():
        raise Refusal(_("State why the draw is cancelled."), field="reason")

    draw.state = DRAW_FLOW.after("cancel", draw.state)
    draw.cancelled_at, draw.cancel_reason = at, reason.strip()
    draw.save(update_fields=["state", "cancelled_at", "cancel_reason"])

    record(
        DrawAction.CANCELLED,
        draw,
        actor=actor,
        at=at,
        number=draw.number,
        reason=draw.cancel_reason,
    )
    return draw


def _refuse_pending(earlier: models.QuerySet[Draw]) -> None:
    if any(DRAW_FLOW.can("cancel", draw.state) for draw in earlier):
        raise DrawPending(
            _(
                "A draw for this matter is under way. Finish it, or cancel it with "
                "a reason that stays public."
            )
        )


def _checked_quotas(
    quotas: Mapping[str, int] | Iterable[tuple[str, int]], size: int
) -> tuple[Quota, ...]:
    pairs = quotas.items() if isinstance(quotas, Mapping) else quotas
    wanted = tuple(Quota(str(key), int(seats)) for key, seats in pairs if seats)
    known = set(Speciality.objects.values_list("key", flat=True))
    if {quota.speciality for quota in wanted} - known:
        raise Refusal(_("A seat names a speciality that does not exist."))
    reserved = sum(quota.seats for quota in wanted)
    if not 0 < size <= draw_record.LARGEST_PANEL or reserved > size:
        raise Refusal(
            _("The seats reserved by speciality do not fit the panel."), field="size"
        )
    return wanted


def _refuse_impossible(
    wanted: tuple[Quota, ...], size: int, candidates: tuple[Candidate, ...]
) -> None:
    eligible = [candidate for candidate in candidates if not candidate.excluded]
    try:
        fill_seats(seats_of(wanted, size), eligible)
    except Shortage as short:
        speciality = speciality_label(short.speciality)
        raise PanelImpossible(
            _(
                "The pool has too few eligible experts of {speciality}. Ask for "
                "other seats, or widen the pool first."
            ).format(speciality=speciality)
        ) from short


def _candidate(standing: Standing) -> Candidate:
    return Candidate(
        standing.expert.number, standing.specialities, tuple(standing.reasons)
    )


def _subject_number(subject: models.Model) -> str:
    number = getattr(subject, "number", None)
    return str(number or subject)[:100]


def _keep_candidates(draw: Draw, found: list[Standing]) -> None:
    DrawCandidate.objects.bulk_create(
        (
            DrawCandidate(
                draw=draw,
                expert=standing.expert,
                specialities=list(standing.specialities),
                reasons=standing.reasons,
                findings=standing.findings,
            )
            for standing in found
        ),
        batch_size=_BATCH,
    )


def _number_the_order(draw: Draw, outcome: draw_record.Outcome) -> None:
    position = {one.id: place for place, one in enumerate(outcome.order, start=1)}
    eligible = [
        candidate
        for candidate in draw.candidates.select_related("expert")
        if candidate.expert.number in position
    ]
    for candidate in eligible:
        candidate.position = position[candidate.expert.number]
    DrawCandidate.objects.bulk_update(eligible, ["position"], batch_size=_BATCH)


def _invite_the_panel(
    draw: Draw,
    frozen: draw_record.Frozen,
    outcome: draw_record.Outcome,
    *,
    at: datetime,
) -> None:
    drawn = Expert.objects.select_related("user").in_bulk(
        [taker.id for taker in outcome.panel], field_name="number"
    )
    for seat, taker in enumerate(outcome.panel, start=1):
        invitation = Invitation.objects.create(
            draw=draw,
            seat=seat,
            speciality=frozen.seats[seat - 1],
            expert=drawn[taker.id],
            invited_at=at,
        )
        notifications.invite(invitation, at=at)
