"""For each route, one real subject of the demo world.

Where a subject has sides, the demo enterprise and the demo provider stand on
them, so that the rivals are strangers.
"""

from uuid import UUID

from accounts.models import Membership, Organisation, RelatedParty, StaffPost, User
from audits.models import (
    AuditFocus,
    AuditList,
    Listing,
    PublishedResult,
    ReviewSession,
    Round,
)
from blacklist.models import NamePublication, Tip, ViolationCase
from cms.models import TrainingEvent
from experts.models import Draw, Expert, ExpertApplication, Invitation
from marketplace.models import Award, Bid, Contract, Job, Question, SettlementStatement
from providers.models import StaffMember
from reference import models as reference

MISSING = "0"


def person(key):
    """Return a demo account."""
    return User.objects.get(email=f"{key}@demo.example")


def organisation_of(key):
    """Return the organisation a demo account administers."""
    return Organisation.objects.filter(memberships__user=person(key)).earliest("pk")


def arguments(route, names):
    """Return the arguments of a route; a kind without a row gives an unknown one."""
    namespace, _, name = route.rpartition(":")
    subject = _SUBJECTS.get(namespace, lambda _name: {})(name)
    return {key: subject.get(key, _common(key)) for key in names}


def _common(key):
    return {
        "token": "forged-token",
        "code": "forged-code",
        "step": "reveal",
        "kind": "evaluation",
        "key": "plan",
        "answer": "agree",
        "index": 0,
        "version": 1,
        "position": 1,
        "option": 1,
        "period": "first",
        "name": "energy_per_product",
        "purpose": "publish",
        "table": "ties",
        "move": "propose",
        "action": "commit",
        "certificate": 0,
        "pk": 0,
    }.get(key, MISSING)


def _first(rows, field="pk"):
    row = rows.order_by("pk").first()
    return None if row is None else getattr(row, field)


def _known(**values):
    return {key: value for key, value in values.items() if value is not None}


def _accounts(name):
    enterprise = organisation_of("enterprise")
    pk = {
        "membership_end": Membership.objects.filter(organisation=enterprise),
        "membership_role": Membership.objects.filter(organisation=enterprise),
        "membership_approve": Membership.objects.filter(organisation=enterprise),
        "membership_refuse": Membership.objects.filter(organisation=enterprise),
        "related_party_withdraw": RelatedParty.objects.filter(organisation=enterprise),
    }
    return _known(pk=_first(pk[name]) if name in pk else enterprise.pk)


def _audit_round():
    return Round.objects.filter(enterprise=organisation_of("enterprise")).latest("pk")


def _audits(name):
    if name == "list":
        return {"number": AuditList.objects.earliest("pk").number}
    if name == "result":
        return {"number": PublishedResult.objects.earliest("pk").round.number}
    if name == "review":
        seats = ReviewSession.objects.filter(seats__user=person("expert"))
        return _known(
            number=_first(seats, "number")
            or ReviewSession.objects.earliest("pk").number
        )
    audit_round = _audit_round()
    return _known(
        number=audit_round.number,
        pk=_first(AuditFocus.objects.filter(round=audit_round)),
    )


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
    own = ViolationCase.objects.filter(party=organisation_of("provider"))
    return _known(number=_first(own, "number"))


def _experts(name):
    if name == "detail":
        return {"number": Expert.objects.published().earliest("pk").number}
    if name in {"draw", "draw_record", "witness"}:
        return {"number": Draw.objects.earliest("pk").number}
    if name in {"invitation", "decline", "recuse"}:
        mine = Invitation.objects.filter(expert__user=person("expert"))
        return _known(pk=_first(mine) or Invitation.objects.earliest("pk").pk)
    return {}


def _job():
    jobs = Job.objects.filter(enterprise=organisation_of("enterprise"))
    return jobs.filter(state="published").first() or jobs.earliest("pk")


def _marketplace(name):
    job = _job()
    if name.startswith(
        ("contract", "milestone", "reading", "adjustment", "review")
    ) or (name in {"dispute_close", "payment_account"}):
        return _contract(name)
    if name.startswith(("statement", "payment")):
        return {"statement": SettlementStatement.objects.earliest("pk").number}
    if name in {"job", "job_ask", "bid_start", "job_release"} or name.startswith(
        (
            "job_",
            "own_job",
            "question",
            "opened_bid",
            "bid_score",
            "bid_award",
            "award",
            "objection",
        )
    ):
        return _known(
            number=job.number,
            pk=_first(Question.objects.filter(job=job)),
            bid=_first(Bid.objects.filter(job=job), "number"),
        )
    own = Bid.objects.filter(job=job, provider=organisation_of("provider"))
    return _known(number=_first(own, "number"))


def _contract(name):
    own = Contract.objects.filter(enterprise=organisation_of("enterprise"))
    contract = own.first() or Contract.objects.earliest("pk")
    award = Award.objects.filter(job__enterprise=organisation_of("enterprise"))
    return _known(
        number=contract.number,
        award=_first(award) or _first(Award.objects.all()),
    )


def _cms(name):
    if name == "certificate":
        return {}
    if name == "training_cancel":
        return {"pk": 0}
    return {"slug": TrainingEvent.objects.earliest("pk").slug}


def _reference(model):
    return lambda _name: {"pk": model.objects.order_by("pk").first().pk}


_SUBJECTS = {
    # Files have random keys; who may fetch which is tested beside each policy.
    "": lambda _name: {"pk": UUID(int=0)},
    "accounts": _accounts,
    "organisations": lambda name: {
        "pk": _first(StaffPost.objects.all())
        if name == "post_end"
        else organisation_of("enterprise").pk
    },
    "audits": _audits,
    "audit_lists": _audit_lists,
    "audit_rounds": lambda _name: {"number": _audit_round().number},
    "audit_sessions": lambda _name: {
        "number": ReviewSession.objects.earliest("pk").number
    },
    "blacklist": _blacklist,
    "blacklist_tips": lambda _name: {"number": Tip.objects.earliest("pk").number},
    "blacklist_cases": lambda _name: {
        "number": ViolationCase.objects.earliest("pk").number
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
        "pk": ExpertApplication.objects.latest("pk").pk
    },
    "expert_pool": lambda _name: {"number": Expert.objects.earliest("pk").number},
    "expert_draws": lambda _name: {"number": Draw.objects.earliest("pk").number},
    "marketplace": _marketplace,
    "jobs": lambda _name: {"pk": _job().pk},
    "cms": _cms,
    "training": lambda _name: {"pk": TrainingEvent.objects.earliest("pk").pk},
    "imports": lambda _name: {"key": "audit_list"},
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
