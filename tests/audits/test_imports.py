import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Organisation
from audits import services
from audits.imports import AuditListImporter
from audits.models import AuditList, Listing
from audits.states import ListState
from core.models import ImportRow
from core.refusals import Refusal
from core.sheets.services import import_file, try_import, undo_import
from tests.factories.accounts import OrganisationFactory

pytestmark = pytest.mark.django_db

TABLE = """序号,单位名称,统一社会信用代码,所在区县,列入原因,完成时限
1,兰州例示铁合金有限公司,,兰州市西固区,双超、双有,2027年1月12日
2,{known},,兰州市,高耗能企业,2027.1.12
3,兰州例示化工有限公司,,兰州市,无此情形,
合计,3,,,,
"""


@pytest.fixture
def importer(authority):
    def make():
        return AuditListImporter(
            authority_id=authority.pk,
            title="第一批",
            document_number="示环发〔2026〕1号",
            issued_on="2026-01-12",
        )

    return make


@pytest.fixture
def known():
    return OrganisationFactory(enterprise=True, name="兰州例示焦化有限公司")


def table(known, encoding="utf-8"):
    return io.BytesIO(TABLE.format(known=known.name).encode(encoding))


def test_a_dry_run_says_what_each_row_would_become_and_writes_nothing(importer, known):
    report = try_import(importer(), table(known), name="list.csv")

    assert [plan.outcome for plan in report.plans] == ["warned", "created", "refused"]
    assert not Listing.objects.exists()


def test_what_is_refused_is_said_in_both_languages(importer, known, staff, noon):
    import_file(importer(), table(known), name="list.csv", actor=staff.handler, at=noon)

    refused = ImportRow.objects.get(outcome="refused")
    assert refused.notes[0]["reason"] == {
        "zh-hans": "没有名为“无此情形”的列入情形。",
        "en": "No ground of listing is called 无此情形.",
    }


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_file_becomes_a_draft_with_grounds_and_limits(
    importer, known, staff, noon, encoding
):
    import_file(
        importer(),
        table(known, encoding),
        name="list.csv",
        actor=staff.handler,
        at=noon,
    )

    audit_list = AuditList.objects.get()
    assert (audit_list.state, audit_list.title) == (ListState.DRAFT, "第一批")
    first, second = audit_list.listings.order_by("pk")
    assert first.enterprise.name == "兰州例示铁合金有限公司"
    assert first.jurisdiction_id == "620104"
    assert {r.key for r in first.reasons.all()} == {"over_limit", "toxic"}
    assert str(first.time_limit_on) == "2027-01-12"
    assert second.enterprise == known
    assert [r.key for r in second.reasons.all()] == ["energy_intensive"]


def test_a_month_is_taken_for_its_last_day_and_said_in_the_report(
    importer, known, staff, noon
):
    month = io.BytesIO(
        TABLE.format(known=known.name).replace("2027.1.12", "2027年2月").encode()
    )

    import_file(importer(), month, name="list.csv", actor=staff.handler, at=noon)

    listing = Listing.objects.get(enterprise=known)
    assert str(listing.time_limit_on) == "2027-02-28"
    told = ImportRow.objects.get(outcome="warned", number__gt=2)
    assert [note["reason"]["zh-hans"] for note in told.notes] == [
        "只写明月份，按该月最后一日处理。"
    ]


def test_the_same_file_again_matches_and_adds_nothing(importer, known, staff, noon):
    for _ in range(2):
        report = import_file(
            importer(), table(known), name="list.csv", actor=staff.handler, at=noon
        )

    assert [plan.outcome for plan in report.plans][:2] == ["matched", "matched"]
    assert Listing.objects.count() == 2


def test_an_import_is_taken_back_with_its_enterprises_and_its_list(
    importer, known, staff, noon
):
    batch = import_file(
        importer(), table(known), name="list.csv", actor=staff.handler, at=noon
    ).batch

    undo_import(batch_id=batch.pk, actor=staff.handler, at=noon)

    assert not Listing.objects.exists()
    assert not AuditList.objects.exists()
    enterprises = Organisation.objects.enterprises()
    assert list(enterprises) == [known]


def test_a_published_list_is_not_taken_back_and_does_not_grow(
    importer, known, staff, noon
):
    batch = import_file(
        importer(), table(known), name="list.csv", actor=staff.handler, at=noon
    ).batch
    audit_list = AuditList.objects.get()
    services.publish_list(list_id=audit_list.pk, actor=staff.signatory, at=noon)
    more = io.BytesIO("企业名称,审核类型\n兰州例示造纸有限公司,双超\n".encode())

    with pytest.raises(Refusal):
        undo_import(batch_id=batch.pk, actor=staff.handler, at=noon)
    with pytest.raises(Refusal):
        import_file(importer(), more, name="more.csv", actor=staff.handler, at=noon)

    assert audit_list.listings.count() == 2


def test_the_command_tells_what_it_assumed(tmp_path, authority, capsys):
    authority.covers.set(["620000"])
    file = tmp_path / "省级名单.csv"
    file.write_text(
        "企业名称,地址\n兰州例示造纸有限公司,例示路1号\n", encoding="gb18030"
    )

    call_command("import_audit_list", str(file))
    dry = Listing.objects.count()
    call_command("import_audit_list", str(file), "--commit", "--language", "en")

    shown = capsys.readouterr().out
    assert dry == 0
    assert AuditList.objects.get().document_number == "省级名单"
    for words in ("No document number", "No day of issue", "No ground"):
        assert words in shown


def test_the_command_refuses_an_unknown_authority(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("企业名称\n甲\n", encoding="utf-8")

    with pytest.raises(CommandError):
        call_command("import_audit_list", str(file), "--authority", "无此机关")
