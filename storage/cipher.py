"""Encryption at rest."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.domain.errors import BadInput, WrongKey


class Cipher:
    """Seals with the first key, opens with any: a new key is put in front, the old ones stay behind it."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Raises BadInput where a key is not 32 bytes in URL-safe base64, or none is given."""
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError as err:
            raise BadInput("a secret key must be 32 bytes in URL-safe base64, and at least one is needed") from err

    @staticmethod
    def new_key() -> str:
        return Fernet.generate_key().decode("ascii")

    def seal(self, text: str) -> bytes:
        """The text as a Fernet token (AES-128-CBC with HMAC-SHA256), a third longer than its UTF-8."""
        return self._fernet.encrypt(text.encode())

    def open(self, sealed: bytes) -> str:
        """Raises WrongKey where none of the keys sealed it."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken as err:
            raise WrongKey("stored texts were sealed with a key that is not among the secret keys") from err
