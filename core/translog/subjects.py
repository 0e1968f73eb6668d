"""Which rows a kind of leaf speaks of, and whether its payload may be shown."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from core.translog.canonical import Payload

Rebuild = Callable[[Payload], Payload | None]
LoggedRows = Callable[[], Iterable[tuple[str, int | None]]]
Visible = Callable[[Payload], bool]
VisibleAmong = Callable[[Sequence[Payload]], Sequence[bool]]


@dataclass(frozen=True, slots=True)
class Subject:
    """How leaves of one kind are compared with the database."""

    kind: str
    label: str | Promise
    rebuild_payload: Rebuild
    logged_rows: LoggedRows | None
    payload_visible: Visible
    visible_among: VisibleAmong | None = None
    named_by: str = "number"

    def visibilities(self, payloads: Sequence[Payload]) -> Sequence[bool]:
        """Tell of each payload whether the public may read it."""
        if self.visible_among is not None:
            return self.visible_among(payloads)
        return [self.payload_visible(payload) for payload in payloads]


_subjects: dict[str, Subject] = {}


def register_subject(
    kind: str,
    rebuild_payload: Rebuild,
    *,
    label: str | Promise = "",
    logged_rows: LoggedRows | None = None,
    payload_visible: Visible | None = None,
    visible_among: VisibleAmong | None = None,
    named_by: str = "number",
) -> None:
    """Say how leaves of ``kind`` are checked; call it from ``AppConfig.ready``.

    ``rebuild_payload(payload)`` finds the row a logged payload speaks of and
    returns the payload as the database has it now, or None when the row is
    gone. ``logged_rows()`` yields (name, index of its leaf) for every row that
    ought to be in the log, with None for a row that has no leaf.
    ``payload_visible(payload)`` decides whether the public may read it; by
    default nobody may, and only the commitment is shown. ``visible_among``
    answers the same for many payloads at once, with fewer queries. ``named_by``
    is the key under which a payload holds the number of the matter.
    """
    _subjects[kind] = Subject(
        kind=kind,
        label=label or kind,
        rebuild_payload=rebuild_payload,
        logged_rows=logged_rows,
        payload_visible=payload_visible or _hidden,
        visible_among=visible_among,
        named_by=named_by,
    )


def subject_of(kind: str) -> Subject | None:
    """Return what was registered for ``kind``."""
    return _subjects.get(kind)


def all_subjects() -> list[Subject]:
    """Return every registered kind, by name."""
    return [_subjects[kind] for kind in sorted(_subjects)]


def _hidden(payload: Payload) -> bool:
    del payload
    return False
