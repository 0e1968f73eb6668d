"""Ways into the pool."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from core.calendar import period_end
from core.clock import shanghai_day
from core.files import store_upload
from core.journal import record
from core.numbers import next_number
from core.refusals import Refusal, require
from core.search import touch
from experts import notifications
from experts.enums import CONSENT_VERSION, ConsentPurpose
from experts.journal import ExpertAction
from experts.models import (
    ApplicationEvidence,
    Employment,
    Expert,
    ExpertApplication,
    ExpertProfile,
    Term,
)
from experts.permissions import (
    can_decide_application,
    can_edit_application,
    can_nominate,
)
from experts.services.consents import checked_fields, keep_consent
from experts.states import APPLICATION_FLOW, ExpertState
from reference.selectors import legal_term

SERIES = "E"
MOST_FILES = 10
EVIDENCE_KIND = "experts.ApplicationEvidence"
_PERSONAL = ("name", "employer", "title", "phone", "introduction")
_FIELDS = (*_PERSONAL, "years_in_field", "jurisdiction")


class ApplicationIncomplete(Refusal):
    """Something that a decision needs is missing."""


class ConsentMissing(Refusal):
    """Nobody joins the pool without their own consent."""


class AlreadyMember(Refusal):
    """The person is in the pool, or has an open application."""


@transaction.atomic
def save_application(
    *, actor: User, particulars: Mapping[str, Any], at: datetime
) -> ExpertApplication:
    """Write the open draft of a person, or begin one.

    A nomination to the person's address becomes theirs. Raises AlreadyMember.
    """
    _refuse_members(actor)
    application = _open_application(actor, at)
    require(can_edit_application(actor, application))
    for name in _FIELDS:
        setattr(application, name, particulars[name])
    application.save()
    application.specialities.set(particulars["specialities"])
    application.labels.set(particulars["labels"])
    record(ExpertAction.APPLICATION_SAVED, application, actor=actor, at=at)
    return application


@transaction.atomic
def add_evidence(
    *, application_id: int, upload: UploadedFile, actor: User, at: datetime
) -> ApplicationEvidence:
    """Attach a file to a draft. Raises Refusal for unusable or too many files."""
    application = ExpertApplication.objects.locked().get(pk=application_id)
    require(can_edit_application(actor, application))
    if application.evidence.count() >= MOST_FILES:
        raise Refusal(_("Ten files are enough."), field="file")
    stored = store_upload(upload, kind=EVIDENCE_KIND, actor=actor, at=at)
    evidence = ApplicationEvidence.objects.create(application=application, file=stored)
    record(ExpertAction.EVIDENCE_ADDED, application, actor=actor, at=at)
    return evidence


@transaction.atomic
def remove_evidence(*, evidence_id: int, actor: User, at: datetime) -> None:
    """Take a file off a draft and delete it."""
    evidence = ApplicationEvidence.objects.select_related("file").get(pk=evidence_id)
    application = ExpertApplication.objects.locked().get(pk=evidence.application_id)
    require(can_edit_application(actor, application))
    stored = evidence.file
    evidence.delete()
    stored.content.delete(save=False)
    stored.delete()
    record(ExpertAction.EVIDENCE_REMOVED, application, actor=actor, at=at)


@transaction.atomic
def submit_application(
    *,
    application_id: int,
    agrees_to_serve: bool,
    publish_fields: Iterable[str],
    actor: User,
    at: datetime,
) -> ExpertApplication:
    """Hand an application in, with the person's own consent.

    Raises ConsentMissing, ApplicationIncomplete and MoveRefused.
    """
    application = ExpertApplication.objects.locked().get(pk=application_id)
    require(application.user_id == actor.pk)
    if not agrees_to_serve:
        raise ConsentMissing(
            _("You join the pool only with your own consent."),
            field="agrees_to_serve",
        )
    _refuse_incomplete(application)

    application.state = APPLICATION_FLOW.after("submit", application.state)
    application.submitted_at = at
    application.publish_fields = checked_fields(publish_fields)
    application.consent_version = CONSENT_VERSION
    application.save(
        update_fields=["state", "submitted_at", "publish_fields", "consent_version"]
    )

    record(
        ExpertAction.APPLICATION_SUBMITTED,
        application,
        actor=actor,
        at=at,
        consent=CONSENT_VERSION,
        fields=application.publish_fields,
    )
    return application


@transaction.atomic
def withdraw_application(
    *, application_id: int, actor: User, at: datetime
) -> ExpertApplication:
    """Take an open application back and erase what it said."""
    application = ExpertApplication.objects.locked().get(pk=application_id)
    mine = ExpertApplication.objects.of(actor).filter(pk=application.pk)
    require(mine.exists())

    application.state = APPLICATION_FLOW.after("withdraw", application.state)
    application.nominee_email = ""
    for name in _PERSONAL:
        setattr(application, name, "")
    application.save(update_fields=["state", "nominee_email", *_PERSONAL])
    _erase_evidence(application)

    record(ExpertAction.APPLICATION_WITHDRAWN, application, actor=actor, at=at)
    return application


@transaction.atomic
def nominate_expert(
    *,
    organisation: Organisation,
    email: str,
    name: str,
    actor: User,
    at: datetime,
) -> ExpertApplication:
    """Suggest somebody; only that person can turn it into an application.

    Raises AlreadyMember when there is a nomination to this address already.
    """
    require(can_nominate(actor, organisation))
    address = email.strip().lower()
    nominated = ExpertApplication.objects.open().filter(nominee_email__iexact=address)
    if nominated.exists():
        raise AlreadyMember(
            _("Somebody with this address was nominated already."), field="email"
        )
    application = ExpertApplication.objects.create(
        nominated_by=organisation, nominee_email=address, name=name, created_at=at
    )
    record(
        ExpertAction.NOMINATED,
        application,
        actor=actor,
        at=at,
        organisation=organisation.name,
    )
    notifications.tell_nominee(application, at=at)
    return application


@transaction.atomic
def admit_expert(
    *, application_id: int, note: str, actor: User, at: datetime
) -> Expert:
    """Take an applicant into the pool for one term, with the consents given.

    Law key: ``expert.term``. Raises MoveRefused, NoLawInForce.
    """
    application = ExpertApplication.objects.locked().get(pk=application_id)
    require(can_decide_application(actor, application))

    application.state = APPLICATION_FLOW.after("admit", application.state)
    submitted_at = application.submitted_at or at
    expert = Expert.objects.create(
        number=next_number(SERIES, shanghai_day(at)),
        user=application.user,
        jurisdiction_id=application.jurisdiction_id or "",
        admitted_at=at,
    )
    expert.specialities.set(application.specialities.all())
    expert.labels.set(application.labels.all())
    ExpertProfile.objects.create(
        expert=expert, **{name: getattr(application, name) for name in _PERSONAL}
    )
    _begin_term(expert, at)
    _note_employer(expert, application.employer, at)
    keep_consent(expert, ConsentPurpose.SERVE, (), at=submitted_at)
    if application.publish_fields:
        keep_consent(
            expert,
            ConsentPurpose.PUBLISH,
            application.publish_fields,
            at=submitted_at,
        )
    _decide(application, expert, note, actor, at)
    touch("expert", expert.pk)

    record(
        ExpertAction.ADMITTED,
        expert,
        actor=actor,
        at=at,
        number=expert.number,
        application_id=application.pk,
    )
    notifications.tell_decision(application, at=at)
    return expert


@transaction.atomic
def refuse_application(
    *, application_id: int, note: str, actor: User, at: datetime
) -> ExpertApplication:
    """Refuse an application with reasons. Raises Refusal without them."""
    application = ExpertApplication.objects.locked().get(pk=application_id)
    require(can_decide_application(actor, application))
    if not note.strip():
        raise Refusal(_("State the reasons; the applicant reads them."), field="note")

    application.state = APPLICATION_FLOW.after("refuse", application.state)
    _decide(application, None, note, actor, at)

    record(ExpertAction.APPLICATION_REFUSED, application, actor=actor, at=at)
    notifications.tell_decision(application, at=at)
    return application


def _refuse_members(user: User) -> None:
    if Expert.objects.filter(user=user).exclude(state=ExpertState.ENDED).exists():
        raise AlreadyMember(_("You are a member of the pool already."))


def _open_application(user: User, at: datetime) -> ExpertApplication:
    mine = ExpertApplication.objects.of(user).open().locked()
    application = mine.filter(user=user).first() or mine.first()
    if application is None:
        application = ExpertApplication(user=user, created_at=at)
    application.user = user
    return application


def _refuse_incomplete(application: ExpertApplication) -> None:
    missing = next(
        (
            name
            for name in ("name", "employer", "title")
            if not getattr(application, name)
        ),
        None,
    )
    if (
        missing
        or application.jurisdiction is None
        or application.years_in_field is None
    ):
        raise ApplicationIncomplete(_("Fill in the particulars first."))
    if not application.specialities.exists():
        raise ApplicationIncomplete(_("Choose at least one speciality first."))


def _erase_evidence(application: ExpertApplication) -> None:
    for evidence in application.evidence.select_related("file"):
        stored = evidence.file
        evidence.delete()
        stored.content.delete(save=False)
        stored.delete()


def _begin_term(expert: Expert, at: datetime) -> None:
    day = shanghai_day(at)
    term = legal_term("expert.term", day)
    Term.objects.create(
        expert=expert,
        valid_from=day,
        valid_until=period_end(day, term.amount, term.unit),
        basis=term.key,
    )


def _note_employer(expert: Expert, employer: str, at: datetime) -> None:
    Employment.objects.create(
        expert=expert,
        organisation=Organisation.objects.filter(name=employer).first(),
        organisation_name=employer,
        declared_at=at,
    )


def _decide(
    application: ExpertApplication,
    expert: Expert | None,
    note: str,
    actor: User,
    at: datetime,
) -> None:
    application.expert = expert
    application.decided_at, application.decided_by = at, actor
    application.decision_note = note.strip()
    application.save(
        update_fields=["state", "expert", "decided_at", "decided_by", "decision_note"]
    )
