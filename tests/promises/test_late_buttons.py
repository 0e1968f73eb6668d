"""Promise: a button that comes too late is answered on the page it stood on.

The answer is a client error with the reason in the reader's language, and
nothing is changed. Rows are compared whole, so that a half-done step shows.
"""

from datetime import timedelta
from typing import NamedTuple

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from accounts.models import User
from audits.states import RoundState
from cms.states import EventState
from core.models import JournalEntry, OutboxMessage
from marketplace.models import Contract
from reference.models import Jurisdiction
from tests.conftest import NOON
from tests.factories.accounts import (
    InvitationFactory,
    MembershipFactory,
    StaffPostFactory,
    UserFactory,
)
from tests.factories.audits import (
    AuditFocusFactory,
    OptionFactory,
    ReportFactory,
    RoundFactory,
)
from tests.factories.experts import ExpertApplicationFactory
from tests.factories.experts import InvitationFactory as SeatFactory
from tests.factories.marketplace_contracts import ContractFactory
from tests.factories.marketplace_jobs import AwardFactory
from tests.factories.providers import ProviderProfileFactory
from tests.factories.training import RegistrationFactory, TrainingEventFactory

pytestmark = pytest.mark.django_db

LANGUAGES = pytest.mark.parametrize(
    ("language", "spoken"), [("zh-hans", 0), ("en", 1)], ids=["zh", "en"]
)
OVER = ("此步骤已无法办理", "not possible any more")


class Case(NamedTuple):
    """Who presses which button, the page it stands on, and what must not change."""

    user: User
    button: tuple
    page: tuple
    row: Model
    words: tuple[str, str] = OVER
    typed: dict[str, str] = {}


@pytest.fixture(autouse=True)
def _noon(set_clock, settings):
    set_clock(NOON)
    settings.STAFF_SECOND_FACTOR_REQUIRED = False


# --- people and organisations --------------------------------------------------------


def the_last_administrator(step):
    own = MembershipFactory()
    return Case(
        own.user,
        (f"accounts:{step}", own.pk),
        ("accounts:organisation", own.organisation_id),
        own,
        ("请先指定其他单位管理员", "somebody else an administrator first"),
    )


def leaving_last():
    return the_last_administrator("membership_end")


def stepping_down_last():
    return the_last_administrator("membership_role")._replace(typed={"role": "member"})


def answered(step):
    owner = MembershipFactory()
    colleague = MembershipFactory(organisation=owner.organisation, role="member")
    return Case(
        owner.user,
        (f"accounts:{step}", colleague.pk),
        ("accounts:organisation", owner.organisation_id),
        colleague,
    )


def approving_twice():
    return answered("membership_approve")


def refusing_whom_one_approved():
    return answered("membership_refuse")


def promoting_somebody_who_left():
    case = answered("membership_role")
    case.row.state, case.row.ended_at = "ended", NOON
    case.row.save()
    return case._replace(typed={"role": "owner"})


def a_used_invitation():
    owner = MembershipFactory()
    used = InvitationFactory(
        organisation=owner.organisation, state="accepted", accepted_at=NOON
    )
    return Case(
        owner.user,
        ("accounts:invitation_revoke", used.pk),
        ("accounts:organisation", owner.organisation_id),
        used,
    )


def a_post_that_began_today():
    post = StaffPostFactory(valid_from=NOON.date())
    return Case(
        UserFactory(is_staff=True, is_superuser=True),
        ("organisations:post_end", post.pk),
        ("organisations:post_end", post.pk),
        post,
        ("岗位终止日期", "ends after it began"),
    )


# --- experts -------------------------------------------------------------------------


def a_decided_application():
    application = ExpertApplicationFactory(refused=True)
    return Case(
        application.user,
        ("experts:application_withdraw", application.pk),
        ("experts:workspace",),
        application,
    )


def an_answered_seat(step):
    seat = SeatFactory(declined=True)
    return Case(
        seat.expert.user,
        (f"experts:{step}", seat.pk),
        ("experts:invitation", seat.pk),
        seat,
        ("该邀请此前已经答复", "was answered already"),
        {"reason": "出差", "declares_no_tie": "on"},
    )


def accepting_a_seat_left():
    return an_answered_seat("invitation")


def leaving_a_seat_twice():
    return an_answered_seat("decline")


def recusing_from_a_seat_left():
    return an_answered_seat("recuse")


# --- audits --------------------------------------------------------------------------


def of_round(step, state, *arguments, words=OVER, row=None):
    audit_round = row.round if row else RoundFactory(state=state)
    owner = MembershipFactory(organisation=audit_round.enterprise).user
    return Case(
        owner,
        (f"audits:{step}", audit_round.number, *arguments),
        ("audits:round", audit_round.number),
        row or audit_round,
        words,
    )


def starting_before_publishing():
    return of_round("start", RoundState.LISTED)


def implementing_before_evaluation():
    return of_round("implementation", RoundState.STARTED)


def filing_no_draft():
    no_draft = ("没有可以报送的草稿", "There is no draft to file")
    return of_round("file_report", RoundState.STARTED, words=no_draft)


def removing_a_focus_of_a_finished_round():
    focus = AuditFocusFactory(round__state=RoundState.RESULTS_PUBLISHED)
    return of_round("remove_focus", None, focus.pk, row=focus)


def removing_an_option_of_a_finished_round():
    option = OptionFactory(round__state=RoundState.RESULTS_PUBLISHED)
    return of_round("remove_option", None, option.number, row=option)


def checking_a_filed_report():
    report = ReportFactory(filed=True)
    filed = ("该版本已报送", "is filed and stays")
    case = of_round("check_report", None, report.version, words=filed, row=report)
    return case._replace(page=("audits:report", report.round.number, report.version))


# --- providers, training, reference data ---------------------------------------------


def of_listing(step, **facts):
    profile = ProviderProfileFactory(**facts)
    owner = MembershipFactory(organisation=profile.organisation).user
    return Case(owner, (f"providers:{step}",), ("providers:workspace",), profile)


def withdrawing_a_listing_twice():
    return of_listing("withdraw", withdrawn=True)


def relisting_what_is_listed():
    return of_listing("relist")


def a_place_in_an_event_that_began():
    event = TrainingEventFactory(starts_at=NOON - timedelta(hours=1))
    place = RegistrationFactory(event=event)
    return Case(
        place.user,
        ("cms:training_cancel", place.pk),
        ("cms:training_event", event.slug),
        place,
        ("培训已开始", "The event has begun"),
    )


def announcing_an_event_twice():
    post = StaffPostFactory()
    event = TrainingEventFactory(
        state=EventState.ANNOUNCED, organiser=post.authority, jurisdiction_id="620100"
    )
    button = ("training:step", event.pk, "announce")
    return Case(post.user, button, ("training:detail", event.pk), event)


def removing_a_place_in_use():
    return Case(
        UserFactory(is_staff=True, is_superuser=True),
        ("jurisdiction:delete", "620100"),
        ("jurisdiction:delete", "620100"),
        Jurisdiction.objects.get(pk="620100"),
        ("已被引用", "is in use"),
    )


# --- contracts -----------------------------------------------------------------------


def a_contract_before_its_award_stands():
    award = AwardFactory()
    return Case(
        MembershipFactory(organisation=award.bid.provider).user,
        ("marketplace:contract_draft", award.pk),
        ("marketplace:contracts",),
        award,
        ("尚未确认", "not confirmed yet"),
    )


def editing_a_signed_contract():
    contract = ContractFactory(signed=True)
    return Case(
        MembershipFactory(organisation=contract.provider).user,
        ("marketplace:contract_edit", contract.number),
        ("marketplace:contract", contract.number),
        contract,
        typed={"title": "另一个名称"},
    )


CASES = (
    *(leaving_last, stepping_down_last, approving_twice, refusing_whom_one_approved),
    *(
        promoting_somebody_who_left,
        a_used_invitation,
        a_post_that_began_today,
        a_decided_application,
    ),
    *(accepting_a_seat_left, leaving_a_seat_twice, recusing_from_a_seat_left),
    *(starting_before_publishing, implementing_before_evaluation, filing_no_draft),
    *(removing_a_focus_of_a_finished_round, removing_an_option_of_a_finished_round),
    *(checking_a_filed_report, withdrawing_a_listing_twice, relisting_what_is_listed),
    *(a_place_in_an_event_that_began, announcing_an_event_twice),
    *(removing_a_place_in_use, a_contract_before_its_award_stands),
    *(editing_a_signed_contract,),
)


@LANGUAGES
@pytest.mark.parametrize("make", CASES, ids=lambda make: make.__name__)
def test_a_late_button_is_answered_on_its_page_and_changes_nothing(
    client, make, language, spoken
):
    case = make()
    User.objects.filter(pk=case.user.pk).update(language=language)
    client.force_login(User.objects.get(pk=case.user.pk))
    before = values(case.row)

    with override(language):
        button, page = (reverse(name, args=args) for name, *args in case[1:3])
    response = client.post(button, case.typed)

    assert response.status_code == 422
    assert case.words[spoken] in response.content.decode()
    assert title_of(response) == title_of(client.get(page))
    assert values(case.row) == before
    assert not JournalEntry.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_a_late_button_of_a_stranger_is_not_there():
    case, stranger = a_contract_before_its_award_stands(), Client()
    stranger.force_login(MembershipFactory().user)
    name, *arguments = case.button

    response = stranger.post(reverse(name, args=arguments))

    assert response.status_code == 404
    assert not Contract.objects.exists()


def values(row):
    """Return every column of a row as the database has it."""
    return type(row)._base_manager.filter(pk=row.pk).values().get()


def title_of(response):
    """Return the title of a page."""
    return response.content.decode().split("<title>")[1].split("</title>")[0].split()
