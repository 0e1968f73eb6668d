"""Comparing opened bids, awarding, answering objections."""

from typing import Any, Final

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from accounts.requests import person_of
from blacklist.selectors import standing_of
from core import clock
from core.clocks import deadlines_of
from core.refusals import Refusal, require
from core.views import refused_on
from marketplace.forms.bids import AwardForm, ScoreForm
from marketplace.forms.jobs import AnswerObjectionForm
from marketplace.models import Bid, Objection
from marketplace.permissions.jobs import (
    can_manage_job,
    can_read_opened_bids,
    can_score_bids,
)
from marketplace.selectors import comparison
from marketplace.selectors.jobs import live_award
from marketplace.services import awards as services
from marketplace.states.jobs import AwardState, ObjectionState
from marketplace.titles import plain_number
from marketplace.views.desk import JobFormView, OwnJobMixin
from providers.selectors import quality_by_provider

AWARD_TONES: Final[dict[str, str]] = {
    AwardState.STANDING: "warn",
    AwardState.CONFIRMED: "good",
    AwardState.WITHDRAWN: "neutral",
}


class CompareView(OwnJobMixin, TemplateView):
    """Every opened bid in one matrix, with what a reader should know beside it."""

    template_name = "marketplace/desk/compare.html"
    manages = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the matrix, the context of the prices, and warnings."""
        job, user = self.job, self.request.user
        require(can_read_opened_bids(user, job))
        matrix = comparison.comparison_of(job)
        context = comparison.price_context(job)
        today = clock.today()
        providers = [row.bid.provider_id for row in matrix.rows]
        quality = quality_by_provider(providers, today)
        return {
            **super().get_context_data(**kwargs),
            "job": job,
            "matrix": matrix,
            "price_context": context,
            "rows": [
                {
                    "row": row,
                    "quality": quality[row.bid.provider_id],
                    "standing": standing_of(row.bid.provider, today),
                    "is_low": comparison.is_unusually_low(row.content.price, context),
                }
                for row in matrix.rows
            ],
            "ties": comparison.ties_between_bidders(job),
            "may_score": can_score_bids(user, job),
            "award": live_award(job),
        }


class OpenedBidMixin(OwnJobMixin):
    """A page about one opened bid of a job."""

    @cached_property
    def bid(self) -> Bid:
        """Return the bid. Raises Http404 while it is sealed, or for other jobs."""
        require(can_read_opened_bids(self.request.user, self.job))
        bids = self.job.bids.opened().select_related("provider", "content__receipt")
        return get_object_or_404(bids, number=self.kwargs["bid"])


class OpenedBidPage(OpenedBidMixin, TemplateView):
    """One opened bid in full, and everybody's points for it."""

    template_name = "marketplace/desk/opened_bid.html"
    manages = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show what it says, promise by promise."""
        bid = self.bid
        return {
            **super().get_context_data(**kwargs),
            "job": self.job,
            "bid": bid,
            "content": bid.content,
            "answers": bid.content.answers.select_related("criterion"),
            "targets": bid.content.targets.select_related(
                "metric__indicator", "metric__unit"
            ),
            "files": bid.content.files.all(),
            "scores": bid.scores.select_related("criterion", "evaluator"),
            "may_score": can_score_bids(self.request.user, self.job),
            "standing": standing_of(bid.provider, clock.today()),
        }


class ScoreView(OpenedBidMixin, JobFormView):
    """One evaluator's points for one bid."""

    form_class = ScoreForm
    template_name = "marketplace/desk/score.html"
    title = _("Score a bid")
    submit_label = _("Keep the points")
    success_message = _("Your points were kept.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Ask for every criterion."""
        criteria = list(self.job.criteria.all())
        return {**super().get_form_kwargs(), "criteria": criteria}

    def get_initial(self) -> dict[str, Any]:
        """Show the evaluator's own earlier points."""
        found: dict[str, Any] = {}
        mine = self.bid.scores.filter(evaluator=person_of(self.request))
        for score in mine.select_related("criterion"):
            found[f"points_{score.criterion.position}"] = plain_number(score.points)
            found[f"reason_{score.criterion.position}"] = score.reason
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show what the bid says beside the points."""
        return {
            **super().get_context_data(**kwargs),
            "job": self.job,
            "bid": self.bid,
            "lede": self.bid.provider.label,
            "content": self.bid.content,
            "answers": self.bid.content.answers.select_related("criterion"),
        }

    def perform(self, form: BaseForm) -> object:
        """Keep them."""
        services.score_bid(bid_id=self.bid.pk, scores=form.points, **self.by())  # type: ignore[attr-defined] # our form
        return reverse("marketplace:job_compare", args=[self.job.number])


class AwardView(OpenedBidMixin, JobFormView):
    """Choose a bid."""

    form_class = AwardForm
    title = _("Award the job")
    submit_label = _("Award the job")
    success_message = _("The job is awarded. The stand-still has begun.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say who would be chosen, at which rank and price."""
        matrix = comparison.comparison_of(self.job)
        return {
            **super().get_context_data(**kwargs),
            "lede": _(
                "%(provider)s, %(price)s yuan. Every bidder gets a letter; during the "
                "stand-still the others can object."
            )
            % {"provider": self.bid.provider.label, "price": self.bid.content.price},
            "rank": matrix.rank_of(self.bid.pk),
        }

    def perform(self, form: BaseForm) -> object:
        """Award it."""
        services.award_bid(
            bid_id=self.bid.pk, reason=form.cleaned_data["reason"], **self.by()
        )
        return reverse("marketplace:job_award", args=[self.job.number])


class AwardPage(OwnJobMixin, TemplateView):
    """The award, its stand-still, objections, and what follows."""

    template_name = "marketplace/desk/award.html"
    manages = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show how the award stands."""
        award = get_object_or_404(
            self.job.awards.select_related("bid__provider", "bid__content")[:1]
        )
        today = clock.today()
        running = award.state == AwardState.STANDING and today <= award.standstill_until
        waiting = award.objections.filter(state=ObjectionState.FILED).exists()
        return {
            **super().get_context_data(**kwargs),
            "job": self.job,
            "award": award,
            "tone": AWARD_TONES[award.state],
            "deadline": next(iter(deadlines_of(award, today)), None)
            if running
            else None,
            "objections": award.objections.select_related("provider"),
            "may_confirm": can_manage_job(self.request.user, self.job)
            and award.state == AwardState.STANDING
            and today > award.standstill_until
            and not waiting,
            "is_confirmed": award.state == AwardState.CONFIRMED,
        }


class ConfirmAward(OwnJobMixin, View):
    """Make the award binding."""

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        """Confirm it."""
        award = get_object_or_404(self.job.awards.live())
        try:
            services.confirm_award(award_id=award.pk, **self.by())
        except Refusal as refusal:
            return refused_on(AwardPage, request, refusal, number=number)
        messages.success(request, _("The award is confirmed."))
        return redirect("marketplace:job_award", number)


class AnswerObjection(JobFormView):
    """Answer an objection."""

    form_class = AnswerObjectionForm
    title = _("Answer an objection")
    submit_label = _("Send the answer")
    success_message = _("The answer was sent.")

    @cached_property
    def objection(self) -> Objection:
        """Return the objection. Raises Http404 for other jobs."""
        objections = Objection.objects.filter(award__job=self.job)
        return get_object_or_404(objections, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the objection."""
        return {**super().get_context_data(**kwargs), "quoted": self.objection.text}

    def perform(self, form: BaseForm) -> object:
        """Answer it."""
        services.answer_objection(
            objection_id=self.objection.pk,
            upheld=form.cleaned_data["decision"] == "uphold",
            answer=form.cleaned_data["answer"],
            **self.by(),
        )
        return reverse("marketplace:job_award", args=[self.job.number])
