"""The provider's bids: drafted, submitted, replaced, withdrawn."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
)
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from accounts.models import Organisation
from accounts.requests import acting_of, person_of
from core import clock
from core.clocks import Deadline, deadlines_of
from core.journal import journal_of
from core.lists import Column, ListPage, Sort
from core.refusals import MoveRefused, Refusal
from core.views import ServiceFormView, refused_on
from marketplace.filters import OwnBidFilter
from marketplace.forms.bids import BidForm, FileForm, SubmitForm
from marketplace.forms.jobs import TextForm
from marketplace.models import Award, Bid, Contract, Job
from marketplace.permissions.contracts import can_view_contract
from marketplace.permissions.jobs import can_object_to
from marketplace.selectors import bids as selectors
from marketplace.selectors.comparison import opening_record
from marketplace.selectors.jobs import deadlines_of_job, jobs_visible_to, live_award
from marketplace.services import bids as services
from marketplace.services.awards import file_objection
from marketplace.states.jobs import AwardState, BidState
from marketplace.views.jobs import refused_job_page


def provider_of(request: HttpRequest) -> Organisation:
    """Return the provider acted for. Raises PermissionDenied without one."""
    acting = acting_of(request)
    if not acting.is_provider or acting.organisation is None:
        raise PermissionDenied
    return acting.organisation


class OwnBids(LoginRequiredMixin, ListPage):
    """The bids of the provider acted for; nothing of their content."""

    template_name = "marketplace/bids/bid_list.html"
    filterset_class = OwnBidFilter
    export_name = "own-bids"
    sorts = [
        Sort("newest", _("Newest first"), "-drafted_at"),
        Sort("closing", _("Closing first"), "job__bids_until"),
    ]
    columns = [
        Column("number", _("Number"), lambda row: row.number),
        Column("job", _("Job"), lambda row: row.job.number),
        Column("title", _("Title"), lambda row: row.job.title),
        Column("enterprise", _("Enterprise"), lambda row: row.job.enterprise.label),
        Column("state", _("State"), lambda row: row.get_state_display()),
        Column("submitted_at", _("Submitted at"), lambda row: row.submitted_at),
    ]

    def get_queryset(self) -> Any:  # noqa: ANN401 - a queryset of bids
        """Return the bids of the provider acted for."""
        bids = selectors.bids_of_members(self.request.user)
        return bids.filter(provider=provider_of(self.request))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the tones of the states."""
        return {**super().get_context_data(**kwargs), "tones": selectors.BID_TONES}


class StartBid(LoginRequiredMixin, View):
    """Begin a bid, or go on with the one begun."""

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        """Begin it."""
        job = get_object_or_404(jobs_visible_to(request.user), number=number)
        try:
            bid = services.start_bid(
                job_id=job.pk,
                provider=provider_of(request),
                actor=person_of(request),
                at=clock.now(),
            )
        except Refusal as refusal:
            return refused_job_page(request, job, refusal)
        return redirect("marketplace:bid_edit", bid.number)


class OwnBidMixin(LoginRequiredMixin):
    """A page about one bid of the person's providers; others do not exist."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def bid(self) -> Bid:
        """Return the bid. Raises Http404."""
        bids = selectors.bids_of_members(self.request.user)
        return get_object_or_404(bids, number=self.kwargs["number"])

    @property
    def job(self) -> Job:
        """The job it is for."""
        return self.bid.job

    def bid_url(self) -> str:
        """Return the bid's own page."""
        return reverse("marketplace:bid", args=[self.bid.number])

    def by(self) -> dict[str, Any]:
        """Return who acts, and when."""
        return {"actor": person_of(self.request), "at": clock.now()}


class BidPage(OwnBidMixin, TemplateView):
    """What the provider's own people see of their bid."""

    template_name = "marketplace/bids/bid.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show content, files, receipt and what can be done."""
        bid, job, now = self.bid, self.job, clock.now()
        open_still = job.accepts_bids(now)
        award = live_award(job) if job.is_opened else None
        return {
            **super().get_context_data(**kwargs),
            "bid": bid,
            "job": job,
            "tone": selectors.BID_TONES[bid.state],
            **described(bid, self.request),
            "receipt": bid.receipts.order_by("-pk").first(),
            "deadlines": [*deadlines_of_job(job, now), *_standstill(award)],
            "contract": _contract_of(bid, award, self.request),
            "waits": bid.state == BidState.SUBMITTED and not open_still,
            "may_edit": open_still and bid.state == BidState.DRAFT,
            "may_replace": open_still and bid.state == BidState.SUBMITTED,
            "may_withdraw": open_still
            and bid.state in (BidState.DRAFT, BidState.SUBMITTED),
            "draft": _draft_beside(bid),
            "counting": _counting_beside(bid),
            "award": award,
            "record": opening_record(job) if _takes_part(bid) else [],
            "may_object": award is not None
            and can_object_to(self.request.user, award, bid.provider, on=clock.today()),
            "entries": journal_of(bid).order_by("-at", "-pk")[:30],
        }


class DraftBidMixin(OwnBidMixin):
    """A page for drafts; any other bid is shown on its own page."""

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Go to the bid's page unless it is a draft; a second click ends there too."""
        if request.user.is_authenticated and self.bid.state != BidState.DRAFT:
            if request.method == "POST" and self.bid.state != BidState.SUBMITTED:
                refusal = MoveRefused("edit", self.bid.state)
                return refused_on(BidPage, request, refusal, number=self.bid.number)
            return redirect(self.bid_url())
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


class EditBid(DraftBidMixin, ServiceFormView):
    """Write a draft; what is typed is kept under seal."""

    template_name = "marketplace/bids/edit.html"
    form_class = BidForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Ask what the job asks."""
        return {**super().get_form_kwargs(), "job": self.job}

    def get_initial(self) -> dict[str, Any]:
        """Show what the draft says."""
        enclosed = selectors.own_bid(self.bid, self.request.user)
        return BidForm.initial_of(enclosed.content)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the files and the deadlines."""
        return {
            **super().get_context_data(**kwargs),
            "bid": self.bid,
            "job": self.job,
            "deadlines": deadlines_of_job(self.job, clock.now()),
            "counting": _counting_beside(self.bid),
        }

    def perform(self, form: BaseForm) -> object:
        """Keep it; go on to submitting when asked to."""
        services.save_bid(bid_id=self.bid.pk, content=form.content, **self.by())  # type: ignore[attr-defined] # our form
        if "submit" in self.request.POST:
            return reverse("marketplace:bid_submit", args=[self.bid.number])
        messages.success(self.request, _("The draft is kept, sealed."))
        return self.bid_url()


class AttachFile(DraftBidMixin, ServiceFormView):
    """Add a file to a draft."""

    template_name = "marketplace/form_page.html"
    form_class = FileForm
    success_message = _("The file was added, sealed.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what the page is for."""
        return {
            **super().get_context_data(**kwargs),
            "title": _("Add a file"),
            "lede": self.job.title,
            "submit_label": _("Add the file"),
            "multipart": True,
            "back_url": self.bid_url(),
            "back_label": self.bid.number,
        }

    def perform(self, form: BaseForm) -> object:
        """Seal it."""
        services.attach_file(
            bid_id=self.bid.pk, upload=form.cleaned_data["file"], **self.by()
        )
        return self.bid_url()


class RemoveFile(OwnBidMixin, View):
    """Take a file out of a draft."""

    def post(self, request: HttpRequest, number: str, position: int) -> HttpResponse:
        """Take it out."""
        try:
            services.remove_file(bid_id=self.bid.pk, position=position, **self.by())
        except Refusal as refusal:
            return refused_on(BidPage, request, refusal, number=number)
        return redirect(self.bid_url())


class SealedFileView(OwnBidMixin, View):
    """The provider's own people read a sealed file back."""

    def get(self, request: HttpRequest, number: str, position: int) -> HttpResponse:
        """Send it as it was uploaded."""
        row = get_object_or_404(self.bid.sealed_files, position=position)
        files = selectors.own_bid(self.bid, request.user).content.files
        named = next(one for one in files if one.position == position)
        response = HttpResponse(
            selectors.own_file(row, request.user), content_type=named.content_type
        )
        response["Content-Disposition"] = content_disposition_header(
            as_attachment=True, filename=named.name
        )
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response


class SubmitBid(DraftBidMixin, ServiceFormView):
    """Read the bid once more, declare, submit."""

    template_name = "marketplace/bids/submit.html"
    form_class = SubmitForm
    success_message = _(
        "The bid is submitted and sealed. Keep the receipt; after the opening this "
        "page shows the outcome."
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the whole bid."""
        return {
            **super().get_context_data(**kwargs),
            "bid": self.bid,
            "job": self.job,
            "counting": _counting_beside(self.bid),
            "deadlines": deadlines_of_job(self.job, clock.now()),
            **described(self.bid, self.request),
        }

    def perform(self, form: BaseForm) -> object:
        """Submit."""
        services.submit_bid(bid_id=self.bid.pk, **self.by())
        return self.bid_url()


class WithdrawBid(OwnBidMixin, View):
    """Take a bid back."""

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        """Withdraw it."""
        try:
            services.withdraw_bid(bid_id=self.bid.pk, **self.by())
        except Refusal as refusal:
            return refused_on(BidPage, request, refusal, number=number)
        messages.success(request, _("The bid is withdrawn. It will not be opened."))
        return redirect(self.bid_url())


class ReceiptView(OwnBidMixin, View):
    """The receipt as JSON: with the bid and its salt, or without to hand on."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        """Send it as a file."""
        receipts = self.bid.receipts.select_related("bid__job", "leaf__payload")
        receipt = receipts.order_by("pk").last()
        if receipt is None:
            raise Http404
        enclosed = (
            None if "bare" in request.GET else selectors.own_bid(self.bid, request.user)
        )
        document = selectors.receipt_document(receipt, enclosed)
        response = JsonResponse(
            document, json_dumps_params={"ensure_ascii": False, "indent": 2}
        )
        response["Content-Disposition"] = content_disposition_header(
            as_attachment=True, filename=f"{receipt.number}.json"
        )
        response["Cache-Control"] = "private, no-store"
        return response


class ObjectView(OwnBidMixin, ServiceFormView):
    """Object to the award."""

    template_name = "marketplace/form_page.html"
    form_class = TextForm
    success_message = _("Your objection was filed. The award waits for its answer.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Name the text."""
        return {
            **super().get_form_kwargs(),
            "label": _("Objection"),
            "help_text": _(
                "Say which rule of the job or which score is wrong, and why."
            ),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what the page is for."""
        return {
            **super().get_context_data(**kwargs),
            "title": _("Object to the award"),
            "lede": self.job.title,
            "submit_label": _("File the objection"),
            "back_url": self.bid_url(),
            "back_label": self.bid.number,
        }

    def perform(self, form: BaseForm) -> object:
        """File it."""
        award = get_object_or_404(self.job.awards.live())
        file_objection(
            award_id=award.pk,
            provider=self.bid.provider,
            text=form.cleaned_data["text"],
            **self.by(),
        )
        return self.bid_url()


def described(bid: Bid, request: HttpRequest) -> dict[str, Any]:
    """Return what a bid says, beside what its job asks, for its own people."""
    content = selectors.own_bid(bid, request.user).content
    job = bid.job
    return {
        "content": content,
        "answers": [
            (one, content.answers.get(one.position, "")) for one in job.criteria.all()
        ],
        "targets": [
            (one, content.targets.get(one.position))
            for one in job.metrics.select_related("indicator", "unit")
        ],
    }


def _standstill(award: Award | None) -> list[Deadline]:
    """Return the time for objections to an award that is not confirmed yet."""
    if award is None or award.state != AwardState.STANDING:
        return []
    open_ones = deadlines_of(award, clock.today())
    return [one for one in open_ones if one.days_left >= 0]


def _contract_of(
    bid: Bid, award: Award | None, request: HttpRequest
) -> Contract | None:
    """Return the contract that came of a bid, for those who may open it."""
    if award is None or award.bid_id != bid.pk:
        return None
    contract = Contract.objects.filter(award=award).first()
    if contract is None or not can_view_contract(request.user, contract):
        return None
    return contract


def _draft_beside(bid: Bid) -> Bid | None:
    if bid.state != BidState.SUBMITTED:
        return None
    return bid.job.bids.filter(provider=bid.provider, state=BidState.DRAFT).first()


def _counting_beside(bid: Bid) -> Bid | None:
    if bid.state != BidState.DRAFT:
        return None
    return bid.job.bids.filter(provider=bid.provider, state=BidState.SUBMITTED).first()


def _takes_part(bid: Bid) -> bool:
    return bid.state in (BidState.OPENED, BidState.AWARDED, BidState.NOT_AWARDED)
