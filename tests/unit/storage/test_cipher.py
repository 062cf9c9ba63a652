"""The cipher's own edges; what it does for the stores is in their contract."""

import pytest

from bot.domain.errors import BadInput, WrongKey
from storage.cipher import Cipher


def test_what_is_sealed_opens_again_and_cannot_be_read() -> None:
    cipher = Cipher([Cipher.new_key()])

    sealed = cipher.seal("weil Acme sonst geht 🙂")

    assert b"Acme" not in sealed
    assert cipher.open(sealed) == "weil Acme sonst geht 🙂"


@pytest.mark.parametrize("keys", [[], ["too short"], ["ü" * 44], [Cipher.new_key(), ""]])
def test_a_key_of_another_shape_is_bad_input(keys: list[str]) -> None:
    with pytest.raises(BadInput, match="32 bytes"):
        Cipher(keys)


def test_a_token_that_was_changed_does_not_open() -> None:
    cipher = Cipher([Cipher.new_key()])
    sealed = bytearray(cipher.seal("text"))
    sealed[20] ^= 1

    with pytest.raises(WrongKey):
        cipher.open(bytes(sealed))
