"""The policy library."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel

from cms.models.base import ONE_PER_LANGUAGE, ContentPage, IndexPage, Pages
from reference.models import Instrument


class PolicyIndexPage(IndexPage):
    """The list of explained instruments."""

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.PolicyPage"]
    max_count = ONE_PER_LANGUAGE
    template = "cms/policy_index_page.html"

    class Meta:
        verbose_name = _("policy library")
        verbose_name_plural = _("policy libraries")

    def listed(self) -> Pages:
        """Return policies, the latest in force first."""
        policies = PolicyPage.objects.live().public().child_of(self)
        return policies.select_related("instrument").order_by(
            models.F("instrument__valid_from").desc(nulls_last=True), "title"
        )


class PolicyPage(ContentPage):
    """An instrument of law explained to those it concerns."""

    instrument = models.ForeignKey(
        Instrument,
        models.SET_NULL,
        verbose_name=pgettext_lazy("page", "instrument"),
        related_name="+",
        null=True,
        blank=True,
        help_text=_("The row that holds its number, issuer and validity."),
    )

    content_panels = [
        *ContentPage.content_panels[:2],
        FieldPanel("instrument"),
        *ContentPage.content_panels[2:],
    ]
    search_kind = "policy"
    parent_page_types = ["cms.PolicyIndexPage"]
    subpage_types: list[str] = []
    template = "cms/policy_page.html"

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
