"""The comparison matrix of a job, and what puts its prices into context."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Any

from accounts.models import RelatedParty
from core.money import Money
from marketplace.comparison import FORMULA, Offer, Ranked, Weights, compare, shown
from marketplace.models import Bid, BidScore, Job, JobCriterion, OpenedBid
from marketplace.models.bids import BidQuerySet
from marketplace.states.jobs import AwardState, BidState

# Below this share of the median a price invites a question, nothing more.
LOW_SHARE = Fraction(1, 2)
_FEWEST_FOR_CONTEXT = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """One bid on one criterion."""

    criterion: JobCriterion
    answer: str
    score: Decimal | None
    given: Sequence[BidScore]


@dataclass(frozen=True, slots=True)
class Row:
    """One bid, compared."""

    bid: Bid
    content: OpenedBid
    price_score: Decimal | None
    cells: Sequence[Cell]
    total: Decimal | None
    rank: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All opened bids of a job, the best first."""

    job: Job
    criteria: Sequence[JobCriterion]
    rows: Sequence[Row]

    @property
    def is_complete(self) -> bool:
        """Whether every bid is scored on every criterion."""
        return all(row.rank is not None for row in self.rows)

    def rank_of(self, bid_id: int) -> int | None:
        """Return the rank of a bid, None while scores are missing."""
        return next((row.rank for row in self.rows if row.bid.pk == bid_id), None)

    def to_document(self) -> dict[str, Any]:
        """Return the matrix as it is kept with an award."""
        return {
            "formula": FORMULA,
            "weights": {
                "price": self.job.price_weight,
                "criteria": [
                    {"name": one.name, "weight": one.weight} for one in self.criteria
                ],
            },
            "bids": [_row_document(row) for row in self.rows],
        }


@dataclass(frozen=True, slots=True)
class PriceContext:
    """What similar work cost; amounts in yuan, None where too little is known."""

    bids: int
    median: Money | None
    past_count: int
    past_median: Money | None


@dataclass(frozen=True, slots=True)
class Tie:
    """Two bidders that seem to belong together, and why it seems so."""

    first: Bid
    second: Bid
    reason: str


def comparison_of(job: Job) -> Comparison:
    """Return the opened bids of a job, compared by its own weights."""
    criteria = list(job.criteria.all())
    bids = {bid.pk: bid for bid in _opened_bids(job)}
    given = _scores(bids)
    ranked = compare(
        Weights(job.price_weight, {one.position: one.weight for one in criteria}),
        [_offer(bid, given) for bid in bids.values()],
    )
    rows = [_row(one, bids[one.key], criteria, given) for one in ranked]
    return Comparison(job=job, criteria=criteria, rows=rows)


def opening_record(job: Job) -> list[Bid]:
    """Return what was read out at the opening: bidders and prices, no proposals."""
    return list(
        job.bids.opened()
        .select_related("provider", "content__receipt")
        .order_by("content__price", "pk")
    )


def price_context(job: Job) -> PriceContext:
    """Return the median of this job's prices and of past awards for its services."""
    own = [bid.content.price for bid in _opened_bids(job)]
    past = list(
        OpenedBid.objects.filter(
            bid__awards__state=AwardState.CONFIRMED,
            bid__job__services__in=job.services.all(),
        )
        .exclude(bid__job=job)
        .distinct()
        .values_list("price", flat=True)
    )
    return PriceContext(
        bids=len(own),
        median=_median(own),
        past_count=len(past),
        past_median=_median(past),
    )


def is_unusually_low(price: Money, context: PriceContext) -> bool:
    """Tell whether a price lies below half of the median of this job's bids."""
    return (
        context.median is not None
        and Fraction(price.fen) < LOW_SHARE * context.median.fen
    )


def ties_between_bidders(job: Job) -> list[Tie]:
    """Return pairs of bidders with a declared relation or a shared name.

    A reason to look closer, never to exclude.
    """
    bids = list(_opened_bids(job))
    related = _related_pairs(bids)
    names = {bid.pk: _names(bid) for bid in bids}
    ties = []
    for index, first in enumerate(bids):
        for second in bids[index + 1 :]:
            pair = frozenset((first.provider_id, second.provider_id))
            if pair in related:
                ties.append(Tie(first, second, related[pair]))
            elif shared := names[first.pk] & names[second.pk]:
                ties.append(Tie(first, second, min(shared)))
    return ties


def _opened_bids(job: Job) -> BidQuerySet:
    return (
        job.bids.filter(
            state__in=(BidState.OPENED, BidState.AWARDED, BidState.NOT_AWARDED)
        )
        .select_related("provider", "content", "content__receipt")
        .prefetch_related(
            "content__answers",
            "content__targets__metric__indicator",
            "content__targets__metric__unit",
            "content__files",
            "provider__former_names",
        )
        .order_by("pk")
    )


def _scores(bids: Mapping[int, Bid]) -> dict[tuple[int, int], list[BidScore]]:
    found: dict[tuple[int, int], list[BidScore]] = defaultdict(list)
    rows = BidScore.objects.filter(bid__in=bids).select_related(
        "criterion", "evaluator"
    )
    for score in rows.order_by("pk"):
        found[score.bid_id, score.criterion.position].append(score)
    return found


def _offer(bid: Bid, given: Mapping[tuple[int, int], list[BidScore]]) -> Offer:
    return Offer(
        key=bid.pk,
        price=bid.content.price,
        points={
            position: [score.points for score in scores]
            for (bid_id, position), scores in given.items()
            if bid_id == bid.pk
        },
    )


def _row(
    ranked: Ranked,
    bid: Bid,
    criteria: Sequence[JobCriterion],
    given: Mapping[tuple[int, int], list[BidScore]],
) -> Row:
    answers = {answer.criterion_id: answer.text for answer in bid.content.answers.all()}
    return Row(
        bid=bid,
        content=bid.content,
        price_score=shown(ranked.price_score),
        cells=[
            Cell(
                criterion=criterion,
                answer=answers.get(criterion.pk, ""),
                score=shown(ranked.scores[criterion.position]),
                given=given.get((bid.pk, criterion.position), ()),
            )
            for criterion in criteria
        ],
        total=shown(ranked.total),
        rank=ranked.rank,
    )


def _row_document(row: Row) -> dict[str, Any]:
    return {
        "bid": row.bid.number,
        "provider": row.bid.provider.name,
        "provider_en": row.bid.provider.name_en,
        "price": str(row.content.price.yuan),
        "price_score": str(row.price_score),
        "scores": [str(cell.score) for cell in row.cells],
        "total": str(row.total),
        "rank": row.rank,
    }


def _median(prices: Sequence[Money]) -> Money | None:
    if len(prices) < _FEWEST_FOR_CONTEXT:
        return None
    return Money.rounded(median(Fraction(price.fen, 100) for price in prices))


def _related_pairs(bids: Sequence[Bid]) -> dict[frozenset[int], str]:
    providers = [bid.provider_id for bid in bids]
    by_name = {bid.provider.name: bid.provider_id for bid in bids}
    pairs: dict[frozenset[int], str] = {}
    for row in RelatedParty.objects.filter(organisation__in=providers):
        other = row.other_id or by_name.get(row.other_name)
        if other in providers and other != row.organisation_id:
            pair = frozenset((row.organisation_id, other))
            pairs[pair] = str(row.get_relation_display())
    return pairs


def _names(bid: Bid) -> set[str]:
    former = {one.name for one in bid.provider.former_names.all()}
    return {bid.provider.name} | former
