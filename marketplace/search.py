"""Jobs as search documents. Nothing of a bid is ever part of one."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from core.clock import shanghai_day
from core.search import SearchDocument, SearchKind, register_kind
from core.search.sources import beside, many, own, parent
from marketplace.models import Job
from marketplace.selectors.jobs import jobs_visible_to

JOB = "job"


def register() -> None:
    """Make public jobs searchable."""
    register_kind(
        SearchKind(
            key=JOB,
            label=_("Jobs"),
            build=build,
            rows=rows,
            visible_to=jobs_visible_to,
            sources=(
                own(Job),
                many(Job, "services"),
                parent(Job, "enterprise", "name"),
                beside(Job, "enterprise", many(Organisation, "labels")),
            ),
        )
    )


def rows() -> QuerySet[Job]:
    """Return the jobs that everybody may read."""
    return (
        Job.objects.public()
        .select_related("enterprise", "site")
        .prefetch_related("services", "enterprise__labels")
    )


def build(job: Job) -> SearchDocument:
    """Return a job as the index keeps it."""
    return SearchDocument(
        kind=JOB,
        key=str(job.pk),
        title=job.title,
        body=f"{job.enterprise.name}\n{job.scope}",
        url=f"/jobs/{job.number}/",
        codes=[job.number],
        facets={
            "state": [f"{JOB}-{job.state}"],
            "place": [code for code in job.site.path.split("/") if code],
            "service": [service.pk for service in job.services.all()],
            "label": [label.pk for label in job.enterprise.labels.all()],
        },
        date=shanghai_day(job.published_at) if job.published_at else None,
    )
