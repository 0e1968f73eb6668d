"""Vocabularies of the pool and its draws."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PublicField(models.TextChoices):
    """What of an expert may be public, each only with consent."""

    NAME = "name", pgettext_lazy("person", "Name")
    EMPLOYER = "employer", _("Employer")
    TITLE = "title", _("Professional title")
    SPECIALITIES = "specialities", _("Specialities")
    LABELS = "labels", _("Key industries")
    JURISDICTION = "jurisdiction", _("Place")
    INTRODUCTION = "introduction", _("Introduction")
    TERM = "term", _("Term in the pool")


# Asked for by default; the rest is for the expert to add.
USUAL_PUBLIC_FIELDS = (
    PublicField.NAME,
    PublicField.EMPLOYER,
    PublicField.TITLE,
    PublicField.SPECIALITIES,
)
# The wording of the consent; a new wording gets a new version.
CONSENT_VERSION = "2026-1"
DECLARATION_VERSION = "2026-1"


class ConsentPurpose(models.TextChoices):
    """What a consent is for."""

    SERVE = "serve", _("Being a member of the pool and being drawn")
    PUBLISH = "publish", _("Publishing stated particulars")


class TieKind(models.TextChoices):
    """How an expert is tied to an organisation, besides working there."""

    ADVISER = "adviser", _("Advised it")
    KINSHIP = "kinship", _("A close relative works there or owns it")
    EQUITY = "equity", _("Holds shares in it")
    PAID_BY = "paid_by", _("Was paid by it")
    OTHER = "other", _("Other circumstance that could affect fairness")


class ExclusionReason(models.TextChoices):
    """Why a member of the pool does not stand in a draw.

    Public: it says that there is a tie to a party, never what kind of tie.
    """

    NOT_SERVING = "not_serving", _("Has not agreed to serve, or withdrew")
    SUSPENDED = "suspended", _("Suspended from the pool")
    TERM_OVER = "term_over", _("Term in the pool is over or has not begun")
    AWAY = "away", _("Not available on the day of the meeting")
    TIE_ENTERPRISE = "tie_enterprise", _("Tie to the enterprise")
    TIE_PROVIDER = "tie_provider", _("Tie to the service provider")
    TOOK_PART = "took_part", _("Took part in this audit")
    SELLS_AUDITS = (
        "sells_audits",
        _("Works for a provider in the same industry and place"),
    )


class DrawPurpose(models.TextChoices):
    """What a panel is drawn for."""

    EVALUATION = "evaluation", _("Evaluation")
    ACCEPTANCE = "acceptance", _("Acceptance")
    REINSPECTION = "reinspection", _("Re-inspection")
    OTHER = "other", _("Other review")


class WitnessKind(models.TextChoices):
    """Who adds the second nonce."""

    ENTERPRISE = "enterprise", _("The enterprise under review")
    DISCIPLINE = "discipline", _("The discipline inspection office")
    BEACON = "beacon", _("A public random number announced beforehand")


class LeaveReason(models.TextChoices):
    """Why a seat passes to the next in the order."""

    DECLINED = "declined", pgettext_lazy("seat", "Declined the invitation")
    RECUSED = "recused", pgettext_lazy("seat", "Recused for a conflict of interest")
    NO_ANSWER = "no_answer", pgettext_lazy("seat", "Did not answer in time")
    HINDERED = "hindered", pgettext_lazy("seat", "Prevented from coming")
    NOT_SERVING = "not_serving", pgettext_lazy("seat", "No longer serves in the pool")


class DutyKind(models.TextChoices):
    """What an expert's record of duty keeps."""

    ACCEPTED = "accepted", pgettext_lazy("duty", "Accepted an invitation")
    DECLINED = "declined", pgettext_lazy("duty", "Declined an invitation")
    RECUSED = "recused", pgettext_lazy("duty", "Recused")
    REPLACED = "replaced", pgettext_lazy("duty", "Was replaced")
    ATTENDED = "attended", pgettext_lazy("duty", "Attended a review")
    ABSENT = "absent", pgettext_lazy("duty", "Promised and did not come")
