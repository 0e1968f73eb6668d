"""Root of all routes: machines and staff first, then the two languages."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from accounts.views.links import ConfirmAddressView, ResetPasswordView
from cms.account import DeskAccountView
from cms.api.routes import api
from cms.entrance import enter_admin

urlpatterns = [
    path("", include("core.urls")),
    path("admin/login/", enter_admin),
    path("admin/account/", require_admin_access(DeskAccountView.as_view())),
    path("admin/", include(wagtailadmin_urls)),
    path("api/v1/", api.urls),
    path("documents/", include(wagtaildocs_urls)),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    *i18n_patterns(
        # Few routes, and the search, which is asked most.
        path("", include("cms.urls")),
        path(
            "account/confirm-email/<str:key>/",
            ConfirmAddressView.as_view(),
            name="account_confirm_email",
        ),
        re_path(
            r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
            ResetPasswordView.as_view(),
            name="account_reset_password_from_key",
        ),
        path("account/", include("allauth.urls")),
        path("", include("accounts.urls")),
        path("", include("blacklist.urls")),
        path("", include("providers.urls")),
        path("", include("experts.urls")),
        path("", include("audits.urls")),
        path("", include("marketplace.urls")),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
handler400 = "core.views.bad_request"
handler403 = "core.views.forbidden"
handler404 = "core.views.not_found"
handler500 = "core.views.server_error"
