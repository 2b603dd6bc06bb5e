"""Where the index and the embedding model are: settings of the two services that write and read the index."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class _Group(BaseModel):
    model_config = ConfigDict(frozen=True)


class IndexDatabase(_Group):
    """pgvector, the index unless Weaviate is named."""

    database_url: SecretStr | None = Field(
        default=None, description="As DATABASE_URL, and checked with it by a service's settings"
    )


class Weaviate(_Group):
    """The other index."""

    url: str | None = Field(
        default=None, description="http(s)://host:port; gRPC's place follows as ?grpc_host=…&grpc_port=…"
    )
    api_key: SecretStr | None = None


class Embeddings(_Group):
    """An OpenAI-compatible service of embeddings; without an address the local model is used."""

    base_url: str | None = None
    api_key: SecretStr | None = None
    model: str = Field(default="text-embedding-3-small", description="Of the service; the local model is one")


class KnowledgeSettings(BaseModel):
    """What `open_knowledge` needs, for a service's settings to inherit."""

    knowledge: IndexDatabase = IndexDatabase()
    weaviate: Weaviate = Weaviate()
    embeddings: Embeddings = Embeddings()
