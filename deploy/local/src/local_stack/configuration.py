"""Where a stack keeps its state, which ports it takes, and what each service is told."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from servicekit.database import of_database

from local_stack import secrets
from local_stack.messages import text
from local_stack.paths import CHAT, SERVICES

PORTS = {
    "ingress": 8080,
    "config": 8101,
    "ingest": 8102,
    "chat": 8103,
    "lead": 8104,
    "analytics": 8105,
    "outreach": 8106,
    "console": 8107,
    "chat_2": 8113,
    "chat_3": 8123,
    "chat_4": 8133,
    "analytics_worker": 8115,
    "postgres": 15432,
    "kafka": 19092,
    "kafka_controller": 19093,
    "valkey": 16379,
    "smtp": 1025,
    "mail": 8025,
    "demo_site": 8090,
}
MOST_CHAT = 4
"""Processes of chat-svc that have a port."""
COMPANY_SIGN_IN = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_CLIENT_SECRET_FILE")
"""Whose accounts members sign in with, if the caller names somebody."""
NAMED = ("WEAVIATE_", "SMTP_", "FETCH_")
"""What the caller sets of these is left alone; everything else a service needs to find its stack is set here."""


@dataclass(frozen=True)
class ServiceProcess:
    """One process of a service."""

    name: str
    service: str
    port: int
    only: str | None = None
    """The half of the service that it runs."""

    @property
    def arguments(self) -> list[str]:
        """Of its command line."""
        return ["serve", *(("--only", self.only) if self.only else ())]


@dataclass(frozen=True)
class Configuration:
    """One local stack. `environment` is the caller's; a part named in it is used instead of started."""

    state: Path
    ports: Mapping[str, int]
    environment: Mapping[str, str]

    @classmethod
    def read(cls, *, state: str | None = None, port_base: int | None = None) -> Configuration:
        """From the command line and the environment: `EMPFANG_STATE`, `EMPFANG_PORT_<PART>`.

        With `port_base` all ports follow each other from there, so that stacks can run side by side.
        """
        folder = Path(state or os.environ.get("EMPFANG_STATE") or ".local").resolve()
        ports = dict(PORTS)
        if port_base:
            ports = {name: port_base + number for number, name in enumerate(PORTS)}
        for name in ports:
            given = os.environ.get(f"EMPFANG_PORT_{name.upper()}")
            if given:
                ports[name] = int(given)
        return cls(folder, ports, dict(os.environ))

    @property
    def record(self) -> Path:
        """What the running supervisor says of itself: process, children, readiness."""
        return self.state / "supervisor.json"

    @property
    def first_key(self) -> Path:
        """Where `init` writes the first API key."""
        return self.state / "first-key"

    @property
    def clock_offset(self) -> Path:
        """Seconds that all services' clocks run ahead."""
        return self.state / "clock-offset"

    def log(self, name: str) -> Path:
        """The log file of a part."""
        return self.state / "logs" / f"{name}.log"

    def starts(self, part: str) -> bool:
        """Whether this stack starts the part itself."""
        variable = {
            "postgres": "DATABASE_URL",
            "kafka": "KAFKA_BOOTSTRAP_SERVERS",
            "valkey": "VALKEY_URL",
            "mail": "SMTP_HOST",
        }[part]
        return not self.environment.get(variable)

    @property
    def chat_processes(self) -> int:
        """How many processes answer visitors: `CHAT_PROCESSES`, else one for each core. Raises `ValueError`."""
        given = self.environment.get("CHAT_PROCESSES", "")
        if not given:
            return min(MOST_CHAT, os.cpu_count() or 1)
        if given not in map(str, range(1, MOST_CHAT + 1)):
            raise ValueError(text("chat_processes", most=MOST_CHAT, given=given))
        return int(given)

    @property
    def ports_in_use(self) -> dict[str, int]:
        """Those of its ports that this stack takes."""
        idle = {f"chat_{number}" for number in range(self.chat_processes + 1, MOST_CHAT + 1)}
        return {name: port for name, port in self.ports.items() if name not in idle}

    def upstream(self, service: str) -> str:
        """Where the ingress finds a service: `host:port` of each of its processes that answer, separated by spaces."""
        names = [service.removesuffix("-svc")]
        if service == CHAT:
            names += [f"chat_{number}" for number in range(2, self.chat_processes + 1)]
        return " ".join(f"127.0.0.1:{self.ports[name]}" for name in names)

    @property
    def demo_site(self) -> str | None:
        """The sample company whose site the stack serves too, to try everything on; none unless it is named."""
        return self.environment.get("DEMO_SITE") or None

    @property
    def demo_site_url(self) -> str:
        """Where that site is."""
        return f"http://127.0.0.1:{self.ports['demo_site']}/"

    @property
    def trusted_proxies(self) -> list[str]:
        """Whose forwarded addresses the ingress believes: nobody's, unless there is something in front of it."""
        return self.environment.get("INGRESS_TRUSTED_PROXIES", "").replace(",", " ").split()

    @property
    def public_url(self) -> str:
        """The main host."""
        return f"http://localhost:{self.ports['ingress']}"

    @property
    def server(self) -> str:
        """The PostgreSQL server, for who makes databases: the URL of one of them, or of none."""
        return self.environment.get("DATABASE_URL") or self._own_server("postgres")

    def database_password(self, role: str) -> str:
        """The password of a role of the server that this stack starts."""
        return secrets.database_password(self.state / "secrets", role)

    def _own_server(self, role: str) -> str:
        return f"postgresql://{role}:{self.database_password(role)}@127.0.0.1:{self.ports['postgres']}"

    @property
    def databases(self) -> list[str]:
        """The databases that must be there; an index that the caller named is elsewhere."""
        elsewhere = self.environment.get("KNOWLEDGE_DATABASE_URL") or self.environment.get("WEAVIATE_URL")
        return [service.removesuffix("-svc") for service in SERVICES] + ([] if elsewhere else ["knowledge"])

    def database_url(self, name: str, role: str | None = None) -> str:
        """A service's database, for its own role; on a server that the caller named, for the caller's."""
        given = self.environment.get("DATABASE_URL")
        return of_database(given or self._own_server(role or name), name)

    @property
    def bootstrap(self) -> str:
        """The broker."""
        return self.environment.get("KAFKA_BOOTSTRAP_SERVERS") or f"127.0.0.1:{self.ports['kafka']}"

    @property
    def _valkey(self) -> str:
        return self.environment.get("VALKEY_URL") or f"valkey://127.0.0.1:{self.ports['valkey']}"

    @cached_property
    def _secrets(self) -> dict[str, str]:
        return secrets.ensure(self.state / "secrets")

    def service_environment(self, service: str) -> dict[str, str]:
        """Everything a service is told: the caller's environment, and on top of it where this stack's parts are."""
        name = service.removesuffix("-svc")
        ingress = self.ports["ingress"]
        named = {key: value for key, value in self.environment.items() if key.startswith(NAMED)}
        sites = [f"{host}:{self.ports['demo_site']}" for host in ("127.0.0.1", "localhost")]
        return {
            **self.environment,
            "PYTHONUNBUFFERED": "1",
            "DATABASE_URL": self.database_url(name),
            "KNOWLEDGE_DATABASE_URL": self.environment.get("KNOWLEDGE_DATABASE_URL")
            or self.database_url("knowledge", role=name),
            "KAFKA_BOOTSTRAP_SERVERS": self.bootstrap,
            "VALKEY_URL": self._valkey,
            "HOST": "127.0.0.1",
            "PORT": str(self.ports[name]),
            "PUBLIC_URL": self.public_url,
            "STAGING_URL": f"http://staging.localhost:{ingress}",
            "PREVIEW_URL": f"http://preview.localhost:{ingress}",
            "CLOCK_OFFSET_FILE": str(self.clock_offset),
            "OBJECTS_URL": f"file://{self.state / 'objects'}",
            "FIRST_KEY_FILE": str(self.first_key),
            "PLATFORM_KEY_FILE": str(self.state / "platform-key"),
            "FETCH_ALLOW_PRIVATE": ",".join(sites),
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(self.ports["smtp"]),
            "SMTP_UTF8": str(self.starts("mail")).lower(),
            "FAUST_DATADIR": str(self.state / "faust"),
            **self._secrets,
            **named,
        }

    def console_environment(self) -> dict[str, str]:
        """What the console is told: where it listens, where the APIs are, and where its sessions are and their key."""
        named = ("PATH", "HOME", "LANG", "TZ", "VIRTUAL_ENV", *COMPANY_SIGN_IN)
        return {
            **{name: self.environment[name] for name in named if name in self.environment},
            "PYTHONUNBUFFERED": "1",
            "HOST": "127.0.0.1",
            "PORT": str(self.ports["console"]),
            "API_URL": f"http://127.0.0.1:{self.ports['ingress']}",
            "PUBLIC_URL": self.public_url,
            "PREVIEW_URL": f"http://preview.localhost:{self.ports['ingress']}",
            "VALKEY_URL": self._valkey,
            **({"VALKEY_SSL_CAFILE": authority} if (authority := self.environment.get("VALKEY_SSL_CAFILE")) else {}),
            "CONSOLE_KEY": self._secrets["CONSOLE_KEY"],
            **({"DEMO_SITE_URL": self.demo_site_url} if self.demo_site else {}),
        }

    def processes(self) -> list[ServiceProcess]:
        """Every service process in the order of starting.

        analytics-svc has its stream worker beside its API, and chat-svc more processes that answer visitors.
        """
        found = [ServiceProcess(service, service, self.ports[service.removesuffix("-svc")]) for service in SERVICES]
        for number in range(2, self.chat_processes + 1):
            found.append(ServiceProcess(f"{CHAT}-{number}", CHAT, self.ports[f"chat_{number}"], "api"))
        found.append(ServiceProcess("analytics-worker", "analytics-svc", self.ports["analytics_worker"], "worker"))
        return found
