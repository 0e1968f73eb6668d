"""Deliveries that follow a commit."""

from typing import Any

from django.db import transaction
from django_tasks.base import Task


def after_commit(task: Task[..., Any], **kwargs: Any) -> None:
    """Enqueue ``task`` when the current transaction has been committed.

    Outside a transaction the task is enqueued at once. Arguments are ids and
    plain values: the task reads the rows itself, and may run twice.
    """
    transaction.on_commit(lambda: task.enqueue(**kwargs))
