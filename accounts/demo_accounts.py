"""The accounts of a demonstration, one per role.

They exist only where the demo world was built, and are listed on the sign-in
page only while settings say so.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PASSWORD = "qingyuan-demo"  # noqa: S105 - meant to be read by everybody


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One person of the demonstration."""

    key: str
    name: str
    role: str | Promise

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return f"{self.key}@demo.example"

    @property
    def password(self) -> str:
        """The password, the same for all."""
        return PASSWORD


DEMO_ACCOUNTS = (
    DemoAccount(
        "enterprise", "闻人澄岚", _("Enterprise with an audit round and a job")
    ),
    DemoAccount("rival-enterprise", "司徒棠屿", _("Another enterprise")),
    DemoAccount("provider", "端木砚禾", _("Service provider that bids and works")),
    DemoAccount("rival-provider", "皇甫筠笙", _("Competing service provider")),
    DemoAccount("expert", "欧阳沅澍", _("Expert of the pool")),
    DemoAccount("handler", "上官霁芃", _("Authority: handler")),
    DemoAccount("reviewer", "令狐珩昀", _("Authority: reviewer")),
    DemoAccount("signatory", "慕容翎璟", _("Authority: signatory")),
    DemoAccount("other-handler", "尉迟岫珏", _("Authority of another place: handler")),
    DemoAccount("editor", "长孙黛璇", _("Editor of the portal's pages")),
    DemoAccount("verifier", "公孙沅昀", _("Independent verifier of measured results")),
    DemoAccount("newcomer", "轩辕棠禾", _("A person without an organisation")),
    DemoAccount("operator", "东方澄珩", _("Operator of the portal")),
)
