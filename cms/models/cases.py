"""Case studies."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.models.base import ONE_PER_LANGUAGE, ContentPage, IndexPage, Pages
from reference.models import IndustryLabel


class CaseStudyIndexPage(IndexPage):
    """All case studies."""

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.CaseStudyPage"]
    max_count = ONE_PER_LANGUAGE
    template = "cms/case_study_index_page.html"

    class Meta:
        verbose_name = _("list of case studies")
        verbose_name_plural = _("lists of case studies")

    def listed(self) -> Pages:
        """Return the case studies, the latest first."""
        studies = CaseStudyPage.objects.live().public().child_of(self)
        return studies.select_related("industry").order_by("-year", "title")


class CaseStudyPage(ContentPage):
    """What one enterprise changed, and what came of it."""

    enterprise = models.CharField(_("enterprise"), max_length=200)
    industry = models.ForeignKey(
        IndustryLabel,
        models.SET_NULL,
        verbose_name=_("key industry"),
        related_name="+",
        null=True,
        blank=True,
    )
    year = models.PositiveSmallIntegerField(_("year of acceptance"))

    content_panels = [
        *ContentPage.content_panels[:2],
        FieldPanel("enterprise"),
        FieldPanel("industry"),
        FieldPanel("year"),
        *ContentPage.content_panels[2:],
    ]
    search_kind = "case"
    parent_page_types = ["cms.CaseStudyIndexPage"]
    subpage_types: list[str] = []
    template = "cms/case_study_page.html"

    class Meta:
        verbose_name = _("case study")
        verbose_name_plural = _("case studies")
