"""The public pages and the party's workspace, over HTTP."""

import csv
import hashlib
import io
import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blacklist import services
from blacklist.enums import EndReason
from blacklist.models import (
    NamePublication,
    ScreeningReceipt,
    Statement,
    Subscriber,
    Tip,
    ViolationCase,
)
from blacklist.states import CaseState
from core import clock
from core.clock import shanghai_day
from core.models import LogLeaf, OutboxMessage
from core.translog.audit import check_log
from reference.models import Article, Instrument
from tests.blacklist.conftest import later
from tests.core.test_translog_verifier import verify
from tests.factories.accounts import FormerNameFactory
from tests.factories.blacklist import (
    CaseFileFactory,
    NamePublicationFactory,
    NoticeFactory,
    SubscriberFactory,
    TipFactory,
    ViolationCaseFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def october(set_clock):
    """Let the pages think that it is 10 October 2026, noon in China."""
    at = later(38)
    set_clock(at)
    return at


@pytest.fixture
def shown():
    return NamePublicationFactory(case__party__name="例示清洁技术咨询有限公司")


@pytest.fixture
def gone():
    return NamePublicationFactory(
        ended=True, case__party__name="例示已终止咨询有限公司"
    )


# --- the register ---------------------------------------------------------------


def test_the_register_shows_current_names_only(client, shown, gone):
    page = client.get("/register/").content.decode()

    assert shown.party_name in page
    assert gone.party_name not in page


def test_the_register_runs_the_same_queries_with_one_row_as_with_many(
    client, django_assert_num_queries
):
    NamePublicationFactory()
    client.get("/register/")
    with CaptureQueriesContext(connection) as one:
        client.get("/register/")
    NamePublicationFactory.create_batch(3)

    with django_assert_num_queries(len(one)):
        client.get("/register/")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=清洁技术", True),
        ("q=清洁 技术", True),
        ("q=别的", False),
        ("tier=serious", False),
        ("tier=general&kind=false_report", True),
        ("place=620100", True),
        ("place=620200", False),
    ],
)
def test_the_register_can_be_narrowed_down(client, shown, query, found):
    page = client.get(f"/register/?{query}").content.decode()

    assert (shown.number in page or shown.party_name in page) is found


def test_a_filter_that_makes_no_sense_is_explained(client):
    assert client.get("/register/?tier=nonsense").status_code == 400


def test_the_register_downloads_as_a_table(client, shown, gone):
    response = client.get("/register/?export=csv")

    content = b"".join(response.streaming_content).decode()
    assert shown.party_credit_code in content
    assert gone.party_credit_code not in content


def test_every_page_of_the_register_forbids_keeping(client, shown):
    for path in ("/register/", f"/register/{shown.number}/", "/register/check/?q=a"):
        response = client.get(path)

        assert response["X-Robots-Tag"] == "noindex, noarchive"
        assert "no-store" in response["Cache-Control"]


def test_a_publication_shows_its_facts_and_its_leaf(client, shown):
    page = client.get(shown.get_absolute_url()).content.decode()

    assert shown.party_name in page
    assert shown.document_number in page
    assert reverse("blacklist:log_leaf", args=[shown.leaf.index]) in page


def test_an_ended_number_is_answered_like_one_that_never_was(client, gone):
    ended = client.get(gone.get_absolute_url())
    never = client.get("/register/QY-N-2026-9999/")

    def neutral(response):
        text = response.content.decode()
        return re.sub(r"QY-N-2026-\d+|csrf\S+|value=\"\w{64}\"", "", text)

    assert ended.status_code == never.status_code == 404
    assert neutral(ended) == neutral(never)
    assert "无现行公布信息" in ended.content.decode()


def test_a_name_is_gone_on_the_day_even_before_the_nightly_run(client, shown):
    NamePublication.objects.update(min_until=clock.today(), max_until=clock.today())

    assert client.get(shown.get_absolute_url()).status_code == 404
    assert shown.party_name not in client.get("/register/").content.decode()
    feed = client.get("/register/feed/").content.decode()
    assert shown.party_name not in feed
    assert f"{shown.number} 已移出" in feed


# --- checking a name ------------------------------------------------------------


@pytest.mark.parametrize(
    "asked",
    ["例示清洁技术咨询有限公司", " 例示清洁技术 咨询有限公司", "例示旧名咨询有限公司"],
)
def test_a_check_finds_present_and_former_names(client, shown, asked):
    FormerNameFactory(organisation=shown.party, name="例示旧名咨询有限公司")

    page = client.get("/register/check/", {"q": asked}).content.decode()

    assert shown.get_absolute_url() in page


def test_a_check_finds_a_credit_code_however_it_is_typed(client, shown):
    code = shown.party_credit_code
    typed = f"{code[:6]} {code[6:].lower()}"

    page = client.get("/register/check/", {"q": typed}).content.decode()

    assert shown.get_absolute_url() in page


def test_a_check_of_a_part_of_a_name_finds_nothing(client, shown):
    page = client.get("/register/check/", {"q": "例示清洁"}).content.decode()

    assert shown.get_absolute_url() not in page


def test_a_wrong_credit_code_is_explained(client):
    response = client.get("/register/check/", {"q": "91620100MA71ABCD8X"})

    assert response.status_code == 400


def test_a_check_of_an_earlier_day_tells_what_was_published_by_then(client, shown):
    name = shown.party_name
    before = shown.published_on - timedelta(days=1)

    def page(day):
        asked = {"q": name, "on": day.isoformat()}
        return client.get("/register/check/", asked).content.decode()

    assert shown.get_absolute_url() not in page(before)
    assert shown.get_absolute_url() in page(shown.published_on)


def test_a_check_of_a_day_to_come_is_refused(client):
    response = client.get("/register/check/", {"q": "甲", "on": "2027-01-01"})

    assert response.status_code == 400


def test_a_receipt_carries_the_signed_head_and_a_digest_anyone_can_repeat(
    client, shown
):
    response = client.post(
        "/register/check/receipt/", {"q": shown.party_name}, follow=True
    )

    receipt = ScreeningReceipt.objects.get()
    page = response.content.decode()
    assert receipt.digest in page
    assert shown.party_name in page
    document = client.get(reverse("blacklist:receipt_json", args=[receipt.code])).json()
    body = json.dumps(
        document, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    assert hashlib.sha256(body.encode()).hexdigest() == receipt.digest
    assert document["publications"][0]["party_name"] == shown.party_name


def test_a_receipt_does_not_repeat_what_has_ended(client, shown):
    client.post("/register/check/receipt/", {"q": shown.party_name})
    receipt = ScreeningReceipt.objects.get()
    NamePublication.objects.update(min_until=clock.today(), max_until=clock.today())

    page = client.get(receipt.get_absolute_url())
    document = client.get(reverse("blacklist:receipt_json", args=[receipt.code]))

    assert shown.party_name not in page.content.decode()
    assert document.status_code == 404


# --- the log --------------------------------------------------------------------


def test_what_the_portal_serves_satisfies_the_stand_alone_verifier(
    client, shown, tmp_path, capsys
):
    NamePublicationFactory.create_batch(3)
    key = client.get("/register/log/key").content.decode()
    kept = tmp_path / "checkpoint"
    kept.write_bytes(client.get("/register/log/checkpoint?size=2").content)
    proof = tmp_path / "proof.json"
    proof.write_bytes(client.get("/register/log/proof/0").content)
    grown = tmp_path / "grown.json"
    grown.write_bytes(client.get("/register/log/consistency?old=2").content)

    assert verify.main(["checkpoint", str(kept), "--key", key]) == 0
    assert verify.main(["proof", str(proof), "--key", key]) == 0
    assert (
        verify.main(["consistency", str(grown), "--key", key, "--old", str(kept)]) == 0
    )
    assert shown.party_name in capsys.readouterr().out


def test_the_verifier_of_the_log_can_be_downloaded(client):
    response = client.get("/register/log/verify.py")

    assert response.content == Path(verify.__file__).read_bytes()
    assert response["Content-Disposition"].startswith("attachment")


def test_the_log_shows_no_name_that_has_ended(client, gone):
    for path in (
        "/register/log/",
        "/register/log/entries",
        f"/register/log/proof/{gone.leaf.index}",
        f"/register/log/{gone.leaf.index}/",
    ):
        assert gone.party_name not in client.get(path).content.decode()


def test_the_log_lists_its_entries(client, shown, gone):
    answer = client.get("/register/log/entries?start=1").json()

    assert answer["size"] == LogLeaf.objects.count() == 3
    assert [entry["index"] for entry in answer["entries"]] == [1, 2]


@pytest.mark.parametrize("asked", ["index", "number"])
def test_the_log_is_searched_by_index_and_by_number(client, shown, gone, asked):
    words = {"index": str(shown.leaf.index), "number": shown.number.lower()}[asked]

    page = client.get("/register/log/", {"q": words})

    assert [leaf.index for leaf in page.context_data["page_obj"]] == [shown.leaf.index]


def test_the_log_is_no_way_to_find_an_ended_name_or_its_publication(client, gone):
    for words in (gone.number, gone.party_name, gone.party_name[:2]):
        page = client.get("/register/log/", {"q": words})

        found = [leaf.index for leaf in page.context_data["page_obj"]]
        assert gone.leaf.index not in found


def test_the_log_is_narrowed_down_by_kind_and_day(client, shown):
    day = shanghai_day(shown.leaf.at)
    kind = shown.leaf.kind

    here = client.get("/register/log/", {"kind": kind, "since": day, "until": day})
    later = client.get("/register/log/", {"since": day + timedelta(days=1)})

    assert here.context_data["total"] == 1
    assert later.context_data["total"] == 0


def test_the_file_of_the_log_shows_no_name_that_has_ended(client, shown, gone):
    response = client.get("/en/register/log/", {"export": "csv"})

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = {row["Index"]: row for row in csv.DictReader(io.StringIO(text))}
    assert rows[str(shown.leaf.index)]["Concerns"] == shown.number
    assert rows[str(gone.leaf.index)]["Concerns"] == ""


def test_the_log_runs_the_same_queries_with_more_entries(client, shown):
    client.get("/register/log/")
    counts = []
    for path in ("/register/log/", "/register/log/entries"):
        with CaptureQueriesContext(connection) as few:
            client.get(path)
        counts.append(len(few))
    NamePublicationFactory.create_batch(7)

    for path, count in zip(
        ("/register/log/", "/register/log/entries"), counts, strict=True
    ):
        with CaptureQueriesContext(connection) as many:
            client.get(path)
        assert len(many) == count


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/register/log/proof/99", 404),
        ("/register/log/proof/0?size=99", 400),
        ("/register/log/proof/0?size=x", 404),
        ("/register/log/checkpoint?size=99", 404),
        ("/register/log/consistency?old=2&new=1", 400),
        ("/register/log/entries?start=-1", 404),
        ("/register/log/99/", 404),
    ],
)
def test_the_log_answers_impossible_questions_plainly(client, shown, path, status):
    assert client.get(path).status_code == status


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("blacklist_namepublication", "party_name", "别人"),
        ("blacklist_namepublication", "max_until", "2030-01-01"),
        ("blacklist_namepublication", "end_reason", "expired"),
    ],
)
def test_a_change_behind_the_back_is_found(shown, gone, table, column, value):
    call_command("verify_log")
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {column} = %s WHERE number = %s",  # noqa: S608
            [value, gone.number if column == "end_reason" else shown.number],
        )

    with pytest.raises(CommandError):
        call_command("verify_log")


def test_a_publication_slipped_in_behind_the_back_is_found(shown):
    shown.pk = None
    shown.number = "QY-N-2026-0777"
    shown.case = ViolationCaseFactory(published=True)
    shown.leaf = LogLeaf.objects.create(
        index=7, kind="x", commitment=b"0", leaf_hash=b"0", at=clock.now()
    )
    shown.save(force_insert=True)

    assert any("QY-N-2026-0777" in line for line in check_log().differences)


# --- feeds and letters ----------------------------------------------------------


def test_the_feed_carries_additions_with_names_and_removals_without(
    client, shown, gone
):
    for path in ("/register/feed/", "/register/feed/rss/"):
        feed = client.get(path).content.decode()

        assert shown.party_name in feed
        assert gone.number in feed
        assert gone.party_name not in feed


def test_letters_begin_after_a_confirmed_wish_and_carry_no_name(client, steps):
    client.post("/register/subscribe/", {"email": "Reader@Example.test"})
    subscriber = Subscriber.objects.get()
    steps.published()
    assert not OutboxMessage.objects.filter(template="blacklist/register_added")

    page = reverse("blacklist:subscribe_confirm", args=[subscriber.token])
    assert client.get(page).status_code == 200
    subscriber.refresh_from_db()
    assert subscriber.state == "pending"
    client.post(page)
    publication = NamePublication.objects.get()
    services.end_publication(
        publication_id=publication.pk,
        reason=EndReason.ERROR,
        explanation="x",
        actor=steps.people.reviewer,
        at=later(30),
    )

    letter = OutboxMessage.objects.get(template="blacklist/register_removed")
    assert letter.to_address == "reader@example.test"
    assert publication.party_name not in letter.body + letter.subject
    client.post(reverse("blacklist:unsubscribe", args=[subscriber.token]))
    subscriber.refresh_from_db()
    assert (subscriber.state, subscriber.email) == ("ended", "")


def test_an_address_that_is_subscribed_gets_no_second_letter(client):
    SubscriberFactory(active=True, email="reader@example.test")

    client.post("/register/subscribe/", {"email": "reader@example.test"})

    assert Subscriber.objects.count() == 1
    assert not OutboxMessage.objects.exists()


def test_an_unknown_or_used_link_changes_nothing(client):
    subscriber = SubscriberFactory(active=True)
    used = reverse("blacklist:subscribe_confirm", args=[subscriber.token])

    assert client.post(used).status_code == 422
    assert client.post("/register/subscribe/abc/").status_code == 404
    assert client.post("/register/unsubscribe/abc/").status_code == 404


# --- tips -----------------------------------------------------------------------

TIP = {
    "provider_name": "例示咨询有限公司",
    "kind": "cheating",
    "account": "报告所附检测数据并非现场测得",
    "jurisdiction": "620100",
}


def test_an_anonymous_tip_names_nobody(client, people):
    client.force_login(people.rival)

    response = client.post("/register/report/", TIP, follow=True)

    tip = Tip.objects.get()
    assert tip.is_anonymous
    assert tip.number in response.content.decode()


def test_a_tip_keeps_what_was_typed_when_something_is_missing(client):
    response = client.post("/register/report/", {**TIP, "account": ""})

    assert response.status_code == 422
    assert TIP["provider_name"] in response.content.decode()
    assert not Tip.objects.exists()


def test_a_tip_takes_files_and_refuses_disguised_ones(client):
    good = SimpleUploadedFile("证据.pdf", b"%PDF-1.7 x")
    bad = SimpleUploadedFile("证据.pdf", b"MZ\x00\x00")

    refused = client.post("/register/report/", {**TIP, "evidence": [good, bad]})
    assert refused.status_code == 422
    assert not Tip.objects.exists()

    good.seek(0)
    client.post("/register/report/", {**TIP, "evidence": [good]})
    assert Tip.objects.get().files.count() == 1


def test_a_reporter_follows_up_with_number_and_code(client):
    client.post("/register/report/", TIP)
    made = client.session["blacklist.tip"]
    asked = {"number": made["number"], "code": made["code"]}

    right = client.post("/register/report/status/", asked)
    wrong = client.post("/register/report/status/", {**asked, "code": "0" * 16})

    assert "已收到" in right.content.decode()
    assert wrong.status_code == 422


# --- the party's workspace ------------------------------------------------------


def party_pages(case):
    return [
        reverse(f"blacklist:{name}", args=[case.number])
        for name in (
            "my_case",
            "state",
            "waive",
            "request_hearing",
            "apply_for_repair",
            "challenge",
        )
    ]


def test_a_case_is_hidden_from_everybody_but_its_party(client, people, steps, desk):
    case = steps.noticed()

    for page in party_pages(case):
        client.logout()
        assert client.get(page).status_code == 302
        for who in ("rival", "handler", "signatory"):
            client.force_login(getattr(people, who))
            assert client.get(page).status_code == 404
        client.force_login(people.owner)
        assert client.get(page).status_code != 404


def test_a_party_is_offered_the_steps_that_are_open(client, people, steps, set_clock):
    case = steps.noticed()
    set_clock(later(6))
    client.force_login(people.owner)
    own, *forms = party_pages(case)

    answers = [client.get(form).status_code for form in forms]
    closed = client.get(forms[-1], follow=True)

    assert answers == [200, 200, 200, 302, 302]
    assert closed.redirect_chain == [(own, 302)]
    assert "此步骤目前不能办理" in closed.content.decode()


def test_a_case_is_hidden_from_its_party_until_the_notice(client, people, steps):
    case = steps.file()
    client.force_login(people.owner)

    assert client.get(case.get_absolute_url()).status_code == 404
    assert case.number not in client.get("/workspace/cases/").content.decode()


def test_a_party_answers_in_its_workspace(client, people, steps, set_clock):
    case = steps.noticed()
    set_clock(later(6))
    client.force_login(people.owner)
    page = reverse("blacklist:state", args=[case.number])
    proof = SimpleUploadedFile("说明.pdf", b"%PDF-1.7 x")

    empty = client.post(page, {"text": ""})
    client.post(page, {"text": "数据系抄录错误", "file": [proof]})

    assert empty.status_code == 422
    assert Statement.objects.get().filed_by == people.owner
    assert case.files.get().by_party
    seen = client.get(case.get_absolute_url()).content.decode()
    assert "数据系抄录错误" in seen
    assert "说明.pdf" in seen


def test_a_refusal_is_shown_in_the_form(client, people, steps):
    publication = steps.published()
    client.force_login(people.owner)
    page = reverse("blacklist:apply_for_repair", args=[publication.case.number])
    proof = SimpleUploadedFile("证明.pdf", b"%PDF-1.7 x")

    response = client.post(
        page, {"performance": "已整改", "pledged": "on", "file": [proof]}
    )

    assert response.status_code == 422
    assert "2026-12-22" in response.content.decode()
    assert "已整改" in response.content.decode()


def test_files_are_open_to_those_they_concern(client, people, steps, desk):
    case = steps.noticed()
    internal = CaseFileFactory(case=case)
    shared = CaseFileFactory(case=case, shared=True)

    def status(kept, who):
        client.force_login(getattr(people, who))
        return client.get(reverse("file", args=[kept.file.pk])).status_code

    assert (status(internal, "owner"), status(shared, "owner")) == (404, 200)
    assert (status(internal, "handler"), status(internal, "other_handler")) == (
        200,
        404,
    )
    assert status(shared, "rival") == 404


def test_the_workspace_list_runs_the_same_queries_with_more_rows(client, people):
    def noticed():
        NoticeFactory(case__party=people.party)

    noticed()
    client.force_login(people.owner)
    client.get("/workspace/cases/")
    with CaptureQueriesContext(connection) as one:
        client.get("/workspace/cases/")
    noticed()
    noticed()
    with CaptureQueriesContext(connection) as three:
        client.get("/workspace/cases/")

    assert len(one) == len(three)
    assert ViolationCase.objects.count() == 3
    assert date(2026, 10, 10) == clock.today()


# --- the desk -------------------------------------------------------------------


@pytest.fixture
def desk(settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = False


DESK = [
    "blacklist_cases:index",
    "blacklist_cases:index_results",
    "blacklist_tips:index",
    "blacklist_tips:index_results",
]


@pytest.mark.parametrize("who", ["handler", "reviewer", "signatory"])
def test_staff_open_their_lists(client, people, desk, who):
    client.force_login(getattr(people, who))

    for name in DESK:
        assert client.get(reverse(name)).status_code == 200


def test_articles_are_offered_under_their_instruments(client, people, desk):
    client.force_login(people.handler)

    form = client.get(reverse("blacklist_cases:new")).context["form"]

    groups = dict(form.fields["sanction_basis"].choices)
    articles = {str(key) for rows in groups.values() for key, _label in rows}
    assert articles == set(Article.objects.values_list("key", flat=True))
    assert (
        len(groups)
        == Instrument.objects.filter(articles__isnull=False).distinct().count()
    )


def test_whoever_approves_a_proposal_reads_it_on_the_form(client, people, desk, steps):
    case = steps.file()
    steps.propose(case)
    case.refresh_from_db()
    client.force_login(people.reviewer)

    page = reverse("blacklist_cases:move", args=[case.number, "approve"])
    form = client.get(page).content.decode()

    assert case.proposal in form
    assert case.get_tier_display() in form
    assert "通过后即确认建议的等级和处理意见" in form


def test_the_list_of_cases_counts_days_until_decisions_that_are_owed(
    client, people, desk, steps
):
    case = steps.file()
    client.force_login(people.handler)
    days_left = (case.decision_due_on - clock.today()).days

    owed = client.get(reverse(DESK[0])).content.decode()
    services.close_case(
        case_id=case.pk, reason="证据不足", actor=people.handler, at=clock.now()
    )
    closed = client.get(reverse(DESK[0])).content.decode()

    assert f"剩余 {days_left} 天" in owed
    assert "剩余" not in closed


def test_a_tip_says_who_answers_it(client, people, desk, lanzhou):
    tip = TipFactory(jurisdiction=lanzhou)
    page = reverse("blacklist_tips:tip", args=[tip.number])
    reserved = "据举报立案和答复举报由经办人办理"

    client.force_login(people.handler)
    assert reserved not in client.get(page).content.decode()
    client.force_login(people.reviewer)
    assert reserved in client.get(page).content.decode()


def test_others_do_not_reach_the_desk(client, people, desk, steps):
    case = steps.file()
    pages = [*map(reverse, DESK), reverse("blacklist_cases:case", args=[case.number])]
    client.force_login(people.owner)

    for page in pages:
        assert client.get(page).status_code in {302, 403, 404}


def test_a_case_elsewhere_is_a_404(client, people, desk, steps):
    case = steps.file()
    client.force_login(people.other_handler)

    assert case.number not in client.get(reverse(DESK[0])).content.decode()
    for name, args in (("case", [case.number]), ("move", [case.number, "propose"])):
        page = reverse(f"blacklist_cases:{name}", args=args)
        assert client.get(page).status_code == 404


def test_the_desk_says_for_whom_a_step_is_reserved(client, people, desk, steps):
    case = steps.file()
    steps.propose(case)
    page = reverse("blacklist_cases:case", args=[case.number])

    client.force_login(people.handler)
    mine = client.get(page).content.decode()
    client.force_login(people.reviewer)
    theirs = client.get(page).content.decode()

    approve = reverse("blacklist_cases:move", args=[case.number, "approve"])
    assert approve not in mine
    assert "须由未提出建议的审核人办理" in mine
    assert approve in theirs


def test_a_step_of_others_is_refused_by_name(client, people, desk, steps):
    case = steps.file()
    steps.propose(case)
    page = reverse("blacklist_cases:move", args=[case.number, "approve"])
    client.force_login(people.handler)

    for refused in (client.get(page), client.post(page, {})):
        assert refused.status_code == 403
        assert "须由未提出建议的审核人办理" in refused.content.decode()
    case.refresh_from_db()
    assert case.state == CaseState.PROPOSED


def test_a_step_that_is_not_open_leads_to_its_case(client, people, desk, steps):
    case = steps.file()
    steps.propose(case)
    client.force_login(people.signatory)

    def page(move):
        return reverse("blacklist_cases:move", args=[case.number, move])

    shown, tried = client.get(page("publish")), client.post(page("publish"), {})

    assert shown["Location"] == reverse("blacklist_cases:case", args=[case.number])
    assert tried.status_code == 422
    assert "此步骤已无法办理" in tried.content.decode()
    assert client.get(page("nonsense")).status_code == 404
    case.refresh_from_db()
    assert case.state == CaseState.PROPOSED


def test_what_the_party_is_told_is_drafted_in_chinese(client, people, desk, steps):
    case = steps.file()
    steps.propose(case)
    steps.approve(case)
    people.handler.language = "en"
    people.handler.save()
    client.force_login(people.handler)

    page = reverse("blacklist_cases:move", args=[case.number, "notice"])
    drafted = client.get(page).context["form"]["rights"].value()

    assert drafted == "你单位有权陈述和申辩；不会因申辩而加重处理。"


def test_the_whole_case_can_be_run_from_the_desk(client, people, desk, set_clock):
    tip = TipFactory(provider_credit_code=people.party.credit_code)

    def post(who, name, args, day, **data):
        set_clock(later(day))
        client.force_login(getattr(people, who))
        page = reverse(f"blacklist_cases:{name}", args=args)
        query = f"?tip={tip.number}" if name == "new" else ""
        assert client.get(page + query).status_code == 200
        response = client.post(page + query, data)
        assert response.status_code == 302, response.content.decode()
        return response

    post(
        "handler",
        "new",
        [],
        0,
        party_name=people.party.name,
        party_credit_code=people.party.credit_code,
        kind="false_report",
        conduct_from="2026-08-20",
        conduct_until="2026-08-25",
        findings="事实",
        authority=people.authority.pk,
        jurisdiction="620100",
        rectification_standard="measures.16",
        sanction_basis="measures.35",
    )
    case = ViolationCase.objects.get()
    assert case.party == people.party

    def step(who, move, day, **data):
        post(who, "move", [case.number, move], day, **data)

    step("handler", "propose", 1, tier="general", proposal="公布名单")
    step("reviewer", "approve", 2)
    step(
        "handler",
        "notice",
        5,
        facts="事实",
        reasons="理由",
        outcome="公布名单",
        rights="陈述申辩",
        served_on="2026-09-07",
        way="person",
    )
    step(
        "signatory",
        "decide",
        20,
        document_number="例环罚〔2026〕1号",
        tier="general",
        facts="事实",
        outcome="公布名单",
        performance="改正",
        remedies="复议",
        decided_on="2026-09-22",
        served_on="2026-09-22",
    )
    step("reviewer", "publish", 21, summary="出具虚假报告")
    step(
        "reviewer",
        "correct",
        22,
        party_name=people.party.name,
        party_credit_code=people.party.credit_code,
        document_number="例环罚〔2026〕2号",
        authority_name=people.authority.name,
        summary="出具虚假报告",
        outcome="公布名单",
        reason="文号有误",
    )
    step("signatory", "end", 23, reason="error", explanation="有误")

    case.refresh_from_db()
    assert case.state == "ended"
    call_command("verify_log")
    page = client.get(reverse("blacklist_cases:case", args=[case.number]))
    assert page.status_code == 200


def test_tips_are_read_by_handlers_and_answered(client, people, desk):
    tip = TipFactory(reporter_name="不应公开的名字")
    page = reverse("blacklist_tips:tip", args=[tip.number])

    client.force_login(people.signatory)
    assert client.get(page).status_code == 404
    client.force_login(people.other_handler)
    assert client.get(page).status_code == 404
    client.force_login(people.handler)
    assert "不应公开的名字" in client.get(page).content.decode()
    client.post(page, {"answer": "未发现违规"})

    tip.refresh_from_db()
    assert (tip.state, tip.answer) == ("dismissed", "未发现违规")


def test_the_desk_counts_tips_for_those_who_read_them(client, people, desk):
    def front():
        return client.get(reverse("wagtailadmin_home")).content.decode()

    client.force_login(people.handler)
    reads = front()
    client.force_login(people.signatory)
    does_not = front()

    assert "件举报待答复" in reads
    assert "件举报待答复" not in does_not
    assert "件在办案件" in does_not


def test_withdrawing_a_hearing_nobody_asked_for_is_refused(client, people, steps):
    case = steps.noticed()
    client.force_login(people.owner)

    answer = client.post(reverse("blacklist:withdraw_hearing", args=[case.number]))

    assert answer.status_code == 422
    assert "此步骤已无法办理" in answer.content.decode()


def test_a_party_that_is_late_reads_that_it_may_still_speak(client, people, steps):
    case = steps.noticed()
    client.force_login(people.owner)

    page = client.get(case.get_absolute_url()).content.decode()

    assert "期限已过。作出决定之前仍可提交" in page


def test_a_publication_says_how_long_it_runs_yet(client, shown):
    page = client.get(shown.get_absolute_url()).content.decode()

    left = (shown.max_until - clock.today()).days
    assert f"剩余 {left} 天" in " ".join(page.split())


def test_a_tip_says_nothing_that_the_reporter_did_not_choose(client):
    page = client.get(reverse("blacklist:report"))

    assert page.context["form"]["kind"].value() is None
    assert page.context["form"].fields["kind"].choices[0][0] == ""
