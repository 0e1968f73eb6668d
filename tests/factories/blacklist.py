"""Tips, cases and publications for tests.

Traits put a row into a state as the database demands it; what services would
have done besides (letters, clocks, journal) is left out.
"""

import hashlib
from datetime import UTC, date, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from blacklist.enums import (
    CheckOutcome,
    ConductKind,
    EndReason,
    RemedyKind,
    ServiceWay,
    StatementKind,
    Tier,
)
from blacklist.facts import ENDED, PUBLISHED, comparable, current_facts
from blacklist.models import (
    CaseFile,
    Correction,
    Decision,
    Hearing,
    NamePublication,
    Notice,
    Reconsideration,
    RepairApplication,
    ScreeningReceipt,
    Statement,
    Subscriber,
    Tip,
    TipFile,
    ViolationCase,
)
from blacklist.states import CaseState, SubscriberState
from core.clock import shanghai_day
from core.models import StoredFile
from core.translog import append_leaf
from reference.models import Article, Jurisdiction
from tests.factories.accounts import OrganisationFactory, UserFactory

FILED_AT = datetime(2026, 9, 1, 1, tzinfo=UTC)
PROPOSED_AT = FILED_AT + timedelta(days=3)
REVIEWED_AT = FILED_AT + timedelta(days=5)
NOTICED_AT = FILED_AT + timedelta(days=7)
DECIDED_AT = FILED_AT + timedelta(days=30)
PUBLISHED_AT = FILED_AT + timedelta(days=31)


def lanzhou():
    return Jurisdiction.objects.get(pk="620100")


class StoredFileFactory(DjangoModelFactory):
    class Meta:
        model = StoredFile

    kind = "blacklist.ViolationCase"
    content = factory.django.FileField(filename="evidence.pdf", data=b"%PDF-1.7 demo")
    original_name = "证据.pdf"
    content_type = "application/pdf"
    size = 13
    sha256 = hashlib.sha256(b"%PDF-1.7 demo").hexdigest()
    uploaded_at = FILED_AT


class ViolationCaseFactory(DjangoModelFactory):
    class Meta:
        model = ViolationCase

    class Params:
        proposed = factory.Trait(
            state=CaseState.PROPOSED,
            tier=Tier.GENERAL,
            proposal="责令改正，公布名单",
            proposed_at=PROPOSED_AT,
            proposed_by=factory.SelfAttribute("handler"),
        )
        approved = factory.Trait(
            proposed=True,
            state=CaseState.APPROVED,
            reviewed_at=REVIEWED_AT,
            reviewed_by=factory.SubFactory(UserFactory, is_staff=True),
        )
        noticed = factory.Trait(
            approved=True, state=CaseState.NOTICED, noticed_at=NOTICED_AT
        )
        decided = factory.Trait(
            noticed=True, state=CaseState.DECIDED, decided_at=DECIDED_AT
        )
        published = factory.Trait(decided=True, state=CaseState.PUBLISHED)
        ended = factory.Trait(decided=True, state=CaseState.ENDED)
        annulled = factory.Trait(
            decided=True, state=CaseState.ANNULLED, annulled_at=PUBLISHED_AT
        )
        concluded = factory.Trait(
            decided=True, state=CaseState.CONCLUDED, concluded_at=PUBLISHED_AT
        )
        closed = factory.Trait(
            state=CaseState.CLOSED, closed_at=PROPOSED_AT, closing_reason="证据不足"
        )

    number = factory.Sequence(lambda n: f"QY-V-2026-{n + 1:04d}")
    party = factory.SubFactory(OrganisationFactory, provider=True)
    party_name = factory.SelfAttribute("party.name")
    party_credit_code = factory.SelfAttribute("party.credit_code")
    enterprise_name = "例示化工有限公司"
    kind = ConductKind.FALSE_REPORT
    conduct_from = date(2026, 6, 1)
    conduct_until = date(2026, 6, 30)
    findings = "审核报告中的物料平衡数据与企业生产台账不符。"
    rectification_standard = factory.LazyFunction(
        lambda: Article.objects.get(pk="measures.16")
    )
    sanction_basis = factory.LazyFunction(lambda: Article.objects.get(pk="measures.35"))
    authority = factory.SubFactory(OrganisationFactory, authority=True)
    jurisdiction = factory.LazyFunction(lanzhou)
    handler = factory.SubFactory(UserFactory, is_staff=True)
    filed_at = FILED_AT
    decision_due_on = date(2026, 11, 30)


class TipFactory(DjangoModelFactory):
    class Meta:
        model = Tip

    number = factory.Sequence(lambda n: f"QY-T-2026-{n + 1:04d}")
    provider_name = "例示咨询有限公司"
    kind = ConductKind.CHEATING
    account = "报告所附检测数据并非现场测得。"
    jurisdiction = factory.LazyFunction(lanzhou)
    received_at = FILED_AT
    code_hash = factory.Sequence(lambda n: f"{n:064x}")


class TipFileFactory(DjangoModelFactory):
    class Meta:
        model = TipFile

    tip = factory.SubFactory(TipFactory)
    file = factory.SubFactory(StoredFileFactory, kind="blacklist.Tip")


class CaseFileFactory(DjangoModelFactory):
    class Meta:
        model = CaseFile

    case = factory.SubFactory(ViolationCaseFactory)
    file = factory.SubFactory(StoredFileFactory)
    title = "检测报告原件"


class NoticeFactory(DjangoModelFactory):
    class Meta:
        model = Notice

    case = factory.SubFactory(ViolationCaseFactory, noticed=True)
    facts = "报告数据与台账不符"
    reasons = "清洁生产审核办法"
    outcome = "责令改正，公布名单"
    rights = "有权陈述、申辩"
    tier = Tier.GENERAL
    served_on = shanghai_day(NOTICED_AT)
    served_by = factory.SelfAttribute("case.handler")
    way = ServiceWay.PERSON
    statement_due_on = date(2026, 9, 15)


class StatementFactory(DjangoModelFactory):
    class Meta:
        model = Statement

    class Params:
        waiver = factory.Trait(kind=StatementKind.WAIVER, text="")

    case = factory.SubFactory(ViolationCaseFactory, noticed=True)
    kind = StatementKind.STATEMENT
    text = "数据系抄录错误，已更正。"
    filed_at = NOTICED_AT + timedelta(days=2)
    filed_by = factory.SubFactory(UserFactory)


class HearingFactory(DjangoModelFactory):
    class Meta:
        model = Hearing

    case = factory.SubFactory(ViolationCaseFactory, noticed=True)
    request = "请求听证"
    requested_at = NOTICED_AT + timedelta(days=2)
    requested_by = factory.SubFactory(UserFactory)


class DecisionFactory(DjangoModelFactory):
    class Meta:
        model = Decision

    case = factory.SubFactory(ViolationCaseFactory, decided=True)
    document_number = factory.Sequence(lambda n: f"例环罚〔2026〕{n + 1}号")
    tier = Tier.GENERAL
    facts = "报告数据与台账不符"
    outcome = "责令改正，公布名单"
    performance = "三十日内改正"
    remedies = "可申请行政复议或者提起行政诉讼"
    decided_on = shanghai_day(DECIDED_AT)
    served_on = shanghai_day(DECIDED_AT)
    statement_due_on = date(2026, 9, 15)
    proposed_by = factory.SelfAttribute("case.proposed_by")
    reviewed_by = factory.SelfAttribute("case.reviewed_by")
    signed_by = factory.SubFactory(UserFactory, is_staff=True)
    signed_at = DECIDED_AT


class NamePublicationFactory(DjangoModelFactory):
    class Meta:
        model = NamePublication

    class Params:
        decision = None
        ended = factory.Trait(
            case=factory.SubFactory(ViolationCaseFactory, ended=True),
            ended_at=datetime(2026, 10, 20, 1, tzinfo=UTC),
            end_reason=EndReason.REPAIRED,
            end_explanation="已改正",
        )

    number = factory.Sequence(lambda n: f"QY-N-2026-{n + 1:04d}")
    case = factory.SubFactory(ViolationCaseFactory, published=True)
    party = factory.SelfAttribute("case.party")
    party_name = factory.SelfAttribute("case.party_name")
    name_key = factory.LazyAttribute(lambda o: comparable(o.party_name))
    party_credit_code = factory.SelfAttribute("case.party_credit_code")
    kind = factory.SelfAttribute("case.kind")
    summary = "出具虚假清洁生产审核报告"
    outcome = "责令改正，公布名单"
    conduct_from = factory.SelfAttribute("case.conduct_from")
    conduct_until = factory.SelfAttribute("case.conduct_until")
    document_number = factory.Sequence(lambda n: f"例环公〔2026〕{n + 1}号")
    decided_on = shanghai_day(DECIDED_AT)
    authority = factory.SelfAttribute("case.authority")
    authority_name = factory.SelfAttribute("case.authority.name")
    jurisdiction = factory.SelfAttribute("case.jurisdiction")
    rectification_standard = factory.SelfAttribute("case.rectification_standard")
    sanction_basis = factory.SelfAttribute("case.sanction_basis")
    tier = Tier.GENERAL
    published_at = PUBLISHED_AT
    published_on = shanghai_day(PUBLISHED_AT)
    min_until = date(2027, 1, 1)
    max_until = date(2027, 10, 1)
    proposed_by = factory.SelfAttribute("case.proposed_by")
    published_by = factory.SubFactory(UserFactory, is_staff=True)

    @classmethod
    def _create(cls, model_class, **kwargs):
        row = model_class(**kwargs)
        row.leaf = append_leaf(PUBLISHED, current_facts(row), at=row.published_at)
        if row.ended_at:
            payload = {
                "number": row.number,
                "ended_at": row.ended_at,
                "reason": row.end_reason,
                "explanation": row.end_explanation,
            }
            row.end_leaf = append_leaf(ENDED, payload, at=row.ended_at)
        row.save()
        return row


class CorrectionFactory(DjangoModelFactory):
    class Meta:
        model = Correction

    publication = factory.SubFactory(NamePublicationFactory)
    before = factory.LazyAttribute(lambda o: current_facts(o.publication))
    reason = "更正文号"
    corrected_at = PUBLISHED_AT + timedelta(days=2)
    corrected_by = factory.SelfAttribute("publication.published_by")
    leaf = factory.LazyAttribute(
        lambda o: append_leaf("blacklist.name.corrected", {}, at=o.corrected_at)
    )


class ReconsiderationFactory(DjangoModelFactory):
    class Meta:
        model = Reconsideration

    case = factory.SubFactory(ViolationCaseFactory, published=True)
    kind = RemedyKind.RECONSIDERATION
    request = "请求撤销"
    requested_on = date(2026, 10, 10)
    requested_at = datetime(2026, 10, 10, 1, tzinfo=UTC)
    requested_by = factory.SubFactory(UserFactory)
    due_on = date(2026, 11, 30)


class RepairApplicationFactory(DjangoModelFactory):
    class Meta:
        model = RepairApplication

    publication = factory.SubFactory(NamePublicationFactory)
    performance = "已完成整改并通过核查"
    pledged = True
    applied_at = datetime(2027, 1, 10, 1, tzinfo=UTC)
    applied_by = factory.SubFactory(UserFactory)


class ScreeningReceiptFactory(DjangoModelFactory):
    class Meta:
        model = ScreeningReceipt

    code = factory.Sequence(lambda n: f"{n:020x}")
    name = "例示咨询有限公司"
    on = date(2026, 10, 5)
    outcome = CheckOutcome.NONE
    checkpoint = "qingyuan/register\n0\n\n"
    digest = "0" * 64
    made_at = datetime(2026, 10, 5, 1, tzinfo=UTC)


class SubscriberFactory(DjangoModelFactory):
    class Meta:
        model = Subscriber

    class Params:
        active = factory.Trait(
            state=SubscriberState.ACTIVE, confirmed_at=FILED_AT + timedelta(hours=1)
        )

    email = factory.Sequence(lambda n: f"subscriber{n}@example.test")
    token = factory.Sequence(lambda n: f"{n:048x}")
    asked_at = FILED_AT
