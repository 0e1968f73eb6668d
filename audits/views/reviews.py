"""An expert's desk: the sessions one sits in, and the own score sheet."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.forms import BaseForm
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.requests import person_of
from audits import selectors, services
from audits.filters import OwnReviewFilter
from audits.forms.reviews import SheetForm
from audits.models import PanelSeat, ReviewSession
from audits.permissions import can_score
from audits.tables import OWN_REVIEW_COLUMNS
from core import clock
from core.lists import ListPage, Sort
from core.views import ServiceFormView


class MyReviewsView(LoginRequiredMixin, ListPage):
    """The sessions a person sits in."""

    template_name = "audits/my_reviews.html"
    filterset_class = OwnReviewFilter
    columns = OWN_REVIEW_COLUMNS
    export_name = "reviews"
    sorts = [
        Sort("day", _("Newest first"), ["-meets_on", "-pk"]),
        Sort("oldest", _("Oldest first"), ["meets_on", "pk"]),
    ]

    def get_queryset(self) -> QuerySet[ReviewSession]:
        """Return the own sessions."""
        return selectors.sessions_of(self.request.user)


class ReviewView(LoginRequiredMixin, ServiceFormView):
    """One session: the report, the rubric, and the own sheet.

    The button ``sign`` signs the sheet for good; the other saves it.
    """

    template_name = "audits/review.html"
    form_class = SheetForm

    @cached_property
    def seat(self) -> PanelSeat:
        """Find the viewer's seat; a session one does not sit in is not there."""
        seats = PanelSeat.objects.select_related(
            "session__round__enterprise",
            "session__round__provider",
            "session__report",
            "session__rubric",
            "session__organiser",
        )
        return get_object_or_404(
            seats,
            session__number=self.kwargs["number"],
            user=person_of(self.request),
            left_at__isnull=True,
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        """Lay the sheet out by the rubric and fill it with what was saved."""
        saved: Any = getattr(self.seat, "sheet", None) or getattr(
            self.seat, "draft", None
        )
        return super().get_form_kwargs() | {
            "rubric": self.seat.session.rubric,
            "scores": saved.scores if saved else {},
            "vetoes": saved.vetoes if saved else [],
            "opinion": saved.opinion if saved else "",
            "gaps": "save" in self.request.POST,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the sheet as signed where it is."""
        context = super().get_context_data(**kwargs)
        sheet = getattr(self.seat, "sheet", None)
        form = context["form"]
        context |= {
            "session": self.seat.session,
            "round": self.seat.session.round,
            "report": self.seat.session.report,
            "sheet": sheet,
            "draft": getattr(self.seat, "draft", None),
            "may_score": sheet is None and can_score(self.request.user, self.seat),
            "vetoes": form.veto_labels(sheet.vetoes) if sheet else [],
            "signed_rows": _signed_rows(form, sheet.scores) if sheet else [],
        }
        return context

    def perform(self, form: BaseForm) -> object:
        """Sign the sheet, or keep it as it is so far."""
        assert isinstance(form, SheetForm)  # noqa: S101 - tells the type
        sign = "sign" in self.request.POST
        act = services.sign_sheet if sign else services.save_sheet
        act(
            seat_id=self.seat.pk,
            scores=form.scores(),
            vetoes=form.cleaned_data["vetoes"],
            opinion=form.cleaned_data["opinion"],
            actor=person_of(self.request),
            at=clock.now(),
        )
        self.success_message = (
            _("Your sheet is signed and kept.") if sign else _("Saved, not signed yet.")
        )
        return self.seat.session


def _signed_rows(form: SheetForm, scores: dict[str, str]) -> list[tuple[Any, Any]]:
    return [
        (
            section,
            [
                (item.label, scores.get(item.key), item.points)
                for item in section.items.all()
            ],
        )
        for section in form.sections
    ]
