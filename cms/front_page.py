"""What the home page shows of the market: live figures and the latest entries."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audits.models import PublishedResult
from blacklist.models import NamePublication
from blacklist.selectors import current_publications
from cms.models.training import TrainingEvent
from core.clock import shanghai_day
from core.templatetags.portal import local_path
from experts.selectors import published_experts
from marketplace.models import Job
from providers.selectors import listed_profiles

LATEST = 4


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it counts and where its records are."""

    value: int
    label: str | Promise
    url: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a column: what, where, and a remark."""

    label: str
    url: str
    remark: str = ""
    when: date | datetime | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """The latest entries of a kind; ``empty`` is said when there are none."""

    title: str | Promise
    entries: tuple[Entry, ...]
    more_url: str
    more: str | Promise
    empty: str | Promise


def figures(at: datetime) -> list[Figure]:
    """Return the live figures of the market."""
    publications = current_publications(shanghai_day(at))
    return [
        Figure(
            Job.objects.public().accepting_bids(at).count(),
            pgettext_lazy("figure", "jobs open for bids"),
            local_path("/jobs/"),
        ),
        Figure(
            listed_profiles().count(),
            pgettext_lazy("figure", "providers listed"),
            local_path("/providers/"),
        ),
        Figure(
            published_experts().count(),
            pgettext_lazy("figure", "experts in the public pool"),
            local_path("/experts/"),
        ),
        Figure(
            PublishedResult.objects.count(),
            pgettext_lazy("figure", "review results published"),
            local_path("/audits/"),
        ),
        Figure(
            publications.count(),
            pgettext_lazy("figure", "names published now"),
            local_path("/register/"),
        ),
    ]


def columns(at: datetime) -> list[Column]:
    """Return the latest entries, those that concern most readers first."""
    return [_open_jobs(at), _results(), _publications(at), _training(at)]


def _open_jobs(at: datetime) -> Column:
    jobs = Job.objects.public().accepting_bids(at).select_related("enterprise")
    return Column(
        title=_("Open jobs"),
        entries=tuple(
            Entry(
                label=job.title,
                url=job.get_absolute_url(),
                remark=str(_("bids until")),
                when=job.bids_until,
            )
            for job in jobs.order_by("-published_at", "-pk")[:LATEST]
        ),
        more_url=local_path("/jobs/"),
        more=_("All jobs"),
        empty=_("No job is open for bids at present."),
    )


def _results() -> Column:
    results = PublishedResult.objects.select_related("round__enterprise")
    return Column(
        title=_("Latest results"),
        entries=tuple(
            Entry(
                label=result.round.enterprise.label,
                url=result.get_absolute_url(),
                remark=f"{result.get_kind_display()} · {result.get_outcome_display()}",
                when=result.concluded_on,
            )
            for result in results.order_by("-published_at", "-pk")[:LATEST]
        ),
        more_url=local_path("/audits/"),
        more=_("All audits"),
        empty=_("No results have been published yet."),
    )


def _publications(at: datetime) -> Column:
    return Column(
        title=_("Published names"),
        entries=tuple(
            _publication_entry(publication)
            for publication in current_publications(shanghai_day(at)).order_by(
                "-published_at", "-pk"
            )[:LATEST]
        ),
        more_url=reverse("blacklist:register"),
        more=_("The whole register"),
        empty=_("No name is published at present."),
    )


def _publication_entry(publication: NamePublication) -> Entry:
    return Entry(
        label=publication.party_name,
        url=publication.get_absolute_url(),
        remark=publication.number,
        when=publication.published_at,
    )


def _training(at: datetime) -> Column:
    events = TrainingEvent.objects.public().filter(starts_at__gt=at, cancelled_at=None)
    return Column(
        title=_("Upcoming training"),
        entries=tuple(
            Entry(
                label=event.label,
                url=event.get_absolute_url(),
                remark=event.get_mode_display(),
                when=event.starts_at,
            )
            for event in events.order_by("starts_at", "pk")[:LATEST]
        ),
        more_url=local_path("/training/"),
        more=_("All training"),
        empty=_("No training is announced at present."),
    )
