"""Routes of this package; the root adds the language prefix."""

from django.urls import path

from cms.views import open_data, search, statistics, training

app_name = "cms"
urlpatterns = [
    path("api/v1/docs", open_data.api_docs, name="api_docs"),
    path("search/", search.search_page, name="search"),
    path("search/suggest/", search.suggestions, name="search_suggest"),
    path("statistics/", statistics.statistics_page, name="statistics"),
    path(
        "statistics/<slug:key>/",
        statistics.RecordsView.as_view(),
        name="statistics_records",
    ),
    path("training/", training.TrainingListView.as_view(), name="training"),
    path("training/calendar.ics", training.calendar, name="training_calendar"),
    path(
        "training/<slug:slug>/",
        training.TrainingEventView.as_view(),
        name="training_event",
    ),
    path(
        "training/<slug:slug>/register/",
        training.RegisterView.as_view(),
        name="training_register",
    ),
    path("certificates/", training.check_certificate, name="certificate_check"),
    path("certificates/<slug:code>/", training.certificate, name="certificate"),
    path("workspace/training/", training.my_training, name="my_training"),
    path(
        "workspace/training/<int:pk>/cancel/", training.cancel, name="training_cancel"
    ),
]
