"""Before its opening nobody reads a bid's content or price through any channel."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import get_resolver, reverse
from openpyxl import load_workbook

from accounts.enums import StaffRole
from core.models import JournalEntry, LogLeaf, OutboxMessage, StoredFile
from core.search.outbox import drain
from core.translog.selectors import public_entry
from marketplace.models import Bid, OpenedBid
from marketplace.sealing import SealBroken
from marketplace.seals import break_seal
from marketplace.services.bids import (
    attach_file,
    open_bids,
    submit_bid,
    withdraw_bid,
)
from reference.models import Jurisdiction
from tests.factories.accounts import (
    MembershipFactory,
    OrganisationFactory,
    StaffPostFactory,
    UserFactory,
)
from tests.factories.marketplace_jobs import BidFactory, JobFactory, offer

SECRETS = ("137931.27", "137,931.27", "13793127", "独门工艺绝密方案")
FILE_SECRET = b"%PDF-1.7 top-secret-attachment"
NOON = datetime(2026, 3, 10, 4, tzinfo=UTC)


@pytest.fixture
def now(set_clock):
    set_clock(NOON)


@pytest.fixture
def sealed(db, settings, now):
    """A submitted bid full of secrets, for a job open to all."""
    settings.STAFF_SECOND_FACTOR_REQUIRED = False
    provider = OrganisationFactory(provider=True, name="密封投标有限公司")
    bidder = MembershipFactory(organisation=provider).user
    job = JobFactory(published=True)
    bid = BidFactory(
        job=job,
        provider=provider,
        drafted_by=bidder,
        offered=offer("137931.27", "独门工艺绝密方案"),
    )
    upload = SimpleUploadedFile("绝密报价.pdf", FILE_SECRET)
    attach_file(bid_id=bid.pk, upload=upload, actor=bidder, at=NOON)
    submit_bid(bid_id=bid.pk, actor=bidder, at=NOON)
    drain()
    bid.refresh_from_db()
    return bid


def everybody_else(bid) -> dict:
    """One person for each role that is not the bidder's own."""
    city = Jurisdiction.objects.get(pk="620100")
    authority = OrganisationFactory(authority=True, jurisdiction=city, covers=[city])
    staff = {
        str(role): StaffPostFactory(authority=authority, role=role).user
        for role in StaffRole
    }
    rival = OrganisationFactory(provider=True)
    return {
        "anonymous": None,
        "owner": bid.job.created_by,
        "rival": MembershipFactory(organisation=rival).user,
        "stranger": UserFactory(),
        "superuser": UserFactory(is_superuser=True, is_staff=True),
        **staff,
    }


def addresses(bid) -> list[str]:
    """Every address of the market that a job or a bid fills in."""
    values = {"number": None, "bid": bid.number, "pk": 1, "position": 1}
    found = []
    for pattern in market_patterns():
        for number in (bid.job.number, bid.number):
            names = pattern.pattern.converters
            values["number"] = number
            found.append(
                reverse(
                    f"marketplace:{pattern.name}",
                    kwargs={name: values.get(name, 1) for name in names},
                )
            )
    return sorted(set(found))


def market_patterns():
    resolver = get_resolver()
    namespaces = resolver.namespace_dict["marketplace"]
    return namespaces[1].url_patterns


def text_of(response) -> str:
    body = b"".join(response) if response.streaming else response.content
    return body.decode(errors="replace")


def cells_of(response) -> str:
    """Return an export as text; a workbook is read cell by cell."""
    body = b"".join(response)
    if not body.startswith(b"PK"):
        return body.decode()
    rows = load_workbook(BytesIO(body)).active.iter_rows(values_only=True)
    return "\n".join(str(value) for row in rows for value in row)


def leaks(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


def test_the_log_does_not_tell_which_job_a_sealed_bid_is_for(client, sealed):
    receipt = sealed.receipts.get()

    for number in (receipt.number, sealed.job.number):
        page = client.get("/register/log/", {"q": number})
        assert page.context_data["total"] == 0
    everything = client.get("/register/log/", {"export": "csv"})
    assert receipt.number not in b"".join(everything.streaming_content).decode()


def test_no_page_of_the_market_shows_it_to_anybody_else(client, sealed):
    for user in everybody_else(sealed).values():
        client.logout()
        if user is not None:
            client.force_login(user)
        for path in addresses(sealed):
            response = client.get(path)

            assert not leaks(text_of(response)), (user, path)
            own = path.startswith(f"/workspace/bids/{sealed.number}/")
            assert not (own and response.status_code == 200), (user, path)


def test_no_page_lets_anybody_else_count_or_name_bidders(client, sealed):
    for user in everybody_else(sealed).values():
        client.logout()
        if user is not None:
            client.force_login(user)
        job = sealed.job.number
        for path in (
            "/jobs/",
            f"/jobs/{job}/",
            f"/workspace/jobs/{job}/",
            "/workspace/",
        ):
            text = text_of(client.get(path))

            assert sealed.number not in text, (user, path)
            assert sealed.provider.name not in text, (user, path)


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_no_export_holds_it(client, sealed, name):
    for user in everybody_else(sealed).values():
        client.logout()
        if user is not None:
            client.force_login(user)

        assert not leaks(cells_of(client.get("/jobs/", {"export": name})))


def test_its_own_export_holds_no_content_either(client, sealed):
    client.force_login(sealed.drafted_by)

    text = text_of(client.get("/workspace/bids/", {"export": "csv"}))

    assert sealed.number in text
    assert not leaks(text)


@pytest.mark.parametrize("query", ["独门工艺", "137931", "绝密报价", "密封投标"])
def test_no_search_finds_it(client, sealed, query):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))

    for path in ("/search/", "/jobs/"):
        text = text_of(client.get(path, {"q": query}))

        assert not leaks(text.replace(query, ""))
        assert sealed.job.number not in text


def test_the_log_shows_neither_job_nor_bidder(sealed):
    entry = public_entry(LogLeaf.objects.get())

    assert entry.body is None
    assert entry.salt is None


def test_the_journal_holds_no_content(sealed):
    facts = [str(entry.facts) for entry in JournalEntry.objects.all()]

    assert facts
    assert not leaks("".join(facts))


def test_no_letter_holds_it(sealed):
    letters = OutboxMessage.objects.all()

    assert {letter.to_user_id for letter in letters} == {sealed.drafted_by_id}
    assert not leaks("".join(letter.body + letter.subject for letter in letters))


def test_no_column_of_the_database_holds_it(sealed):
    """Whoever copies the database, an administrator too, reads ciphertext."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own tables
            for row in cursor.fetchall():
                found += [
                    (table, secret)
                    for value in row
                    for secret in (*SECRETS, "绝密报价", "top-secret-attachment")
                    if secret.encode() in plain(value)
                ]

    assert found == []


def plain(value) -> bytes:
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    return str(value).encode()


def test_no_stored_file_holds_the_attachment(sealed):
    assert not StoredFile.objects.exists()
    assert FILE_SECRET not in sealed.sealed_files.get().content.read()


@pytest.mark.parametrize("prefix", ["/admin/"])
def test_the_staff_area_knows_no_bids(client, sealed, prefix):
    superuser = UserFactory(is_superuser=True, is_staff=True)
    client.force_login(superuser)

    for path in (prefix, f"{prefix}jobs/", f"{prefix}jobs/{sealed.job_id}/"):
        text = text_of(client.get(path, follow=True))

        assert not leaks(text)
        assert sealed.number not in text


def test_the_bidder_reads_its_own_bid(client, sealed):
    client.force_login(sealed.drafted_by)

    page = text_of(client.get(f"/workspace/bids/{sealed.number}/"))
    file = client.get(f"/workspace/bids/{sealed.number}/files/1/")

    assert "137,931.27" in page
    assert text_of(file).encode() == FILE_SECRET


def test_the_length_of_the_ciphertext_tells_no_price(sealed):
    other = BidFactory(job=JobFactory(published=True), offered=offer("1"))

    assert len(bytes(other.sealed)) == len(bytes(Bid.objects.get(pk=sealed.pk).sealed))


def test_a_row_moved_to_another_bid_opens_nothing(sealed):
    other = BidFactory(job=sealed.job)
    other.sealed, other.sealed_key = sealed.sealed, sealed.sealed_key

    with pytest.raises(SealBroken):
        break_seal(other)


def test_the_opening_shows_it_to_the_enterprise(client, sealed, set_clock):
    later = sealed.job.bids_until + timedelta(minutes=1)
    set_clock(later)
    open_bids(job_id=sealed.job_id, actor=None, at=later)
    client.force_login(sealed.job.created_by)

    text = text_of(client.get(f"/workspace/jobs/{sealed.job.number}/compare/"))

    assert "137,931.27" in text
    assert OpenedBid.objects.get().files.get().content.read() == FILE_SECRET


def test_a_withdrawn_bid_is_never_opened(client, sealed):
    withdraw_bid(bid_id=sealed.pk, actor=sealed.drafted_by, at=NOON)

    open_bids(job_id=sealed.job_id, actor=None, at=sealed.job.bids_until)

    assert not OpenedBid.objects.exists()
