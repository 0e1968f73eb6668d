"""Lists of enterprises that must audit, and why each is on one."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation
from audits.states import ListState
from core.db import LockedQuerySet
from reference.models import Jurisdiction
from reference.models.base import NamedRow


class ListingReason(NamedRow):
    """A ground on which an enterprise is listed; the table may grow."""

    key = models.CharField(_("key"), max_length=40, primary_key=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    article_key = models.CharField(_("legal basis"), max_length=60)
    repeats = models.BooleanField(
        _("audit repeats"),
        default=False,
        help_text=_("The enterprise must audit again within a set term."),
    )
    words = models.CharField(
        _("other words"),
        max_length=300,
        blank=True,
        help_text=_("How spreadsheets write this ground, separated by spaces."),
    )
    unverified = models.BooleanField(_("unverified"), default=False)

    class Meta:
        ordering = ["position", "key"]
        verbose_name = _("ground of listing")
        verbose_name_plural = _("grounds of listing")


class AuditListQuerySet(LockedQuerySet["AuditList"]):
    """Lists by who may see them."""

    def published(self) -> Self:
        """Those that are out."""
        return self.filter(state=ListState.PUBLISHED)


class AuditList(models.Model):
    """A batch of enterprises that an authority obliges to audit."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=200)
    authority = models.ForeignKey(
        Organisation,
        verbose_name=_("issuing authority"),
        on_delete=models.PROTECT,
        related_name="audit_lists",
    )
    document_number = models.CharField(_("document number"), max_length=80)
    issued_on = models.DateField(pgettext_lazy("audit list", "issued on"))
    state = models.CharField(
        _("state"), max_length=12, choices=ListState, default=ListState.DRAFT
    )
    published_at = models.DateTimeField(
        pgettext_lazy("audit", "published at"), null=True, blank=True
    )
    # The import batch the rows came from, where they came from a file.
    batch_id = models.CharField(max_length=40, blank=True, editable=False)

    objects = AuditListQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit list")
        verbose_name_plural = _("audit lists")
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "document_number"], name="audit_list_document"
            ),
            models.CheckConstraint(
                name="audit_list_published_at_iff_published",
                condition=Q(state=ListState.PUBLISHED, published_at__isnull=False)
                | Q(state=ListState.DRAFT, published_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        """Return the list's public page."""
        return reverse("audits:list", args=[self.number])


class Listing(models.Model):
    """One enterprise on one list."""

    audit_list = models.ForeignKey(
        AuditList,
        verbose_name=_("audit list"),
        on_delete=models.CASCADE,
        related_name="listings",
    )
    enterprise = models.ForeignKey(
        Organisation,
        verbose_name=_("enterprise"),
        on_delete=models.PROTECT,
        related_name="listings",
    )
    reasons = models.ManyToManyField(
        ListingReason, verbose_name=_("grounds"), related_name="listings"
    )
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        verbose_name=_("place"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    industry_name = models.CharField(
        _("industry as listed"), max_length=100, blank=True
    )
    time_limit_on = models.DateField(
        _("time limit set by the list"), null=True, blank=True
    )

    objects = LockedQuerySet.as_manager()

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        ordering = ["audit_list", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["audit_list", "enterprise"], name="listing_once_per_list"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} · {self.audit_list_id}"
