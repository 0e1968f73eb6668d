"""Routes of this package; the root adds the language prefix."""

from django.urls import path

from experts.views import applying, draws, mine, own_lists, pool, seats

app_name = "experts"
urlpatterns = [
    path("experts/", pool.ExpertListView.as_view(), name="list"),
    path("experts/<str:number>/", pool.detail, name="detail"),
    path("draws/", draws.DrawListView.as_view(), name="draws"),
    path("draws/verify_draw.py", draws.checker, name="draw_checker"),
    path("draws/<str:number>.json", draws.record, name="draw_record"),
    path("draws/<str:number>/", draws.detail, name="draw"),
    path("draws/<str:number>/witness/", draws.WitnessView.as_view(), name="witness"),
    path("workspace/expert/", mine.home, name="workspace"),
    path("workspace/expert/apply/", applying.ApplyView.as_view(), name="apply"),
    path(
        "workspace/expert/apply/evidence/",
        applying.EvidenceView.as_view(),
        name="evidence",
    ),
    path(
        "workspace/expert/apply/evidence/<int:pk>/remove/",
        applying.remove_evidence,
        name="evidence_remove",
    ),
    path(
        "workspace/expert/apply/submit/", applying.SubmitView.as_view(), name="submit"
    ),
    path(
        "workspace/expert/apply/<int:pk>/withdraw/",
        applying.withdraw,
        name="application_withdraw",
    ),
    path(
        "workspace/expert/nominate/", applying.NominateView.as_view(), name="nominate"
    ),
    path("workspace/expert/profile/", mine.ProfileView.as_view(), name="profile"),
    path("workspace/expert/consent/", mine.ConsentView.as_view(), name="consent"),
    path(
        "workspace/expert/consent/<str:purpose>/withdraw/",
        mine.WithdrawConsentView.as_view(),
        name="consent_withdraw",
    ),
    path("workspace/expert/ties/", mine.TiesView.as_view(), name="ties"),
    path(
        "workspace/expert/ties/<str:table>/<int:pk>/end/",
        mine.EndTieView.as_view(),
        name="tie_end",
    ),
    path("workspace/expert/absences/", mine.AbsencesView.as_view(), name="absences"),
    path(
        "workspace/expert/absences/<int:pk>/remove/",
        mine.remove_absence,
        name="absence_remove",
    ),
    path(
        "workspace/expert/eligibility/",
        own_lists.EligibilityView.as_view(),
        name="eligibility",
    ),
    path("workspace/expert/duty/", own_lists.DutyListView.as_view(), name="duty"),
    path(
        "workspace/expert/invitations/",
        own_lists.InvitationListView.as_view(),
        name="invitations",
    ),
    path(
        "workspace/expert/invitations/<int:pk>/",
        seats.InvitationView.as_view(),
        name="invitation",
    ),
    path(
        "workspace/expert/invitations/<int:pk>/decline/",
        seats.DeclineView.as_view(),
        name="decline",
    ),
    path(
        "workspace/expert/invitations/<int:pk>/recuse/",
        seats.RecuseView.as_view(),
        name="recuse",
    ),
]
