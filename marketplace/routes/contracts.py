"""Routes of contracts, settlements and reviews."""

from django.urls import path

from marketplace.views import contracts, performing, releases, settling

_C = "workspace/contracts/<str:number>/"
_S = "workspace/statements/<str:statement>/"

routes = [
    path("workspace/contracts/", contracts.ContractList.as_view(), name="contracts"),
    path(
        "workspace/contracts/draft/<int:award>/",
        contracts.DraftView.as_view(),
        name="contract_draft",
    ),
    path(_C, contracts.ContractPage.as_view(), name="contract"),
    path(f"{_C}edit/", contracts.EditView.as_view(), name="contract_edit"),
    path(f"{_C}offer/", contracts.OfferView.as_view(), name="contract_offer"),
    path(f"{_C}reopen/", contracts.ReopenView.as_view(), name="contract_reopen"),
    path(f"{_C}sign/", contracts.SignView.as_view(), name="contract_sign"),
    path(f"{_C}start/", contracts.StartView.as_view(), name="contract_start"),
    path(f"{_C}complete/", contracts.CompleteView.as_view(), name="contract_complete"),
    path(
        f"{_C}terminate/", contracts.TerminateView.as_view(), name="contract_terminate"
    ),
    path(f"{_C}text/", contracts.TextView.as_view(), name="contract_text"),
    path(
        f"{_C}text.json",
        contracts.TextView.as_view(),
        {"form": "json"},
        name="contract_json",
    ),
    path(
        f"{_C}milestones/<str:key>/submit/",
        performing.SubmitMilestone.as_view(),
        name="milestone_submit",
    ),
    path(
        f"{_C}milestones/<str:key>/accept/",
        performing.AcceptMilestone.as_view(),
        name="milestone_accept",
    ),
    path(
        f"{_C}milestones/<str:key>/return/",
        performing.ReturnMilestone.as_view(),
        name="milestone_return",
    ),
    path(
        f"{_C}readings/<str:period>/<str:name>/",
        performing.NewReading.as_view(),
        name="reading_new",
    ),
    path(
        f"{_C}check/<int:pk>/", performing.CheckReading.as_view(), name="reading_check"
    ),
    path(
        f"{_C}adjustments/",
        performing.NewAdjustment.as_view(),
        name="adjustment_new",
    ),
    path(
        f"{_C}adjustments/<str:key>/<str:answer>/",
        performing.AnswerAdjustment.as_view(),
        name="adjustment_answer",
    ),
    path(f"{_C}settle/", settling.ComputeStatement.as_view(), name="contract_settle"),
    path(
        f"{_C}disputes/<int:pk>/close/",
        settling.CloseDispute.as_view(),
        name="dispute_close",
    ),
    path(f"{_C}account/", settling.LinkAccount.as_view(), name="payment_account"),
    path(f"{_C}review/", settling.WriteReview.as_view(), name="review_write"),
    path(
        f"{_C}reviews/<int:pk>/reply/",
        settling.ReplyToReview.as_view(),
        name="review_reply",
    ),
    path(_S, settling.StatementPage.as_view(), name="statement"),
    path(
        f"{_S}statement.json", settling.StatementFile.as_view(), name="statement_json"
    ),
    path(f"{_S}accept/", settling.AcceptStatement.as_view(), name="statement_accept"),
    path(
        f"{_S}withdraw/",
        settling.WithdrawStatement.as_view(),
        name="statement_withdraw",
    ),
    path(
        f"{_S}dispute/", settling.DisputeStatement.as_view(), name="statement_dispute"
    ),
    path(f"{_S}pay/", settling.PayByTransfer.as_view(), name="statement_pay"),
    path(f"{_S}pay-online/", settling.PayOnline.as_view(), name="statement_pay_online"),
    path(
        f"{_S}payments/<int:pk>/confirm/",
        settling.ConfirmPayment.as_view(),
        name="payment_confirm",
    ),
    path(
        f"{_S}payments/<int:pk>/reject/",
        settling.RejectPayment.as_view(),
        name="payment_reject",
    ),
    path("jobs/<str:number>/release.json", releases.job_release, name="job_release"),
    path("payments/stripe/webhook/", settling.Webhook.as_view(), name="stripe_webhook"),
]
