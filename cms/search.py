"""What the portal itself adds to the search: its pages, and the facets."""

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from django.db.models.signals import post_delete
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.models import PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms.facets import FACETS
from cms.models import (
    CaseStudyPage,
    NewsPage,
    PolicyPage,
    StandardPage,
    TechnologyPage,
    TrainingEvent,
)
from cms.models.training import TrainingEventQuerySet
from core.clock import shanghai_day
from core.search import (
    SearchDocument,
    SearchKind,
    register_facet,
    register_kind,
    touch,
)
from core.search.questions import Position
from core.search.sources import Source, own, parent

PAGE_KINDS: Final[dict[str, Any]] = {
    model.search_kind: model
    for model in (PolicyPage, NewsPage, TechnologyPage, CaseStudyPage, StandardPage)
}
TRAINING_KIND: Final = "training"
_LABELS: Final = {
    "policy": _("Policies"),
    "news": _("News"),
    "technology": _("Technologies"),
    "case": _("Case studies"),
    "page": _("Guides and information"),
}


def register() -> None:
    """Make pages searchable, offer the facets, follow the editors' changes."""
    for facet in FACETS:
        register_facet(facet)
    register_kind(TRAINING)
    for key, model in PAGE_KINDS.items():
        register_kind(_kind(key, model))
        for signal in (page_published, page_unpublished, post_page_move, post_delete):
            signal.connect(_page_changed, sender=model, dispatch_uid=f"search.{key}")


def _kind(key: str, model: Any) -> SearchKind:  # noqa: ANN401 - Wagtail is untyped
    def visible_to(user: object) -> Any:  # noqa: ANN401
        return _open_pages(model)

    return SearchKind(
        key=key,
        label=_LABELS[key],
        build=_builder(key),
        rows=lambda: _open_pages(model).select_related("locale"),
        visible_to=visible_to,
        sources=_page_sources(model),
    )


def _open_pages(model: Any) -> Any:  # noqa: ANN401 - as above
    """Return the pages that everybody may read.

    Wagtail's ``public()`` says the same and asks for the restrictions first; searches
    ask about many kinds at once.
    """
    below = ExpressionWrapper(OuterRef("path"), CharField())
    closed = PageViewRestriction.objects.annotate(below=below)
    above = closed.filter(below__startswith=F("page__path"))
    return model.objects.live().filter(~Exists(above))


def _page_sources(model: Any) -> tuple[Source, ...]:  # noqa: ANN401 - as above
    """Return what a page is made of: its own row, Wagtail's, and what closes it."""
    restricted = Source(
        PageViewRestriction._meta.db_table,
        f"SELECT {model._meta.pk.column} AS object_key FROM {model._meta.db_table} "  # noqa: S608
        "WHERE page_ptr_id IN (SELECT below.id FROM wagtailcore_page below, "
        "wagtailcore_page above WHERE above.id = {row}.page_id "
        "AND below.path LIKE above.path || '%')",
    )
    titles = ("title", "live", "path", "url_path", "first_published_at", "locale")
    return own(model), parent(model, "page_ptr", *titles), restricted


def _builder(key: str) -> Callable[[Any], SearchDocument]:
    def build(page: Any) -> SearchDocument:  # noqa: ANN401
        instrument = getattr(page, "instrument", None)
        published = page.first_published_at
        return SearchDocument(
            kind=key,
            key=str(page.pk),
            title=page.title,
            body="\n".join([page.lede, *_body_texts(page)]),
            url=page.get_url() or "/",
            codes=[instrument.number] if instrument and instrument.number else [],
            facets={"label": _labels(page)},
            date=published.date() if published else None,
            language=page.locale.language_code,
        )

    return build


def _body_texts(page: Any) -> list[str]:  # noqa: ANN401
    texts: list[str] = page.body.stream_block.get_searchable_content(page.body)
    return texts


def _labels(page: Any) -> list[str]:  # noqa: ANN401
    if isinstance(page, TechnologyPage):
        return [label.pk for label in page.industries.all()]
    if isinstance(page, CaseStudyPage) and page.industry_id:
        return [page.industry_id]
    return []


def _page_changed(sender: Any, instance: Any, **kwargs: Any) -> None:  # noqa: ANN401
    key = next(key for key, model in PAGE_KINDS.items() if model is sender)
    touch(key, instance.pk)


def _build_event(event: TrainingEvent) -> SearchDocument:
    bodies = (event.audience, event.topics, event.venue)
    english = (event.audience_en, event.topics_en, event.venue_en)
    return SearchDocument(
        kind=TRAINING_KIND,
        key=str(event.pk),
        title=event.title,
        title_en=event.title_en,
        body="\n".join(body for body in bodies if body),
        body_en="\n".join(body for body in english if body),
        url=_in_default_language(event),
        facets={
            "state": [f"{TRAINING_KIND}-{event.state}"],
            "place": event.jurisdiction.ancestor_codes if event.jurisdiction else [],
        },
        date=shanghai_day(event.starts_at),
    )


def _in_default_language(event: TrainingEvent) -> str:
    with override(settings.LANGUAGE_CODE):
        return event.get_absolute_url()


def _visible_events(user: object) -> TrainingEventQuerySet:
    return TrainingEvent.objects.public()


def _public_events() -> TrainingEventQuerySet:
    return TrainingEvent.objects.public().select_related("jurisdiction")


TRAINING: Final = SearchKind(
    key=TRAINING_KIND,
    label=_("Training"),
    build=_build_event,
    rows=_public_events,
    visible_to=_visible_events,
    sources=(own(TrainingEvent),),
)


def position_or_404(written: str) -> Position:
    """Return the position among hits that was written; raise Http404 for none."""
    try:
        return Position.parse(written)
    except ValueError as error:
        raise Http404 from error
