"""Who may change a profile, and who may see its papers."""

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from accounts.permissions import Person, is_member, staff_covers
from core.models import StoredFile
from providers.models import CapabilityEvidence


def can_keep_profile(user: Person, organisation: Organisation) -> bool:
    """Tell whether a person may list a provider: its own people may, all of them."""
    return organisation.kind == OrganisationKind.PROVIDER and is_member(
        user, organisation
    )


def can_fetch_evidence(user: Person, stored: StoredFile) -> bool:
    """Tell whether a person may open a paper: the provider's, and competent staff."""
    evidence = (
        CapabilityEvidence.objects.filter(file=stored)
        .select_related("profile__organisation__jurisdiction")
        .first()
    )
    if evidence is None:
        return False
    organisation = evidence.profile.organisation
    return is_member(user, organisation) or staff_covers(
        user, organisation.jurisdiction
    )
