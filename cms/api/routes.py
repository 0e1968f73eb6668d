"""What can be read, and from which selector it comes."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_noop as _
from ninja import NinjaAPI, Router
from ninja.pagination import paginate

from audits.selectors import public_rounds
from blacklist.enums import ConductKind, Tier
from blacklist.models import NamePublication
from blacklist.selectors import current_publications, publications_matching
from cms.api.paging import Pages, absolute
from cms.api.parameters import (
    CheckedCode,
    CheckedDay,
    CreditCode,
    HitBefore,
    HitPage,
    JobNumber,
    Name,
    PublicationNumber,
    Words,
)
from cms.api.schemas import (
    AuditResult,
    Expert,
    Found,
    Hit,
    Invalid,
    Job,
    NameCheck,
    Named,
    Problem,
    Provider,
    Publication,
)
from cms.search import position_or_404
from core import clock
from core.search import search
from core.search.asking import SearchResults
from experts.models import Expert as ExpertRow
from experts.selectors import public_card, published_experts
from marketplace.models import Job as JobRow
from marketplace.selectors.jobs import jobs_visible_to, with_row_details
from marketplace.states.jobs import JobState
from providers.models import ProviderProfile
from providers.selectors import listed_profiles, publications_by_provider

LICENCE = {
    "name": "CC BY 4.0",
    "url": "https://creativecommons.org/licenses/by/4.0/",
}

# The page for people is ours: ``cms.views.open_data``.
api = NinjaAPI(
    title="Qingyuan open data",
    version="1",
    description="Everything public of the cleaner production service market.",
    docs_url=None,
    openapi_url="openapi.json",
    urls_namespace="api",
    servers=[{"url": settings.PORTAL_URL}],
    openapi_extra={"info": {"license": LICENCE}},
)
router = Router()


@router.get(
    "/providers",
    response={200: list[Provider], 422: Invalid},
    tags=["providers"],
    summary=_("List the directory of providers"),
    description=_("The listed providers, by name."),
)
@paginate(Pages)
def providers(request: HttpRequest) -> Any:  # noqa: ANN401 - paginated rows
    """List the directory."""
    return Rows(listed_profiles().order_by("organisation__name", "pk"), _providers)


@router.get(
    "/providers/{credit_code}",
    response={200: Provider, 404: Problem, 422: Invalid},
    tags=["providers"],
    summary=_("Give one provider"),
    description=_("One provider of the directory by its credit code."),
)
def provider(request: HttpRequest, credit_code: CreditCode) -> Provider:
    """Give one provider of the directory."""
    found = get_object_or_404(
        listed_profiles(), organisation__credit_code=credit_code.upper()
    )
    return _providers([found])[0]


@router.get(
    "/experts",
    response={200: list[Expert], 422: Invalid},
    tags=["experts"],
    summary=_("List the expert pool"),
    description=_(
        "The members who agreed to be shown, each with the fields they agreed to."
    ),
)
@paginate(Pages)
def experts(request: HttpRequest) -> Any:  # noqa: ANN401 - paginated rows
    """List the pool: the members who agreed, and the fields they agreed to."""
    return Rows(published_experts().order_by("number"), _experts)


@router.get(
    "/jobs",
    response={200: list[Job], 422: Invalid},
    tags=["jobs"],
    summary=_("List the jobs"),
    description=_("The published jobs that everybody may read, newest first."),
)
@paginate(Pages)
def jobs(request: HttpRequest) -> Any:  # noqa: ANN401 - paginated rows
    """List the published jobs, newest first."""
    return Rows(_public_jobs(request).order_by("-published_at", "-pk"), _jobs)


@router.get(
    "/jobs/{number}",
    response={200: Job, 404: Problem, 422: Invalid},
    tags=["jobs"],
    summary=_("Give one job"),
    description=_("One published job by its number."),
)
def job(request: HttpRequest, number: JobNumber) -> Job:
    """Give one published job."""
    return _jobs([get_object_or_404(_public_jobs(request), number=number)])[0]


@router.get(
    "/audits",
    response={200: list[AuditResult], 422: Invalid},
    tags=["audits"],
    summary=_("List the audit rounds"),
    description=_(
        "The rounds of enterprises on an audit list and those whose results are "
        "published, newest first."
    ),
)
@paginate(Pages)
def audits(request: HttpRequest) -> Any:  # noqa: ANN401 - paginated rows
    """List the rounds that the public may know of."""
    return Rows(public_rounds().order_by("-opened_at", "-pk"), _rounds)


@router.get(
    "/register",
    response={200: list[Publication], 422: Invalid},
    tags=["register"],
    summary=_("List the published names"),
    description=_("The names that are published today; ended ones are gone."),
)
@paginate(Pages)
def register(request: HttpRequest) -> Any:  # noqa: ANN401 - paginated rows
    """List the names that are published today; ended ones are gone."""
    shown = current_publications(clock.today()).select_related("leaf")
    return Rows(shown.order_by("-published_at", "-pk"), _publications)


@router.get(
    "/register/check",
    response={200: NameCheck, 422: Invalid},
    tags=["register"],
    summary=_("Check a name"),
    description=_(
        "Whether a name or credit code is published on a day. A name is compared in "
        "full; the credit code decides where both are given."
    ),
)
def check_name(
    request: HttpRequest,
    name: Name = "",
    credit_code: CheckedCode = "",
    on: CheckedDay = None,
) -> NameCheck:
    """Tell whether a name or credit code is published on a day, today by default."""
    day = on or clock.today()
    found = publications_matching(name=name, credit_code=credit_code.upper(), on=day)
    rows = _publications(list(found.select_related("leaf")))
    return NameCheck(on=day, current_publication=bool(rows), publications=rows)


@router.get(
    "/register/{number}",
    response={200: Publication, 404: Problem, 422: Invalid},
    tags=["register"],
    summary=_("Give one published name"),
    description=_(
        "One current publication by its number; an ended one is as absent as an "
        "unknown one."
    ),
)
def publication(request: HttpRequest, number: PublicationNumber) -> Publication:
    """Give one current publication; an ended one is as absent as an unknown one."""
    shown = current_publications(clock.today()).select_related("leaf")
    return _publications([get_object_or_404(shown, number=number)])[0]


@router.get(
    "/search",
    response={200: Found, 404: Problem, 422: Invalid},
    tags=["search"],
    summary=_("Search everything public"),
    description=_(
        "Every kind of public record in one list, the best hits first. Numbered pages "
        "end with the ten thousandth hit; “next” leads on behind it, unless a simpler "
        "engine stands in for the usual one."
    ),
)
def find(
    request: HttpRequest, q: Words, page: HitPage = 1, after: HitBefore = None
) -> Found:
    """Search everything public."""
    before = None if after is None else position_or_404(after)
    results = search(q, user=request.user, page=page, after=before, with_facets=False)
    if after is None and page > results.pages:
        raise Http404
    portal = absolute("")
    # What is answered is checked once, on its way out.
    return Found.model_construct(
        total=results.total,
        engine=results.engine,
        degraded=results.degraded,
        close=results.close,
        hits=[
            Hit.model_construct(
                kind=hit.document.kind,
                title=hit.document.title,
                url=f"{portal}{hit.url}",
            )
            for hit in results.hits
        ],
        next=_next(request, results),
    )


def _next(request: HttpRequest, results: SearchResults) -> str | None:
    """Return the address that goes on; near hits have no order to go on in."""
    query = {"q": results.query}
    if results.last is not None:
        query["after"] = str(results.last)
    elif results.close and results.page < results.pages:
        query["page"] = str(results.page + 1)
    else:
        return None
    return absolute(f"{request.path}?{urlencode(query)}")


class Rows:
    """A queryset whose pages are turned into schemas a page at a time."""

    def __init__(self, queryset: QuerySet[Any], shape: Any) -> None:  # noqa: ANN401
        """Keep the rows and what turns a list of them into schemas."""
        self.queryset = queryset
        self.shape = shape

    def count(self) -> int:
        """Return how many rows there are."""
        return self.queryset.count()

    def __getitem__(self, page: slice) -> list[Any]:
        shaped: list[Any] = self.shape(list(self.queryset[page]))
        return shaped


def _public_jobs(request: HttpRequest) -> QuerySet[JobRow]:
    # As the public sees them, whoever asks: a signed-in reader's own drafts are
    # no open data.
    return with_row_details(
        jobs_visible_to(request.user).filter(
            published_at__isnull=False, visibility="public"
        )
    )


def _providers(rows: list[ProviderProfile]) -> list[Provider]:
    named = publications_by_provider([row.organisation for row in rows], clock.today())
    return [
        Provider(
            credit_code=row.organisation.credit_code or "",
            name=row.organisation.name,
            name_en=row.organisation.name_en,
            place=_named(row.organisation.jurisdiction),
            services=[_key(one) for one in row.services.all()],
            industries=[_key(one) for one in row.labels.all()],
            identity_checked=row.organisation.is_identity_checked,
            current_publications=len(named[row.organisation_id]),
            url=absolute(row.get_absolute_url()),
        )
        for row in rows
    ]


def _experts(rows: list[ExpertRow]) -> list[Expert]:
    cards = [public_card(row) for row in rows]
    return [
        Expert(
            number=card.number,
            name=card.name,
            employer=card.employer,
            title=card.title,
            specialities=[_key(one) for one in card.specialities],
            url=absolute(card.url),
        )
        for card in cards
    ]


def _jobs(rows: list[JobRow]) -> list[Job]:
    return [
        Job(
            number=row.number,
            title=row.title,
            enterprise=row.enterprise.name,
            state=JobState(row.state),
            services=[_key(one) for one in row.services.all()],
            place=_named(row.site),
            budget_yuan=_budget(row),
            questions_until=row.questions_until,
            bids_until=row.bids_until,
            url=absolute(row.get_absolute_url()),
        )
        for row in rows
    ]


def _rounds(rows: list[Any]) -> list[AuditResult]:
    return [
        AuditResult(
            number=row.number,
            enterprise=row.enterprise.name,
            credit_code=row.enterprise.credit_code,
            basis=row.basis,
            state=row.state,
            conclusion=row.conclusion,
            acceptance_on=row.acceptance_on,
            url=absolute(row.get_absolute_url()),
        )
        for row in rows
    ]


def _publications(rows: list[NamePublication]) -> list[Publication]:
    return [
        Publication(
            number=row.number,
            name=row.party_name,
            credit_code=row.party_credit_code,
            kind=ConductKind(row.kind),
            tier=Tier(row.tier),
            document_number=row.document_number,
            authority=row.authority_name,
            decided_on=row.decided_on,
            published_on=row.published_on,
            until=row.max_until,
            log_index=row.leaf.index,
            url=absolute(row.get_absolute_url()),
        )
        for row in rows
    ]


def _budget(row: JobRow) -> Decimal | None:
    return row.budget.yuan if row.budget is not None and row.budget_shown else None


def _key(row: Any) -> Named:  # noqa: ANN401 - any row of reference data
    return Named(key=row.pk, name=row.name, name_en=row.name_en)


def _named(row: Any) -> Named | None:  # noqa: ANN401 - any row of reference data
    return None if row is None else _key(row)


api.add_router("", router)
