"""For each route, one real subject of the demo world.

Where a subject has sides, the demo enterprise and the demo provider stand on
them, so that the rivals are strangers.
"""

import re

from accounts.models import Invitation as ColleagueInvitation
from accounts.models import Membership, RelatedParty, StaffPost
from audits.models import (
    AuditFocus,
    AuditList,
    LinterFinding,
    Listing,
    PublishedResult,
    ReviewSession,
    Round,
)
from audits.states import ACCEPTED, RoundState, SessionState
from blacklist.models import (
    NamePublication,
    ScreeningReceipt,
    Subscriber,
    Tip,
    ViolationCase,
)
from cms.models import Certificate, Registration, TrainingEvent
from core.models import ImportBatch, OutboxMessage
from experts.models import Draw, Expert, ExpertApplication, Invitation
from providers.models import StaffMember
from reference import models as reference
from tests.promises.cast import organisation_of, person
from tests.promises.market_subjects import market_subject, measured_file, own_job

# What an address asks for besides its path.
QUERIES = {"training:participants": "?export=csv"}


def arguments(route, names):
    """Return the arguments of a route: those of a subject that exists."""
    namespace, _, name = route.rpartition(":")
    subject = _SUBJECTS[namespace](name) if names else {}
    return {key: subject[key] for key in names}


def _first(rows, field="pk"):
    row = rows.order_by("pk").first()
    return None if row is None else getattr(row, field)


def _root(name):
    if name == "file":
        return {"pk": measured_file()}
    # Nobody has the link of a letter that was never sent.
    return {"uidb36": "1", "key": "forged"}


def _accounts(name):
    enterprise = organisation_of("enterprise")
    members = Membership.objects.filter(organisation=enterprise)
    asking = members.filter(state="requested")
    if name == "accept_invitation":
        letters = OutboxMessage.objects.filter(to_address=person("newcomer").email)
        letter = letters.get(body__contains="/invitations/")
        return {"token": re.search(r"/invitations/([^/]+)/", letter.body)[1]}
    pk = {
        "membership_end": members,
        "membership_role": members,
        "membership_approve": asking,
        "membership_refuse": asking,
        "invitation_revoke": ColleagueInvitation.objects.all(),
        "related_party_withdraw": RelatedParty.objects.filter(organisation=enterprise),
    }
    return {"pk": _first(pk[name]) if name in pk else enterprise.pk}


def _audits(name):
    if name == "list":
        return {"number": AuditList.objects.earliest("pk").number}
    if name == "result":
        return {"number": PublishedResult.objects.earliest("pk").round.number}
    if name == "review":
        seats = ReviewSession.objects.filter(seats__user=person("expert"))
        return {"number": seats.latest("pk").number}
    own = Round.objects.filter(enterprise=organisation_of("enterprise"))
    if name in {"report", "check_report", "finding"}:
        finding = LinterFinding.objects.filter(report__round__in=own).first()
        return {
            "number": finding.report.round.number,
            "version": finding.report.version,
            "pk": finding.pk,
        }
    # The latest is at its beginning, the earliest has been worked on.
    if name in {"remove_focus", "option", "remove_option"}:
        worked = own.earliest("pk")
        focus = _first(AuditFocus.objects.filter(round=worked))
        option = _first(worked.options.all())
        return {"number": worked.number, "pk": focus, "option": option}
    return {"number": own.latest("pk").number}


def _audit_rounds(name):
    """Return a round in which the step is open, where the world has one."""
    rounds = Round.objects.all()
    turn = {
        "plan": rounds.filter(state=RoundState.REPORT_SUBMITTED, sessions=None),
        "publish": rounds.filter(state__in=ACCEPTED),
        "again": rounds.filter(state=RoundState.ACCEPTANCE_UNQUALIFIED),
    }
    if name in turn:
        return {"number": _first(turn[name], "number"), "kind": "evaluation"}
    return {**_audits("round"), "kind": "evaluation"}


def _audit_sessions(name):
    """Return the session that is being scored where a step needs one."""
    scoring = ReviewSession.objects.filter(state=SessionState.SCORING)
    if name in {"conclude", "cancel"}:
        return {"number": _first(scoring, "number")}
    return {"number": _first(ReviewSession.objects.all(), "number")}


def _audit_lists(name):
    audit_list = AuditList.objects.earliest("pk")
    return {
        "number": audit_list.number,
        "pk": _first(Listing.objects.filter(audit_list=audit_list)),
    }


def _blacklist(name):
    if name == "publication":
        current = NamePublication.objects.filter(ended_at__isnull=True)
        return {"number": current.earliest("pk").number}
    if name in {"log_leaf", "log_proof"}:
        return {"index": 0}
    if name in {"receipt", "receipt_json"}:
        return {"code": ScreeningReceipt.objects.earliest("pk").code}
    if name in {"subscribe_confirm", "unsubscribe"}:
        return {"token": Subscriber.objects.earliest("pk").token}
    own = ViolationCase.objects.filter(party=organisation_of("provider"))
    return {"number": _first(own, "number")}


def _experts(name):
    member = Expert.objects.get(user=person("expert"))
    draft = ExpertApplication.objects.get(user=person("newcomer"))
    if name in {"draw", "draw_record"}:
        return {"number": Draw.objects.earliest("pk").number}
    pk = {
        "evidence_remove": draft.evidence.all(),
        "application_withdraw": ExpertApplication.objects.filter(pk=draft.pk),
        "tie_end": member.employments.all(),
        "absence_remove": member.absences.all(),
    }.get(name, Invitation.objects.filter(expert=member))
    number = _waiting_draw().number if name == "witness" else None
    return {
        "number": number or Expert.objects.published().earliest("pk").number,
        "pk": _first(pk),
        "table": "employment",
        "purpose": "publish",
    }


def _waiting_draw():
    """The draw that waits for the words of the demo enterprise."""
    return Draw.objects.get(state="frozen", enterprise=organisation_of("enterprise"))


def _expert_draws(name):
    if name == "step":
        return {"number": _waiting_draw().number, "step": "cancel"}
    seat = Invitation.objects.seated().earliest("pk")
    return {"number": seat.draw.number, "pk": seat.pk, "kind": "attended"}


def _cms(name):
    if name == "statistics_records":
        return {"key": "listings"}
    if name == "certificate":
        return {"code": Certificate.objects.earliest("pk").code}
    if name == "training_cancel":
        own = Registration.objects.filter(user=person("enterprise"))
        return {"pk": _first(own)}
    return {"slug": TrainingEvent.objects.earliest("pk").slug}


def _training(name):
    if name == "revoke":
        given = Certificate.objects.earliest("pk")
        return {"pk": given.registration.event_id, "certificate": given.pk}
    return {"pk": TrainingEvent.objects.earliest("pk").pk, "step": "announce"}


def _reference(model):
    return lambda _name: {"pk": model.objects.order_by("pk").first().pk}


_SUBJECTS = {
    "": _root,
    "accounts": _accounts,
    "organisations": lambda name: {
        "kind": "enterprise",
        "pk": _first(StaffPost.objects.all())
        if name == "post_end"
        else organisation_of("enterprise").pk,
    },
    "audits": _audits,
    "audit_lists": _audit_lists,
    "audit_rounds": _audit_rounds,
    "audit_sessions": _audit_sessions,
    "blacklist": _blacklist,
    "blacklist_tips": lambda _name: {"number": Tip.objects.earliest("pk").number},
    "blacklist_cases": lambda _name: {
        "number": ViolationCase.objects.earliest("pk").number,
        "move": "propose",
    },
    "providers": lambda _name: {
        "credit_code": organisation_of("provider").credit_code,
        "kind": "staff",
        "pk": _first(
            StaffMember.objects.filter(
                profile__organisation=organisation_of("provider")
            )
        ),
    },
    "experts": _experts,
    "expert_applications": lambda _name: {
        "pk": ExpertApplication.objects.filter(state="submitted").earliest("pk").pk
    },
    "expert_pool": lambda _name: {
        "number": Expert.objects.earliest("pk").number,
        "step": "suspend",
    },
    "expert_draws": _expert_draws,
    "marketplace": market_subject,
    "jobs": lambda _name: {"pk": own_job("published").pk},
    "cms": _cms,
    "training": _training,
    "imports": lambda _name: {
        "key": "audit_list",
        "pk": ImportBatch.objects.earliest("pk").pk,
        "action": "discard",
    },
    **{
        model._meta.model_name: _reference(model)
        for model in (
            *(reference.Holiday, reference.Instrument, reference.Article),
            *(reference.LegalTerm, reference.PlanTarget, reference.CoalFactor),
            *(reference.EmissionFactor, reference.IndustryLabel, reference.Industry),
            *(reference.LabelledIndustry, reference.Jurisdiction, reference.Service),
            *(reference.Unit, reference.Indicator),
        )
    },
}
