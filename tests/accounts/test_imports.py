import csv
import io

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from accounts.credit_codes import make_credit_code
from accounts.enums import OrganisationKind
from accounts.imports import EnterpriseImporter
from accounts.models import Membership, Organisation
from core.models import ImportBatch
from core.refusals import Refusal
from core.sheets import Outcome
from core.sheets.services import import_file, try_import, undo_import
from tests.conftest import NOON
from tests.factories.accounts import (
    FormerNameFactory,
    MembershipFactory,
    OrganisationFactory,
    StaffPostFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

CODE = make_credit_code("620100", 77)
HEADER = ["企业名称", "统一社会信用代码", "市州", "行业", "联系电话"]


def listed(*rows, header=HEADER):
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return io.BytesIO(text.getvalue().encode("gb18030"))


def tried(*rows):
    return try_import(EnterpriseImporter(), listed(*rows), name="list.csv").plans


def taken_over(*rows):
    return import_file(
        EnterpriseImporter(), listed(*rows), name="list.csv", actor=None, at=NOON
    )


def reasons(plan):
    return [str(problem.reason) for problem in plan.problems]


def test_an_enterprise_is_created_with_all_it_says():
    taken_over(["甘肃例示(集团)有限公司", CODE, "兰州", "冶金、261", 13800000000])

    enterprise = Organisation.objects.get(credit_code=CODE)
    assert enterprise.name == "甘肃例示（集团）有限公司"
    assert enterprise.kind == OrganisationKind.ENTERPRISE
    assert enterprise.jurisdiction_id == "620100"
    assert [label.key for label in enterprise.labels.all()] == ["metallurgy"]
    assert [industry.pk for industry in enterprise.industries.all()] == ["261"]
    assert enterprise.contact_phone == "13800000000"
    assert enterprise.registered_at == NOON


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("620102", "620102"),
        ("城关区", "620102"),
        ("兰州市城关区", "620102"),
        ("甘肃省兰州市城关区", "620102"),
        ("甘肃兰州城关区", "620102"),
        ("兰州新区", "620171"),
        ("临夏回族自治州", "622900"),
        ("临夏州", "622900"),
        ("Lanzhou", "620100"),
    ],
)
def test_a_place_is_known_by_code_name_and_short_name(written, code):
    (plan,) = tried(["甲公司", CODE, written, "", ""])

    assert plan.outcome != Outcome.REFUSED, reasons(plan)
    assert plan.target.jurisdiction_id == code


@pytest.mark.parametrize(
    ("written", "codes", "labels"),
    [
        ("C31", ["31"], []),
        ("31", ["31"], []),
        ("C31黑色金属冶炼和压延加工业", ["31"], []),
        ("黑色金属冶炼和压延加工业", ["31"], []),
        ("造纸", [], ["paper"]),
        ("电镀；造纸", [], ["electroplating", "paper"]),
    ],
)
def test_an_industry_is_known_by_code_name_and_label(written, codes, labels):
    (plan,) = tried(["甲公司", CODE, "兰州", written, ""])

    assert plan.outcome == Outcome.CREATED, reasons(plan)
    assert plan.extra == {"industries": codes, "labels": labels}


@pytest.mark.parametrize(
    "row",
    [
        ["", CODE, "兰州", "", ""],
        ["甲公司", "91620100MA71ABCD8X", "兰州", "", ""],
        ["甲公司", CODE, "亚特兰蒂斯", "", ""],
        ["甲公司", CODE, "朝阳区", "", ""],
        ["甲公司", CODE, "兰州", "魔法", ""],
    ],
)
def test_a_row_that_cannot_be_understood_is_refused_with_its_reason(row):
    (plan,) = tried(row)

    assert plan.outcome == Outcome.REFUSED
    assert len(plan.problems) == 1
    assert plan.problems[0].column


def test_a_class_the_table_lacks_stands_for_its_group_with_a_warning():
    (plan,) = tried(["甲公司", CODE, "兰州", "C2614", ""])

    assert plan.outcome == Outcome.WARNED
    assert plan.extra["industries"] == ["261"]


def test_a_missing_code_is_a_warning():
    (plan,) = tried(["甲公司", "", "兰州", "", ""])

    assert plan.outcome == Outcome.WARNED
    assert len(plan.problems) == 1


def test_an_enterprise_is_matched_by_its_code_and_keeps_its_name():
    known = OrganisationFactory(enterprise=True, credit_code=CODE, name="乙公司")

    (plan,) = taken_over(["甲公司", CODE, "兰州", "", ""]).plans

    known.refresh_from_db()
    assert plan.outcome == Outcome.MATCHED
    assert plan.target == known
    assert known.name == "乙公司"
    assert len(plan.problems) == 1


def test_an_enterprise_is_matched_by_name_whatever_its_brackets():
    known = OrganisationFactory(enterprise=True, name="例示(集团)公司")

    (plan,) = tried(["例示（集团）公司", "", "兰州", "", ""])

    assert plan.target == known


def test_an_enterprise_is_matched_by_a_former_name_with_a_warning():
    former = FormerNameFactory(organisation__enterprise=True, name="老公司")

    (plan,) = tried(["老公司", "", "", "", ""])

    assert plan.target == former.organisation
    assert len(plan.problems) == 1


def test_a_name_that_two_bear_is_refused():
    OrganisationFactory.create_batch(2, enterprise=True, name="同名公司")

    (plan,) = tried(["同名公司", "", "", "", ""])

    assert plan.outcome == Outcome.REFUSED


def test_a_code_of_a_provider_is_refused():
    OrganisationFactory(provider=True, credit_code=CODE)

    (plan,) = tried(["甲公司", CODE, "兰州", "", ""])

    assert plan.outcome == Outcome.REFUSED


def test_a_row_that_repeats_another_is_refused():
    first, second = tried(
        ["甲公司", CODE, "兰州", "", ""], ["甲公司", CODE, "兰州", "", ""]
    )

    assert first.outcome == Outcome.CREATED
    assert second.outcome == Outcome.REFUSED


def test_the_queries_do_not_grow_with_the_rows(django_assert_max_num_queries):
    rows = [
        [f"公司{n}", make_credit_code("620100", n), "兰州", "冶金", ""]
        for n in range(200, 500)
    ]

    with django_assert_max_num_queries(10):
        tried(*rows)


def test_an_import_is_taken_back_with_its_links():
    report = taken_over(["甲公司", CODE, "兰州", "冶金、261", ""])

    undo_import(batch_id=report.batch.pk, actor=None, at=NOON)

    assert not Organisation.objects.filter(credit_code=CODE).exists()


def test_an_import_stays_while_somebody_works_for_an_enterprise():
    report = taken_over(["甲公司", CODE, "兰州", "", ""])
    MembershipFactory(organisation=Organisation.objects.get(credit_code=CODE))

    with pytest.raises(Refusal):
        undo_import(batch_id=report.batch.pk, actor=None, at=NOON)

    assert Membership.objects.filter(organisation__credit_code=CODE).exists()


def test_importing_the_same_file_again_changes_nothing():
    rows = [["甲公司", CODE, "兰州", "", ""], ["乙公司", "", "兰州", "", ""]]
    taken_over(*rows)

    report = taken_over(*rows)

    assert {plan.outcome for plan in report.plans} == {Outcome.MATCHED}
    assert Organisation.objects.count() == 2


def test_authority_staff_and_operators_may_import():
    assert EnterpriseImporter.can_import(StaffPostFactory().user)
    assert EnterpriseImporter.can_import(UserFactory(is_superuser=True))
    assert not EnterpriseImporter.can_import(UserFactory())
    assert not EnterpriseImporter.can_import(UserFactory(is_staff=True))


@pytest.fixture
def path(tmp_path):
    book = Workbook()
    book.active.append(["2026年企业名单"])
    book.active.append(HEADER)
    book.active.append(["甲公司", CODE, "兰州市", "冶金", None])
    book.active.append(["合计", None, None, None, None])
    target = tmp_path / "list.xlsx"
    book.save(target)
    return target


def run(*args):
    out = io.StringIO()
    call_command("import_enterprises", *args, stdout=out)
    return out.getvalue()


def test_the_command_is_a_dry_run_unless_told(path):
    report = run(str(path))

    assert "甲公司" in report
    assert not Organisation.objects.exists()


def test_the_command_commits_and_takes_back(path):
    run(str(path), "--commit")
    assert Organisation.objects.get().credit_code == CODE

    run("--undo", str(ImportBatch.objects.get().pk))
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("args", [[], ["/nowhere.xlsx"], ["--undo", "999"]])
def test_the_command_says_what_is_wrong(args):
    with pytest.raises(CommandError):
        run(*args)
