"""pgvector's `halfvec` on the wire: two 16-bit counts, then 16-bit floats, all big-endian."""

import struct
from typing import Any

import asyncpg
import numpy as np
from numpy.typing import NDArray

HEADER = struct.Struct(">HH")


def encode(vector: NDArray[np.float32]) -> bytes:
    """The binary form of a vector."""
    return HEADER.pack(len(vector), 0) + vector.astype(">f2").tobytes()


def decode(data: bytes) -> NDArray[np.float32]:
    """A vector from its binary form."""
    return np.frombuffer(data, dtype=">f2", offset=HEADER.size).astype(np.float32)


async def register(connection: "asyncpg.Connection[Any]") -> None:
    """Let a connection send and receive `halfvec` as numpy arrays."""
    await connection.set_type_codec("halfvec", schema="public", encoder=encode, decoder=decode, format="binary")
