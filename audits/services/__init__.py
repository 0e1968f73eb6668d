"""Commands on lists, rounds and reviews: the only writers."""

from audits.services.lists import (
    add_listing,
    create_list,
    publish_list,
    remove_listing,
)
from audits.services.panels import draw_panel
from audits.services.reports import (
    answer_finding,
    check_report,
    save_report,
    submit_report,
)
from audits.services.results import publish_results
from audits.services.reviews import (
    cancel_session,
    conclude_session,
    leave_seat,
    open_session,
    plan_session,
    save_sheet,
    seat_expert,
    sign_sheet,
)
from audits.services.rounds import (
    appoint_provider,
    begin_implementation,
    cover_enterprise,
    open_follow_up,
    open_voluntary_round,
    publish_information,
    set_particulars,
    start_round,
)
from audits.services.work import (
    add_focus,
    date_phases,
    remove_focus,
    remove_option,
    save_option,
    save_series,
)

__all__ = [
    "add_focus",
    "add_listing",
    "answer_finding",
    "appoint_provider",
    "begin_implementation",
    "cancel_session",
    "check_report",
    "conclude_session",
    "cover_enterprise",
    "create_list",
    "date_phases",
    "draw_panel",
    "leave_seat",
    "open_follow_up",
    "open_session",
    "open_voluntary_round",
    "plan_session",
    "publish_information",
    "publish_list",
    "publish_results",
    "remove_focus",
    "remove_listing",
    "remove_option",
    "save_option",
    "save_report",
    "save_series",
    "save_sheet",
    "seat_expert",
    "set_particulars",
    "sign_sheet",
    "start_round",
    "submit_report",
]
