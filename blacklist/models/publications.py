"""Published names."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from blacklist.enums import ConductKind, EndReason, Tier
from blacklist.models.cases import ViolationCase
from core.db import LockedQuerySet
from core.models import LogLeaf
from reference.models import Article, Jurisdiction


class NamePublicationQuerySet(LockedQuerySet["NamePublication"]):
    """Publications by whether they are current."""

    def current(self, on: date) -> Self:
        """Those shown on a day: begun, not ended, and before their latest end.

        An expiry counts from its day, whether or not the nightly run has
        recorded it.
        """
        return self.filter(
            published_on__lte=on, max_until__gt=on, ended_at__isnull=True
        )


class NamePublication(models.Model):
    """A name on the register with the facts the public may read.

    ``max_until`` is the first day on which the name is no longer shown. The
    facts are those of today; what a correction replaced is kept on it.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    case = models.OneToOneField(
        ViolationCase, on_delete=models.PROTECT, related_name="publication"
    )
    party = models.ForeignKey(
        Organisation,
        verbose_name=_("party"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="name_publications",
    )
    party_name = models.CharField(_("published name"), max_length=200, db_index=True)
    name_key = models.CharField(
        _("name for comparison"), max_length=200, db_index=True, editable=False
    )
    party_credit_code = models.CharField(
        _("unified social credit code"), max_length=18, blank=True, db_index=True
    )
    kind = models.CharField(_("kind of conduct"), max_length=16, choices=ConductKind)
    summary = models.TextField(_("facts"))
    outcome = models.TextField(_("outcome"))
    conduct_from = models.DateField(_("conduct from"))
    conduct_until = models.DateField(_("conduct until"))
    document_number = models.CharField(_("document number"), max_length=80)
    decided_on = models.DateField(_("decided on"))
    authority = models.ForeignKey(
        Organisation,
        verbose_name=_("authority"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    authority_name = models.CharField(_("authority"), max_length=200)
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        verbose_name=pgettext_lazy("register", "place"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    rectification_standard = models.ForeignKey(
        Article,
        verbose_name=_("what is to be put right"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    sanction_basis = models.ForeignKey(
        Article,
        verbose_name=_("basis of the sanction"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    tier = models.CharField(_("tier"), max_length=10, choices=Tier)
    published_at = models.DateTimeField(pgettext_lazy("register", "published at"))
    published_on = models.DateField(pgettext_lazy("register", "published on"))
    min_until = models.DateField(_("repair possible from"))
    max_until = models.DateField(_("ends at the latest on"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("case", "proposed by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("published by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    leaf = models.OneToOneField(
        LogLeaf,
        verbose_name=_("log leaf"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    end_reason = models.CharField(
        _("reason for the end"), max_length=10, choices=EndReason, blank=True
    )
    end_explanation = models.TextField(_("explanation of the end"), blank=True)
    end_leaf = models.OneToOneField(
        LogLeaf,
        verbose_name=_("log leaf of the end"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = NamePublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("name publication")
        verbose_name_plural = _("name publications")
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(
                fields=["max_until", "published_on"],
                condition=Q(ended_at__isnull=True),
                name="publication_current",
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="publication_by_another",
                condition=~Q(published_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="publication_period_in_order",
                condition=Q(max_until__gt=F("published_on"))
                & Q(min_until__lte=F("max_until")),
            ),
            models.CheckConstraint(
                name="publication_end_complete",
                condition=Q(ended_at__isnull=True, end_leaf__isnull=True, end_reason="")
                | (
                    Q(ended_at__isnull=False, end_leaf__isnull=False)
                    & ~Q(end_reason="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Return the public page."""
        return reverse("blacklist:publication", args=[self.number])

    @property
    def authority_label(self) -> str:
        """The authority's published name, in English where it has one."""
        english = (get_language() or "").startswith("en")
        return (self.authority.name_en if english else "") or self.authority_name


class Correction(models.Model):
    """A change to published facts, with what stood there before."""

    publication = models.ForeignKey(
        NamePublication, on_delete=models.PROTECT, related_name="corrections"
    )
    before = models.JSONField(_("facts before"))
    reason = models.TextField(pgettext_lazy("register", "reason"))
    corrected_at = models.DateTimeField(_("corrected at"))
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("corrected by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    leaf = models.OneToOneField(
        LogLeaf,
        verbose_name=_("log leaf"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["corrected_at", "pk"]

    def __str__(self) -> str:
        return str(self.publication)
