"""How the sign-in library meets our users and our letters."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import get_language

from accounts.enums import Language
from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Keeps the person's name and language at sign-up."""

    def save_user(
        self,
        request: HttpRequest,
        user: User,
        form: Any,  # noqa: ANN401 - the library's form
        commit: bool = True,  # noqa: FBT001, FBT002 - the library's signature
    ) -> User:
        """Fill the new user from the sign-up form and the page's language."""
        super().save_user(request, user, form, commit=False)
        user.email = user.email.lower()
        user.name = form.cleaned_data.get("name", "")
        active = get_language()
        user.language = active if active in Language.values else Language.ZH_HANS
        if commit:
            user.save()
        return user
