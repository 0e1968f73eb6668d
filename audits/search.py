"""Audit lists and audits as the search finds them."""

from typing import Any

from django.db.models import F, Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from audits import selectors
from audits.models import AuditList, Disclosure, Listing, Round
from core.clock import shanghai_day
from core.search import SearchDocument, SearchKind, register_kind, touch, touch_many
from core.search.sources import beside, child, many, own, parent
from reference.models import IndustryLabel
from reference.models.places import codes_on

LIST_KIND = "audit_list"
ROUND_KIND = "audit"
_LABELS = "labels_in_search"
# What a document is made of; there may be a million to make.
_COLUMNS = (
    *("number", "state", "opened_at", "enterprise"),
    *(f"enterprise__{name}" for name in ("name", "name_en", "credit_code", "address")),
    *(f"disclosure__{name}" for name in ("round", "pollutants", "energy", "toxics")),
)
_PLACE, _LIST = "place_in_search", "list_in_search"


def register() -> None:
    """Make lists and audits searchable."""
    register_kind(
        SearchKind(
            key=LIST_KIND,
            label=_("Audit lists"),
            build=_list_document,
            rows=selectors.public_lists,
            visible_to=_visible_lists,
            sources=(own(AuditList), parent(AuditList, "authority", "name")),
        )
    )
    register_kind(
        SearchKind(
            key=ROUND_KIND,
            label=_("Audits"),
            build=_round_document,
            rows=_rounds,
            visible_to=_visible_rounds,
            sources=(
                own(Round),
                child(Disclosure, "round"),
                parent(
                    Round,
                    "enterprise",
                    *("name", "name_en", "credit_code", "address", "jurisdiction"),
                ),
                beside(Round, "enterprise", many(Organisation, "labels")),
                beside(Round, "listing", parent(Listing, "audit_list", "title")),
            ),
        )
    )


def touch_list(audit_list: AuditList) -> None:
    """Note that a list was put out, and with it the rounds on it."""
    touch(LIST_KIND, audit_list.pk)
    rounds = Round.objects.filter(listing__audit_list=audit_list)
    touch_many(ROUND_KIND, rounds.values_list("pk", flat=True))


def touch_round(audit_round: Round) -> None:
    """Note that what the public may know of a round has changed."""
    touch(ROUND_KIND, audit_round.pk)


def _list_document(audit_list: AuditList) -> SearchDocument:
    return SearchDocument(
        kind=LIST_KIND,
        key=str(audit_list.pk),
        title=audit_list.title,
        body=audit_list.authority.name,
        url=f"/audits/lists/{audit_list.number}/",
        codes=[audit_list.number, audit_list.document_number],
        date=audit_list.issued_on,
    )


def _round_document(audit_round: Round) -> SearchDocument:
    enterprise = audit_round.enterprise
    disclosure = getattr(audit_round, "disclosure", None)
    joined = vars(audit_round)
    return SearchDocument(
        kind=ROUND_KIND,
        key=str(audit_round.pk),
        title=enterprise.name,
        title_en=enterprise.name_en,
        body="\n".join(
            [
                enterprise.address,
                joined[_LIST] or "",
                *([text for _label, text in disclosure.texts()] if disclosure else []),
            ]
        ),
        url=f"/audits/{audit_round.number}/",
        codes=[audit_round.number, *_codes(enterprise)],
        facets={
            "state": [f"{ROUND_KIND}-{audit_round.stage}"],
            "label": [label.key for label in vars(enterprise)[_LABELS]],
            "place": codes_on(joined[_PLACE] or ""),
        },
        date=shanghai_day(audit_round.opened_at),
    )


def _codes(enterprise: Organisation) -> list[str]:
    return [enterprise.credit_code] if enterprise.credit_code else []


def _rounds() -> QuerySet[Round]:
    rounds = Round.objects.public().select_related("enterprise", "disclosure")
    # Two texts come without the rows they stand in, and nothing is put in order.
    joined = rounds.order_by().annotate(
        **{
            _PLACE: F("enterprise__jurisdiction__path"),
            _LIST: F("listing__audit_list__title"),
        }
    )
    # Plain lists: a manager for each of many rows costs more than the rows.
    labels = Prefetch(
        "enterprise__labels", IndustryLabel.objects.only("pk"), to_attr=_LABELS
    )
    return joined.prefetch_related(labels).only(*_COLUMNS)


def _visible_lists(_user: Any) -> QuerySet[AuditList]:  # noqa: ANN401 - anybody
    return selectors.public_lists()


def _visible_rounds(_user: Any) -> QuerySet[Round]:  # noqa: ANN401 - anybody
    return Round.objects.public()
