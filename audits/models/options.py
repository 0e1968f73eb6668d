"""Options: what an enterprise could change, and what the change brought."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audits.enums import CostClass, OptionCategory, OptionState
from audits.models.rounds import Round
from core.db import LockedQuerySet
from core.money import Money, MoneyField
from reference.models import Indicator


def no_money() -> Money:
    """Return nothing; migrations name a default by its function."""
    return Money.ZERO


class Option(models.Model):
    """A measure to save or to pollute less."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="options")
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("option"), max_length=200)
    cost_class = models.CharField(_("cost"), max_length=12, choices=CostClass)
    category = models.CharField(_("category"), max_length=12, choices=OptionCategory)
    state = models.CharField(
        _("state"), max_length=10, choices=OptionState, default=OptionState.PROPOSED
    )
    description = models.TextField(_("description"), blank=True)
    investment = MoneyField(_("investment (yuan)"), default=no_money)
    expected_benefit = MoneyField(_("expected benefit (yuan a year)"), default=no_money)
    verified_benefit = MoneyField(
        _("verified benefit (yuan a year)"), null=True, blank=True
    )
    started_on = models.DateField(_("started on"), null=True, blank=True)
    finished_on = models.DateField(
        pgettext_lazy("audit", "finished on"), null=True, blank=True
    )

    objects = LockedQuerySet.as_manager()

    class Meta:
        verbose_name = _("option")
        verbose_name_plural = pgettext_lazy("audit", "options")
        ordering = ["round", "number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="option_number"),
            models.CheckConstraint(
                name="option_finishes_after_start",
                condition=Q(finished_on__isnull=True)
                | Q(started_on__isnull=False, finished_on__gte=F("started_on")),
            ),
            models.CheckConstraint(
                name="option_done_has_finished",
                condition=~Q(state=OptionState.DONE) | Q(finished_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def payback_years(self) -> Decimal | None:
        """Years until the benefit has paid for the investment, to a tenth."""
        benefit = self.verified_benefit or self.expected_benefit
        if benefit <= Money.ZERO:
            return None
        return round(self.investment.yuan / benefit.yuan, 1)


class OptionEffect(models.Model):
    """What an option saves of one indicator in a year, in the indicator's unit."""

    option = models.ForeignKey(Option, on_delete=models.CASCADE, related_name="effects")
    indicator = models.ForeignKey(
        Indicator, verbose_name=_("indicator"), on_delete=models.PROTECT
    )
    expected = models.DecimalField(
        _("expected saving"), max_digits=15, decimal_places=4
    )
    verified = models.DecimalField(
        _("verified saving"), max_digits=15, decimal_places=4, null=True, blank=True
    )

    class Meta:
        verbose_name = _("effect")
        verbose_name_plural = _("effects")
        ordering = ["option", "indicator__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["option", "indicator"], name="option_effect_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.option_id} {self.indicator_id}"

    @property
    def best_known(self) -> Decimal:
        """The verified saving, or the expected one while none is verified."""
        return self.expected if self.verified is None else self.verified
