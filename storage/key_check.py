"""Start is refused on a wrong key, instead of failing at the first answer that cannot be opened."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.errors import WrongKey
from storage.cipher import Cipher
from storage.engine import writing
from storage.statements import put_once
from storage.tables import meta

_NAME = "key check"
_KNOWN = "hymnsheet"


async def check_key(engine: AsyncEngine, cipher: Cipher) -> None:
    """Raises WrongKey where the database was first used with a key that is not among the cipher's.

    The first use seals a known value; it stays as it is when a new key is put in front.
    """
    async with writing(engine) as connection:
        if await put_once(connection, meta, {"name": _NAME, "value": cipher.seal(_KNOWN)}, ["name"]):
            await connection.commit()
            return
        sealed = (await connection.execute(select(meta.c.value).where(meta.c.name == _NAME))).scalar_one()
        if cipher.open(sealed) != _KNOWN:
            raise WrongKey("the stored key check does not hold what it should")
