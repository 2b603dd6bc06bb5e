"""What the command line says when a stack cannot start, or when none runs."""

import os
import socket
import subprocess
import sys
from pathlib import Path


def _run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "local_stack", *arguments]
    given = {k: v for k, v in os.environ.items() if not k.startswith("EMPFANG_")}
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=30, env=given | environment)


def test_down_twice_is_no_error(tmp_path: Path) -> None:
    for _ in range(2):
        answer = _run("down", "--state", str(tmp_path))
        assert (answer.returncode, answer.stdout) == (0, "Empfang läuft nicht.\n")


def test_a_taken_port_names_program_and_variable(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        answer = _run("up", "--state", str(tmp_path), "--port-base", "23000", EMPFANG_PORT_INGRESS=str(port))
    assert answer.returncode == 1
    assert f"Port {port} ist belegt von" in answer.stderr
    assert f"(PID {os.getpid()})" in answer.stderr
    assert "EMPFANG_PORT_INGRESS" in answer.stderr
    assert not (tmp_path / "supervisor.json").exists()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for extra in ((), ("--detach",)):
        answer = _run("up", "--state", str(tmp_path / "file"), "--port-base", "23100", *extra)
        assert answer.returncode == 1
        assert str(tmp_path / "file") in answer.stderr
        assert "EMPFANG_STATE" in answer.stderr
        assert "Traceback" not in answer.stderr
