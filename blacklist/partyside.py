"""What a party sees of its case, and what it may do on a day."""

from dataclasses import dataclass
from datetime import date

from blacklist.enums import StatementKind
from blacklist.facts import shown_on
from blacklist.models import (
    CaseFile,
    Hearing,
    NamePublication,
    Reconsideration,
    RepairApplication,
    Statement,
    ViolationCase,
)
from blacklist.states import CaseState, HearingState, RemedyState, RepairState
from core.clocks import Deadline, deadlines_of


@dataclass(frozen=True, slots=True)
class PartySide:
    """A case as its party sees it."""

    deadlines: list[Deadline]
    statements: list[Statement]
    hearing: Hearing | None
    publication: NamePublication | None
    repairs: list[RepairApplication]
    challenges: list[Reconsideration]
    files: list[CaseFile]
    may_state: bool
    may_waive: bool
    may_request_hearing: bool
    may_withdraw_hearing: bool
    may_apply_for_repair: bool
    may_challenge: bool
    late: bool

    @property
    def may_anything(self) -> bool:
        """Whether any step is open."""
        return (
            self.may_state
            or self.may_waive
            or self.may_request_hearing
            or self.may_withdraw_hearing
            or self.may_apply_for_repair
            or self.may_challenge
        )


def party_view(case: ViolationCase, on: date) -> PartySide:
    """Return what the party sees and may do on a day."""
    hearing = Hearing.objects.filter(case=case).first()
    publication = (
        NamePublication.objects.filter(case=case).select_related("leaf").first()
    )
    statements = list(case.statements.all())
    repairs = list(publication.repairs.all()) if publication else []
    challenges = list(case.reconsiderations.all())
    noticed = case.state == CaseState.NOTICED
    waived = any(one.kind == StatementKind.WAIVER for one in statements)
    hearing_open = hearing is not None and hearing.state in {
        HearingState.REQUESTED,
        HearingState.SCHEDULED,
    }
    shown = publication is not None and shown_on(publication, on)
    decided = case.decided_at is not None and case.state != CaseState.ANNULLED
    return PartySide(
        deadlines=deadlines_of(case, on),
        statements=statements,
        hearing=hearing,
        publication=publication if shown else None,
        repairs=repairs,
        challenges=challenges,
        files=[one for one in case.files.select_related("file") if _open(one)],
        may_state=noticed,
        may_waive=noticed and not waived and not hearing_open,
        may_request_hearing=noticed
        and hearing is None
        and not waived
        and on <= (case.notice.hearing_due_on or case.notice.statement_due_on),
        may_withdraw_hearing=noticed and hearing_open,
        may_apply_for_repair=publication is not None
        and shown
        and on >= publication.min_until
        and all(one.state != RepairState.SUBMITTED for one in repairs),
        may_challenge=decided
        and all(one.state != RemedyState.REQUESTED for one in challenges),
        late=noticed and not waived and on > case.notice.statement_due_on,
    )


def _open(kept: CaseFile) -> bool:
    return kept.shared or kept.by_party
