"""Routes of jobs, questions, bids and awards."""

from django.urls import path

from marketplace.views import awards, bids, desk, jobs

_JOB = "workspace/jobs/<str:number>"
_BID = "workspace/bids/<str:number>"

routes = [
    path("jobs/", jobs.JobList.as_view(), name="job_list"),
    path("jobs/receipts/check/", jobs.ReceiptCheck.as_view(), name="receipt_check"),
    path("jobs/<str:number>/", jobs.job_page, name="job"),
    path("jobs/<str:number>/ask/", jobs.AskView.as_view(), name="job_ask"),
    path("jobs/<str:number>/bid/", bids.StartBid.as_view(), name="bid_start"),
    path("workspace/jobs/", desk.OwnJobs.as_view(), name="own_jobs"),
    path("workspace/jobs/new/", desk.NewJob.as_view(), name="job_new"),
    path(f"{_JOB}/", desk.OwnJobPage.as_view(), name="own_job"),
    path(f"{_JOB}/work/", desk.WorkStep.as_view(), name="job_work"),
    path(f"{_JOB}/criteria/", desk.CriteriaStep.as_view(), name="job_criteria"),
    path(f"{_JOB}/metrics/", desk.MetricsStep.as_view(), name="job_metrics"),
    path(f"{_JOB}/schedule/", desk.ScheduleStep.as_view(), name="job_schedule"),
    path(f"{_JOB}/review/", desk.ReviewStep.as_view(), name="job_review"),
    path(f"{_JOB}/extend/", desk.ExtendView.as_view(), name="job_extend"),
    path(f"{_JOB}/cancel/", desk.CancelView.as_view(), name="job_cancel"),
    path(f"{_JOB}/fail/", desk.FailView.as_view(), name="job_fail"),
    path(f"{_JOB}/invite/", desk.InviteView.as_view(), name="job_invite"),
    path(f"{_JOB}/colleagues/", desk.DelegateView.as_view(), name="job_delegate"),
    path(
        f"{_JOB}/colleagues/<int:pk>/end/",
        desk.EndDelegation.as_view(),
        name="job_delegate_end",
    ),
    path(
        f"{_JOB}/questions/<int:pk>/answer/",
        desk.AnswerView.as_view(),
        name="question_answer",
    ),
    path(f"{_JOB}/opening/", desk.OpeningView.as_view(), name="job_opening"),
    path(f"{_JOB}/compare/", awards.CompareView.as_view(), name="job_compare"),
    path(f"{_JOB}/bids/<str:bid>/", awards.OpenedBidPage.as_view(), name="opened_bid"),
    path(f"{_JOB}/bids/<str:bid>/score/", awards.ScoreView.as_view(), name="bid_score"),
    path(f"{_JOB}/bids/<str:bid>/award/", awards.AwardView.as_view(), name="bid_award"),
    path(f"{_JOB}/award/", awards.AwardPage.as_view(), name="job_award"),
    path(f"{_JOB}/award/confirm/", awards.ConfirmAward.as_view(), name="award_confirm"),
    path(
        f"{_JOB}/objections/<int:pk>/answer/",
        awards.AnswerObjection.as_view(),
        name="objection_answer",
    ),
    path("workspace/bids/", bids.OwnBids.as_view(), name="own_bids"),
    path(f"{_BID}/", bids.BidPage.as_view(), name="bid"),
    path(f"{_BID}/edit/", bids.EditBid.as_view(), name="bid_edit"),
    path(f"{_BID}/submit/", bids.SubmitBid.as_view(), name="bid_submit"),
    path(f"{_BID}/withdraw/", bids.WithdrawBid.as_view(), name="bid_withdraw"),
    path(f"{_BID}/files/", bids.AttachFile.as_view(), name="bid_attach"),
    path(
        f"{_BID}/files/<int:position>/",
        bids.SealedFileView.as_view(),
        name="bid_file",
    ),
    path(
        f"{_BID}/files/<int:position>/remove/",
        bids.RemoveFile.as_view(),
        name="bid_file_remove",
    ),
    path(f"{_BID}/receipt/", bids.ReceiptView.as_view(), name="bid_receipt"),
    path(f"{_BID}/object/", bids.ObjectView.as_view(), name="bid_object"),
]
