"""Routes of this package; the root adds the language prefix."""

from django.urls import path

from audits.views import public, reports, reviews, rounds

app_name = "audits"

_ROUND = "workspace/audits/<str:number>/"

urlpatterns = [
    path("audits/", public.RoundsView.as_view(), name="rounds"),
    path("audits/lists/<str:number>/", public.ListView.as_view(), name="list"),
    path("audits/<str:number>/", public.ResultView.as_view(), name="result"),
    path("workspace/audits/", rounds.MyRoundsView.as_view(), name="my_rounds"),
    path(
        "workspace/audits/new/", rounds.VoluntaryRoundView.as_view(), name="new_round"
    ),
    path(_ROUND, rounds.RoundView.as_view(), name="round"),
    path(f"{_ROUND}information/", rounds.InformationView.as_view(), name="information"),
    path(f"{_ROUND}start/", rounds.StartView.as_view(), name="start"),
    path(f"{_ROUND}provider/", rounds.ProviderView.as_view(), name="provider"),
    path(f"{_ROUND}particulars/", rounds.ParticularsView.as_view(), name="particulars"),
    path(f"{_ROUND}steps/", rounds.PhasesView.as_view(), name="phases"),
    path(f"{_ROUND}focuses/new/", rounds.FocusView.as_view(), name="new_focus"),
    path(
        f"{_ROUND}focuses/<int:pk>/remove/",
        rounds.FocusRemovalView.as_view(),
        name="remove_focus",
    ),
    path(f"{_ROUND}options/new/", rounds.OptionView.as_view(), name="new_option"),
    path(f"{_ROUND}options/<int:option>/", rounds.OptionView.as_view(), name="option"),
    path(
        f"{_ROUND}options/<int:option>/remove/",
        rounds.OptionRemovalView.as_view(),
        name="remove_option",
    ),
    path(f"{_ROUND}figures/", rounds.FiguresView.as_view(), name="figures"),
    path(
        f"{_ROUND}implementation/",
        rounds.ImplementationView.as_view(),
        name="implementation",
    ),
    path(f"{_ROUND}report/", reports.ReportFormView.as_view(), name="report_form"),
    path(f"{_ROUND}report/file/", reports.FilingView.as_view(), name="file_report"),
    path(
        f"{_ROUND}reports/<int:version>/", reports.ReportView.as_view(), name="report"
    ),
    path(
        f"{_ROUND}reports/<int:version>/check/",
        reports.CheckView.as_view(),
        name="check_report",
    ),
    path(f"{_ROUND}findings/<int:pk>/", reports.AnswerView.as_view(), name="finding"),
    path("workspace/reviews/", reviews.MyReviewsView.as_view(), name="my_reviews"),
    path(
        "workspace/reviews/<str:number>/", reviews.ReviewView.as_view(), name="review"
    ),
]
