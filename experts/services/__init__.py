"""Commands on the pool and its draws: the only writers."""

from experts.services.applications import (
    add_evidence,
    admit_expert,
    nominate_expert,
    refuse_application,
    remove_evidence,
    save_application,
    submit_application,
    withdraw_application,
)
from experts.services.consents import give_consent, withdraw_consent
from experts.services.draws import (
    cancel_draw,
    enter_witness_nonce,
    freeze_draw,
    open_names,
    reveal_draw,
)
from experts.services.members import (
    declare_tie,
    end_tie,
    remove_absence,
    renew_term,
    restore_expert,
    state_absence,
    suspend_expert,
    update_profile,
)
from experts.services.seats import (
    accept_invitation,
    decline_invitation,
    record_duty,
    recuse,
    replace_member,
)

__all__ = [
    "accept_invitation",
    "add_evidence",
    "admit_expert",
    "cancel_draw",
    "declare_tie",
    "decline_invitation",
    "end_tie",
    "enter_witness_nonce",
    "freeze_draw",
    "give_consent",
    "nominate_expert",
    "open_names",
    "record_duty",
    "recuse",
    "refuse_application",
    "remove_absence",
    "remove_evidence",
    "renew_term",
    "replace_member",
    "restore_expert",
    "reveal_draw",
    "save_application",
    "state_absence",
    "submit_application",
    "suspend_expert",
    "update_profile",
    "withdraw_application",
    "withdraw_consent",
]
