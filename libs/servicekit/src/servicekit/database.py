"""PostgreSQL: what a URL may say, the engine, and which of its errors pass by themselves.

Every driver gets the URL as it stands and reads it itself: libpq (psycopg, and so Alembic and procrastinate) by its own
rules, asyncpg by its rendering of them, SQLAlchemy not at all. `check_url` admits the URLs that both read alike.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import psycopg
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import Engine, create_engine, pool, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

_TRANSIENT = (
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.LockNotAvailableError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.QueryCanceledError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # the server said goodbye to an idle connection, and it was used then
    psycopg.OperationalError,
    NoConnectionFree,
    OSError,
    TimeoutError,
)
_TRANSIENT_STATES = ("08", "40", "53", "57", "55P03")


def is_transient(error: BaseException) -> bool:
    """Whether the same work can succeed later: connection lost, server starting or full, deadlock, time-out."""
    if isinstance(error, _TRANSIENT):
        return True
    if isinstance(error, DBAPIError):
        state = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "pgcode", None)
        if state:
            return str(state).startswith(_TRANSIENT_STATES)
        cause = error.orig.__cause__ if error.orig is not None else None
        return error.connection_invalidated or isinstance(cause, _TRANSIENT) or "InterfaceError" in type(error).__name__
    return False


_SHAPE = re.compile(
    r"postgres(ql)?://"
    r"([\w.~!$&'()*+,;=%-]*(:[\w.~!$&'()*+,;=%:-]*)?@)?"  # user and password
    r"[\w.~%,:\[\]-]*"  # hosts and ports
    r"(/[\w.~!$'()*,;=%-]*)?"  # database
    r"(\?[\w.~!$'()*,;:@/=&%-]*)?",
    re.ASCII,
)
"""RFC 3986, without the raw characters that drivers take differently: `#`, a second `@`, `+` in the query."""
_PARAMETERS = {
    *("host", "port", "passfile", "application_name", "options", "target_session_attrs"),
    *("sslmode", "sslrootcert", "sslcert", "sslkey"),
}
"""Of libpq's parameters those that asyncpg knows; it would send the others to the server, which refuses them. Who and
which database stands before the question mark alone: of two, drivers take different ones."""
_CHECKING_MODES = ("require", "verify-ca", "verify-full")
_SSL_MODES = ("disable", "allow", "prefer", *_CHECKING_MODES)


def check_url(url: str) -> None:
    """Refuse a URL that some driver cannot read, or would read differently: `postgresql://user:password@host:port/name`.

    `?sslmode=`, `sslrootcert=`, `sslcert=` and `sslkey=` mean what they mean to libpq; several hosts are separated by
    commas, and `?host=/folder` is a Unix socket. Raises `ValueError`, in whose text nothing of the password can stand.
    """
    if not _SHAPE.fullmatch(url):
        raise ValueError("must be postgresql://user:password@host:port/name with special characters percent-encoded")
    parts = urlsplit(url)
    parameters = parse_qs(parts.query, keep_blank_values=True).keys()
    if unknown := ", ".join(sorted(parameters - _PARAMETERS)):
        raise ValueError(f"{unknown} cannot be set by a parameter, only {', '.join(sorted(_PARAMETERS))}")
    if parts.netloc.rpartition("@")[2] and parameters & {"host", "port"}:
        raise ValueError("the host stands there twice")
    try:
        found = conninfo_to_dict(url)
    except psycopg.Error:
        raise ValueError("is no URL of PostgreSQL: a percent sign or a bracket stands where it must not") from None
    if not re.fullmatch(r"(\d*,)*\d*", str(found.get("port", ""))):
        raise ValueError("the port is not a number")
    _check_tls({name: str(value) for name, value in found.items() if name.startswith("ssl")})


def _check_tls(found: dict[str, str]) -> None:
    mode = found.get("sslmode", "prefer")
    if mode not in _SSL_MODES:
        raise ValueError(f"sslmode must be one of {', '.join(_SSL_MODES)}")
    if "sslrootcert" in found and mode not in _CHECKING_MODES:
        # libpq would check, and go on without TLS when that fails; asyncpg would not check
        raise ValueError(f"sslrootcert needs sslmode={', '.join(_CHECKING_MODES)}")
    if mode.startswith("verify") and "sslrootcert" not in found:
        raise ValueError(f"sslmode={mode} needs sslrootcert, the file of the authority that signed the server's key")
    if ("sslcert" in found) != ("sslkey" in found):
        raise ValueError("sslcert and sslkey go together")
    for name in ("sslrootcert", "sslcert", "sslkey"):  # drivers find out later, and asyncpg as if it would pass
        if name in found and not Path(found[name]).is_file():
            raise ValueError(f"{name}: there is no file {found[name]}")


def of_database(url: str, name: str) -> str:
    """The URL of another database on the same server, with the same user and parameters."""
    address, mark, parameters = url.partition("?")
    scheme, _, rest = address.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}/{name}{mark}{parameters}"


def blocking_engine(url: str) -> Engine:
    """An engine on psycopg without a pool, for migrations."""
    return create_engine("postgresql+psycopg://", creator=partial(psycopg.connect, url), poolclass=pool.NullPool)


_ROOM = text(
    "SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int"
    " - coalesce(current_setting('reserved_connections', true)::int, 0)"
    " - (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend')"
)


WAIT_SECONDS = 30
"""For a connection of the pool. In a crowd it is worth the wait: who is refused comes back, and costs once more."""


class Database:
    """A pool of connections. `url` is one that `check_url` admits; `search_path` names other schemas than `public`.

    `name` is how the server lists the connections, unless the URL sets `application_name`.
    """

    def __init__(self, url: str, *, pool_size: int = 8, name: str = "empfang", search_path: str = "public") -> None:
        self.url = url
        session = {"jit": "off", "search_path": search_path}
        if "application_name" not in conninfo_to_dict(url):
            session["application_name"] = name
        self.engine: AsyncEngine = create_async_engine(
            "postgresql+asyncpg://",
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=WAIT_SECONDS,
            pool_use_lifo=True,
            hide_parameters=True,  # errors are logged, and parameters are what people wrote
            connect_args={"dsn": url, "server_settings": session, "timeout": 5},
        )
        self.sessions = async_sessionmaker(self.engine, class_=AsyncSession, expire_on_commit=False)
        self.statements = async_sessionmaker(
            self.engine.execution_options(isolation_level="AUTOCOMMIT"), class_=AsyncSession, expire_on_commit=False
        )
        """Sessions whose every statement is its own transaction: no BEGIN before it and nothing after it."""
        self._free = asyncio.Semaphore(pool_size)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """A connection of the pool for the block, in the order of asking. Raises `TimeoutError` after `WAIT_SECONDS`.

        The pool itself gives a connection to whoever asks when one is free, and in a crowd some wait for ever.
        """
        async with asyncio.timeout(WAIT_SECONDS):
            await self._free.acquire()
        try:
            yield
        finally:
            self._free.release()

    async def connect_raw(self) -> asyncpg.Connection:
        """A connection of one's own, outside the pool; the caller closes it."""
        return await asyncpg.connect(self.url, timeout=5)

    async def room(self) -> int:
        """How many connections the server would take beside those that there are, reserved ones left out."""
        async with self.statements() as session:
            return int((await session.execute(_ROOM)).scalar_one())

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()
