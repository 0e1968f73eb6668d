"""People read titles; only formulas speak of keys."""

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation
from pytest_django.asserts import assertContains, assertNotContains

from core.journal import journal_of, record
from core.models import OutboxMessage
from marketplace.explanations import place_of, sentence, step_of
from marketplace.journal.contracts import MetricAction
from marketplace.models import Contract
from marketplace.services.metrics import check_reading, propose_adjustment
from marketplace.services.statements import (
    compute_contract_statement,
    raise_dispute,
)
from marketplace.settlement import RoutineAdjustment, SettlementError
from marketplace.settlement.reasons import Reason
from marketplace.titles import titles_of
from tests.conftest import NOON
from tests.factories.marketplace_contracts import (
    AdjustmentFactory,
    MilestoneFactory,
    ReadingCheckFactory,
    ReadingFactory,
)

pytestmark = pytest.mark.django_db

KEY = "energy_per_product"
VALUES = re.compile(r'value="[^"]*"')
ENGLISH, CHINESE = "Energy per unit of product", "单位产品综合能耗"


@pytest.fixture
def named(parties):
    """A contract about an indicator of ours, read once, adjusted and settled."""
    contract = parties.contract
    formula = contract.terms
    metric = replace(formula.metrics[0], key=KEY, title=CHINESE, unit="kgce/t")
    routine = RoutineAdjustment("load", "生产负荷", KEY, "2 * (tonnes - 100)")
    formula = replace(formula, metrics=(metric,), routine_adjustments=(routine,))
    Contract.objects.filter(pk=contract.pk).update(formula=formula.to_document())
    contract.refresh_from_db()
    values = {KEY: (900, "kgce/t"), "tonnes": (110, "t")}
    for name, (value, unit) in values.items():
        reading = ReadingFactory(contract=contract, name=name, value=value, unit=unit)
        ReadingCheckFactory(reading=reading)
    AdjustmentFactory(contract=contract, metric=KEY)
    MilestoneFactory(contract=contract, accepted=True)
    parties.statement = compute_contract_statement(
        contract_id=contract.pk, actor=parties.provider, at=NOON
    )
    return parties


def pages(world):
    number, statement = world.contract.number, world.statement.number
    reading = world.contract.readings.get(name=KEY)
    arguments = {
        "contract": [number],
        "contract_text": [number],
        "adjustment_new": [number],
        "reading_new": [number, reading.period, KEY],
        "statement": [statement],
        "statement_dispute": [statement],
    }
    return [
        reverse(f"marketplace:{name}", args=found) for name, found in arguments.items()
    ]


@pytest.mark.parametrize(("language", "title"), [("en", ENGLISH), ("zh-hans", CHINESE)])
def test_pages_of_a_contract_call_a_metric_by_its_title(client, named, language, title):
    client.force_login(named.enterprise)

    with translation.override(language):
        found = [(url, client.get(url)) for url in pages(named)]

    for url, response in found:
        visible = VALUES.sub("", response.content.decode()).replace(f"/{KEY}/", "")
        assert KEY not in visible, url
        assert "load@" not in visible, url
    for url, response in (found[0], found[1], found[4]):
        assert title in response.content.decode(), url


def test_the_verifier_checks_a_reading_by_its_title(client, named):
    waiting = ReadingFactory(
        contract=named.contract, name=KEY, period="second", unit="kgce/t"
    )
    client.force_login(named.verifier)

    page = client.get(
        reverse("marketplace:reading_check", args=[named.contract.number, waiting.pk])
    )
    workspace = client.get(reverse("accounts:workspace"))

    assertContains(page, CHINESE)
    assertContains(page, "2026年7月1日 – 2026年12月31日")
    assertNotContains(page, KEY)
    assertContains(workspace, f"核验读数：{CHINESE}")


def test_the_journal_keeps_titles_days_and_units(named):
    adjustment = propose_adjustment(
        contract_id=named.contract.pk,
        metric=KEY,
        period="first",
        amount=Decimal("1.50"),
        reason="停产检修",
        upload=None,
        actor=named.provider,
        at=NOON,
    )

    with translation.override("zh-hans"):
        said = journal_of(adjustment).get().sentence

    assert said == (
        f"提议将“{CHINESE}”的基准值调整 1.5 kgce/t（2026-01-01 – 2026-06-30）"
    )


def test_a_dispute_is_on_record_by_its_title(named):
    raise_dispute(
        statement_id=named.statement.pk,
        adjustments=["load@first"],
        reason="产量统计口径不一致",
        actor=named.enterprise,
        at=NOON,
    )

    entry = journal_of(named.statement).last()
    assert entry.facts["adjustment"] == "生产负荷, 2026-01-01 – 2026-06-30"


def test_an_entry_that_kept_keys_reads_in_the_readers_language(named):
    reading = named.contract.readings.get(name=KEY)
    facts = {"name": KEY, "value": "900", "unit": "kgce/t", "period": "first"}
    entry = record(MetricAction.READ, reading, actor=None, at=NOON, **facts)

    with translation.override("en"):
        said = titles_of(named.contract.terms).sentence(entry)

    assert said == (
        f"submitted {ENGLISH} = 900 kgce/t for 1 January 2026 – 30 June 2026"
    )


def test_a_letter_names_the_reading_in_its_readers_language(named):
    named.provider.language = "en"
    named.provider.save(update_fields=["language"])
    waiting = ReadingFactory(
        contract=named.contract, name=KEY, period="second", unit="kgce/t"
    )

    check_reading(
        reading_id=waiting.pk,
        verified=True,
        note="",
        actor=named.verifier,
        at=NOON + timedelta(days=150),
    )

    letters = OutboxMessage.objects.filter(template="marketplace/reading_verified")
    english = letters.get(to_user=named.provider).body
    chinese = letters.get(to_user=named.enterprise).body
    assert f"{ENGLISH}, 1 July 2026 – 31 December 2026: " in english
    assert f"{CHINESE}（2026年7月1日 – 2026年12月31日）：" in chinese


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ("parties.verifier", "当事人 · 核验方"),
        ("cap", "费用上限"),
        ("holdback.release_on", "质保金 · 释放日期"),
        (f"metrics.{KEY}.target", f"指标 · {CHINESE} · 目标值"),
        ("milestones.plan.triggers", "里程碑 · Plan accepted · 付款条件"),
        ("periods.first", "测量期 · 2026年1月1日 – 2026年6月30日"),
        ("routine_adjustments.load.metric", "常规调整 · 生产负荷 · 指标"),
        (f"{KEY}@first", f"{CHINESE}（2026年1月1日 – 2026年6月30日）"),
        ("readings.tonnes@first", "读数 · tonnes（2026年1月1日 – 2026年6月30日）"),
    ],
)
def test_a_place_in_a_formula_is_named_in_words(named, where, place):
    titles = titles_of(named.contract.terms)

    with translation.override("zh-hans"):
        assert place_of(where, titles) == place


def test_a_problem_says_where_it_is(named):
    error = SettlementError(Reason.TARGET_DIRECTION, f"metrics.{KEY}.target")
    titles = titles_of(named.contract.terms)

    with translation.override("zh-hans"):
        said = sentence(error, titles)

    assert said == f"指标 · {CHINESE} · 目标值：目标值必须优于基准值。"


@pytest.mark.parametrize(
    ("step", "name"),
    [
        ("result.held", "质保金"),
        (
            f"{KEY}@first.high.fee",
            f"{CHINESE}（2026年1月1日 – 2026年6月30日） · 费用 · 较高结果",
        ),
    ],
)
def test_a_rounding_step_is_named_in_words(named, step, name):
    titles = titles_of(named.contract.terms)

    with translation.override("zh-hans"):
        assert step_of(step, titles) == name


def test_an_expression_reads_with_titles(named):
    titles = titles_of(named.contract.terms)

    assert titles.expression(f"2 * ({KEY} - tonnes)") == f"2 * ({CHINESE} - tonnes)"
