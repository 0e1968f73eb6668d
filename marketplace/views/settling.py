"""Statements, disputes, payments and reviews."""

from http import HTTPStatus
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from core import clock
from core.refusals import Refusal, require
from marketplace.forms.settlement import (
    AccountForm,
    DisputeForm,
    ReasonForm,
    ReplyForm,
    ReviewForm,
    TransferForm,
)
from marketplace.models import (
    Contract,
    Payment,
    PaymentAccount,
    Review,
    ReviewReply,
    SettlementStatement,
)
from marketplace.permissions.contracts import can_act_for
from marketplace.rails import ForgedEvent, active_rail
from marketplace.selectors.ledger import outstanding_of
from marketplace.selectors.reviews import can_review
from marketplace.selectors.statements import awaits_payment, statements_visible_to
from marketplace.services import payments, reviews, statements
from marketplace.states.contracts import PaymentState, Side, StatementState
from marketplace.views.contract_base import (
    ContractFormView,
    ContractStepView,
    OfContract,
)
from marketplace.views.presenting import (
    STATEMENT_TONES,
    contestable_labels,
    explain,
)


class ComputeStatement(ContractStepView):
    """Compute what is due today."""

    success_message = _("The statement is computed; both sides can accept it.")

    def perform(self) -> SettlementStatement:
        """Compute and go there."""
        return statements.compute_contract_statement(
            contract_id=self.contract.pk, actor=self.actor, at=clock.now()
        )


class CloseDispute(ContractStepView):
    """Give in."""

    anchor = "statements"
    success_message = _("The dispute is settled; compute a new statement.")

    def perform(self) -> None:
        """Close."""
        dispute = get_object_or_404(self.contract.disputes, pk=self.kwargs["pk"])
        statements.close_dispute(
            dispute_id=dispute.pk, actor=self.actor, at=clock.now()
        )


class OfStatement(OfContract):
    """A view of one statement; the contract follows from it."""

    @cached_property
    def statement(self) -> SettlementStatement:
        """Find the statement asked for."""
        return get_object_or_404(
            statements_visible_to(self.request.user),
            number=self.kwargs["statement"],
        )

    @cached_property
    def contract(self) -> Contract:
        """Return the statement's contract."""
        return self.statement.contract


class StatementPage(OfStatement, TemplateView):
    """A statement explained line by line, and what follows from it."""

    template_name = "marketplace/statement.html"
    sides = ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather the parts of the page."""
        statement, side = self.statement, self.side
        waiting = statement.state == StatementState.COMPUTED
        payable = statement.state == StatementState.ACCEPTED
        pays = payable and side == statement.payer_side
        context = {
            "statement": statement,
            "contract": self.contract,
            "trail": self.trail(),
            "tone": STATEMENT_TONES[statement.state],
            "side": side,
            "explained": explain(statement),
            "accepts": waiting and side is not None and not statement.accepted_by(side),
            "disputes_it": waiting
            and side is not None
            and bool(statements.contestable(statement)),
            "withdraws": waiting and side is not None,
            "owed_by": self.contract.party(statement.payer_side),
            "amount": statement.amount,
            "outstanding": outstanding_of(statement) if payable else None,
            "pays": pays and awaits_payment(statement),
            "pays_online": pays
            and statement.due_now.fen > 0
            and active_rail() is not None
            and PaymentAccount.objects.filter(
                organisation=self.contract.provider
            ).exists(),
            "payments": self._payments(),
        }
        return super().get_context_data(**{**kwargs, **context})

    def _payments(self) -> list[dict[str, Any]]:
        tones = {
            PaymentState.STARTED: "info",
            PaymentState.DECLARED: "warn",
            PaymentState.CONFIRMED: "good",
            PaymentState.REJECTED: "bad",
            PaymentState.FAILED: "bad",
        }
        rows = self.statement.payments.select_related("voucher").order_by("pk")
        return [
            {
                "row": row,
                "tone": tones[PaymentState(row.state)],
                "confirmable": row.state == PaymentState.DECLARED
                and self.side not in (None, row.payer_side),
            }
            for row in rows
        ]


class StatementFile(OfStatement, View):
    """The file that anybody can recompute."""

    sides = ()

    def get(self, request: HttpRequest, statement: str) -> HttpResponse:
        """Send it byte by byte as it was sealed."""
        response = HttpResponse(
            self.statement.document, content_type="application/json"
        )
        response["Content-Disposition"] = f'attachment; filename="{statement}.json"'
        return response


class StatementStep(OfStatement, ContractStepView):
    """A button on a statement's page."""

    def refused(self, refusal: Refusal) -> HttpResponse:
        """Show the statement with the reason, as a client error."""
        page = StatementPage()
        page.setup(self.request, statement=self.statement.number)
        context = page.get_context_data(refusal=str(refusal.message))
        return render(
            self.request,
            page.template_name,
            context,
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )


class AcceptStatement(StatementStep):
    """Accept for one's side."""

    success_message = _("Your side has accepted the statement.")

    def perform(self) -> SettlementStatement:
        """Accept."""
        return statements.accept_statement(
            statement_id=self.statement.pk, actor=self.actor, at=clock.now()
        )


class WithdrawStatement(StatementStep):
    """Take back, to compute anew."""

    success_message = _("The statement was withdrawn.")

    def perform(self) -> None:
        """Withdraw."""
        statements.withdraw_statement(
            statement_id=self.statement.pk, actor=self.actor, at=clock.now()
        )


class OfStatementForm(OfStatement, ContractFormView):
    """A form about a statement."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the statement."""
        return super().get_context_data(
            statement=self.statement,
            trail=[
                *self.trail(),
                (self.statement.number, self.statement.get_absolute_url()),
            ],
            **kwargs,
        )

    def done_url(self) -> str:
        """Return to the statement."""
        return self.statement.get_absolute_url()


class DisputeStatement(OfStatementForm):
    """Name what is contested."""

    form_class = DisputeForm
    title = _("Contest an adjustment")
    lede = _(
        "Only the adjustment you name waits. A statement of everything else takes this "
        "one's place and is payable at once."
    )
    submit_label = _("Contest")
    success_message = _("Everything that is not contested is payable now.")

    def is_open(self) -> bool:
        """Tell whether something in the statement can be contested."""
        waiting = self.statement.state == StatementState.COMPUTED
        return waiting and bool(statements.contestable(self.statement))

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer what counts in the statement."""
        names = contestable_labels(self.statement)
        return {**super().get_form_kwargs(), "adjustments": names}

    def perform(self, form: BaseForm) -> object:
        """Raise the dispute and go to the new statement."""
        return statements.raise_dispute(
            statement_id=self.statement.pk,
            adjustments=form.cleaned_data["adjustments"],
            reason=form.cleaned_data["reason"],
            actor=self.actor,
            at=clock.now(),
        )


class PayByTransfer(OfStatementForm):
    """Show the voucher of a bank transfer."""

    form_class = TransferForm
    title = _("Record a bank transfer")
    lede = _(
        "Transfer the money from your bank to the other side's account. The portal "
        "keeps the voucher and never holds the money."
    )
    submit_label = _("Record the transfer")
    success_message = _("The other side was asked to confirm the receipt.")

    def is_open(self) -> bool:
        """Tell whether money is due and none is on its way. Only the payer may ask."""
        payer = Side(self.statement.payer_side)
        require(can_act_for(self.request.user, self.contract, payer))
        return awaits_payment(self.statement)

    def get_initial(self) -> dict[str, Any]:
        """Suggest everything that is outstanding."""
        return {"amount": outstanding_of(self.statement), "paid_on": clock.today()}

    def perform(self, form: BaseForm) -> object:
        """Declare the transfer."""
        payments.declare_transfer(
            statement_id=self.statement.pk,
            amount=form.cleaned_data["amount"],
            paid_on=form.cleaned_data["paid_on"],
            reference=form.cleaned_data["reference"],
            upload=form.cleaned_data["file"],
            actor=self.actor,
            at=clock.now(),
        )
        return self.done_url()


class PayOnline(StatementStep):
    """Go to the payment service's page."""

    def perform(self) -> str:
        """Open a page for what is outstanding."""
        rail = active_rail()
        if rail is None:
            raise Refusal(_("Online payment is not set up on this portal."))
        back = self.request.build_absolute_uri(self.statement.get_absolute_url())
        payment = payments.start_online_payment(
            rail=rail,
            statement_id=self.statement.pk,
            return_url=back,
            actor=self.actor,
            at=clock.now(),
        )
        return payment.checkout_url


class ConfirmPayment(StatementStep):
    """The payee confirms the receipt."""

    success_message = _("The receipt is confirmed and posted.")

    def perform(self) -> SettlementStatement:
        """Confirm."""
        payment = get_object_or_404(Payment, statement=self.statement, pk=self.pk)
        payments.confirm_payment(
            payment_id=payment.pk, actor=self.actor, at=clock.now()
        )
        return self.statement

    @property
    def pk(self) -> int:
        """The payment asked for."""
        return int(self.kwargs["pk"])


class RejectPayment(OfStatementForm):
    """The payee did not find the money."""

    form_class = ReasonForm
    title = _("The transfer did not arrive")
    submit_label = _("Report that it did not arrive")
    success_message = _("The payer was told.")

    @cached_property
    def payment(self) -> Payment:
        """Find the payment asked for."""
        return get_object_or_404(self.statement.payments, pk=self.kwargs["pk"])

    def is_open(self) -> bool:
        """Tell whether the payment waits for an answer. Only the payee may ask."""
        payee = Side(self.payment.payer_side).other
        require(can_act_for(self.request.user, self.contract, payee))
        return self.payment.state == PaymentState.DECLARED

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Find the payment before the form is shown."""
        return super().get_context_data(payment=self.payment, **kwargs)

    def perform(self, form: BaseForm) -> object:
        """Reject."""
        payments.reject_payment(
            payment_id=self.payment.pk,
            reason=form.cleaned_data["reason"],
            actor=self.actor,
            at=clock.now(),
        )
        return self.done_url()


class LinkAccount(ContractFormView):
    """The provider names its own account at the payment service."""

    sides = (Side.PROVIDER,)
    form_class = AccountForm
    title = _("Link an account for online payment")
    submit_label = pgettext_lazy("payment", "Link")
    success_message = _("The account is linked.")

    def perform(self, form: BaseForm) -> object:
        """Link it to the contract's provider."""
        payments.link_payment_account(
            organisation_id=self.contract.provider_id,
            account_id=form.cleaned_data["account_id"],
            actor=self.actor,
            at=clock.now(),
        )
        return self.done_url()


class WriteReview(ContractFormView):
    """Review the other side."""

    form_class = ReviewForm
    anchor = "reviews"
    title = _("Review the work together")
    submit_label = _("Publish the review")
    success_message = _("Your review is published.")

    def is_open(self) -> bool:
        """Tell whether this side may still write its review."""
        written = self.contract.reviews.filter(side=self.side)
        return can_review(self.contract) and not written.exists()

    def perform(self, form: BaseForm) -> object:
        """Write it."""
        reviews.write_review(
            contract_id=self.contract.pk,
            answers=reviews.Answers(**form.cleaned_data),
            actor=self.actor,
            at=clock.now(),
        )
        return self.done_url()


class ReplyToReview(ContractFormView):
    """Answer a review."""

    form_class = ReplyForm
    anchor = "reviews"
    title = _("Answer the review")
    submit_label = _("Publish the reply")
    success_message = _("Your reply is published.")

    @cached_property
    def review(self) -> Review:
        """Find the review asked for."""
        return get_object_or_404(self.contract.reviews, pk=self.kwargs["pk"])

    def is_open(self) -> bool:
        """Tell whether it waits for an answer. Only whom it is about may ask."""
        subject = Side(self.review.side).other
        require(can_act_for(self.request.user, self.contract, subject))
        return not ReviewReply.objects.filter(review=self.review).exists()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Find the review before the form is shown."""
        return super().get_context_data(review=self.review, **kwargs)

    def perform(self, form: BaseForm) -> object:
        """Reply."""
        reviews.reply_to_review(
            review_id=self.review.pk,
            text=form.cleaned_data["text"],
            actor=self.actor,
            at=clock.now(),
        )
        return self.done_url()


@method_decorator(csrf_exempt, name="dispatch")
class Webhook(View):
    """Where the payment service reports; the signature says who speaks."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep and apply a verified event; a repeated one changes nothing."""
        rail = active_rail()
        if rail is None:
            return HttpResponse(status=HTTPStatus.NOT_FOUND)
        body = request.body
        try:
            event = rail.read_event(body, request.headers.get("Stripe-Signature", ""))
        except ForgedEvent:
            return HttpResponse(status=HTTPStatus.BAD_REQUEST)
        payments.receive_event(
            rail=rail, event=event, body=body.decode(), at=clock.now()
        )
        return HttpResponse(status=HTTPStatus.OK)
