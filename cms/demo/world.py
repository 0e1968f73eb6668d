"""What the builders of the demo world hand to each other."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from accounts.enums import StaffRole
from accounts.models import Organisation, StaffPost, User
from core.clock import shanghai_day


@dataclass(slots=True)
class World:
    """The people and organisations that later builders act through."""

    at: datetime
    people: dict[str, User] = field(default_factory=dict)
    authorities: dict[str, Organisation] = field(default_factory=dict)
    enterprises: list[Organisation] = field(default_factory=list)
    providers: list[Organisation] = field(default_factory=list)
    experts: list[object] = field(default_factory=list)
    verifier: Organisation | None = None

    @property
    def today(self) -> date:
        """The Shanghai day on which the world is built."""
        return shanghai_day(self.at)

    def ago(self, days: int, *, hours: int = 0) -> datetime:
        """Return an instant ``days`` and ``hours`` before now."""
        return self.at - timedelta(days=days, hours=hours)

    def days_ago(self, days: int) -> date:
        """Return the Shanghai day ``days`` before today."""
        return self.today - timedelta(days=days)

    def in_days(self, days: int) -> datetime:
        """Return an instant ``days`` ahead."""
        return self.at + timedelta(days=days)

    def person(self, key: str) -> User:
        """Return a demo account by its key."""
        return self.people[key]

    def owner_of(self, organisation: Organisation) -> User:
        """Return who administers an organisation."""
        return organisation.memberships.select_related("user").earliest("pk").user

    def staff(self, authority: Organisation, role: StaffRole) -> User:
        """Return who holds a role at an authority."""
        post = StaffPost.objects.filter(authority=authority, role=role)
        return post.select_related("user").earliest("pk").user

    @property
    def province(self) -> Organisation:
        """The provincial authority."""
        return self.authorities["province"]
