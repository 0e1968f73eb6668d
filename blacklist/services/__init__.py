"""Commands of the register: the only writers."""

from blacklist.services.cases import (
    add_evidence,
    add_handler,
    approve_proposal,
    close_case,
    file_case,
    propose_outcome,
    return_proposal,
    serve_notice,
)
from blacklist.services.decisions import (
    conclude_case,
    record_decision,
    record_rectification,
)
from blacklist.services.defence import (
    file_statement,
    hold_hearing,
    refuse_hearing,
    request_hearing,
    schedule_hearing,
    waive_defence,
    withdraw_hearing,
)
from blacklist.services.publications import (
    correct_publication,
    end_publication,
    expire_publications,
    publish_name,
)
from blacklist.services.remedies import (
    annul_decision,
    apply_for_repair,
    conclude_challenge,
    grant_repair,
    refuse_repair,
    report_challenge,
)
from blacklist.services.screening import screen_name
from blacklist.services.subscribers import (
    ask_for_letters,
    confirm_letters,
    end_letters,
)
from blacklist.services.tips import dismiss_tip, file_tip

__all__ = [
    "add_evidence",
    "add_handler",
    "annul_decision",
    "apply_for_repair",
    "approve_proposal",
    "ask_for_letters",
    "close_case",
    "conclude_case",
    "conclude_challenge",
    "confirm_letters",
    "correct_publication",
    "dismiss_tip",
    "end_letters",
    "end_publication",
    "expire_publications",
    "file_case",
    "file_statement",
    "file_tip",
    "grant_repair",
    "hold_hearing",
    "propose_outcome",
    "publish_name",
    "record_decision",
    "record_rectification",
    "refuse_hearing",
    "refuse_repair",
    "report_challenge",
    "request_hearing",
    "return_proposal",
    "schedule_hearing",
    "screen_name",
    "serve_notice",
    "waive_defence",
    "withdraw_hearing",
]
