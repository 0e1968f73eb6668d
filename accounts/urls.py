"""Routes of this package; the root adds the language prefix."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("workspace/", views.workspace, name="workspace"),
    path("workspace/acting/", views.choose_organisation, name="choose_organisation"),
    path(
        "workspace/organisations/<int:pk>/",
        views.OrganisationView.as_view(),
        name="organisation",
    ),
]
