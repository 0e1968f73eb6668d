"""What pages of the desk share."""

from collections.abc import Callable
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permission_policies.base import BasePermissionPolicy

from accounts.models import User
from accounts.requests import acting_of, person_of
from core import clock
from core.staff_lists import StaffIndexView
from core.staff_pages import StaffPage
from core.views import StepFormView


class DeskPolicy(BasePermissionPolicy):
    """Holders of a post look; every change goes through a service."""

    def user_has_permission(self, user: User, action: str) -> bool:
        """Let holders of a post view."""
        return action == "view" and user.staff_posts.held_on(clock.today()).exists()

    def user_has_any_permission(self, user: User, actions: list[str]) -> bool:
        """Tell whether one of the actions is allowed."""
        return any(self.user_has_permission(user, action) for action in actions)


class DeskPage(StaffPage):
    """A page of the desk for holders of a post."""

    request: HttpRequest
    kwargs: dict[str, Any]
    header_icon = "list-ul"
    # Where the page lies below the desk's front page: the list it belongs to.
    section_url = ""
    section: str | Promise = ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead from the front page through the list to this page."""
        items: list[dict[str, Any]] = list(super().get_breadcrumbs_items())
        if self.section_url:
            items.append({"url": reverse(self.section_url), "label": self.section})
        here = str(self.get_page_title())
        below = str(self.get_page_subtitle())
        return [*items, {"url": "", "label": here, "sublabel": below}]

    def test_func(self) -> bool:
        """Let holders of a post in."""
        return bool(acting_of(self.request).posts)


class DeskStep(DeskPage, StepFormView):
    """One step on a page of its own: a form, an explanation, one service call."""

    template_name = "audits/admin/step.html"
    label: str | Promise = ""
    explanation: str | Promise = ""
    danger = False

    @property
    def back(self) -> str:
        """The page one came from."""
        raise NotImplementedError

    def is_open(self) -> bool:
        """Tell whether the step can be taken now; subclasses know when it cannot."""
        return True

    def matter_url(self) -> str:
        """Return where a closed step leads."""
        return self.back

    @property
    def actor(self) -> User:
        """The person at the desk."""
        return person_of(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the step."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "label": self.label,
            "explanation": self.explanation,
            "danger": self.danger,
            "back": self.back,
        }

    def perform(self, form: BaseForm) -> object:
        """Take the step and return to where one came from."""
        self.act(form)
        return self.back

    def act(self, form: BaseForm) -> None:
        """Call the service."""
        raise NotImplementedError


class DeskViewSet(ViewSet):
    """A group of pages shown to holders of a post."""

    model: type[Any]
    index_view: type[StaffIndexView]

    @cached_property
    def menu_item_class(self) -> type:
        """Show the entry to holders of a post only."""
        base = super().menu_item_class

        class DeskMenuItem(base):  # type: ignore[misc, valid-type] # untyped library
            def is_shown(self, request: HttpRequest) -> bool:
                return bool(acting_of(request).posts)

        return DeskMenuItem

    def index(self, *, results_only: bool) -> Callable[..., HttpResponseBase]:
        """Return the list's view, whole or its results alone."""
        view: Callable[..., HttpResponseBase] = self.index_view.as_view(
            model=self.model,
            permission_policy=DeskPolicy(self.model),
            index_url_name=self.get_url_name("index"),
            index_results_url_name=self.get_url_name("index_results"),
            header_icon=self.icon,
            results_only=results_only,
        )
        return view
