"""What the parties say about each other after payment; never removed."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation, User
from marketplace.models.contracts import Contract
from marketplace.states.contracts import Agreement, Side


class Review(models.Model):
    """One side's account of working with the other."""

    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="reviews"
    )
    side = models.CharField(_("written by"), max_length=10, choices=Side)
    subject = models.ForeignKey(
        Organisation,
        verbose_name=_("about"),
        on_delete=models.PROTECT,
        related_name="reviews_received",
    )
    as_agreed = models.CharField(
        _("kept to what was agreed"), max_length=8, choices=Agreement
    )
    on_time = models.CharField(_("kept to the dates"), max_length=8, choices=Agreement)
    again = models.CharField(
        _("would work together again"), max_length=8, choices=Agreement
    )
    text = models.TextField(pgettext_lazy("rating", "review"), max_length=4000)
    written_by = models.ForeignKey(
        User, verbose_name=_("written by"), on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = pgettext_lazy("rating", "review")
        verbose_name_plural = _("reviews")
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "side"], name="review_once_per_side"
            )
        ]

    def __str__(self) -> str:
        return f"{self.contract.number} {self.side}"


class ReviewReply(models.Model):
    """What the reviewed side answers, once."""

    review = models.OneToOneField(
        Review, on_delete=models.PROTECT, related_name="reply"
    )
    text = models.TextField(_("reply"), max_length=4000)
    written_by = models.ForeignKey(
        User, verbose_name=_("written by"), on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = _("reply to a review")
        verbose_name_plural = _("replies to reviews")

    def __str__(self) -> str:
        return str(self.review)
