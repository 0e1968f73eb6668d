import pytest

from cms.api.routes import api

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_operation_is_explained_without_scripts(client, prefix):
    page = client.get(f"{prefix}/api/v1/docs").content.decode()

    for path, methods in api.get_openapi_schema()["paths"].items():
        assert f"GET {path}</code>" in page
        for parameter in methods["get"].get("parameters", []):
            assert f"<code>{parameter['name']}</code>" in page


def test_every_shape_an_answer_leads_to_stands_on_the_page(client):
    page = client.get("/api/v1/docs").content.decode()

    targets = {piece.partition('"')[0] for piece in page.split('href="#shape-')[1:]}
    assert "Publication" in targets
    for name in targets:
        assert f'id="shape-{name}"' in page


def test_the_explanation_speaks_the_readers_language(client):
    chinese = client.get("/api/v1/docs").content.decode()
    english = client.get("/en/api/v1/docs").content.decode()

    assert "列出服务机构名录" in chinese
    assert "List the directory of providers" not in chinese
    assert "List the directory of providers" in english
    assert "列出服务机构名录" not in english


def test_an_example_asks_for_something_real(client):
    page = client.get("/en/api/v1/docs").content.decode()

    assert "/api/v1/search?q=%E6%B0%B4%E6%B3%A5&amp;page=1" in page
