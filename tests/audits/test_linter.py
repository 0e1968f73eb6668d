from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from audits.linter import RULES, ReportData, Tolerances, lint
from audits.linter.report import (
    Assessed,
    Author,
    Balance,
    EnergyUse,
    OptionData,
    Series,
)
from core.templatetags.portal import day

YEARS = (2023, 2024, 2025)
LONG = "审核小组按班次记录原料、用水与用电。" * 20

amounts = st.decimals(Decimal("0.1"), Decimal(10**6), places=2)


def series(indicator, *values, first=2023, **facts):
    figures = {first + i: Decimal(value) for i, value in enumerate(values)}
    return Series(
        **({"indicator": indicator, "unit": "t", "values": figures} | facts),
    )


def balance(total_in, total_out, kind="water"):
    return Balance(
        kind=kind,
        name="plant",
        unit="t",
        inputs={"fresh_water": Decimal(total_in)},
        outputs={"discharge": Decimal(total_out)},
    )


def electricity(amount, factor="0.0001229", carbon=None):
    return EnergyUse(
        carrier="electricity",
        amount=Decimal(amount),
        unit="kWh",
        coal_factor=Decimal(factor),
        coal_factor_key="electricity-equivalent",
        emission_factor=Decimal(carbon) if carbon else None,
        emission_factor_key="grid-gansu-2023" if carbon else "",
    )


def option(number=1, cost_class="no_low", investment=0, **effects):
    return OptionData(
        number=number,
        cost_class=cost_class,
        investment=Decimal(investment),
        effects={key: Decimal(value) for key, value in effects.items()},
    )


CLEAN = ReportData(
    reported_on=date(2026, 3, 1),
    baseline_years=YEARS,
    series=(series("fresh_water", 100, 110, 105, 80),),
    balances=(balance(105, 105),),
    required_balances=("water",),
    cost_threshold=Decimal(50000),
    options=(option(fresh_water=20),),
    energy_uses=(electricity(1000000, carbon="0.0004471"),),
    stated_tce=Decimal("122.9"),
    stated_tco2=Decimal("447.1"),
    monitoring_attached=True,
    chapters={"audit": LONG},
    required_chapters=("audit",),
    authors=(Author(name="Author One", employed=True),),
)


def codes(report, tolerances=None):
    return [finding.code for finding in lint(report, tolerances)]


def test_a_report_that_adds_up_has_no_findings():
    assert codes(CLEAN) == []


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("SER-01", {"baseline_years": (2022, 2024, 2025)}),
        ("SER-01", {"baseline_years": (2024, 2025)}),
        ("SER-02", {"series": (series("cod", 5, 6),)}),
        ("SER-03", {"series": (series("cod", 5, 16, 15),)}),
        ("SER-04", {"earlier": {("fresh_water", 2024): Decimal(90)}}),
        ("SER-05", {"series": (series("cod", 5, 5, 5),)}),
        (
            "SER-06",
            {
                "series": (
                    series("energy", 100, 110, 120),
                    series("output", 10, 10, "10.5"),
                    series("intensity", 10, 11, 12, whole="energy", base="output"),
                )
            },
        ),
        (
            "UNI-01",
            {
                "series": (
                    series("cod", 1, 2, 3, dimension="energy", expected_dimension="t"),
                )
            },
        ),
        ("UNI-02", {"series": (series("cod", 1, 2, -3),), "options": ()}),
        (
            "UNI-03",
            {"series": (series("reuse", 80, 90, 101, unit="%", dimension="share"),)},
        ),
        ("BAL-01", {"balances": (balance(105, 90),)}),
        ("BAL-02", {"required_balances": ("water", "energy")}),
        ("BAL-03", {"balances": (balance(90, 90),)}),
        ("NRG-01", {"stated_tce": Decimal(300)}),
        (
            "NRG-02",
            {
                "energy_uses": (electricity(1), electricity(1, "0.0003")),
                "stated_tce": None,
                "stated_tco2": None,
            },
        ),
        ("CO2-01", {"stated_tco2": Decimal(600)}),
        (
            "CO2-02",
            {
                "energy_uses": (
                    replace(
                        electricity(1000000, carbon="0.0004471"), coal_factor_key=""
                    ),
                )
            },
        ),
        ("LVL-01", {"claimed_level": 1}),
        (
            "LVL-02",
            {
                "claimed_level": 1,
                "series": (series("fresh_water", 100, 110, 105, 80, restrictive=True),),
                "assessed": (Assessed(indicator="cod", restrictive=True, level=1),),
            },
        ),
        (
            "LVL-03",
            {
                "claimed_level": 1,
                "assessed": (Assessed(indicator="cod", restrictive=True, level=2),),
            },
        ),
        ("SAV-01", {"series": (series("fresh_water", 10, 11, 12),), "balances": ()}),
        ("SAV-02", {"options": (option(cod=-1),)}),
        ("SAV-03", {"options": (option(fresh_water=60),)}),
        ("OPT-01", {"options": (option(investment=50001),)}),
        ("OPT-01", {"options": (option(cost_class="medium_high", investment=50000),)}),
        ("EVD-01", {"monitoring_attached": False}),
        ("CHP-01", {"chapters": {"audit": "  "}}),
        ("CHP-02", {"chapters": {"audit": "简述"}}),
        ("AUT-01", {"authors": ()}),
        ("AUT-02", {"authors": (Author(name="Author Two", employed=False),)}),
    ],
)
def test_each_contradiction_is_found_under_its_code(code, change):
    assert code in codes(replace(CLEAN, **change))


def test_every_rule_is_reached_by_one_of_these_tests():
    tested = {
        mark.args[1][i][0]
        for mark in test_each_contradiction_is_found_under_its_code.pytestmark
        for i in range(len(mark.args[1]))
    }

    assert tested == set(RULES)


def test_findings_come_gravest_first():
    report = replace(
        CLEAN, authors=(), monitoring_attached=False, chapters={"audit": "x"}
    )

    assert codes(report) == ["AUT-01", "EVD-01", "CHP-02"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_finding_reads_as_a_sentence_in_both_languages(language):
    report = replace(CLEAN, claimed_level=2, authors=(), stated_tce=Decimal(1))

    with translation.override(language):
        for finding in lint(report):
            assert finding.title
            assert "{" not in finding.sentence()


def test_an_indicator_is_named_by_its_label():
    [finding] = lint(replace(CLEAN, earlier={("fresh_water", 2024): Decimal(90)}))

    with translation.override("en"):
        sentence = finding.sentence({"fresh_water": "Fresh water"})

    assert sentence == "Fresh water for 2024 is 110 here and 90 in an earlier report."


@given(amounts)
def test_a_balance_within_its_tolerance_is_closed(amount):
    within = amount * Decimal("0.951")
    beyond = amount * Decimal("0.949")

    assert "BAL-01" not in codes(replace(CLEAN, balances=(balance(amount, within),)))
    assert "BAL-01" in codes(replace(CLEAN, balances=(balance(amount, beyond),)))


@given(amounts, amounts)
def test_saving_more_than_was_used_is_always_found(used, extra):
    report = replace(
        CLEAN,
        series=(series("cod", used, used, used),),
        options=(option(cod=used + extra),),
    )

    assert "SAV-01" in codes(report)


@given(st.lists(amounts, min_size=3, max_size=3))
def test_stricter_tolerances_never_find_less(values):
    report = replace(CLEAN, series=(series("fresh_water", *values),))
    strict = Tolerances(balance_rate=Decimal(0), yearly_jump=Decimal(1))

    assert set(codes(report)) <= set(codes(report, strict))


def test_a_finding_writes_its_day_as_the_reader_does():
    unemployed = (Author(name="Author Two", employed=False),)
    finding = next(
        one for one in lint(replace(CLEAN, authors=unemployed)) if one.code == "AUT-02"
    )

    with translation.override("en"):
        said = RULES[finding.code].sentence_for(finding.facts, {})
        written = day(CLEAN.reported_on)

    assert written in said
