"""Reviews: when they open, and what the public reads."""

from django.db.models import QuerySet

from accounts.models import Organisation
from marketplace.models import Contract, Review
from marketplace.states.contracts import Side, StatementState


def can_review(contract: Contract) -> bool:
    """Tell whether a statement of the contract has been paid."""
    return contract.statements.filter(state=StatementState.PAID).exists()


def reviews_of(organisation: Organisation) -> QuerySet[Review]:
    """Return what others wrote about an organisation, newest first."""
    return Review.objects.filter(subject=organisation).select_related(
        "contract__enterprise", "contract__provider", "contract__job", "reply"
    )


def reviews_of_provider(provider: Organisation) -> QuerySet[Review]:
    """Return the reviews that enterprises wrote about a provider."""
    return reviews_of(provider).filter(side=Side.ENTERPRISE)
