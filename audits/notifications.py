"""Letters about audits, one function each."""

from datetime import datetime

from django.utils import translation

from accounts.selectors import members_of
from audits.models import ReviewSession, Round
from core.clock import shanghai_day
from core.clocks import deadline_of
from core.mail import queue_letter
from core.models.clocks import StatutoryClock


def tell_listed(audit_round: Round, *, at: datetime) -> None:
    """Tell an enterprise that it is on a list and what follows."""
    _tell(audit_round, audit_round.enterprise_id, "audits/listed", at)


def tell_report_filed(audit_round: Round, *, at: datetime) -> None:
    """Tell the provider that its report was filed."""
    if audit_round.provider is not None:
        _tell(audit_round, audit_round.provider_id, "audits/report_filed", at)


def tell_concluded(session: ReviewSession, *, at: datetime) -> None:
    """Tell the enterprise what a review concluded."""
    _tell(session.round, session.round.enterprise_id, "audits/concluded", at)


def tell_due(audit_round: Round, clock: StatutoryClock, *, at: datetime) -> None:
    """Tell an enterprise that a statutory day is near, or past."""
    on = shanghai_day(at)
    for reader in members_of(audit_round.enterprise):
        with translation.override(reader.language):
            deadline = deadline_of(clock, on)
        queue_letter(
            template="audits/due",
            at=at,
            context={"round": audit_round, "deadline": deadline},
            to_user=reader,
        )


def _tell(
    audit_round: Round, organisation_id: int | None, template: str, at: datetime
) -> None:
    """Write to everybody who works for one of the round's organisations."""
    organisation = (
        audit_round.enterprise
        if organisation_id == audit_round.enterprise_id
        else audit_round.provider
    )
    if organisation is None:
        return
    for reader in members_of(organisation):
        queue_letter(
            template=template, at=at, context={"round": audit_round}, to_user=reader
        )
