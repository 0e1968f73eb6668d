"""What the journal can say about contracts, statements and payments."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.journal import declares_actions


@declares_actions
class ContractAction(models.TextChoices):
    """Steps of a contract."""

    DRAFTED = "marketplace.contract.drafted", _("drafted contract {number}")
    EDITED = "marketplace.contract.edited", _("changed the draft of {number}")
    OFFERED = (
        "marketplace.contract.offered",
        _("opened {number} for signature (text {sha256})"),
    )
    REOPENED = "marketplace.contract.reopened", _("took {number} back: {reason}")
    SIGNED = (
        "marketplace.contract.signed",
        _("signed {number} for {organisation} (text {sha256})"),
    )
    STARTED = "marketplace.contract.started", _("began the work under {number}")
    COMPLETED = "marketplace.contract.completed", _("completed {number}")
    TERMINATED = "marketplace.contract.terminated", _("ended {number} early: {reason}")


@declares_actions
class MilestoneAction(models.TextChoices):
    """Steps of a milestone."""

    SUBMITTED = "marketplace.milestone.submitted", _("submitted milestone “{title}”")
    RETURNED = (
        "marketplace.milestone.returned",
        _("returned milestone “{title}”: {reason}"),
    )
    ACCEPTED = "marketplace.milestone.accepted", _("accepted milestone “{title}”")


@declares_actions
class MetricAction(models.TextChoices):
    """Steps of readings and adjustments."""

    READ = (
        "marketplace.reading.submitted",
        _("submitted {name} = {value} {unit} for {period}"),
    )
    VERIFIED = (
        "marketplace.reading.verified",
        _("verified {name} = {value} {unit} for {period}"),
    )
    RETURNED = (
        "marketplace.reading.returned",
        _("returned {name} for {period}: {note}"),
    )
    PROPOSED = (
        "marketplace.adjustment.proposed",
        _("proposed to adjust {metric} in {period} by {amount}"),
    )
    AGREED = (
        "marketplace.adjustment.agreed",
        _("agreed to adjust {metric} in {period} by {amount}"),
    )
    DECLINED = (
        "marketplace.adjustment.declined",
        _("declined to adjust {metric} in {period} by {amount}"),
    )


@declares_actions
class StatementAction(models.TextChoices):
    """Steps of a statement and its disputes."""

    COMPUTED = (
        "marketplace.statement.computed",
        _("computed statement {number}: {due} yuan due"),
    )
    WITHDRAWN = "marketplace.statement.withdrawn", _("withdrew statement {number}")
    ACCEPTED = (
        "marketplace.statement.accepted",
        _("accepted statement {number} for {organisation}"),
    )
    DISPUTED = (
        "marketplace.statement.disputed",
        _("contested {adjustment} in statement {number}; {payable} stands instead"),
    )
    DISPUTE_WITHDRAWN = (
        "marketplace.dispute.withdrawn",
        _("withdrew the objection to {adjustment}"),
    )
    DISPUTE_CONCEDED = (
        "marketplace.dispute.conceded",
        _("conceded that {adjustment} does not count"),
    )


@declares_actions
class PaymentAction(models.TextChoices):
    """Steps of a payment."""

    DECLARED = (
        "marketplace.payment.declared",
        _("declared a bank transfer of {amount} yuan for {statement}"),
    )
    STARTED = (
        "marketplace.payment.started",
        _("started an online payment of {amount} yuan for {statement}"),
    )
    CONFIRMED = (
        "marketplace.payment.confirmed",
        _("confirmed {amount} yuan for {statement}"),
    )
    REJECTED = (
        "marketplace.payment.rejected",
        _("did not receive {amount} yuan for {statement}: {reason}"),
    )
    FAILED = (
        "marketplace.payment.failed",
        _("the online payment of {amount} yuan for {statement} failed"),
    )
    REFUNDED = (
        "marketplace.payment.refunded",
        _("refunded {amount} yuan of the payment for {statement}"),
    )
    EVENT_RECEIVED = (
        "marketplace.webhook.received",
        _("received payment event {event_id} ({type})"),
    )
    ACCOUNT_LINKED = (
        "marketplace.payment_account.linked",
        _("linked payment account {account}"),
    )


@declares_actions
class ReviewAction(models.TextChoices):
    """Steps of reviews."""

    WRITTEN = "marketplace.review.written", _("reviewed the work under {number}")
    REPLIED = "marketplace.review.replied", _("replied to a review of {number}")
