"""Milestones, readings and adjustments."""

from typing import Any

from django.forms import BaseForm
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core import clock
from marketplace.forms.settlement import (
    AdjustmentForm,
    CheckForm,
    MilestoneAcceptForm,
    MilestoneSubmitForm,
    ReadingForm,
    ReasonForm,
)
from marketplace.models import Adjustment, Milestone, Reading
from marketplace.permissions.contracts import can_verify_reading
from marketplace.selectors.contracts import ReadingSlot, reading_slots
from marketplace.services import metrics, milestones
from marketplace.states.contracts import MILESTONE_FLOW, Side
from marketplace.titles import titles_of
from marketplace.views.contract_base import ContractFormView, ContractStepView


class OfMilestone(ContractFormView):
    """A form about one milestone; ``step`` names the milestone's move."""

    move = "perform"
    step = ""
    anchor = "milestones"

    def is_open(self) -> bool:
        """Tell whether contract and milestone let the step be taken."""
        possible = MILESTONE_FLOW.can(self.step, self.milestone.state)
        return super().is_open() and possible

    @cached_property
    def milestone(self) -> Milestone:
        """Find the milestone asked for."""
        return get_object_or_404(self.contract.milestones, key=self.kwargs["key"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the milestone and show what was delivered."""
        return super().get_context_data(milestone=self.milestone, **kwargs)


class SubmitMilestone(OfMilestone):
    """The provider says it is reached."""

    sides = (Side.PROVIDER,)
    step = "submit"
    form_class = MilestoneSubmitForm
    title = _("Submit a milestone")
    submit_label = _("Submit")
    success_message = _("The milestone waits for the enterprise.")

    def perform(self, form: BaseForm) -> object:
        """Submit."""
        milestones.submit_milestone(
            milestone_id=self.milestone.pk,
            note=form.cleaned_data["note"],
            upload=form.cleaned_data["file"],
            actor=self.actor,
            at=clock.now(),
        )
        return self.done_url()


class AcceptMilestone(OfMilestone):
    """The enterprise accepts it."""

    sides = (Side.ENTERPRISE,)
    step = "accept"
    form_class = MilestoneAcceptForm
    title = _("Accept a milestone")
    lede = _("Its fee becomes part of the next statement.")
    submit_label = _("Accept")
    success_message = _("The milestone is accepted.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Ask for what this milestone hangs on."""
        return {**super().get_form_kwargs(), "milestone": self.milestone}

    def perform(self, form: BaseForm) -> object:
        """Accept."""
        milestones.accept_milestone(
            milestone_id=self.milestone.pk,
            happened=form.cleaned_data["happened"],
            actor=self.actor,
            at=clock.now(),
        )
        return self.done_url()


class ReturnMilestone(OfMilestone):
    """The enterprise sends it back."""

    sides = (Side.ENTERPRISE,)
    step = "return"
    form_class = ReasonForm
    title = _("Send a milestone back")
    submit_label = _("Send back")
    success_message = _("The milestone was sent back.")

    def perform(self, form: BaseForm) -> object:
        """Return."""
        milestones.return_milestone(
            milestone_id=self.milestone.pk,
            reason=form.cleaned_data["reason"],
            actor=self.actor,
            at=clock.now(),
        )
        return self.done_url()


class NewReading(ContractFormView):
    """A party submits a value."""

    form_class = ReadingForm
    move = "perform"
    anchor = "readings"
    title = _("Submit a reading")
    submit_label = _("Submit")
    success_message = _("The reading waits for the verifier.")

    @cached_property
    def slot(self) -> ReadingSlot:
        """Find what is to be read; the formula does not know everything."""
        asked = (self.kwargs["name"], self.kwargs["period"])
        for slot in reading_slots(self.contract):
            if (slot.name, slot.period.key) == asked:
                return slot
        raise Http404

    def get_initial(self) -> dict[str, Any]:
        """Know the unit."""
        return {"unit": self.slot.unit}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name what is read, and the value it would correct."""
        return super().get_context_data(slot=self.slot, **kwargs)

    def perform(self, form: BaseForm) -> object:
        """Submit."""
        typed = form.cleaned_data
        metrics.submit_reading(
            contract_id=self.contract.pk,
            name=self.slot.name,
            period=self.slot.period.key,
            value=typed["value"],
            unit=typed["unit"],
            note=typed["note"],
            upload=typed["file"],
            actor=self.actor,
            at=clock.now(),
        )
        return self.done_url()


class CheckReading(ContractFormView):
    """The verifier says whether a value is right."""

    sides = ()
    form_class = CheckForm
    move = "perform"
    anchor = "readings"
    title = _("Check a reading")
    submit_label = _("Record the finding")
    success_message = _("Your finding is recorded.")

    @cached_property
    def reading(self) -> Reading:
        """Find the reading; only who may check it learns of it here."""
        found = get_object_or_404(
            self.contract.readings.select_related("contract__verifier", "evidence"),
            pk=self.kwargs["pk"],
        )
        if not can_verify_reading(self.request.user, found):
            raise Http404
        return found

    def is_open(self) -> bool:
        """Tell whether the reading still waits for a finding."""
        return self.reading.is_waiting and super().is_open()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show value and evidence."""
        return super().get_context_data(
            reading=self.reading, titles=self._titles(), **kwargs
        )

    def _titles(self) -> dict[str, str]:
        titles, reading = titles_of(self.contract.terms), self.reading
        return {
            "name": titles.reading(reading.name),
            "period": titles.period(reading.period),
            "unit": titles.unit(reading.unit),
        }

    def perform(self, form: BaseForm) -> object:
        """Record the finding."""
        metrics.check_reading(
            reading_id=self.reading.pk,
            verified=form.cleaned_data["verified"],
            note=form.cleaned_data["note"],
            actor=self.actor,
            at=clock.now(),
        )
        return self.done_url()


class NewAdjustment(ContractFormView):
    """A party proposes to change a baseline."""

    form_class = AdjustmentForm
    move = "perform"
    anchor = "adjustments"
    title = _("Propose an adjustment")
    lede = _("It counts once the other side agrees.")
    submit_label = _("Propose")
    success_message = _("The other side was asked.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer this contract's metrics and periods."""
        return {**super().get_form_kwargs(), "contract": self.contract}

    def perform(self, form: BaseForm) -> object:
        """Propose."""
        typed = form.cleaned_data
        metrics.propose_adjustment(
            contract_id=self.contract.pk,
            metric=typed["metric"],
            period=typed["period"],
            amount=typed["amount"],
            reason=typed["reason"],
            upload=typed["file"],
            actor=self.actor,
            at=clock.now(),
        )
        return self.done_url()


class AnswerAdjustment(ContractStepView):
    """The other side agrees or declines."""

    anchor = "adjustments"
    success_message = _("Your answer is recorded.")

    def perform(self) -> None:
        """Answer."""
        adjustment = get_object_or_404(
            Adjustment, contract=self.contract, key=self.kwargs["key"]
        )
        metrics.answer_adjustment(
            adjustment_id=adjustment.pk,
            agree=self.kwargs["answer"] == "agree",
            actor=self.actor,
            at=clock.now(),
        )
