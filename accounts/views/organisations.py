"""The person's organisations."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts import forms, selectors, services
from accounts.enums import MembershipRole, OrganisationKind
from accounts.middleware import SESSION_KEY
from accounts.models import Invitation, Membership, Organisation, RelatedParty
from accounts.permissions import is_owner
from accounts.requests import person_of
from accounts.services.invitations import InvitationUnusable, hash_token
from core import clock
from core.journal import journal_of
from core.refusals import Refusal, require
from core.views import ServiceFormView, refused_on


class RegisterView(LoginRequiredMixin, ServiceFormView):
    """Register an enterprise or a provider."""

    template_name = "accounts/organisation_register.html"
    form_class = forms.RegistrationForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Offer the other way in."""
        return super().get_context_data(claim=forms.ClaimForm(), **kwargs)

    def perform(self, form: BaseForm) -> object:
        """Register and act for the new organisation at once."""
        assert isinstance(form, forms.RegistrationForm)  # noqa: S101 - tells the type
        organisation = services.register_organisation(
            kind=OrganisationKind(form.cleaned_data["kind"]),
            credit_code=form.cleaned_data["credit_code"],
            particulars=form.particulars(),
            actor=person_of(self.request),
            at=clock.now(),
        )
        self.request.session[SESSION_KEY] = organisation.pk
        return organisation


class ClaimView(LoginRequiredMixin, ServiceFormView):
    """Ask to work for an organisation that is registered already."""

    template_name = "accounts/organisation_claim.html"
    form_class = forms.ClaimForm
    success_message = _("Your request was sent. You will get a letter with the answer.")

    def perform(self, form: BaseForm) -> object:
        """Find the organisation by its code and ask."""
        code = form.cleaned_data["credit_code"]
        organisation = Organisation.objects.filter(credit_code=code).exclude(
            kind=OrganisationKind.AUTHORITY
        )
        found = organisation.first()
        if found is None:
            raise Refusal(
                _("No organisation is registered under this code; register it."),
                field="credit_code",
            )
        services.request_membership(
            organisation_id=found.pk, actor=person_of(self.request), at=clock.now()
        )
        return "accounts:workspace"


class _OwnerForm(LoginRequiredMixin, ServiceFormView):
    """A form for administrators of an organisation."""

    @cached_property
    def organisation(self) -> Organisation:
        """Return the organisation of the address; unknown ones are a 404."""
        mine = selectors.organisations_of(self.request.user)
        return get_object_or_404(mine, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the organisation."""
        kwargs["organisation"] = self.organisation
        return super().get_context_data(**kwargs)

    def dispatch(
        self,
        request: HttpRequest,
        *args: Any,
        **kwargs: Any,
    ) -> Any:  # noqa: ANN401
        """Refuse members who do not administer it."""
        if request.user.is_authenticated:
            require(is_owner(request.user, self.organisation))
        return super().dispatch(request, *args, **kwargs)


@login_required
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show particulars, colleagues, invitations, relations and what was done."""
    found = get_object_or_404(selectors.organisations_of(request.user), pk=pk)
    owner = is_owner(request.user, found)
    open_ones = found.memberships.exclude(state="ended").select_related("user")
    context = {
        "organisation": found,
        "owner": owner,
        "colleagues": [row for row in open_ones if row.state == "active"],
        "requests": [row for row in open_ones if row.state == "requested"]
        if owner
        else [],
        "invitations": found.invitations.filter(state="pending") if owner else [],
        "parties": found.related_parties.all(),
        "former_names": found.former_names.all(),
        "entries": journal_of(found).order_by("-at", "-pk")[:20] if owner else [],
    }
    return render(request, "accounts/organisation.html", context)


class UpdateView(_OwnerForm):
    """Change the particulars."""

    template_name = "accounts/organisation_form.html"
    form_class = forms.UpdateForm
    success_message = _("The particulars were saved.")
    extra_context = {"title": _("Change the particulars")}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Start from what is stored."""
        return {**super().get_form_kwargs(), "instance": self.organisation}

    def perform(self, form: BaseForm) -> object:
        """Save."""
        assert isinstance(form, forms.UpdateForm)  # noqa: S101 - tells the type
        return services.update_organisation(
            organisation_id=self.organisation.pk,
            particulars=form.particulars(),
            actor=person_of(self.request),
            at=clock.now(),
        )


class RenameView(_OwnerForm):
    """Record a new name."""

    template_name = "accounts/organisation_form.html"
    form_class = forms.RenameForm
    success_message = _("The new name was recorded; the former one stays findable.")
    extra_context = {"title": _("Record a new name")}

    def perform(self, form: BaseForm) -> object:
        """Rename."""
        return services.rename_organisation(
            organisation_id=self.organisation.pk,
            name=form.cleaned_data["name"],
            on=form.cleaned_data["on"],
            actor=person_of(self.request),
            at=clock.now(),
        )


class InviteView(_OwnerForm):
    """Invite a colleague."""

    template_name = "accounts/organisation_form.html"
    form_class = forms.InvitationForm
    success_message = _("The invitation was sent.")
    extra_context = {
        "title": _("Invite a colleague"),
        "submit_label": _("Send the invitation"),
    }

    def perform(self, form: BaseForm) -> object:
        """Invite."""
        services.invite_colleague(
            organisation_id=self.organisation.pk,
            email=form.cleaned_data["email"],
            role=MembershipRole(form.cleaned_data["role"]),
            actor=person_of(self.request),
            at=clock.now(),
        )
        return self.organisation


class RelatedPartyView(_OwnerForm):
    """Declare a related party."""

    template_name = "accounts/organisation_form.html"
    form_class = forms.RelatedPartyForm
    success_message = _("The declaration was recorded.")
    extra_context = {
        "title": _("Declare a related party"),
        "lede": _(
            "Controllers, sister companies and predecessors are declared once and are "
            "used to keep verifiers, reviewers and bidders independent."
        ),
    }

    def perform(self, form: BaseForm) -> object:
        """Declare."""
        services.declare_related_party(
            organisation_id=self.organisation.pk,
            actor=person_of(self.request),
            at=clock.now(),
            **form.cleaned_data,
        )
        return self.organisation


@login_required
@require_POST
def decide_on_request(request: HttpRequest, pk: int, answer: str) -> HttpResponse:
    """Approve or refuse a request to join."""
    membership = get_object_or_404(_memberships_within_reach(request), pk=pk)
    service = (
        services.approve_membership
        if answer == "approve"
        else services.refuse_membership
    )
    return _perform(
        request,
        membership.organisation,
        lambda: service(membership_id=pk, actor=person_of(request), at=clock.now()),
        _("The request was answered."),
    )


@login_required
@require_POST
def end_membership(request: HttpRequest, pk: int) -> HttpResponse:
    """Dismiss a colleague or leave."""
    membership = get_object_or_404(_memberships_within_reach(request), pk=pk)
    return _perform(
        request,
        membership.organisation,
        lambda: services.end_membership(
            membership_id=pk, actor=person_of(request), at=clock.now()
        ),
        _("The membership has ended."),
    )


@login_required
@require_POST
def change_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a colleague an administrator or a member."""
    membership = get_object_or_404(_memberships_within_reach(request), pk=pk)
    role = request.POST.get("role", "")
    if role not in MembershipRole.values:
        raise BadRequest
    return _perform(
        request,
        membership.organisation,
        lambda: services.change_role(
            membership_id=pk,
            role=MembershipRole(role),
            actor=person_of(request),
            at=clock.now(),
        ),
        _("The role was changed."),
    )


@login_required
@require_POST
def revoke_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw an invitation."""
    invitation = get_object_or_404(
        Invitation.objects.filter(
            organisation__in=selectors.organisations_of(request.user)
        ),
        pk=pk,
    )
    return _perform(
        request,
        invitation.organisation,
        lambda: services.revoke_invitation(
            invitation_id=pk, actor=person_of(request), at=clock.now()
        ),
        _("The invitation was withdrawn."),
    )


@login_required
@require_POST
def withdraw_related_party(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a declaration made in error."""
    party = get_object_or_404(
        RelatedParty.objects.filter(
            organisation__in=selectors.organisations_of(request.user)
        ),
        pk=pk,
    )
    return _perform(
        request,
        party.organisation,
        lambda: services.withdraw_related_party(
            party_id=pk, actor=person_of(request), at=clock.now()
        ),
        _("The declaration was withdrawn."),
    )


@login_required
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Ask before joining; join on the button."""
    if request.method != "POST":
        invitation = selectors.usable_invitation(
            token_hash=hash_token(token), user=person_of(request), at=clock.now()
        )
        if invitation is None:
            return _unusable(request, InvitationUnusable())
        context = {"token": token, "invitation": invitation}
        return render(request, "accounts/invitation.html", context)
    try:
        membership = services.accept_invitation(
            token=token, actor=person_of(request), at=clock.now()
        )
    except InvitationUnusable as refusal:
        return _unusable(request, refusal)
    request.session[SESSION_KEY] = membership.organisation_id
    messages.success(
        request,
        _("You now work for %(name)s.") % {"name": membership.organisation.label},
    )
    return redirect("accounts:workspace")


def _unusable(request: HttpRequest, refusal: InvitationUnusable) -> HttpResponse:
    """Show why nobody can join by this link: it leads nowhere."""
    context = {"refusal": refusal.message}
    status = HTTPStatus.NOT_FOUND
    return render(request, "accounts/invitation.html", context, status=status)


def _memberships_within_reach(request: HttpRequest) -> QuerySet[Membership]:
    mine = selectors.organisations_of(request.user)
    return Membership.objects.filter(organisation__in=mine).select_related(
        "organisation"
    )


def _perform(
    request: HttpRequest,
    subject: Organisation,
    step: Callable[[], object],
    done: str | Promise,
) -> HttpResponse:
    try:
        step()
    except Refusal as refusal:
        return refused_on(organisation, request, refusal, pk=subject.pk)
    messages.success(request, str(done))
    if selectors.organisations_of(request.user).filter(pk=subject.pk).exists():
        return redirect(subject)
    return redirect("accounts:workspace")
