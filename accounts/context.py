"""What every template knows of the person reading it."""

from django.conf import settings
from django.http import HttpRequest

from accounts.demo_accounts import DEMO_ACCOUNTS
from accounts.models import User


def acting(request: HttpRequest) -> dict[str, object]:
    """Return for whom the reader acts, and the accounts of a demonstration."""
    return {
        "acting": getattr(request, "acting", None),
        "demo_accounts": _demo_accounts if settings.DEMO_ACCOUNTS_LISTED else (),
    }


def _demo_accounts() -> list[object]:
    # Called by the template of the sign-in page only.
    addresses = [account.email for account in DEMO_ACCOUNTS]
    known = set(
        User.objects.filter(email__in=addresses).values_list("email", flat=True)
    )
    return [account for account in DEMO_ACCOUNTS if account.email in known]
