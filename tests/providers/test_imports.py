import csv
import io

import pytest
from django.core.management import call_command

from accounts.credit_codes import make_credit_code
from accounts.models import Organisation
from core.models import ImportBatch
from core.refusals import Refusal
from core.sheets import Outcome
from core.sheets.services import import_file, try_import, undo_import
from providers.imports import ProviderImporter
from providers.models import ProviderProfile
from tests.conftest import NOON
from tests.factories.providers import QualityObservationFactory

pytestmark = pytest.mark.django_db

CODE = make_credit_code("620100", 91)
HEADER = ["机构名称", "统一社会信用代码", "市州", "行业", "服务内容", "简介"]
ROW = ["甘肃例示节能咨询有限公司", CODE, "兰州", "冶金", "咨询、审核", "示例简介"]


def sheet(*rows):
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *rows])
    return io.BytesIO(text.getvalue().encode("gb18030"))


def taken_over(*rows):
    return import_file(
        ProviderImporter(), sheet(*rows), name="list.csv", actor=None, at=NOON
    )


def test_a_declared_provider_is_registered_and_listed():
    taken_over(ROW)

    profile = ProviderProfile.objects.listed().get()
    assert profile.organisation.kind == "provider"
    assert {service.key for service in profile.services.all()} == {
        "consulting",
        "audit",
    }
    assert [label.key for label in profile.labels.all()] == ["metallurgy"]


@pytest.mark.parametrize("missing", [1, 4])
def test_a_row_without_services_or_code_is_registered_only(missing):
    row = [*ROW]
    row[missing] = ""

    report = taken_over(row)

    assert [plan.outcome for plan in report.plans] == [Outcome.WARNED]
    assert Organisation.objects.count() == 1
    assert not ProviderProfile.objects.exists()


def test_an_unknown_service_is_refused_with_its_name():
    row = [*ROW]
    row[4] = "咨询、算命"

    (plan,) = try_import(ProviderImporter(), sheet(row), name="list.csv").plans

    assert "算命" in str(plan.problems[0].reason)
    assert not Organisation.objects.exists()


def test_an_import_can_be_taken_back():
    batch = taken_over(ROW).batch

    undo_import(batch_id=batch.pk, actor=None, at=NOON)

    assert not Organisation.objects.exists()
    assert not ProviderProfile.objects.exists()


def test_an_import_in_use_stays():
    batch = taken_over(ROW).batch
    QualityObservationFactory(provider=Organisation.objects.get())

    with pytest.raises(Refusal):
        undo_import(batch_id=batch.pk, actor=None, at=NOON)

    assert ProviderProfile.objects.exists()


def test_the_command_is_a_dry_run_unless_told(tmp_path, capsys):
    path = tmp_path / "providers.csv"
    path.write_bytes(sheet(ROW).getvalue())

    call_command("import_providers", str(path))
    dry = Organisation.objects.count()
    call_command("import_providers", str(path), "--commit")

    assert (dry, Organisation.objects.count()) == (0, 1)
    assert ImportBatch.objects.get().importer == "providers"
