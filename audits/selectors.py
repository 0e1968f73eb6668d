"""Queries about lists, rounds and reviews."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Cast

from accounts.models import Organisation, User
from accounts.permissions import Person
from accounts.selectors import jurisdictions_covered_by, posts_of
from audits.enums import Outcome, ReviewKind
from audits.models import (
    AuditList,
    Listing,
    PanelSeat,
    PublishedResult,
    Report,
    ReviewSession,
    Round,
    RoundGrant,
    SimilarityFinding,
)
from audits.models.rounds import RoundQuerySet
from audits.permissions import takes_part
from core import clock
from core.clocks import Deadline
from core.clocks.selectors import deadlines_by_subject
from core.models.clocks import StatutoryClock
from experts.models import Invitation


@dataclass(frozen=True)
class SharedText:
    """A report that shares text with another; ``there`` only where allowed."""

    finding: SimilarityFinding
    other: Report | None
    passages: list[tuple[str, str]]


def rounds_of(organisation: Organisation) -> RoundQuerySet:
    """Return the rounds an organisation takes part in, newest first."""
    return Round.objects.of(organisation).select_related(
        "enterprise", "provider", "listing__audit_list"
    )


def rounds_visible_to(user: Person) -> RoundQuerySet:
    """Return the rounds all of which a person may see."""
    if not user.is_authenticated:
        return Round.objects.none()
    granted = RoundGrant.objects.filter(
        user=user, permission__codename="review_round"
    ).values("content_object")
    return Round.objects.filter(
        _joined_by(user)
        | Q(pk__in=granted)
        | _in_territory(user, "enterprise__jurisdiction__path")
    ).select_related("enterprise__jurisdiction", "provider", "listing__audit_list")


def rounds_joined_by(user: Person) -> RoundQuerySet:
    """Return the rounds a person takes part in, for the enterprise or its provider."""
    if not user.is_authenticated:
        return Round.objects.none()
    return Round.objects.filter(_joined_by(user)).select_related(
        "enterprise__jurisdiction", "provider", "listing__audit_list"
    )


def rounds_overseen_by(user: Person) -> RoundQuerySet:
    """Return the rounds of the places a member of staff is competent in."""
    return Round.objects.filter(
        _in_territory(user, "enterprise__jurisdiction__path")
    ).select_related("enterprise__jurisdiction", "provider", "listing__audit_list")


def lists_prepared_by(user: Person) -> QuerySet[AuditList]:
    """Return the lists of the authorities a member of staff works for."""
    authorities = Organisation.objects.filter(
        staff_posts__in=posts_of(user, clock.today())
    )
    return AuditList.objects.filter(authority__in=authorities).select_related(
        "authority"
    )


def public_lists() -> QuerySet[AuditList]:
    """Return the lists that are out, newest first."""
    return AuditList.objects.published().select_related("authority")


def public_rounds() -> RoundQuerySet:
    """Return what the public may know of rounds, with what a list row shows.

    ``report_on`` and ``acceptance_on`` are given once results are published.
    """
    acceptance = PublishedResult.objects.filter(
        round=OuterRef("pk"), kind=ReviewKind.ACCEPTANCE
    ).order_by("-pk")
    return (
        Round.objects.public()
        .annotate(
            conclusion=Subquery(acceptance.values("outcome")[:1]),
            acceptance_on=Subquery(acceptance.values("concluded_on")[:1]),
        )
        .select_related(
            "enterprise__jurisdiction__parent",
            "provider",
            "listing__audit_list__authority",
            "listing__jurisdiction__parent",
        )
        .prefetch_related("enterprise__industries", "listing__reasons")
    )


def listings_of(audit_list: AuditList) -> QuerySet[Listing]:
    """Return the rows of a list with what a page or a download shows of them."""
    acceptance = PublishedResult.objects.filter(
        round__listing=OuterRef("pk"), kind=ReviewKind.ACCEPTANCE
    ).order_by("-pk")
    return (
        audit_list.listings.annotate(
            conclusion=Subquery(acceptance.values("outcome")[:1]),
            acceptance_on=Subquery(acceptance.values("concluded_on")[:1]),
        )
        .select_related(
            "enterprise__jurisdiction__parent",
            "jurisdiction__parent",
            "audit_list__authority",
            "round",
        )
        .prefetch_related("reasons", "enterprise__industries")
    )


def results_of_provider(provider: Organisation) -> QuerySet[PublishedResult]:
    """Return the published results of rounds a provider advised, newest first."""
    return PublishedResult.objects.filter(round__provider=provider).select_related(
        "round__enterprise", "organiser"
    )


def sessions_of(user: Person) -> QuerySet[ReviewSession]:
    """Return the sessions in whose panel a person sits, the next one first."""
    signed = PanelSeat.objects.filter(
        session=OuterRef("pk"), user=user.pk, sheet__isnull=False
    )
    return (
        ReviewSession.objects.seated(user)
        .select_related("round__enterprise", "organiser", "rubric")
        .annotate(is_signed=Exists(signed))
    )


def seat_of_invitation(invitation: Invitation) -> PanelSeat | None:
    """Return the seat an expert took by accepting an invitation, while it is kept."""
    draw = invitation.draw
    if not isinstance(draw.subject, ReviewSession):
        return None
    seats = PanelSeat.objects.select_related("session", "sheet")
    return seats.filter(
        session=draw.subject, user=invitation.expert.user_id, left_at__isnull=True
    ).first()


def sessions_overseen_by(user: Person) -> QuerySet[ReviewSession]:
    """Return the sessions of the places a member of staff is competent in."""
    return ReviewSession.objects.filter(
        _in_territory(user, "round__enterprise__jurisdiction__path")
    ).select_related("round__enterprise", "organiser", "rubric")


def was_unqualified(audit_round: Round) -> bool:
    """Tell whether the last acceptance of a round found it unqualified."""
    acceptance = (
        audit_round.sessions.filter(
            kind=ReviewKind.ACCEPTANCE, conclusion__isnull=False
        )
        .select_related("conclusion")
        .order_by("-concluded_at")
        .first()
    )
    return (
        acceptance is not None and acceptance.conclusion.outcome == Outcome.UNQUALIFIED
    )


def reports_of(audit_round: Round) -> QuerySet[Report]:
    """Return the versions of a round's report with their authors, newest first."""
    return audit_round.reports.select_related("file").prefetch_related("authors")


def reports_visible_to(user: Person, audit_round: Round) -> QuerySet[Report]:
    """Return the versions a viewer of the round may read.

    A draft and what the linter says of it are for its authors first.
    """
    reports = reports_of(audit_round)
    if takes_part(user, audit_round):
        return reports
    return reports.filter(submitted_at__isnull=False)


def shared_texts(report: Report, viewer: Person) -> list[SharedText]:
    """Return the text a report shares with others, passage by passage.

    The other side is shown only to whoever may see that round anyway: reports
    hold trade secrets. The words are the same on both sides.
    """
    visible = set(
        rounds_visible_to(viewer)
        .filter(reports__in=report.similarities.values("other"))
        .values_list("pk", flat=True)
    )
    found = report.similarities.select_related("other__round__enterprise")
    here = report.text
    return [
        SharedText(
            finding=finding,
            other=finding.other if finding.other.round_id in visible else None,
            passages=_passages(finding, here, visible),
        )
        for finding in found
    ]


def with_deadlines(
    rounds: Sequence[Round], on: date
) -> list[tuple[Round, list[Deadline]]]:
    """Return each round with what it still owes, in two more queries."""
    deadlines = deadlines_by_subject(rounds, on)
    return [(row, deadlines.get(str(row.pk), [])) for row in rounds]


def with_next_due(rounds: RoundQuerySet) -> RoundQuerySet:
    """Give each round ``next_due``, the first day on which something is owed."""
    running = StatutoryClock.objects.running().filter(
        subject_type=Round._meta.label_lower,
        subject_id=Cast(OuterRef("pk"), CharField()),
    )
    first = running.order_by("due_on").values("due_on")[:1]
    return rounds.annotate(next_due=Subquery(first))


def late_rounds(rounds: RoundQuerySet, on: date) -> RoundQuerySet:
    """Keep the rounds of which a statutory period has run out on a day."""
    late = StatutoryClock.objects.late_on(on).filter(
        subject_type=Round._meta.label_lower
    )
    keys = late.annotate(key=Cast("subject_id", BigIntegerField())).values("key")
    return rounds.filter(pk__in=keys)


def round_page(audit_round: Round, user: Person) -> dict[str, Any]:
    """Return what the page of a round shows to a viewer of the round."""
    sessions = audit_round.sessions.select_related(
        "organiser", "rubric", "conclusion"
    ).order_by("-planned_at")
    options = audit_round.options.prefetch_related("effects__indicator__unit")
    return {
        "phases": audit_round.phases.all(),
        "focuses": audit_round.focuses.all(),
        "options": options,
        "series": audit_round.series.select_related("indicator", "unit"),
        "reports": reports_visible_to(user, audit_round),
        "sessions": sessions,
        "results": audit_round.results.select_related("organiser"),
        "covered": audit_round.coverages.select_related("enterprise"),
    }


def panel_of(session: ReviewSession) -> QuerySet[Any]:
    """Return the seats of a session with their experts and sheets."""
    return session.seats.select_related("user", "sheet").order_by("pk")


def report_with_findings(pk: int) -> Report:
    """Return a report with its findings; the caller has checked who asks."""
    return (
        Report.objects.select_related("round__enterprise", "file")
        .prefetch_related("authors", Prefetch("findings"))
        .get(pk=pk)
    )


def _passages(
    finding: SimilarityFinding, here: str, visible: set[int]
) -> list[tuple[str, str]]:
    there = finding.other.text if finding.other.round_id in visible else ""
    return [
        (here[start:stop], there[other_start:other_stop])
        for start, stop, other_start, other_stop in finding.passages
    ]


def _joined_by(user: User) -> Q:
    """Return the condition that one is of the enterprise or of its provider."""
    mine = Organisation.objects.filter(
        memberships__user=user, memberships__state="active"
    )
    return Q(enterprise__in=mine) | Q(provider__in=mine)


def _in_territory(user: Person, path: str) -> Q:
    """Return the condition that a place lies in the territory of one's posts."""
    if not user.is_authenticated:
        return Q(pk__in=[])
    places = jurisdictions_covered_by(user, clock.today())
    conditions = [Q(**{f"{path}__startswith": place.path}) for place in places]
    return reduce(or_, conditions, Q(pk__in=[]))
