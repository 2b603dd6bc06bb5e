"""`python -m knowledge.embedders.learning`: what is shipped beside the local model, anew."""

import asyncio

import numpy as np

from knowledge import elsewhere
from knowledge.embedders.e5 import Encoder
from knowledge.embedders.local import SHARED, LocalEmbedder, shared
from knowledge.embedders.local_questions import FILE, packed


async def main() -> None:
    """Read the texts of `calibration`, embed the questions as questions are searched for, and write both files."""
    np.save(SHARED, shared(Encoder()))
    embedder = LocalEmbedder()
    world, company = elsewhere.questions()
    made = await embedder.embed_queries([*world, *company])
    np.save(FILE, packed(np.stack([one.vector for one in made])))
    await embedder.close()


if __name__ == "__main__":
    asyncio.run(main())
