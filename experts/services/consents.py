"""Consent: given, changed, withdrawn; and what is erased with it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.journal import record
from core.refusals import Refusal, require
from core.search import touch
from experts.enums import CONSENT_VERSION, ConsentPurpose, PublicField
from experts.journal import ExpertAction
from experts.models import Consent, ConsentField, Expert, ExpertApplication
from experts.permissions import is_own
from experts.services.seats import leave_all_seats
from experts.states import EXPERT_FLOW


class FieldUnknown(Refusal):
    """A consent names a field that is never public."""


@transaction.atomic
def give_consent(
    *, expert_id: int, fields: Iterable[str], actor: User, at: datetime
) -> Consent:
    """Agree to publish exactly these fields, in place of what was agreed before.

    Raises FieldUnknown, and Refusal when no field is named: then the consent
    is to be withdrawn.
    """
    expert = Expert.objects.locked().get(pk=expert_id)
    require(is_own(actor, expert))
    chosen = checked_fields(fields)
    if not chosen:
        raise Refusal(
            _("Choose at least one field, or withdraw the consent."),
            field="fields_shown",
        )
    _close(expert, ConsentPurpose.PUBLISH, at)
    consent = keep_consent(expert, ConsentPurpose.PUBLISH, chosen, at=at)
    touch("expert", expert.pk)
    record(
        ExpertAction.CONSENT_GIVEN,
        expert,
        actor=actor,
        at=at,
        number=expert.number,
        purpose=ConsentPurpose.PUBLISH.value,
        version=consent.version,
        fields=chosen,
    )
    return consent


@transaction.atomic
def withdraw_consent(
    *, expert_id: int, purpose: ConsentPurpose | str, actor: User, at: datetime
) -> Expert:
    """Withdraw a consent; it counts from this instant on every surface.

    Withdrawing the consent to publish empties the public fields. Withdrawing
    the consent to serve ends the membership: open seats pass on, and personal
    data are erased; what remains is the number and the record of duty.
    """
    expert = Expert.objects.locked().select_related("jurisdiction").get(pk=expert_id)
    require(is_own(actor, expert))
    _close(expert, ConsentPurpose.PUBLISH, at)
    if purpose == ConsentPurpose.SERVE:
        _close(expert, ConsentPurpose.SERVE, at)
        leave_all_seats(expert=expert, actor=actor, at=at)
        expert.state = EXPERT_FLOW.after("end", expert.state)
        expert.ended_at = at
        expert.suspended_at = None
        expert.save(update_fields=["state", "ended_at", "suspended_at"])
        _erase_personal_data(expert)
    touch("expert", expert.pk)
    record(
        ExpertAction.CONSENT_WITHDRAWN,
        expert,
        actor=actor,
        at=at,
        number=expert.number,
        purpose=ConsentPurpose(purpose).value,
    )
    return expert


def checked_fields(fields: Iterable[str]) -> list[str]:
    """Return the named public fields, sorted. Raises FieldUnknown."""
    chosen = sorted(set(fields))
    if set(chosen) - set(PublicField.values):
        raise FieldUnknown(_("This field is never public."), field="fields")
    return chosen


def keep_consent(
    expert: Expert,
    purpose: ConsentPurpose,
    fields: Iterable[str],
    *,
    at: datetime,
    on_paper: bool = False,
) -> Consent:
    """Write a consent down. Part of the service in which it was given."""
    consent = Consent.objects.create(
        expert=expert,
        purpose=purpose,
        version=CONSENT_VERSION,
        given_at=at,
        on_paper=on_paper,
    )
    ConsentField.objects.bulk_create(
        ConsentField(consent=consent, field=name) for name in fields
    )
    return consent


def _close(expert: Expert, purpose: ConsentPurpose, at: datetime) -> None:
    Consent.objects.open().filter(expert=expert, purpose=purpose).update(
        withdrawn_at=at
    )


def _erase_personal_data(expert: Expert) -> None:
    expert.employments.all().delete()
    expert.ties.all().delete()
    expert.absences.all().delete()
    if hasattr(expert, "profile"):
        expert.profile.delete()
    for application in ExpertApplication.objects.filter(expert=expert):
        application.name = application.employer = application.title = ""
        application.phone = application.introduction = application.nominee_email = ""
        application.save(
            update_fields=[
                "name",
                "employer",
                "title",
                "phone",
                "introduction",
                "nominee_email",
            ]
        )
        for evidence in application.evidence.select_related("file"):
            stored = evidence.file
            evidence.delete()
            stored.content.delete(save=False)
            stored.delete()
