"""A member's own pages."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.forms import BaseForm, Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.requests import acting_of, person_of
from core import clock
from core.views import ServiceFormView
from experts import services
from experts.enums import ConsentPurpose
from experts.forms import (
    AbsenceForm,
    EndTieForm,
    ProfileForm,
    PublishForm,
    TieForm,
)
from experts.models import (
    Absence,
    Expert,
    ExpertApplication,
)
from experts.permissions import can_nominate
from experts.selectors import (
    expert_of,
    invitations_of,
    open_consent,
)
from experts.states import ExpertState, InvitationState

TONES = {
    ExpertState.ACTIVE: "good",
    ExpertState.SUSPENDED: "bad",
    ExpertState.ENDED: "neutral",
}


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Show where the person stands: applying, waiting, or a member."""
    expert = expert_of(request.user)
    applications = ExpertApplication.objects.of(request.user)
    context: dict[str, Any] = {
        "expert": expert,
        "applications": applications.select_related("nominated_by")[:5],
        "has_open": applications.open().exists(),
        "can_nominate": can_nominate(request.user, acting_of(request).organisation),
    }
    if expert is not None:
        publish = open_consent(expert, ConsentPurpose.PUBLISH)
        context |= {
            "tone": TONES[ExpertState(expert.state)],
            "term": expert.terms.first(),
            "published": publish,
            "waiting": invitations_of(request.user).filter(
                state=InvitationState.INVITED
            ),
            "today": clock.today(),
        }
    return render(request, "experts/workspace/home.html", context)


class _MemberForm(LoginRequiredMixin, ServiceFormView):
    """A form for members of the pool; for everybody else it is a 404."""

    @cached_property
    def expert(self) -> Expert:
        """Return the person's membership."""
        expert = expert_of(self.request.user)
        if expert is None:
            raise Http404
        return expert

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the member."""
        return super().get_context_data(expert=self.expert, **kwargs)


class ProfileView(_MemberForm):
    """The member's particulars."""

    template_name = "experts/workspace/profile.html"
    form_class = ProfileForm
    success_message = _("Your particulars were saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Start from what is stored."""
        return {**super().get_form_kwargs(), "instance": self.expert.profile}

    def get_initial(self) -> dict[str, Any]:
        """Add what stands apart from the erasable particulars."""
        return {
            "jurisdiction": self.expert.jurisdiction_id,
            "specialities": self.expert.specialities.all(),
            "labels": self.expert.labels.all(),
        }

    def perform(self, form: BaseForm) -> object:
        """Save."""
        assert isinstance(form, ProfileForm)  # noqa: S101 - tells the type
        services.update_profile(
            expert_id=self.expert.pk,
            particulars=form.particulars(),
            actor=person_of(self.request),
            at=clock.now(),
        )
        return "experts:profile"


class ConsentView(_MemberForm):
    """Which particulars are published."""

    template_name = "experts/workspace/consent.html"
    form_class = PublishForm
    success_message = _("Your consent was recorded.")

    def get_initial(self) -> dict[str, Any]:
        """Start from the consent that holds."""
        consent = open_consent(self.expert, ConsentPurpose.PUBLISH)
        return {"fields_shown": sorted(consent.field_names) if consent else []}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show every consent ever given."""
        kwargs |= {
            "consents": self.expert.consents.prefetch_related("fields"),
            "publishes": open_consent(self.expert, ConsentPurpose.PUBLISH) is not None,
        }
        return super().get_context_data(**kwargs)

    def perform(self, form: BaseForm) -> object:
        """Record the consent."""
        services.give_consent(
            expert_id=self.expert.pk,
            fields=form.cleaned_data["fields_shown"],
            actor=person_of(self.request),
            at=clock.now(),
        )
        return "experts:consent"


class WithdrawConsentView(_MemberForm):
    """Say what withdrawing means, then do it."""

    template_name = "experts/workspace/consent_withdraw.html"

    def get_form(self, form_class: Any = None) -> BaseForm:  # noqa: ANN401
        """Ask for nothing but the confirmation itself."""
        return Form(**self.get_form_kwargs())

    @cached_property
    def purpose(self) -> ConsentPurpose:
        """Return the purpose of the address; unknown ones are a 404."""
        try:
            return ConsentPurpose(self.kwargs["purpose"])
        except ValueError:
            raise Http404 from None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the purpose."""
        ends = self.purpose == ConsentPurpose.SERVE
        return super().get_context_data(purpose=self.purpose, ends=ends, **kwargs)

    def perform(self, form: BaseForm) -> object:
        """Withdraw."""
        services.withdraw_consent(
            expert_id=self.expert.pk,
            purpose=self.purpose,
            actor=person_of(self.request),
            at=clock.now(),
        )
        messages.success(self.request, str(_("Your consent was withdrawn.")))
        return "experts:workspace"


class TiesView(_MemberForm):
    """Employments and other ties: declared once, used in every draw."""

    template_name = "experts/workspace/ties.html"
    form_class = TieForm
    success_message = _("The tie was declared.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """List what was declared."""
        kwargs |= {
            "employments": self.expert.employments.all(),
            "ties": self.expert.ties.all(),
        }
        return super().get_context_data(**kwargs)

    def perform(self, form: BaseForm) -> object:
        """Declare."""
        services.declare_tie(
            expert_id=self.expert.pk,
            actor=person_of(self.request),
            at=clock.now(),
            **form.cleaned_data,
        )
        return "experts:ties"


class EndTieView(_MemberForm):
    """Record the last day of a tie."""

    template_name = "experts/workspace/tie_end.html"
    form_class = EndTieForm
    success_message = _("The end of the tie was recorded.")

    @cached_property
    def bond(self) -> Any:  # noqa: ANN401 - an Employment or a Tie
        """Return the tie of the address; those of others are a 404."""
        bonds: QuerySet[Any]
        match self.kwargs["table"]:
            case "employment":
                bonds = self.expert.employments.all()
            case "tie":
                bonds = self.expert.ties.all()
            case _:
                raise Http404
        return get_object_or_404(bonds.filter(until__isnull=True), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the tie."""
        return super().get_context_data(bond=self.bond, **kwargs)

    def perform(self, form: BaseForm) -> object:
        """End it."""
        services.end_tie(
            bond=self.bond,
            until=form.cleaned_data["until"],
            actor=person_of(self.request),
            at=clock.now(),
        )
        return "experts:ties"


class AbsencesView(_MemberForm):
    """Days on which the member cannot come."""

    template_name = "experts/workspace/absences.html"
    form_class = AbsenceForm
    success_message = _("The absence was recorded.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """List what was stated."""
        absences = self.expert.absences.filter(last_day__gte=clock.today())
        return super().get_context_data(absences=absences, **kwargs)

    def perform(self, form: BaseForm) -> object:
        """Record it."""
        services.state_absence(
            expert_id=self.expert.pk,
            actor=person_of(self.request),
            at=clock.now(),
            **form.cleaned_data,
        )
        return "experts:absences"


@login_required
@require_POST
def remove_absence(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an absence back."""
    mine = Absence.objects.filter(expert__user=person_of(request))
    absence = get_object_or_404(mine, pk=pk)
    services.remove_absence(
        absence_id=absence.pk, actor=person_of(request), at=clock.now()
    )
    messages.success(request, str(_("The absence was removed.")))
    return redirect("experts:absences")
