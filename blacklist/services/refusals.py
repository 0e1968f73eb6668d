"""What services of the register refuse, each under its own name."""

from core.refusals import Refusal


class NoLegalBasis(Refusal):
    """No article was in force when the conduct ended."""


class PeriodRunning(Refusal):
    """The party may still answer."""


class HearingPending(Refusal):
    """A hearing was asked for and is not over."""


class HeavierThanAnnounced(Refusal):
    """The outcome is graver than the notice said."""


class DefenceNotConsidered(Refusal):
    """The decision does not say how the statement was considered."""


class DayRefused(Refusal):
    """A date does not fit the course of the case."""


class NotPublishable(Refusal):
    """The name may not be published, or not yet, or not any more."""


class NotCurrent(Refusal):
    """The publication is not current any more."""


class TooEarly(Refusal):
    """The step becomes possible later."""


class TooLate(Refusal):
    """The period for the step is over."""


class AlreadyOpen(Refusal):
    """There is already one like it."""
