"""Members and draws in the search: consented fields, closed names nowhere."""

from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.permissions import Person
from core.clock import shanghai_day
from core.search import SearchDocument, SearchKind, register_kind
from core.search.sources import child, many, own, parent, via
from experts.models import Consent, ConsentField, Draw, Expert, ExpertProfile
from experts.selectors import draws_visible_to, public_card, published_experts
from reference.models import Jurisdiction

EXPERT: Final = "expert"
DRAW: Final = "draw"
# Draws are looked up by number; people search for experts.
QUIET: Final = 5


def register() -> None:
    """Make members and draws searchable."""
    register_kind(
        SearchKind(
            key=EXPERT,
            label=_("Experts"),
            build=expert_document,
            rows=published_experts,
            visible_to=_published,
            sources=(
                own(Expert),
                many(Expert, "specialities"),
                many(Expert, "labels"),
                child(ExpertProfile, "expert"),
                child(Consent, "expert"),
                via(ConsentField, "consent", child(Consent, "expert")),
            ),
        )
    )
    register_kind(
        SearchKind(
            key=DRAW,
            label=_("Draws"),
            build=draw_document,
            rows=lambda: Draw.objects.select_related("enterprise").defer(
                "frozen", "reveal"
            ),
            visible_to=draws_visible_to,
            sources=(own(Draw), parent(Draw, "enterprise", "name", "name_en")),
        )
    )


def expert_document(expert: Expert) -> SearchDocument:
    """Return what the search may know of a member."""
    card = public_card(expert)
    named = [*card.specialities, *card.labels]
    return SearchDocument(
        kind=EXPERT,
        key=str(expert.pk),
        title=card.heading,
        body="\n".join(
            [
                card.employer,
                card.title,
                *(row.name for row in named),
                card.introduction,
            ]
        ),
        body_en="\n".join(row.name_en for row in named),
        url=f"/experts/{card.number}/",
        codes=[card.number],
        facets={
            "label": [label.pk for label in card.labels],
            "place": _units(card.jurisdiction),
        },
        date=shanghai_day(expert.admitted_at),
    )


def draw_document(draw: Draw) -> SearchDocument:
    """Return what the search may know of a draw: never who was drawn."""
    titles = []
    for language in ("zh-hans", "en"):
        with override(language):
            titles.append(f"{draw.enterprise.label} · {draw.get_purpose_display()}")
    return SearchDocument(
        kind=DRAW,
        key=str(draw.pk),
        title=titles[0],
        title_en=titles[1],
        url=f"/draws/{draw.number}/",
        codes=[draw.number, draw.subject_number],
        facets={"state": [f"{DRAW}-{draw.state}"]},
        date=shanghai_day(draw.frozen_at),
        boost=QUIET,
    )


def _published(_user: Person) -> QuerySet[Expert]:
    return published_experts()


def _units(place: Jurisdiction | None) -> list[str]:
    return [] if place is None else [code for code in place.path.split("/") if code]
