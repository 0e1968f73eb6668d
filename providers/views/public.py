"""The directory and the public page of a provider."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blacklist.models import NamePublication
from core import clock
from core.exports import enumerated
from core.lists import Column, ListPage, Sort
from providers import selectors
from providers.enums import Condition
from providers.filters import DirectoryFilter
from providers.models import CapabilityEvidence, ProviderProfile
from providers.quality_index import LIFETIME_DAYS, PRIOR, Breakdown
from reference.selectors import article

# Its translation names the other language: the Chinese text says "English name".
OTHER_NAME = pgettext_lazy("name in the other language", "Chinese name")


@dataclass(frozen=True, slots=True)
class DirectoryRow:
    """A profile with what is asked from elsewhere about it."""

    profile: ProviderProfile
    quality: Breakdown
    publications: list[NamePublication]


class DirectoryPage(ListPage):
    """The directory. Nobody is hidden, and nothing bought or scored ranks it."""

    template_name = "providers/directory.html"
    filterset_class = DirectoryFilter
    sorts = (
        Sort("name", pgettext_lazy("sort", "Name"), "organisation__name"),
        Sort("newest", pgettext_lazy("sort", "Newest listing"), "-listed_at"),
        Sort("changed", pgettext_lazy("sort", "Last changed"), "-updated_at"),
    )
    export_name = "providers"
    columns = (
        Column(
            "name",
            pgettext_lazy("provider", "Name"),
            lambda row: row.organisation.label,
        ),
        Column("name_other", OTHER_NAME, lambda row: row.organisation.other_label),
        Column("code", _("Credit code"), lambda row: row.organisation.credit_code),
        Column(
            "place",
            pgettext_lazy("provider", "Place"),
            lambda row: (
                row.organisation.jurisdiction.label
                if row.organisation.jurisdiction
                else ""
            ),
        ),
        Column(
            "services",
            pgettext_lazy("provider", "Services"),
            lambda row: joined(row.services.all()),
        ),
        Column("labels", _("Key industries"), lambda row: joined(row.labels.all())),
        Column("serves", _("Works in"), lambda row: joined(row.serves.all())),
        Column(
            "phone",
            pgettext_lazy("provider", "Telephone"),
            lambda row: row.organisation.contact_phone,
        ),
        Column(
            "email",
            pgettext_lazy("provider", "E-mail"),
            lambda row: row.organisation.contact_email,
        ),
        Column(
            "website",
            pgettext_lazy("provider", "Website"),
            lambda row: row.organisation.website,
        ),
        Column(
            "checked",
            _("Identity checked"),
            lambda row: row.organisation.is_identity_checked,
        ),
        Column("listed_at", _("Listed at"), lambda row: row.listed_at),
    )

    def get_queryset(self) -> QuerySet[ProviderProfile]:
        """Return the listed profiles."""
        return selectors.listed_profiles()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Ask for standing and quality of the rows shown, all at once."""
        context = super().get_context_data(**kwargs)
        profiles = list(context["page_obj"])
        organisations = [profile.organisation for profile in profiles]
        today = clock.today()
        quality = selectors.quality_by_provider(
            [organisation.pk for organisation in organisations], today
        )
        published = selectors.publications_by_provider(organisations, today)
        context["rows"] = [
            DirectoryRow(
                profile=profile,
                quality=quality[profile.organisation_id],
                publications=published[profile.organisation_id],
            )
            for profile in profiles
        ]
        return context


def detail(request: HttpRequest, credit_code: str) -> HttpResponse:
    """Show what a provider declares, what is on record, and how it stands."""
    provider = get_object_or_404(selectors.public_providers(), credit_code=credit_code)
    today = clock.today()
    profile = ProviderProfile.objects.listed().filter(organisation=provider).first()
    context = {
        "provider": provider,
        "profile": profile,
        "publications": selectors.publications_by_provider([provider], today)[
            provider.pk
        ],
        "identity": identity_facts(profile) if profile else [],
        "quality": selectors.quality_of(provider, today),
        "observations": selectors.observations_of(provider, today)[:50],
        "prior": PRIOR,
        "lifetime_years": LIFETIME_DAYS // 365,
        "today": today,
    }
    if profile:
        context |= declared(profile)
    return render(request, "providers/detail.html", context)


def declared(profile: ProviderProfile) -> dict[str, Any]:
    """Return the self-declared parts of a public page."""
    today = clock.today()
    staff = list(selectors.staff_on(profile.organisation, today))
    claimed = selectors.claimed_elsewhere(staff, today)
    evidence = list(profile.evidence.all())
    return {
        "capabilities": [
            (Condition(key).label, dated(evidence, key)) for key in Condition.values
        ],
        "capability_article": article("measures.16", today),
        "instruments": [
            (row, row.is_overdue(today)) for row in profile.instruments.all()
        ],
        "staff": [(member, member.pk in claimed) for member in staff],
        "former_names": profile.organisation.former_names.all(),
        "parties": profile.organisation.related_parties.select_related("other"),
    }


def dated(
    evidence: list[CapabilityEvidence], condition: str
) -> list[tuple[CapabilityEvidence, bool]]:
    """Return the papers for a capability, each with whether it has expired."""
    today = clock.today()
    return [
        (row, row.is_expired(today)) for row in evidence if row.condition == condition
    ]


def identity_facts(profile: ProviderProfile) -> list[tuple[str | Promise, object]]:
    """Return the particulars that anybody may read; business contacts only."""
    organisation = profile.organisation
    facts = [
        (pgettext_lazy("provider", "Name"), organisation.label),
        (OTHER_NAME, organisation.other_label),
        (_("Credit code"), organisation.credit_code),
        (_("Legal representative"), organisation.legal_representative),
        (
            pgettext_lazy("provider", "Place"),
            organisation.jurisdiction and organisation.jurisdiction.label,
        ),
        (pgettext_lazy("provider", "Address"), organisation.address),
        (pgettext_lazy("provider", "Telephone"), organisation.contact_phone),
        (pgettext_lazy("provider", "E-mail"), organisation.contact_email),
        (_("Quality assurance system"), profile.quality_system),
        (_("Confidentiality policy"), profile.confidentiality),
    ]
    return [(label, value) for label, value in facts if value]


def joined(rows: Any) -> str:  # noqa: ANN401 - any bilingual rows
    """Return the names of rows in the reader's language."""
    return enumerated(row.label for row in rows)
