"""Lists of experts from spreadsheets."""

import csv
import io

import pytest
from django.core.management import call_command

from core.refusals import Refusal
from core.sheets import Outcome
from core.sheets.services import import_file, try_import, undo_import
from experts.imports import ExpertImporter
from experts.models import Consent, Expert, ExpertProfile
from experts.selectors import published_experts
from tests.experts.conftest import NOON
from tests.factories.accounts import UserFactory
from tests.factories.experts import ExpertFactory, InvitationFactory

pytestmark = pytest.mark.django_db
HEADER = [
    "姓 名",
    "工作单位",
    "职称",
    "专业方向",
    "熟悉行业",
    "市州",
    "手机",
    "同意入库",
    "同意公开",
]
ROW = [
    "例示甲",
    "例示大学",
    "教授",
    "环境保护、节能",
    "冶金",
    "兰州",
    "139",
    "是",
    "是",
]


def listed(*rows):
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *rows])
    return io.BytesIO(text.getvalue().encode("gb18030"))


def tried(*rows):
    return try_import(ExpertImporter(), listed(*rows), name="list.csv").plans


def taken_over(*rows):
    return import_file(
        ExpertImporter(), listed(*rows), name="list.csv", actor=None, at=NOON
    )


def test_an_expert_joins_with_all_the_list_says():
    taken_over(ROW)

    expert = Expert.objects.get()
    assert expert.number == "QY-E-2026-0001"
    assert expert.jurisdiction_id == "620100"
    assert {row.key for row in expert.specialities.all()} == {"environment", "energy"}
    assert [label.key for label in expert.labels.all()] == ["metallurgy"]
    assert (expert.profile.name, expert.profile.title) == ("例示甲", "教授")
    assert expert.terms.count() == 1
    assert all(consent.on_paper for consent in expert.consents.all())
    assert published_experts().get() == expert


def test_a_list_cannot_consent_for_anybody():
    (plan,) = tried([*ROW[:-2], "", ""])
    taken_over([*ROW[:-2], "", ""])

    assert plan.outcome == Outcome.WARNED
    assert Expert.objects.count() == 1
    assert not Consent.objects.exists()
    assert not published_experts().exists()


def test_a_member_is_matched_by_name_and_employer():
    known = ExpertFactory().profile
    known.name, known.employer = "例示甲", "例示大学"
    known.save()

    (same, other) = tried(ROW, ["例示甲", "别的单位", *ROW[2:]])

    assert same.outcome == Outcome.MATCHED
    assert same.target == known.expert
    assert other.outcome == Outcome.WARNED


@pytest.mark.parametrize(
    "row",
    [
        ["", *ROW[1:]],
        [ROW[0], "", *ROW[2:]],
        [*ROW[:3], "占星", *ROW[4:]],
        [*ROW[:3], "", *ROW[4:]],
        [*ROW[:5], "不存在的市", *ROW[6:]],
        [*ROW[:7], "也许", ROW[8]],
    ],
)
def test_a_row_that_cannot_be_read_is_refused(row):
    assert tried(row)[0].outcome == Outcome.REFUSED


def test_a_repeated_row_is_refused():
    assert [plan.outcome for plan in tried(ROW, ROW)] == [
        Outcome.CREATED,
        Outcome.REFUSED,
    ]


def test_a_dry_run_writes_nothing(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(listed(ROW).read())

    call_command("import_experts", path, stdout=io.StringIO())

    assert not Expert.objects.exists()


def test_an_import_can_be_taken_back_until_somebody_is_drawn():
    batch = taken_over(ROW)
    batch = getattr(batch, "batch", batch)
    expert = Expert.objects.get()
    invitation = InvitationFactory(expert=expert)
    with pytest.raises(Refusal):
        undo_import(batch_id=batch.pk, actor=UserFactory(is_superuser=True), at=NOON)
    invitation.delete()

    undo_import(batch_id=batch.pk, actor=UserFactory(is_superuser=True), at=NOON)

    assert not Expert.objects.exists()
    assert not ExpertProfile.objects.exists()
