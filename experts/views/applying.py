"""Joining the pool: applying, evidence, consent, nomination."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.requests import acting_of, person_of
from core import clock
from core.refusals import Refusal, require
from core.views import ServiceFormView, refused_on
from experts import services
from experts.enums import USUAL_PUBLIC_FIELDS
from experts.forms import ApplicationForm, EvidenceForm, NominationForm, SubmitForm
from experts.models import ApplicationEvidence, ExpertApplication
from experts.permissions import can_nominate
from experts.selectors import nominations_by
from experts.states import ApplicationState
from experts.views.mine import home


class ApplyView(LoginRequiredMixin, ServiceFormView):
    """Write the particulars of the own application."""

    template_name = "experts/workspace/apply.html"
    form_class = ApplicationForm
    success_message = _("The draft was saved. Add evidence, then hand it in.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Start from the draft, from a nomination, or from the account."""
        kwargs = super().get_form_kwargs()
        user = person_of(self.request)
        draft = _draft_of(self.request)
        kwargs["instance"] = draft or ExpertApplication(
            name=user.name, phone=user.phone
        )
        return kwargs

    def perform(self, form: BaseForm) -> object:
        """Save the draft."""
        assert isinstance(form, ApplicationForm)  # noqa: S101 - tells the type
        services.save_application(
            actor=person_of(self.request),
            particulars=form.particulars(),
            at=clock.now(),
        )
        return "experts:evidence"


class _DraftForm(LoginRequiredMixin, ServiceFormView):
    """A form about the open draft; without one it is a 404."""

    @cached_property
    def application(self) -> ExpertApplication:
        """Return the person's draft."""
        mine = ExpertApplication.objects.of(self.request.user).filter(
            state=ApplicationState.DRAFT, user=person_of(self.request)
        )
        return get_object_or_404(mine)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the draft and its evidence."""
        kwargs |= {
            "application": self.application,
            "evidence": self.application.evidence.select_related("file"),
        }
        return super().get_context_data(**kwargs)


class EvidenceView(_DraftForm):
    """Attach a file."""

    template_name = "experts/workspace/evidence.html"
    form_class = EvidenceForm
    success_message = _("The file was added.")

    def perform(self, form: BaseForm) -> object:
        """Store it."""
        services.add_evidence(
            application_id=self.application.pk,
            upload=form.cleaned_data["file"],
            actor=person_of(self.request),
            at=clock.now(),
        )
        return "experts:evidence"


class SubmitView(_DraftForm):
    """Give the consents and hand the application in."""

    template_name = "experts/workspace/submit.html"
    form_class = SubmitForm
    success_message = _("Your application was handed in.")

    def get_initial(self) -> dict[str, Any]:
        """Offer the usual public fields."""
        return {"fields_shown": [field.value for field in USUAL_PUBLIC_FIELDS]}

    def perform(self, form: BaseForm) -> object:
        """Submit."""
        services.submit_application(
            application_id=self.application.pk,
            agrees_to_serve=form.cleaned_data["agrees_to_serve"],
            publish_fields=form.cleaned_data["fields_shown"],
            actor=person_of(self.request),
            at=clock.now(),
        )
        return "experts:workspace"


class NominateView(LoginRequiredMixin, ServiceFormView):
    """An enterprise or a provider suggests somebody."""

    template_name = "experts/workspace/nominate.html"
    form_class = NominationForm
    success_message = _("The person was asked by letter.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        """Let people of enterprises and providers in."""
        if request.user.is_authenticated:
            require(can_nominate(request.user, acting_of(request).organisation))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show whom the organisation suggested before."""
        organisation = acting_of(self.request).organisation
        assert organisation is not None  # noqa: S101 - dispatch saw to it
        kwargs |= {
            "organisation": organisation,
            "nominations": nominations_by(organisation),
        }
        return super().get_context_data(**kwargs)

    def perform(self, form: BaseForm) -> object:
        """Nominate."""
        organisation = acting_of(self.request).organisation
        assert organisation is not None  # noqa: S101 - dispatch saw to it
        services.nominate_expert(
            organisation=organisation,
            email=form.cleaned_data["email"],
            name=form.cleaned_data["name"],
            actor=person_of(self.request),
            at=clock.now(),
        )
        return "experts:nominate"


@login_required
@require_POST
def remove_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file off the draft."""
    mine = ApplicationEvidence.objects.filter(
        application__user=person_of(request), application__state=ApplicationState.DRAFT
    )
    evidence = get_object_or_404(mine, pk=pk)
    services.remove_evidence(
        evidence_id=evidence.pk, actor=person_of(request), at=clock.now()
    )
    messages.success(request, str(_("The file was removed.")))
    return redirect("experts:evidence")


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an application or a nomination back."""
    mine = ExpertApplication.objects.of(request.user)
    application = get_object_or_404(mine, pk=pk)
    try:
        services.withdraw_application(
            application_id=application.pk, actor=person_of(request), at=clock.now()
        )
    except Refusal as refusal:
        return refused_on(home, request, refusal)
    messages.success(
        request, str(_("The application was withdrawn and its content erased."))
    )
    return redirect("experts:workspace")


def _draft_of(request: HttpRequest) -> ExpertApplication | None:
    mine = ExpertApplication.objects.of(request.user)
    drafts = mine.filter(state=ApplicationState.DRAFT)
    return drafts.filter(user=person_of(request)).first() or drafts.first()
