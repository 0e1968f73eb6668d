"""The demo accounts, and the organisations they administer."""

from accounts.models import Organisation, User


def person(key):
    """Return a demo account."""
    return User.objects.get(email=f"{key}@demo.example")


def organisation_of(key):
    """Return the organisation a demo account administers."""
    return Organisation.objects.filter(memberships__user=person(key)).earliest("pk")
