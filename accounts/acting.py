"""For whom a signed-in person is acting in this request."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.enums import OrganisationKind
from accounts.models import Organisation, StaffPost
from accounts.permissions import Person


@dataclass(frozen=True, slots=True)
class Acting:
    """The person, the organisation they chose, and what else they could be."""

    user: Person
    organisation: Organisation | None
    organisations: Sequence[Organisation]
    posts: Sequence[StaffPost]

    @property
    def is_enterprise(self) -> bool:
        """Whether the person acts for an enterprise."""
        return self._is(OrganisationKind.ENTERPRISE)

    @property
    def is_provider(self) -> bool:
        """Whether the person acts for a provider."""
        return self._is(OrganisationKind.PROVIDER)

    @property
    def is_authority(self) -> bool:
        """Whether the person holds a post at an authority."""
        return bool(self.posts)

    def _is(self, kind: OrganisationKind) -> bool:
        return self.organisation is not None and self.organisation.kind == kind
