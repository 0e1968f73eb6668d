from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import translation

from audits import services
from audits.deadlines import open_deadlines, start_listing_clocks
from audits.enums import CostClass, Mode, OptionCategory, OptionState
from audits.models import AuditList, Disclosure, Listing, Option, Round
from audits.services.work import Effect, OptionFacts
from audits.states import ROUND_FLOW, WORKING, RoundState
from core.clocks import clocks_of
from core.clocks.services import ring_clocks
from core.journal import journal_of
from core.models import OutboxMessage
from core.money import Money
from core.refusals import MoveRefused, Refusal
from tests.factories.accounts import MembershipFactory, OrganisationFactory
from tests.factories.audits import (
    ACCEPTED,
    AuditListFactory,
    ListingFactory,
    ListingReasonFactory,
    ReviewSessionFactory,
    RoundFactory,
    SessionConclusionFactory,
)

pytestmark = pytest.mark.django_db

INFORMATION = {
    "legal_representative": "示例法定代表人",
    "address": "示例路 1 号",
    "pollutants": "化学需氧量,间歇排放,超标 0.2 倍。",
}
OPTION = OptionFacts(
    name="冷凝水回用",
    cost_class=CostClass.NO_LOW,
    category=OptionCategory.EQUIPMENT,
    investment=Money(12000),
)


def test_publish_list_opens_a_listed_round_with_seven_steps_for_each(
    authority, staff, noon
):
    audit_list = AuditListFactory(authority=authority)
    listings = [ListingFactory(audit_list=audit_list) for _ in range(2)]

    services.publish_list(list_id=audit_list.pk, actor=staff.signatory, at=noon)

    rounds = Round.objects.filter(listing__in=listings)
    assert [r.state for r in rounds] == [RoundState.LISTED] * 2
    assert [r.phases.count() for r in rounds] == [7, 7]
    audit_list.refresh_from_db()
    assert audit_list.published_at == noon
    [entry] = journal_of(audit_list)
    assert entry.facts == {"number": audit_list.number, "count": 2}


@pytest.mark.parametrize("role", ["handler", "reviewer"])
def test_publish_list_is_for_a_signatory(authority, staff, noon, role):
    audit_list = AuditListFactory(authority=authority)
    ListingFactory(audit_list=audit_list)

    with pytest.raises(PermissionDenied):
        services.publish_list(
            list_id=audit_list.pk, actor=getattr(staff, role), at=noon
        )

    assert not Round.objects.exists()


def test_publish_list_refuses_an_empty_list_and_a_second_time(authority, staff, noon):
    empty = AuditListFactory(authority=authority)
    published = AuditListFactory(authority=authority, published=True)

    with pytest.raises(Refusal):
        services.publish_list(list_id=empty.pk, actor=staff.signatory, at=noon)
    with pytest.raises(MoveRefused):
        services.publish_list(list_id=published.pk, actor=staff.signatory, at=noon)

    assert AuditList.objects.get(pk=empty.pk).published_at is None
    assert not journal_of(published).exists()


def test_create_list_refuses_a_document_number_twice(authority, staff, noon):
    known = AuditListFactory(authority=authority)

    with pytest.raises(Refusal) as refusal:
        services.create_list(
            authority=authority,
            title="又一批",
            document_number=known.document_number,
            issued_on=known.issued_on,
            actor=staff.handler,
            at=noon,
        )

    assert refusal.value.field == "document_number"
    assert AuditList.objects.get() == known


@pytest.mark.parametrize(
    ("kind", "reasons", "field"),
    [("provider", 1, "enterprise"), ("enterprise", 0, "reasons")],
)
def test_add_listing_refuses_what_is_no_enterprise_or_has_no_ground(
    authority, staff, noon, kind, reasons, field
):
    audit_list = AuditListFactory(authority=authority)

    with pytest.raises(Refusal) as refusal:
        services.add_listing(
            list_id=audit_list.pk,
            enterprise=OrganisationFactory(**{kind: True}),
            reasons=[ListingReasonFactory() for _ in range(reasons)],
            actor=staff.handler,
            at=noon,
        )

    assert refusal.value.field == field
    assert not Listing.objects.exists()


def test_add_and_remove_listing_work_on_drafts_only(authority, staff, noon):
    draft = AuditListFactory(authority=authority)
    listing = services.add_listing(
        list_id=draft.pk,
        enterprise=OrganisationFactory(enterprise=True),
        reasons=[ListingReasonFactory()],
        actor=staff.handler,
        at=noon,
    )
    published = ListingFactory(
        audit_list=AuditListFactory(authority=authority, published=True)
    )

    services.remove_listing(listing_id=listing.pk, actor=staff.handler, at=noon)
    with pytest.raises(MoveRefused):
        services.remove_listing(listing_id=published.pk, actor=staff.handler, at=noon)

    assert list(Listing.objects.all()) == [published]


def test_publish_information_moves_a_listed_round_on(make_round, noon):
    audit_round = make_round(RoundState.LISTED)

    services.publish_information(
        round_id=audit_round.pk, actor=audit_round.owner, at=noon, **INFORMATION
    )

    audit_round.refresh_from_db()
    assert audit_round.state == RoundState.INFO_PUBLISHED
    assert audit_round.info_published_at == noon
    assert audit_round.disclosure.pollutants == INFORMATION["pollutants"]


def test_publish_information_wants_the_part_that_the_ground_asks_for(make_round, noon):
    audit_round = make_round(RoundState.LISTED)

    with pytest.raises(Refusal) as refusal:
        services.publish_information(
            round_id=audit_round.pk,
            actor=audit_round.owner,
            at=noon,
            **(INFORMATION | {"pollutants": " "}),
        )

    assert refusal.value.field == "pollutants"
    audit_round.refresh_from_db()
    assert audit_round.state == RoundState.LISTED
    assert not Disclosure.objects.exists()


MOVES = {
    "publish_information": (
        {RoundState.LISTED},
        lambda r, at: services.publish_information(
            round_id=r.pk, actor=r.owner, at=at, **INFORMATION
        ),
    ),
    "start": (
        {RoundState.INFO_PUBLISHED},
        lambda r, at: services.start_round(round_id=r.pk, actor=r.owner, at=at),
    ),
    "begin_implementation": (
        {RoundState.EVALUATION_PASSED},
        lambda r, at: services.begin_implementation(
            round_id=r.pk, actor=r.owner, at=at
        ),
    ),
    "set_particulars": (
        set(WORKING),
        lambda r, at: services.set_particulars(
            round_id=r.pk,
            mode=Mode.SIMPLIFIED,
            baseline_year=2025,
            cost_threshold=Money(1),
            actor=r.owner,
            at=at,
        ),
    ),
    "save_option": (
        set(WORKING),
        lambda r, at: services.save_option(
            round_id=r.pk, facts=OPTION, actor=r.owner, at=at
        ),
    ),
}


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize(
    "state", [s for s in RoundState if s != RoundState.EVALUATION_SUPPLEMENT]
)
def test_each_step_is_open_in_its_own_states_only(make_round, noon, move, state):
    audit_round = make_round(state)
    open_in, take = MOVES[move]

    if state in open_in:
        take(audit_round, noon)
        assert journal_of(audit_round).count() == 1
    else:
        with pytest.raises(MoveRefused):
            take(audit_round, noon)
        audit_round.refresh_from_db()
        assert audit_round.state == state
        assert not journal_of(audit_round).exists()


@pytest.mark.parametrize("move", MOVES)
def test_no_step_is_open_to_a_stranger_or_to_staff(
    make_round, noon, move, stranger, staff
):
    open_in, take = MOVES[move]
    audit_round = make_round(min(open_in))

    for outsider in (stranger, staff.signatory):
        audit_round.owner = outsider
        with pytest.raises(PermissionDenied):
            take(audit_round, noon)

    assert not journal_of(audit_round).exists()


def test_the_provider_enters_options_but_does_not_answer_for_the_round(
    make_round, noon
):
    audit_round = make_round()

    option = services.save_option(
        round_id=audit_round.pk, facts=OPTION, actor=audit_round.adviser, at=noon
    )
    with pytest.raises(PermissionDenied):
        services.submit_report(
            round_id=audit_round.pk, actor=audit_round.adviser, at=noon
        )

    assert option.number == 1


def test_options_are_numbered_in_their_round_and_keep_their_effects(make_round, noon):
    audit_round = make_round()
    effects = (Effect(indicator_id="fresh_water", expected=500),)
    facts = OptionFacts(**(vars(OPTION) | {"effects": effects}))

    first, second = (
        services.save_option(
            round_id=audit_round.pk, facts=facts, actor=audit_round.owner, at=noon
        )
        for _ in range(2)
    )
    services.save_option(
        round_id=audit_round.pk,
        option_id=first.pk,
        facts=facts,
        actor=audit_round.owner,
        at=noon,
    )

    assert [first.number, second.number] == [1, 2]
    assert first.effects.get().expected == 500


def test_a_finished_option_needs_its_day_and_a_chosen_one_is_not_removed(
    make_round, noon
):
    audit_round = make_round()
    done = OptionFacts(**(vars(OPTION) | {"state": OptionState.DONE}))
    chosen = services.save_option(
        round_id=audit_round.pk,
        facts=OptionFacts(**(vars(OPTION) | {"state": OptionState.CHOSEN})),
        actor=audit_round.owner,
        at=noon,
    )

    with pytest.raises(Refusal) as refusal:
        services.save_option(
            round_id=audit_round.pk, facts=done, actor=audit_round.owner, at=noon
        )
    with pytest.raises(Refusal):
        services.remove_option(option_id=chosen.pk, actor=audit_round.owner, at=noon)

    assert refusal.value.field == "finished_on"
    assert list(Option.objects.all()) == [chosen]


def test_save_series_keeps_figures_and_drops_empty_rows(make_round, noon):
    audit_round = make_round()
    row = {"indicator_id": "cod", "unit_id": "t", "first": 5, "second": 6, "third": 7}
    empty = {"indicator_id": "cod", "unit_id": "t", "first": None}

    kept = services.save_series(
        round_id=audit_round.pk, rows=[row], actor=audit_round.owner, at=noon
    )
    [series] = audit_round.series.all()
    gone = services.save_series(
        round_id=audit_round.pk, rows=[empty], actor=audit_round.owner, at=noon
    )

    assert (kept, gone) == (1, 0)
    assert series.by_year(2025) == {2023: 5, 2024: 6, 2025: 7}
    assert not audit_round.series.exists()


def test_a_voluntary_round_starts_at_once(noon, stranger):
    enterprise = stranger.memberships.get().organisation

    audit_round = services.open_voluntary_round(
        enterprise=enterprise, mode=Mode.SIMPLIFIED, actor=stranger, at=noon
    )

    assert audit_round.state == RoundState.STARTED
    assert audit_round.info_published_at is None
    assert audit_round.number == "QY-A-2026-0001"


def test_a_round_of_a_park_covers_others_but_not_itself(make_round, staff, noon):
    audit_round = make_round(mode=Mode.WHOLE_AREA)
    other = OrganisationFactory(enterprise=True)

    services.cover_enterprise(
        round_id=audit_round.pk,
        enterprise=other,
        counts_as_audit=True,
        actor=staff.handler,
        at=noon,
    )
    with pytest.raises(Refusal):
        services.cover_enterprise(
            round_id=audit_round.pk,
            enterprise=audit_round.enterprise,
            counts_as_audit=True,
            actor=staff.handler,
            at=noon,
        )

    assert list(audit_round.covered_enterprises.all()) == [other]


@pytest.mark.parametrize("state", RoundState)
def test_the_factory_knows_the_instants_of_every_state(db, state):
    assert RoundFactory(state=state).state == state


@pytest.mark.parametrize(
    ("state", "change"),
    [
        (RoundState.LISTED, {"state": RoundState.STARTED}),
        (RoundState.STARTED, {"started_at": None}),
        (RoundState.STARTED, {"info_published_at": None}),
        (RoundState.STARTED, {"basis": "voluntary"}),
        (RoundState.EVALUATION_REDO, {"evaluated_at": None}),
        (RoundState.IMPLEMENTING, {"implementing_at": None}),
        (RoundState.ACCEPTANCE_QUALIFIED, {"results_published_at": ACCEPTED}),
    ],
)
def test_the_database_refuses_a_state_without_its_instant(state, change):
    audit_round = RoundFactory(state=state)

    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.filter(pk=audit_round.pk).update(**change)


def test_every_state_of_a_round_is_reached_by_its_flow():
    assert ROUND_FLOW.states == set(RoundState)


def test_a_published_list_gives_each_enterprise_its_statutory_dates(
    authority, staff, noon
):
    audit_list = AuditListFactory(authority=authority)
    listing = ListingFactory(audit_list=audit_list)

    services.publish_list(list_id=audit_list.pk, actor=staff.signatory, at=noon)

    found = {
        deadline.label_en: deadline.due_on.isoformat()
        for deadline in clocks_of(listing.round)
    }
    assert found == {
        "Listed enterprise publishes its data": "2026-02-12",
        "Start of the audit": "2026-03-12",
        "Round complete and report filed": "2027-01-12",
    }


def test_publishing_and_starting_meet_their_dates(authority, staff, noon):
    audit_list = AuditListFactory(authority=authority)
    listing = ListingFactory(audit_list=audit_list)
    services.publish_list(list_id=audit_list.pk, actor=staff.signatory, at=noon)
    owner = MembershipFactory(organisation=listing.enterprise).user
    pk = listing.round.pk

    services.publish_information(round_id=pk, actor=owner, at=noon, **INFORMATION)
    services.start_round(round_id=pk, actor=owner, at=noon)

    [left] = open_deadlines(listing.round, noon.date())
    assert left.due_on.isoformat() == "2027-01-12"


def unqualified(audit_round):
    session = ReviewSessionFactory(round=audit_round, kind="acceptance", concluded=True)
    SessionConclusionFactory(session=session, outcome="unqualified", score="41.00")
    return session


@pytest.mark.parametrize("state", ["acceptance_unqualified", "results_published"])
def test_an_unqualified_audit_is_followed_by_one_new_round(
    make_round, staff, noon, state
):
    failed = make_round(RoundState(state))
    unqualified(failed)

    again = services.open_follow_up(round_id=failed.pk, actor=staff.handler, at=noon)
    with pytest.raises(Refusal):
        services.open_follow_up(round_id=failed.pk, actor=staff.handler, at=noon)

    assert again.previous == failed
    assert again.state == RoundState.INFO_PUBLISHED
    assert again.phases.count() == 7
    assert Round.objects.count() == 2


def test_no_new_round_follows_a_qualified_audit(make_round, staff, noon):
    audit_round = make_round(RoundState.ACCEPTANCE_QUALIFIED)

    with pytest.raises(MoveRefused):
        services.open_follow_up(round_id=audit_round.pk, actor=staff.handler, at=noon)
    with pytest.raises(PermissionDenied):
        services.open_follow_up(
            round_id=audit_round.pk, actor=audit_round.owner, at=noon
        )

    assert list(Round.objects.all()) == [audit_round]


@pytest.mark.parametrize(
    ("day", "subject"),
    [(date(2026, 2, 11), "请于"), (date(2026, 2, 13), "逾期")],
)
def test_the_enterprise_gets_a_letter_when_a_day_is_near_or_past(
    make_round, noon, day, subject
):
    audit_round = make_round(RoundState.LISTED)
    start_listing_clocks(audit_round)

    with translation.override("zh-hans"):
        ring_clocks(at=noon.replace(month=day.month, day=day.day), on=day)

    letters = OutboxMessage.objects.filter(template="audits/due")
    assert {letter.to_user for letter in letters} == {audit_round.owner}
    assert any(subject in letter.subject for letter in letters)
