"""A round's report: written, checked, answered for, filed, read."""

from typing import Any

from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from audits import selectors, services
from audits.enums import ChapterKey
from audits.forms import reports as forms
from audits.models import LinterFinding, Report
from audits.permissions import can_represent_enterprise, can_work_on_round
from audits.report_data import labels_of
from audits.views.base import OfRound, RoundFormView, RoundStepView, actor_of
from core import clock
from core.refusals import Refusal
from core.views import refused_on


class ReportFormView(RoundFormView):
    """Write the draft of the next version."""

    template_name = "audits/report_form.html"
    form_class = forms.ReportForm
    title = _("Report of the audit")
    lede = _(
        "Save as often as you like. Once saved, have it checked: what does not add "
        "up is shown to you first."
    )
    submit_label = _("Save the draft")
    success_message = _("The draft is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Begin with the latest version."""
        return super().get_form_kwargs() | {
            "report": selectors.reports_of(self.round).first(),
            "initial": None,
        }

    def get_initial(self) -> dict[str, Any]:
        """Leave the beginning to the form."""
        return {}

    def perform(self, form: BaseForm) -> object:
        """Save it, with the file where one came along."""
        assert isinstance(form, forms.ReportForm)  # noqa: S101 - tells the type
        report = services.save_report(
            round_id=self.round.pk,
            reported_on=form.cleaned_data["reported_on"],
            chapters=form.chapters(),
            data=form.structured(),
            authors=form.authors_named(),
            upload=form.cleaned_data["file"],
            actor=actor_of(self),
            at=clock.now(),
        )
        return reverse("audits:report", args=[self.round.number, report.version])


class ReportView(OfRound, DetailView[Report]):
    """One version with what the linter found and what it shares with others."""

    template_name = "audits/report.html"
    context_object_name = "report"

    @cached_property
    def report(self) -> Report:
        """Find the version asked for; a draft is for those who write it."""
        found = get_object_or_404(
            selectors.reports_visible_to(self.request.user, self.round),
            version=self.kwargs["version"],
        )
        return selectors.report_with_findings(found.pk)

    def get_object(self, queryset: QuerySet[Report] | None = None) -> Report:
        """Return the version."""
        del queryset
        return self.report

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Word the findings for the reader."""
        user = self.request.user
        labels = labels_of(self.report)
        return super().get_context_data(
            round=self.round,
            findings=[
                (row, row.finding.title, row.finding.sentence(labels))
                for row in self.report.findings.all()
            ],
            shared=selectors.shared_texts(self.report, user),
            chapters=[
                (label, self.report.chapters[key])
                for key, label in ChapterKey.choices
                if key in self.report.chapters
            ],
            works=self.report.is_draft and can_work_on_round(user, self.round),
            may_file=self.report.is_draft
            and can_represent_enterprise(user, self.round),
            **kwargs,
        )


class CheckView(RoundStepView):
    """Have the draft checked."""

    success_message = _("The report was checked. Findings decide nothing.")

    @cached_property
    def report(self) -> Report:
        """Find the version asked for; a draft is for those who write it."""
        return get_object_or_404(self.round.reports, version=self.kwargs["version"])

    def perform(self) -> None:
        """Check it."""
        services.check_report(
            report_id=self.report.pk, actor=actor_of(self), at=clock.now()
        )

    def refused(self, refusal: Refusal) -> HttpResponse:
        """Show the version with the reason, as a client error."""
        return refused_on(
            ReportView,
            self.request,
            refusal,
            number=self.round.number,
            version=self.report.version,
        )

    def done(self) -> HttpResponseRedirect:
        """Show the version with its findings."""
        return redirect("audits:report", self.round.number, self.report.version)


class FilingView(RoundStepView):
    """File the draft."""

    anchor = "report"
    success_message = _("The report is filed.")

    def perform(self) -> None:
        """File it."""
        services.submit_report(
            round_id=self.round.pk, actor=actor_of(self), at=clock.now()
        )


class AnswerView(RoundFormView):
    """Explain a finding."""

    form_class = forms.AnswerForm
    title = _("Explain a finding")
    submit_label = _("Save the explanation")

    @cached_property
    def finding(self) -> LinterFinding:
        """Find the finding asked for."""
        findings = LinterFinding.objects.filter(report__round=self.round)
        return get_object_or_404(
            findings.select_related("report"), pk=self.kwargs["pk"]
        )

    def get_initial(self) -> dict[str, Any]:
        """Begin with what was said before."""
        return {"answer": self.finding.answer}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the finding above the form."""
        context = super().get_context_data(**kwargs)
        finding = self.finding.finding
        context["lede"] = finding.sentence(labels_of(self.finding.report))
        return context

    @property
    def done_url(self) -> str:
        """The version the finding is about."""
        return reverse(
            "audits:report", args=[self.round.number, self.finding.report.version]
        )

    def perform(self, form: BaseForm) -> object:
        """Save it."""
        services.answer_finding(
            finding_id=self.finding.pk,
            answer=form.cleaned_data["answer"],
            actor=actor_of(self),
            at=clock.now(),
        )
        return self.done_url
