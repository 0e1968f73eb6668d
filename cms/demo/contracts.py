"""Contracts of the demo world: every type, every state, settled to the fen."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from cms.demo.jobs import confirmed_awards
from cms.demo.world import World
from core.clock import shanghai_day
from core.money import Money
from marketplace.models import Award, Contract, SettlementStatement
from marketplace.services import (
    contracts,
    metrics,
    milestones,
    payments,
    reviews,
    statements,
)
from marketplace.services.contracts import Terms
from marketplace.settlement import (
    ContractType,
    Formula,
    Holdback,
    Metric,
    Period,
    RoutineAdjustment,
    Rule,
)
from marketplace.states.contracts import Side

FIRST, SECOND = "p1", "p2"
_MEASUREMENT = (
    "测量边界为全厂；电、水以一级计量表为准，按月抄表并留存照片；"
    "产量以生产报表与财务出库数据相互核对。"
)
_ROUTE = "先协商；协商不成的，提交合同签订地人民法院处理。"
# What becomes of each contract, oldest award first.
_PLAN = (
    ("second_period", ContractType.FEE_FOR_PERFORMANCE),
    ("transferred", ContractType.SHARED_SAVINGS),
    ("shortfall", ContractType.GUARANTEED_SAVINGS),
    ("disputed", ContractType.FEE_FOR_PERFORMANCE),
    ("completed", ContractType.FEE_FOR_PERFORMANCE),
    ("offered", ContractType.SHARED_SAVINGS),
    ("draft", ContractType.FEE_FOR_PERFORMANCE),
    ("performing", ContractType.GUARANTEED_SAVINGS),
    ("terminated", ContractType.FEE_FOR_PERFORMANCE),
)
# Per unit of product and period: what was measured, by how well it went.
_GOOD = {"energy_per_product": "141.5", "water_per_product": "2.12"}
_BETTER = {"energy_per_product": "139.2", "water_per_product": "2.05"}
_WEAK = {"energy_per_product": "148.6", "water_per_product": "2.31"}


@dataclass(slots=True)
class Stage:
    """One contract, the people around it, and its calendar."""

    world: World
    award: Award
    kind: ContractType
    contract: Contract
    signed_at: datetime

    @property
    def enterprise(self) -> User:
        """Who acts for the enterprise."""
        return self.world.owner_of(self.contract.enterprise)

    @property
    def provider(self) -> User:
        """Who acts for the provider."""
        return self.world.owner_of(self.contract.provider)

    @property
    def verifier(self) -> User:
        """Who measures."""
        assert self.contract.verifier is not None  # noqa: S101 - every one has one
        return self.world.owner_of(self.contract.verifier)

    def after(self, days: int) -> datetime:
        """Return an instant some days after the signature."""
        return self.signed_at + timedelta(days=days)


def build_contracts(world: World) -> None:
    """Draft a contract for every confirmed award and take it as far as planned."""
    for award, (until, kind) in zip(confirmed_awards(), _PLAN, strict=False):
        stage = _draft(world, award, kind)
        _STAGES[until](stage)


def _draft(world: World, award: Award, kind: ContractType) -> Stage:
    assert award.confirmed_at is not None  # noqa: S101 - only confirmed ones come here
    drafted_at = award.confirmed_at + timedelta(days=2)
    signed_at = award.confirmed_at + timedelta(days=6)
    owner = world.owner_of(award.job.enterprise)
    contract = contracts.draft_contract(award_id=award.pk, actor=owner, at=drafted_at)
    contracts.edit_contract(
        contract_id=contract.pk,
        terms=Terms(
            title=contract.title,
            scope=contract.scope,
            measurement=_MEASUREMENT,
            dispute_route=_ROUTE,
            starts_on=shanghai_day(signed_at),
            ends_on=shanghai_day(signed_at) + timedelta(days=419),
            verifier=world.verifier,
            emission_factor=None,
            formula=_formula(contract.terms, kind, signed_at),
        ),
        actor=owner,
        at=drafted_at + timedelta(hours=3),
    )
    contract = Contract.objects.get(pk=contract.pk)
    return Stage(world, award, kind, contract, signed_at)


def _formula(first: Formula, kind: ContractType, signed_at: datetime) -> Formula:
    begins = shanghai_day(signed_at)
    half = timedelta(days=120)
    steps = [
        replace(step, due_on=begins + timedelta(days=30 * number))
        for number, step in enumerate(first.milestones, start=1)
    ]
    return replace(
        first,
        type=kind,
        milestones=tuple(steps),
        metrics=tuple(_metric(metric, kind) for metric in first.metrics),
        periods=(
            Period(FIRST, begins + timedelta(days=30), begins + half),
            Period(SECOND, begins + timedelta(days=121), begins + half * 2),
        ),
        routine_adjustments=(
            RoutineAdjustment(
                "load",
                "生产负荷",
                first.metrics[0].key,
                "0.05 * (85 - 生产负荷率)",
            ),
        ),
        performance_fee=Money.ZERO
        if kind == ContractType.SHARED_SAVINGS
        else first.performance_fee,
        holdback=Holdback(Fraction(1, 20), begins + timedelta(days=600)),
    )


def _metric(metric: Metric, kind: ContractType) -> Metric:
    price = Fraction(3200) if metric.key.startswith("energy") else Fraction(24000)
    if kind == ContractType.SHARED_SAVINGS:
        return replace(metric, rule=Rule.UNIT, price=price, share=Fraction(2, 5))
    if kind == ContractType.GUARANTEED_SAVINGS:
        return replace(metric, price=price)
    return metric


def _sign(stage: Stage, *, sides: tuple[Side, ...] = tuple(Side)) -> None:
    contract = contracts.offer_contract(
        contract_id=stage.contract.pk, actor=stage.enterprise, at=stage.after(-1)
    )
    actors = {Side.ENTERPRISE: stage.enterprise, Side.PROVIDER: stage.provider}
    for side in sides:
        contract = contracts.sign_contract(
            contract_id=contract.pk,
            side=side,
            text_sha256=contract.text_sha256,
            signed_name=str(actors[side]),
            actor=actors[side],
            at=stage.signed_at,
        )
    stage.contract = contract


def _deliver(stage: Stage, *, accept: int = 2) -> None:
    """Submit every milestone in time and accept the first of them."""
    for number, step in enumerate(stage.contract.milestones.order_by("position")):
        day = 28 * (number + 1)
        milestones.submit_milestone(
            milestone_id=step.pk,
            note="成果文件已提交，并附现场记录与相关表单。",
            upload=None,
            actor=stage.provider,
            at=stage.after(day),
        )
        if number < accept:
            milestones.accept_milestone(
                milestone_id=step.pk,
                happened=step.triggers,
                actor=stage.enterprise,
                at=stage.after(day + 4),
            )


def _measure(
    stage: Stage, period: str, values: dict[str, str], day: int, *, verify: bool = True
) -> None:
    units = stage.contract.terms.units
    for name, value in {**values, "生产负荷率": "82"}.items():
        reading = metrics.submit_reading(
            contract_id=stage.contract.pk,
            name=name,
            period=period,
            value=Decimal(value),
            unit=units.get(name, "%"),
            note="依据月度抄表汇总。",
            upload=_paper("抄表记录.pdf"),
            actor=stage.enterprise,
            at=stage.after(day),
        )
        if verify:
            metrics.check_reading(
                reading_id=reading.pk,
                verified=True,
                note="与计量表底数及照片一致。",
                actor=stage.verifier,
                at=stage.after(day + 3),
            )


def _settle(stage: Stage, day: int, *, accept: bool = True) -> SettlementStatement:
    statement = statements.compute_contract_statement(
        contract_id=stage.contract.pk, actor=stage.provider, at=stage.after(day)
    )
    if accept:
        for actor in (stage.provider, stage.enterprise):
            statement = statements.accept_statement(
                statement_id=statement.pk, actor=actor, at=stage.after(day + 2)
            )
    return statement


def _pay(
    stage: Stage, statement: SettlementStatement, day: int, *, confirm: bool = True
) -> None:
    to_provider = statement.payer_side == Side.ENTERPRISE
    payer, payee = stage.enterprise, stage.provider
    if not to_provider:
        payer, payee = payee, payer
    payment = payments.declare_transfer(
        statement_id=statement.pk,
        amount=abs(statement.due_now),
        paid_on=shanghai_day(stage.after(day)),
        reference=f"HK{statement.pk:08d}",
        upload=_paper("银行回单.pdf"),
        actor=payer,
        at=stage.after(day),
    )
    if confirm:
        payments.confirm_payment(
            payment_id=payment.pk, actor=payee, at=stage.after(day + 1)
        )


def _paper(name: str) -> SimpleUploadedFile:
    """Return a small example document."""
    return SimpleUploadedFile(name, b"%PDF-1.4\n% example\n%%EOF\n")


def _leave(stage: Stage) -> None:
    """Leave the draft to be negotiated."""


def _offer(stage: Stage) -> None:
    _sign(stage, sides=(Side.ENTERPRISE,))


def _perform(stage: Stage) -> None:
    _sign(stage)
    _deliver(stage, accept=1)
    _measure(stage, FIRST, _GOOD, 122, verify=False)


def _first_payment(stage: Stage, values: dict[str, str]) -> None:
    _sign(stage)
    _deliver(stage)
    _measure(stage, FIRST, values, 122)
    _pay(stage, _settle(stage, 128), 132)


def _second_period(stage: Stage) -> None:
    _first_payment(stage, _GOOD)
    _measure(stage, SECOND, _BETTER, 243)
    _settle(stage, 250, accept=False)


def _transfer(stage: Stage) -> None:
    _sign(stage)
    _deliver(stage)
    _measure(stage, FIRST, _BETTER, 122)
    _pay(stage, _settle(stage, 128), 132, confirm=False)


def _fall_short(stage: Stage) -> None:
    _first_payment(stage, _GOOD)
    _measure(stage, SECOND, _WEAK, 243)
    _settle(stage, 250)


def _dispute(stage: Stage) -> None:
    _sign(stage)
    _deliver(stage)
    _measure(stage, FIRST, _GOOD, 122)
    adjustment = metrics.propose_adjustment(
        contract_id=stage.contract.pk,
        metric=stage.contract.terms.metrics[0].key,
        period=FIRST,
        amount=Decimal("1.2"),
        reason="测量期内新增一条试验线，投产时间事先无法预见。",
        upload=None,
        actor=stage.provider,
        at=stage.after(123),
    )
    metrics.answer_adjustment(
        adjustment_id=adjustment.pk,
        agree=True,
        actor=stage.enterprise,
        at=stage.after(124),
    )
    statement = _settle(stage, 128, accept=False)
    statements.raise_dispute(
        statement_id=statement.pk,
        adjustments=[f"load@{FIRST}"],
        reason="生产负荷应以设计产能为基数计算，与本期报表口径不一致。",
        actor=stage.enterprise,
        at=stage.after(130),
    )


def _complete(stage: Stage) -> None:
    _first_payment(stage, _GOOD)
    _measure(stage, SECOND, _BETTER, 243)
    _pay(stage, _settle(stage, 248), 251)
    contracts.complete_contract(
        contract_id=stage.contract.pk, actor=stage.enterprise, at=stage.after(253)
    )
    review = reviews.write_review(
        contract_id=stage.contract.pk,
        answers=reviews.Answers(
            as_agreed="yes",
            on_time="partly",
            again="yes",
            text="节能效果经第三方核验，与承诺基本一致；报告交付略晚于计划。",
        ),
        actor=stage.enterprise,
        at=stage.after(255),
    )
    reviews.reply_to_review(
        review_id=review.pk,
        text="感谢配合。今后将提前安排现场实测，避免影响报告进度。",
        actor=stage.provider,
        at=stage.after(256),
    )
    reviews.write_review(
        contract_id=stage.contract.pk,
        answers=reviews.Answers(
            as_agreed="yes", on_time="yes", again="yes", text="资料齐全，付款及时。"
        ),
        actor=stage.provider,
        at=stage.after(256),
    )


def _terminate(stage: Stage) -> None:
    _sign(stage)
    contracts.terminate_contract(
        contract_id=stage.contract.pk,
        reason="企业生产线停产改造，双方协商一致提前终止。",
        actor=stage.enterprise,
        at=stage.after(45),
    )


_STAGES: dict[str, Callable[[Stage], None]] = {
    "completed": _complete,
    "disputed": _dispute,
    "draft": _leave,
    "offered": _offer,
    "performing": _perform,
    "second_period": _second_period,
    "shortfall": _fall_short,
    "terminated": _terminate,
    "transferred": _transfer,
}
