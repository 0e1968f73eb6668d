"""Draws in the database: frozen, witnessed, revealed, chained, logged."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from core.clock import shanghai_day
from core.journal import journal_of
from core.models import OutboxMessage
from core.refusals import MoveRefused, Refusal
from core.translog.audit import check_log
from experts.draw_engine import sha256_hex
from experts.draw_record import verify_record
from experts.journal import DrawAction
from experts.models import Draw, DrawSecret, DutyRecord, Invitation, Replacement
from experts.selectors import draw_for, panel_of, record_of, shared_employers
from experts.services import (
    accept_invitation,
    cancel_draw,
    decline_invitation,
    enter_witness_nonce,
    open_names,
    record_duty,
    recuse,
    replace_member,
    reveal_draw,
)
from experts.services.draws import (
    BeforeMeeting,
    DrawPending,
    NonceUnusable,
    PanelImpossible,
)
from experts.services.seats import DeclarationMissing, ReasonMissing
from experts.states import DrawState, InvitationState
from tests.experts.conftest import NOON
from tests.factories.accounts import UserFactory
from tests.factories.experts import EmploymentFactory, ExpertFactory

pytestmark = pytest.mark.django_db


def actions_of(draw):
    return list(journal_of(draw).values_list("action", flat=True))


def first_seat(draw):
    return panel_of(draw).first()


def test_a_freeze_keeps_everybody_with_their_reasons_and_logs_the_hash(
    world, pool, freeze
):
    suspended = ExpertFactory(suspended=True)

    draw = freeze()

    reasons = dict(draw.candidates.values_list("expert__number", "reasons"))
    assert reasons.pop(suspended.number) == ["suspended"]
    assert set(reasons) == {expert.number for expert in pool}
    assert all(not one for one in reasons.values())
    assert draw.number == "QY-D-2026-0001"
    commitment = sha256_hex(draw.secret.operator_nonce)
    assert draw.frozen["operator_commitment"] == commitment
    assert json.loads(draw.freeze_leaf.payload.body) == {
        "draw": draw.number,
        "frozen_hash": draw.frozen_hash,
        "operator_commitment": commitment,
    }
    assert actions_of(draw) == [DrawAction.FROZEN]


def test_a_freeze_asks_the_enterprise_for_its_words(world, pool, freeze):
    draw = freeze()

    letter = OutboxMessage.objects.get()
    assert letter.to_user == world.owner
    assert f"/draws/{draw.number}/witness/" in letter.body


def test_a_freeze_costs_the_same_number_of_queries_for_a_larger_pool(
    world, pool, freeze, django_assert_max_num_queries
):
    for _ in range(30):
        ExpertFactory()

    with django_assert_max_num_queries(60):
        freeze()


@pytest.mark.parametrize(
    ("quotas", "size"),
    [({"energy": 5}, 5), ({"law": 1}, 1), ({}, 9)],
)
def test_a_panel_the_pool_cannot_fill_is_refused(pool, freeze, quotas, size):
    with pytest.raises(PanelImpossible):
        freeze(quotas=quotas, size=size)

    assert not Draw.objects.exists()


@pytest.mark.parametrize(
    ("quotas", "size"), [({"energy": 4}, 3), ({"magic": 1}, 3), ({}, 0), ({}, 100)]
)
def test_seats_that_do_not_fit_the_panel_are_refused(pool, freeze, quotas, size):
    with pytest.raises(Refusal):
        freeze(quotas=quotas, size=size)

    assert not Draw.objects.exists()


def test_nobody_draws_twice_in_silence(world, pool, freeze):
    first = freeze()
    with pytest.raises(DrawPending):
        freeze()
    cancel_draw(draw_id=first.pk, reason="会议改期", actor=world.staff, at=NOON)

    second = freeze()

    assert second.frozen["earlier"] == [first.number]
    assert draw_for(world.enterprise) == second
    assert Draw.objects.count() == 2


def test_only_competent_staff_freeze(world, pool, freeze):
    for stranger in (world.owner, world.adviser, UserFactory(is_superuser=True)):
        with pytest.raises(PermissionDenied):
            freeze(actor=stranger)

    assert not Draw.objects.exists()


def test_a_draw_is_not_revealed_without_the_witness(world, pool, freeze):
    draw = freeze()

    with pytest.raises(MoveRefused):
        reveal_draw(draw_id=draw.pk, actor=world.staff, at=NOON)

    draw.refresh_from_db()
    assert draw.state == DrawState.FROZEN
    assert not Invitation.objects.exists()


def test_the_operator_cannot_speak_for_the_enterprise(world, pool, freeze):
    draw = freeze()

    with pytest.raises(PermissionDenied):
        enter_witness_nonce(
            draw_id=draw.pk,
            witness="enterprise",
            nonce="1",
            actor=world.staff,
            at=NOON,
        )

    draw.refresh_from_db()
    assert draw.witness_nonce == ""


@pytest.mark.parametrize("nonce", ["", "  ", "two\nlines", "x" * 201, "nul\x00"])
def test_an_unusable_nonce_is_refused(world, pool, freeze, nonce):
    draw = freeze()

    with pytest.raises(NonceUnusable):
        enter_witness_nonce(
            draw_id=draw.pk,
            witness="discipline",
            nonce=nonce,
            actor=world.staff,
            at=NOON,
        )

    draw.refresh_from_db()
    assert draw.state == DrawState.FROZEN


def test_a_nonce_is_never_entered_twice(world, pool, freeze):
    draw = freeze()
    asked = {"draw_id": draw.pk, "actor": world.staff, "at": NOON}
    enter_witness_nonce(witness="beacon", nonce="1", **asked)

    with pytest.raises(MoveRefused):
        enter_witness_nonce(witness="beacon", nonce="2", **asked)

    draw.refresh_from_db()
    assert draw.witness_nonce == "1"


def test_a_revealed_draw_repeats_from_its_record(drawn):
    verification = verify_record(record_of(drawn))

    assert verification.differences == []
    assert not DrawSecret.objects.exists()
    seated = [invitation.expert.number for invitation in panel_of(drawn)]
    assert seated == [row["candidate"] for row in drawn.reveal["panel"]]
    assert actions_of(drawn)[-1] == DrawAction.REVEALED


def test_the_order_is_kept_for_the_eligible_only(world, freeze, pool):
    ExpertFactory(suspended=True)
    draw = freeze()
    enter_witness_nonce(
        draw_id=draw.pk, witness="beacon", nonce="1", actor=world.staff, at=NOON
    )

    reveal_draw(draw_id=draw.pk, actor=world.staff, at=NOON)

    places = draw.candidates.values_list("position", flat=True)
    assert sorted(p for p in places if p) == list(range(1, 9))
    assert list(places).count(None) == 1


def test_the_drawn_are_invited_by_letter(drawn):
    letters = OutboxMessage.objects.filter(template="experts/invited")

    assert letters.count() == 3


def test_accepting_needs_the_declaration(drawn):
    invitation = first_seat(drawn)
    asked = {"invitation_id": invitation.pk, "actor": invitation.expert.user}

    with pytest.raises(DeclarationMissing):
        accept_invitation(declares_no_tie=False, at=NOON, **asked)
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.INVITED

    accept_invitation(declares_no_tie=True, at=NOON, **asked)
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.ACCEPTED
    assert invitation.declaration_version
    assert actions_of(drawn)[-1] == DrawAction.INVITATION_ACCEPTED


def test_nobody_answers_for_another(world, drawn):
    invitation = first_seat(drawn)
    other = panel_of(drawn).last().expert.user

    for stranger in (other, world.staff, world.owner):
        with pytest.raises(PermissionDenied):
            accept_invitation(
                invitation_id=invitation.pk,
                declares_no_tie=True,
                actor=stranger,
                at=NOON,
            )

    invitation.refresh_from_db()
    assert invitation.state == InvitationState.INVITED


def test_whoever_declines_is_followed_by_the_next_in_the_order(drawn):
    leaver = first_seat(drawn)

    decline_invitation(
        invitation_id=leaver.pk, note="出差", actor=leaver.expert.user, at=NOON
    )

    drawn.refresh_from_db()
    came = first_seat(drawn)
    assert came.seat == leaver.seat
    assert came.expert != leaver.expert
    assert "energy" in came.expert.specialities.values_list("key", flat=True)
    assert verify_record(record_of(drawn)).holds
    assert drawn.links[0]["out"] == leaver.expert.number
    assert "出差" not in record_of(drawn).decode()


def test_a_late_recusal_is_chained_too(drawn):
    leaver = first_seat(drawn)
    person = leaver.expert.user
    accept_invitation(
        invitation_id=leaver.pk, declares_no_tie=True, actor=person, at=NOON
    )

    recuse(invitation_id=leaver.pk, reason="曾任顾问", actor=person, at=NOON)

    drawn.refresh_from_db()
    leaver.refresh_from_db()
    assert leaver.state == InvitationState.RECUSED
    assert leaver.recusal.own_motion
    assert [link["reason"] for link in drawn.links] == ["recused"]
    assert verify_record(record_of(drawn)).holds
    kinds = DutyRecord.objects.filter(expert=leaver.expert).values_list(
        "kind", flat=True
    )
    assert sorted(kinds) == ["accepted", "recused"]


def test_leaving_without_a_reason_is_refused(world, drawn):
    leaver = first_seat(drawn)
    asked = {"invitation_id": leaver.pk, "at": NOON}

    with pytest.raises(ReasonMissing):
        decline_invitation(note=" ", actor=leaver.expert.user, **asked)
    with pytest.raises(ReasonMissing):
        recuse(reason="", actor=leaver.expert.user, **asked)
    with pytest.raises(ReasonMissing):
        replace_member(reason="no_answer", note="", actor=world.staff, **asked)

    assert not Replacement.objects.exists()
    assert actions_of(drawn)[-1] == DrawAction.REVEALED


def test_the_chain_holds_until_nobody_is_left(world, drawn):
    for _ in range(20):
        seated = panel_of(drawn).filter(seat=1).first()
        if seated is None:
            break
        replace_member(
            invitation_id=seated.pk,
            reason="no_answer",
            note="未接电话",
            actor=world.staff,
            at=NOON,
        )

    drawn.refresh_from_db()
    assert drawn.links[-1]["in"] is None
    assert not panel_of(drawn).filter(seat=1).exists()
    assert verify_record(record_of(drawn)).holds
    assert not check_log().differences


def test_the_independent_checker_agrees(tmp_path, drawn):
    leaver = first_seat(drawn)
    decline_invitation(
        invitation_id=leaver.pk, note="出差", actor=leaver.expert.user, at=NOON
    )
    drawn.refresh_from_db()
    path = tmp_path / "draw.json"
    path.write_bytes(record_of(drawn))
    tool = Path(__file__).parents[2] / "tools" / "verify_draw.py"

    def check():
        return subprocess.run(
            [sys.executable, tool, path], capture_output=True, check=False, text=True
        )

    good = check()
    path.write_bytes(path.read_bytes().replace(b'"declined"', b'"hindered"'))
    bad = check()

    assert good.returncode == 0
    assert good.stdout.endswith("The draw repeats.\n")
    assert bad.returncode == 1
    assert "replacement 1, hash" in bad.stderr


def test_a_record_changed_behind_our_back_is_found_by_the_log(drawn):
    changed = dict(drawn.frozen, purpose="acceptance")
    Draw.objects.filter(pk=drawn.pk).update(frozen=changed)

    assert check_log().differences


def test_names_open_once_and_only_after_the_draw(world, pool, freeze, drawn):
    open_names(draw_id=drawn.pk, actor=world.staff, at=NOON)

    drawn.refresh_from_db()
    assert drawn.state == DrawState.OPEN
    with pytest.raises(MoveRefused):
        open_names(draw_id=drawn.pk, actor=world.staff, at=NOON)


def test_names_stay_closed_until_the_day_of_the_meeting(world, drawn):
    tomorrow = shanghai_day(NOON) + timedelta(days=1)
    Draw.objects.filter(pk=drawn.pk).update(meets_on=tomorrow)

    with pytest.raises(BeforeMeeting):
        open_names(draw_id=drawn.pk, actor=world.staff, at=NOON)

    drawn.refresh_from_db()
    assert drawn.state == DrawState.REVEALED
    assert DrawAction.NAMES_OPENED not in actions_of(drawn)


def test_cancelling_needs_a_reason(world, drawn):
    with pytest.raises(Refusal):
        cancel_draw(draw_id=drawn.pk, reason=" ", actor=world.staff, at=NOON)

    drawn.refresh_from_db()
    assert drawn.state == DrawState.REVEALED


def test_duty_is_recorded_once(world, drawn):
    expert = first_seat(drawn).expert
    asked = {"draw_id": drawn.pk, "expert_id": expert.pk, "actor": world.staff}

    record_duty(kind="attended", at=NOON, **asked)
    record_duty(kind="attended", at=NOON, **asked)

    assert DutyRecord.objects.filter(kind="attended").count() == 1


def test_a_shared_employer_is_a_warning(drawn):
    for invitation in panel_of(drawn):
        EmploymentFactory(expert=invitation.expert, organisation_name="例示 研究院")

    assert shared_employers(panel_of(drawn)) == ["例示 研究院"]
