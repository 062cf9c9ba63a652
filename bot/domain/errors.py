"""Everything Hymnsheet raises on purpose.

HymnsheetError
├── BadInput             a person or a file gave something unusable; `str()` is the one line they read
│   └── Worded           the same in the reader's language: a text of the catalogue
│       └── PlatformAway the platform did not tell in time what somebody waits for
├── ComparerUnavailable  the comparer cannot answer now; retry, then use the local one
│   └── CapReached       … and will not: what it may cost for this check is used up
├── Stale                somebody saved this record since it was loaded
├── NotFound             the record named does not exist in this tenant
└── WrongKey             what is stored was sealed with none of the secret keys given
"""


class HymnsheetError(Exception):
    """Base of all errors raised on purpose."""


class BadInput(HymnsheetError):
    """Something unusable was given; the message says what to do about it."""


class Worded(BadInput):
    """`key` names a text of the catalogue, `values` fill it."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class PlatformAway(Worded):
    """Told to whoever waits; work tries again."""

    def __init__(self, platform: str) -> None:
        super().__init__("error.platform_away", platform=platform)


class ComparerUnavailable(HymnsheetError):
    """The comparer cannot answer now."""


class CapReached(ComparerUnavailable):
    """The comparer is asked no more for this check: what that may cost is used up."""


class Stale(HymnsheetError):
    """The record was saved by somebody else since it was loaded."""


class NotFound(HymnsheetError):
    """No such record in this tenant."""


class WrongKey(HymnsheetError):
    """What is stored was sealed with none of the secret keys given."""
