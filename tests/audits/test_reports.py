from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from audits import services
from audits.enums import ChapterKey
from audits.models import LinterFinding, Report
from audits.report_data import labels_of, report_data_of, tonnes_per_unit
from audits.services.reports import AuthorName
from audits.states import RoundState
from core.journal import journal_of
from core.models import StoredFile
from core.refusals import MoveRefused, Refusal
from reference.models import CoalFactor, EmissionFactor, Unit
from tests.factories.audits import (
    IndicatorSeriesFactory,
    ReportFactory,
    ReviewSessionFactory,
)

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n% example\n%%EOF\n"
PASSAGE = (
    "企业现有两台蒸汽锅炉,冷凝水未回收,经现场实测每小时排放约一点二吨,热量损失明显。"
    "审核小组建议增设回收泵并改造管网,预计每年节约新鲜水八千吨。"
)


def draft(audit_round, noon, actor=None, **facts):
    values = {
        "reported_on": date(2026, 3, 1),
        "chapters": {ChapterKey.AUDIT: PASSAGE},
        "data": {},
        "authors": [AuthorName("编制人甲")],
    }
    return services.save_report(
        round_id=audit_round.pk,
        actor=actor or audit_round.owner,
        at=noon,
        **(values | facts),
    )


def test_save_report_keeps_one_draft_of_the_next_version(make_round, noon):
    audit_round = make_round()
    ReportFactory(round=audit_round, version=4, filed=True)

    draft(audit_round, noon)
    report = draft(audit_round, noon, actor=audit_round.adviser)

    assert report.version == 5
    assert audit_round.reports.count() == 2
    assert [author.name for author in report.authors.all()] == ["编制人甲"]


def test_save_report_refuses_a_day_to_come_and_a_round_at_rest(make_round, noon):
    audit_round = make_round()
    resting = make_round(RoundState.REPORT_SUBMITTED)

    with pytest.raises(Refusal) as refusal:
        draft(audit_round, noon, reported_on=date(2026, 3, 11))
    with pytest.raises(MoveRefused):
        draft(resting, noon)

    assert refusal.value.field == "reported_on"
    assert not Report.objects.exists()


def test_a_file_that_came_with_a_refused_draft_is_not_kept(make_round, noon):
    resting = make_round(RoundState.REPORT_SUBMITTED)
    file = SimpleUploadedFile("报告.pdf", PDF)

    with pytest.raises(MoveRefused):
        draft(resting, noon, upload=file)

    assert not StoredFile.objects.exists()


def test_check_report_shows_findings_and_keeps_answers(make_round, noon):
    audit_round = make_round()
    report = draft(audit_round, noon)
    services.check_report(report_id=report.pk, actor=audit_round.owner, at=noon)
    missing = report.findings.get(code="CHP-01", place=ChapterKey.PRE_AUDIT)

    services.answer_finding(
        finding_id=missing.pk, answer="见附件", actor=audit_round.adviser, at=noon
    )
    services.check_report(report_id=report.pk, actor=audit_round.owner, at=noon)

    again = report.findings.get(code="CHP-01", place=ChapterKey.PRE_AUDIT)
    assert again.answer == "见附件"
    assert again.finding.sentence(labels_of(report))


def test_findings_do_not_stop_a_report_from_being_filed(make_round, noon):
    audit_round = make_round()
    draft(audit_round, noon)

    report = services.submit_report(
        round_id=audit_round.pk, actor=audit_round.owner, at=noon
    )

    audit_round.refresh_from_db()
    assert report.findings.exists()
    assert audit_round.state == RoundState.REPORT_SUBMITTED
    assert audit_round.report_submitted_at == noon


def test_submit_report_wants_a_draft_and_a_filed_one_stays(make_round, noon):
    audit_round = make_round()

    with pytest.raises(Refusal):
        services.submit_report(
            round_id=audit_round.pk, actor=audit_round.owner, at=noon
        )
    draft(audit_round, noon)
    report = services.submit_report(
        round_id=audit_round.pk, actor=audit_round.owner, at=noon
    )
    with pytest.raises(Refusal):
        services.check_report(report_id=report.pk, actor=audit_round.owner, at=noon)

    assert journal_of(audit_round).count() == 2


def test_a_report_to_be_redone_awaits_its_evaluation_again(make_round, noon):
    audit_round = make_round(RoundState.EVALUATION_REDO)
    draft(audit_round, noon)

    services.submit_report(round_id=audit_round.pk, actor=audit_round.owner, at=noon)

    audit_round.refresh_from_db()
    assert audit_round.state == RoundState.REPORT_SUBMITTED
    assert audit_round.evaluated_at is None


def test_implementation_waits_for_the_supplement_that_was_asked_for(make_round, noon):
    audit_round = make_round(RoundState.EVALUATION_SUPPLEMENT)
    ReviewSessionFactory(round=audit_round, concluded=True, report__version=1)

    with pytest.raises(Refusal):
        services.begin_implementation(
            round_id=audit_round.pk, actor=audit_round.owner, at=noon
        )
    draft(audit_round, noon)
    services.submit_report(round_id=audit_round.pk, actor=audit_round.owner, at=noon)
    services.begin_implementation(
        round_id=audit_round.pk, actor=audit_round.owner, at=noon
    )

    audit_round.refresh_from_db()
    assert audit_round.state == RoundState.IMPLEMENTING


def test_text_shared_with_a_filed_report_of_another_round_is_found(make_round, noon):
    other = make_round()
    draft(other, noon)
    copied = services.submit_report(round_id=other.pk, actor=other.owner, at=noon)
    audit_round = make_round()
    report = draft(
        audit_round, noon, chapters={ChapterKey.AUDIT: "本轮审核概况。" + PASSAGE}
    )

    services.check_report(report_id=report.pk, actor=audit_round.owner, at=noon)

    found = report.similarities.get()
    assert found.other == copied
    assert found.shared_rate > 0.9
    start, stop, *_there = found.passages[0]
    assert report.text[start:stop] == PASSAGE[:-1]


def test_only_people_of_the_round_check_a_report(make_round, stranger, staff, noon):
    report = draft(make_round(), noon)

    for outsider in (stranger, staff.handler):
        with pytest.raises(PermissionDenied):
            services.check_report(report_id=report.pk, actor=outsider, at=noon)

    assert not LinterFinding.objects.exists()


def test_energy_uses_follow_from_figures_and_their_factors(make_round):
    audit_round = make_round()
    IndicatorSeriesFactory(
        round=audit_round,
        indicator_id="electricity",
        unit_id="kwh",
        third=1000000,
        coal_factor_id="coal.electricity.equivalent",
        emission_factor_id="grid.gansu.2023",
    )
    IndicatorSeriesFactory(
        round=audit_round, indicator_id="energy_total", unit_id="tce", third=500
    )

    data = report_data_of(ReportFactory(round=audit_round))

    [use] = data.energy_uses
    assert str(use.amount * use.coal_factor).rstrip("0") == "122.9"
    assert str(use.amount * use.emission_factor).rstrip("0") == "447.1"
    assert data.stated_tce == 500
    assert data.baseline_years == (2023, 2024, 2025)


def test_factors_convert_units_of_their_dimension_only():
    units = {unit.key: unit for unit in Unit.objects.all()}
    electricity = CoalFactor.objects.get(pk="coal.electricity.equivalent")
    diesel = CoalFactor.objects.get(pk="coal.diesel")
    grid = EmissionFactor.objects.get(pk="grid.gansu.2023")

    assert tonnes_per_unit(diesel, units["t"], units) == Decimal("1.4571")
    assert tonnes_per_unit(electricity, units["wan_kwh"], units) == Decimal("1.229")
    assert tonnes_per_unit(grid, units["kwh"], units) == Decimal("0.0004471")
    assert tonnes_per_unit(diesel, units["m3"], units) is None


def test_figures_of_an_earlier_round_are_held_against_this_one(make_round):
    earlier = make_round(RoundState.RESULTS_PUBLISHED)
    IndicatorSeriesFactory(round=earlier, third=10200)
    later = make_round(
        enterprise=earlier.enterprise, opened_at=earlier.opened_at.replace(month=3)
    )
    IndicatorSeriesFactory(round=later, first=1, second=2, third=9999)

    data = report_data_of(ReportFactory(round=later))

    assert data.earlier["fresh_water", 2025] == 10200
