"""Promise: a bad file is refused with a sentence beside its field, and kept nowhere.

Each is sent as a browser sends it, and answered in the reader's language.
"""

import io
import tracemalloc
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from core.models import ImportBatch, JournalEntry, StoredFile
from marketplace.models import Milestone, Payment, Reading, SealedFile
from tests.conftest import NOON
from tests.factories.accounts import MembershipFactory, StaffPostFactory
from tests.factories.marketplace_contracts import (
    ContractFactory,
    MilestoneFactory,
    SettlementStatementFactory,
)
from tests.factories.marketplace_jobs import BidFactory, JobFactory
from tests.promises.props import PDF

pytestmark = pytest.mark.django_db

MEGABYTE = 1 << 20
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
TABLE = "企业名称,市州\n甲公司,兰州\n"
LISTS = ("audit_list", "enterprises")
KIND = ("不接受这种文件", "This kind of file is not accepted")
OTHER_NAME = ("文件内容与扩展名不符", "does not match its name")


def workbook(cell):
    """Return a workbook with a cell that no spreadsheet program would write."""
    book = Workbook()
    book.active.append(["企业名称", "市州"])
    book.active.append(["MARK", "兰州"])
    plain, made = io.BytesIO(), io.BytesIO()
    book.save(plain)
    with (
        zipfile.ZipFile(plain) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.namelist():
            new.writestr(member, old.read(member).replace(b"MARK", cell))
    return made.getvalue()


def bomb(megabytes):
    """Return a workbook whose texts unpack to hundreds of megabytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/sharedStrings.xml", "w") as member:
            for _turn in range(megabytes):
                member.write(bytes(MEGABYTE))
    return made.getvalue()


BAD_TABLES = {
    "a picture": ("名单.xlsx", lambda: PNG, OTHER_NAME),
    "a page": ("名单.csv", lambda: b"<!DOCTYPE html><p>x", KIND),
    "a PDF": ("名单.pdf", lambda: PDF, ("不是表格", "This file is no table")),
    "broken encoding": (
        "名单.csv",
        lambda: TABLE.encode() * 200 + b"\xff\xff",
        ("无法判断文件编码", "encoding cannot be told"),
    ),
    "a cell of 10 MB": (
        "名单.xlsx",
        lambda: workbook(b"x" * 10 * MEGABYTE),
        ("单元格的文字超出上限", "holds more text than a cell can"),
    ),
    "nothing": ("名单.csv", bytes, ("空", "empty")),
    "half a workbook": (
        "名单.xlsx",
        lambda: workbook(b"x")[:-200],
        ("不接受这种文件", "This kind of file is not accepted"),
    ),
    "more than is allowed": (
        "名单.csv",
        lambda: TABLE.encode() * 1000,
        ("文件超过", "The file is larger than"),
    ),
}


@pytest.fixture
def clerk(client, settings):
    """Somebody at an authority's desk, in a language."""
    settings.STAFF_SECOND_FACTOR_REQUIRED = False

    def in_language(language):
        user = StaffPostFactory(user__language=language).user
        client.force_login(user)
        return client

    return in_language


@pytest.mark.parametrize(("language", "spoken"), [("zh-hans", 0), ("en", 1)])
@pytest.mark.parametrize("case", BAD_TABLES)
def test_a_bad_table_is_refused_beside_its_field(
    clerk, settings, case, language, spoken
):
    name, content, words = BAD_TABLES[case]
    if case == "more than is allowed":
        settings.UPLOAD_MAX_BYTES = 10_000
    desk, upload = clerk(language), content()

    for key in LISTS:
        file = SimpleUploadedFile(name, upload)
        response = desk.post(f"/admin/imports/{key}/", {"file": file})

        assert response.status_code == 422
        assert words[spoken] in str(response.context["form"].errors["file"])
        assert words[spoken] in response.content.decode()
    _assert_nothing_was_kept()


@pytest.mark.parametrize("megabytes", [200, 700])
def test_a_file_that_unpacks_to_hundreds_of_megabytes_is_never_unpacked(
    clerk, megabytes
):
    desk, file = clerk("en"), SimpleUploadedFile("list.xlsx", bomb(megabytes))

    tracemalloc.start()
    response = desk.post("/admin/imports/enterprises/", {"file": file})
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert response.status_code == 422
    assert "unpacks to far more" in str(response.context["form"].errors["file"])
    assert peak < 64 * MEGABYTE
    _assert_nothing_was_kept()


@pytest.mark.parametrize(
    "name", ["../../etc/名单.csv", "..\\..\\名单.csv", "\u202e名\u0007单\u200b.csv"]
)
def test_a_file_is_kept_under_its_own_name_without_folders_or_control_characters(
    clerk, name
):
    desk = clerk("zh-hans")
    file = SimpleUploadedFile("list.csv", TABLE.encode())
    file._name = name

    response = desk.post("/admin/imports/enterprises/", {"file": file})

    assert response.status_code == 302
    assert StoredFile.objects.get().original_name == "名单.csv"
    assert ".." not in StoredFile.objects.get().content.name


BAD_PAPERS = {
    "a page": ("回单.pdf", b"<html><script>x</script></html>", KIND),
    "a picture": ("回单.pdf", PNG, OTHER_NAME),
    "a program": ("回单.pdf", b"MZ\x00\x00", KIND),
    "nothing": ("回单.pdf", b"", ("空", "empty")),
}


@pytest.mark.parametrize(("prefix", "spoken"), [("", 0), ("/en", 1)])
@pytest.mark.parametrize("case", BAD_PAPERS)
def test_a_voucher_that_is_no_paper_is_refused_beside_its_field(
    client, set_clock, case, prefix, spoken
):
    set_clock(NOON)
    statement = SettlementStatementFactory(accepted=True)
    client.force_login(
        MembershipFactory(organisation=statement.contract.enterprise).user
    )
    name, content, words = BAD_PAPERS[case]

    response = client.post(
        f"{prefix}/workspace/statements/{statement.number}/pay/",
        {
            "amount": "1",
            "paid_on": "2026-03-09",
            "file": SimpleUploadedFile(name, content, "application/pdf"),
        },
    )

    assert response.status_code == 422
    assert words[spoken] in str(response.context["form"].errors["file"])
    assert not Payment.objects.exists()
    _assert_nothing_was_kept()


def bid_attachment():
    bid = BidFactory(job=JobFactory(published=True))
    return bid.provider, f"/workspace/bids/{bid.number}/files/", {}


def milestone_evidence():
    milestone = MilestoneFactory()
    contract = milestone.contract
    step = f"milestones/{milestone.key}/submit/"
    address = f"/workspace/contracts/{contract.number}/{step}"
    return contract.provider, address, {"note": "已交付"}


def reading_evidence():
    contract = ContractFactory(active=True)
    address = f"/workspace/contracts/{contract.number}/readings/first/power/"
    return contract.provider, address, {"value": "900", "unit": "kWh"}


@pytest.mark.parametrize(("prefix", "spoken"), [("", 0), ("/en", 1)])
@pytest.mark.parametrize(
    "place", [bid_attachment, milestone_evidence, reading_evidence]
)
@pytest.mark.parametrize("case", BAD_PAPERS)
def test_a_file_of_the_market_that_is_no_paper_is_refused_beside_its_field(
    client, set_clock, case, place, prefix, spoken
):
    set_clock(NOON)
    organisation, address, typed = place()
    client.force_login(MembershipFactory(organisation=organisation).user)
    name, content, words = BAD_PAPERS[case]
    file = SimpleUploadedFile(name, content, "application/pdf")

    response = client.post(f"{prefix}{address}", {**typed, "file": file})

    assert response.status_code == 422
    assert words[spoken] in str(response.context["form"].errors["file"])
    assert not SealedFile.objects.exists()
    assert not Milestone.objects.filter(state="submitted").exists()
    assert not Reading.objects.exists()
    _assert_nothing_was_kept()


@pytest.mark.parametrize(("prefix", "spoken"), [("", 0), ("/en", 1)])
@pytest.mark.parametrize("case", BAD_PAPERS)
def test_evidence_that_is_no_paper_is_refused_with_the_report(
    client, case, prefix, spoken
):
    name, content, words = BAD_PAPERS[case]

    response = client.post(
        f"{prefix}/register/report/",
        {
            "provider_name": "例示咨询有限公司",
            "kind": "cheating",
            "account": "报告所附检测数据并非现场测得",
            "jurisdiction": "620100",
            "evidence": [SimpleUploadedFile(name, content)],
        },
    )

    assert response.status_code == 422
    assert words[spoken] in str(response.context["form"].errors["evidence"])
    _assert_nothing_was_kept()


def _assert_nothing_was_kept():
    assert not ImportBatch.objects.exists()
    assert not StoredFile.objects.filter(original_name__startswith="回单").exists()
    assert not StoredFile.objects.filter(original_name__startswith="名单").exists()
    assert not JournalEntry.objects.exists()
