"""Registering organisations and keeping their particulars."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.enums import MembershipRole, OrganisationKind
from accounts.journal import AccountAction
from accounts.models import FormerName, Membership, Organisation, RelatedParty, User
from accounts.permissions import is_owner, staff_covers
from core.clock import shanghai_day
from core.journal import record
from core.refusals import Refusal, require
from reference.models import Industry, IndustryLabel, Jurisdiction


class AlreadyRegistered(Refusal):
    """An organisation with this credit code is known already."""

    def __init__(self, organisation: Organisation) -> None:
        """Keep the organisation that was found."""
        super().__init__(
            _(
                "%(name)s is registered already. Ask to work for it below instead of "
                "registering it again."
            )
            % {"name": organisation.name},
            field="credit_code",
        )
        self.organisation = organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What an organisation says of itself."""

    name: str
    name_en: str = ""
    short_name: str = ""
    legal_representative: str = ""
    address: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    website: str = ""
    jurisdiction: Jurisdiction | None = None
    industries: Iterable[Industry] = ()
    labels: Iterable[IndustryLabel] = ()


_COLUMNS = (
    "name",
    "name_en",
    "short_name",
    "legal_representative",
    "address",
    "contact_name",
    "contact_phone",
    "contact_email",
    "website",
    "jurisdiction",
)


@transaction.atomic
def register_organisation(
    *,
    kind: OrganisationKind,
    credit_code: str,
    particulars: Particulars,
    actor: User,
    at: datetime,
) -> Organisation:
    """Register an enterprise or a provider; the actor administers it.

    Raises AlreadyRegistered when the credit code is taken, and Refusal for an
    authority, which only the operator sets up.
    """
    if kind == OrganisationKind.AUTHORITY:
        raise Refusal(_("Authorities are set up by the operator."), field="kind")
    known = Organisation.objects.filter(credit_code=credit_code).first()
    if known is not None:
        raise AlreadyRegistered(known)
    organisation = Organisation(kind=kind, credit_code=credit_code, registered_at=at)
    _fill(organisation, particulars)
    Membership.objects.create(
        user=actor,
        organisation=organisation,
        role=MembershipRole.OWNER,
        joined_at=at,
    )
    record(
        AccountAction.ORGANISATION_REGISTERED,
        organisation,
        actor=actor,
        at=at,
        name=organisation.name,
        credit_code=credit_code,
    )
    return organisation


@transaction.atomic
def update_organisation(
    *, organisation_id: int, particulars: Particulars, actor: User, at: datetime
) -> Organisation:
    """Replace an organisation's particulars; its name changes by renaming."""
    organisation = Organisation.objects.locked().get(pk=organisation_id)
    require(is_owner(actor, organisation))
    before = {column: getattr(organisation, column) for column in _COLUMNS}
    _fill(organisation, particulars, keep_name=True)
    changed = [
        column for column in _COLUMNS if getattr(organisation, column) != before[column]
    ]
    record(
        AccountAction.ORGANISATION_UPDATED,
        organisation,
        actor=actor,
        at=at,
        name=organisation.name,
        changed=changed,
    )
    return organisation


@transaction.atomic
def rename_organisation(
    *, organisation_id: int, name: str, on: date, actor: User, at: datetime
) -> Organisation:
    """Record a new name and keep the former one findable.

    Raises Refusal when the name is the one the organisation has, and for a day
    to come: a name counts from its entry at the registration authority.
    """
    organisation = Organisation.objects.locked().get(pk=organisation_id)
    require(is_owner(actor, organisation))
    old, new = organisation.name, name.strip()
    if new == old:
        raise Refusal(_("This is the present name."), field="name")
    if on > shanghai_day(at):
        raise Refusal(_("Record the name once the change has taken place."), field="on")
    FormerName.objects.create(organisation=organisation, name=old, until=on)
    organisation.name = new
    # A changed name is no longer the one that was checked.
    organisation.identity_checked_at = None
    organisation.save(update_fields=["name", "identity_checked_at"])
    record(
        AccountAction.ORGANISATION_RENAMED,
        organisation,
        actor=actor,
        at=at,
        old=old,
        new=new,
        on=on,
    )
    return organisation


@transaction.atomic
def check_identity(
    *, organisation_id: int, actor: User, at: datetime, evidence: str
) -> Organisation:
    """Record that staff compared the identity data with evidence they name."""
    organisation = Organisation.objects.locked().get(pk=organisation_id)
    require(staff_covers(actor, organisation.jurisdiction))
    organisation.identity_checked_at = at
    organisation.save(update_fields=["identity_checked_at"])
    record(
        AccountAction.IDENTITY_CHECKED,
        organisation,
        actor=actor,
        at=at,
        name=organisation.name,
        evidence=evidence,
    )
    return organisation


@transaction.atomic
def declare_related_party(
    *,
    organisation_id: int,
    other_name: str,
    relation: str,
    since: date | None,
    note: str,
    actor: User,
    at: datetime,
) -> RelatedParty:
    """Declare a controller, a sister company, a predecessor or another relation."""
    organisation = Organisation.objects.locked().get(pk=organisation_id)
    require(is_owner(actor, organisation))
    other = Organisation.objects.filter(name=other_name).first()
    if other == organisation:
        raise Refusal(
            _("An organisation is no related party of itself."), field="other_name"
        )
    if organisation.related_parties.filter(
        other_name=other_name, relation=relation
    ).exists():
        raise Refusal(_("This relation was declared already."), field="other_name")
    party = RelatedParty.objects.create(
        organisation=organisation,
        other=other,
        other_name=other_name,
        relation=relation,
        since=since,
        note=note,
    )
    record(
        AccountAction.RELATED_PARTY_DECLARED,
        organisation,
        actor=actor,
        at=at,
        other=other_name,
        relation=relation,
    )
    return party


@transaction.atomic
def withdraw_related_party(*, party_id: int, actor: User, at: datetime) -> None:
    """Take back a declaration made in error; the journal keeps that it was made."""
    party = RelatedParty.objects.select_related("organisation").get(pk=party_id)
    require(is_owner(actor, party.organisation))
    record(
        AccountAction.RELATED_PARTY_WITHDRAWN,
        party.organisation,
        actor=actor,
        at=at,
        other=party.other_name,
        relation=party.relation,
    )
    party.delete()


def _fill(
    organisation: Organisation, particulars: Particulars, *, keep_name: bool = False
) -> None:
    for column in _COLUMNS:
        if column == "name" and keep_name:
            continue
        setattr(organisation, column, getattr(particulars, column))
    organisation.save()
    organisation.industries.set(particulars.industries)
    organisation.labels.set(particulars.labels)
