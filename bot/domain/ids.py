"""Names of things. A tenant is one workspace of one platform: `web:local`, later `slack:T…`, `teams:…`."""

from dataclasses import dataclass
from typing import NewType

TenantId = NewType("TenantId", str)
SheetId = NewType("SheetId", str)
CheckId = NewType("CheckId", str)
ReasonId = NewType("ReasonId", str)
RestatementId = NewType("RestatementId", str)
DeliveryId = NewType("DeliveryId", str)


@dataclass(frozen=True, slots=True, order=True)
class PersonRef:
    """A person as the platform knows them."""

    tenant: TenantId
    user: str


@dataclass(frozen=True, slots=True, order=True)
class ChannelRef:
    """A channel as the platform knows it."""

    tenant: TenantId
    channel: str
