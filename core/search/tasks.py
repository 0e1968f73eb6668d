"""Indexing that follows a commit."""

from django_tasks import task


@task()
def drain_search_outbox() -> None:
    """Index what has changed; running twice indexes it once."""
    # The outbox imports this module to enqueue it.
    from core.search.outbox import drain  # noqa: PLC0415

    drain()
