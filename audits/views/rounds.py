"""The round in the workspace: what must be done, by when, and why."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import F, QuerySet
from django.forms import BaseForm
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.generic import DetailView

from accounts.requests import acting_of, person_of
from audits import selectors, services
from audits.enums import Mode
from audits.filters import OwnRoundFilter
from audits.forms import rounds as forms
from audits.models import Option, Round
from audits.permissions import (
    can_begin_implementation,
    can_represent_enterprise,
    can_see_panel,
    can_work_on_round,
)
from audits.services.rounds import required_parts
from audits.states import RoundState
from audits.tables import OWN_ROUND_COLUMNS
from audits.views.base import OfRound, RoundFormView, RoundStepView, actor_of
from core import clock
from core.clocks import deadlines_of
from core.journal import journal_of
from core.lists import ListPage, Sort
from core.refusals import require
from core.views import ServiceFormView


class MyRoundsView(LoginRequiredMixin, ListPage):
    """The rounds of the organisation a person acts for."""

    template_name = "audits/my_rounds.html"
    filterset_class = OwnRoundFilter
    columns = OWN_ROUND_COLUMNS
    export_name = "own-audits"
    sorts = [
        Sort("newest", _("Newest first"), ["-opened_at", "-pk"]),
        Sort("due", _("Due first"), [F("next_due").asc(nulls_last=True), "pk"]),
        Sort("name", _("By name"), ["enterprise__name", "pk"]),
    ]

    def get_queryset(self) -> QuerySet[Round]:
        """Return its rounds, as enterprise or as provider."""
        organisation = acting_of(self.request).organisation
        if organisation is None:
            return Round.objects.none()
        return selectors.with_next_due(selectors.rounds_of(organisation))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what each round still owes."""
        context = super().get_context_data(**kwargs)
        rows = list(context["page_obj"])
        context["rows"] = selectors.with_deadlines(rows, clock.today())
        return context


class VoluntaryRoundView(LoginRequiredMixin, ServiceFormView):
    """Open a voluntary round for the enterprise one acts for."""

    template_name = "audits/round_form.html"
    form_class = forms.VoluntaryRoundForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        """Let people who act for an enterprise in."""
        if request.user.is_authenticated:
            require(acting_of(request).is_enterprise)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the form."""
        return super().get_context_data(
            title=_("Open a voluntary audit"),
            lede=_(
                "Nobody obliges you; the steps and the record are the same. "
                "It starts today."
            ),
            submit_label=_("Open the audit"),
            cancel_url=reverse("audits:my_rounds"),
            **kwargs,
        )

    def perform(self, form: BaseForm) -> object:
        """Open it."""
        enterprise = acting_of(self.request).organisation
        assert enterprise is not None  # noqa: S101 - dispatch saw to it
        return services.open_voluntary_round(
            enterprise=enterprise,
            mode=Mode(form.cleaned_data["mode"]),
            actor=person_of(self.request),
            at=clock.now(),
        )


class RoundView(OfRound, DetailView[Round]):
    """One round with everything in it, for whoever takes part in it."""

    template_name = "audits/round.html"
    context_object_name = "round"

    def get_object(self, queryset: QuerySet[Round] | None = None) -> Round:
        """Return the round when the viewer may see it."""
        del queryset
        return self.round

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add all parts of the round and what the viewer may do next."""
        user = self.request.user
        parts = selectors.round_page(self.round, user)
        sessions = [
            (
                session,
                selectors.panel_of(session) if can_see_panel(user, session) else None,
            )
            for session in parts.pop("sessions")
        ]
        return super().get_context_data(
            sessions=sessions,
            deadlines=deadlines_of(self.round, clock.today()),
            represents=can_represent_enterprise(user, self.round),
            works=can_work_on_round(user, self.round),
            may_begin=can_begin_implementation(user, self.round),
            listed=self.round.state == RoundState.LISTED,
            informed=self.round.state == RoundState.INFO_PUBLISHED,
            disclosure=getattr(self.round, "disclosure", None),
            entries=journal_of(self.round)
            .filter(action__startswith="audits.")
            .order_by("-at", "-pk")[:20],
            **parts,
            **kwargs,
        )


class InformationView(RoundFormView):
    """Publish what the law asks a listed enterprise to publish."""

    form_class = forms.InformationForm
    title = _("Publish the information")
    lede = _(
        "Whoever is on a list publishes these particulars. They appear on this "
        "portal at once and cannot be changed afterwards."
    )
    submit_label = pgettext_lazy("audit", "Publish")
    success_message = _("The information is published.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Begin with what the enterprise registered."""
        enterprise = self.round.enterprise
        return super().get_form_kwargs() | {
            "required_parts": required_parts(self.round),
            "initial": {
                "legal_representative": enterprise.legal_representative,
                "address": enterprise.address,
            },
        }

    def perform(self, form: BaseForm) -> object:
        """Publish."""
        services.publish_information(
            round_id=self.round.pk,
            actor=actor_of(self),
            at=clock.now(),
            **form.cleaned_data,
        )
        return self.done_url


class StartView(RoundStepView):
    """Start the audit."""

    success_message = _("The audit has started.")

    def perform(self) -> None:
        """Start."""
        services.start_round(
            round_id=self.round.pk, actor=actor_of(self), at=clock.now()
        )


class ImplementationView(RoundStepView):
    """Begin to implement."""

    success_message = _("Implementation has begun.")

    def perform(self) -> None:
        """Begin."""
        services.begin_implementation(
            round_id=self.round.pk, actor=actor_of(self), at=clock.now()
        )


class ProviderView(RoundFormView):
    """Name the provider."""

    form_class = forms.ProviderForm
    title = _("Who helps with the audit")
    lede = _("The choice is yours. The provider then sees and fills in this round.")
    success_message = _("Saved.")

    def get_initial(self) -> dict[str, Any]:
        """Begin with the provider as it is."""
        return {"provider": self.round.provider}

    def perform(self, form: BaseForm) -> object:
        """Appoint."""
        services.appoint_provider(
            round_id=self.round.pk,
            provider=form.cleaned_data["provider"],
            actor=actor_of(self),
            at=clock.now(),
        )
        return self.done_url


class ParticularsView(RoundFormView):
    """Set mode, baseline and threshold."""

    form_class = forms.ParticularsForm
    title = _("How the audit is done")
    success_message = _("Saved.")

    def get_initial(self) -> dict[str, Any]:
        """Begin with what is set."""
        return {
            "mode": self.round.mode,
            "baseline_year": self.round.baseline_year or clock.today().year - 1,
            "cost_threshold": self.round.cost_threshold,
        }

    def perform(self, form: BaseForm) -> object:
        """Set."""
        services.set_particulars(
            round_id=self.round.pk,
            mode=Mode(form.cleaned_data["mode"]),
            baseline_year=form.cleaned_data["baseline_year"],
            cost_threshold=form.cleaned_data["cost_threshold"],
            actor=actor_of(self),
            at=clock.now(),
        )
        return self.done_url


class PhasesView(RoundFormView):
    """Date the seven steps."""

    template_name = "audits/phases_form.html"
    form_class = forms.PhasesForm
    title = _("Steps of the audit")
    anchor = "steps"
    success_message = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the round's steps."""
        return super().get_form_kwargs() | {"phases": self.round.phases.all()}

    def perform(self, form: BaseForm) -> object:
        """Date them."""
        assert isinstance(form, forms.PhasesForm)  # noqa: S101 - tells the type
        services.date_phases(
            round_id=self.round.pk,
            days=form.days(),
            actor=actor_of(self),
            at=clock.now(),
        )
        return self.done_url


class FocusView(RoundFormView):
    """Choose a focus."""

    form_class = forms.FocusForm
    title = _("Choose a focus")
    anchor = "steps"
    success_message = _("Saved.")

    def perform(self, form: BaseForm) -> object:
        """Add it."""
        services.add_focus(
            round_id=self.round.pk,
            actor=actor_of(self),
            at=clock.now(),
            **form.cleaned_data,
        )
        return self.done_url


class FocusRemovalView(RoundStepView):
    """Give up a focus."""

    anchor = "steps"

    def perform(self) -> None:
        """Remove it."""
        focus = get_object_or_404(self.round.focuses, pk=self.kwargs["pk"])
        services.remove_focus(focus_id=focus.pk, actor=actor_of(self), at=clock.now())


class OptionView(RoundFormView):
    """Add an option, or change one."""

    template_name = "audits/option_form.html"
    form_class = forms.OptionForm
    anchor = "options"
    success_message = _("Saved.")

    @property
    def option(self) -> Option | None:
        """The option that is changed, none for a new one."""
        number = self.kwargs.get("option")
        if number is None:
            return None
        options = self.round.options.prefetch_related("effects")
        return get_object_or_404(options, number=number)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Begin with the option as it stands."""
        return super().get_form_kwargs() | {"option": self.option, "initial": None}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the option."""
        option = self.option
        context = super().get_context_data(option=option, **kwargs)
        context["title"] = str(option) if option else _("Add an option")
        return context

    def perform(self, form: BaseForm) -> object:
        """Save it."""
        assert isinstance(form, forms.OptionForm)  # noqa: S101 - tells the type
        option = self.option
        services.save_option(
            round_id=self.round.pk,
            facts=form.facts(),
            option_id=option.pk if option else None,
            actor=actor_of(self),
            at=clock.now(),
        )
        return self.done_url


class OptionRemovalView(RoundStepView):
    """Remove a proposed option."""

    anchor = "options"

    def perform(self) -> None:
        """Remove it."""
        option = get_object_or_404(self.round.options, number=self.kwargs["option"])
        services.remove_option(
            option_id=option.pk, actor=actor_of(self), at=clock.now()
        )


class FiguresView(RoundFormView):
    """The grid of figures."""

    template_name = "audits/figures_form.html"
    form_class = forms.FiguresForm
    title = _("Figures of three years")
    anchor = "figures"
    success_message = _("The figures are saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer every indicator."""
        return super().get_form_kwargs() | {"audit_round": self.round}

    def perform(self, form: BaseForm) -> object:
        """Save the rows that hold something."""
        assert isinstance(form, forms.FiguresForm)  # noqa: S101 - tells the type
        services.save_series(
            round_id=self.round.pk,
            rows=form.series(),
            actor=actor_of(self),
            at=clock.now(),
        )
        return self.done_url
