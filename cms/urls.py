"""Routes of this package; the root adds the language prefix."""

from django.urls import path

from cms.views import search

app_name = "cms"
urlpatterns = [
    path("search/", search.search_page, name="search"),
    path("search/suggest/", search.suggestions, name="search_suggest"),
]
