"""The one reader of environment variables.

Every value is read through a function that names its type, so that a setting
which is missing or malformed stops the portal at start-up, in words an
operator can act on.
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off", ""})


def text(name: str, default: str | None = None) -> str:
    """Return the variable ``name``.

    Raises ImproperlyConfigured when it is unset and there is no default.
    """
    value = os.environ.get(name, default)
    if value is None:
        message = f"The environment variable {name} must be set."
        raise ImproperlyConfigured(message)
    return value


def secret(name: str) -> str:
    """Return a required variable that must not be empty."""
    value = text(name)
    if not value.strip():
        message = f"The environment variable {name} must not be empty."
        raise ImproperlyConfigured(message)
    return value


def flag(name: str, *, default: bool) -> bool:
    """Return the variable ``name`` as yes or no."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in _TRUE:
        return True
    if value.strip().lower() in _FALSE:
        return False
    message = f"{name} must be one of 1/0, true/false, yes/no, on/off; got {value!r}."
    raise ImproperlyConfigured(message)


def number(name: str, default: int) -> int:
    """Return the variable ``name`` as a whole number."""
    value = os.environ.get(name)
    if value is None or not value.strip():
        return default
    try:
        return int(value)
    except ValueError as error:
        message = f"{name} must be a whole number; got {value!r}."
        raise ImproperlyConfigured(message) from error


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated variable as a list without empty items."""
    value = os.environ.get(name, default)
    return [word.strip() for word in value.split(",") if word.strip()]


def folder(name: str, default: Path) -> Path:
    """Return the variable ``name`` as an absolute path."""
    return Path(os.environ.get(name) or default).expanduser().resolve()
