"""The transparency log for people and for machines."""

import base64
from collections.abc import Iterator
from http import HTTPStatus
from itertools import islice
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blacklist.filters import LogFilter
from blacklist.views.privacy import not_indexed
from core.lists import CHUNK, Column, ListPage, Sort
from core.models import LogLeaf
from core.translog.canonical import instant
from core.translog.notes import log_signer
from core.translog.selectors import (
    PublicEntry,
    consistency_path,
    inclusion_path,
    leaves,
    log_size,
    public_entries,
    public_entry,
    signed_checkpoint,
    tree_root,
)

MOST_ENTRIES = 1000


@method_decorator(not_indexed, name="dispatch")
class LogList(ListPage):
    """The newest entries, and how to check the log oneself."""

    template_name = "blacklist/log.html"
    filterset_class = LogFilter
    export_name = "log"
    sorts = (
        Sort("newest", _("Newest first"), "-index"),
        Sort("oldest", _("Oldest first"), "index"),
    )
    columns = (
        Column("index", pgettext_lazy("log", "Index"), lambda row: row.leaf.index),
        Column("kind", pgettext_lazy("register", "Kind"), lambda row: row.label),
        Column("at", _("Logged at"), lambda row: row.leaf.at),
        Column("concerns", _("Concerns"), lambda row: row.concerns),
        Column(
            "hash",
            _("Hash of the entry"),
            lambda row: base64.b64encode(bytes(row.leaf.leaf_hash)).decode(),
        ),
    )

    def get_queryset(self) -> QuerySet[LogLeaf]:
        """Return the leaves."""
        return leaves()

    def export_rows(self, rows: QuerySet[LogLeaf]) -> Iterator[PublicEntry]:
        """Return what may be read of each leaf, a chunk at a time."""
        remaining = rows.iterator(chunk_size=CHUNK)
        while some := list(islice(remaining, CHUNK)):
            yield from public_entries(some)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the signed head, the key and what may be read of each leaf."""
        context = super().get_context_data(**kwargs)
        size = log_size()
        context |= {
            "entries": public_entries(context["page_obj"]),
            "size": size,
            "root": base64.b64encode(tree_root(size)).decode(),
            "key": log_signer().verifier_key,
            "checkpoint": signed_checkpoint(),
        }
        return context


@not_indexed
def checkpoint(request: HttpRequest) -> HttpResponse:
    """Give the signed head of the log, or of the size asked for."""
    size = _number(request, "size")
    if size is not None and size > log_size():
        raise Http404
    return _text(signed_checkpoint(size))


@not_indexed
def key(request: HttpRequest) -> HttpResponse:
    """Give the key that verifies checkpoints."""
    return _text(log_signer().verifier_key + "\n")


@not_indexed
def verifier(request: HttpRequest) -> HttpResponse:
    """Send the stand-alone program that checks the log."""
    path = settings.BASE_DIR / "tools" / "verify.py"
    response = HttpResponse(path.read_bytes(), content_type="text/x-python")
    response["Content-Disposition"] = f'attachment; filename="{path.name}"'
    return response


@not_indexed
def entries(request: HttpRequest) -> HttpResponse:
    """Give leaves from ``start`` on, at most a thousand at once."""
    size = log_size()
    start = _number(request, "start") or 0
    end = _number(request, "end")
    last = min(size, start + MOST_ENTRIES if end is None else end)
    last = min(last, start + MOST_ENTRIES)
    found = leaves().filter(index__gte=start, index__lt=last)
    return _json(
        {
            "size": size,
            "start": start,
            "entries": [_entry(entry) for entry in public_entries(found)],
        }
    )


@not_indexed
def proof(request: HttpRequest, index: int) -> HttpResponse:
    """Give everything that proves one leaf, for tools/verify.py."""
    leaf_row = get_object_or_404(leaves(), index=index)
    size = _number(request, "size")
    chosen = log_size() if size is None else size
    try:
        path = inclusion_path(index, chosen)
    except ValueError:
        return _unknown_size()
    return _json(
        {
            **_entry(public_entry(leaf_row)),
            "size": chosen,
            "path": [step.hex() for step in path],
            "checkpoint": signed_checkpoint(chosen),
        }
    )


@not_indexed
def consistency(request: HttpRequest) -> HttpResponse:
    """Give the proof that the log of ``new`` leaves begins with that of ``old``."""
    old = _number(request, "old") or 0
    new = _number(request, "new")
    chosen = log_size() if new is None else new
    try:
        steps = consistency_path(old, chosen)
    except ValueError:
        return _unknown_size()
    return _json(
        {
            "old": old,
            "new": chosen,
            "proof": [step.hex() for step in steps],
            "old_checkpoint": signed_checkpoint(old),
            "new_checkpoint": signed_checkpoint(chosen),
        }
    )


@not_indexed
def leaf(request: HttpRequest, index: int) -> HttpResponse:
    """Explain one leaf and its proof to people."""
    leaf_row = get_object_or_404(leaves(), index=index)
    size = log_size()
    entry = public_entry(leaf_row)
    context = {
        "entry": entry,
        "leaf": leaf_row,
        "leaf_hash": bytes(leaf_row.leaf_hash).hex(),
        "commitment": bytes(leaf_row.commitment).hex(),
        "salt": entry.salt.hex() if entry.salt else "",
        "path": [step.hex() for step in inclusion_path(index, size)],
        "size": size,
        "root": base64.b64encode(tree_root(size)).decode(),
        "checkpoint": signed_checkpoint(),
        "key": log_signer().verifier_key,
    }
    return render(request, "blacklist/leaf.html", context)


def _entry(entry: PublicEntry) -> dict[str, Any]:
    row: LogLeaf = entry.leaf
    return {
        "index": row.index,
        "leaf": {
            "kind": row.kind,
            "at": instant(row.at),
            "commitment": bytes(row.commitment).hex(),
        },
        "leaf_hash": bytes(row.leaf_hash).hex(),
        "salt": entry.salt.hex() if entry.salt else None,
        "payload": entry.body,
        "erased": entry.erased,
    }


def _number(request: HttpRequest, name: str) -> int | None:
    """Return a number of the query; anything else is a missing page."""
    given = request.GET.get(name)
    if given is None:
        return None
    if not given.isascii() or not given.isdecimal() or len(given) > 15:  # noqa: PLR2004 - longer numbers fit no index
        raise Http404
    return int(given)


def _unknown_size() -> HttpResponse:
    return JsonResponse(
        {"error": "The log never had these sizes."}, status=HTTPStatus.BAD_REQUEST
    )


def _text(content: str) -> HttpResponse:
    return HttpResponse(content, content_type="text/plain; charset=utf-8")


def _json(document: dict[str, Any]) -> JsonResponse:
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False})
