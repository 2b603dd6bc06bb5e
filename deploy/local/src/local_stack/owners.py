"""Who holds a port, whether a process is the one it was, and whether it works: from /proc, without other programs."""

from __future__ import annotations

from pathlib import Path


def owner_of(port: int) -> tuple[str, int] | None:
    """Name and number of the process that listens on the port; None when nobody does or it cannot be seen."""
    inodes = _listening_inodes(port)
    if not inodes:
        return None
    for process in Path("/proc").glob("[0-9]*"):
        try:
            for link in (process / "fd").iterdir():
                target = str(link.readlink())
                if target.startswith("socket:[") and target[8:-1] in inodes:
                    return (process / "comm").read_text().strip(), int(process.name)
        except OSError:
            continue
    return None


def _listening_inodes(port: int) -> set[str]:
    found: set[str] = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            lines = Path(table).read_text().splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            fields = line.split()
            if fields[3] == "0A" and int(fields[1].rsplit(":", 1)[1], 16) == port:
                found.add(fields[9])
    return found


def started_at(pid: int) -> int | None:
    """When a process was started, in clock ticks since boot: with the number it names a process for good."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    fields = stat.rsplit(")", 1)[1].split()
    return None if fields[0] == "Z" else int(fields[19])


def processor_ticks(session: int) -> int:
    """Processor time that the running processes of a session have used so far, in ticks of 1/100 s."""
    found = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            fields = (process / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[3]) == session:
            found += int(fields[11]) + int(fields[12])
    return found
