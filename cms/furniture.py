"""What the portal's settings add above and below every page."""

from dataclasses import dataclass, field

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cms.models import PortalSettings
from core.keeping import Kept

# An operator looks at once whether a notice shows.
_KEPT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class _Words:
    """The settings as they were read, if there are any, and parts made of them."""

    settings: PortalSettings | None
    parts: dict[tuple[str, str | None], SafeString] = field(default_factory=dict)

    def part(self, name: str) -> SafeString:
        """Return a part in the reader's language, rendered once."""
        key = name, get_language()
        if key not in self.parts:
            context = {"words": self.settings}
            self.parts[key] = render_to_string(f"cms/parts/{name}.html", context)
        return self.parts[key]


def _read() -> _Words:
    # A missing row is no reason to write one.
    return _Words(PortalSettings.objects.first())


words = Kept(_read, seconds=_KEPT_SECONDS)


def notice(request: HttpRequest, subject: object) -> SafeString | None:
    """Return the notice above every page, if there is one."""
    known = words()
    if known.settings is None or not known.settings.notice_label:
        return None
    return known.part("notice")


def imprint(request: HttpRequest, subject: object) -> SafeString | None:
    """Return operator, contact and registration below every page, if known."""
    known = words()
    return None if known.settings is None else known.part("imprint")


def contact(request: HttpRequest, subject: object) -> SafeString | None:
    """Return whom to ask when a letter about an account does not arrive, if known."""
    known = words()
    if known.settings is None or not (known.settings.telephone or known.settings.email):
        return None
    return known.part("contact")
