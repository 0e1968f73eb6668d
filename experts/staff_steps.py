"""The steps of a draw that the staff who run it can take, as a table."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from experts import services
from experts.forms import StaffReasonForm, StaffWitnessForm
from experts.models import Draw
from experts.staff_forms import NothingForm
from experts.states import DRAW_FLOW


@dataclass(frozen=True, slots=True)
class DrawStep:
    """One step: its name is that of the move it makes."""

    name: str
    label: str | Promise
    explanation: str | Promise
    form: type[forms.Form]
    run: Callable[[Draw, dict[str, Any], User, datetime], object]
    danger: bool = False


def _witness(draw: Draw, data: dict[str, Any], actor: User, at: datetime) -> object:
    return services.enter_witness_nonce(
        draw_id=draw.pk,
        witness=data["witness"],
        nonce=data["nonce"],
        actor=actor,
        at=at,
    )


def _reveal(draw: Draw, data: dict[str, Any], actor: User, at: datetime) -> object:
    return services.reveal_draw(draw_id=draw.pk, actor=actor, at=at)


def _open(draw: Draw, data: dict[str, Any], actor: User, at: datetime) -> object:
    return services.open_names(draw_id=draw.pk, actor=actor, at=at)


def _cancel(draw: Draw, data: dict[str, Any], actor: User, at: datetime) -> object:
    return services.cancel_draw(
        draw_id=draw.pk, reason=data["reason"], actor=actor, at=at
    )


STEPS = (
    DrawStep(
        "witness",
        _("Enter the words of another witness"),
        _(
            "The enterprise was asked by letter and enters its own. Enter here what "
            "the discipline office dictates, or a public random number that was "
            "announced beforehand."
        ),
        StaffWitnessForm,
        _witness,
    ),
    DrawStep(
        "reveal",
        _("Reveal and invite"),
        _(
            "Both nonces are opened, the panel is seated and invited. This cannot be "
            "repeated with another result."
        ),
        NothingForm,
        _reveal,
    ),
    DrawStep(
        "open_names",
        _("Open the names for the meeting"),
        _("From now on everybody sees who was drawn, and why others were not."),
        NothingForm,
        _open,
    ),
    DrawStep(
        "cancel",
        _("Cancel the draw"),
        _("The draw and the reason stay public, and a later draw names it."),
        StaffReasonForm,
        _cancel,
        danger=True,
    ),
)
BY_NAME = {step.name: step for step in STEPS}


def open_steps(draw: Draw) -> list[DrawStep]:
    """Return the steps that can be taken now."""
    return [step for step in STEPS if DRAW_FLOW.can(step.name, draw.state)]
