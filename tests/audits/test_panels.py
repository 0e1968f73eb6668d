import pytest

from audits import services
from audits.models import PanelSeat, ReviewSession, Rubric
from audits.permissions import can_review_round
from audits.states import RoundState, SessionState
from core.clock import shanghai_day
from core.refusals import MoveRefused, Refusal
from experts import services as pool
from experts.enums import WitnessKind
from experts.models import Draw
from experts.states import DrawState
from tests.factories.audits import ReportFactory, ReviewSessionFactory
from tests.factories.experts import ExpertFactory

pytestmark = pytest.mark.django_db

SIZE = 3


@pytest.fixture
def members():
    return [ExpertFactory() for _ in range(6)]


@pytest.fixture
def session(make_round, authority, noon):
    audit_round = make_round(RoundState.REPORT_SUBMITTED)
    return ReviewSessionFactory(
        round=audit_round,
        report=ReportFactory(round=audit_round, filed=True),
        rubric=Rubric.objects.get(kind="evaluation", is_example=True),
        organiser=authority,
        meets_on=shanghai_day(noon),
    )


def drawn(session, staff, noon):
    draw = services.draw_panel(
        session_id=session.pk, size=SIZE, quotas={}, actor=staff.handler, at=noon
    )
    pool.enter_witness_nonce(
        draw_id=draw.pk,
        witness=WitnessKind.BEACON,
        nonce="20260310",
        actor=staff.handler,
        at=noon,
    )
    return pool.reveal_draw(draw_id=draw.pk, actor=staff.handler, at=noon)


def accept(invitation, noon):
    pool.accept_invitation(
        invitation_id=invitation.pk,
        declares_no_tie=True,
        actor=invitation.expert.user,
        at=noon,
    )


def test_experts_who_accept_are_seated_and_nobody_else(members, session, staff, noon):
    draw = drawn(session, staff, noon)
    first, *_rest = draw.invitations.all()

    accept(first, noon)

    seat = session.seats.get()
    assert seat.user == first.expert.user
    assert can_review_round(seat.user, session.round)


def test_an_accepted_invitation_leads_to_the_review(
    client, members, session, staff, noon
):
    first, *_rest = drawn(session, staff, noon).invitations.all()
    client.force_login(first.expert.user)
    invited = client.get(first.get_absolute_url()).content.decode()

    accept(first, noon)
    seated = client.get(first.get_absolute_url()).content.decode()
    pool.recuse(
        invitation_id=first.pk, reason="亲属任职", actor=first.expert.user, at=noon
    )
    left = client.get(first.get_absolute_url()).content.decode()

    way = f'href="{session.get_absolute_url()}"'
    assert [way in page for page in (invited, seated, left)] == [False, True, False]


def test_an_expert_who_wrote_a_report_of_the_audit_is_left_out(
    members, session, staff, noon
):
    later = session.report.version + 1
    ReportFactory(round=session.round, version=later, written_by=members[0].user)

    draw = drawn(session, staff, noon)

    assert draw.candidates.get(expert=members[0]).reasons == ["took_part"]
    assert not draw.candidates.exclude(expert=members[0]).exclude(reasons=[]).exists()


def test_an_expert_who_steps_back_loses_seat_and_papers(members, session, staff, noon):
    draw = drawn(session, staff, noon)
    first, *_rest = draw.invitations.all()
    accept(first, noon)

    pool.recuse(
        invitation_id=first.pk, reason="亲属任职", actor=first.expert.user, at=noon
    )

    seat = session.seats.get()
    expert = type(seat.user).objects.get(pk=seat.user_id)
    assert seat.left_at == noon
    assert not can_review_round(expert, session.round)


def test_opening_the_meeting_opens_the_names(members, session, staff, noon):
    draw = drawn(session, staff, noon)
    for invitation in draw.invitations.all():
        accept(invitation, noon)

    services.open_session(session_id=session.pk, actor=staff.handler, at=noon)

    draw.refresh_from_db()
    session.refresh_from_db()
    assert (session.state, draw.state) == (SessionState.SCORING, DrawState.OPEN)


def test_draw_panel_refuses_fewer_experts_than_the_rubric_asks_for(
    members, session, staff, noon
):
    with pytest.raises(Refusal) as refusal:
        services.draw_panel(
            session_id=session.pk, size=2, quotas={}, actor=staff.handler, at=noon
        )

    assert refusal.value.field == "size"
    assert not Draw.objects.exists()


def test_draw_panel_is_over_once_the_session_scores(members, session, staff, noon):
    ReviewSession.objects.filter(pk=session.pk).update(
        state=SessionState.SCORING, opened_at=noon
    )

    with pytest.raises(MoveRefused):
        services.draw_panel(
            session_id=session.pk, size=SIZE, quotas={}, actor=staff.handler, at=noon
        )

    assert not Draw.objects.exists()
    assert not PanelSeat.objects.exists()
