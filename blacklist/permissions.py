"""Who may do what with tips, cases and publications: pure questions."""

from datetime import date

from accounts.enums import StaffRole
from accounts.models import User
from accounts.permissions import Person, is_member, staff_covers
from blacklist.models import NamePublication, Tip, ViolationCase
from core.models import StoredFile
from reference.models import Jurisdiction

HANDLE = "blacklist.handle_violationcase"
TIP_READERS = (StaffRole.HANDLER, StaffRole.REVIEWER)


def can_see_case(user: Person, case: ViolationCase) -> bool:
    """Staff of the place see a case."""
    return staff_covers(user, case.jurisdiction)


def can_file_case(
    user: Person, jurisdiction: Jurisdiction, *, on: date | None = None
) -> bool:
    """Tell whether a handler's territory includes the place."""
    return staff_covers(user, jurisdiction, StaffRole.HANDLER, on=on)


def can_handle_case(
    user: Person, case: ViolationCase, *, on: date | None = None
) -> bool:
    """Tell whether a handler of the place was given this case."""
    return (
        isinstance(user, User)
        and staff_covers(user, case.jurisdiction, StaffRole.HANDLER, on=on)
        and user.has_perm(HANDLE, case)
    )


def can_assign_case(
    user: Person, case: ViolationCase, *, on: date | None = None
) -> bool:
    """Its handler or a reviewer of the place gives a case to another handler."""
    return can_handle_case(user, case, on=on) or staff_covers(
        user, case.jurisdiction, StaffRole.REVIEWER, on=on
    )


def can_review_case(
    user: Person, case: ViolationCase, *, on: date | None = None
) -> bool:
    """Tell whether a reviewer did not propose the outcome themselves."""
    return case.proposed_by_id != user.pk and staff_covers(
        user, case.jurisdiction, StaffRole.REVIEWER, on=on
    )


def can_sign_decision(
    user: Person, case: ViolationCase, *, on: date | None = None
) -> bool:
    """Tell whether a signatory is a third person beside proposer and reviewer."""
    return user.pk not in {case.proposed_by_id, case.reviewed_by_id} and staff_covers(
        user, case.jurisdiction, StaffRole.SIGNATORY, on=on
    )


def can_publish_name(
    user: Person, case: ViolationCase, *, on: date | None = None
) -> bool:
    """Let a reviewer or signatory publish, correct and end, but not the proposer."""
    return case.proposed_by_id != user.pk and (
        staff_covers(user, case.jurisdiction, StaffRole.REVIEWER, on=on)
        or staff_covers(user, case.jurisdiction, StaffRole.SIGNATORY, on=on)
    )


def can_annul_decision(
    user: Person, case: ViolationCase, *, on: date | None = None
) -> bool:
    """Let a signatory of the place record that a decision was withdrawn."""
    return staff_covers(user, case.jurisdiction, StaffRole.SIGNATORY, on=on)


def can_answer_case(user: Person, case: ViolationCase) -> bool:
    """People of the party answer once the notice was served."""
    return case.noticed_at is not None and is_member(user, case.party)


def can_see_tip(user: Person, tip: Tip, *, on: date | None = None) -> bool:
    """Handlers and reviewers of the place read tips; the party never does."""
    return any(
        staff_covers(user, tip.jurisdiction, role, on=on) for role in TIP_READERS
    )


def can_handle_tip(user: Person, tip: Tip, *, on: date | None = None) -> bool:
    """Let a handler of the place deal with a tip."""
    return staff_covers(user, tip.jurisdiction, StaffRole.HANDLER, on=on)


def can_fetch_case_file(user: Person, stored: StoredFile) -> bool:
    """Staff of the place fetch all; the party what is shared with it or its own."""
    kept = getattr(stored, "case_file", None)
    if kept is None:
        return False
    if can_see_case(user, kept.case):
        return True
    return (kept.shared or kept.by_party) and can_answer_case(user, kept.case)


def can_fetch_tip_file(user: Person, stored: StoredFile) -> bool:
    """Whoever may read the tip may fetch what came with it."""
    kept = getattr(stored, "tip_file", None)
    return kept is not None and can_see_tip(user, kept.tip)


def can_see_archive(user: Person, publication: NamePublication) -> bool:
    """Staff of the place see publications that ended."""
    return staff_covers(user, publication.jurisdiction)
