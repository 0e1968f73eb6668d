import pytest
from wagtail.models import Page, PageViewRestriction
from wagtail.search.backends import get_search_backend

from audits.states import RoundState
from cms.models import TrainingEvent
from core.models.search import SearchEntry, SearchOutboxEntry
from core.search.outbox import drain, touch
from core.search.questions import LIMIT, PAGE_SIZE
from tests.factories.accounts import OrganisationFactory
from tests.factories.audits import RoundFactory
from tests.factories.cms import (
    NewsPageFactory,
    PolicyPageFactory,
    home_page,
)
from tests.factories.training import TrainingEventFactory

pytestmark = pytest.mark.django_db


def indexed(kind, page):
    touch(kind, page.pk)
    drain()
    return page


def fill_beyond_the_limit(more):
    """Index so many events that the last of them have no numbered page."""
    organiser = OrganisationFactory()
    TrainingEvent.objects.bulk_create(
        TrainingEventFactory.build(organiser=organiser, slug=f"course-{number}")
        for number in range(LIMIT + more)
    )
    SearchEntry.objects.bulk_create(
        SearchEntry(kind="training", object_key=pk, title="x", url=f"/training/{pk}/")
        for pk in TrainingEvent.objects.values_list("pk", flat=True)
    )
    # The index holds them already.
    SearchOutboxEntry.objects.all().delete()


@pytest.fixture
def policy():
    return indexed("policy", PolicyPageFactory(title="清洁生产审核办法解读"))


@pytest.mark.parametrize(
    "query", ["清洁生产", "审核办法", "qingjie", "qjscsh", "清潔生產"]
)
def test_a_page_is_found(client, policy, query):
    response = client.get("/search/", {"q": query})

    assert response.status_code == 200
    assert [hit.document.title for hit in response.context["results"].hits] == [
        policy.title
    ]
    assert b"<mark>" in response.content or query.isascii()


def test_states_are_named_with_their_kind_and_narrow_a_search(client):
    indexed("training", TrainingEventFactory())
    under_way = indexed("audit", RoundFactory(state=RoundState.EVALUATION_REDO))

    response = client.get("/search/", {"state": "audit-under_way"})

    results = response.context["results"]
    states = next(facet for facet in results.facets if facet.name == "state")
    assert [hit.document.key for hit in results.hits] == [str(under_way.pk)]
    assert [(one.key, one.count) for one in states.options] == [
        ("audit-under_way", 1),
        ("training-announced", 1),
    ]
    assert "清洁生产审核 · 进行中" in response.content.decode()


def test_a_draft_is_not_found_even_while_the_index_holds_it(client, policy):
    policy.live = False
    policy.save()

    results = client.get("/search/", {"q": "清洁生产"}).context["results"]

    assert (results.total, results.facets) == (0, [])


def test_a_page_is_found_in_its_own_language(client):
    english = indexed(
        "news", NewsPageFactory(title="Training season", parent=home_page("en"))
    )

    assert client.get("/search/", {"q": "training"}).context["results"].total == 0
    (hit,) = client.get("/en/search/", {"q": "training"}).context["results"].hits
    assert hit.document.title == english.title


def test_choices_narrow_and_stay_checked(client, policy):
    indexed("news", NewsPageFactory(title="清洁生产动态"))

    response = client.get("/search/", {"q": "清洁生产", "kind": "news"})

    results = response.context["results"]
    assert [hit.document.kind for hit in results.hits] == ["news"]
    assert b'value="news" checked' in response.content


@pytest.mark.parametrize("page", ["0", "-1", "2", "x", "9" * 30, "１"])
def test_a_page_of_results_that_is_not_there_is_not_found(client, policy, page):
    assert client.get("/search/", {"q": "清洁", "page": page}).status_code == 404


@pytest.mark.parametrize("after", ["", "x", "1~2026-02-30~/x/", "0~0001-01-01~/zzz/"])
def test_there_is_nothing_after_a_hit_that_cannot_be(client, policy, after):
    assert client.get("/search/", {"q": "清洁", "after": after}).status_code == 404


@pytest.mark.parametrize("where", ["the page", "the page above"])
def test_a_page_behind_a_restriction_is_not_found(client, policy, where):
    closed = policy if where == "the page" else policy.get_parent()
    PageViewRestriction.objects.create(page=closed, restriction_type="login")

    before = client.get("/search/", {"q": "清洁生产审核办法"})
    drain()
    after = client.get("/search/", {"q": "清洁生产审核办法"})

    assert before.context["results"].total == after.context["results"].total == 0
    assert policy.title not in before.content.decode()


@pytest.mark.once
def test_pages_without_numbers_lead_from_the_last_numbered_one_to_the_end(client):
    fill_beyond_the_limit(21)
    pages = [client.get("/search/", {"page": LIMIT // PAGE_SIZE})]

    while after := pages[-1].context.get("goes_on"):
        pages.append(client.get("/search/", {"after": str(after)}))

    hits = [[hit.url for hit in page.context["results"].hits] for page in pages]
    assert [len(page) for page in hits] == [20, 20, 1]
    assert len({url for page in hits for url in page}) == 41
    links = [page.content.decode().count('rel="next"') for page in pages]
    assert links == [1, 1, 0]


@pytest.mark.parametrize(
    "query", ["", " ", "天马行空", "<script>", "\x00", "甲" * 5000]
)
def test_any_query_gets_an_answer(client, query):
    response = client.get("/search/", {"q": query})

    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_names_are_suggested(client, policy):
    answer = client.get("/search/suggest/", {"q": "审核"}).json()

    assert [one["title"] for one in answer["suggestions"]] == [policy.title]
    assert answer["suggestions"][0]["url"] == policy.get_url()


def test_searching_changes_nothing(client):
    assert client.post("/search/", {"q": "x"}).status_code == 405


def test_publishing_a_page_indexes_it(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = PolicyPageFactory(title="绿色工厂评价要求", live=False)
        page.save_revision().publish()

    assert client.get("/search/", {"q": "绿色工厂"}).context["results"].total == 1


def test_the_page_costs_the_same_queries_for_one_hit_and_for_many(
    client, policy, django_assert_max_num_queries
):
    client.get("/search/", {"q": "清洁"})
    with django_assert_max_num_queries(15) as few:
        client.get("/search/", {"q": "清洁"})
    library = policy.get_parent()
    for n in range(8):
        indexed("policy", PolicyPageFactory(title=f"清洁生产政策{n}", parent=library))

    with django_assert_max_num_queries(len(few)):
        client.get("/search/", {"q": "清洁"})


@pytest.mark.parametrize("query", ["审核", "审", "解读", "清洁 办法"])
def test_editors_find_pages_by_parts_of_chinese_titles(policy, query):
    backend = get_search_backend()

    for find in (backend.search, backend.autocomplete):
        assert [page.title for page in find(query, Page)] == [policy.title]
