"""What this package adds to the staff area."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from core.sheets import staff


class ImportsMenuItem(MenuItem):
    """Shown to those who may take lists over."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether this person may use any importer."""
        return bool(staff.usable_importers(request))


@hooks.register("register_admin_urls")
def import_urls() -> list[URLPattern | URLResolver]:
    """Add the screens of imports below the admin."""
    routes = [
        path("", staff.ImportIndexView.as_view(), name="index"),
        path("batch/<int:pk>/", staff.ImportBatchView.as_view(), name="batch"),
        path(
            "batch/<int:pk>/<slug:action>/",
            staff.ImportActionView.as_view(),
            name="action",
        ),
        path("<slug:key>/", staff.ImportUploadView.as_view(), name="upload"),
        path("<slug:key>/blank.xlsx", staff.blank_file, name="blank"),
    ]
    return [path("imports/", include((routes, "imports"), namespace="imports"))]


@hooks.register("register_admin_menu_item")
def imports_item() -> ImportsMenuItem:
    """Add imports to the menu."""
    return ImportsMenuItem(
        _("Imports"), reverse("imports:index"), icon_name="upload", order=900
    )
