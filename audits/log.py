"""How results in the public log are compared with our rows."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from audits.models import PublishedResult
from audits.services.results import LEAF_KIND, leaf_payload
from core.translog import register_subject


def register() -> None:
    """Tell the log what its leaves of published results speak of."""
    register_subject(
        LEAF_KIND,
        _rebuild,
        label=_("Audit result"),
        logged_rows=_logged_rows,
        payload_visible=lambda _payload: True,
        named_by="round",
    )


def _rebuild(payload: Any) -> dict[str, object] | None:  # noqa: ANN401 - any JSON
    result = (
        PublishedResult.objects.select_related("round__enterprise", "organiser")
        .filter(pk=payload["result"])
        .first()
    )
    if result is None:
        return None
    # The names are as they were: a rename changes no published result.
    now = leaf_payload(result)
    names = {key: payload[key] for key in ("enterprise", "credit_code", "organiser")}
    return now | names


def _logged_rows() -> Iterator[tuple[str, int | None]]:
    rows = PublishedResult.objects.values_list("round__number", "kind", "leaf_index")
    for number, kind, index in rows.iterator():
        yield f"{number} {kind}", index
