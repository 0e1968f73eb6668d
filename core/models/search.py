"""The embedded search index and the outbox that feeds every engine."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.db import LockedQuerySet


class SearchEntry(models.Model):
    """One document of the embedded index.

    Its tokens stand beside it in a form of the database's own: an FTS5 table
    on SQLite, a tsvector column on PostgreSQL (see the migration).
    """

    kind = models.CharField(_("kind"), max_length=40)
    object_key = models.CharField(_("record"), max_length=64)
    title = models.CharField(_("title"), max_length=250)
    title_en = models.CharField(_("English title"), max_length=250, blank=True)
    body = models.TextField(_("text"), blank=True)
    body_en = models.TextField(_("English text"), blank=True, default="")
    url = models.CharField(pgettext_lazy("web", "address"), max_length=400)
    codes = models.JSONField(_("codes"), default=list, blank=True)
    facets = models.JSONField(_("facets"), default=dict, blank=True)
    date = models.DateField(_("date"), null=True, blank=True)
    boost = models.PositiveSmallIntegerField(_("weight"), default=10)
    language = models.CharField(_("language"), max_length=10, blank=True)
    folded_title = models.CharField(max_length=250)
    visible_until = models.DateField(_("visible until"), null=True, blank=True)

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_key"], name="search_entry_once"
            ),
        ]
        indexes = [models.Index(fields=["-date", "id"], name="search_entry_newest")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_key} {self.title}"


class SearchOutboxEntry(models.Model):
    """A record whose document must be built again, written with the change.

    Each engine has a queue of its own: one that is away holds up no other.
    """

    engine = models.CharField(_("engine"), max_length=20, default="embedded")
    kind = models.CharField(_("kind"), max_length=40)
    object_key = models.CharField(_("record"), max_length=64)

    objects = LockedQuerySet.as_manager()

    class Meta:
        verbose_name = _("waiting search entry")
        verbose_name_plural = _("waiting search entries")
        ordering = ["pk"]
        indexes = [models.Index(fields=["engine", "id"], name="search_outbox_queue")]

    def __str__(self) -> str:
        return f"{self.engine}:{self.kind}:{self.object_key}"


class SearchRebuild(models.Model):
    """A kind that is being indexed anew; its changes wait until that is done."""

    engine = models.CharField(_("engine"), max_length=20)
    kind = models.CharField(_("kind"), max_length=40)
    started_at = models.DateTimeField(_("started at"))

    class Meta:
        verbose_name = _("search rebuild")
        verbose_name_plural = _("search rebuilds")
        constraints = [
            models.UniqueConstraint(
                fields=["engine", "kind"], name="search_rebuild_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.engine}:{self.kind}"


def fresh_mark() -> str:
    """Return a mark that no draining of a queue has left before."""
    return uuid4().hex


class SearchQueue(models.Model):
    """An engine for which changes are noted; the triggers read it.

    Each draining leaves a mark of its own: who finds the same one twice knows that
    nothing was taken out of the queue between.
    """

    name = models.CharField(_("engine"), max_length=20, primary_key=True)
    mark = models.CharField(
        _("mark of the last draining"), max_length=32, default=fresh_mark
    )

    class Meta:
        verbose_name = _("search queue")
        verbose_name_plural = _("search queues")

    def __str__(self) -> str:
        return self.name
