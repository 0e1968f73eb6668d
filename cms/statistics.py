"""Public figures: each is a count of public records that anybody can list."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from audits.enums import ReviewKind
from audits.models import Listing, PublishedResult
from audits.models.rounds import Round
from audits.states import ListState
from blacklist.selectors import current_publications
from cms.models import TrainingEvent
from cms.states import EventState
from core.clock import shanghai_day
from core.templatetags.portal import local_path
from experts.selectors import published_experts
from marketplace.models import Job
from marketplace.states.jobs import JobState
from providers.selectors import listed_profiles
from reference.models import IndustryLabel, Jurisdiction, PlanTarget, Service

TRANSFORMATION: Final = "transformation"


@dataclass(frozen=True, slots=True)
class Record:
    """One thing counted: what it is called, where, when, and its page."""

    label: str
    url: str
    place: Jurisdiction | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, what exactly it counts, and the records behind it.

    ``rows(at)`` returns public rows only; ``describe`` makes a row a Record.
    Some records have neither place nor day: their columns would be empty.
    """

    key: str
    label: str | Promise
    definition: str | Promise
    rows: Callable[[datetime], QuerySet[Any]]
    describe: Callable[[Any], Record]
    has_places: bool = True
    has_days: bool = True


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure with its value now."""

    figure: Figure
    value: int


@dataclass(frozen=True, slots=True)
class TargetProgress:
    """A target of the plan beside what is on record; None is not measured."""

    target: PlanTarget
    measured: Measured | None

    @property
    def share(self) -> Decimal | None:
        """The part of the target that is reached, as a fraction of one."""
        if self.measured is None or not self.target.value:
            return None
        return Decimal(self.measured.value) / self.target.value


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """The figures of one unit of the province, in the order of BY_PLACE."""

    place: Jurisdiction
    values: list[int]

    @property
    def cells(self) -> list[dict[str, Any]]:
        """The values with what each counts."""
        return [
            {"label": figure.label, "value": value}
            for (figure, _path), value in zip(BY_PLACE, self.values, strict=True)
        ]


def measured(at: datetime) -> list[Measured]:
    """Return every figure as of an instant."""
    return [Measured(figure, figure.rows(at).count()) for figure in FIGURES]


def targets(values: list[Measured]) -> list[TargetProgress]:
    """Return the plan's targets with the figures that measure them."""
    known = {one.figure.key: one for one in values}
    rows = PlanTarget.objects.select_related("unit", "instrument", "article")
    return [TargetProgress(row, known.get(row.pk)) for row in rows]


def by_place(at: datetime) -> list[PlaceRow]:
    """Return the figures of BY_PLACE for each unit of the province."""
    units = list(Jurisdiction.objects.units())
    codes = {unit.pk for unit in units}
    counters = []
    for figure, path in BY_PLACE:
        paths = figure.rows(at).order_by().values_list(path, flat=True)
        counters.append(Counter(_unit(each, codes) for each in paths))
    return [
        PlaceRow(unit, [counter[unit.pk] for counter in counters]) for unit in units
    ]


def figure_called(key: str) -> Figure | None:
    """Return a figure by its key."""
    return next((figure for figure in FIGURES if figure.key == key), None)


def _unit(path: str | None, codes: set[str]) -> str | None:
    """Return the unit to which a place belongs, the most local one."""
    ancestors = reversed((path or "").split("/"))
    return next((code for code in ancestors if code in codes), None)


def _listings(at: datetime) -> QuerySet[Any]:
    return Listing.objects.filter(audit_list__state=ListState.PUBLISHED).select_related(
        "enterprise", "audit_list", "jurisdiction"
    )


def _listing(row: Listing) -> Record:
    return Record(
        row.enterprise.label,
        row.audit_list.get_absolute_url(),
        row.jurisdiction,
        row.audit_list.issued_on,
    )


def _results(kind: ReviewKind) -> Callable[[datetime], QuerySet[Any]]:
    def rows(at: datetime) -> QuerySet[Any]:
        found = PublishedResult.objects.filter(kind=kind)
        return found.select_related("round__enterprise__jurisdiction")

    return rows


def _result(row: PublishedResult) -> Record:
    enterprise = row.round.enterprise
    return Record(
        f"{enterprise.label} · {row.get_outcome_display()}",
        row.get_absolute_url(),
        enterprise.jurisdiction,
        row.concluded_on,
    )


def _industries(at: datetime) -> QuerySet[Any]:
    under_audit = Round.objects.public().filter(enterprise__labels=OuterRef("pk"))
    return IndustryLabel.objects.filter(Exists(under_audit))


def _industry(row: IndustryLabel) -> Record:
    return Record(row.label, local_path(f"/search/?kind=audit&label={row.pk}"))


def _offered_services(at: datetime) -> QuerySet[Any]:
    offered = listed_profiles().filter(services=OuterRef("pk"))
    return Service.objects.filter(Exists(offered.order_by()))


def _service(row: Service) -> Record:
    return Record(row.label, local_path(f"/providers/?service={row.pk}"))


def _jobs(at: datetime) -> QuerySet[Any]:
    return Job.objects.public().select_related("site")


def _awarded(at: datetime) -> QuerySet[Any]:
    return _jobs(at).filter(state__in=[JobState.AWARDED, JobState.CONTRACTED])


def _transformations(at: datetime) -> QuerySet[Any]:
    return _awarded(at).filter(services=TRANSFORMATION)


def _job(row: Job) -> Record:
    on = shanghai_day(row.published_at) if row.published_at else None
    return Record(f"{row.number} {row.title}", row.get_absolute_url(), row.site, on)


def _providers(at: datetime) -> QuerySet[Any]:
    # Public pages are addressed by credit code.
    return listed_profiles().exclude(organisation__credit_code=None)


def _provider(row: Any) -> Record:  # noqa: ANN401
    return Record(
        row.organisation.label, row.get_absolute_url(), row.organisation.jurisdiction
    )


def _experts(at: datetime) -> QuerySet[Any]:
    return published_experts()


def _expert(row: Any) -> Record:  # noqa: ANN401
    return Record(row.number, row.get_absolute_url())


def _publications(at: datetime) -> QuerySet[Any]:
    return current_publications(shanghai_day(at))


def _publication(row: Any) -> Record:  # noqa: ANN401
    return Record(
        f"{row.number} {row.party_name}",
        row.get_absolute_url(),
        row.jurisdiction,
        row.published_on,
    )


def _training(at: datetime) -> QuerySet[Any]:
    held = TrainingEvent.objects.public().exclude(state=EventState.CANCELLED)
    return held.filter(ends_at__lte=at).select_related("jurisdiction")


def _event(row: TrainingEvent) -> Record:
    on = shanghai_day(row.starts_at)
    return Record(row.label, row.get_absolute_url(), row.jurisdiction, on)


LISTINGS: Final = Figure(
    "listings",
    _("Enterprises on audit lists"),
    _("Entries of published lists of enterprises that must audit."),
    _listings,
    _listing,
)
JOBS: Final = Figure(
    "jobs",
    _("Jobs posted"),
    _("Jobs published to everybody, however they ended."),
    _jobs,
    _job,
)
PROVIDERS: Final = Figure(
    "providers",
    _("Providers listed"),
    _("Providers listed in the directory now."),
    _providers,
    _provider,
    has_days=False,
)
PUBLICATIONS: Final = Figure(
    "publications",
    _("Names published"),
    _("Names on the register today; ended ones do not count."),
    _publications,
    _publication,
)
TRAINING: Final = Figure(
    "training",
    _("Training held"),
    _("Announced events that are over and were not called off."),
    _training,
    _event,
)
FIGURES: Final = (
    LISTINGS,
    Figure(
        "evaluations",
        _("Evaluations published"),
        _("Published results of evaluations, whatever they concluded."),
        _results(ReviewKind.EVALUATION),
        _result,
    ),
    Figure(
        "acceptances",
        _("Acceptances published"),
        _("Published results of acceptances, whatever they concluded."),
        _results(ReviewKind.ACCEPTANCE),
        _result,
    ),
    Figure(
        "key_industries",
        _("Key industries under audit"),
        _("Key industries with at least one audit that the public may see."),
        _industries,
        _industry,
        has_places=False,
        has_days=False,
    ),
    Figure(
        "transformation_projects",
        _("Transformation projects awarded"),
        _("Public jobs for transformation that were awarded or contracted."),
        _transformations,
        _job,
    ),
    Figure(
        "one_stop_services",
        _("Services on offer"),
        _("Of the six services, those that a listed provider offers."),
        _offered_services,
        _service,
        has_places=False,
        has_days=False,
    ),
    JOBS,
    Figure(
        "awards",
        _("Jobs awarded"),
        _("Public jobs that were awarded or are under contract."),
        _awarded,
        _job,
    ),
    PROVIDERS,
    Figure(
        "experts",
        _("Experts in the public pool"),
        _("Members of the pool who agreed to be shown."),
        _experts,
        _expert,
        has_places=False,
        has_days=False,
    ),
    PUBLICATIONS,
    TRAINING,
)
# Figures counted by place, with the field that holds the place's path.
BY_PLACE: Final = (
    (LISTINGS, "jurisdiction__path"),
    (JOBS, "site__path"),
    (PROVIDERS, "organisation__jurisdiction__path"),
    (PUBLICATIONS, "jurisdiction__path"),
    (TRAINING, "jurisdiction__path"),
)
