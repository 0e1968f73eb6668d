"""What the journal can say about audits."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.journal import declares_actions


@declares_actions
class ListAction(models.TextChoices):
    """Steps of an audit list."""

    CREATED = "audits.list.created", _("entered the audit list {number}")
    CHANGED = "audits.list.changed", _("changed the audit list {number}")
    ENTERPRISE_LISTED = (
        "audits.listing.added",
        _("put {enterprise} on the audit list {number}"),
    )
    ENTERPRISE_UNLISTED = (
        "audits.listing.removed",
        _("took {enterprise} off the draft of the audit list {number}"),
    )
    PUBLISHED = (
        "audits.list.published",
        _("published the audit list {number} with {count} enterprises"),
    )


@declares_actions
class RoundAction(models.TextChoices):
    """Steps of an audit round."""

    OPENED = "audits.round.opened", _("opened the audit round {number}")
    INFORMATION_PUBLISHED = (
        "audits.round.information_published",
        _("published the information the law asks for"),
    )
    STARTED = "audits.round.started", _("started the audit")
    PROVIDER_APPOINTED = (
        "audits.round.provider_appointed",
        _("appointed {provider} as the provider"),
    )
    OWN_AUDIT_CHOSEN = (
        "audits.round.own_audit_chosen",
        _("chose to audit without a provider"),
    )
    PARTICULARS_SET = (
        "audits.round.particulars_set",
        _("set mode, baseline year and cost threshold"),
    )
    ENTERPRISE_COVERED = (
        "audits.round.enterprise_covered",
        _("entered {enterprise} as covered by the round"),
    )
    PHASES_DATED = "audits.phases.dated", _("dated {count} steps of the audit")
    FOCUS_ADDED = "audits.focus.added", _("chose the focus {name}")
    FOCUS_REMOVED = "audits.focus.removed", _("gave up the focus {name}")
    OPTION_SAVED = "audits.option.saved", _("saved option {option}: {name}")
    OPTION_REMOVED = "audits.option.removed", _("removed option {option}: {name}")
    SERIES_SAVED = "audits.series.saved", _("saved {count} rows of figures")
    IMPLEMENTATION_BEGUN = (
        "audits.round.implementation_begun",
        _("began to implement the medium and high-cost options"),
    )
    FOLLOW_UP_OPENED = (
        "audits.round.follow_up_opened",
        _("opened the new round {number} after {previous}"),
    )
    RESULTS_PUBLISHED = (
        "audits.round.results_published",
        _("published the results of the round {number}"),
    )


@declares_actions
class ReportAction(models.TextChoices):
    """Steps of a report."""

    SAVED = "audits.report.saved", _("saved version {version} of the report")
    CHECKED = (
        "audits.report.checked",
        _("had version {version} checked: {errors} contradictions, {doubts} doubts"),
    )
    FINDING_ANSWERED = "audits.finding.answered", _("explained the finding {code}")
    SUBMITTED = "audits.report.submitted", _("filed version {version} of the report")


@declares_actions
class SessionAction(models.TextChoices):
    """Steps of a review session."""

    PLANNED = "audits.session.planned", _("planned the review session {number}")
    PANEL_DRAWN = (
        "audits.session.panel_drawn",
        _("had the panel of {number} drawn by {draw}"),
    )
    SEAT_TAKEN = "audits.seat.taken", _("joined the panel of the session {number}")
    SEAT_LEFT = "audits.seat.left", _("released an expert from the session {number}")
    OPENED = "audits.session.opened", _("opened the review session {number}")
    SHEET_DRAFTED = "audits.sheet.drafted", _("saved a score sheet without signing")
    SHEET_SIGNED = "audits.sheet.signed", _("signed a score sheet")
    CONCLUDED = (
        "audits.session.concluded",
        _("concluded the review session {number}"),
    )
    CANCELLED = "audits.session.cancelled", _("cancelled the session {number}")
