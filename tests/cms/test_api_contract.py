"""The open interface keeps what its own description promises."""

import hypothesis
import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections

from cms.api.routes import api
from config.wsgi import application
from tests.factories.audits import RoundFactory
from tests.factories.blacklist import NamePublicationFactory
from tests.factories.experts import ExpertFactory
from tests.factories.marketplace_jobs import JobFactory
from tests.factories.providers import ProviderProfileFactory

pytestmark = pytest.mark.django_db
DOCUMENT = api.get_openapi_schema()
CONTRACT = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
FEW = hypothesis.settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[
        hypothesis.HealthCheck.function_scoped_fixture,
        hypothesis.HealthCheck.too_slow,
    ],
)


@pytest.fixture(autouse=True)
def _one_connection():
    """Keep the test's connection open behind a request, as Django's client does."""
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def open_world():
    """One public row of every kind."""
    return {
        "/providers/{credit_code}": ProviderProfileFactory().organisation.credit_code,
        "/jobs/{number}": JobFactory(published=True).number,
        "/register/{number}": NamePublicationFactory().number,
        "audit": RoundFactory(),
        "expert": ExpertFactory(publishing=True),
    }


@FEW
@CONTRACT.parametrize()
def test_whatever_is_asked_the_answer_is_one_of_those_described(case):
    case.call_and_validate()


@pytest.mark.parametrize(
    "path",
    [path for path in DOCUMENT["paths"] if "{" not in path and "search" not in path],
)
def test_lists_of_real_rows_have_the_shape_described(open_world, path):
    case = CONTRACT[path]["GET"].Case()

    answer = case.call_and_validate().json()

    assert answer.get("total", 1) == 1


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/providers/{credit_code}", "credit_code"),
        ("/jobs/{number}", "number"),
        ("/register/{number}", "number"),
    ],
)
def test_a_real_row_has_the_shape_described(open_world, path, name):
    case = CONTRACT[f"/api/v1{path}"]["GET"].Case(
        path_parameters={name: open_world[path]}
    )

    answer = case.call_and_validate().json()

    assert answer[name] == open_world[path]


def test_every_operation_says_what_it_is_for_and_what_it_takes():
    for methods in DOCUMENT["paths"].values():
        for operation in methods.values():
            assert operation["summary"]
            assert operation["description"]
            assert all(one["description"] for one in operation.get("parameters", []))


def test_every_field_of_an_answer_says_what_it_means():
    silent = [
        f"{name}.{field}"
        for name, shape in DOCUMENT["components"]["schemas"].items()
        for field, node in shape.get("properties", {}).items()
        if not node.get("description") and field not in {"items", "total"}
    ]

    assert silent == []
