"""What this package adds to the staff area."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from blacklist.viewsets import RegisterGroup


@hooks.register("register_admin_viewset")
def register_desk() -> RegisterGroup:
    """Add tips and violation cases."""
    return RegisterGroup()


@hooks.register("insert_global_admin_css")
def desk_styles() -> SafeString:
    """Dress the pages of cases and tips."""
    href = static("blacklist/css/desk.css")
    return format_html('<link rel="stylesheet" href="{}">', href)
