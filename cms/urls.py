"""Routes of this package; the root adds the language prefix."""

from django.urls import URLPattern

app_name = "cms"
urlpatterns: list[URLPattern] = []
