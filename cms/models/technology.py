"""The catalogue of cleaner-production technologies."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from cms.finding import TechnologyFilter
from cms.models.base import ONE_PER_LANGUAGE, ContentPage, IndexPage, Pages
from reference.models import IndustryLabel


class Maturity(models.TextChoices):
    """How far a technology has come."""

    PILOT = "pilot", pgettext_lazy("technology", "Pilot")
    PROVEN = "proven", pgettext_lazy("technology", "Proven")
    COMMON = "common", pgettext_lazy("technology", "In common use")


class TechnologyIndexPage(IndexPage):
    """The catalogue, filtered by industry."""

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.TechnologyPage"]
    max_count = ONE_PER_LANGUAGE
    template = "cms/technology_index_page.html"
    filterset_class = TechnologyFilter

    class Meta:
        verbose_name = _("technology catalogue")
        verbose_name_plural = _("technology catalogues")

    def listed(self) -> Pages:
        """Return the technologies by name."""
        technologies = TechnologyPage.objects.live().public().child_of(self)
        return technologies.prefetch_related("industries").order_by("title")


class TechnologyPage(ContentPage):
    """A technology: what it does, where it fits, what it saves and costs."""

    maturity = models.CharField(
        _("maturity"), max_length=10, choices=Maturity, default=Maturity.PROVEN
    )
    industries = ParentalManyToManyField(
        IndustryLabel, verbose_name=_("key industries"), blank=True, related_name="+"
    )
    saves = models.CharField(_("what it saves"), max_length=200, blank=True)
    investment = models.CharField(_("investment"), max_length=200, blank=True)
    payback = models.CharField(_("payback"), max_length=100, blank=True)
    conditions = models.TextField(_("where it fits"), blank=True)

    content_panels = [
        *ContentPage.content_panels[:2],
        MultiFieldPanel(
            [
                FieldPanel("maturity"),
                FieldPanel("industries"),
                FieldPanel("saves"),
                FieldPanel("investment"),
                FieldPanel("payback"),
                FieldPanel("conditions"),
            ],
            heading=_("At a glance"),
        ),
        *ContentPage.content_panels[2:],
    ]
    search_kind = "technology"
    parent_page_types = ["cms.TechnologyIndexPage"]
    subpage_types: list[str] = []
    template = "cms/technology_page.html"

    class Meta:
        verbose_name = _("technology")
        verbose_name_plural = _("technologies")
