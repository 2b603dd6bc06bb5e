"""A Weaviate that demands a key, behind TLS on both its ports."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from knowledge import EmbeddingModel, KnowledgeSettings, open_knowledge
from knowledge.opening import open_index

from tests.secured.authority import Authority
from tests.secured.servers import terminated
from tests.weaviate import weaviate_server

pytestmark = pytest.mark.weaviate

KEY = "a-key-for-tests"
MODEL = EmbeddingModel(name="toy", dimension=8)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Iterator[str]:
    """Its address. The clients' own variables name the authority: neither takes it as an argument."""
    folder = tmp_path_factory.mktemp("tls-weaviate")
    with weaviate_server(KEY) as plain, pytest.MonkeyPatch.context() as environment:
        if plain is None:
            pytest.skip("there is no Weaviate: `make test-weaviate` builds one")
        environment.setenv("SSL_CERT_FILE", str(authority.certificate))
        environment.setenv("GRPC_DEFAULT_SSL_ROOTS_FILE_PATH", str(authority.certificate))
        found = urlsplit(plain)
        with (
            terminated(folder, authority, found.port or 0) as http,
            terminated(folder, authority, int(parse_qs(found.query)["grpc_port"][0])) as grpc,
        ):
            yield f"https://localhost:{http}?grpc_port={grpc}"


@pytest.fixture
def refused() -> type[Exception]:
    """What the client raises; imported here, since it takes a second in every process that collects tests."""
    from weaviate.exceptions import WeaviateBaseError

    return WeaviateBaseError


async def test_the_key_opens_it(url: str) -> None:
    async with open_index(model=MODEL, weaviate_url=url, weaviate_api_key=KEY) as index:
        assert (await index.stats(uuid4())).chunks == 0


@pytest.mark.parametrize("key", [None, "another"])
async def test_nothing_else_does(url: str, key: str | None, refused: type[Exception]) -> None:
    with pytest.raises(refused):
        async with open_index(model=MODEL, weaviate_url=url, weaviate_api_key=key):
            pass


async def test_plain_http_does_not(url: str, refused: type[Exception]) -> None:
    with pytest.raises(refused):
        async with open_index(model=MODEL, weaviate_url=url.replace("https", "http"), weaviate_api_key=KEY):
            pass


async def test_a_server_of_an_unknown_authority_is_refused(
    url: str, refused: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(refused):
        async with open_index(model=MODEL, weaviate_url=url, weaviate_api_key=KEY):
            pass


async def test_the_settings_hold_it(url: str) -> None:
    settings = KnowledgeSettings.model_validate({"weaviate": {"url": url, "api_key": KEY}})
    assert KEY not in repr(settings)
    async with open_knowledge(settings) as (_, index):
        assert (await index.stats(uuid4())).chunks == 0
