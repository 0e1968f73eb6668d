"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditsConfig(AppConfig):
    """Start-up of this package."""

    name = "audits"
    verbose_name = _("Audits")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the slots of lower floors and say who may fetch our files."""
        # These modules use the models, which are there only now.
        from audits import (  # noqa: PLC0415
            files,
            imports,  # noqa: F401
            log,
            search,
            slots,
            subscribers,
        )
        from core.clocks.actions import ClockAction  # noqa: PLC0415
        from core.files import register_file_policy  # noqa: PLC0415
        from core.journal import subscribe  # noqa: PLC0415
        from core.slots import offer  # noqa: PLC0415
        from experts.journal import DrawAction  # noqa: PLC0415

        register_file_policy(files.REPORT_KIND, files.can_fetch_report)
        log.register()
        search.register()
        subscribe(DrawAction.INVITATION_ACCEPTED, subscribers.seat_accepted)
        subscribe(DrawAction.MEMBER_REPLACED, subscribers.seat_passed_on)
        subscribe(ClockAction.REMINDED, subscribers.clock_rang)
        subscribe(ClockAction.LAPSED, subscribers.clock_rang)
        offer("providers.detail", slots.provider_results, order=40)
        offer("workspace.enterprise", slots.rounds_of_acting, order=20)
        offer("workspace.provider", slots.rounds_of_acting, order=30)
        offer("workspace.expert", slots.reviews_of_acting, order=20)
        offer("workspace.tasks", slots.tasks_of_staff, order=10)
        offer("experts.invitation", slots.review_of_invitation)
