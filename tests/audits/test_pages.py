import csv
import io
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from audits.forms.rounds import FiguresForm
from audits.models import IndicatorSeries, Option, Report, Round, Rubric
from audits.rubric_data import items_of
from audits.states import RoundState
from reference.models import IndustryLabel
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.audits import (
    AuditFocusFactory,
    AuditListFactory,
    DisclosureFactory,
    IndicatorSeriesFactory,
    LinterFindingFactory,
    ListingFactory,
    OptionEffectFactory,
    OptionFactory,
    PanelSeatFactory,
    PublishedResultFactory,
    ReportFactory,
    ReviewSessionFactory,
    RoundFactory,
    ScoreSheetFactory,
    SessionConclusionFactory,
    SimilarityFindingFactory,
)

pytestmark = pytest.mark.django_db


def page(name, *args):
    with translation.override("zh-hans"):
        return reverse(f"audits:{name}", args=args)


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def full_round(make_round):
    """Make a round in a state with something of everything in it."""

    def make(state=RoundState.STARTED):
        audit_round = make_round(state)
        for index, key in enumerate(("preparation", "audit")):
            audit_round.phases.create(key=key, position=index + 1)
        AuditFocusFactory(round=audit_round)
        option = OptionFactory(round=audit_round, number=1)
        OptionEffectFactory(option=option)
        IndicatorSeriesFactory(round=audit_round)
        audit_round.report = ReportFactory(
            round=audit_round, version=1, chapters={"audit": "现状\n调查"}
        )
        audit_round.finding = LinterFindingFactory(report=audit_round.report)
        SimilarityFindingFactory(
            report=audit_round.report, passages=[[0, 4, 0, 2]], other__chapters={}
        )
        DisclosureFactory(round=audit_round)
        return audit_round

    return make


ROUND_PAGES = [
    "round",
    "information",
    "provider",
    "particulars",
    "phases",
    "new_focus",
    "new_option",
    "figures",
    "report_form",
]


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("state", RoundState)
def test_the_page_of_a_round_opens_for_both_sides_in_every_state(
    client, full_round, state, language
):
    audit_round = full_round(state)
    session = ReviewSessionFactory(round=audit_round, concluded=True)
    SessionConclusionFactory(session=session)
    PanelSeatFactory(session=session)

    for person in (audit_round.owner, audit_round.adviser):
        client.force_login(person)
        response = client.get(language + page("round", audit_round.number))

        assert response.status_code == 200


@pytest.mark.parametrize("name", ROUND_PAGES)
def test_pages_of_a_round_open_for_the_enterprise(client, full_round, name):
    audit_round = full_round()
    client.force_login(audit_round.owner)

    assert client.get(page(name, audit_round.number)).status_code == 200


@pytest.mark.parametrize("name", ROUND_PAGES)
def test_pages_of_a_round_are_not_there_for_others(client, full_round, stranger, name):
    audit_round = full_round()
    client.force_login(stranger)

    assert client.get(page(name, audit_round.number)).status_code == 404


@pytest.mark.parametrize("name", [*ROUND_PAGES, "my_rounds", "my_reviews"])
def test_the_workspace_asks_who_is_there(client, name):
    number = [RoundFactory().number] if name in ROUND_PAGES else []

    response = client.get(page(name, *number))

    assert response.status_code == 302
    assert "/account/login/" in response["Location"]


def test_staff_of_the_place_see_the_round_and_others_do_not(
    client, full_round, staff, authority
):
    audit_round = full_round()
    client.force_login(staff.handler)
    near = client.get(page("round", audit_round.number)).status_code
    authority.covers.set([])

    far = client.get(page("round", audit_round.number)).status_code

    assert (near, far) == (200, 404)


@pytest.mark.parametrize("name", ROUND_PAGES[1:])
def test_staff_who_read_a_round_find_no_form_to_change_it(
    client, full_round, staff, name
):
    audit_round = full_round()
    client.force_login(staff.handler)

    assert client.get(page(name, audit_round.number)).status_code == 404


def test_staff_take_no_step_of_a_round(client, make_round, staff):
    audit_round = make_round(RoundState.INFO_PUBLISHED)
    client.force_login(staff.handler)

    response = client.post(page("start", audit_round.number))

    audit_round.refresh_from_db()
    assert response.status_code == 404
    assert audit_round.state == RoundState.INFO_PUBLISHED


def test_a_draft_report_is_for_its_authors(client, full_round, staff):
    audit_round = full_round()
    url = page("report", audit_round.number, 1)
    answers = []
    for person in (audit_round.owner, audit_round.adviser, staff.handler):
        client.force_login(person)
        answers.append(client.get(url).status_code)

    assert answers == [200, 200, 404]


def test_words_of_another_enterprise_are_not_shown(client, full_round):
    audit_round = full_round()
    client.force_login(audit_round.owner)

    text = client.get("/en" + page("report", audit_round.number, 1)).content.decode()

    assert "a report of another enterprise" in text


def test_publishing_information_through_the_form_moves_the_round(client, make_round):
    audit_round = make_round(RoundState.LISTED)
    client.force_login(audit_round.owner)
    url = page("information", audit_round.number)
    given = {"legal_representative": "示例人", "address": "示例路 1 号"}

    missing = client.post(url, given)
    response = client.post(url, given | {"pollutants": "化学需氧量"})

    assert missing.status_code == 422
    assert response.status_code == 302
    audit_round.refresh_from_db()
    assert audit_round.state == RoundState.INFO_PUBLISHED


def test_a_step_that_is_not_open_is_refused_with_a_message(client, make_round):
    audit_round = make_round(RoundState.LISTED)
    client.force_login(audit_round.owner)

    response = client.post(page("start", audit_round.number))

    audit_round.refresh_from_db()
    assert response.status_code == 422
    assert audit_round.state == RoundState.LISTED
    assert len(list(response.context["messages"])) == 1


def test_an_option_is_entered_with_its_effects(client, make_round):
    audit_round = make_round()
    client.force_login(audit_round.owner)
    given = {
        "name": "冷凝水回用",
        "cost_class": "no_low",
        "category": "equipment",
        "state": "chosen",
        "investment": "1.2万元",
        "expected_benefit": "30000",
        "effect-0-indicator": "fresh_water",
        "effect-0-expected": "800.5",
    }

    response = client.post(page("new_option", audit_round.number), given)

    assert response.status_code == 302
    option = Option.objects.get()
    assert option.investment.yuan == 12000
    assert option.effects.get().expected == Decimal("800.5")


def test_an_option_with_half_an_effect_comes_back_with_what_was_typed(
    client, make_round
):
    audit_round = make_round()
    client.force_login(audit_round.owner)
    given = {"name": "冷凝水回用", "effect-0-indicator": "fresh_water"}

    response = client.post(page("new_option", audit_round.number), given)

    assert response.status_code == 422
    assert "冷凝水回用" in response.content.decode()
    assert not Option.objects.exists()


def test_figures_are_entered_in_one_grid(client, make_round):
    audit_round = make_round()
    client.force_login(audit_round.adviser)
    given = {
        "electricity-first": "1000000",
        "electricity-second": "1,1",
        "electricity-third": "980000.5",
        "electricity-coal_factor": "coal.electricity.equivalent",
    }

    wrong = client.post(page("figures", audit_round.number), given)
    given["electricity-second"] = "1010000"
    right = client.post(page("figures", audit_round.number), given)

    assert (wrong.status_code, right.status_code) == (422, 302)
    series = IndicatorSeries.objects.get()
    assert series.third == Decimal("980000.5")
    assert series.coal_factor_id == "coal.electricity.equivalent"


def test_steps_are_dated_in_one_form_and_wrong_days_are_explained(client, full_round):
    audit_round = full_round()
    client.force_login(audit_round.owner)
    url = page("phases", audit_round.number)

    wrong = client.post(
        url, {"audit-started_on": "2026-03-02", "audit-finished_on": "2026-03-01"}
    )
    right = client.post(
        url, {"audit-started_on": "2026-03-01", "audit-finished_on": "2026-03-02"}
    )

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert "audit-finished_on" in wrong.context["form"].errors
    assert audit_round.phases.get(key="audit").finished_on.day == 2


def test_a_report_is_written_checked_and_filed(client, make_round):
    audit_round = make_round()
    client.force_login(audit_round.owner)
    given = {
        "reported_on": "2026-03-01",
        "authors": "编制人甲 证001\n编制人乙",
        "claimed_level": "2",
        "monitoring_attached": "no",
        "water-inputs": "新鲜水 105\n回用水 1,000",
        "water-outputs": "外排 1105",
        "chapter-audit": "第二章",
    }

    saved = client.post(page("report_form", audit_round.number), given)
    checked = client.post(page("check_report", audit_round.number, 1), follow=True)
    filed = client.post(page("file_report", audit_round.number))

    report = Report.objects.get()
    assert [r.status_code for r in (saved, checked, filed)] == [302, 200, 302]
    assert report.data["balances"][0]["inputs"] == {"新鲜水": "105", "回用水": "1000"}
    assert [a.certificate for a in report.authors.all()] == ["证001", ""]
    assert "EVD-01" in checked.content.decode()
    assert not report.is_draft


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("water-inputs", "新鲜水"),
        ("water-inputs", "新鲜水 很多"),
        ("water-inputs", "新鲜水 1\n新鲜水 2"),
        ("water-inputs", "水 NaN"),
        ("reported_on", "2999-01-01"),
        ("authors", ""),
    ],
)
def test_a_report_that_cannot_be_read_comes_back(client, make_round, field, text):
    audit_round = make_round()
    client.force_login(audit_round.owner)
    given = {"reported_on": "2026-03-01", "authors": "编制人甲"}

    response = client.post(
        page("report_form", audit_round.number), given | {field: text}
    )

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Report.objects.exists()


def test_an_expert_saves_and_signs_the_own_sheet(client):
    seat = PanelSeatFactory(session__rubric_id=_example("evaluation").pk)
    client.force_login(seat.user)
    url = page("review", seat.session.number)
    points = {i.key: i.points for i in items_of(seat.session.rubric)}

    opened = client.get(url)
    saved = client.post(url, {"form.complete": "3", "save": "1"})
    gaps = client.post(url, {"form.complete": "3", "sign": "1"})
    signed = client.post(url, points | {"sign": "1"})
    shown = client.get("/en" + url)

    answers = [r.status_code for r in (opened, saved, gaps, signed, shown)]
    assert answers == [200, 302, 422, 302, 200]
    assert "SHA-256" in shown.content.decode()
    assert seat.session.seats.get().sheet.total == 100


def test_a_session_is_not_there_for_anybody_else(client, staff, stranger):
    seat = PanelSeatFactory()

    for person in (staff.handler, stranger, PanelSeatFactory().user):
        client.force_login(person)
        url = page("review", seat.session.number)
        assert client.get(url).status_code == 404


def test_names_of_experts_show_with_the_meeting(client, full_round):
    audit_round = full_round(RoundState.REPORT_SUBMITTED)
    planned = ReviewSessionFactory(round=audit_round)
    expert = PanelSeatFactory(session=planned, user__name="评审甲").user
    client.force_login(audit_round.owner)

    before = client.get(page("round", audit_round.number)).content.decode()
    planned.state = "scoring"
    planned.opened_at = planned.planned_at
    planned.save()
    after = client.get(page("round", audit_round.number)).content.decode()

    assert expert.name not in before
    assert expert.name in after


def test_a_voluntary_audit_is_opened_in_the_workspace(client):
    owner = MembershipFactory(organisation=OrganisationFactory(enterprise=True)).user
    client.force_login(owner)

    response = client.post(page("new_round"), {"mode": "simplified"})

    audit_round = Round.objects.get()
    assert response["Location"].endswith(audit_round.get_absolute_url())
    assert audit_round.mode == "simplified"


def test_a_provider_opens_no_voluntary_audit(client):
    adviser = MembershipFactory(organisation=OrganisationFactory(provider=True)).user
    client.force_login(adviser)

    answers = [
        client.get(page("new_round")).status_code,
        client.post(page("new_round"), {"mode": "standard"}).status_code,
    ]

    assert answers == [403, 403]
    assert not Round.objects.exists()


def test_who_acts_for_nobody_opens_no_voluntary_audit(client):
    client.force_login(UserFactory())

    response = client.post(page("new_round"), {"mode": "standard"})

    assert response.status_code == 403
    assert not Round.objects.exists()


@pytest.mark.parametrize("language", ["", "/en"])
def test_everybody_reads_what_is_public(client, language):
    result = PublishedResultFactory()
    listed = RoundFactory(state=RoundState.LISTED)
    DisclosureFactory(round=RoundFactory(state=RoundState.INFO_PUBLISHED))

    pages = [
        page("rounds"),
        page("list", listed.listing.audit_list.number),
        *[page("result", r.number) for r in Round.objects.all()],
        page("rounds") + f"?q={listed.enterprise.name}&basis=mandatory",
    ]

    assert {client.get(language + url).status_code for url in pages} == {200}
    shown = client.get(language + page("result", result.round.number))
    assert result.organiser.label in shown.content.decode()


def test_a_voluntary_round_is_public_with_its_results_only(client):
    hidden = RoundFactory(voluntary=True)
    shown = RoundFactory(voluntary=True, state=RoundState.RESULTS_PUBLISHED)

    assert client.get(page("result", hidden.number)).status_code == 404
    assert client.get(page("result", shown.number)).status_code == 200
    assert hidden.enterprise.name not in client.get(page("rounds")).content.decode()


def test_a_draft_list_is_not_there(client):
    draft = AuditListFactory()

    assert client.get(page("list", draft.number)).status_code == 404


def test_conclusions_before_publication_stay_inside(client, full_round):
    audit_round = full_round(RoundState.ACCEPTANCE_UNQUALIFIED)

    for url in (page("result", audit_round.number), page("rounds")):
        text = client.get("/en" + url).content.decode()
        assert "Under way" in text
    assert (
        "Unqualified"
        not in client.get("/en" + page("result", audit_round.number)).content.decode()
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=QY-NONE", 0),
        ("conclusion=qualified", 1),
        ("conclusion=unqualified", 0),
        ("basis=voluntary", 0),
        ("year=2026", 2),
        ("year=2025", 0),
        ("place=620100", 2),
        ("place=620200", 0),
    ],
)
def test_the_public_list_is_filtered(client, query, found):
    PublishedResultFactory()
    RoundFactory(state=RoundState.LISTED)

    assert client.get(page("rounds") + f"?{query}").context["total"] == found


@pytest.mark.parametrize("query", ["year=1", "place=999999", "basis=other"])
def test_filters_that_make_no_sense_are_explained(client, query):
    assert client.get(page("rounds") + f"?{query}").status_code == 400


@pytest.mark.parametrize("name", ["rounds", "list"])
def test_public_lists_cost_the_same_with_one_row_as_with_three(client, name):
    audit_list = AuditListFactory(published=True)

    def add():
        listing = ListingFactory(audit_list=audit_list)
        RoundFactory(listing=listing, enterprise=listing.enterprise)

    def count():
        url = page("rounds") if name == "rounds" else page("list", audit_list.number)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    add()
    count()
    one = count()
    add()
    add()

    assert count() == one


@pytest.mark.parametrize("name", ["rounds", "list"])
def test_public_lists_are_downloaded_with_the_columns_of_the_law(client, name):
    audit_round = PublishedResultFactory(
        conclusion__session__round__listing__time_limit_on="2026-12-31"
    ).round
    audit_list = audit_round.listing.audit_list
    url = page("rounds") if name == "rounds" else page("list", audit_list.number)

    response = client.get(f"/en{url}?export=csv")

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    header, row, *_rest = text.splitlines()
    for label in ("Document number", "Credit code", "County", "Time limit"):
        assert label in header
    for value in (audit_list.document_number, "2026-12-31", "2026-03-06"):
        assert value in row


@pytest.mark.parametrize("name", ["rounds", "list"])
def test_a_download_in_english_calls_bodies_and_trades_in_english(client, name):
    label = IndustryLabel.objects.first()
    enterprise = OrganisationFactory(enterprise=True, name_en="Example Works")
    enterprise.labels.add(label)
    listing = ListingFactory(
        enterprise=enterprise,
        industry_name=f"{label.name}、其他行业",
        audit_list__published=True,
        audit_list__authority__name_en="Example Office",
    )
    RoundFactory(listing=listing, enterprise=enterprise)
    url = page("rounds") if name == "rounds" else page(name, listing.audit_list.number)

    response = client.get(f"/en{url}?export=csv")

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["Enterprise"] == "Example Works"
    assert row["Issuing authority"] == "Example Office"
    assert row["Industry"] == f"{label.name_en}, 其他行业"


def test_an_expert_finds_the_own_sessions(client):
    seat = PanelSeatFactory()
    ScoreSheetFactory(seat=PanelSeatFactory(session=seat.session))
    client.force_login(seat.user)

    response = client.get(page("my_reviews"))

    assert seat.session.number in response.content.decode()


def test_an_expert_finds_a_review_by_enterprise_and_kind(client):
    expert = UserFactory()
    wanted = PanelSeatFactory(
        user=expert, session__round__enterprise__name_en="Example Works"
    ).session
    PanelSeatFactory(user=expert)
    client.force_login(expert)

    found = client.get(page("my_reviews"), {"q": "example works", "kind": wanted.kind})

    assert list(found.context_data["page_obj"]) == [wanted]


def test_an_enterprise_finds_an_audit_by_number_and_what_is_due_first(
    client, make_round
):
    audit_round = make_round(RoundState.LISTED)
    other = RoundFactory(enterprise=audit_round.enterprise)
    client.force_login(audit_round.owner)

    found = client.get(page("my_rounds"), {"q": other.number})
    by_day = client.get(page("my_rounds"), {"sort": "due"})
    nothing = client.get(page("my_rounds"), {"q": "没有"})

    assert list(found.context_data["page_obj"]) == [other]
    assert by_day.context_data["total"] == 2
    assert "没有符合条件的审核" in nothing.content.decode()


def test_the_own_audits_are_downloaded_in_the_language_of_the_page(client, make_round):
    audit_round = make_round(RoundState.LISTED)
    client.force_login(audit_round.owner)

    response = client.get(f"/en{page('my_rounds')}", {"export": "csv"})

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["Number"], row["State"]) == (audit_round.number, "Listed")


def test_the_workspace_shows_rounds_and_reviews(client, make_round):
    audit_round = make_round(RoundState.LISTED)
    seat = PanelSeatFactory(user=UserFactory())
    texts = []
    for person in (audit_round.owner, audit_round.adviser, seat.user):
        client.force_login(person)
        texts.append(client.get(reverse("accounts:workspace")).content.decode())

    assert audit_round.number in texts[0]
    assert audit_round.enterprise.name in texts[1]
    assert seat.session.get_absolute_url() in texts[2]


def _example(kind):
    return Rubric.objects.get(kind=kind, is_example=True)


def test_two_factors_in_one_cell_say_what_each_of_them_is(db):
    rows = FiguresForm(audit_round=RoundFactory()).rows()

    pairs = [row["factors"] for row in rows if len(row["factors"]) > 1]
    assert pairs
    for coal, emission in pairs:
        assert coal.field.choices[0][1] != emission.field.choices[0][1]
