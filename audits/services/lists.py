"""Audit lists: entered as drafts, put out once, then clocks run."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganisationKind
from accounts.models import Organisation, User
from accounts.permissions import is_staff_of
from audits import deadlines, notifications, search
from audits.enums import Basis, PhaseKey
from audits.journal import ListAction
from audits.models import AuditList, Listing, ListingReason, Phase, Round
from audits.permissions import can_prepare_list, can_publish_list
from audits.states import LIST_FLOW, ListState, RoundState
from core.clock import shanghai_day
from core.journal import record
from core.numbers import next_number
from core.refusals import MoveRefused, Refusal, require
from reference.models import Jurisdiction


@transaction.atomic
def create_list(
    *,
    authority: Organisation,
    title: str,
    document_number: str,
    issued_on: date,
    actor: User,
    at: datetime,
) -> AuditList:
    """Enter an authority's list as a draft.

    Raises Refusal when the authority already has a list of that document.
    """
    require(is_staff_of(actor, authority))
    _refuse_second_document(authority, document_number)
    audit_list = AuditList.objects.create(
        number=next_number("L", shanghai_day(at)),
        title=title,
        authority=authority,
        document_number=document_number,
        issued_on=issued_on,
    )
    record(ListAction.CREATED, audit_list, actor=actor, at=at, number=audit_list.number)
    return audit_list


@transaction.atomic
def add_listing(
    *,
    list_id: int,
    enterprise: Organisation,
    reasons: Iterable[ListingReason],
    actor: User,
    at: datetime,
    jurisdiction: Jurisdiction | None = None,
    industry_name: str = "",
    time_limit_on: date | None = None,
) -> Listing:
    """Put an enterprise on a draft list.

    Raises MoveRefused once the list is out, Refusal for anything but an
    enterprise, without a ground, or for a second entry.
    """
    audit_list = _draft(list_id)
    require(can_prepare_list(actor, audit_list))
    grounds = list(reasons)
    _refuse_bad_listing(audit_list, enterprise, grounds)
    listing = Listing.objects.create(
        audit_list=audit_list,
        enterprise=enterprise,
        jurisdiction=jurisdiction or enterprise.jurisdiction,
        industry_name=industry_name,
        time_limit_on=time_limit_on,
    )
    listing.reasons.set(grounds)
    record(
        ListAction.ENTERPRISE_LISTED,
        audit_list,
        actor=actor,
        at=at,
        enterprise=enterprise,
        number=audit_list.number,
        listing=listing.pk,
    )
    return listing


@transaction.atomic
def remove_listing(*, listing_id: int, actor: User, at: datetime) -> None:
    """Take an enterprise off a list that is still a draft."""
    listing = Listing.objects.select_related("enterprise").get(pk=listing_id)
    audit_list = _draft(listing.audit_list_id)
    require(can_prepare_list(actor, audit_list))
    listing.delete()
    record(
        ListAction.ENTERPRISE_UNLISTED,
        audit_list,
        actor=actor,
        at=at,
        enterprise=listing.enterprise,
        number=audit_list.number,
    )


@transaction.atomic
def publish_list(*, list_id: int, actor: User, at: datetime) -> AuditList:
    """Put a list out: open a round for each enterprise and start its clocks.

    Raises MoveRefused when it is out already and Refusal when it is empty.
    """
    audit_list = AuditList.objects.locked().get(pk=list_id)
    require(can_publish_list(actor, audit_list))
    audit_list.state = LIST_FLOW.after("publish", audit_list.state)
    listings = list(
        audit_list.listings.select_related("enterprise").prefetch_related("reasons")
    )
    if not listings:
        raise Refusal(_("The list has no enterprise yet."))
    audit_list.published_at = at
    audit_list.save(update_fields=["state", "published_at"])

    for listing in listings:
        audit_round = _open_round(listing, at)
        deadlines.start_listing_clocks(audit_round)
        notifications.tell_listed(audit_round, at=at)
    record(
        ListAction.PUBLISHED,
        audit_list,
        actor=actor,
        at=at,
        number=audit_list.number,
        count=len(listings),
    )
    search.touch_list(audit_list)
    return audit_list


def _open_round(listing: Listing, at: datetime) -> Round:
    audit_round = Round.objects.create(
        number=next_number("A", shanghai_day(at)),
        enterprise=listing.enterprise,
        listing=listing,
        basis=Basis.MANDATORY,
        state=RoundState.LISTED,
        opened_at=at,
    )
    add_phases(audit_round)
    return audit_round


def add_phases(audit_round: Round) -> None:
    """Give a new round its seven steps, not dated yet."""
    Phase.objects.bulk_create(
        Phase(round=audit_round, key=key, position=position)
        for position, key in enumerate(PhaseKey, 1)
    )


def _draft(list_id: int) -> AuditList:
    audit_list = AuditList.objects.locked().get(pk=list_id)
    if audit_list.state != ListState.DRAFT:
        raise MoveRefused(move="change", state=audit_list.state)
    return audit_list


def _refuse_second_document(authority: Organisation, document_number: str) -> None:
    taken = AuditList.objects.filter(
        authority=authority, document_number=document_number
    )
    if taken.exists():
        raise Refusal(
            _("This authority already has a list under this document number."),
            field="document_number",
        )


def _refuse_bad_listing(
    audit_list: AuditList, enterprise: Organisation, reasons: list[ListingReason]
) -> None:
    if enterprise.kind != OrganisationKind.ENTERPRISE:
        raise Refusal(_("Only an enterprise can be listed."), field="enterprise")
    if not reasons:
        raise Refusal(_("State at least one ground of listing."), field="reasons")
    if audit_list.listings.filter(enterprise=enterprise).exists():
        raise Refusal(_("The enterprise is on this list already."), field="enterprise")
