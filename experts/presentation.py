"""What the page of a draw shows, as far as this reader may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, pgettext

from accounts.permissions import Person
from experts.draw_engine import OPEN_SEAT
from experts.enums import LeaveReason, WitnessKind
from experts.models import Draw, DrawCandidate, Expert, Invitation
from experts.permissions import can_run_draw, can_see_candidates, can_see_names
from experts.selectors import public_names, reason_labels, speciality_labels
from experts.states import SEATED


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the timeline."""

    when: datetime
    title: str
    text: str = ""
    tone: str = "neutral"


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One seat: who sits there, as far as it is known."""

    number: int
    speciality: str
    expert: str
    name: str
    state: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """One candidate: in with a place in the order, or out with reasons."""

    expert: str
    name: str
    specialities: str
    position: int | None
    seat: int | None
    reasons: tuple[str, ...]


def draw_steps(draw: Draw, reader: Person) -> list[Step]:
    """Return what happened to a draw, oldest first."""
    steps = [
        Step(
            draw.frozen_at,
            gettext("Frozen"),
            gettext(
                "Candidates, exclusions and the operator's commitment were fixed and "
                "logged as entry %(index)s."
            )
            % {"index": draw.freeze_leaf.index},
            "info",
        )
    ]
    if draw.witnessed_at:
        witness = WitnessKind(draw.witness).label
        steps.append(
            Step(draw.witnessed_at, gettext("Witnessed"), str(witness), "info")
        )
    if draw.revealed_at and draw.reveal_leaf:
        steps.append(
            Step(
                draw.revealed_at,
                gettext("Revealed"),
                gettext("Both nonces were opened and logged as entry %(index)s.")
                % {"index": draw.reveal_leaf.index},
                "good",
            )
        )
    steps += _replacement_steps(draw, named=can_see_names(reader, draw))
    if draw.names_open_at:
        steps.append(
            Step(
                draw.names_open_at, gettext("Names opened for the meeting"), "", "good"
            )
        )
    if draw.cancelled_at:
        steps.append(
            Step(draw.cancelled_at, gettext("Cancelled"), draw.cancel_reason, "bad")
        )
    return sorted(steps, key=lambda step: step.when)


def seat_rows(draw: Draw, reader: Person) -> list[SeatRow]:
    """Return the seats; before the names open, only what each is reserved for."""
    labels = speciality_labels()
    if not draw.is_drawn or not can_see_names(reader, draw):
        return [
            SeatRow(number, labels.get(key, key), "", "", "", accepted=False)
            for number, key in enumerate(_seats(draw), start=1)
        ]
    seated = {
        row.seat: row
        for row in draw.invitations.seated().select_related("expert__profile")
    }
    names = _names(draw, reader, (row.expert for row in seated.values()))
    return [
        _seat_row(number, labels.get(key, key), seated.get(number), names)
        for number, key in enumerate(_seats(draw), start=1)
    ]


def candidate_rows(
    draw: Draw, candidates: Iterable[DrawCandidate], reader: Person
) -> list[CandidateRow]:
    """Return one page of candidates, if this reader may see them."""
    if not can_see_candidates(reader, draw):
        return []
    shown = list(candidates)
    labels = speciality_labels()
    names = _names(draw, reader, (row.expert for row in shown))
    seats = dict(
        draw.invitations.filter(state__in=SEATED).values_list("expert_id", "seat")
    )
    return [
        CandidateRow(
            expert=row.expert.number,
            name=names.get(row.expert.number, ""),
            specialities=pgettext("list", ", ").join(
                labels.get(key, key) for key in row.specialities
            ),
            position=row.position,
            seat=seats.get(row.expert_id),
            reasons=tuple(reason_labels(row.reasons)),
        )
        for row in shown
    ]


def _seats(draw: Draw) -> list[str]:
    reserved = [
        quota["speciality"]
        for quota in draw.frozen["quotas"]
        for _seat in range(quota["seats"])
    ]
    return reserved + [OPEN_SEAT] * (draw.size - len(reserved))


def _seat_row(
    number: int, speciality: str, seated: Invitation | None, names: dict[str, str]
) -> SeatRow:
    if seated is None:
        return SeatRow(
            number, speciality, "", "", gettext("Nobody is left"), accepted=False
        )
    expert = seated.expert.number
    return SeatRow(
        number,
        speciality,
        expert,
        names.get(expert, ""),
        seated.get_state_display(),
        accepted=seated.state == "accepted",
    )


def _names(draw: Draw, reader: Person, experts: Iterable[Expert]) -> dict[str, str]:
    """Return names by number: all for the staff who run it, else published ones."""
    shown = list(experts)
    if can_run_draw(reader, draw.enterprise):
        return {
            expert.number: expert.profile.name
            for expert in shown
            if hasattr(expert, "profile")
        }
    return public_names(expert.number for expert in shown)


def _replacement_steps(draw: Draw, *, named: bool) -> list[Step]:
    steps = []
    for row in draw.replacements.all():
        link = row.link
        text = str(LeaveReason(row.reason).label)
        if named:
            text = gettext("%(left)s: %(reason)s. Next in the order: %(came)s") % {
                "left": link["out"],
                "reason": text,
                "came": link["in"] or gettext("nobody is left"),
            }
        title = gettext("Seat %(seat)s passed on") % {"seat": link["seat"]}
        steps.append(Step(row.at, title, text, "warn"))
    return steps
