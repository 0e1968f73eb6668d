"""Letters to the parties of a contract."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import translation

from accounts.models import Organisation
from accounts.selectors import members_of
from core.mail import queue_letter
from marketplace.models import Contract


def tell(
    template: str,
    contract: Contract,
    organisations: Iterable[Organisation | None],
    *,
    at: datetime,
    **context: object,
) -> None:
    """Write to everyone who works for ``organisations``.

    ``template`` names a letter of this package; each reader gets it in their
    own language.
    """
    for organisation in organisations:
        if organisation is None:
            continue
        for user in members_of(organisation):
            # The link leads to the page in the reader's own language.
            with translation.override(user.language):
                path = contract.get_absolute_url()
            queue_letter(
                template=f"marketplace/{template}",
                to_user=user,
                at=at,
                context={
                    "contract": contract,
                    "path": path,
                    "organisation": organisation,
                    **context,
                },
            )
