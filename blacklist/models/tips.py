"""What people report."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blacklist.enums import ConductKind
from blacklist.models.cases import ViolationCase
from blacklist.models.constraints import set_iff
from blacklist.states import TipState
from core.db import LockedQuerySet
from core.models import StoredFile
from reference.models import Jurisdiction


class TipQuerySet(LockedQuerySet["Tip"]):
    """Tips."""


class Tip(models.Model):
    """A report of misconduct; its author is protected.

    The reporter's name and contact are shown to the handlers of the place
    only, never to the party, and can be emptied without losing the tip.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    state = models.CharField(
        _("state"), max_length=10, choices=TipState, default=TipState.RECEIVED
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reporter"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reporter_name = models.CharField(
        _("name of the reporter"), max_length=80, blank=True
    )
    reporter_contact = models.CharField(
        _("contact of the reporter"), max_length=200, blank=True
    )
    provider_name = models.CharField(_("provider concerned"), max_length=200)
    provider_credit_code = models.CharField(
        _("unified social credit code"), max_length=18, blank=True
    )
    enterprise_name = models.CharField(
        _("enterprise whose audit is concerned"), max_length=200, blank=True
    )
    kind = models.CharField(_("kind of conduct"), max_length=16, choices=ConductKind)
    account = models.TextField(_("what happened"))
    conduct_on = models.DateField(_("when it happened"), null=True, blank=True)
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        verbose_name=pgettext_lazy("register", "place"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    received_at = models.DateTimeField(pgettext_lazy("case", "received at"))
    code_hash = models.CharField(_("digest of the follow-up code"), max_length=64)
    case = models.ForeignKey(
        ViolationCase,
        verbose_name=_("violation case"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tips",
    )
    closed_at = models.DateTimeField(_("dealt with at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dealt with by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    answer = models.TextField(_("answer to the reporter"), blank=True)

    objects = TipQuerySet.as_manager()

    class Meta:
        verbose_name = _("tip")
        verbose_name_plural = _("tips")
        ordering = ["-received_at", "-pk"]
        constraints = [
            set_iff(
                "tip_closed_at_iff_closed",
                "closed_at",
                [TipState.ACCEPTED, TipState.DISMISSED],
            ),
            set_iff("tip_case_iff_accepted", "case", [TipState.ACCEPTED]),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_anonymous(self) -> bool:
        """Whether the reporter left no name."""
        return self.reporter_id is None and not self.reporter_name


class TipFile(models.Model):
    """A file handed in with a tip."""

    tip = models.ForeignKey(Tip, on_delete=models.PROTECT, related_name="files")
    file = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, related_name="tip_file"
    )

    class Meta:
        verbose_name = _("file of a tip")
        verbose_name_plural = _("files of tips")

    def __str__(self) -> str:
        return str(self.file)
