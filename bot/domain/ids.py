"""Names of things. A tenant is one workspace of one platform: `web:local`, later `slack:T…`, `teams:…`."""

from dataclasses import dataclass
from typing import NewType

TenantId = NewType("TenantId", str)
SheetId = NewType("SheetId", str)
CheckId = NewType("CheckId", str)
ReasonId = NewType("ReasonId", str)
RestatementId = NewType("RestatementId", str)
DeliveryId = NewType("DeliveryId", str)


_GROUP = "group:"


@dataclass(frozen=True, slots=True, order=True)
class PersonRef:
    """A person as the platform knows them; in an audience also a user group, whose `user` begins with "group:"."""

    tenant: TenantId
    user: str

    @property
    def group(self) -> str:
        """The platform's id of the user group this stands for; "" for a person."""
        return self.user.removeprefix(_GROUP) if self.user.startswith(_GROUP) else ""


def group_ref(tenant: TenantId, group: str) -> PersonRef:
    """A user group as it stands in an audience."""
    return PersonRef(tenant, f"{_GROUP}{group}")


@dataclass(frozen=True, slots=True, order=True)
class ChannelRef:
    """A channel as the platform knows it."""

    tenant: TenantId
    channel: str
