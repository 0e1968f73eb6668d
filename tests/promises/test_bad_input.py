"""Promise: bad input gets a clear client error in the reader's language.

Whatever is typed, pasted or forged, no page breaks and nothing is written.
"""

import pytest
from django.test import Client

from core.models import JournalEntry

pytestmark = pytest.mark.django_db

LANGUAGES = pytest.mark.parametrize("prefix", ["", "/en"])
LISTS = ("jobs", "providers", "experts", "register", "audits", "training", "draws")
QUERIES = ("page=9999", "page=abc", "q=%00", "sort=nothing", "export=exe")
# 200: an unknown order falls back to the usual one.
ANSWERS = {200, 400, 404}
ADDRESSES = {
    "/register/check/?q=a&on=2026-02-31": 400,
    "/register/check/?q=%00": 400,
    "/jobs/%00/": 404,
    "/jobs/99999999999999999999/": 404,
    "/register/subscribe/forged/": 404,
    "/register/log/proof/99999999999999999999": 404,
}
FORMS = {
    "a NUL character": ("/register/report/", {"provider_name": "a\0b"}),
    "a very long text": ("/register/report/", {"account": "长" * 100_000}),
    "an address that is none": ("/register/subscribe/", {"email": "a\0@b.c"}),
    "a day that does not exist": (
        "/register/check/receipt/",
        {"q": "某公司", "on": "2026-02-31"},
    ),
    "a receipt that is none": ("/jobs/receipts/check/", {"receipt": "{"}),
}


@LANGUAGES
@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("query", QUERIES)
def test_a_list_asked_for_nonsense_does_not_break(client, prefix, name, query):
    response = client.get(f"{prefix}/{name}/?{query}")

    assert response.status_code in ANSWERS


@LANGUAGES
@pytest.mark.parametrize(("address", "status"), ADDRESSES.items())
def test_a_bad_address_is_a_client_error(client, prefix, address, status):
    assert client.get(f"{prefix}{address}").status_code == status


@LANGUAGES
@pytest.mark.parametrize("case", FORMS)
def test_a_wrong_form_is_shown_again_and_nothing_is_written(client, prefix, case):
    address, typed = FORMS[case]

    response = client.post(f"{prefix}{address}", typed)

    assert response.status_code == 422
    assert response.context["form"].errors
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize(
    ("prefix", "words"), [("", "请返回"), ("/en", "Go back to the form")]
)
def test_a_form_without_its_token_is_explained(prefix, words):
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(f"{prefix}/register/subscribe/", {"email": "a@b.example"})

    assert response.status_code == 403
    assert words in response.content.decode()
    assert not JournalEntry.objects.exists()
