import json

import pytest
from django.conf import settings

from core.search.outbox import drain, touch, touch_many
from tests.factories.accounts import OrganisationFactory
from tests.factories.cms import PolicyPageFactory

pytestmark = pytest.mark.django_db


def get(client, path):
    response = client.get(f"/api/v1/{path}")
    return response.status_code, json.loads(response.content)


@pytest.mark.parametrize("path", ["providers", "experts", "jobs", "audits", "register"])
def test_an_empty_list_is_a_page_without_rows(client, path):
    assert get(client, path) == (200, {"items": [], "total": 0})


def test_the_description_is_openapi_3_1(client):
    status, document = get(client, "openapi.json")

    assert status == 200
    assert document["openapi"].startswith("3.1")
    assert "/api/v1/register/check" in document["paths"]


def test_a_name_that_is_not_published_is_not_published(client):
    name = OrganisationFactory(provider=True).name

    status, answer = get(client, f"register/check?name={name}")

    assert status == 200
    assert answer["current_publication"] is False
    assert answer["publications"] == []


@pytest.mark.parametrize(
    "path",
    [
        "register/check?on=2026-13-01",
        "register/check?on=0",
        "register/check?name=%00",
        "providers?page=0",
        "providers?size=1000",
        "search?q=",
        "search",
        "search?q=a&after=x",
        "search?q=a&after=1~~/x%00",
    ],
)
def test_bad_input_is_a_client_error_that_says_what_is_wrong(client, path):
    status, answer = get(client, path)

    assert status == 422
    assert answer["detail"]


@pytest.mark.parametrize(
    "path",
    [
        *("providers/91620100MA71ABCD8H", "jobs/X", "register/X"),
        "search?q=a&after=1~2026-02-30~/x/",
    ],
)
def test_what_is_not_there_is_not_found(client, path):
    assert get(client, path)[0] == 404


@pytest.mark.parametrize(
    ("words", "close"), [("审核办法解读", False), ("清洁生产审核办发解读", True)]
)
def test_an_answer_says_whether_its_hits_only_come_near(client, words, close):
    touch("policy", PolicyPageFactory(title="清洁生产审核办法解读").pk)
    drain()

    _status, answer = get(client, f"search?q={words}")

    assert (answer["total"], answer["close"]) == (1, close)


def test_the_next_pages_lead_to_the_last_hit(client):
    library = PolicyPageFactory(title="政策").get_parent()
    pages = [PolicyPageFactory(title=f"清洁生产{n}", parent=library) for n in range(44)]
    touch_many("policy", [page.pk for page in pages])
    drain()
    seen, address = [], f"{settings.PORTAL_URL}/api/v1/search?q=清洁生产"

    while address:
        answer = client.get(address.removeprefix(settings.PORTAL_URL)).json()
        seen.append([hit["title"] for hit in answer["hits"]])
        address = answer["next"]

    assert [len(page) for page in seen] == [20, 20, 4]
    assert {title for page in seen for title in page} == {page.title for page in pages}
