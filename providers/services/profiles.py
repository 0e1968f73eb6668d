"""A provider's own steps: list, change, withdraw. None of them is a gate."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from core.clock import shanghai_day
from core.files import store_upload
from core.journal import record
from core.refusals import Refusal, require
from core.search import touch
from providers.bands import write_bands
from providers.journal import ProviderAction
from providers.models import CapabilityEvidence, ProfilePart, ProviderProfile
from providers.permissions import can_keep_profile
from providers.states import LISTING_FLOW
from reference.models import IndustryLabel, Jurisdiction, Service

EVIDENCE_FILE = "providers.evidence"
SEARCH_KIND = "provider"


class ListingRefused(Refusal):
    """A listing lacks what its public page is addressed by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What a provider declares of itself."""

    introduction: str
    services: Iterable[Service]
    introduction_en: str = ""
    labels: Iterable[IndustryLabel] = ()
    serves: Iterable[Jurisdiction] = ()
    quality_system: str = ""
    quality_system_until: date | None = None
    confidentiality: str = ""
    is_affiliated: bool = False
    affiliation: str = ""


_COLUMNS = (
    "introduction",
    "introduction_en",
    "quality_system",
    "quality_system_until",
    "confidentiality",
    "is_affiliated",
    "affiliation",
)


@transaction.atomic
def save_profile(
    *, organisation_id: int, declaration: Declaration, actor: User, at: datetime
) -> ProviderProfile:
    """List a provider, or change its profile; it shows at once.

    Raises ListingRefused without a credit code.
    """
    organisation = Organisation.objects.locked().get(pk=organisation_id)
    require(can_keep_profile(actor, organisation))
    if organisation.credit_code is None:
        raise ListingRefused(
            _("Enter the unified social credit code in the particulars first.")
        )

    profile = ProviderProfile.objects.filter(organisation=organisation).first()
    action = ProviderAction.UPDATED if profile else ProviderAction.LISTED
    profile = profile or ProviderProfile(organisation=organisation, listed_at=at)
    for name in _COLUMNS:
        setattr(profile, name, getattr(declaration, name))
    profile.updated_at = at
    profile.save()
    profile.services.set(declaration.services)
    profile.labels.set(declaration.labels)
    profile.serves.set(declaration.serves)
    write_bands([organisation.pk], shanghai_day(at))
    touch(SEARCH_KIND, profile.pk)

    record(action, profile, actor=actor, at=at, name=organisation.name)
    return profile


def withdraw_listing(*, profile_id: int, actor: User, at: datetime) -> ProviderProfile:
    """Take a provider out of the directory; contracts and records stay.

    Raises MoveRefused if it is withdrawn already.
    """
    return _move(profile_id, "withdraw", actor=actor, at=at)


def relist(*, profile_id: int, actor: User, at: datetime) -> ProviderProfile:
    """Show a withdrawn listing again.

    Raises MoveRefused if it is listed.
    """
    return _move(profile_id, "relist", actor=actor, at=at)


@transaction.atomic
def save_part(
    *,
    part: ProfilePart,
    actor: User,
    at: datetime,
    upload: UploadedFile | None = None,
) -> ProfilePart:
    """Add or change an entry of a profile: evidence, instrument, staff member.

    A file is kept with evidence. Raises Refusal where it is not acceptable.
    """
    profile = ProviderProfile.objects.locked().get(pk=part.profile_id)
    require(can_keep_profile(actor, profile.organisation))

    if upload is not None and isinstance(part, CapabilityEvidence):
        part.file = store_upload(upload, kind=EVIDENCE_FILE, actor=actor, at=at)
    part.save()
    _touch(profile, at)

    record(
        ProviderAction.PART_SAVED,
        profile,
        actor=actor,
        at=at,
        part=str(part._meta.model_name),
    )
    return part


@transaction.atomic
def remove_part(*, part: ProfilePart, actor: User, at: datetime) -> None:
    """Remove an entry of a profile for good, personal data included."""
    profile = ProviderProfile.objects.locked().get(pk=part.profile_id)
    require(can_keep_profile(actor, profile.organisation))

    part.delete()
    _touch(profile, at)

    record(
        ProviderAction.PART_REMOVED,
        profile,
        actor=actor,
        at=at,
        part=str(part._meta.model_name),
    )


@transaction.atomic
def _move(profile_id: int, move: str, *, actor: User, at: datetime) -> ProviderProfile:
    profile = ProviderProfile.objects.locked().get(pk=profile_id)
    require(can_keep_profile(actor, profile.organisation))

    profile.state = LISTING_FLOW.after(move, profile.state)
    withdrawn = move == "withdraw"
    profile.withdrawn_at = at if withdrawn else None
    profile.updated_at = at
    profile.save(update_fields=["state", "withdrawn_at", "updated_at"])
    touch(SEARCH_KIND, profile.pk)

    action = ProviderAction.WITHDRAWN if withdrawn else ProviderAction.RELISTED
    record(action, profile, actor=actor, at=at, name=profile.organisation.name)
    return profile


def _touch(profile: ProviderProfile, at: datetime) -> None:
    profile.updated_at = at
    profile.save(update_fields=["updated_at"])
