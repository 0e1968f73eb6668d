"""What audits put into the named places of lower floors' pages."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.acting import Acting
from accounts.models import Organisation
from audits import selectors
from audits.permissions import can_score
from audits.states import ACCEPTED, ListState, RoundState, SessionState
from core import clock
from experts.models import Invitation

MOST_ROWS = 5


def provider_results(request: HttpRequest, provider: object) -> SafeString | None:
    """Return the published results of a provider's rounds, for its public page."""
    organisation = getattr(provider, "organisation", provider)
    if not isinstance(organisation, Organisation):
        return None
    results = selectors.results_of_provider(organisation)[:MOST_ROWS]
    return _render("audits/slots/provider_results.html", request, results=results)


def rounds_of_acting(request: HttpRequest, acting: Acting) -> SafeString | None:
    """Return the open rounds of the organisation one acts for, with their dates."""
    if acting.organisation is None:
        return None
    rounds = list(selectors.rounds_of(acting.organisation).open()[:MOST_ROWS])
    rows = selectors.with_deadlines(rounds, clock.today())
    return _render("audits/slots/rounds.html", request, rows=rows, acting=acting)


def reviews_of_acting(request: HttpRequest, acting: Acting) -> SafeString | None:
    """Return the reviews an expert still has to do."""
    mine = selectors.sessions_of(acting.user)
    if not mine.exists():
        return None
    sessions = mine.filter(state__in=[SessionState.PLANNED, SessionState.SCORING])
    sessions = sessions.order_by("meets_on")[:MOST_ROWS]
    return _render("audits/slots/reviews.html", request, sessions=sessions)


def review_of_invitation(request: HttpRequest, invitation: object) -> SafeString | None:
    """Return the way to the review for which an invited expert sits."""
    if not isinstance(invitation, Invitation):
        return None
    seat = selectors.seat_of_invitation(invitation)
    if seat is None:
        return None
    sheet = getattr(seat, "sheet", None)
    return _render(
        "audits/slots/invitation.html",
        request,
        session=seat.session,
        sheet=sheet,
        may_score=sheet is None and can_score(request.user, seat),
    )


def tasks_of_staff(request: HttpRequest, acting: Acting) -> SafeString | None:
    """Return what waits for the holder of a post."""
    if not acting.posts:
        return None
    today = clock.today()
    rounds = selectors.rounds_overseen_by(acting.user)
    lists = selectors.lists_prepared_by(acting.user)
    return _render(
        "audits/slots/staff.html",
        request,
        drafts=lists.filter(state=ListState.DRAFT).count(),
        reported=rounds.filter(state=RoundState.REPORT_SUBMITTED).count(),
        accepted=rounds.filter(state__in=ACCEPTED).count(),
        late=selectors.late_rounds(rounds, today).count(),
    )


def _render(template: str, request: HttpRequest, **context: object) -> SafeString:
    return render_to_string(template, context, request=request)
