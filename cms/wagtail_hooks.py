"""Wagtail's admin as a desk for authority staff and editors."""

from copy import copy
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.admin_panels import OperationsPanel, TasksPanel
from cms.viewsets import TrainingViewSet

STYLES = (
    "css/tokens.css",
    "css/status.css",
    "css/deadline.css",
    "css/timeline.css",
    "css/facts.css",
    "css/suggestions.css",
    "cms/css/admin.css",
)
SCRIPTS = ("js/confirm.js", "js/suggest.js", "cms/js/wide-tables.js")
# Wagtail's own entries stand below those of the authorities' work.
EDITORS_ENTRIES = {"explorer", "images", "documents", "snippets"}
BELOW = 5000


@hooks.register("insert_global_admin_css")
def portal_styles() -> SafeString:
    """Bring the portal's colours and small components into the admin."""
    return format_html_join(
        "\n",
        '<link rel="stylesheet" href="{}">',
        ((static(path),) for path in STYLES),
    )


@hooks.register("insert_global_admin_js")
def portal_scripts() -> SafeString:
    """Ask before a button does something that lasts; let keys reach wide tables."""
    return format_html_join(
        "\n", '<script defer src="{}"></script>', ((static(path),) for path in SCRIPTS)
    )


@hooks.register("construct_homepage_panels")
def tasks_first(request: HttpRequest, panels: list[Any]) -> None:
    """Show authority staff what waits for them before anything else."""
    if request.acting.posts:  # type: ignore[attr-defined] # set by our middleware
        panels.insert(0, TasksPanel(request))


@hooks.register("construct_homepage_panels")
def operations_first(request: HttpRequest, panels: list[Any]) -> None:
    """Show the operator how the portal runs before what editors did."""
    if request.user.is_superuser:
        panels.insert(0, OperationsPanel())


@hooks.register("construct_main_menu", order=1000)
def authority_work_first(request: HttpRequest, items: list[MenuItem]) -> None:
    """Put the authorities' entries above the editors' for people who hold a post."""
    if not request.acting.posts:  # type: ignore[attr-defined] # set by our middleware
        return
    for position, item in enumerate(items):
        if item.name in EDITORS_ENTRIES:
            # The entries are shared by all requests, so a copy moves.
            moved = copy(item)
            moved.order += BELOW
            items[position] = moved


@hooks.register("register_admin_viewset")
def register_training() -> TrainingViewSet:
    """Add the desk for training."""
    return TrainingViewSet()


@hooks.register("construct_main_menu", order=1001)
def no_outside_help(request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave out Wagtail's own help: it leads to other sites."""
    items[:] = [item for item in items if item.name != "help"]
