"""Pages for tests: each hangs below its parent, the tree is made when missing."""

from datetime import date

import factory
from factory.django import DjangoModelFactory
from wagtail.models import Locale, Page, Site

from cms.models import (
    CaseStudyIndexPage,
    CaseStudyPage,
    HomePage,
    NewsIndexPage,
    NewsPage,
    PolicyIndexPage,
    PolicyPage,
    PortalSettings,
    StandardPage,
    TechnologyIndexPage,
    TechnologyPage,
)


def home_page(language: str = "zh-hans") -> HomePage:
    """Return the home page of a language, made anew after a flush."""
    locale, _ = Locale.objects.get_or_create(language_code=language)
    found = HomePage.objects.filter(locale=locale).first()
    return found or HomePageFactory(locale=locale, slug=f"home-{language}")


def _root() -> Page:
    for language in ("zh-hans", "en"):
        Locale.objects.get_or_create(language_code=language)
    found = Page.objects.filter(depth=1).first()
    return found or Page.add_root(
        instance=Page(title="Root", slug="root", locale=Locale.objects.first())
    )


class PageFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    title = factory.Sequence(lambda n: f"页面{n}")
    slug = factory.Sequence(lambda n: f"page-{n}")
    parent = factory.LazyFunction(home_page)

    @classmethod
    def _create(cls, model_class, *args, parent, **kwargs):
        kwargs.setdefault("locale", parent.locale)
        return parent.add_child(instance=model_class(*args, **kwargs))


class HomePageFactory(PageFactory):
    class Meta:
        model = HomePage

    parent = factory.LazyFunction(_root)

    @factory.post_generation
    def _site(self, create, extracted, **kwargs):
        if self.locale.language_code == "zh-hans":
            Site.objects.update_or_create(
                is_default_site=True,
                defaults={"hostname": "localhost", "port": 80, "root_page": self},
            )


class StandardPageFactory(PageFactory):
    class Meta:
        model = StandardPage


class PolicyIndexPageFactory(PageFactory):
    class Meta:
        model = PolicyIndexPage

    slug = "policy"


class PolicyPageFactory(PageFactory):
    class Meta:
        model = PolicyPage

    parent = factory.SubFactory(PolicyIndexPageFactory)


class NewsIndexPageFactory(PageFactory):
    class Meta:
        model = NewsIndexPage

    slug = "news"


class NewsPageFactory(PageFactory):
    class Meta:
        model = NewsPage

    parent = factory.SubFactory(NewsIndexPageFactory)
    published_on = date(2026, 3, 9)


class TechnologyIndexPageFactory(PageFactory):
    class Meta:
        model = TechnologyIndexPage

    slug = "technologies"


class TechnologyPageFactory(PageFactory):
    class Meta:
        model = TechnologyPage

    parent = factory.SubFactory(TechnologyIndexPageFactory)


class CaseStudyIndexPageFactory(PageFactory):
    class Meta:
        model = CaseStudyIndexPage

    slug = "case-studies"


class CaseStudyPageFactory(PageFactory):
    class Meta:
        model = CaseStudyPage

    parent = factory.SubFactory(CaseStudyIndexPageFactory)
    enterprise = "示范企业（虚构）"
    year = 2025


class PortalSettingsFactory(DjangoModelFactory):
    class Meta:
        model = PortalSettings
        django_get_or_create = ("id",)

    id = 1
    operator = "示范主办单位"
    operator_en = "Model operator"
