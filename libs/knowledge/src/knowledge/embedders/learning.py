"""`python -m knowledge.embedders.learning`: the rows of `local_questions` anew."""

import asyncio

import numpy as np

from knowledge import elsewhere
from knowledge.embedders.local import LocalEmbedder
from knowledge.embedders.local_questions import FILE, packed


async def main() -> None:
    """Embed the questions as questions are searched for, and write the file."""
    embedder = LocalEmbedder()
    world, company = elsewhere.questions()
    made = await embedder.embed_queries([*world, *company])
    np.save(FILE, packed(np.stack([one.vector for one in made])))
    await embedder.close()


if __name__ == "__main__":
    asyncio.run(main())
