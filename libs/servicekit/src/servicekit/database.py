"""PostgreSQL: the engine, and which of its errors pass by themselves."""

from __future__ import annotations

import asyncpg
import psycopg
from sqlalchemy.exc import DBAPIError
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


def driver_url(url: str, driver: str) -> str:
    """The URL with SQLAlchemy's driver in its scheme: `postgresql://…` becomes `postgresql+asyncpg://…`."""
    return f"postgresql+{driver}://{url.split('://', 1)[1]}"


class Database:
    """A pool of connections. `url` is a plain `postgresql://` URL; `search_path` names other schemas than `public`."""

    def __init__(self, url: str, *, pool_size: int = 8, name: str = "empfang", search_path: str = "public") -> None:
        self.url = url
        session = {"application_name": name, "jit": "off", "search_path": search_path}
        self.engine: AsyncEngine = create_async_engine(
            driver_url(url, "asyncpg"),
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=10,
            pool_use_lifo=True,
            hide_parameters=True,  # errors are logged, and parameters are what people wrote
            connect_args={"server_settings": session, "timeout": 5},
        )
        self.sessions = async_sessionmaker(self.engine, class_=AsyncSession, expire_on_commit=False)
        self.reads = async_sessionmaker(
            self.engine.execution_options(isolation_level="AUTOCOMMIT"), class_=AsyncSession, expire_on_commit=False
        )
        """Sessions for one statement that only reads: no BEGIN before it and no ROLLBACK after it."""

    async def connect_raw(self) -> asyncpg.Connection:
        """A connection of one's own, outside the pool; the caller closes it."""
        return await asyncpg.connect(self.url, timeout=5)

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()
