"""Routes of this package; the root adds the language prefix."""

from django.urls import path

from blacklist.views import cases, check, feeds, letters, log, register, tips

app_name = "blacklist"
urlpatterns = [
    path("register/", register.RegisterList.as_view(), name="register"),
    path("register/check/", check.check, name="check"),
    path("register/check/receipt/", check.make_receipt, name="make_receipt"),
    path("register/check/<slug:code>/", check.receipt, name="receipt"),
    path("register/check/<slug:code>.json", check.receipt_json, name="receipt_json"),
    path("register/log/", log.LogList.as_view(), name="log"),
    path("register/log/checkpoint", log.checkpoint, name="log_checkpoint"),
    path("register/log/key", log.key, name="log_key"),
    path("register/log/verify.py", log.verifier, name="log_verifier"),
    path("register/log/entries", log.entries, name="log_entries"),
    path("register/log/proof/<int:index>", log.proof, name="log_proof"),
    path("register/log/consistency", log.consistency, name="log_consistency"),
    path("register/log/<int:index>/", log.leaf, name="log_leaf"),
    path("register/feed/", feeds.RegisterFeed(), name="feed"),
    path("register/feed/rss/", feeds.RegisterRssFeed(), name="feed_rss"),
    path("register/subscribe/", letters.SubscribeView.as_view(), name="subscribe"),
    path(
        "register/subscribe/<slug:token>/",
        letters.ConfirmView.as_view(),
        name="subscribe_confirm",
    ),
    path(
        "register/unsubscribe/<slug:token>/",
        letters.LeaveView.as_view(),
        name="unsubscribe",
    ),
    path("register/report/", tips.ReportView.as_view(), name="report"),
    path("register/report/done/", tips.reported, name="reported"),
    path("register/report/status/", tips.StatusView.as_view(), name="report_status"),
    path("register/<str:number>/", register.publication, name="publication"),
    path("workspace/cases/", cases.MyCases.as_view(), name="my_cases"),
    path("workspace/cases/<str:number>/", cases.my_case, name="my_case"),
    path(
        "workspace/cases/<str:number>/statement/",
        cases.StatementView.as_view(),
        name="state",
    ),
    path(
        "workspace/cases/<str:number>/waive/", cases.WaiveView.as_view(), name="waive"
    ),
    path(
        "workspace/cases/<str:number>/hearing/",
        cases.HearingView.as_view(),
        name="request_hearing",
    ),
    path(
        "workspace/cases/<str:number>/hearing/withdraw/",
        cases.withdraw_hearing,
        name="withdraw_hearing",
    ),
    path(
        "workspace/cases/<str:number>/repair/",
        cases.RepairView.as_view(),
        name="apply_for_repair",
    ),
    path(
        "workspace/cases/<str:number>/challenge/",
        cases.ChallengeView.as_view(),
        name="challenge",
    ),
]
