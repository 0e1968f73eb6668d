import io
from datetime import timedelta

import pytest
from django.urls import reverse

from audits.deadlines import start_listing_clocks
from audits.models import AuditList, Listing, PublishedResult, ReviewSession, Round
from audits.states import ListState, RoundState, SessionState
from core.clock import now as clock_now
from core.clock import shanghai_day, today
from core.templatetags.portal import day
from tests.factories.accounts import OrganisationFactory
from tests.factories.audits import (
    AuditFocusFactory,
    AuditListFactory,
    IndicatorSeriesFactory,
    ListingFactory,
    OptionEffectFactory,
    OptionFactory,
    PanelSeatFactory,
    ReportFactory,
    ReviewSessionFactory,
    ScoreSheetFactory,
    SessionConclusionFactory,
)
from tests.factories.core import StatutoryClockFactory
from tests.factories.experts import ExpertFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def desk(client, staff):
    """Sit at the desk in one of the three roles."""

    def sit(role="handler"):
        client.force_login(getattr(staff, role))
        return client

    return sit


def shown(client, name, *args):
    return client.get(reverse(name, args=args))


@pytest.mark.parametrize("name", ["audit_lists", "audit_rounds", "audit_sessions"])
def test_the_desk_shows_what_lies_in_the_territory(desk, make_round, authority, name):
    near = make_round(RoundState.REPORT_SUBMITTED)
    far = make_round(
        enterprise=OrganisationFactory(enterprise=True, jurisdiction_id="620200")
    )
    AuditListFactory(authority=authority, title="本机关名单")
    for audit_round in (near, far):
        ReviewSessionFactory(round=audit_round)
    client = desk()

    text = shown(client, f"{name}:index").content.decode()

    if name == "audit_lists":
        assert "本机关名单" in text
        assert near.listing.audit_list.title not in text
    else:
        assert near.enterprise.name in text
        assert far.enterprise.name not in text


def test_a_long_list_is_read_page_by_page_and_downloaded_whole(desk, authority):
    audit_list = AuditListFactory(authority=authority)
    ListingFactory.create_batch(51, audit_list=audit_list)
    client, url = desk(), reverse("audit_lists:list", args=[audit_list.number])

    rows = [len(client.get(url, {"page": page}).context["page_obj"]) for page in (1, 2)]
    response = client.get(url, {"export": "csv", "page": 2})

    assert rows == [50, 1]
    assert len(b"".join(response.streaming_content).splitlines()) == 52


def test_an_enterprise_is_found_on_a_list(desk, authority):
    audit_list = AuditListFactory(authority=authority)
    wanted, _other = ListingFactory.create_batch(2, audit_list=audit_list)
    client, url = desk(), reverse("audit_lists:list", args=[audit_list.number])

    page = client.get(url, {"q": wanted.enterprise.credit_code})

    assert list(page.context["page_obj"]) == [wanted]


def test_pages_of_other_places_are_not_there(desk, make_round):
    far = make_round(
        RoundState.REPORT_SUBMITTED,
        enterprise=OrganisationFactory(enterprise=True, jurisdiction_id="620200"),
    )
    session = ReviewSessionFactory(round=far)
    client = desk("signatory")

    answers = [
        shown(client, "audit_lists:list", far.listing.audit_list.number).status_code,
        shown(client, "audit_rounds:round", far.number).status_code,
        shown(client, "audit_sessions:session", session.number).status_code,
        client.post(reverse("audit_rounds:publish", args=[far.number])).status_code,
    ]

    assert answers == [404] * 4


def test_a_person_without_a_post_is_turned_away(client, make_round):
    audit_round = make_round()
    client.force_login(audit_round.owner)

    assert shown(client, "audit_lists:index").status_code == 302


def test_a_list_is_entered_filled_and_published(desk, authority):
    enterprise = OrganisationFactory(enterprise=True)
    client = desk()
    client.post(
        reverse("audit_lists:new"),
        {
            "authority": authority.pk,
            "title": "第一批",
            "document_number": "示环发〔2026〕9号",
            "issued_on": "2026-01-12",
        },
    )
    audit_list = AuditList.objects.get()
    added = client.post(
        reverse("audit_lists:add", args=[audit_list.number]),
        {"credit_code": enterprise.credit_code, "reasons": ["toxic"]},
    )
    client.post(reverse("audit_lists:publish", args=[audit_list.number]))
    rounds_before = Round.objects.count()
    page = shown(client, "audit_lists:list", audit_list.number)
    published = desk("signatory").post(
        reverse("audit_lists:publish", args=[audit_list.number])
    )

    assert [r.status_code for r in (added, page, published)] == [302, 200, 302]
    assert rounds_before == 0
    assert Round.objects.get().enterprise == enterprise


def test_an_unknown_code_and_a_double_document_are_explained(desk, authority):
    known = AuditListFactory(authority=authority)
    client = desk()

    unknown = client.post(
        reverse("audit_lists:add", args=[known.number]),
        {"credit_code": "91620100MA7NONE00X", "reasons": ["toxic"]},
    )
    double = client.post(
        reverse("audit_lists:new"),
        {
            "authority": authority.pk,
            "title": "第一批",
            "document_number": known.document_number,
            "issued_on": "2026-01-12",
        },
    )

    assert (unknown.status_code, double.status_code) == (422, 422)
    assert not Listing.objects.exists()
    assert AuditList.objects.get() == known


def test_an_entry_is_taken_off_a_draft(desk, authority):
    listing = ListingFactory(audit_list=AuditListFactory(authority=authority))
    url = reverse("audit_lists:remove", args=[listing.audit_list.number, listing.pk])
    client = desk()

    asked, done = client.get(url), client.post(url)

    assert (asked.status_code, done.status_code) == (200, 302)
    assert not Listing.objects.exists()


def test_a_spreadsheet_becomes_a_draft_list(desk, authority):
    file = io.BytesIO("企业名称,类型\n兰州例示造纸有限公司,双超\n".encode())
    file.name = "list.csv"
    client = desk()
    url = reverse("imports:upload", args=["audit_list"])

    asked = client.get(url)
    preview = client.post(
        url,
        {
            "file": file,
            "authority_id": authority.pk,
            "document_number": "示环发〔2026〕3号",
            "issued_on": "2026-01-12",
        },
    )
    before = AuditList.objects.count()
    client.post(preview["Location"] + "commit/")

    assert asked.status_code == 200
    assert before == 0
    audit_list = AuditList.objects.get()
    assert (audit_list.state, audit_list.listings.count()) == (ListState.DRAFT, 1)


def test_an_import_for_another_authority_is_refused(desk):
    other = OrganisationFactory(authority=True)
    file = io.BytesIO("企业名称,类型\n兰州例示造纸有限公司,双超\n".encode())
    file.name = "list.csv"
    client = desk()
    url = reverse("imports:upload", args=["audit_list"])

    preview = client.post(url, {"file": file, "authority_id": other.pk})
    client.post(preview["Location"] + "commit/")

    assert not AuditList.objects.exists()


@pytest.mark.parametrize("name", ["again", "cover"])
def test_a_step_that_is_not_open_leads_to_its_round(desk, make_round, name):
    audit_round = make_round(RoundState.REPORT_SUBMITTED)

    answer = shown(desk(), f"audit_rounds:{name}", audit_round.number)

    matter = reverse("audit_rounds:round", args=[audit_round.number])
    assert answer["Location"] == matter


def test_a_review_is_planned_drawn_and_concluded_on_the_desk(
    desk, make_round, authority
):
    audit_round = make_round(RoundState.REPORT_SUBMITTED)
    ReportFactory(round=audit_round, filed=True)
    for _ in range(4):
        ExpertFactory()
    client = desk()
    plan = reverse("audit_rounds:plan", args=[audit_round.number, "evaluation"])
    asked = client.get(plan)

    planned = client.post(
        plan,
        {
            "rubric": asked.context["form"].fields["rubric"].initial.pk,
            "organiser": authority.pk,
            "meets_on": shanghai_day(clock_now()).isoformat(),
        },
    )
    session = ReviewSession.objects.get()
    draw_url = reverse("audit_sessions:draw", args=[session.number])
    few = client.post(draw_url, {"size": 2})
    drawn = client.post(draw_url, {"size": 3})
    early = client.post(reverse("audit_sessions:open", args=[session.number]))
    page = shown(client, "audit_sessions:session", session.number)

    answers = [r.status_code for r in (planned, few, drawn, early, page)]
    assert answers == [302, 422, 302, 422, 200]
    session.refresh_from_db()
    assert session.state == SessionState.PLANNED


@pytest.mark.parametrize("state", SessionState)
def test_the_page_of_a_session_opens_in_every_state(desk, make_round, state):
    traits = {} if state == SessionState.PLANNED else {state.value: True}
    session = ReviewSessionFactory(
        round=make_round(RoundState.REPORT_SUBMITTED), **traits
    )
    ScoreSheetFactory(seat=PanelSeatFactory(session=session))
    if state == SessionState.CONCLUDED:
        SessionConclusionFactory(session=session)

    response = shown(desk(), "audit_sessions:session", session.number)

    assert response.status_code == 200


@pytest.mark.parametrize("state", RoundState)
def test_the_page_of_a_round_opens_in_every_state(desk, make_round, state):
    audit_round = make_round(state)

    response = shown(desk("signatory"), "audit_rounds:round", audit_round.number)

    assert response.status_code == 200


def test_the_desk_shows_what_the_enterprise_entered(desk, make_round):
    audit_round = make_round(RoundState.REPORT_SUBMITTED)
    audit_round.phases.create(key="audit", position=1, note="现场监测")
    AuditFocusFactory(round=audit_round, name="冷却水系统")
    option = OptionFactory(round=audit_round, number=1, name="循环水改造")
    OptionEffectFactory(option=option)
    series = IndicatorSeriesFactory(round=audit_round)
    ReportFactory(round=audit_round, version=1, submitted_at=clock_now())
    ReportFactory(round=audit_round, version=2)

    text = shown(desk(), "audit_rounds:round", audit_round.number).content.decode()

    for entered in ("现场监测", "冷却水系统", "循环水改造", series.indicator.label):
        assert entered in text
    assert f"{audit_round.number}/reports/1/" in text
    assert f"{audit_round.number}/reports/2/" not in text


def test_a_download_of_a_list_says_what_the_list_says(desk, make_round):
    audit_round = make_round(RoundState.REPORT_SUBMITTED)
    address = reverse("audit_rounds:index")

    sheet = desk().get(address, {"export": "csv"}).getvalue().decode()

    heading, row = sheet.splitlines()
    assert heading.startswith("\ufeff编号,企业,统一社会信用代码,地区")
    assert row.startswith(f"{audit_round.number},{audit_round.enterprise},")
    assert ",已报送报告," in row


def test_the_list_of_rounds_says_what_is_due_next(desk, make_round):
    owing = make_round(RoundState.LISTED)
    make_round(RoundState.STARTED)
    for days in (9, 0):
        StatutoryClockFactory(
            subject_type="audits.round",
            subject_id=str(owing.pk),
            due_on=today() + timedelta(days=days),
        )

    text = shown(desk(), "audit_rounds:index").content.decode()

    assert text.count("剩余 0 天") == 1
    assert day(today()) in text
    assert "剩余 9 天" not in text


def test_a_session_is_concluded_once_every_sheet_is_signed(desk, make_round):
    session = ReviewSessionFactory(
        round=make_round(RoundState.REPORT_SUBMITTED), scoring=True
    )
    seats = [PanelSeatFactory(session=session) for _ in range(2)]
    ScoreSheetFactory(seat=seats[0])
    conclude = reverse("audit_sessions:conclude", args=[session.number])
    client = desk()
    waiting = shown(client, "audit_sessions:session", session.number).content.decode()
    ScoreSheetFactory(seat=seats[1])

    ready = shown(client, "audit_sessions:session", session.number).content.decode()

    assert "尚有 1 名专家未签署评分表" in waiting
    assert conclude not in waiting
    assert conclude in ready


def test_a_second_session_is_not_offered_while_one_is_open(desk, make_round):
    audit_round = make_round(RoundState.REPORT_SUBMITTED)
    plan = reverse("audit_rounds:plan", args=[audit_round.number, "evaluation"])
    client = desk()
    before = shown(client, "audit_rounds:round", audit_round.number).content.decode()
    ReviewSessionFactory(round=audit_round)

    after = shown(client, "audit_rounds:round", audit_round.number).content.decode()

    assert plan in before
    assert plan not in after


def test_results_are_published_by_the_signatory(desk, make_round):
    audit_round = make_round(RoundState.ACCEPTANCE_QUALIFIED)
    session = ReviewSessionFactory(round=audit_round, concluded=True, kind="acceptance")
    SessionConclusionFactory(session=session, outcome="qualified")
    url = reverse("audit_rounds:publish", args=[audit_round.number])

    desk("reviewer").post(url, {"with_score": "on"})
    before = PublishedResult.objects.count()
    desk("signatory").post(url, {"with_score": "on"})

    assert before == 0
    assert PublishedResult.objects.get().score == session.conclusion.score


def test_a_session_is_cancelled_with_a_reason(desk, make_round, authority):
    session = ReviewSessionFactory(
        round=make_round(RoundState.REPORT_SUBMITTED), organiser=authority
    )
    url = reverse("audit_sessions:cancel", args=[session.number])
    client = desk()

    bare, done = client.post(url), client.post(url, {"reason": "改期"})

    assert (bare.status_code, done.status_code) == (422, 302)
    session.refresh_from_db()
    assert session.state == SessionState.CANCELLED


def test_the_front_page_counts_what_waits(desk, make_round, authority):
    make_round(RoundState.REPORT_SUBMITTED)
    make_round(RoundState.ACCEPTANCE_QUALIFIED)
    AuditListFactory(authority=authority)
    late = make_round(RoundState.LISTED)
    start_listing_clocks(late)

    page = desk().get(reverse("wagtailadmin_home")).content.decode()

    assert 'href="/admin/audits/rounds/?state=report_submitted"' in page
    assert "1 份报告待组织评估" in page or "1 report waits" in page


def test_the_front_page_leads_to_the_rounds_it_counts(desk, make_round):
    done = make_round(RoundState.ACCEPTANCE_UNQUALIFIED)
    other = make_round(RoundState.STARTED)
    address = reverse("audit_rounds:index")
    client = desk()

    listed = client.get(address, {"waiting": "results"}).content.decode()
    late = client.get(address, {"waiting": "late"}).content.decode()

    assert done.number in listed
    assert other.number not in listed
    assert other.number not in late


def test_a_new_round_is_opened_after_an_unqualified_acceptance(desk, make_round):
    failed = make_round(RoundState.ACCEPTANCE_UNQUALIFIED)
    session = ReviewSessionFactory(round=failed, concluded=True, kind="acceptance")
    SessionConclusionFactory(session=session, outcome="unqualified")
    client = desk()
    offered = shown(client, "audit_rounds:round", failed.number).content.decode()

    opened = client.post(reverse("audit_rounds:again", args=[failed.number]))
    page = client.get(opened["Location"])

    assert reverse("audit_rounds:again", args=[failed.number]) in offered
    assert page.status_code == 200
    assert failed.number in page.content.decode()
