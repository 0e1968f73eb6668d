"""Filling a database with invented records, and taking them out again.

Rows go in past the services: a million journal entries would measure the journal.
Nor is anything noted for the search; whoever calls this indexes anew afterwards.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection, reset_queries
from django.db.models import QuerySet

from accounts.models import Organisation, User
from accounts.models.organisations import OrganisationQuerySet
from audits.models import AuditList, Disclosure, Listing, ListingReason, Round
from audits.states import RoundState
from cms.demo.build import is_built
from cms.scale.invention import AFTER_LAST_CODE, FIRST_CODE, Invention
from core.search.triggers import nothing_noted
from marketplace.models import Job
from providers.models import ProviderProfile
from reference.models import IndustryLabel, Jurisdiction, Service

Progress = Callable[[int], None]
KINDS: Final = ("audit_list", "audit", "provider", "job")
_EMAIL: Final = "scale@benchmark.example"
_BATCH: Final = 1000
# One provider and one job for so many enterprises.
_ENTERPRISES_FOR_ONE: Final = 100


class Refused(Exception):  # noqa: N818 - it says what is the case
    """The records may not be added here."""


def fits() -> bool:
    """Tell whether a database is for trying out: nobody real is registered in it.

    It has the demo world, or no organisation but invented ones.
    """
    return is_built() or not _others().exists()


def present() -> int:
    """Return how many enterprises were added."""
    return _invented().enterprises().count()


def add(size: int, *, at: datetime, tell: Progress) -> None:
    """Bring the invented enterprises to ``size``, with rounds, providers and jobs.

    Raises Refused where there are as many already.
    """
    first = present()
    if first >= size:
        message = f"There are {first} such records already."
        raise Refused(message)
    places = list(Jurisdiction.objects.units())
    invention = Invention(at=at, places=places, seed=first)
    with nothing_noted():
        lists, author = _begun() or _begin(invention)
    for serials in _batches(first, size):
        with nothing_noted():
            _add_batch(invention, serials, lists, author)
        tell(serials[-1] + 1)
        # Where queries are logged, the log would come to hold every row.
        reset_queries()
    _analyse()


def remove(*, tell: Progress) -> int:
    """Take out what ``add`` added; return how many enterprises went.

    Raises ProtectedError where somebody has built upon a record.
    """
    gone = 0
    while keys := list(_invented().enterprises().values_list("pk", flat=True)[:_BATCH]):
        with nothing_noted():
            _remove_batch(keys)
        gone += len(keys)
        tell(gone)
        reset_queries()
    with nothing_noted():
        _remove_rest()
    _analyse()
    return gone


def _invented() -> OrganisationQuerySet:
    return Organisation.objects.filter(
        credit_code__gte=FIRST_CODE, credit_code__lt=AFTER_LAST_CODE
    )


def _others() -> QuerySet[Organisation]:
    return Organisation.objects.exclude(pk__in=_invented())


def _batches(first: int, size: int) -> Iterator[range]:
    for start in range(first, size, _BATCH):
        yield range(start, min(start + _BATCH, size))


def _begun() -> tuple[list[AuditList], User] | None:
    """Return the lists and the author of records that were added before."""
    lists = list(AuditList.objects.filter(authority__in=_invented()))
    author = User.objects.filter(email=_EMAIL).first()
    return (lists, author) if lists and author else None


def _begin(invention: Invention) -> tuple[list[AuditList], User]:
    """Put out a list for each year, and find somebody who drafts jobs."""
    authority = invention.authority()
    authority.save()
    lists = [invention.audit_list(authority, year) for year in invention.years]
    author = User.objects.create_user(_EMAIL, name="测速示例", is_active=False)
    return AuditList.objects.bulk_create(lists), author


def _add_batch(
    invention: Invention, serials: range, lists: Sequence[AuditList], author: User
) -> None:
    enterprises = _add_enterprises(invention, serials)
    _add_rounds(invention, serials, lists, enterprises)
    some = [
        (serial, enterprise)
        for serial, enterprise in zip(serials, enterprises, strict=True)
        if serial % _ENTERPRISES_FOR_ONE == 0
    ]
    _add_providers(invention, [serial for serial, _one in some])
    _add_jobs(invention, some, author)


def _add_enterprises(invention: Invention, serials: range) -> list[Organisation]:
    invented = [invention.enterprise(serial) for serial in serials]
    enterprises = Organisation.objects.bulk_create([one for one, _label in invented])
    known = set(IndustryLabel.objects.values_list("pk", flat=True))
    pairs = [(one.pk, label) for one, label in invented if label in known]
    _join(Organisation.labels.through, ("organisation_id", "industrylabel_id"), pairs)
    return enterprises


def _add_rounds(
    invention: Invention,
    serials: range,
    lists: Sequence[AuditList],
    enterprises: Sequence[Organisation],
) -> None:
    listings = Listing.objects.bulk_create(
        invention.listing(lists, enterprise) for enterprise in enterprises
    )
    reasons = list(ListingReason.objects.values_list("pk", flat=True))
    pairs = [
        (listing.pk, reasons[serial % len(reasons)])
        for serial, listing in zip(serials, listings, strict=True)
    ]
    _join(Listing.reasons.through, ("listing_id", "listingreason_id"), pairs)
    rounds = Round.objects.bulk_create(
        invention.round(serial, listing)
        for serial, listing in zip(serials, listings, strict=True)
    )
    Disclosure.objects.bulk_create(
        invention.disclosure(one) for one in rounds if one.state != RoundState.LISTED
    )


def _add_providers(invention: Invention, serials: Sequence[int]) -> None:
    providers = Organisation.objects.bulk_create(map(invention.provider, serials))
    profiles = ProviderProfile.objects.bulk_create(map(invention.profile, providers))
    for field, column, model in (
        (ProviderProfile.services, "service_id", Service),
        (ProviderProfile.labels, "industrylabel_id", IndustryLabel),
        (ProviderProfile.serves, "jurisdiction_id", None),
    ):
        rows = list(model.objects.all()) if model else invention.places
        pairs = [(one.pk, row.pk) for one in profiles for row in invention.some(rows)]
        _join(field.through, ("providerprofile_id", column), pairs)


def _add_jobs(
    invention: Invention, some: Sequence[tuple[int, Organisation]], author: User
) -> None:
    jobs = Job.objects.bulk_create(
        invention.job(serial, enterprise, author) for serial, enterprise in some
    )
    services = list(Service.objects.all())
    pairs = [(job.pk, one.pk) for job in jobs for one in invention.some(services)]
    _join(Job.services.through, ("job_id", "service_id"), pairs)


def _join(
    through: Any,  # noqa: ANN401 - the table between two models
    columns: tuple[str, str],
    pairs: Sequence[tuple[object, object]],
) -> None:
    through.objects.bulk_create(
        through(**dict(zip(columns, pair, strict=True))) for pair in pairs
    )


def _remove_batch(keys: Sequence[int]) -> None:
    Job.objects.filter(enterprise__in=keys).delete()
    Disclosure.objects.filter(round__enterprise__in=keys).delete()
    Round.objects.filter(enterprise__in=keys).delete()
    Listing.objects.filter(enterprise__in=keys).delete()
    Organisation.objects.filter(pk__in=keys).delete()


def _remove_rest() -> None:
    ProviderProfile.objects.filter(organisation__in=_invented()).delete()
    AuditList.objects.filter(authority__in=_invented()).delete()
    _invented().delete()
    User.objects.filter(email=_EMAIL).delete()


def _analyse() -> None:
    """Let the database know how much there is now; it plans queries by that."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
