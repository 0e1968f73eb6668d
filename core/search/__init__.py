"""Search: one port, engines behind it.

Apps say what a document is (``register_kind``) and announce changes
(``touch``); pages ask ``search`` and ``suggest``. The index proposes keys, the
database decides who may see them.
"""

from typing import TYPE_CHECKING, Any

from core.search.documents import (
    FacetKind,
    SearchDocument,
    SearchKind,
    register_facet,
    register_kind,
)

if TYPE_CHECKING:
    from core.search.asking import search, suggest
    from core.search.outbox import touch, touch_many

__all__ = [
    "FacetKind",
    "SearchDocument",
    "SearchKind",
    "register_facet",
    "register_kind",
    "search",
    "suggest",
    "touch",
    "touch_many",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401
    # Kinds are registered while models load; asking needs the models.
    if name in {"search", "suggest"}:
        from core.search import asking  # noqa: PLC0415

        return getattr(asking, name)
    if name in {"touch", "touch_many"}:
        from core.search import outbox  # noqa: PLC0415

        return getattr(outbox, name)
    raise AttributeError(name)
