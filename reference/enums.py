"""Vocabularies of the reference rows."""

from django.db import models
from django.utils.translation import pgettext_lazy


class DivisionLevel(models.TextChoices):
    """Tier of an administrative division."""

    PROVINCE = "province", pgettext_lazy("division level", "province")
    CITY = "city", pgettext_lazy("division level", "city or prefecture")
    COUNTY = "county", pgettext_lazy("division level", "county or district")


class IndustryLevel(models.TextChoices):
    """Tier of the classification GB/T 4754."""

    SECTION = "section", pgettext_lazy("industry level", "section")
    DIVISION = "division", pgettext_lazy("industry level", "division")
    GROUP = "group", pgettext_lazy("industry level", "group")
    CLASS = "class", pgettext_lazy("industry level", "class")


class Dimension(models.TextChoices):
    """What a unit measures."""

    COUNT = "count", pgettext_lazy("dimension", "number")
    SHARE = "share", pgettext_lazy("dimension", "share")
    MONEY = "money", pgettext_lazy("dimension", "money")
    MASS = "mass", pgettext_lazy("dimension", "mass")
    VOLUME = "volume", pgettext_lazy("dimension", "volume")
    ENERGY = "energy", pgettext_lazy("dimension", "energy")
    COAL = "coal", pgettext_lazy("dimension", "standard coal")
    CARBON = "carbon", pgettext_lazy("dimension", "carbon dioxide")
    TIME = "time", pgettext_lazy("dimension", "time")
    INTENSITY = "intensity", pgettext_lazy("dimension", "per unit of output")
    FACTOR = "factor", pgettext_lazy("dimension", "conversion")


class IndicatorGroup(models.TextChoices):
    """Part of an audit's data that an indicator belongs to."""

    ACTIVITY = "activity", pgettext_lazy("indicator group", "activity")
    ENERGY = "energy", pgettext_lazy("indicator group", "energy")
    WATER = "water", pgettext_lazy("indicator group", "water and materials")
    POLLUTANT = "pollutant", pgettext_lazy("indicator group", "pollutants")
    WASTE = "waste", pgettext_lazy("indicator group", "waste")
    CARBON = "carbon", pgettext_lazy("indicator group", "carbon")
    BENEFIT = "benefit", pgettext_lazy("indicator group", "benefit")


class Better(models.TextChoices):
    """Direction in which an indicator improves."""

    HIGHER = "higher", pgettext_lazy("indicator", "higher is better")
    LOWER = "lower", pgettext_lazy("indicator", "lower is better")


class TermUnit(models.TextChoices):
    """Unit in which a period or a threshold of the law is counted."""

    WORKING_DAY = "working_day", pgettext_lazy("term unit", "working days")
    DAY = "day", pgettext_lazy("term unit", "calendar days")
    MONTH = "month", pgettext_lazy("term unit", "months")
    YEAR = "year", pgettext_lazy("term unit", "years")
    POINT = "point", pgettext_lazy("term unit", "points")
    YUAN = "yuan", pgettext_lazy("term unit", "yuan")
