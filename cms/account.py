"""A person's own settings in the staff area."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import account

from accounts import services
from accounts.forms import ProfileForm
from accounts.models import User
from core import clock

# Names are one field with us, and the portal's own choice of language is used.
REPLACED = {account.NameEmailSettingsPanel.name, account.LocaleSettingsPanel.name}


class DeskProfileForm(ProfileForm):
    """Name, telephone and language; saved as on the portal's own page."""

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002 - Django's signature
        """Save by the service, and go on in the language chosen."""
        del commit
        person = services.update_profile(
            actor=self.instance, at=clock.now(), **self.cleaned_data
        )
        translation.activate(person.language)
        return person


class ProfilePanel(account.BaseSettingsPanel):
    """Who one is, and in which language the staff area speaks."""

    name = "profile"
    title = _("Name and language")
    order = 100
    form_class = DeskProfileForm


class DeskAccountView(account.AccountView):
    """Wagtail's page of settings with the portal's name and language."""

    def get_panels(self) -> list[Any]:
        """Put our panel in the place of those it replaces."""
        kept = [one for one in super().get_panels() if one.name not in REPLACED]
        return [ProfilePanel(self.request, self.request.user, None), *kept]
