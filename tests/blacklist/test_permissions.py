"""Every predicate of the register, person by person."""

import pytest

from blacklist import permissions
from tests.factories.blacklist import TipFactory

pytestmark = pytest.mark.django_db
EVERYBODY = [
    "handler",
    "second_handler",
    "reviewer",
    "signatory",
    "other_handler",
    "other_signatory",
    "owner",
    "rival",
]
STAFF = {"handler", "second_handler", "reviewer", "signatory"}
# Who may, in a case that the handler proposed, the reviewer reviewed and the
# party was told of.
MAY = {
    "can_see_case": STAFF,
    "can_handle_case": {"handler"},
    "can_assign_case": {"handler", "reviewer"},
    "can_review_case": {"reviewer"},
    "can_sign_decision": {"signatory"},
    "can_publish_name": {"reviewer", "signatory"},
    "can_annul_decision": {"signatory"},
    "can_answer_case": {"owner"},
}


@pytest.mark.parametrize("predicate", MAY)
@pytest.mark.parametrize("who", EVERYBODY)
def test_a_step_belongs_to_its_people(steps, people, predicate, who):
    case = steps.noticed()

    allowed = getattr(permissions, predicate)(getattr(people, who), case)

    assert allowed is (who in MAY[predicate])


@pytest.mark.parametrize("who", EVERYBODY)
def test_tips_belong_to_handlers_and_reviewers_of_the_place(people, who):
    tip = TipFactory()
    person = getattr(people, who)

    assert permissions.can_see_tip(person, tip) is (
        who in {"handler", "second_handler", "reviewer"}
    )
    assert permissions.can_handle_tip(person, tip) is (
        who in {"handler", "second_handler"}
    )
