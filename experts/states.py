"""States and flows of the pool and its draws."""

from django.db import models
from django.utils.translation import pgettext_lazy

from core.flow import Flow, Move


class ExpertState(models.TextChoices):
    """Whether a member of the pool counts."""

    ACTIVE = "active", pgettext_lazy("expert", "In the pool")
    SUSPENDED = "suspended", pgettext_lazy("expert", "Suspended")
    ENDED = "ended", pgettext_lazy("expert", "Left the pool")


EXPERT_FLOW = Flow(
    [
        Move("suspend", {ExpertState.ACTIVE}, ExpertState.SUSPENDED),
        Move("restore", {ExpertState.SUSPENDED}, ExpertState.ACTIVE),
        Move("end", {ExpertState.ACTIVE, ExpertState.SUSPENDED}, ExpertState.ENDED),
    ]
)


class ApplicationState(models.TextChoices):
    """Where an application to the pool stands."""

    DRAFT = "draft", pgettext_lazy("application", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("application", "Submitted")
    ADMITTED = "admitted", pgettext_lazy("application", "Admitted")
    REFUSED = "refused", pgettext_lazy("application", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("application", "Withdrawn")


APPLICATION_FLOW = Flow(
    [
        Move("submit", {ApplicationState.DRAFT}, ApplicationState.SUBMITTED),
        Move("admit", {ApplicationState.SUBMITTED}, ApplicationState.ADMITTED),
        Move("refuse", {ApplicationState.SUBMITTED}, ApplicationState.REFUSED),
        Move(
            "withdraw",
            {ApplicationState.DRAFT, ApplicationState.SUBMITTED},
            ApplicationState.WITHDRAWN,
        ),
    ]
)


class DrawState(models.TextChoices):
    """Where a draw stands."""

    FROZEN = "frozen", pgettext_lazy("draw", "Frozen, waiting for the witness")
    WITNESSED = "witnessed", pgettext_lazy("draw", "Witnessed, ready to reveal")
    REVEALED = "revealed", pgettext_lazy("draw", "Drawn, names still closed")
    OPEN = "open", pgettext_lazy("draw", "Drawn, names open")
    CANCELLED = "cancelled", pgettext_lazy("draw", "Cancelled")


DRAW_FLOW = Flow(
    [
        Move("witness", {DrawState.FROZEN}, DrawState.WITNESSED),
        Move("reveal", {DrawState.WITNESSED}, DrawState.REVEALED),
        Move("open_names", {DrawState.REVEALED}, DrawState.OPEN),
        Move(
            "cancel",
            {DrawState.FROZEN, DrawState.WITNESSED, DrawState.REVEALED},
            DrawState.CANCELLED,
        ),
    ]
)
# Draws the desk has to go on with; a frozen one waits for the enterprise.
UNDER_WAY = (DrawState.WITNESSED, DrawState.REVEALED)
DRAWN = (DrawState.REVEALED, DrawState.OPEN)


class InvitationState(models.TextChoices):
    """Where the invitation to one seat stands."""

    INVITED = "invited", pgettext_lazy("expert invitation", "Waiting for an answer")
    ACCEPTED = "accepted", pgettext_lazy("expert invitation", "Accepted")
    DECLINED = "declined", pgettext_lazy("expert invitation", "Declined")
    RECUSED = "recused", pgettext_lazy("expert invitation", "Recused")
    REPLACED = "replaced", pgettext_lazy("expert invitation", "Replaced")


SEATED = (InvitationState.INVITED, InvitationState.ACCEPTED)
INVITATION_FLOW = Flow(
    [
        Move("accept", {InvitationState.INVITED}, InvitationState.ACCEPTED),
        Move("decline", {InvitationState.INVITED}, InvitationState.DECLINED),
        Move("recuse", SEATED, InvitationState.RECUSED),
        Move("replace", SEATED, InvitationState.REPLACED),
    ]
)
