"""Routes of the directory."""

from django.urls import path, re_path

from providers.views import public, workspace

app_name = "providers"
_PART = r"^workspace/provider/(?P<kind>evidence|instruments|staff)/"

urlpatterns = [
    path("providers/", public.DirectoryPage.as_view(), name="directory"),
    path("providers/<str:credit_code>/", public.detail, name="detail"),
    path("workspace/provider/", workspace.overview, name="workspace"),
    path(
        "workspace/provider/profile/", workspace.ProfileView.as_view(), name="profile"
    ),
    path("workspace/provider/withdraw/", workspace.withdraw, name="withdraw"),
    path("workspace/provider/relist/", workspace.relist, name="relist"),
    re_path(rf"{_PART}add/$", workspace.PartView.as_view(), name="add_part"),
    re_path(rf"{_PART}(?P<pk>\d+)/$", workspace.PartView.as_view(), name="edit_part"),
    re_path(rf"{_PART}(?P<pk>\d+)/remove/$", workspace.remove_part, name="remove_part"),
]
