"""Columns of the downloads."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audits.enums import Outcome
from audits.models import Listing, Round
from core.clock import shanghai_day
from core.exports import Column, enumerated
from reference.enums import DivisionLevel
from reference.models import Jurisdiction


def conclusion_label(outcome: str | None) -> str:
    """Return the words for a published conclusion, empty while there is none."""
    return str(Outcome(outcome).label) if outcome else ""


def place_of(row: Round | Listing) -> Jurisdiction | None:
    """Return where a row's enterprise is, as the list says or as it registered."""
    listing = row if isinstance(row, Listing) else row.listing
    listed = listing.jurisdiction if listing is not None else None
    return listed or row.enterprise.jurisdiction


def county_of(row: Round | Listing) -> str:
    """Return the county's name where the place is a county."""
    place = place_of(row)
    return place.label if place and place.level == DivisionLevel.COUNTY else ""


def city_of(row: Round | Listing) -> str:
    """Return the name of the city, or of the unit that reports to the province."""
    place = place_of(row)
    if place is not None and place.level == DivisionLevel.COUNTY and place.parent:
        place = place.parent
    return place.label if place is not None else ""


def industry_of(row: Round | Listing) -> str:
    """Return the industry as listed, else as the enterprise registered it."""
    listing = row if isinstance(row, Listing) else row.listing
    registered = [*row.enterprise.labels.all(), *row.enterprise.industries.all()]
    if listing is not None and listing.industry_name:
        known = {industry.name: industry.label for industry in registered}
        listed = listing.industry_name.split("、")
        return enumerated(known.get(name, name) for name in listed)
    return enumerated(industry.label for industry in row.enterprise.industries.all())


def report_day(audit_round: Round | None) -> date | None:
    """Return the day the report was filed, once results are published."""
    if audit_round is None or audit_round.results_published_at is None:
        return None
    filed = audit_round.report_submitted_at
    return shanghai_day(filed) if filed is not None else None


ISSUED_ON = pgettext_lazy("audit list", "Issued on")
ROUND_COLUMNS = [
    Column("number", _("Number"), lambda row: row.number),
    Column(
        "document_number",
        _("Document number"),
        lambda row: row.listing.audit_list.document_number if row.listing else "",
    ),
    Column("name", _("Enterprise"), lambda row: row.enterprise.label),
    Column("credit_code", _("Credit code"), lambda row: row.enterprise.credit_code),
    Column("industry", _("Industry"), industry_of),
    Column("county", _("County"), county_of),
    Column("city", _("City"), city_of),
    Column(
        "issuing_body",
        _("Issuing authority"),
        lambda row: row.listing.audit_list.authority.label if row.listing else "",
    ),
    Column(
        "issued_on",
        ISSUED_ON,
        lambda row: row.listing.audit_list.issued_on if row.listing else None,
    ),
    Column(
        "time_limit",
        _("Time limit"),
        lambda row: row.listing.time_limit_on if row.listing else None,
    ),
    Column("basis", _("Basis"), lambda row: row.get_basis_display()),
    Column("stage", _("Progress"), lambda row: row.stage.label),
    Column("report_on", _("Report filed on"), report_day),
    Column("accepted_on", _("Acceptance on"), lambda row: row.acceptance_on),
    Column("conclusion", _("Conclusion"), lambda row: conclusion_label(row.conclusion)),
]

LISTING_COLUMNS = [
    Column(
        "document_number",
        _("Document number"),
        lambda row: row.audit_list.document_number,
    ),
    Column("name", _("Enterprise"), lambda row: row.enterprise.label),
    Column("credit_code", _("Credit code"), lambda row: row.enterprise.credit_code),
    Column("industry", _("Industry"), industry_of),
    Column("county", _("County"), county_of),
    Column("city", _("City"), city_of),
    Column(
        "issuing_body", _("Issuing authority"), lambda r: r.audit_list.authority.label
    ),
    Column(
        "issued_on",
        ISSUED_ON,
        lambda row: row.audit_list.issued_on,
    ),
    Column("time_limit", _("Time limit"), lambda row: row.time_limit_on),
    Column(
        "reasons",
        _("Grounds of listing"),
        lambda row: enumerated(reason.label for reason in row.reasons.all()),
    ),
    Column(
        "report_on",
        _("Report filed on"),
        lambda row: report_day(getattr(row, "round", None)),
    ),
    Column("accepted_on", _("Acceptance on"), lambda row: row.acceptance_on),
    Column("conclusion", _("Conclusion"), lambda row: conclusion_label(row.conclusion)),
]

OWN_ROUND_COLUMNS = [
    Column("number", _("Number"), lambda row: row.number),
    Column("enterprise", _("Enterprise"), lambda row: row.enterprise.label),
    Column(
        "provider",
        _("Provider"),
        lambda row: row.provider.label if row.provider else "",
    ),
    Column("basis", _("Basis"), lambda row: row.get_basis_display()),
    Column("state", _("State"), lambda row: row.get_state_display()),
    Column("opened_at", _("Opened at"), lambda row: row.opened_at),
    Column("next_due", _("Next statutory day"), lambda row: row.next_due),
]

OWN_REVIEW_COLUMNS = [
    Column("number", _("Number"), lambda row: row.number),
    Column("kind", pgettext_lazy("panel", "Review"), lambda r: r.get_kind_display()),
    Column("enterprise", _("Enterprise"), lambda row: row.round.enterprise.label),
    Column("round", _("Audit"), lambda row: row.round.number),
    Column("organiser", _("Organiser"), lambda row: row.organiser.label),
    Column("meets_on", _("Meets on"), lambda row: row.meets_on),
    Column("place", _("Place of the meeting"), lambda row: row.place),
    Column("state", _("State"), lambda row: row.get_state_display()),
    Column("signed", _("Sheet signed"), lambda row: row.is_signed),
]
