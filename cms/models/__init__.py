"""Pages and settings of the portal."""

from cms.models.cases import CaseStudyIndexPage, CaseStudyPage
from cms.models.home import HomePage
from cms.models.news import NewsIndexPage, NewsPage
from cms.models.policy import PolicyIndexPage, PolicyPage
from cms.models.settings import PortalSettings
from cms.models.standard import StandardPage
from cms.models.technology import Maturity, TechnologyIndexPage, TechnologyPage

__all__ = [
    "CaseStudyIndexPage",
    "CaseStudyPage",
    "HomePage",
    "Maturity",
    "NewsIndexPage",
    "NewsPage",
    "PolicyIndexPage",
    "PolicyPage",
    "PortalSettings",
    "StandardPage",
    "TechnologyIndexPage",
    "TechnologyPage",
]
