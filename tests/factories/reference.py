"""Reference rows for tests; the shipped ones are there already."""

from datetime import date
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from reference.enums import (
    Better,
    Dimension,
    DivisionLevel,
    IndicatorGroup,
    IndustryLevel,
    TermUnit,
)
from reference.models import (
    Article,
    CoalFactor,
    EmissionFactor,
    Holiday,
    Indicator,
    Industry,
    IndustryLabel,
    Instrument,
    Jurisdiction,
    LabelledIndustry,
    LegalTerm,
    PlanTarget,
    Service,
    Unit,
)


class JurisdictionFactory(DjangoModelFactory):
    class Meta:
        model = Jurisdiction

    code = factory.Sequence(lambda n: f"99{n:04d}")
    name = factory.Sequence(lambda n: f"例示县{n}")
    name_en = factory.Sequence(lambda n: f"Example County {n}")
    short_name = factory.SelfAttribute("name")
    level = DivisionLevel.COUNTY
    path = factory.LazyAttribute(lambda place: f"{place.code}/")


class IndustryFactory(DjangoModelFactory):
    class Meta:
        model = Industry

    code = factory.Sequence(lambda n: f"Z{n:03d}")
    name = factory.Sequence(lambda n: f"例示行业{n}")
    name_en = factory.Sequence(lambda n: f"Example industry {n}")
    level = IndustryLevel.GROUP
    path = factory.LazyAttribute(lambda industry: f"{industry.code}/")


class IndustryLabelFactory(DjangoModelFactory):
    class Meta:
        model = IndustryLabel

    key = factory.Sequence(lambda n: f"example_{n}")
    name = factory.Sequence(lambda n: f"例示重点行业{n}")
    name_en = factory.Sequence(lambda n: f"Example key industry {n}")


class LabelledIndustryFactory(DjangoModelFactory):
    class Meta:
        model = LabelledIndustry

    industry_label = factory.SubFactory(IndustryLabelFactory)
    industry = factory.SubFactory(IndustryFactory)


class ServiceFactory(DjangoModelFactory):
    class Meta:
        model = Service

    key = factory.Sequence(lambda n: f"example_{n}")
    name = factory.Sequence(lambda n: f"例示服务{n}")
    name_en = factory.Sequence(lambda n: f"Example service {n}")


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit

    key = factory.Sequence(lambda n: f"example_{n}")
    symbol = factory.Sequence(lambda n: f"u{n}")
    name = factory.Sequence(lambda n: f"例示单位{n}")
    name_en = factory.Sequence(lambda n: f"example unit {n}")
    dimension = Dimension.MASS


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = Indicator

    key = factory.Sequence(lambda n: f"example_{n}")
    name = factory.Sequence(lambda n: f"例示指标{n}")
    name_en = factory.Sequence(lambda n: f"Example indicator {n}")
    unit = factory.SubFactory(UnitFactory)
    group = IndicatorGroup.ENERGY
    better = Better.LOWER


class CoalFactorFactory(DjangoModelFactory):
    class Meta:
        model = CoalFactor

    key = factory.Sequence(lambda n: f"coal.example_{n}")
    carrier = "example"
    name = factory.Sequence(lambda n: f"例示折标系数{n}")
    name_en = factory.Sequence(lambda n: f"Example coal factor {n}")
    value = Decimal("0.5")
    unit = factory.SubFactory(UnitFactory)
    vintage = 2025
    document = "Example"


class EmissionFactorFactory(CoalFactorFactory):
    class Meta:
        model = EmissionFactor

    key = factory.Sequence(lambda n: f"grid.example_{n}")


class InstrumentFactory(DjangoModelFactory):
    class Meta:
        model = Instrument

    key = factory.Sequence(lambda n: f"example_{n}")
    title = factory.Sequence(lambda n: f"例示办法{n}")
    title_en = factory.Sequence(lambda n: f"Example Measures {n}")


class ArticleFactory(DjangoModelFactory):
    class Meta:
        model = Article

    key = factory.Sequence(lambda n: f"example.{n}")
    instrument = factory.SubFactory(InstrumentFactory)
    label = "第一条"
    label_en = "Article 1"
    gist = "例示条文"
    gist_en = "Example"


class LegalTermFactory(DjangoModelFactory):
    class Meta:
        model = LegalTerm

    class Params:
        unknown = factory.Trait(unverified=True)

    key = factory.Sequence(lambda n: f"example.term_{n}")
    amount = 5
    unit = TermUnit.WORKING_DAY
    description = "例示期限"
    description_en = "Example term"


class PlanTargetFactory(DjangoModelFactory):
    class Meta:
        model = PlanTarget

    key = factory.Sequence(lambda n: f"example_{n}")
    name = factory.Sequence(lambda n: f"例示目标{n}")
    name_en = factory.Sequence(lambda n: f"Example target {n}")
    unit = factory.SubFactory(UnitFactory)
    year = 2025
    instrument = factory.SubFactory(InstrumentFactory)


class HolidayFactory(DjangoModelFactory):
    class Meta:
        model = Holiday

    class Params:
        worked = factory.Trait(is_working=True)

    day = factory.Sequence(lambda n: date.fromordinal(date(2040, 1, 2).toordinal() + n))
    name = "例示假日"
    name_en = "Example holiday"
