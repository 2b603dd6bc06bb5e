"""A real Weaviate for tests and evaluation: the one that is named, else the one built into this folder, else none."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BINARY = Path(__file__).parents[1] / ".local" / "bin" / "weaviate-server"
"""Where `make test-weaviate` builds it."""
READY_SECONDS = 60


@contextmanager
def weaviate_server(api_key: str | None = None) -> Iterator[str | None]:
    """The address of a running server (`?grpc_port=` follows), or None when there is none to be had.

    With a key it is one that was built here and lets nobody else in.
    """
    if not api_key and (named := os.environ.get("WEAVIATE_URL")):
        yield named
        return
    if not BINARY.is_file():
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="weaviate-") as folder:
        http, grpc, *others = _free_ports(6)
        inner = ("CLUSTER_GOSSIP_BIND_PORT", "CLUSTER_DATA_BIND_PORT", "RAFT_PORT", "RAFT_INTERNAL_RPC_PORT")
        environment = {
            **os.environ,
            **{name: str(port) for name, port in zip(inner, others, strict=True)},
            "PERSISTENCE_DATA_PATH": folder,
            "DEFAULT_VECTORIZER_MODULE": "none",
            "CLUSTER_HOSTNAME": "node1",
            "CLUSTER_BIND_ADDR": "127.0.0.1",
            "CLUSTER_ADVERTISE_ADDR": "127.0.0.1",
            "RAFT_BOOTSTRAP_EXPECT": "1",
            "AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED": str(not api_key).lower(),
            "AUTHENTICATION_APIKEY_ENABLED": str(bool(api_key)).lower(),
            "AUTHENTICATION_APIKEY_ALLOWED_KEYS": api_key or "",
            "AUTHENTICATION_APIKEY_USERS": "empfang" if api_key else "",
            "GRPC_PORT": str(grpc),
            "GO_PROFILING_DISABLE": "true",
            "DISABLE_TELEMETRY": "true",
            "LOG_LEVEL": "error",
        }
        command = [str(BINARY), "--host", "127.0.0.1", "--port", str(http), "--scheme", "http"]
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
            try:
                _wait(server, f"http://127.0.0.1:{http}/v1/.well-known/ready")
                yield f"http://127.0.0.1:{http}?grpc_port={grpc}"
            finally:
                server.terminate()
                try:
                    server.wait(10)
                except subprocess.TimeoutExpired:
                    server.kill()


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _wait(server: subprocess.Popen[bytes], url: str) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"Weaviate ended with {server.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"Weaviate was not ready within {READY_SECONDS} s")
