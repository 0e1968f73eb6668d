"""Rows of the transparency log.

Leaves, subtree hashes, checkpoints and erasures only grow: the database
refuses to change them. Payloads stand apart because the law may demand that
they be erased; the tree keeps standing on their commitments.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LogHead(models.Model):
    """The one row that appenders lock; it says how many leaves there are."""

    size = models.BigIntegerField(_("size"), default=0)

    class Meta:
        verbose_name = _("log head")
        verbose_name_plural = _("log heads")
        constraints = [
            models.CheckConstraint(
                name="core_loghead_is_single", condition=models.Q(pk=1)
            )
        ]

    def __str__(self) -> str:
        return str(self.size)


class LogLeaf(models.Model):
    """One entry of the log; its place in the tree never changes."""

    index = models.BigIntegerField(_("index"), unique=True)
    kind = models.CharField(_("kind"), max_length=80, db_index=True)
    commitment = models.BinaryField(_("commitment"), max_length=32)
    leaf_hash = models.BinaryField(_("leaf hash"), max_length=32)
    at = models.DateTimeField(_("logged at"), db_index=True)

    class Meta:
        ordering = ["index"]
        verbose_name = _("log leaf")
        verbose_name_plural = _("log leaves")

    def __str__(self) -> str:
        return f"{self.index} {self.kind}"


class LogPayload(models.Model):
    """What a leaf commits to; may be erased, the leaf may not."""

    leaf = models.OneToOneField(
        LogLeaf,
        on_delete=models.PROTECT,
        related_name="payload",
        verbose_name=_("log leaf"),
    )
    salt = models.BinaryField(_("salt"), max_length=32)
    body = models.TextField(_("payload"))

    class Meta:
        verbose_name = _("log payload")
        verbose_name_plural = _("log payloads")

    def __str__(self) -> str:
        return str(self.leaf)


class LogErasure(models.Model):
    """Who had a payload erased, when and why."""

    leaf = models.OneToOneField(
        LogLeaf,
        on_delete=models.PROTECT,
        related_name="erasure",
        verbose_name=_("log leaf"),
    )
    reason = models.TextField(_("reason"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("person"),
    )
    at = models.DateTimeField(_("erased at"))

    class Meta:
        verbose_name = _("log erasure")
        verbose_name_plural = _("log erasures")

    def __str__(self) -> str:
        return str(self.leaf)


class LogNode(models.Model):
    """The hash of a complete subtree of ``2**level`` leaves, level 1 upwards."""

    level = models.PositiveSmallIntegerField(_("level"))
    position = models.BigIntegerField(pgettext_lazy("log", "position"))
    hash = models.BinaryField(_("hash"), max_length=32)

    class Meta:
        verbose_name = _("log subtree")
        verbose_name_plural = _("log subtrees")
        constraints = [
            models.UniqueConstraint(
                name="core_lognode_place", fields=["level", "position"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.level}/{self.position}"


class LogCheckpoint(models.Model):
    """The signed tree head of each size the log has had."""

    size = models.BigIntegerField(_("size"), unique=True)
    root = models.BinaryField(_("root"), max_length=32)
    note = models.TextField(_("signed note"))
    at = models.DateTimeField(_("signed at"), db_index=True)

    class Meta:
        ordering = ["size"]
        verbose_name = _("log checkpoint")
        verbose_name_plural = _("log checkpoints")

    def __str__(self) -> str:
        return str(self.size)
