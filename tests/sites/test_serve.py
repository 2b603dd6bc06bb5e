"""The sample site is complete, and its server answers like a web host."""

import re
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import yaml
from aiohttp.test_utils import TestClient, TestServer

from tests.sites.serve import SITES, site_app

Client: TypeAlias = "TestClient[Any, Any]"
BRANDT = SITES / "brandt"


@pytest.fixture
async def site() -> AsyncIterator[Client]:
    async with TestClient(TestServer(site_app())) as client:
        yield client


async def test_every_internal_link_leads_somewhere(site: Client) -> None:
    pages = list(BRANDT.rglob("*.html"))
    links = {link for page in pages for link in re.findall(r'(?:href|src)="(/[^"#?]*)"', page.read_text())}

    answers = {link: (await site.get(link)).status for link in links}

    assert len(pages) >= 12
    assert {link: status for link, status in answers.items() if status != 200} == {}


async def test_conditional_requests_save_the_body(site: Client) -> None:
    first = await site.get("/preise.html")
    tag, date = first.headers["ETag"], first.headers["Last-Modified"]

    assert (await site.get("/preise.html", headers={"If-None-Match": tag})).status == 304
    assert (await site.get("/preise.html", headers={"If-Modified-Since": date})).status == 304
    assert (await site.get("/preise.html", headers={"If-None-Match": '"x"', "If-Modified-Since": date})).status == 200
    assert (await site.get("/preise.html", headers={"If-Modified-Since": "nonsense"})).status == 200
    assert (await site.head("/preise.html")).headers["ETag"] == tag


@pytest.mark.parametrize("path", ["/questions.yaml", "/make_price_list.py", "/%2e%2e/serve.py", "/gibt-es-nicht.html"])
async def test_what_is_not_a_page_is_not_found(site: Client, path: str) -> None:
    assert (await site.get(path)).status == 404


async def test_the_sitemap_names_this_host(site: Client) -> None:
    locations = re.findall(r"<loc>(.*?)</loc>", await (await site.get("/sitemap.xml")).text())

    assert str(site.make_url("/preise.html")) in locations
    assert f"Sitemap: {site.make_url('/sitemap.xml')}" in await (await site.get("/robots.txt")).text()


def test_questions_are_labelled_with_pages_that_hold_the_words() -> None:
    questions = yaml.safe_load((BRANDT / "questions.yaml").read_text())
    classes = Counter(question["class"] for question in questions)

    assert len(questions) >= 60
    assert classes["unanswerable"] >= 12
    assert {"direct", "paraphrase", "typo", "followup", "english"} < classes.keys()
    for question in questions:
        if (path := question.get("path")) and path.endswith((".html", "/")):
            page = BRANDT / (path.lstrip("/") + ("index.html" if path.endswith("/") else ""))
            text = Path(page).read_text()
            assert all(word.lower() in text.lower() for word in question["words"]), question
