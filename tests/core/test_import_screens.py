import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from accounts.models import Organisation
from core.models import ImportBatch
from core.models.imports import ImportState
from tests.factories.accounts import StaffPostFactory, UserFactory
from tests.factories.core import ImportBatchFactory

pytestmark = pytest.mark.django_db

INDEX = "/admin/imports/"
LIST = "企业名称,市州\n甲公司,兰州\n乙公司,无此地\n"


@pytest.fixture(autouse=True)
def _second_factor_waived(settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def staff(client):
    user = StaffPostFactory().user
    client.force_login(user)
    return user


def upload(text=LIST):
    return {"file": SimpleUploadedFile("list.csv", text.encode())}


def test_a_list_is_previewed_taken_over_and_taken_back(client, staff):
    client.post("/admin/imports/enterprises/", upload())
    batch = ImportBatch.objects.get()
    page = client.get(f"/admin/imports/batch/{batch.pk}/")
    assert page.status_code == 200
    assert "甲公司" in page.content.decode()
    assert not Organisation.objects.filter(name="甲公司").exists()

    client.post(f"/admin/imports/batch/{batch.pk}/commit/")
    assert Organisation.objects.filter(name="甲公司").exists()
    assert client.get("/admin/imports/").status_code == 200

    client.post(f"/admin/imports/batch/{batch.pk}/undo/")
    batch.refresh_from_db()
    assert batch.state == ImportState.UNDONE
    assert not Organisation.objects.filter(name="甲公司").exists()


def test_a_file_that_is_no_table_is_explained(client, staff):
    response = client.post("/admin/imports/enterprises/", upload("nonsense"))

    assert response.status_code == 422
    assert "file" in response.context["form"].errors
    assert not ImportBatch.objects.exists()


def test_the_second_click_is_answered_with_a_sentence(client, staff):
    client.post("/admin/imports/enterprises/", upload())
    batch = ImportBatch.objects.get()
    client.post(f"/admin/imports/batch/{batch.pk}/commit/")

    response = client.post(f"/admin/imports/batch/{batch.pk}/commit/", follow=True)

    assert [message.level_tag for message in response.context["messages"]]
    assert Organisation.objects.filter(name="甲公司").count() == 1


def test_the_workbook_to_fill_in_has_the_columns(client, staff):
    response = client.get("/admin/imports/enterprises/blank.xlsx")

    content = io.BytesIO(response.content)
    header = [cell.value for cell in load_workbook(content).worksheets[0][1]]

    assert len(header) == 11


@pytest.mark.parametrize(
    "path",
    [
        "/admin/imports/nothing/",
        "/admin/imports/nothing/blank.xlsx",
        "/admin/imports/batch/999/",
    ],
)
def test_what_is_not_there_is_not_found(client, staff, path):
    assert client.get(path).status_code == 404


def test_an_editor_without_a_post_sees_no_imports(client):
    editor = UserFactory(is_staff=True)
    batch = ImportBatchFactory()
    client.force_login(editor)

    for path in ["", "enterprises/", f"batch/{batch.pk}/", "enterprises/blank.xlsx"]:
        assert client.get(f"/admin/imports/{path}").status_code in {302, 403, 404}
    client.post(f"/admin/imports/batch/{batch.pk}/commit/")

    batch.refresh_from_db()
    assert batch.state == ImportState.PREVIEWED


@pytest.mark.parametrize(
    ("post", "sees"), [("colleague", True), ("above", True), ("elsewhere", False)]
)
def test_an_import_is_seen_by_its_authority_and_those_above(client, staff, post, sees):
    client.post("/admin/imports/enterprises/", upload())
    batch = ImportBatch.objects.get()
    own = staff.staff_posts.get().authority
    own.covers.set(["620102"])
    covers = {"colleague": ["620102"], "above": ["620100"], "elsewhere": ["620200"]}
    other = StaffPostFactory(authority__covers=covers[post])
    client.force_login(other.user)

    listed = batch in [row for row, _ in client.get(INDEX).context["batches"]]
    client.post(f"/admin/imports/batch/{batch.pk}/discard/")

    batch.refresh_from_db()
    assert listed == sees
    assert (batch.state == ImportState.DISCARDED) == sees
