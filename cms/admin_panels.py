"""What staff see first when they enter the admin."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from core.operations import operations
from core.slots import render_slot

# Packages offer ``render(request, acting)`` for these slots.
TASK_SLOTS = ("desk.tasks", "workspace.tasks")


class TasksPanel(Component):
    """What waits for a member of an authority, by role."""

    name = "tasks"
    order = 10
    template_name = "cms/admin/tasks_panel.html"

    def __init__(self, request: HttpRequest) -> None:
        """Keep the request: its person holds the posts."""
        self.request = request

    def get_context_data(
        self, parent_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return the person's posts and the tasks offered for them."""
        acting = self.request.acting  # type: ignore[attr-defined] # set by our middleware
        offered = (render_slot(slot, self.request, acting) for slot in TASK_SLOTS)
        return {"posts": acting.posts, "tasks": next(filter(None, offered), None)}


class OperationsPanel(Component):
    """How letters, tasks, search and the public log stand, for the operator."""

    name = "operations"
    order = 20
    template_name = "cms/admin/operations_panel.html"

    def get_context_data(
        self, parent_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return how things stand now."""
        return {"now": operations()}
