"""Ends TLS and passes on what is inside: `python -m tests.secured.terminator PORT INNER_PORT CERTIFICATE KEY`."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import sys


async def main(port: int, inner: int, certificate: str, key: str) -> None:
    """Serve until the process is ended."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    context.set_alpn_protocols(["h2", "http/1.1"])  # gRPC insists on being asked

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", inner)
        await asyncio.gather(_pass_on(reader, inner_writer), _pass_on(inner_reader, writer))

    async with await asyncio.start_server(serve, "127.0.0.1", port, ssl=context) as server:
        await server.serve_forever()


async def _pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await source.read(65536):
            target.write(data)
            await target.drain()
    target.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]))
