"""The demo world for tests, which do not wait for it twice."""

import contextlib
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from cms.demo.build import build
from tests.conftest import NOON
from tests.services import snapshot

BUILT_AT = NOON.replace(month=11)


@contextlib.contextmanager
def world() -> Iterator[None]:
    """Let it stand on the day it was built on, and be gone afterwards."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(transaction.atomic())
        stack.callback(transaction.set_rollback, True)  # noqa: FBT003 - Django's API
        snapshot.take_or_build("demo-world", _build)
        # PostgreSQL drops no trigger while references wait to be checked.
        connection.check_constraints()
        yield


@contextlib.contextmanager
def on_its_day() -> Iterator[None]:
    """Let it stand, and the clock with it."""
    with pytest.MonkeyPatch.context() as patch, world():
        patch.setattr("django.utils.timezone.now", lambda: BUILT_AT)
        yield


def _build() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: BUILT_AT)
        build(BUILT_AT, tell=lambda _name: None)
