"""Panels of the demo world: drawn, witnessed, revealed, accepted."""

from audits.enums import ReviewKind
from audits.models import ReviewSession
from cms.demo.world import World
from experts import services
from experts.enums import DrawPurpose, WitnessKind

SIZE = 3
QUOTAS = {"environment": 1, "energy": 1}


def seat_panel(
    world: World,
    session: ReviewSession,
    *,
    age: int,
    quotas: dict[str, int] | None = None,
) -> None:
    """Draw a panel for a session ``age`` days ago and let everybody accept."""
    handler = world.person("handler")
    audit_round = session.round
    draw = services.freeze_draw(
        subject=session,
        purpose=DrawPurpose.EVALUATION
        if session.kind == ReviewKind.EVALUATION
        else DrawPurpose.ACCEPTANCE,
        enterprise=audit_round.enterprise,
        provider=audit_round.provider,
        quotas=quotas or QUOTAS,
        size=SIZE,
        meets_on=session.meets_on,
        requested_by=world.province,
        operator_words=f"demo {session.number}",
        actor=handler,
        at=world.ago(age),
    )
    services.enter_witness_nonce(
        draw_id=draw.pk,
        witness=WitnessKind.ENTERPRISE,
        nonce=f"{session.number} {audit_round.enterprise.short_name}",
        actor=world.owner_of(audit_round.enterprise),
        at=world.ago(age, hours=-2),
    )
    services.reveal_draw(draw_id=draw.pk, actor=handler, at=world.ago(age, hours=-3))
    for invitation in draw.invitations.select_related("expert__user"):
        user = invitation.expert.user
        assert user is not None  # noqa: S101 - every demo expert signs in
        services.accept_invitation(
            invitation_id=invitation.pk,
            declares_no_tie=True,
            actor=user,
            at=world.ago(age - 1),
        )
