"""Pages and settings of the portal."""

from cms.models.cases import CaseStudyIndexPage, CaseStudyPage
from cms.models.home import HomePage
from cms.models.news import NewsIndexPage, NewsPage
from cms.models.policy import PolicyIndexPage, PolicyPage
from cms.models.settings import PortalSettings
from cms.models.standard import StandardPage
from cms.models.technology import Maturity, TechnologyIndexPage, TechnologyPage
from cms.models.training import (
    Attendance,
    Certificate,
    Registration,
    TrainingEvent,
)

__all__ = [
    "Attendance",
    "CaseStudyIndexPage",
    "CaseStudyPage",
    "Certificate",
    "HomePage",
    "Maturity",
    "NewsIndexPage",
    "NewsPage",
    "PolicyIndexPage",
    "PolicyPage",
    "PortalSettings",
    "Registration",
    "StandardPage",
    "TechnologyIndexPage",
    "TechnologyPage",
    "TrainingEvent",
]
