import io

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.utils.translation import override

from accounts.models import Organisation
from core.models import SearchOutboxEntry
from core.search import SearchDocument, SearchKind, register_facet, search, suggest
from core.search import documents as search_documents
from core.search.documents import FacetKind
from core.search.engines import cluster_engine, embedded_engine
from core.search.outbox import drain, touch
from tests.core.search_world import build, indexed
from tests.factories.accounts import OrganisationFactory
from tests.factories.reference import JurisdictionFactory

ENGINES = ["embedded", pytest.param("cluster", marks=pytest.mark.elasticsearch)]
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("engine", ENGINES, indirect=True),
]

NOBODY = AnonymousUser()


def visible_to(user):
    return Organisation.objects.active()


@pytest.fixture(autouse=True)
def engine(request, settings):
    """The engine that answers: the one in the database, or a real cluster."""
    if request.param == "embedded":
        return embedded_engine()
    settings.ELASTICSEARCH_URL = request.getfixturevalue("search_node_url")
    settings.ELASTICSEARCH_PREFIX = (
        request.getfixturevalue("search_prefix") + "contract"
    )
    cluster = cluster_engine()
    # What an earlier test left; making the index anew would take far longer.
    cluster.remove("organisation", list(cluster.digests("organisation")))
    return cluster


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    monkeypatch.setattr(search_documents, "_kinds", {})
    monkeypatch.setattr(search_documents, "_facets", {})
    register_facet(
        FacetKind("place", "Place", lambda keys: {key: key for key in sorted(keys)})
    )
    kind = SearchKind(
        key="organisation",
        label="Organisation",
        build=build,
        rows=Organisation.objects.active,
        visible_to=visible_to,
    )
    return search_documents.register_kind(kind)


def found(query, **kwargs):
    results = search(query, user=NOBODY, **kwargs)
    return [hit.document.title for hit in results.hits]


def test_what_a_row_said_before_a_change_is_found_no_more():
    (row,) = indexed("旧名例示")
    assert found("旧名") == ["旧名例示"]

    Organisation.objects.filter(pk=row.pk).update(name="新名例示")
    touch("organisation", row.pk)

    assert found("旧名") == []
    assert search("旧名", user=NOBODY).suggestions == []


NAME = "甘肃例示铁合金有限公司"


@pytest.mark.parametrize(
    "query",
    [
        NAME,
        "铁合金",
        "例示",
        "甘",
        "司",
        "肃例示铁",
        "甘肃 合金",
        "鐵合金",
        "tiehejin",
        "gansulishi",
        "gslsthj",
        "thj",
        "tiehe",
        "Sample",
        "samp",
        "ＳＡＭＰＬＥ　alloys",
        "西固区",
    ],
)
def test_a_document_is_found_the_way_people_type(query):
    indexed(NAME, name_en="Sample Alloys", address="兰州市西固区一号")
    indexed("平凉别样水泥厂", name_en="Other Cement", address="平凉")

    assert found(query) == [NAME]


@pytest.mark.parametrize(
    "query",
    ["合铁", "水泥", "甘肃水泥", "amples", "' OR 1=1", '"', "NOT", "铁 AND 钢", "*"],
)
def test_what_does_not_match_is_not_found(query):
    indexed(NAME, name_en="Sample Alloys")

    assert found(query) == []


def test_a_credit_code_is_answered_first():
    wanted, *_others = indexed("乙公司", "甲公司", "丙公司")
    code = wanted.credit_code

    indexed(f"与{code}同名公司")

    assert found(code)[0] == "乙公司"
    assert found(code.lower()[:10])


def test_an_exact_name_comes_before_longer_ones():
    indexed("例示公司第一分厂", "大例示公司", "例示公司")

    assert found("例示公司") == ["例示公司", "例示公司第一分厂", "大例示公司"]


def test_a_title_counts_more_than_a_text():
    indexed("甲公司", address="附近有铁合金厂")
    indexed("铁合金厂")

    assert found("铁合金") == ["铁合金厂", "甲公司"]


def test_without_a_query_everything_is_found_newest_first():
    rows = indexed("甲", "乙", "丙", "丁", "戊")
    newest = sorted(rows, key=lambda row: (-(row.pk % 5), str(row.pk)))

    assert found("") == [row.name for row in newest]


def test_hits_can_be_sorted_by_date():
    indexed("甲例示", "乙例示", "丙例示")
    undated = indexed("丁例示", short_name="undated")

    newest = found("例示", sort="newest")
    oldest = found("例示", sort="oldest")

    assert newest[:3] == oldest[:3][::-1]
    assert newest[3] == oldest[3] == undated[0].name


def test_pages_follow_each_other_without_gaps():
    indexed(*[f"例示{n}" for n in range(7)])

    pages = [found("例示", page=page, page_size=3) for page in (1, 2, 3, 4)]

    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert len({title for page in pages for title in page}) == 7


def test_facets_count_and_narrow():
    indexed("甲例示", "乙例示")
    indexed("丙例示")
    Organisation.objects.filter(name="丙例示").update(jurisdiction_id="620200")
    touch("organisation", Organisation.objects.get(name="丙例示").pk)
    drain()

    results = search("例示", user=NOBODY, facets={"place": ["620200"]})

    place = next(facet for facet in results.facets if facet.name == "place")
    assert [hit.document.title for hit in results.hits] == ["丙例示"]
    assert results.total == 1
    assert [(one.key, one.count, one.chosen) for one in place.options] == [
        ("620100", 2, False),
        ("620200", 1, True),
    ]


def test_the_other_facets_respect_a_choice():
    indexed("甲例示")
    Organisation.objects.update(jurisdiction_id="620200")
    touch("organisation", Organisation.objects.get().pk)
    drain()

    results = search("例示", user=NOBODY, facets={"place": ["620100"]})

    kind = [facet for facet in results.facets if facet.name == "kind"]
    assert results.total == 0
    assert kind == []


def test_what_may_not_be_seen_leaks_through_nothing():
    _shown, hidden = indexed("甲例示", "乙例示")
    # The index still holds it; the database no longer shows it.
    Organisation.objects.filter(pk=hidden.pk).update(state="closed")

    results = search("例示", user=NOBODY)

    assert [hit.document.title for hit in results.hits] == ["甲例示"]
    assert results.total == 1
    assert (
        sum(option.count for facet in results.facets for option in facet.options) == 3
    )
    assert [one.title for one in suggest("例示", user=NOBODY)] == ["甲例示"]
    titles = [one.title for one in search("乙例事", user=NOBODY).suggestions]
    assert "乙例示" not in titles


def test_a_slip_in_a_long_name_brings_what_comes_near():
    indexed("甘肃例示铁合金有限公司")

    results = search("甘肃例是铁合金", user=NOBODY)

    assert (results.close, results.total) == (True, 1)
    assert [hit.document.title for hit in results.hits] == ["甘肃例示铁合金有限公司"]


def test_a_question_in_a_whole_sentence_finds_what_it_is_about():
    indexed("清洁生产审核周期", "清洁能源")

    assert found("请问清洁生产审核要多久做一次？") == ["清洁生产审核周期"]


@pytest.mark.parametrize(
    "query",
    [
        "例是水泥",
        "例水泥",
        "例示示水泥",
        "例水示泥",
        "平凉例示水你有限公司",
        "lishishuni",
        "Sampel Cement",
    ],
)
def test_one_slip_is_undone_in_short_names_and_long(query):
    indexed("平凉例示水泥有限公司", name_en="Sample Cement", address="别处")
    indexed("平凉别样钢铁有限公司", name_en="Other Steel", address="别处")

    results = search(query, user=NOBODY)

    assert results.close
    assert [hit.document.title for hit in results.hits] == ["平凉例示水泥有限公司"]


def test_two_characters_are_too_few_to_guess_from():
    indexed("例示水泥")

    results = search("示泥", user=NOBODY)

    assert (results.total, results.suggestions) == (0, [])


def test_a_character_that_sounds_alike_is_meant_before_any_other():
    indexed("例示水泥", "例外水泥")

    assert found("例是水泥") == ["例示水泥"]


@pytest.mark.parametrize(
    "query",
    [
        "例示水泥",
        "例示水泥厂",
        "例示水泥公司",
        "例示水泥有限责任公司",
        "平凉例示水泥集团有限公司",
        "Sample Cement Ltd",
    ],
)
def test_a_company_is_found_with_another_legal_form_and_without_one(query):
    indexed("平凉例示水泥有限公司", name_en="Sample Cement Co.", address="别处")
    indexed("别样钢铁厂", name_en="Other Steel", address="别处")

    assert found(query) == ["平凉例示水泥有限公司"]


@pytest.mark.parametrize("query", ["例示水泥", "lishishuini", "lssn"])
def test_the_company_of_a_name_comes_before_what_begins_with_it(query):
    indexed("例示水泥节水改造", "平凉例示水泥有限公司")

    assert found(query) == ["平凉例示水泥有限公司", "例示水泥节水改造"]


@pytest.mark.parametrize("query", ["9162", "甘环罚〔2026〕12号", "12号"])
def test_a_number_is_not_guessed(query):
    indexed("例示水泥", name_en="", address="甘环罚〔2026〕13号", credit_code=None)

    results = search(query, user=NOBODY)

    assert (results.total, results.suggestions) == (0, [])


def test_a_decree_is_found_whichever_way_round_its_number_stands():
    indexed("例示水泥", name_en="", address="国家例示委员会令第38号", credit_code=None)

    assert found("38号令") == found("第38号令") == ["例示水泥"]
    assert found("39号令") == []


def test_a_character_after_digits_is_found_in_a_number(engine):
    (row,) = indexed("例示页")
    document = SearchDocument(
        "organisation", str(row.pk), "例示页", "/x/", codes=["甘示〔2026〕31号"]
    )
    engine.put([document])

    assert found("甘示[2026]31号") == found("31号") == ["例示页"]


def test_choices_narrow_what_only_comes_near():
    indexed("甲例示水泥", "乙例示水泥")
    Organisation.objects.filter(name="乙例示水泥").update(jurisdiction_id="620200")
    touch("organisation", Organisation.objects.get(name="乙例示水泥").pk)
    drain()

    results = search("例是水泥", user=NOBODY, facets={"place": ["620200"]})

    assert results.close
    assert [hit.document.title for hit in results.hits] == ["乙例示水泥"]


def test_choices_that_leave_nothing_bring_nothing_near():
    indexed("甲例示水泥")

    results = search("例示水泥", user=NOBODY, facets={"place": ["620200"]})

    assert (results.close, results.total) == (False, 0)


def test_a_plural_finds_the_singular():
    indexed("例示", name_en="A sample work", address="别处")

    assert found("samples") == ["例示"]


def test_nonsense_brings_nothing():
    indexed("甘肃例示铁合金有限公司")

    results = search("天马行空", user=NOBODY)

    assert (results.total, results.suggestions) == (0, [])


@pytest.mark.parametrize("query", ["例", "例示", "lishi", "ls", "exam", "916"])
def test_names_are_suggested_while_typing(query):
    indexed("例示公司", name_en="Example", address="别处有例外")
    indexed("别处公司", name_en="Other", address="附近是例示公司", credit_code=None)

    assert [one.title for one in suggest(query, user=NOBODY)] == ["例示公司"]


@pytest.mark.parametrize(
    "query", ["例试公", "例公司", "例示示公", "exmaple", "lihsigong"]
)
def test_names_are_suggested_despite_a_slip(query):
    indexed("例示公司", name_en="Example", address="甲处")
    indexed("别处公司", name_en="Other", address="例试公路", credit_code=None)

    assert [one.title for one in suggest(query, user=NOBODY)] == ["例示公司"]


def test_an_english_reader_gets_english_titles():
    indexed("例示公司", name_en="Example Works")

    with override("en"):
        (hit,) = search("例示", user=NOBODY).hits

    assert hit.title == "Example Works"


def test_matches_are_marked():
    indexed("例示公司", address="<script>例示")

    (hit,) = search("例示", user=NOBODY).hits

    assert hit.title == "<mark>例示</mark>公司"
    assert hit.excerpt == "&lt;script&gt;<mark>例示</mark>"


def test_a_document_of_one_language_is_found_in_that_language_only(engine):
    (row,) = indexed("例示页")
    engine.put(
        [SearchDocument("organisation", str(row.pk), "例示页", "/x/", language="en")]
    )

    assert found("例示") == []
    with override("en"):
        assert found("例示") == ["例示页"]


def test_a_change_reaches_the_index_after_the_commit(
    django_capture_on_commit_callbacks,
):
    row = OrganisationFactory(name="例示公司")

    with django_capture_on_commit_callbacks(execute=True):
        touch("organisation", row.pk)
        assert found("例示") == []

    assert found("例示") == ["例示公司"]
    assert not SearchOutboxEntry.objects.exists()


def test_a_renamed_row_is_found_under_its_new_name_only():
    (row,) = indexed("例示公司")
    Organisation.objects.filter(pk=row.pk).update(name="别样公司")

    touch("organisation", row.pk)
    drain()

    assert found("例示") == []
    assert found("别样") == ["别样公司"]


def test_a_row_that_is_gone_leaves_the_index(engine):
    (row,) = indexed("例示公司")
    Organisation.objects.filter(pk=row.pk).update(state="closed")

    touch("organisation", row.pk)
    drain()

    assert engine.count("organisation") == 0


def test_draining_twice_changes_nothing():
    (row,) = indexed("例示公司")
    touch("organisation", row.pk)
    touch("organisation", row.pk)

    assert drain() >= 2
    assert drain() == 0
    assert found("例示") == ["例示公司"]


def test_the_index_is_rebuilt_from_the_rows(engine):
    indexed("例示公司")
    engine.put([SearchDocument("organisation", "999999", "假的例示", "/x/")])
    OrganisationFactory(name="新例示")
    out = io.StringIO()

    call_command("search_index", "--rebuild", stdout=out)

    assert sorted(found("例示")) == ["例示公司", "新例示"]
    assert engine.count("organisation") == 2
    assert f"{engine.name} organisation: 2" in out.getvalue()


def test_what_differs_from_the_rows_is_found_and_repaired(engine):
    _kept, renamed, lost = indexed("甲例示", "乙例示", "丙例示")
    Organisation.objects.filter(pk=renamed.pk).update(name="丁例示")
    engine.remove("organisation", [str(lost.pk)])
    engine.put([SearchDocument("organisation", "999999", "假的例示", "/x/")])
    SearchOutboxEntry.objects.all().delete()
    out = io.StringIO()

    call_command("search_index", "--check", stdout=out)

    line = f"{engine.name} organisation: 1 missing, 1 outdated, 1 left over"
    assert line in out.getvalue()
    assert sorted(found("例示")) == ["丁例示", "丙例示", "甲例示"]
    call_command("search_index", "--check", stdout=out)
    assert out.getvalue().endswith("0 missing, 0 outdated, 0 left over\noutbox: 0\n")


def test_an_unknown_kind_cannot_be_rebuilt(engine):
    with pytest.raises(CommandError):
        call_command("search_index", "--rebuild", "--kind", "unicorn")


def test_one_index_is_built_anew_without_the_other(engine):
    out = io.StringIO()
    indexed("例示公司")

    call_command("search_index", "--rebuild", "--engine=embedded", stdout=out)

    assert f"{embedded_engine().name} organisation: 1" in out.getvalue()
    assert "elasticsearch" not in out.getvalue()


@pytest.mark.parametrize("page", [1, 2])
def test_a_row_hidden_since_leaks_through_nothing_before_it_is_indexed(engine, page):
    rows = indexed(*[f"例示{n}" for n in range(4)])
    hidden = max(rows, key=lambda row: (-(row.pk % 5), row.pk))
    Organisation.objects.filter(pk=hidden.pk).update(state="closed")
    touch("organisation", hidden.pk)

    results = search("例示", user=NOBODY, page=page, page_size=2)

    assert results.total == 3
    assert hidden.name not in [hit.document.title for hit in results.hits]
    counts = {option.count for facet in results.facets for option in facet.options}
    assert max(counts) <= 3
    assert hidden.name not in [one.title for one in suggest("例示", user=NOBODY)]


def test_a_search_costs_the_same_queries_for_one_hit_and_for_many(
    engine, django_assert_max_num_queries
):
    indexed("甲例示")
    with django_assert_max_num_queries(3):
        found("例示")

    indexed(*[f"乙例示{n}" for n in range(15)])
    with django_assert_max_num_queries(3):
        found("例示")


def read_to_the_end(query, **kwargs):
    """Return the titles page after page, each page asked for by the hit before it."""
    titles, after = [], None
    while True:
        results = search(query, user=NOBODY, page_size=2, after=after, **kwargs)
        titles.append([hit.document.title for hit in results.hits])
        after = results.last
        if after is None:
            return titles


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("query", ["", "例示"])
def test_reading_on_shows_every_hit_once_and_in_order(query, sort):
    indexed("例示甲", "例示乙", "甲例示", "例示", "乙例示")
    indexed("无日例示", "无日例示一", short_name="undated")
    everything = found(query, sort=sort)

    pages = read_to_the_end(query, sort=sort)

    assert [len(page) for page in pages] == [2, 2, 2, 1]
    assert [title for page in pages for title in page] == everything


def test_reading_on_goes_past_a_hit_that_has_gone():
    indexed("例示一", "例示二", "例示三", "例示四")
    first = search("例示", user=NOBODY, page_size=2)
    rest = found("例示")[2:]
    gone = Organisation.objects.get(name=first.hits[-1].document.title)
    gone.delete()

    assert found("例示", after=first.last) == rest


def test_reading_on_keeps_what_was_chosen():
    rows = indexed("例示一", "例示二", "例示三", "例示四")
    place = rows[0].jurisdiction_id
    indexed("例示五", jurisdiction=JurisdictionFactory())

    pages = read_to_the_end("例示", facets={"place": [place]})

    assert sorted(title for page in pages for title in page) == sorted(
        row.name for row in rows
    )


def test_the_last_page_says_so():
    indexed("例示一", "例示二")

    assert search("例示", user=NOBODY, page_size=2).last is None
    assert search("例示", user=NOBODY, page_size=1).last is not None
