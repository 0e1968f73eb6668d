"""What the pages of one contract share."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.views import View

from accounts.models import User
from accounts.requests import acting_of, person_of
from core.refusals import Refusal, require
from core.views import StepFormView, refused_on
from marketplace.models import Contract
from marketplace.permissions.contracts import side_of
from marketplace.selectors.contracts import contracts_visible_to
from marketplace.states.contracts import CONTRACT_FLOW, Side

Trail = list[tuple[str, str]]


class OfContract(LoginRequiredMixin):
    """A view of one contract; one the viewer may not see is not there.

    ``sides`` names who may come here; empty lets the verifier in as well.
    """

    request: HttpRequest
    kwargs: dict[str, Any]
    sides: tuple[Side, ...] = tuple(Side)

    @cached_property
    def contract(self) -> Contract:
        """Find the contract asked for."""
        return get_object_or_404(
            contracts_visible_to(self.request.user), number=self.kwargs["number"]
        )

    @property
    def actor(self) -> User:
        """The person behind the request."""
        return person_of(self.request)

    @cached_property
    def side(self) -> Side | None:
        """Return the side for which the viewer acts now, else any of theirs."""
        acting = acting_of(self.request).organisation
        for side in Side:
            if acting is not None and acting.pk == self.contract.party(side).pk:
                return side
        return side_of(self.request.user, self.contract)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        """Find the contract before anything is read or written."""
        self.kwargs = kwargs
        if request.user.is_authenticated:
            self.request = request
            found = self.contract
            require(not self.sides or self.may_come(found))
        return super().dispatch(request, *args, **kwargs)

    def may_come(self, contract: Contract) -> bool:
        """Tell whether the viewer works for one of the sides that may come here."""
        works = side_of(self.request.user, contract) is not None
        return works and self.side in self.sides

    def trail(self, *, to_contract: bool = True) -> Trail:
        """Return the way to this page."""
        steps = [
            (_("Workspace"), reverse("accounts:workspace")),
            (_("Contracts"), reverse("marketplace:contracts")),
        ]
        here = (self.contract.number, self.contract.get_absolute_url())
        return [*steps, here] if to_contract else steps


class ContractFormView(OfContract, StepFormView):
    """A step that needs a form, on a page that names the contract.

    ``move`` names the contract's move that must be possible; empty asks for none.
    """

    template_name = "marketplace/contract_step.html"
    title: str | Promise = ""
    lede: str | Promise = ""
    submit_label: str | Promise = ""
    move = ""
    anchor = ""
    danger = False

    def is_open(self) -> bool:
        """Tell whether the contract's state lets the step be taken."""
        return not self.move or CONTRACT_FLOW.can(self.move, self.contract.state)

    def matter_url(self) -> str:
        """Return where the step leads, taken or not."""
        return self.done_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the contract and the step."""
        context = {
            "contract": self.contract,
            "trail": self.trail(),
            "title": self.title,
            "lede": self.lede,
            "submit_label": self.submit_label,
            "danger": self.danger,
            "cancel_url": self.done_url(),
        }
        return super().get_context_data(**{**context, **kwargs})

    def done_url(self) -> str:
        """Return where the step leads: the contract, at the part it is about."""
        url = self.contract.get_absolute_url()
        return f"{url}#{self.anchor}" if self.anchor else url


class ContractStepView(OfContract, View):
    """A step that needs no form: one button, one service call."""

    http_method_names = ["post"]
    success_message: str | Promise = ""
    anchor = ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the step; what is refused is said on the contract's page."""
        try:
            target = self.perform()
        except Refusal as refusal:
            return self.refused(refusal)
        if self.success_message:
            messages.success(request, str(self.success_message))
        if target is not None:
            return redirect(target)
        url = self.contract.get_absolute_url()
        return redirect(f"{url}#{self.anchor}" if self.anchor else url)

    def perform(self) -> Any:  # noqa: ANN401 - where to go, or None
        """Call the service."""
        raise NotImplementedError

    def refused(self, refusal: Refusal) -> HttpResponse:
        """Show the contract with the reason, as a client error."""
        # The page is the one the button was on.
        from marketplace.views.contracts import ContractPage  # noqa: PLC0415

        number = self.contract.number
        return refused_on(ContractPage, self.request, refusal, number=number)
