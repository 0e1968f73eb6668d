"""Routes of this package; the root adds the language prefix."""

from django.urls import path
from django.views.generic import RedirectView

app_name = "audits"
urlpatterns = [
    path(
        "workspace/audits/<str:number>/",
        RedirectView.as_view(pattern_name="accounts:workspace"),
        name="round",
    ),
]
