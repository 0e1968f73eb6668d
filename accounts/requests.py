"""What a request tells about the person behind it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.acting import Acting
from accounts.models import User


def person_of(request: HttpRequest) -> User:
    """Return the signed-in person. Raises PermissionDenied for anybody else."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def acting_of(request: HttpRequest) -> Acting:
    """Return for whom the person acts, as the middleware found it."""
    acting: Acting = request.acting  # type: ignore[attr-defined] # set by our middleware
    return acting
