"""Contracts: the list, the page, negotiation, signature, the end."""

import json
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView
from django_filters import CharFilter, ChoiceFilter, FilterSet

from accounts.requests import acting_of, person_of
from core import clock
from core.exports import Column
from core.lists import ListPage, Sort, holding
from core.refusals import MoveRefused, Refusal
from core.views import refused_on
from marketplace.explanations import sentence
from marketplace.forms.contracts import ContractForms
from marketplace.forms.settlement import ReasonForm, SignForm
from marketplace.models import Award, Contract
from marketplace.permissions.contracts import can_measure, can_sign_contract, side_of
from marketplace.rails import active_rail
from marketplace.selectors import contracts as selectors
from marketplace.selectors.ledger import balances, entries_of
from marketplace.selectors.reviews import can_review
from marketplace.selectors.statements import statement_for
from marketplace.services import contracts as services
from marketplace.settlement.documents import sha256_of
from marketplace.states.contracts import (
    CONTRACT_FLOW,
    ContractKind,
    ContractState,
    Side,
)
from marketplace.states.jobs import AwardState
from marketplace.titles import Titles, titles_of
from marketplace.views.contract_base import (
    ContractFormView,
    ContractStepView,
    OfContract,
)
from marketplace.views.presenting import (
    ADJUSTMENT_TONES,
    CONTRACT_TONES,
    DISPUTE_TONES,
    MILESTONE_TONES,
    STATEMENT_TONES,
    describe_formula,
)


class ContractFilter(FilterSet):
    """Filters of the list."""

    q = CharFilter(label=_("Words or number"), method="matching")
    state = ChoiceFilter(label=_("State"), choices=ContractState.choices)
    kind = ChoiceFilter(label=_("Contract type"), choices=ContractKind.choices)

    class Meta:
        model = Contract
        fields: ClassVar[list[str]] = ["state", "kind"]

    def matching(
        self, rows: QuerySet[Contract], _name: str, value: str
    ) -> QuerySet[Contract]:
        """Keep contracts that hold every word, or whose number it is."""
        parties = (
            f"{party}__{name}"
            for party in ("enterprise", "provider")
            for name in ("name", "name_en")
        )
        return rows.filter(holding(value, "title", "number__iexact", *parties))


class ContractList(LoginRequiredMixin, ListPage):
    """The contracts of the organisation one acts for."""

    template_name = "marketplace/contracts.html"
    filterset_class = ContractFilter
    export_name = "contracts"
    sorts = [
        Sort("newest", _("Newest first"), "-drafted_at"),
        Sort("number", _("By number"), "number"),
        Sort("amount", _("Largest first"), "-cap"),
    ]
    columns = [
        Column("number", _("Number"), lambda row: row.number),
        Column("title", _("Title"), lambda row: row.title),
        Column("enterprise", _("Enterprise"), lambda row: row.enterprise.label),
        Column("provider", _("Provider"), lambda row: row.provider.label),
        Column("kind", _("Contract type"), lambda row: row.get_kind_display()),
        Column("cap", _("Highest total fee"), lambda row: row.cap),
        Column("state", _("State"), lambda row: row.get_state_display()),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        """Return what the viewer may read, for the organisation they act for."""
        found = selectors.contracts_visible_to(self.request.user)
        organisation = acting_of(self.request).organisation
        return found if organisation is None else found.concerning(organisation)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name what may follow: confirmed awards without a contract."""
        organisation = acting_of(self.request).organisation
        waiting = Award.objects.none()
        if organisation is not None:
            waiting = Award.objects.filter(
                state=AwardState.CONFIRMED, contract__isnull=True
            ).filter(
                **{
                    "job__enterprise"
                    if acting_of(self.request).is_enterprise
                    else "bid__provider": organisation
                }
            )
        return super().get_context_data(
            tones=CONTRACT_TONES,
            waiting=waiting.select_related("job", "bid__provider"),
            **kwargs,
        )


class ContractPage(OfContract, TemplateView):
    """Everything about one contract, and what the viewer can do next."""

    template_name = "marketplace/contract.html"
    sides = ()

    @cached_property
    def titles(self) -> Titles:
        """Know what the keys of the formula are called."""
        return titles_of(self.contract.terms)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather the parts of the page."""
        contract, side, user = self.contract, self.side, self.request.user
        performing = contract.state == ContractState.ACTIVE
        context = {
            "contract": contract,
            "trail": self.trail(to_contract=False),
            "side": side,
            "tone": CONTRACT_TONES[contract.state],
            "moves": CONTRACT_FLOW.moves_from(contract.state) if side else (),
            "problems": self._problems(),
            "formula": describe_formula(contract),
            "signatures": contract.signatures.filter(
                text_sha256=contract.text_sha256
            ).select_related("organisation"),
            "signs_as": self._signs_as(),
            "milestones": [
                {"row": row, "tone": MILESTONE_TONES[row.state]}
                for row in contract.milestones.all()
            ],
            "slots": selectors.reading_slots(contract) if contract.signed_at else [],
            "measures": performing and can_measure(user, contract),
            "performing": performing,
            "waiting": statement_for(contract, side) if side else None,
            "adjustments": [
                {
                    "row": row,
                    "metric": self.titles.reading(row.metric),
                    "unit": self.titles.unit_of(row.metric),
                    "period": self.titles.period(row.period),
                    "tone": ADJUSTMENT_TONES[row.state],
                    "answerable": performing
                    and row.state == "proposed"
                    and side not in (None, row.proposed_side),
                }
                for row in contract.adjustments.all()
            ],
            "statements": [
                {"row": row, "tone": STATEMENT_TONES[row.state]}
                for row in contract.statements.order_by("-pk")
            ],
            "disputes": [
                {
                    "row": row,
                    "title": self.titles.contested(row.adjustment, row.title),
                    "tone": DISPUTE_TONES[row.state],
                }
                for row in contract.disputes.all()
            ],
            "balances": balances(contract) if contract.signed_at else None,
            "entries": entries_of(contract),
            "reviews": contract.reviews.select_related("reply", "subject"),
            "reviewable": side is not None
            and can_review(contract)
            and not contract.reviews.filter(side=side).exists(),
            "online": active_rail() is not None,
            "timeline": [
                {
                    "when": entry.at,
                    "title": self.titles.sentence(entry),
                    "text": str(entry.actor or ""),
                }
                for entry in selectors.journal_of_contract(contract)
            ],
        }
        return super().get_context_data(**{**kwargs, **context})

    def _problems(self) -> list[str]:
        if self.contract.state != ContractState.DRAFT:
            return []
        found = selectors.problems_of(self.contract)
        return [sentence(error, self.titles) for error in found]

    def _signs_as(self) -> Side | None:
        """Return the side whose signature the viewer can give now."""
        if self.contract.state != ContractState.OFFERED or self.side is None:
            return None
        missing = selectors.missing_signatures(self.contract)
        may = can_sign_contract(self.request.user, self.contract, self.side)
        return self.side if may and self.side in missing else None


class DraftView(LoginRequiredMixin, View):
    """Draft the contract that follows from an award."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, award: int) -> HttpResponse:
        """Draft it, or go to the draft that exists."""
        found = get_object_or_404(Award.objects.select_related("job", "bid"), pk=award)
        side_of_award = Contract(
            enterprise=found.job.enterprise, provider=found.bid.provider
        )
        if side_of(request.user, side_of_award) is None:
            get_object_or_404(Award.objects.none())
        try:
            contract = services.draft_contract(
                award_id=found.pk, actor=person_of(request), at=clock.now()
            )
        except Refusal as refusal:
            return refused_on(ContractList, request, refusal)
        return redirect(contract)


class EditView(OfContract, View):
    """Negotiate the draft: the text and the formula in one form."""

    template_name = "marketplace/contract_edit.html"

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        """Show the draft."""
        if not CONTRACT_FLOW.can("edit", self.contract.state):
            return redirect(self.contract)
        return self._page(ContractForms(self.contract), 200)

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        """Save what was typed, or say what is wrong and keep it."""
        state = self.contract.state
        if not CONTRACT_FLOW.can("edit", state):
            refusal = MoveRefused("edit", state)
            return refused_on(ContractPage, request, refusal, number=number)
        forms = ContractForms(self.contract, request.POST)
        if not forms.is_valid():
            return self._page(forms, 422)
        try:
            services.edit_contract(
                contract_id=self.contract.pk,
                terms=forms.read(),
                actor=self.actor,
                at=clock.now(),
            )
        except Refusal as refusal:
            field = refusal.field if refusal.field in forms.terms.fields else None
            forms.terms.add_error(field, str(refusal.message))
            return self._page(forms, 422)
        messages.success(request, str(_("The draft was saved.")))
        if "more" in request.POST:
            return redirect("marketplace:contract_edit", number)
        return redirect(self.contract)

    def _page(self, forms: ContractForms, status: int) -> HttpResponse:
        context = {"contract": self.contract, "forms": forms, "trail": self.trail()}
        return render(self.request, self.template_name, context, status=status)


class OfferView(ContractStepView):
    """Open the text for signature."""

    success_message = _("The text is frozen. Both sides can sign it now.")

    def perform(self) -> None:
        """Offer."""
        services.offer_contract(
            contract_id=self.contract.pk, actor=self.actor, at=clock.now()
        )


class StartView(ContractStepView):
    """Begin the work."""

    success_message = _("The work has begun.")

    def perform(self) -> None:
        """Start."""
        services.start_contract(
            contract_id=self.contract.pk, actor=self.actor, at=clock.now()
        )


class CompleteView(ContractStepView):
    """Close the contract."""

    success_message = _("The contract is completed.")

    def perform(self) -> None:
        """Complete."""
        services.complete_contract(
            contract_id=self.contract.pk, actor=self.actor, at=clock.now()
        )


class ReopenView(ContractFormView):
    """Take the text back into negotiation."""

    form_class = ReasonForm
    move = "reopen"
    title = _("Take the text back")
    lede = _("Signatures under this text will no longer count.")
    submit_label = _("Take the text back")
    success_message = _("The contract is open for changes again.")

    def perform(self, form: BaseForm) -> object:
        """Reopen."""
        services.reopen_contract(
            contract_id=self.contract.pk,
            reason=form.cleaned_data["reason"],
            actor=self.actor,
            at=clock.now(),
        )
        return self.done_url()


class TerminateView(ContractFormView):
    """End the contract early."""

    form_class = ReasonForm
    move = "terminate"
    title = _("End the contract early")
    lede = _("What was earned until now stays payable.")
    submit_label = _("End the contract")
    danger = True
    success_message = _("The contract was ended.")

    def perform(self, form: BaseForm) -> object:
        """Terminate."""
        services.terminate_contract(
            contract_id=self.contract.pk,
            reason=form.cleaned_data["reason"],
            actor=self.actor,
            at=clock.now(),
        )
        return self.done_url()


class SignView(ContractFormView):
    """Sign the text."""

    template_name = "marketplace/contract_sign.html"
    form_class = SignForm
    move = "sign"
    title = _("Sign the contract")
    submit_label = _("Sign")
    success_message = _("Your signature is recorded.")

    def may_come(self, contract: Contract) -> bool:
        """Tell whether the viewer may bind the side they act for."""
        return (
            super().may_come(contract)
            and self.side is not None
            and can_sign_contract(self.request.user, contract, self.side)
        )

    def is_open(self) -> bool:
        """Tell whether this side's signature is still missing."""
        missing = selectors.missing_signatures(self.contract)
        return super().is_open() and self.side in missing

    def get_initial(self) -> dict[str, Any]:
        """Name the text that is being read."""
        return {"text_sha256": self.contract.text_sha256}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the text above the signature."""
        formula = describe_formula(self.contract)
        return super().get_context_data(formula=formula, side=self.side, **kwargs)

    def perform(self, form: BaseForm) -> object:
        """Sign for the side one acts for."""
        assert self.side is not None  # noqa: S101 - dispatch saw to it
        services.sign_contract(
            contract_id=self.contract.pk,
            side=self.side,
            text_sha256=form.cleaned_data["text_sha256"],
            signed_name=form.cleaned_data["signed_name"],
            actor=self.actor,
            at=clock.now(),
        )
        return self.done_url()


class TextView(OfContract, View):
    """The text as signed: to print, or as the JSON that the hash is of."""

    sides = ()

    def get(self, request: HttpRequest, number: str, form: str = "") -> HttpResponse:
        """Send the page or the file."""
        text = self.contract.text()
        if form == "json":
            body = json.dumps(
                text, ensure_ascii=False, sort_keys=True, separators=(",", ":")
            )
            response = HttpResponse(body, content_type="application/json")
            name = f"{self.contract.number}.json"
            response["Content-Disposition"] = f'attachment; filename="{name}"'
            return response
        context = {
            "contract": self.contract,
            "trail": self.trail(),
            "formula": describe_formula(self.contract),
            "sha256": sha256_of(text),
            "signatures": self.contract.signatures.filter(
                text_sha256=self.contract.text_sha256
            ).select_related("organisation"),
            "json_url": reverse("marketplace:contract_json", args=[number]),
        }
        return render(request, "marketplace/contract_text.html", context)
