"""Providers as something that can be found."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.journal import AccountAction
from accounts.models import FormerName
from core.clock import shanghai_day
from core.journal import subscribe
from core.models import JournalEntry
from core.search import SearchDocument, SearchKind, register_kind, touch
from core.search.sources import beside, child, many, own, parent
from providers.models import ProviderProfile
from providers.selectors import listed_profiles
from providers.services.profiles import SEARCH_KIND

FOLLOWED = (
    AccountAction.ORGANISATION_UPDATED,
    AccountAction.ORGANISATION_RENAMED,
)


def register() -> None:
    """Make listed providers searchable and follow changes of their particulars."""
    register_kind(
        SearchKind(
            key=SEARCH_KIND,
            label=_("Providers"),
            build=document,
            rows=rows,
            visible_to=visible_to,
            sources=(
                own(ProviderProfile),
                *(
                    many(ProviderProfile, field)
                    for field in ("services", "labels", "serves")
                ),
                parent(
                    ProviderProfile,
                    "organisation",
                    *("name", "name_en", "short_name", "credit_code", "state"),
                ),
                beside(
                    ProviderProfile, "organisation", child(FormerName, "organisation")
                ),
            ),
        )
    )
    for action in FOLLOWED:
        subscribe(action, particulars_changed)


def rows() -> QuerySet[ProviderProfile]:
    """Return the profiles worth indexing."""
    return listed_profiles().prefetch_related("organisation__former_names")


def visible_to(user: object) -> QuerySet[ProviderProfile]:
    """Return the profiles that are listed, for everybody alike."""
    return ProviderProfile.objects.listed()


def document(profile: ProviderProfile) -> SearchDocument:
    """Return a listed provider as the index keeps it."""
    organisation = profile.organisation
    services, labels = profile.services.all(), profile.labels.all()
    offered = [*services, *labels]
    return SearchDocument(
        kind=SEARCH_KIND,
        key=str(profile.pk),
        title=organisation.name,
        title_en=organisation.name_en,
        url=f"/providers/{organisation.credit_code}/",
        body="\n".join(
            [
                organisation.short_name,
                *(past.name for past in organisation.former_names.all()),
                *(row.name for row in offered),
                profile.introduction,
            ]
        ),
        body_en="\n".join([*(row.name_en for row in offered), profile.introduction_en]),
        codes=[organisation.credit_code] if organisation.credit_code else [],
        facets={
            "service": [service.pk for service in services],
            "label": [label.pk for label in labels],
            "place": [place.pk for place in profile.serves.all()],
            "quality": [profile.quality_band],
        },
        date=shanghai_day(profile.listed_at),
        boost=20,
    )


def particulars_changed(entry: JournalEntry) -> None:
    """Index a provider anew when its name or particulars have changed."""
    found = ProviderProfile.objects.filter(organisation=int(entry.target_id))
    for pk in found.values_list("pk", flat=True):
        touch(SEARCH_KIND, pk)
