"""Routes for machines and for private files."""

from django.urls import path
from django.views.i18n import set_language

from core import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("files/<uuid:pk>/", views.fetch_file, name="file"),
    path("language/", set_language, name="set_language"),
]
