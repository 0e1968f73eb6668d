from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils.translation import override

from cms.demo import build_demo_pages
from cms.models import HomePage, NewsPage, PortalSettings, StandardPage
from reference.models import IndustryLabel
from tests.factories.accounts import StaffPostFactory, UserFactory
from tests.factories.cms import (
    CaseStudyPageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    PolicyPageFactory,
    PortalSettingsFactory,
    StandardPageFactory,
    TechnologyIndexPageFactory,
    TechnologyPageFactory,
    home_page,
)
from tests.factories.training import TrainingEventFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def homes():
    return {language: home_page(language) for language in ("zh-hans", "en")}


def test_a_fresh_portal_answers_in_both_languages(client: Client, homes):
    chinese = client.get("/")
    english = client.get("/en/")

    assert (chinese.status_code, english.status_code) == (200, 200)
    assert 'lang="zh-Hans"' in chinese.content.decode()
    assert 'lang="en"' in english.content.decode()


def test_the_home_page_offers_the_name_check_and_the_other_language(client, homes):
    page = client.get("/").content.decode()

    assert 'action="/register/check/"' in page
    assert '<a class="masthead__tool" href="/en/"' in " ".join(page.split())


@pytest.mark.parametrize(
    "factory",
    [
        StandardPageFactory,
        PolicyPageFactory,
        CaseStudyPageFactory,
        TechnologyPageFactory,
    ],
)
def test_each_kind_of_page_shows_its_title_and_lede(client, homes, factory):
    page = factory(title="一页", lede="这一页的用处")

    shown = client.get(page.url).content.decode()

    assert "<h1" in shown
    assert "一页" in shown
    assert "这一页的用处" in shown


def test_the_news_list_puts_the_newest_first(client, homes):
    index = NewsIndexPageFactory()
    NewsPageFactory(parent=index, title="旧闻", published_on="2026-01-01")
    NewsPageFactory(parent=index, title="新闻", published_on="2026-03-01")

    shown = client.get(index.url).content.decode()

    assert shown.index("新闻</a>") < shown.index("旧闻</a>")


@pytest.mark.parametrize("pages", [1, 12])
def test_the_news_list_takes_the_same_queries_for_any_number_of_pages(
    client, homes, pages, django_assert_max_num_queries
):
    index = NewsIndexPageFactory()
    for _ in range(pages):
        NewsPageFactory(parent=index)
    client.get(index.url)

    with django_assert_max_num_queries(20):
        response = client.get(index.url)

    assert len(response.context["page_obj"]) == pages


def test_a_page_that_is_not_published_is_not_found(client, homes):
    page = StandardPageFactory(live=False)

    assert client.get(page.full_url).status_code == 404


def test_the_technology_catalogue_keeps_to_the_industry_asked_for(client, homes):
    label = IndustryLabel.objects.create(key="model", name="示范行业")
    index = TechnologyIndexPageFactory()
    fitting = TechnologyPageFactory(parent=index)
    fitting.industries.set([label])
    fitting.save()
    TechnologyPageFactory(parent=index)

    response = client.get(index.url, {"industry": "model"})

    assert [page.pk for page in response.context["page_obj"]] == [fitting.pk]


def test_an_industry_that_is_none_is_explained_beside_its_field(client, homes):
    index = TechnologyIndexPageFactory()
    kept = TechnologyPageFactory(parent=index)

    response = client.get(index.url, {"industry": "nothing"})

    assert response.status_code == 400
    assert response.context["filterset"].errors.keys() == {"industry"}
    assert [page.pk for page in response.context["page_obj"]] == [kept.pk]


def test_the_notice_and_the_operator_follow_the_language(client, homes):
    PortalSettingsFactory(notice="系统维护", notice_en="Maintenance")

    chinese = client.get("/").content.decode()
    english = client.get("/en/").content.decode()

    assert "系统维护" in chinese
    assert "示范主办单位" in chinese
    assert "Maintenance" in english
    assert "Model operator" in english


def test_reading_a_page_writes_no_settings(client, homes):
    client.get("/")

    assert not PortalSettings.objects.exists()


def test_the_demonstration_writes_every_page_twice_and_only_once(homes, noon):
    written = build_demo_pages(noon)

    assert written == 52
    assert build_demo_pages(noon) == 0
    assert NewsPage.objects.count() == 6
    about = StandardPage.objects.get(slug="about", locale=homes["en"].locale)
    assert about.get_translations().count() == 1


def test_every_demonstration_page_answers(client, homes, noon):
    build_demo_pages(noon)

    for home in HomePage.objects.all():
        for page in home.get_descendants():
            assert client.get(page.url).status_code == 200, page.url


def test_strangers_are_sent_from_the_admin_to_the_portals_sign_in(client, homes):
    response = client.get("/admin/", follow=True)

    assert response.redirect_chain[-1][0] == "/account/login/?next=/admin/"


def test_somebody_without_a_right_to_the_admin_is_refused(client, homes):
    client.force_login(UserFactory())

    response = client.get("/admin/", follow=True)

    assert response.status_code == 403


def test_the_admin_does_not_send_readers_to_other_hosts(client):
    response = client.get("/admin/login/", {"next": "https://elsewhere.example/"})

    assert response["Location"] == "/account/login/?next=/admin/"


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "待办事项"), ("en", "Waiting for you")]
)
def test_staff_read_their_desk_in_their_own_language(
    client, homes, settings, language, words
):
    settings.STAFF_SECOND_FACTOR_REQUIRED = False
    post = StaffPostFactory(user__language=language)
    client.force_login(post.user)

    shown = client.get("/admin/").content.decode()

    assert words in shown


def test_staff_choose_their_language_in_the_admin(client, homes, settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = False
    person = StaffPostFactory(user__name="闻人澄岚").user
    client.force_login(person)

    client.post(
        "/admin/account/",
        {
            "profile-name": "闻人澄岚",
            "profile-language": "en",
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
        },
    )

    person.refresh_from_db()
    shown = client.get("/admin/account/").content.decode()
    assert person.language == "en"
    assert "Name and language" in shown
    assert "first_name" not in shown


def test_the_desk_offers_no_search_of_pages_nobody_there_may_edit(
    client, homes, settings
):
    settings.STAFF_SECOND_FACTOR_REQUIRED = False
    client.force_login(StaffPostFactory().user)

    shown = client.get("/admin/").content.decode()

    assert 'role="search"' not in shown
    assert "guide.wagtail.org" not in shown


def test_links_of_the_navigation_stay_in_the_language(client, homes):
    with override("en"):
        shown = client.get("/en/").content.decode()

    assert 'href="/en/experts/"' in shown
    assert 'href="/experts/"' not in shown


def test_an_empty_market_says_so_in_every_column(client, homes):
    response = client.get("/")

    assert [figure.value for figure in response.context["figures"]] == [0] * 5
    for column in response.context["columns"]:
        assert column.entries == ()
        assert str(column.empty) in response.content.decode()


def test_the_home_page_announces_training_that_is_still_to_come(client, homes):
    coming = TrainingEventFactory(
        starts_at=datetime(2099, 5, 1, 1, tzinfo=UTC),
        ends_at=datetime(2099, 5, 1, 9, tzinfo=UTC),
        registration_closes_at=datetime(2099, 4, 20, 9, tzinfo=UTC),
    )

    response = client.get("/")

    training = response.context["columns"][-1]
    assert [entry.url for entry in training.entries] == [coming.get_absolute_url()]


HELP_PAGES = [
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/account/confirm-email/",
]


@pytest.mark.parametrize("address", HELP_PAGES)
def test_pages_about_letters_name_whom_to_ask_where_that_is_stated(client, address):
    without = client.get(address).content.decode()
    PortalSettingsFactory(telephone="0931-5550000", email="help@portal.example")

    stated = client.get(address).content.decode()
    before_the_foot = stated.split("<footer")[0]

    assert "联系" not in without
    assert "0931-5550000" in before_the_foot
    assert "mailto:help@portal.example" in before_the_foot
