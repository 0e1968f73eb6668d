"""Build the demonstration's pages below both home pages."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from wagtail.models import Page

from cms.demo import about, cases, guides, news, policy, rules, technology
from cms.demo.drafts import Draft, Words
from cms.models import HomePage
from core.clock import shanghai_day
from reference.models import IndustryLabel, Instrument

# Translations of one page share a key made from its path.
_NAMESPACE = UUID("5d5f4b0e-7a0c-4f0e-9d8e-0d3f6f3c2a11")
DRAFTS = (
    about.ABOUT,
    rules.RULES,
    guides.GUIDES,
    policy.LIBRARY,
    news.NEWS,
    technology.CATALOGUE,
    cases.STUDIES,
)


@transaction.atomic
def build_demo_pages(at: datetime) -> int:
    """Write every page that is not there yet; return how many were written.

    Pages that exist are left as they are, so editors lose nothing.
    """
    homes = {
        home.locale.language_code: home
        for home in HomePage.objects.select_related("locale")
    }
    return sum(_write(draft, homes, at) for draft in DRAFTS)


def _write(draft: Draft, parents: Mapping[str, Page], at: datetime) -> int:
    pages: dict[str, Page] = {}
    written = 0
    for language, words in (("zh-hans", draft.zh), ("en", draft.en)):
        parent = parents[language]
        page = parent.get_children().filter(slug=draft.slug).first()
        if page is None:
            page = _add(draft, words, parent, at)
            written += 1
        pages[language] = page
    return written + sum(_write(below, pages, at) for below in draft.below)


def _add(draft: Draft, words: Words, parent: Page, at: datetime) -> Page:
    path = "/".join([*parent.url_path.strip("/").split("/")[1:], draft.slug])
    page = draft.kind(
        title=words.title,
        slug=draft.slug,
        lede=words.lede,
        body=list(words.body),
        locale=parent.locale,
        translation_key=uuid5(_NAMESPACE, path),
        live=True,
        first_published_at=at,
        last_published_at=at,
        **_columns(draft, words, at),
    )
    parent.add_child(instance=page)
    if draft.industries and hasattr(page, "industries"):
        page.industries.set(IndustryLabel.objects.filter(key__in=draft.industries))
        page.save()
    return page


def _columns(draft: Draft, words: Words, at: datetime) -> dict[str, Any]:
    columns: dict[str, Any] = {**draft.fields, **words.fields}
    if draft.days_ago is not None:
        columns["published_on"] = shanghai_day(at) - timedelta(days=draft.days_ago)
    if "instrument" in columns:
        columns["instrument"] = Instrument.objects.filter(
            key=columns["instrument"]
        ).first()
    if "industry" in columns:
        columns["industry"] = IndustryLabel.objects.filter(
            key=columns["industry"]
        ).first()
    return columns
