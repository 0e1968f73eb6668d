"""A case's people, and the steps of its flow as functions."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from accounts.enums import StaffRole
from blacklist import services
from blacklist.enums import ConductKind, ServiceWay, Tier
from blacklist.services.cases import Charge, NoticeText
from blacklist.services.decisions import DecisionText
from reference.models import Article, Jurisdiction
from tests.factories.accounts import (
    MembershipFactory,
    OrganisationFactory,
    StaffPostFactory,
)

# Wednesday, 2 September 2026, ten o'clock in China.
START = datetime(2026, 9, 2, 2, tzinfo=UTC)


def later(days, start=START):
    return start + timedelta(days=days)


DAYS = [later(days) for days in range(30)]


@pytest.fixture
def lanzhou(db):
    return Jurisdiction.objects.get(pk="620100")


@pytest.fixture
def people(lanzhou):
    """An authority with its three hands, a party with its owner, and others."""
    authority = OrganisationFactory(authority=True, covers=[lanzhou])
    party = OrganisationFactory(provider=True, name="例示清洁技术咨询有限公司")
    elsewhere = Jurisdiction.objects.get(pk="620200")
    other = OrganisationFactory(authority=True, covers=[elsewhere])
    rival = OrganisationFactory(provider=True)

    def post(role, at=authority):
        return StaffPostFactory(authority=at, role=role).user

    return SimpleNamespace(
        authority=authority,
        party=party,
        handler=post(StaffRole.HANDLER),
        second_handler=post(StaffRole.HANDLER),
        reviewer=post(StaffRole.REVIEWER),
        signatory=post(StaffRole.SIGNATORY),
        other_handler=post(StaffRole.HANDLER, other),
        other_signatory=post(StaffRole.SIGNATORY, other),
        owner=MembershipFactory(organisation=party).user,
        rival=MembershipFactory(organisation=rival).user,
    )


@pytest.fixture
def steps(people, lanzhou):
    return Steps(people, lanzhou)


class Steps:
    """The steps of a case, each done by the right person at a fitting time."""

    def __init__(self, people, place):
        self.people = people
        self.place = place

    def charge(self, **changes):
        facts = {
            "party": self.people.party,
            "party_name": self.people.party.name,
            "party_credit_code": self.people.party.credit_code,
            "kind": ConductKind.FALSE_REPORT,
            "conduct_from": date(2026, 8, 20),
            "conduct_until": date(2026, 8, 25),
            "findings": "物料平衡数据与台账不符",
            "jurisdiction": self.place,
            "authority": self.people.authority,
            "rectification_standard": Article.objects.get(pk="measures.16"),
            "sanction_basis": Article.objects.get(pk="measures.35"),
        }
        return Charge(**{**facts, **changes})

    def file(self, at=START, **changes):
        return services.file_case(
            self.charge(**changes), actor=self.people.handler, at=at
        )

    def propose(self, case, tier=Tier.GENERAL, at=DAYS[1]):
        return services.propose_outcome(
            case_id=case.pk,
            tier=tier,
            proposal="责令改正，公布名单",
            actor=self.people.handler,
            at=at,
        )

    def approve(self, case, at=DAYS[2]):
        return services.approve_proposal(
            case_id=case.pk, actor=self.people.reviewer, at=at
        )

    def notice_text(self, served_on, **changes):
        facts = {
            "facts": "事实",
            "reasons": "理由",
            "outcome": "责令改正，公布名单",
            "rights": "陈述、申辩",
            "served_on": served_on,
            "way": ServiceWay.PERSON,
        }
        return NoticeText(**{**facts, **changes})

    def serve(self, case, at=DAYS[5], **changes):
        return services.serve_notice(
            self.notice_text(at.date(), **changes),
            case_id=case.pk,
            actor=self.people.handler,
            at=at,
        )

    def decision_text(self, day, **changes):
        facts = {
            "document_number": "例环罚〔2026〕1号",
            "tier": Tier.GENERAL,
            "facts": "事实和证据",
            "outcome": "责令改正，公布名单",
            "performance": "三十日内改正",
            "remedies": "复议或者诉讼",
            "decided_on": day,
            "served_on": day,
        }
        return DecisionText(**{**facts, **changes})

    def decide(self, case, at=DAYS[20], actor=None, **changes):
        return services.record_decision(
            self.decision_text(at.date(), **changes),
            case_id=case.pk,
            actor=actor or self.people.signatory,
            at=at,
        )

    def publish(self, case, at=DAYS[21], actor=None):
        return services.publish_name(
            case_id=case.pk,
            summary="出具虚假审核报告",
            actor=actor or self.people.signatory,
            at=at,
        )

    def noticed(self, tier=Tier.GENERAL, **changes):
        case = self.file()
        self.propose(case, tier=tier)
        self.approve(case)
        return self.serve(case, **changes)

    def decided(self, **changes):
        tier = changes.get("tier", Tier.GENERAL)
        case = self.noticed(tier=tier)
        self.decide(case, **changes)
        case.refresh_from_db()
        return case

    def published(self, **changes):
        return self.publish(self.decided(**changes))
