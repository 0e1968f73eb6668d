"""Rows that everything else refers to."""

from reference.models.holidays import Holiday
from reference.models.industries import Industry, IndustryLabel, LabelledIndustry
from reference.models.law import Article, Instrument, LegalTerm
from reference.models.measures import (
    CoalFactor,
    EmissionFactor,
    Indicator,
    Service,
    Unit,
)
from reference.models.places import Jurisdiction
from reference.models.plan import PlanTarget

__all__ = [
    "Article",
    "CoalFactor",
    "EmissionFactor",
    "Holiday",
    "Indicator",
    "Industry",
    "IndustryLabel",
    "Instrument",
    "Jurisdiction",
    "LabelledIndustry",
    "LegalTerm",
    "PlanTarget",
    "Service",
    "Unit",
]
