"""Every list of the portal: who asks for it, and what adds a row to it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.urls import get_resolver
from django.urls.resolvers import URLPattern
from django.views.generic.list import MultipleObjectMixin
from wagtail.models import Page

from cms.api.routes import api
from core.journal import record
from experts.models import DrawCandidate
from reference.journal import ReferenceAction
from reference.models import Jurisdiction
from reference.viewsets import ReferenceGroup
from tests.factories import (
    accounts,
    audits,
    blacklist,
    cms,
    experts,
    providers,
    reference,
    training,
)
from tests.factories import marketplace_contracts as contracts
from tests.factories import marketplace_jobs as jobs
from tests.promises.sources import PACKAGES

FAR = datetime(2099, 3, 2, 1, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    """Who asks, and the things a list can be about."""

    people: dict
    enterprise: object
    provider: object
    expert: object
    authority: object
    audit_list: object
    draft_list: object
    event: object


@dataclass(frozen=True)
class Listing:
    """One list: its reader, what adds a row, and how to ask for it."""

    role: str | None
    grow: Callable[[World], object]
    arguments: Callable[[World], dict] = field(default=lambda _world: {})
    query: str = ""


def a_world():
    """Return people of every part, and what their lists are about."""
    enterprise = accounts.OrganisationFactory(enterprise=True)
    provider = accounts.OrganisationFactory(provider=True)
    gansu = Jurisdiction.objects.get(pk="620000")
    province = accounts.OrganisationFactory(authority=True, covers=[gansu])
    expert = experts.ExpertFactory(publishing=True)
    return World(
        people={
            None: None,
            "enterprise": accounts.MembershipFactory(organisation=enterprise).user,
            "provider": accounts.MembershipFactory(organisation=provider).user,
            "expert": expert.user,
            "handler": accounts.StaffPostFactory(authority=province).user,
            "operator": accounts.UserFactory(is_staff=True, is_superuser=True),
        },
        enterprise=enterprise,
        provider=provider,
        expert=expert,
        authority=province,
        audit_list=audits.AuditListFactory(published=True),
        draft_list=audits.AuditListFactory(authority=province),
        event=training.TrainingEventFactory(capacity=100),
    )


def list_routes():
    """Return the routes of our list pages, and where people read records in rows."""
    return {*_list_views(get_resolver(), ()), *_page_models(), *_api_lists()}


def _list_views(resolver, namespaces):
    for entry in resolver.url_patterns:
        if not isinstance(entry, URLPattern):
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _list_views(entry, inner)
            continue
        view = getattr(entry.callback, "view_class", object)
        ours = view.__module__.split(".")[0] in PACKAGES
        # The results alone are drawn by the same view as the page around them.
        if ours and issubclass(view, MultipleObjectMixin):
            yield ":".join((*namespaces, entry.name)).removesuffix("_results")


def _page_models():
    for model in Page.__subclasses__():
        yield from _index_pages(model)


def _index_pages(model):
    if model.__name__.endswith("IndexPage") and not model._meta.abstract:
        yield model.__name__
    for child in model.__subclasses__():
        yield from _index_pages(child)


def _api_lists():
    document = api.get_openapi_schema()
    for path, methods in document["paths"].items():
        schema = methods["get"]["responses"][200]["content"]["application/json"]
        if "/Paged" in schema["schema"]["$ref"]:
            yield path


def _round_with_results(world):
    result = audits.PublishedResultFactory()
    audits.RoundFactory()
    return result


def _one_of_each(world):
    providers.ProviderProfileFactory()
    experts.ExpertFactory(publishing=True)
    jobs.JobFactory(published=True)
    contracts.ContractFactory(active=True)
    training.TrainingEventFactory(held=True)
    _round_with_results(world)


def _considered(world):
    return DrawCandidate.objects.create(
        draw=experts.DrawFactory(),
        expert=world.expert,
        specialities=["energy"],
        reasons=["away"],
        findings=[{"organisation": "例示厂", "since": "2026-01-01"}],
    )


def _logged_of_each_kind(_world):
    # Four at a time: the root of an odd number of leaves takes one query more.
    blacklist.NamePublicationFactory()
    jobs.BidReceiptFactory()
    experts.DrawFactory()
    experts.DrawFactory()


def _coming_event(world):
    return training.TrainingEventFactory(
        starts_at=FAR, ends_at=FAR + timedelta(days=1), registration_closes_at=FAR
    )


def _reference(make):
    return Listing("operator", lambda _world: make(), query="q=例示")


def _history(model):
    """The history of a row, which a step of one more operator adds to."""

    def row():
        return model.objects.order_by("pk").first()

    def grow(_world):
        actor = accounts.UserFactory()
        record(
            ReferenceAction.EDITED, row(), actor=actor, at=FAR, row="例示", changes={}
        )

    return Listing("operator", grow, arguments=lambda _world: {"pk": row().pk})


def _page(index, page):
    def grow(world):
        return page(parent=index_of(index))

    return Listing(None, grow)


def index_of(factory):
    """Return the one index page of a factory, made where it is missing."""
    model = factory._meta.model
    return model.objects.first() or factory()


INDEXES = {
    "PolicyIndexPage": cms.PolicyIndexPageFactory,
    "NewsIndexPage": cms.NewsIndexPageFactory,
    "TechnologyIndexPage": cms.TechnologyIndexPageFactory,
    "CaseStudyIndexPage": cms.CaseStudyIndexPageFactory,
}
LISTINGS = {
    # For everybody
    "providers:directory": Listing(
        None, lambda _world: providers.ProviderProfileFactory()
    ),
    "experts:list": Listing(None, lambda _w: experts.ExpertFactory(publishing=True)),
    "experts:draws": Listing(None, lambda _world: experts.DrawFactory(witnessed=True)),
    "audits:rounds": Listing(None, _round_with_results),
    "audits:list": Listing(
        None,
        lambda world: audits.ListingFactory(audit_list=world.audit_list),
        arguments=lambda world: {"number": world.audit_list.number},
    ),
    "marketplace:job_list": Listing(None, lambda _w: jobs.JobFactory(published=True)),
    "blacklist:register": Listing(
        None, lambda _world: blacklist.NamePublicationFactory()
    ),
    "blacklist:log": Listing(None, _logged_of_each_kind),
    "cms:training": Listing(None, _coming_event),
    "cms:statistics_records": Listing(
        None, _one_of_each, arguments=lambda _world: {"key": "providers"}
    ),
    "PolicyIndexPage": _page(INDEXES["PolicyIndexPage"], cms.PolicyPageFactory),
    "NewsIndexPage": _page(INDEXES["NewsIndexPage"], cms.NewsPageFactory),
    "TechnologyIndexPage": _page(
        INDEXES["TechnologyIndexPage"], cms.TechnologyPageFactory
    ),
    "CaseStudyIndexPage": _page(
        INDEXES["CaseStudyIndexPage"], cms.CaseStudyPageFactory
    ),
    # Open data
    "/api/v1/providers": Listing(
        None, lambda _world: providers.ProviderProfileFactory()
    ),
    "/api/v1/experts": Listing(None, lambda _w: experts.ExpertFactory(publishing=True)),
    "/api/v1/jobs": Listing(None, lambda _world: jobs.JobFactory(published=True)),
    "/api/v1/audits": Listing(None, _round_with_results),
    "/api/v1/register": Listing(
        None, lambda _world: blacklist.NamePublicationFactory()
    ),
    # Workspaces
    "audits:my_rounds": Listing(
        "enterprise",
        lambda world: audits.RoundFactory(enterprise=world.enterprise, advised=True),
    ),
    "audits:my_reviews": Listing(
        "expert", lambda world: audits.PanelSeatFactory(user=world.expert.user)
    ),
    "marketplace:own_jobs": Listing(
        "enterprise",
        lambda world: jobs.JobFactory(enterprise=world.enterprise, published=True),
    ),
    "marketplace:own_bids": Listing(
        "provider",
        lambda world: jobs.BidFactory(provider=world.provider, submitted=True),
    ),
    "marketplace:contracts": Listing(
        "enterprise",
        lambda world: contracts.ContractFactory(
            enterprise=world.enterprise, active=True
        ),
    ),
    "blacklist:my_cases": Listing(
        "provider",
        lambda world: blacklist.ViolationCaseFactory(
            party=world.provider, noticed=True
        ),
    ),
    # The staff area
    "audit_lists:index": Listing(
        "handler",
        lambda world: audits.ListingFactory(audit_list__authority=world.authority),
    ),
    "audit_lists:list": Listing(
        "handler",
        lambda world: audits.ListingFactory(audit_list=world.draft_list),
        arguments=lambda world: {"number": world.draft_list.number},
    ),
    "audit_rounds:index": Listing("handler", _round_with_results),
    "audit_sessions:index": Listing(
        "handler", lambda _world: audits.PanelSeatFactory()
    ),
    "expert_applications:index": Listing(
        "handler", lambda _world: experts.ExpertApplicationFactory(submitted=True)
    ),
    "expert_pool:index": Listing(
        "handler", lambda _world: experts.ExpertFactory(publishing=True)
    ),
    "expert_draws:index": Listing("handler", lambda _world: experts.DrawFactory()),
    "blacklist_tips:index": Listing("handler", lambda _w: blacklist.TipFactory()),
    "blacklist_cases:index": Listing(
        "handler", lambda _world: blacklist.ViolationCaseFactory(noticed=True)
    ),
    "jobs:index": Listing("handler", lambda _world: jobs.JobFactory(published=True)),
    "payments:index": Listing(
        "operator", lambda _world: contracts.PaymentFactory(confirmed=True)
    ),
    "organisations:index": Listing(
        "handler", lambda _world: accounts.MembershipFactory()
    ),
    "training:index": Listing(
        "operator", lambda _world: training.TrainingEventFactory()
    ),
    "training:participants": Listing(
        "operator",
        lambda world: training.RegistrationFactory(event=world.event),
        arguments=lambda world: {"pk": world.event.pk},
        query="export=csv",
    ),
    "holiday:index": _reference(reference.HolidayFactory),
    "instrument:index": _reference(reference.InstrumentFactory),
    "article:index": _reference(reference.ArticleFactory),
    "legalterm:index": _reference(reference.LegalTermFactory),
    "plantarget:index": _reference(reference.PlanTargetFactory),
    "coalfactor:index": _reference(reference.CoalFactorFactory),
    "emissionfactor:index": _reference(reference.EmissionFactorFactory),
    "industrylabel:index": _reference(reference.IndustryLabelFactory),
    "labelledindustry:index": _reference(reference.LabelledIndustryFactory),
    "industry:index": _reference(reference.IndustryFactory),
    "jurisdiction:index": _reference(reference.JurisdictionFactory),
    "service:index": _reference(reference.ServiceFactory),
    "unit:index": _reference(reference.UnitFactory),
    "indicator:index": _reference(reference.IndicatorFactory),
    **{
        f"{kept.model._meta.model_name}:history": _history(kept.model)
        for kept in ReferenceGroup.items
    },
    # Rows on pages of other kinds, which no type gives away
    "accounts:workspace": Listing(
        "enterprise",
        lambda world: (
            audits.RoundFactory(enterprise=world.enterprise, advised=True),
            jobs.JobFactory(enterprise=world.enterprise, published=True),
            contracts.ContractFactory(enterprise=world.enterprise, active=True),
        ),
    ),
    "blacklist:feed": Listing(None, lambda _world: blacklist.NamePublicationFactory()),
    "blacklist:log_entries": Listing(
        None, lambda _world: blacklist.NamePublicationFactory()
    ),
    "cms:training_calendar": Listing(None, _coming_event),
    "cms:my_training": Listing(
        "expert",
        lambda world: training.RegistrationFactory(user=world.expert.user),
    ),
    "experts:invitations": Listing(
        "expert", lambda world: experts.InvitationFactory(expert=world.expert)
    ),
    "experts:eligibility": Listing("expert", _considered),
    "experts:duty": Listing(
        "expert", lambda world: experts.DutyRecordFactory(expert=world.expert)
    ),
    "organisations:posts": Listing(
        "operator", lambda world: accounts.StaffPostFactory(authority=world.authority)
    ),
}
