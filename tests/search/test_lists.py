"""In every public list things are found the way people type them."""

from io import StringIO

import pytest
from django.core.management import call_command

from core.models import SearchEntry, SearchOutboxEntry
from core.search.listing import named
from experts.models import Expert
from tests.factories.core import SearchOutboxEntryFactory
from tests.services import demo

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), demo.on_its_day():
        call_command("search_index", "--rebuild", stdout=StringIO())
        # Building the world left changes waiting that the index holds already.
        SearchOutboxEntry.objects.all().delete()
        yield


def listed(client, path, typed):
    """Return what a page says below its head."""
    page = client.get(path, {"q": typed})
    assert page.status_code == 200
    return page.content.decode().partition("<main")[2].partition("<footer")[0]


@pytest.mark.parametrize(
    ("path", "typed", "found"),
    [
        ("/audits/", "chenglan", "兰州澄岚热电有限公司"),
        ("/audits/", "clrd", "兰州澄岚热电有限公司"),
        ("/audits/", "蘭州澄嵐熱電", "兰州澄岚热电有限公司"),
        ("/audits/", "９１６２０１００ＭＡ００１０００２Ａ", "兰州澄岚热电有限公司"),
        ("/en/audits/", "chenglan", "QY-A-2025-0001"),
        ("/audits/lists/QY-L-2025-0001/", "chenglan", "兰州澄岚热电有限公司"),
        ("/providers/", "lancheng", "兰州岚澄环境科技有限公司"),
        ("/providers/", "蘭州嵐澄", "兰州岚澄环境科技有限公司"),
        ("/experts/", "gongsun", "公孙珩笙"),
        ("/experts/", "公孫", "公孙珩笙"),
        ("/jobs/", "chenglan", "澄岚热电清洁生产审核及报告编制"),
        ("/jobs/", "熱電 審核", "澄岚热电清洁生产审核及报告编制"),
        ("/draws/", "chenglan", "QY-D-2026-0001"),
        ("/register/", "zhangye", "张掖珏霁节能咨询有限公司"),
        ("/register/", "張掖珏霽節能諮詢", "张掖珏霁节能咨询有限公司"),
        ("/training/", "审核 方法", "清洁生产审核方法培训"),
        ("/training/", "tiehejin", "铁合金行业节能改造现场交流"),
        ("/policy/", "審核辦法", "清洁生产审核办法：期限一览"),
        ("/policy/", "shenhe", "清洁生产审核办法：期限一览"),
        ("/news/", "shangxian", "清洁生产公共服务平台上线试运行"),
        ("/technologies/", "yure", "干法熄焦余热回收"),
        ("/case-studies/", "電鍍", "一家电镀企业怎样把漂洗水减少一半"),
        ("/en/case-studies/", "plating rinsing", "How a plating shop halved"),
    ],
)
def test_a_list_finds_what_is_meant(world, client, path, typed, found):
    assert found in listed(client, path, typed)


@pytest.mark.parametrize(
    "path",
    [
        "/audits/",
        "/audits/lists/QY-L-2025-0001/",
        "/providers/",
        "/experts/",
        "/jobs/",
        "/draws/",
        "/register/",
        "/training/",
        "/policy/",
        "/news/",
        "/technologies/",
        "/case-studies/",
    ],
)
def test_a_list_says_so_when_nothing_is_meant(world, client, path):
    shown = listed(client, path, "zzqqxx")

    assert 'class="empty"' in shown
    assert "<tbody>" not in shown


def test_what_a_document_says_that_waits_to_be_indexed_counts_for_nothing(world):
    entry = SearchEntry.objects.get(kind="expert", title="公孙珩笙")
    member = Expert.objects.filter(pk=entry.object_key)
    assert member.filter(named("expert", "gongsun")).exists()

    SearchOutboxEntryFactory(kind="expert", object_key=entry.object_key)

    assert not member.filter(named("expert", "gongsun")).exists()


def test_words_without_a_letter_name_nothing(world):
    assert not Expert.objects.filter(named("expert", "！？ -")).exists()
