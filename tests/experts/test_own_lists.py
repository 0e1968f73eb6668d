"""What an expert finds again among many invitations, draws and duties."""

import csv
import io

import pytest
from django.urls import reverse

from experts.models import DrawCandidate
from tests.factories.experts import (
    DrawFactory,
    DutyRecordFactory,
    ExpertFactory,
    InvitationFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def expert():
    return ExpertFactory()


@pytest.fixture
def ask(client, expert):
    client.force_login(expert.user)

    def asked(name, language="", **query):
        return client.get(f"{language}{reverse(f'experts:{name}')}", query)

    return asked


def rows_of(response):
    return [row.draw for row in response.context_data["page_obj"]]


def file_of(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def candidacy(expert, **changes):
    return DrawCandidate.objects.create(
        **{"draw": DrawFactory(), "expert": expert, **changes}
    )


@pytest.mark.parametrize("name", ["invitations", "eligibility", "duty"])
def test_a_list_is_searched_by_the_number_of_a_draw_or_its_enterprise(
    ask, expert, name
):
    make = {
        "invitations": lambda draw: InvitationFactory(expert=expert, draw=draw),
        "eligibility": lambda draw: candidacy(expert, draw=draw),
        "duty": lambda draw: DutyRecordFactory(expert=expert, draw=draw),
    }[name]
    wanted = DrawFactory(enterprise__name_en="Example Works")
    for draw in (wanted, DrawFactory()):
        make(draw)

    assert rows_of(ask(name, q="example works")) == [wanted]
    assert rows_of(ask(name, q=wanted.number)) == [wanted]


@pytest.mark.parametrize("name", ["invitations", "eligibility", "duty"])
def test_a_list_holds_nothing_of_others(ask, name):
    InvitationFactory(accepted=True)
    candidacy(ExpertFactory())
    DutyRecordFactory()

    assert rows_of(ask(name)) == []
    assert file_of(ask(name, export="csv")) == []


def test_invitations_are_narrowed_down_by_state(ask, expert):
    waiting = InvitationFactory(expert=expert)
    InvitationFactory(expert=expert, declined=True)

    assert rows_of(ask("invitations", state="invited")) == [waiting.draw]


@pytest.mark.parametrize(("standing", "index"), [("in", 0), ("out", 1)])
def test_draws_are_narrowed_down_by_whether_one_was_eligible(
    ask, expert, standing, index
):
    both = [candidacy(expert), candidacy(expert, reasons=["away"])]

    assert rows_of(ask("eligibility", standing=standing)) == [both[index].draw]


def test_the_file_of_eligibility_says_what_the_page_says(ask, expert):
    findings = [{"organisation": "例示厂", "since": "2024-01-01"}]
    candidacy(expert, reasons=["tie_enterprise", "away"], findings=findings)

    (row,) = file_of(ask("eligibility", "/en", export="csv"))

    assert row["In or out"] == (
        "Tie to the enterprise, Not available on the day of the meeting"
    )
    assert row["What it rests on"] == "例示厂 2024-01-01"


def test_a_place_in_the_order_stays_closed_with_the_names(ask, expert):
    candidacy(expert, position=1)

    (row,) = file_of(ask("eligibility", "/en", export="csv"))

    assert row["In or out"] == "Eligible"
