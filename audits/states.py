"""States of lists, rounds, reports and review sessions, and their moves."""

from django.db import models
from django.utils.translation import pgettext_lazy

from core.flow import Flow, Move


class ListState(models.TextChoices):
    """Whether an audit list is out."""

    DRAFT = "draft", pgettext_lazy("audit list", "Draft")
    PUBLISHED = "published", pgettext_lazy("audit list", "Published")


LIST_FLOW = Flow([Move("publish", {ListState.DRAFT}, ListState.PUBLISHED)])


class RoundState(models.TextChoices):
    """How far an audit round has come."""

    LISTED = "listed", pgettext_lazy("round", "Listed")
    INFO_PUBLISHED = "info_published", pgettext_lazy("round", "Information published")
    STARTED = "started", pgettext_lazy("round", "Started")
    REPORT_SUBMITTED = "report_submitted", pgettext_lazy("round", "Report filed")
    EVALUATION_PASSED = (
        "evaluation_passed",
        pgettext_lazy("round", "Evaluation passed"),
    )
    EVALUATION_SUPPLEMENT = (
        "evaluation_supplement",
        pgettext_lazy("round", "Evaluation: to be supplemented"),
    )
    EVALUATION_REDO = (
        "evaluation_redo",
        pgettext_lazy("round", "Evaluation: to be redone"),
    )
    IMPLEMENTING = "implementing", pgettext_lazy("round", "Implementing options")
    ACCEPTANCE_QUALIFIED = (
        "acceptance_qualified",
        pgettext_lazy("round", "Acceptance: qualified"),
    )
    ACCEPTANCE_UNQUALIFIED = (
        "acceptance_unqualified",
        pgettext_lazy("round", "Acceptance: unqualified"),
    )
    RESULTS_PUBLISHED = (
        "results_published",
        pgettext_lazy("round", "Results published"),
    )


class Stage(models.TextChoices):
    """What the public is told of a round's progress."""

    LISTED = "listed", pgettext_lazy("stage", "Not started")
    UNDER_WAY = "under_way", pgettext_lazy("stage", "Under way")
    PUBLISHED = "published", pgettext_lazy("stage", "Results published")


EVALUATED = (
    RoundState.EVALUATION_PASSED,
    RoundState.EVALUATION_SUPPLEMENT,
    RoundState.EVALUATION_REDO,
)
ACCEPTED = (RoundState.ACCEPTANCE_QUALIFIED, RoundState.ACCEPTANCE_UNQUALIFIED)
# States in which enterprise and provider work on the round's data.
WORKING = (
    RoundState.STARTED,
    RoundState.EVALUATION_SUPPLEMENT,
    RoundState.EVALUATION_REDO,
    RoundState.IMPLEMENTING,
)

ROUND_FLOW = Flow(
    [
        Move("publish_information", {RoundState.LISTED}, RoundState.INFO_PUBLISHED),
        Move("start", {RoundState.INFO_PUBLISHED}, RoundState.STARTED),
        Move(
            "submit_report",
            {RoundState.STARTED, RoundState.EVALUATION_REDO},
            RoundState.REPORT_SUBMITTED,
        ),
        # A supplement, and the report for the acceptance, move nothing.
        Move(
            "submit_report",
            {RoundState.EVALUATION_SUPPLEMENT},
            RoundState.EVALUATION_SUPPLEMENT,
        ),
        Move("submit_report", {RoundState.IMPLEMENTING}, RoundState.IMPLEMENTING),
        Move("proceed", {RoundState.REPORT_SUBMITTED}, RoundState.EVALUATION_PASSED),
        Move(
            "supplement",
            {RoundState.REPORT_SUBMITTED},
            RoundState.EVALUATION_SUPPLEMENT,
        ),
        Move("redo", {RoundState.REPORT_SUBMITTED}, RoundState.EVALUATION_REDO),
        Move(
            "begin_implementation",
            {RoundState.EVALUATION_PASSED, RoundState.EVALUATION_SUPPLEMENT},
            RoundState.IMPLEMENTING,
        ),
        Move("qualified", {RoundState.IMPLEMENTING}, RoundState.ACCEPTANCE_QUALIFIED),
        Move(
            "unqualified",
            {RoundState.IMPLEMENTING},
            RoundState.ACCEPTANCE_UNQUALIFIED,
        ),
        Move("publish_results", set(ACCEPTED), RoundState.RESULTS_PUBLISHED),
    ]
)


class SessionState(models.TextChoices):
    """How far a review session has come."""

    PLANNED = "planned", pgettext_lazy("session", "Planned")
    SCORING = "scoring", pgettext_lazy("session", "Scoring")
    CONCLUDED = "concluded", pgettext_lazy("session", "Concluded")
    CANCELLED = "cancelled", pgettext_lazy("session", "Cancelled")


# Not over yet: a round has at most one of each kind.
OPEN_SESSIONS = frozenset({SessionState.PLANNED, SessionState.SCORING})

SESSION_FLOW = Flow(
    [
        Move("open", {SessionState.PLANNED}, SessionState.SCORING),
        Move("conclude", {SessionState.SCORING}, SessionState.CONCLUDED),
        Move("cancel", set(OPEN_SESSIONS), SessionState.CANCELLED),
    ]
)
