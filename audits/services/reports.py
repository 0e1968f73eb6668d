"""Reports: drafted, checked, answered for, and filed."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audits import deadlines, employment, notifications, similarity
from audits.enums import Severity
from audits.files import REPORT_KIND
from audits.journal import ReportAction
from audits.linter import lint
from audits.models import (
    LinterFinding,
    Report,
    ReportAuthor,
    Round,
    SimilarityBand,
    SimilarityFinding,
)
from audits.permissions import can_represent_enterprise, takes_part
from audits.report_data import report_data_of
from audits.states import ROUND_FLOW, WORKING, RoundState
from core.clock import shanghai_day
from core.db.locking import LockedQuerySet
from core.files import store_upload
from core.journal import record
from core.refusals import MoveRefused, Refusal, require

# Shared text below this share of the report is everyday wording.
LEAST_SHARED_RATE = 0.05
MOST_CANDIDATES = 5


class AuthorName(NamedTuple):
    """A person named as an author, with the number of a certificate."""

    name: str
    certificate: str = ""


@transaction.atomic
def save_report(
    *,
    round_id: int,
    reported_on: date,
    chapters: Mapping[str, str],
    data: Mapping[str, Any],
    authors: Iterable[AuthorName],
    actor: User,
    at: datetime,
    upload: UploadedFile | None = None,
) -> Report:
    """Save the draft of the next version; the file stays unless a new one comes.

    Raises MoveRefused while nobody may work on the round, Refusal for a date
    that is still to come and (field ``file``) for a file that is not accepted.
    """
    audit_round = Round.objects.locked().get(pk=round_id)
    require(takes_part(actor, audit_round))
    if audit_round.state not in WORKING:
        raise MoveRefused(move="save_report", state=audit_round.state)
    if reported_on > shanghai_day(at):
        raise Refusal(_("This day is still to come."), field="reported_on")
    report = _draft_of(audit_round, actor, at)
    report.reported_on = reported_on
    report.chapters = dict(chapters)
    report.data = dict(data)
    if upload is not None:
        report.file = store_upload(upload, kind=REPORT_KIND, actor=actor, at=at)
    report.written_by = actor
    report.updated_at = at
    report.checked_at = None
    report.save()
    report.authors.all().delete()
    ReportAuthor.objects.bulk_create(
        ReportAuthor(report=report, name=author.name, certificate=author.certificate)
        for author in authors
    )
    record(
        ReportAction.SAVED,
        audit_round,
        actor=actor,
        at=at,
        version=report.version,
        report=report.pk,
    )
    return report


@transaction.atomic
def check_report(*, report_id: int, actor: User, at: datetime) -> Report:
    """Have a draft checked; findings are for its authors and decide nothing.

    Explanations given to findings that are found again stay.
    """
    report = _locked(report_id)
    require(takes_part(actor, report.round))
    _refuse_filed(report)
    findings = write_findings(report)
    report.checked_at = at
    report.save(update_fields=["checked_at"])
    record(
        ReportAction.CHECKED,
        report.round,
        actor=actor,
        at=at,
        version=report.version,
        errors=_count(findings, Severity.ERROR),
        doubts=_count(findings, Severity.WARNING),
    )
    return report


@transaction.atomic
def answer_finding(
    *, finding_id: int, answer: str, actor: User, at: datetime
) -> LinterFinding:
    """Explain a finding of a draft, for the reviewers to read."""
    finding = LinterFinding.objects.select_related("report").get(pk=finding_id)
    report = _locked(finding.report_id)
    require(takes_part(actor, report.round))
    _refuse_filed(report)
    finding.answer = answer
    finding.save(update_fields=["answer"])
    record(
        ReportAction.FINDING_ANSWERED,
        report.round,
        actor=actor,
        at=at,
        code=finding.code,
        version=report.version,
    )
    return finding


@transaction.atomic
def submit_report(*, round_id: int, actor: User, at: datetime) -> Report:
    """File the draft for the enterprise (`measures.17`); findings do not stop it.

    The first version moves the round on; a supplement and the report for the
    acceptance are filed without moving it. Raises MoveRefused or Refusal.
    """
    audit_round = Round.objects.locked().get(pk=round_id)
    require(can_represent_enterprise(actor, audit_round))
    report = audit_round.reports.filter(submitted_at__isnull=True).first()
    if report is None:
        raise Refusal(_("There is no draft to file."))
    state = ROUND_FLOW.after("submit_report", audit_round.state)
    write_findings(report)
    report.checked_at = report.submitted_at = at
    report.save(update_fields=["checked_at", "submitted_at"])
    _move_round(audit_round, state, at)
    record(
        ReportAction.SUBMITTED,
        audit_round,
        actor=actor,
        at=at,
        version=report.version,
        report=report.pk,
        sha256=report.file.sha256 if report.file else "",
    )
    notifications.tell_report_filed(audit_round, at=at)
    return report


def write_findings(report: Report) -> list[LinterFinding]:
    """Replace the findings of a report; the caller records the step."""
    employment.note_employment(report)
    answers = {
        (row.code, row.place): row.answer for row in report.findings.all() if row.answer
    }
    report.findings.all().delete()
    rows = LinterFinding.objects.bulk_create(
        LinterFinding(
            report=report,
            code=found.code,
            severity=found.severity,
            place=found.place[:120],
            facts=dict(found.facts),
            answer=answers.get((found.code, found.place[:120]), ""),
        )
        for found in lint(report_data_of(report))
    )
    _write_similarities(report)
    return rows


def _write_similarities(report: Report) -> None:
    text = report.text
    keys = similarity.bands(similarity.signature(text)) if text.strip() else []
    report.bands.all().delete()
    SimilarityBand.objects.bulk_create(
        SimilarityBand(report=report, position=position, digest=digest)
        for position, digest in enumerate(keys)
    )
    report.similarities.all().delete()
    found = (_similarity(report, other) for other in _candidates(report, keys))
    SimilarityFinding.objects.bulk_create(row for row in found if row is not None)


def _candidates(report: Report, keys: list[int]) -> QuerySet[Report]:
    """Return the filed reports of other rounds that share most keys."""
    twins = SimilarityBand.objects.none()
    for position, digest in enumerate(keys):
        twins |= SimilarityBand.objects.filter(position=position, digest=digest)
    return (
        Report.objects.filter(bands__in=twins, submitted_at__isnull=False)
        .exclude(round_id=report.round_id)
        .annotate(shared=Count("bands"))
        .order_by("-shared", "-pk")[:MOST_CANDIDATES]
    )


def _similarity(report: Report, other: Report) -> SimilarityFinding | None:
    passages = similarity.shared_passages(report.text, other.text)
    rate = similarity.shared_rate(report.text, passages)
    if rate < LEAST_SHARED_RATE:
        return None
    return SimilarityFinding(
        report=report,
        other=other,
        shared_rate=f"{rate:.4f}",
        passages=[
            [p.left.start, p.left.stop, p.right.start, p.right.stop] for p in passages
        ],
    )


def _draft_of(audit_round: Round, actor: User, at: datetime) -> Report:
    draft = audit_round.reports.filter(submitted_at__isnull=True).first()
    if draft is not None:
        return draft
    last = audit_round.reports.aggregate(last=Max("version"))["last"] or 0
    return Report(round=audit_round, version=last + 1, written_by=actor, updated_at=at)


def _locked(report_id: int) -> Report:
    reports: LockedQuerySet[Report] = Report.objects.locked()
    return reports.select_related("round").get(pk=report_id)


def _refuse_filed(report: Report) -> None:
    if not report.is_draft:
        raise Refusal(_("This version is filed and stays as it is."))


def _move_round(audit_round: Round, state: str, at: datetime) -> None:
    if state != RoundState.REPORT_SUBMITTED:
        return
    audit_round.state = RoundState(state)
    audit_round.report_submitted_at = at
    # A report that was to be redone awaits its evaluation again.
    audit_round.evaluated_at = None
    audit_round.save(update_fields=["state", "report_submitted_at", "evaluated_at"])
    deadlines.meet(audit_round, "audit.completed", at=at)


def _count(findings: list[LinterFinding], severity: Severity) -> int:
    return sum(finding.severity == severity for finding in findings)
