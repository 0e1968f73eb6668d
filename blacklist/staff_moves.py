"""The steps staff can take in a case: when, who, with which form."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from blacklist import permissions, services, staff_forms
from blacklist.enums import EndReason, RemedyOutcome, ServiceWay, Tier
from blacklist.facts import CORRECTABLE, shown_on
from blacklist.models import Hearing, NamePublication, ViolationCase
from blacklist.services.cases import NoticeText
from blacklist.services.decisions import DecisionText
from blacklist.states import (
    CASE_FLOW,
    CaseState,
    HearingState,
    RemedyState,
    RepairState,
)

Data = dict[str, Any]
HANDLER = _("the handler of the case")
REVIEWER = _("a reviewer who did not propose the outcome")
SIGNATORY = _("a signatory who neither proposed nor reviewed")
SECOND = _("a reviewer or signatory who did not propose the outcome")


@dataclass(frozen=True, slots=True)
class StaffMove:
    """One step: open in a case, allowed to a person, done with a form's data."""

    name: str
    label: str | Promise
    by: str | Promise
    form: type[staff_forms.CaseStepForm]
    is_open: Callable[[ViolationCase, date], bool]
    allowed: Callable[..., bool]
    run: Callable[[ViolationCase, Data, User, datetime], object]
    danger: bool = False
    # What follows at once, where the label alone does not say it.
    effect: str | Promise = ""


def _flow(name: str) -> Callable[[ViolationCase, date], bool]:
    return lambda case, _on: CASE_FLOW.can(name, case.state)


def _hearing_in(*states: HearingState) -> Callable[[ViolationCase, date], bool]:
    def is_open(case: ViolationCase, _on: date) -> bool:
        return (
            case.state == CaseState.NOTICED
            and Hearing.objects.filter(case=case, state__in=states).exists()
        )

    return is_open


def _publication(case: ViolationCase) -> NamePublication | None:
    return NamePublication.objects.filter(case=case).first()


def _is_shown(case: ViolationCase, on: date) -> bool:
    publication = _publication(case)
    return publication is not None and shown_on(publication, on)


def _has_repair(case: ViolationCase, on: date) -> bool:
    publication = _publication(case)
    return (
        publication is not None
        and shown_on(publication, on)
        and publication.repairs.filter(state=RepairState.SUBMITTED).exists()
    )


def _has_challenge(case: ViolationCase, _on: date) -> bool:
    return case.reconsiderations.filter(state=RemedyState.REQUESTED).exists()


def _works(case: ViolationCase, _on: date) -> bool:
    return case.state in {
        CaseState.FILED,
        CaseState.PROPOSED,
        CaseState.APPROVED,
        CaseState.NOTICED,
    }


def _unrectified(case: ViolationCase, _on: date) -> bool:
    return case.decided_at is not None and case.decision.rectified_on is None


def _add_evidence(case: ViolationCase, data: Data, user: User, at: datetime) -> object:
    return services.add_evidence(
        case_id=case.pk,
        upload=data["file"],
        title=data["title"],
        shared=data["shared"],
        actor=user,
        at=at,
    )


def _add_handler(case: ViolationCase, data: Data, user: User, at: datetime) -> object:
    return services.add_handler(
        case_id=case.pk, handler_id=data["handler"].pk, actor=user, at=at
    )


def _propose(case: ViolationCase, data: Data, user: User, at: datetime) -> object:
    return services.propose_outcome(
        case_id=case.pk,
        tier=Tier(data["tier"]),
        proposal=data["proposal"],
        actor=user,
        at=at,
    )


def _return(case: ViolationCase, data: Data, user: User, at: datetime) -> object:
    return services.return_proposal(
        case_id=case.pk, reason=data["reason"], actor=user, at=at
    )


def _approve(case: ViolationCase, _data: Data, user: User, at: datetime) -> object:
    return services.approve_proposal(case_id=case.pk, actor=user, at=at)


def _serve(case: ViolationCase, data: Data, user: User, at: datetime) -> object:
    text = NoticeText(**{**data, "way": ServiceWay(data["way"])})
    return services.serve_notice(text, case_id=case.pk, actor=user, at=at)


def _schedule(case: ViolationCase, data: Data, user: User, at: datetime) -> object:
    return services.schedule_hearing(case_id=case.pk, actor=user, at=at, **data)


def _hold(case: ViolationCase, data: Data, user: User, at: datetime) -> object:
    return services.hold_hearing(case_id=case.pk, actor=user, at=at, **data)


def _refuse_hearing(
    case: ViolationCase, data: Data, user: User, at: datetime
) -> object:
    return services.refuse_hearing(
        case_id=case.pk, reason=data["reason"], actor=user, at=at
    )


def _decide(case: ViolationCase, data: Data, user: User, at: datetime) -> object:
    text = DecisionText(**{**data, "tier": Tier(data["tier"])})
    return services.record_decision(text, case_id=case.pk, actor=user, at=at)


def _rectified(case: ViolationCase, data: Data, user: User, at: datetime) -> object:
    return services.record_rectification(case_id=case.pk, actor=user, at=at, **data)


def _publish(case: ViolationCase, data: Data, user: User, at: datetime) -> object:
    return services.publish_name(
        case_id=case.pk, summary=data["summary"], actor=user, at=at
    )


def _conclude(case: ViolationCase, _data: Data, user: User, at: datetime) -> object:
    return services.conclude_case(case_id=case.pk, actor=user, at=at)


def _correct(case: ViolationCase, data: Data, user: User, at: datetime) -> object:
    return services.correct_publication(
        publication_id=case.publication.pk,
        changes={name: data[name] for name in CORRECTABLE},
        reason=data["reason"],
        actor=user,
        at=at,
    )


def _end(case: ViolationCase, data: Data, user: User, at: datetime) -> object:
    return services.end_publication(
        publication_id=case.publication.pk,
        reason=EndReason(data["reason"]),
        explanation=data["explanation"],
        actor=user,
        at=at,
    )


def _grant(case: ViolationCase, data: Data, user: User, at: datetime) -> object:
    return services.grant_repair(
        repair_id=_repair_id(case), answer=data["answer"], actor=user, at=at
    )


def _refuse(case: ViolationCase, data: Data, user: User, at: datetime) -> object:
    return services.refuse_repair(
        repair_id=_repair_id(case), answer=data["answer"], actor=user, at=at
    )


def _repair_id(case: ViolationCase) -> int:
    return case.publication.repairs.get(state=RepairState.SUBMITTED).pk


def _challenged(case: ViolationCase, data: Data, user: User, at: datetime) -> object:
    waiting = case.reconsiderations.filter(state=RemedyState.REQUESTED)
    return services.conclude_challenge(
        challenge_id=waiting.order_by("pk")[0].pk,
        actor=user,
        at=at,
        **{**data, "outcome": RemedyOutcome(data["outcome"])},
    )


def _annul(case: ViolationCase, data: Data, user: User, at: datetime) -> object:
    return services.annul_decision(
        case_id=case.pk, reason=data["reason"], actor=user, at=at
    )


def _close(case: ViolationCase, data: Data, user: User, at: datetime) -> object:
    return services.close_case(
        case_id=case.pk, reason=data["reason"], actor=user, at=at
    )


_f = staff_forms
_p = permissions
MOVES = [
    StaffMove(
        "propose",
        _("Propose an outcome"),
        HANDLER,
        _f.ProposalForm,
        _flow("propose"),
        _p.can_handle_case,
        _propose,
    ),
    StaffMove(
        "approve",
        _("Approve the proposal"),
        REVIEWER,
        _f.ConfirmForm,
        _flow("approve"),
        _p.can_review_case,
        _approve,
        effect=_(
            "You confirm tier and outcome as proposed; the handler then serves the "
            "notice on the party."
        ),
    ),
    StaffMove(
        "return",
        _("Return the proposal"),
        REVIEWER,
        _f.ReasonForm,
        _flow("return"),
        _p.can_review_case,
        _return,
    ),
    StaffMove(
        "notice",
        _("Serve the notice"),
        HANDLER,
        _f.NoticeForm,
        _flow("serve_notice"),
        _p.can_handle_case,
        _serve,
    ),
    StaffMove(
        "schedule",
        _("Set the date of the hearing"),
        HANDLER,
        _f.ScheduleForm,
        _hearing_in(HearingState.REQUESTED),
        _p.can_handle_case,
        _schedule,
    ),
    StaffMove(
        "hold",
        _("Record the hearing"),
        HANDLER,
        _f.MinutesForm,
        _hearing_in(HearingState.SCHEDULED),
        _p.can_handle_case,
        _hold,
    ),
    StaffMove(
        "refuse-hearing",
        _("Refuse the hearing"),
        HANDLER,
        _f.ReasonForm,
        _hearing_in(HearingState.REQUESTED),
        _p.can_handle_case,
        _refuse_hearing,
    ),
    StaffMove(
        "decide",
        _("Record the signed decision"),
        SIGNATORY,
        _f.DecisionForm,
        _flow("decide"),
        _p.can_sign_decision,
        _decide,
    ),
    StaffMove(
        "publish",
        _("Publish the name"),
        SECOND,
        _f.PublishForm,
        _flow("publish"),
        _p.can_publish_name,
        _publish,
        danger=True,
        effect=_(
            "The name stands in the public register and in the public log at once, "
            "until its publicity period ends."
        ),
    ),
    StaffMove(
        "conclude",
        _("Conclude without publication"),
        SECOND,
        _f.ConfirmForm,
        _flow("conclude"),
        _p.can_publish_name,
        _conclude,
        effect=_("The decision stands, the name is not published, the case is over."),
    ),
    StaffMove(
        "rectified",
        _("Record that the fault was put right"),
        HANDLER,
        _f.RectifiedForm,
        _unrectified,
        _p.can_handle_case,
        _rectified,
    ),
    StaffMove(
        "grant-repair",
        _("Grant credit repair"),
        SECOND,
        _f.AnswerForm,
        _has_repair,
        _p.can_publish_name,
        _grant,
    ),
    StaffMove(
        "refuse-repair",
        _("Refuse credit repair"),
        SECOND,
        _f.AnswerForm,
        _has_repair,
        _p.can_publish_name,
        _refuse,
    ),
    StaffMove(
        "challenge",
        _("Record the outcome of the challenge"),
        SECOND,
        _f.ChallengeOutcomeForm,
        _has_challenge,
        _p.can_publish_name,
        _challenged,
    ),
    StaffMove(
        "correct",
        _("Correct published facts"),
        SECOND,
        _f.CorrectionForm,
        _is_shown,
        _p.can_publish_name,
        _correct,
        effect=_(
            "The register shows the corrected facts at once; the correction is an "
            "entry of the public log."
        ),
    ),
    StaffMove(
        "end",
        _("End the publication"),
        SECOND,
        _f.EndForm,
        _is_shown,
        _p.can_publish_name,
        _end,
        danger=True,
        effect=_(
            "The name leaves the register at once; the removal is an entry of the "
            "public log."
        ),
    ),
    StaffMove(
        "annul",
        _("Record an annulment"),
        _("a signatory"),
        _f.ReasonForm,
        _flow("annul"),
        _p.can_annul_decision,
        _annul,
        danger=True,
        effect=_(
            "The authority withdraws its own decision; a name that is shown leaves "
            "the register at once."
        ),
    ),
    StaffMove(
        "evidence",
        pgettext_lazy("register", "Add a file"),
        HANDLER,
        _f.EvidenceForm,
        _works,
        _p.can_handle_case,
        _add_evidence,
    ),
    StaffMove(
        "handler",
        _("Add a handler"),
        _("the handler or a reviewer"),
        _f.HandlerForm,
        _works,
        _p.can_assign_case,
        _add_handler,
    ),
    StaffMove(
        "close",
        _("Close the case"),
        HANDLER,
        _f.ReasonForm,
        _flow("close"),
        _p.can_handle_case,
        _close,
        danger=True,
        effect=_("The case ends without a decision and cannot be opened again."),
    ),
]
BY_NAME = {move.name: move for move in MOVES}


@dataclass(frozen=True, slots=True)
class NextMove:
    """A step that is open in a case now, and whether this person may take it."""

    move: StaffMove
    allowed: bool


def next_moves(case: ViolationCase, user: User, on: date) -> list[NextMove]:
    """Return the steps that are open, each with whether ``user`` may take it."""
    return [
        NextMove(move, move.allowed(user, case, on=on))
        for move in MOVES
        if move.is_open(case, on)
    ]
