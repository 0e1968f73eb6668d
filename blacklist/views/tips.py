"""Reporting misconduct, and asking what became of a report."""

from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.generic import FormView

from accounts.models import User
from blacklist import services
from blacklist.forms import TipForm, TipStatusForm
from blacklist.models import Tip
from blacklist.services.tips import Account, ReceivedAlready, digest_of
from blacklist.views.privacy import not_indexed
from core import clock
from core.refusals import Refusal
from core.views import ServiceFormView

SESSION_KEY = "blacklist.tip"


# The form holds a secret of its sender; no cache may hand it to somebody else.
@method_decorator([not_indexed, cache_control(private=True)], name="dispatch")
class ReportView(ServiceFormView):
    """The form for a report, anonymous or signed."""

    template_name = "blacklist/report.html"
    form_class = TipForm

    def perform(self, form: BaseForm) -> object:
        """Take the report and show its number and code once."""
        facts = dict(form.cleaned_data)
        uploads, form_key = facts.pop("evidence"), facts.pop("form_key")
        signed = bool(facts["reporter_name"] or facts["reporter_contact"])
        person = self.request.user if isinstance(self.request.user, User) else None
        try:
            receipt = services.file_tip(
                Account(**facts),
                uploads=uploads,
                reporter=person if signed else None,
                at=clock.now(),
                form_key=form_key,
            )
        except ReceivedAlready as twin:
            if twin.receipt is None:
                raise
            receipt = twin.receipt
        except Refusal as refusal:
            field = "evidence" if refusal.field == "file" else refusal.field
            raise Refusal(refusal.message, field=field) from refusal
        self.request.session[SESSION_KEY] = asdict(receipt)
        return reverse("blacklist:reported")


@not_indexed
def reported(request: HttpRequest) -> HttpResponse:
    """Show number and follow-up code of the report just made."""
    made = request.session.get(SESSION_KEY)
    if made is None:
        raise Http404
    return render(request, "blacklist/reported.html", {"tip": made})


@method_decorator(not_indexed, name="dispatch")
class StatusView(FormView[TipStatusForm]):
    """Say where a report stands to whoever has its code."""

    template_name = "blacklist/report_status.html"
    form_class = TipStatusForm

    def form_valid(self, form: TipStatusForm) -> HttpResponse:
        """Show the state, or one answer for a wrong number and a wrong code."""
        number = form.cleaned_data["number"].strip().upper()
        tip = Tip.objects.filter(number=number).first()
        digest = digest_of(form.cleaned_data["code"])
        if tip is None or not constant_time_compare(tip.code_hash, digest):
            form.add_error(None, _("No report has this number and code."))
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=form, tip=tip))

    def form_invalid(self, form: TipStatusForm) -> HttpResponse:
        """Show the form again as a client error."""
        context: dict[str, Any] = self.get_context_data(form=form)
        return self.render_to_response(context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
