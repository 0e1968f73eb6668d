"""The public register."""

from datetime import date
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blacklist.enums import Tier
from blacklist.filters import PublicationFilter
from blacklist.models import NamePublication
from blacklist.models.publications import NamePublicationQuerySet
from blacklist.periods import PUBLICITY_END
from blacklist.selectors import current_publications
from blacklist.views.privacy import not_indexed
from core import clock
from core.clocks import Deadline, clocks_of, deadline_of
from core.lists import Column, ListPage, Sort

TONES = {Tier.MINOR: "neutral", Tier.GENERAL: "warn", Tier.SERIOUS: "bad"}


@method_decorator(not_indexed, name="dispatch")
class RegisterList(ListPage):
    """The names shown today."""

    template_name = "blacklist/register.html"
    filterset_class = PublicationFilter
    export_name = "register"
    sorts = [
        Sort("newest", _("Newest first"), "-published_at"),
        Sort("ending", _("Ending first"), "max_until"),
        Sort("name", _("By name"), "party_name"),
    ]
    columns = [
        Column("number", _("Number"), lambda row: row.number),
        Column("name", pgettext_lazy("register", "Name"), lambda row: row.party_name),
        Column("credit_code", _("Credit code"), lambda row: row.party_credit_code),
        Column("conduct", _("Conduct"), lambda row: row.get_kind_display()),
        Column("tier", _("Tier"), lambda row: row.get_tier_display()),
        Column(
            "place",
            pgettext_lazy("register", "Place"),
            lambda row: row.jurisdiction.label,
        ),
        Column("authority", _("Authority"), lambda row: row.authority_label),
        Column("document", _("Document number"), lambda row: row.document_number),
        Column("decided_on", _("Decided on"), lambda row: row.decided_on),
        Column("published_on", _("Published on"), lambda row: row.published_on),
        Column("max_until", _("Ends at the latest on"), lambda row: row.max_until),
    ]

    def get_queryset(self) -> NamePublicationQuerySet:
        """Return what is shown today, and nothing else."""
        return current_publications(clock.today())


@not_indexed
def publication(request: HttpRequest, number: str) -> HttpResponse:
    """Show a current publication; any other number gets one neutral answer."""
    today = clock.today()
    rows = current_publications(today).select_related(
        "leaf", "case", "rectification_standard__instrument"
    )
    found = rows.filter(number=number).first()
    if found is None:
        return render(
            request,
            "blacklist/no_publication.html",
            {"today": today},
            status=HTTPStatus.NOT_FOUND,
        )
    context = {
        "publication": found,
        "facts": public_facts(found),
        "tone": TONES[Tier(found.tier)],
        "ending": ending(found, today),
        "corrections": found.corrections.select_related("leaf"),
    }
    return render(request, "blacklist/publication.html", context)


def ending(row: NamePublication, today: date) -> Deadline:
    """Return the day on which a publication ends at the latest, and by which law."""
    clock_row = clocks_of(row.case).filter(kind__in=PUBLICITY_END).first()
    return Deadline(
        label=_now("Ends at the latest on"),
        due_on=row.max_until,
        days_left=(row.max_until - today).days,
        basis=deadline_of(clock_row, today).basis if clock_row else "",
    )


def public_facts(row: NamePublication) -> list[tuple[object, object]]:
    """Return the facts of a publication as they are shown, with their labels."""
    return [
        (_("Unified social credit code"), row.party_credit_code or None),
        (_("Conduct"), row.get_kind_display()),
        (_("Document number"), row.document_number),
        (_("Authority"), row.authority_label),
        (pgettext_lazy("register", "Place"), row.jurisdiction.label),
        (_("Basis of the sanction"), row.sanction_basis.citation),
        (_("What is to be put right"), row.rectification_standard.citation),
    ]
