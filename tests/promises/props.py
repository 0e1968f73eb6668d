"""What the demo world leaves out: one row of each kind that a route needs.

Made through the services, on top of the demo world, by the people whose it is;
only work under way, which takes a year of steps, comes from the factories.
"""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import services as accounts
from accounts.enums import MembershipRole, Relation
from audits.models import Round
from blacklist import services as blacklist
from blacklist.models import ViolationCase
from core.clock import shanghai_day
from core.sheets.importing import importer_for
from core.sheets.services import preview_import
from experts import services as experts
from experts.enums import DrawPurpose
from experts.models import Expert, Speciality
from marketplace.models import Award, Bid
from marketplace.services import awards, bids
from reference.models import Jurisdiction
from tests.factories import marketplace_contracts as contracts
from tests.promises.cast import organisation_of, person

PDF = b"%PDF-1.4\n% example\n%%EOF\n"


def make(at):
    """Make all of it."""
    _around_the_enterprise(at)
    _around_the_bids(at)
    _work_under_way()
    _around_the_register(at)
    _around_the_pool(at)
    _an_import(at)


def _around_the_enterprise(at):
    enterprise, owner = organisation_of("enterprise"), person("enterprise")
    accounts.invite_colleague(
        organisation_id=enterprise.pk,
        email=person("newcomer").email,
        role=MembershipRole.MEMBER,
        actor=owner,
        at=at,
    )
    accounts.declare_related_party(
        organisation_id=enterprise.pk,
        other_name="兰州例示控股有限公司",
        relation=Relation.SAME_CONTROLLER,
        since=None,
        note="",
        actor=owner,
        at=at,
    )
    accounts.request_membership(
        organisation_id=enterprise.pk, actor=person("newcomer"), at=at
    )


def _around_the_bids(at):
    provider, actor = organisation_of("provider"), person("provider")
    job = {"job__enterprise": organisation_of("enterprise")}
    draft = Bid.objects.get(provider=provider, state="draft", **job)
    bids.attach_file(bid_id=draft.pk, upload=_paper("技术方案.pdf"), actor=actor, at=at)
    award = Award.objects.get(state="standing", **job)
    loser = award.job.bids.filter(state="opened").exclude(provider=provider).first()
    awards.file_objection(
        award_id=award.pk,
        provider=loser.provider,
        text="评分理由与公布的标准不一致。",
        actor=loser.provider.memberships.earliest("pk").user,
        at=award.awarded_at + timedelta(days=1),
    )


def _work_under_way():
    """A contract with a milestone, a payment and a review that wait for a step."""
    contract = contracts.ContractFactory(
        active=True,
        enterprise=organisation_of("enterprise"),
        provider=organisation_of("provider"),
        verifier=organisation_of("verifier"),
    )
    contracts.MilestoneFactory(contract=contract)
    contracts.SettlementStatementFactory(contract=contract, accepted=True)
    contracts.ReviewFactory(contract=contract)


def _around_the_register(at):
    blacklist.screen_name(
        name=organisation_of("provider").name,
        credit_code="",
        on=shanghai_day(at),
        actor=None,
        at=at,
    )
    blacklist.ask_for_letters(email="reader@demo.example", language="en", at=at)
    own = ViolationCase.objects.get(party=organisation_of("provider"))
    blacklist.request_hearing(
        case_id=own.pk,
        request="对认定的事实有异议。",
        actor=person("provider"),
        at=own.noticed_at + timedelta(days=1),
    )


def _around_the_pool(at):
    expert = Expert.objects.get(user=person("expert"))
    experts.state_absence(
        expert_id=expert.pk,
        first_day=shanghai_day(at) + timedelta(days=40),
        last_day=shanghai_day(at) + timedelta(days=44),
        actor=person("expert"),
        at=at,
    )
    _an_application(at)
    _a_frozen_draw(at)


def _an_application(at):
    newcomer = person("newcomer")
    application = experts.save_application(
        actor=newcomer,
        particulars={
            "name": newcomer.name,
            "employer": "示范理工大学",
            "title": "高级工程师",
            "phone": "0931-7770000",
            "introduction": "从事节能评审。",
            "years_in_field": 9,
            "jurisdiction": Jurisdiction.objects.units().first(),
            "specialities": list(Speciality.objects.order_by("pk")[:1]),
            "labels": [],
        },
        at=at,
    )
    experts.add_evidence(
        application_id=application.pk,
        upload=_paper("职称证书.pdf"),
        actor=newcomer,
        at=at,
    )


def _a_frozen_draw(at):
    """A draw about the demo enterprise that waits for its second nonce."""
    audit_round = Round.objects.filter(enterprise=organisation_of("enterprise"))
    experts.freeze_draw(
        subject=audit_round.latest("pk"),
        purpose=DrawPurpose.EVALUATION,
        enterprise=organisation_of("enterprise"),
        provider=None,
        quotas={},
        size=3,
        actor=person("handler"),
        at=at,
    )


def _an_import(at):
    table = "单位名称,所在区县\n兰州例示铁合金有限公司,兰州市西固区\n"
    preview_import(
        importer_for("audit_list")(),
        SimpleUploadedFile("名单.csv", table.encode()),
        actor=person("handler"),
        at=at,
    )


def _paper(name):
    return SimpleUploadedFile(name, PDF)
