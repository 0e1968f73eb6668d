"""People."""

from typing import Any

from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.enums import Language


class UserManager(BaseUserManager["User"]):
    """Makes users from an e-mail address."""

    def create_user(
        self,
        email: str,
        password: str | None = None,
        **fields: Any,
    ) -> "User":
        """Return a new user whose address is kept in lower case."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self,
        email: str,
        password: str | None = None,
        **fields: Any,
    ) -> "User":
        """Return a new user who runs the installation."""
        return self.create_user(
            email, password, **{"is_staff": True, "is_superuser": True, **fields}
        )

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a user by address, whatever its case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in, known by an e-mail address."""

    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("This address is already in use.")},
    )
    name = models.CharField(pgettext_lazy("person", "name"), max_length=80, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=Language, default=Language.ZH_HANS
    )
    is_staff = models.BooleanField(_("may enter the staff area"), default=False)
    is_active = models.BooleanField(pgettext_lazy("user", "active"), default=True)
    joined_at = models.DateTimeField(_("joined at"), auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["email"]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """Return the person's name, or the address of one who gave none."""
        return str(self)

    def get_short_name(self) -> str:
        """Return the same: Chinese names are not split."""
        return str(self)

    @property
    def first_name(self) -> str:
        """The whole name, where a library asks for a first one."""
        return self.name

    @property
    def last_name(self) -> str:
        """Nothing: the whole name is the first one."""
        return ""
