"""Reports, what the linter found in them, and text they share with others."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audits.enums import Severity
from audits.linter import Finding
from audits.models.rounds import Round
from core.db import LockedQuerySet
from core.models import StoredFile


class Report(models.Model):
    """A version of a round's report: chapters, structured data, and the file.

    ``data`` holds the balances, energy uses and claims that the linter reads;
    its shape is described in ``audits.report_data``.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="reports")
    version = models.PositiveSmallIntegerField(_("version"))
    reported_on = models.DateField(_("date of the report"))
    chapters = models.JSONField(_("chapters"), default=dict, blank=True)
    data = models.JSONField(
        _("structured data"), default=dict, blank=True, encoder=DjangoJSONEncoder
    )
    file = models.ForeignKey(
        StoredFile,
        verbose_name=_("file"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    updated_at = models.DateTimeField(_("changed at"))
    checked_at = models.DateTimeField(
        pgettext_lazy("report", "checked at"), null=True, blank=True
    )
    submitted_at = models.DateTimeField(
        pgettext_lazy("report", "filed at"), null=True, blank=True
    )

    objects = LockedQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["round", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["round", "version"], name="report_version"),
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(submitted_at__isnull=True),
                name="report_one_draft",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} v{self.version}"

    @property
    def is_draft(self) -> bool:
        """Whether the authors may still change it."""
        return self.submitted_at is None

    @property
    def text(self) -> str:
        """All chapters, one after the other."""
        return "\n".join(self.chapters.values())


class ReportAuthor(models.Model):
    """A person named as an author of a report."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="authors")
    name = models.CharField(_("name"), max_length=80)
    certificate = models.CharField(_("certificate number"), max_length=80, blank=True)
    # Known when the report was checked: on the provider's staff that day?
    employed = models.BooleanField(_("employed"), null=True, blank=True)

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class LinterFinding(models.Model):
    """Something in a report that does not add up, and what the author says to it."""

    report = models.ForeignKey(
        Report, on_delete=models.CASCADE, related_name="findings"
    )
    code = models.CharField(_("code"), max_length=8)
    severity = models.CharField(_("severity"), max_length=8, choices=Severity)
    place = models.CharField(_("place"), max_length=120)
    facts = models.JSONField(_("facts"), default=dict)
    answer = models.TextField(_("explanation of the author"), blank=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.place}"

    @property
    def finding(self) -> Finding:
        """The finding as the linter made it, ready to be worded."""
        return Finding(self.code, Severity(self.severity), self.place, self.facts)


class SimilarityBand(models.Model):
    """A key that a report's text shares with texts much like it."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="bands")
    position = models.PositiveSmallIntegerField()
    digest = models.BigIntegerField()

    class Meta:
        verbose_name = _("similarity key")
        verbose_name_plural = _("similarity keys")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "position"], name="similarity_band_once"
            ),
        ]
        indexes = [
            models.Index(fields=["position", "digest"], name="similarity_band_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}:{self.position}"


class SimilarityFinding(models.Model):
    """Passages a report shares with a report of another round.

    ``passages`` are pairs of slices: start and end here, start and end there.
    """

    report = models.ForeignKey(
        Report, on_delete=models.CASCADE, related_name="similarities"
    )
    other = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="+")
    shared_rate = models.DecimalField(_("shared"), max_digits=5, decimal_places=4)
    passages = models.JSONField(_("passages"), default=list)

    class Meta:
        verbose_name = _("shared text")
        verbose_name_plural = _("shared texts")
        ordering = ["-shared_rate", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "other"], name="similarity_finding_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} ~ {self.other_id}"
