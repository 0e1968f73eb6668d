"""Routes of this package; the root adds the language prefix."""

from django.urls import path

from accounts.views import organisations, workspace

app_name = "accounts"
urlpatterns = [
    path("workspace/", workspace.workspace, name="workspace"),
    path("workspace/profile/", workspace.ProfileView.as_view(), name="profile"),
    path(
        "workspace/acting/",
        workspace.choose_organisation,
        name="choose_organisation",
    ),
    path(
        "workspace/organisations/new/",
        organisations.RegisterView.as_view(),
        name="register",
    ),
    path(
        "workspace/organisations/claim/",
        organisations.ClaimView.as_view(),
        name="claim",
    ),
    path(
        "workspace/organisations/<int:pk>/",
        organisations.organisation,
        name="organisation",
    ),
    path(
        "workspace/organisations/<int:pk>/edit/",
        organisations.UpdateView.as_view(),
        name="organisation_edit",
    ),
    path(
        "workspace/organisations/<int:pk>/rename/",
        organisations.RenameView.as_view(),
        name="organisation_rename",
    ),
    path(
        "workspace/organisations/<int:pk>/invite/",
        organisations.InviteView.as_view(),
        name="invite",
    ),
    path(
        "workspace/organisations/<int:pk>/related/",
        organisations.RelatedPartyView.as_view(),
        name="related_party",
    ),
    path(
        "workspace/memberships/<int:pk>/end/",
        organisations.end_membership,
        name="membership_end",
    ),
    path(
        "workspace/memberships/<int:pk>/role/",
        organisations.change_role,
        name="membership_role",
    ),
    path(
        "workspace/memberships/<int:pk>/approve/",
        organisations.decide_on_request,
        {"answer": "approve"},
        name="membership_approve",
    ),
    path(
        "workspace/memberships/<int:pk>/refuse/",
        organisations.decide_on_request,
        {"answer": "refuse"},
        name="membership_refuse",
    ),
    path(
        "workspace/invitations/<int:pk>/revoke/",
        organisations.revoke_invitation,
        name="invitation_revoke",
    ),
    path(
        "workspace/related/<int:pk>/withdraw/",
        organisations.withdraw_related_party,
        name="related_party_withdraw",
    ),
    path(
        "invitations/<str:token>/",
        organisations.accept_invitation,
        name="accept_invitation",
    ),
]
