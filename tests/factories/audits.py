"""Lists, rounds, reports and reviews for tests."""

from datetime import UTC, date, datetime
from decimal import Decimal

import factory
from django.contrib.auth.models import Permission
from factory.django import DjangoModelFactory

from audits.enums import (
    Basis,
    CostClass,
    OptionCategory,
    OptionState,
    Outcome,
    PhaseKey,
    ReviewKind,
    Severity,
)
from audits.models import (
    AuditFocus,
    AuditList,
    CoveredEnterprise,
    Disclosure,
    IndicatorSeries,
    LinterFinding,
    Listing,
    ListingReason,
    Option,
    OptionEffect,
    PanelSeat,
    Phase,
    PublishedResult,
    Report,
    ReportAuthor,
    ReviewSession,
    Round,
    RoundGrant,
    Rubric,
    RubricItem,
    RubricSection,
    ScoreSheet,
    SessionConclusion,
    SheetDraft,
    SimilarityBand,
    SimilarityFinding,
    VetoItem,
)
from audits.states import ListState, RoundState, SessionState
from core.money import Money
from tests.factories.accounts import OrganisationFactory, UserFactory

ISSUED = date(2026, 1, 12)
PUBLISHED = datetime(2026, 1, 12, 2, tzinfo=UTC)
INFORMED = datetime(2026, 1, 20, 2, tzinfo=UTC)
STARTED = datetime(2026, 2, 3, 2, tzinfo=UTC)
FILED = datetime(2026, 2, 24, 2, tzinfo=UTC)
EVALUATED = datetime(2026, 3, 2, 2, tzinfo=UTC)
IMPLEMENTING = datetime(2026, 3, 3, 2, tzinfo=UTC)
ACCEPTED = datetime(2026, 3, 6, 2, tzinfo=UTC)


class ListingReasonFactory(DjangoModelFactory):
    class Meta:
        model = ListingReason

    key = factory.Sequence(lambda n: f"reason_{n}")
    name = factory.Sequence(lambda n: f"情形{n}")
    name_en = factory.Sequence(lambda n: f"Ground {n}")
    article_key = "measures.8"


class AuditListFactory(DjangoModelFactory):
    class Meta:
        model = AuditList

    class Params:
        published = factory.Trait(state=ListState.PUBLISHED, published_at=PUBLISHED)

    number = factory.Sequence(lambda n: f"QY-L-2026-{9000 + n}")
    title = factory.Sequence(lambda n: f"第{n}批强制性清洁生产审核名单")
    authority = factory.SubFactory(OrganisationFactory, authority=True)
    document_number = factory.Sequence(lambda n: f"示环发〔2026〕{n}号")
    issued_on = ISSUED


class ListingFactory(DjangoModelFactory):
    class Meta:
        model = Listing
        skip_postgeneration_save = True

    audit_list = factory.SubFactory(AuditListFactory, published=True)
    enterprise = factory.SubFactory(OrganisationFactory, enterprise=True)

    @factory.post_generation
    def reasons(self, create, extracted, **kwargs):
        if create:
            keys = extracted or ["over_limit"]
            self.reasons.set(ListingReason.objects.filter(key__in=keys))


def _stamps(state):
    """Return the instants that a round in this state knows."""
    order = [
        (RoundState.INFO_PUBLISHED, "info_published_at", INFORMED),
        (RoundState.STARTED, "started_at", STARTED),
        (RoundState.REPORT_SUBMITTED, "report_submitted_at", FILED),
        (RoundState.EVALUATION_PASSED, "evaluated_at", EVALUATED),
        (RoundState.IMPLEMENTING, "implementing_at", IMPLEMENTING),
        (RoundState.ACCEPTANCE_QUALIFIED, "accepted_at", ACCEPTED),
        (RoundState.RESULTS_PUBLISHED, "results_published_at", ACCEPTED),
    ]
    same = {
        RoundState.EVALUATION_SUPPLEMENT: RoundState.EVALUATION_PASSED,
        RoundState.EVALUATION_REDO: RoundState.EVALUATION_PASSED,
        RoundState.ACCEPTANCE_UNQUALIFIED: RoundState.ACCEPTANCE_QUALIFIED,
    }
    reached = same.get(state, state)
    stamps = {}
    if reached == RoundState.LISTED:
        return stamps
    for name, field, instant in order:
        stamps[field] = instant
        if name == reached:
            break
    return stamps


class RoundFactory(DjangoModelFactory):
    """A mandatory round in any state, with the instants that belong to it."""

    class Meta:
        model = Round

    class Params:
        voluntary = factory.Trait(
            basis=Basis.VOLUNTARY, listing=None, info_published_at=None
        )
        advised = factory.Trait(
            provider=factory.SubFactory(OrganisationFactory, provider=True)
        )

    number = factory.Sequence(lambda n: f"QY-A-2026-{9000 + n}")
    enterprise = factory.SubFactory(OrganisationFactory, enterprise=True)
    listing = factory.SubFactory(
        ListingFactory, enterprise=factory.SelfAttribute("..enterprise")
    )
    basis = Basis.MANDATORY
    state = RoundState.STARTED
    opened_at = PUBLISHED
    baseline_year = 2025
    cost_threshold = Money(50000)
    info_published_at = factory.LazyAttribute(
        lambda o: _stamps(o.state).get("info_published_at")
    )
    started_at = factory.LazyAttribute(lambda o: _stamps(o.state).get("started_at"))
    report_submitted_at = factory.LazyAttribute(
        lambda o: _stamps(o.state).get("report_submitted_at")
    )
    evaluated_at = factory.LazyAttribute(lambda o: _stamps(o.state).get("evaluated_at"))
    implementing_at = factory.LazyAttribute(
        lambda o: _stamps(o.state).get("implementing_at")
    )
    accepted_at = factory.LazyAttribute(lambda o: _stamps(o.state).get("accepted_at"))
    results_published_at = factory.LazyAttribute(
        lambda o: _stamps(o.state).get("results_published_at")
    )


class RoundGrantFactory(DjangoModelFactory):
    class Meta:
        model = RoundGrant

    content_object = factory.SubFactory(RoundFactory)
    user = factory.SubFactory(UserFactory)

    @factory.lazy_attribute
    def permission(self):
        return Permission.objects.get(codename="review_round")


class CoveredEnterpriseFactory(DjangoModelFactory):
    class Meta:
        model = CoveredEnterprise

    round = factory.SubFactory(RoundFactory, mode="whole_area")
    enterprise = factory.SubFactory(OrganisationFactory, enterprise=True)


class DisclosureFactory(DjangoModelFactory):
    class Meta:
        model = Disclosure

    round = factory.SubFactory(RoundFactory)
    name = factory.SelfAttribute("round.enterprise.name")
    legal_representative = "示例法定代表人"
    address = "示例路 1 号"
    pollutants = "化学需氧量,间歇排放。"
    published_at = INFORMED


class PhaseFactory(DjangoModelFactory):
    class Meta:
        model = Phase

    round = factory.SubFactory(RoundFactory)
    key = PhaseKey.PREPARATION
    position = 1


class AuditFocusFactory(DjangoModelFactory):
    class Meta:
        model = AuditFocus

    round = factory.SubFactory(RoundFactory)
    name = "电镀车间"


class OptionFactory(DjangoModelFactory):
    class Meta:
        model = Option

    class Params:
        done = factory.Trait(
            state=OptionState.DONE,
            started_on=date(2026, 2, 5),
            finished_on=date(2026, 2, 20),
        )

    round = factory.SubFactory(RoundFactory)
    number = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"方案{n}")
    cost_class = CostClass.NO_LOW
    category = OptionCategory.PROCESS
    investment = Money(20000)
    expected_benefit = Money(40000)


class OptionEffectFactory(DjangoModelFactory):
    class Meta:
        model = OptionEffect

    option = factory.SubFactory(OptionFactory)
    indicator_id = "fresh_water"
    expected = Decimal(500)


class IndicatorSeriesFactory(DjangoModelFactory):
    class Meta:
        model = IndicatorSeries

    round = factory.SubFactory(RoundFactory)
    indicator_id = "fresh_water"
    unit_id = "t"
    first = Decimal(10000)
    second = Decimal(10500)
    third = Decimal(10200)


class ReportFactory(DjangoModelFactory):
    class Meta:
        model = Report

    class Params:
        filed = factory.Trait(submitted_at=FILED, checked_at=FILED)

    round = factory.SubFactory(RoundFactory)
    version = factory.Sequence(lambda n: n + 1)
    reported_on = date(2026, 2, 20)
    chapters = factory.LazyFunction(dict)
    data = factory.LazyFunction(dict)
    written_by = factory.SubFactory(UserFactory)
    updated_at = FILED


class ReportAuthorFactory(DjangoModelFactory):
    class Meta:
        model = ReportAuthor

    report = factory.SubFactory(ReportFactory)
    name = factory.Sequence(lambda n: f"编制人{n}")


class LinterFindingFactory(DjangoModelFactory):
    class Meta:
        model = LinterFinding

    report = factory.SubFactory(ReportFactory)
    code = "AUT-01"
    severity = Severity.ERROR
    place = "authors"


class SimilarityBandFactory(DjangoModelFactory):
    class Meta:
        model = SimilarityBand

    report = factory.SubFactory(ReportFactory, filed=True)
    position = 0
    digest = factory.Sequence(lambda n: n)


class SimilarityFindingFactory(DjangoModelFactory):
    class Meta:
        model = SimilarityFinding

    report = factory.SubFactory(ReportFactory)
    other = factory.SubFactory(ReportFactory, filed=True)
    shared_rate = Decimal("0.5")
    passages = factory.LazyFunction(list)


class RubricFactory(DjangoModelFactory):
    class Meta:
        model = Rubric

    key = factory.Sequence(lambda n: f"rubric-{n}")
    kind = ReviewKind.EVALUATION
    name = "评分表"
    issuer = "示例主管部门"
    version = "1"
    valid_from = date(2026, 1, 1)
    pass_rule = factory.LazyFunction(
        lambda: {
            "aggregate": "mean",
            "minimum_sheets": 1,
            "bands": [
                {"outcome": "proceed", "above": "90"},
                {"outcome": "supplement", "from": "70"},
                {"outcome": "redo", "from": "0"},
            ],
            "veto": {"outcome": "redo", "votes": "majority"},
        }
    )


class RubricSectionFactory(DjangoModelFactory):
    class Meta:
        model = RubricSection

    rubric = factory.SubFactory(RubricFactory)
    key = factory.Sequence(lambda n: f"section-{n}")
    name = "报告"


class RubricItemFactory(DjangoModelFactory):
    class Meta:
        model = RubricItem

    section = factory.SubFactory(RubricSectionFactory)
    key = factory.Sequence(lambda n: f"item-{n}")
    name = "真实性"
    points = Decimal(100)


class VetoItemFactory(DjangoModelFactory):
    class Meta:
        model = VetoItem

    rubric = factory.SubFactory(RubricFactory)
    key = "cheating"
    name = "弄虚作假"


class ReviewSessionFactory(DjangoModelFactory):
    class Meta:
        model = ReviewSession

    class Params:
        scoring = factory.Trait(state=SessionState.SCORING, opened_at=EVALUATED)
        concluded = factory.Trait(
            state=SessionState.CONCLUDED, opened_at=EVALUATED, concluded_at=EVALUATED
        )
        cancelled = factory.Trait(state=SessionState.CANCELLED, cancelled_at=EVALUATED)

    number = factory.Sequence(lambda n: f"QY-S-2026-{9000 + n}")
    round = factory.SubFactory(RoundFactory, state=RoundState.REPORT_SUBMITTED)
    report = factory.SubFactory(
        ReportFactory, filed=True, round=factory.SelfAttribute("..round")
    )
    kind = ReviewKind.EVALUATION
    rubric = factory.SubFactory(RubricFactory, kind=factory.SelfAttribute("..kind"))
    organiser = factory.SubFactory(OrganisationFactory, authority=True)
    meets_on = date(2026, 3, 2)
    planned_at = FILED


class PanelSeatFactory(DjangoModelFactory):
    class Meta:
        model = PanelSeat

    session = factory.SubFactory(ReviewSessionFactory, scoring=True)
    user = factory.SubFactory(UserFactory)
    seated_at = FILED


class SheetDraftFactory(DjangoModelFactory):
    class Meta:
        model = SheetDraft

    seat = factory.SubFactory(PanelSeatFactory)
    saved_at = EVALUATED


class ScoreSheetFactory(DjangoModelFactory):
    class Meta:
        model = ScoreSheet

    seat = factory.SubFactory(PanelSeatFactory)
    scores = factory.LazyFunction(dict)
    total = Decimal(0)
    signed_at = EVALUATED
    sha256 = "0" * 64


class SessionConclusionFactory(DjangoModelFactory):
    class Meta:
        model = SessionConclusion

    session = factory.SubFactory(ReviewSessionFactory, concluded=True)
    score = Decimal("92.50")
    outcome = Outcome.PROCEED
    concluded_by = factory.SubFactory(UserFactory)
    concluded_at = EVALUATED


class PublishedResultFactory(DjangoModelFactory):
    class Meta:
        model = PublishedResult

    conclusion = factory.SubFactory(
        SessionConclusionFactory,
        outcome=Outcome.QUALIFIED,
        session__kind=ReviewKind.ACCEPTANCE,
        session__round__state=RoundState.RESULTS_PUBLISHED,
    )
    round = factory.SelfAttribute("conclusion.session.round")
    kind = ReviewKind.ACCEPTANCE
    outcome = Outcome.QUALIFIED
    concluded_on = date(2026, 3, 6)
    organiser = factory.SubFactory(OrganisationFactory, authority=True)
    published_at = ACCEPTED
    published_by = factory.SubFactory(UserFactory)
