"""What contracts teach about providers, handed down to the quality record."""

from datetime import date, datetime

from marketplace.models import Milestone, SettlementStatement


def observe_punctuality(milestone: Milestone, *, on: date, at: datetime) -> None:
    """Record whether an accepted milestone was submitted by its day."""


def observe_delivery(statement: SettlementStatement, *, on: date, at: datetime) -> None:
    """Record the delivered share of the promised savings."""
