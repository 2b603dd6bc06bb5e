"""The sample site as chunks: one per section, as ingestion makes them; and its labelled questions."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pypdfium2
import yaml
from knowledge import Chunk
from selectolax.lexbor import LexborHTMLParser, LexborNode

SITE = Path(__file__).parents[3] / "tests" / "sites" / "brandt"
BOT = UUID("0192f0c1-0000-7000-8000-000000000001")
SOURCE = UUID("0192f0c1-0000-7000-8000-000000000002")


@dataclass(frozen=True)
class Question:
    """A labelled question; `before` is the question it follows up."""

    text: str
    kind: str
    paths: frozenset[str]
    words: tuple[str, ...]
    before: str | None

    def answered_by(self, chunk: Chunk) -> bool:
        text = chunk.embed_text.lower()
        return chunk.url.partition("#")[0] in self.paths and all(word.lower() in text for word in self.words)


def questions() -> list[Question]:
    return [
        Question(
            text=entry["question"],
            kind=entry["class"],
            paths=frozenset([entry["path"], *entry.get("also", [])] if "path" in entry else []),
            words=tuple(entry.get("words", [])),
            before=entry.get("before"),
        )
        for entry in yaml.safe_load((SITE / "questions.yaml").read_text(encoding="utf-8"))
    ]


def chunks() -> list[Chunk]:
    found: list[Chunk] = []
    for file in sorted(SITE.rglob("*.html")):
        path = "/" + file.relative_to(SITE).as_posix().removesuffix("index.html")
        for title, heading, text in _sections(file.read_text(encoding="utf-8")):
            found.append(_chunk(path, title, heading, text, len(found), None))
    for file in sorted(SITE.rglob("*.pdf")):
        with pypdfium2.PdfDocument(file) as document:
            for number, page in enumerate(document, start=1):
                text = page.get_textpage().get_text_bounded().replace("\r", "")
                path = "/" + file.relative_to(SITE).as_posix()
                found.append(_chunk(path, "Preisliste 2026", "", text, len(found), number))
    return found


def _chunk(path: str, title: str, heading: str, text: str, position: int, page: int | None) -> Chunk:
    return Chunk.make(
        bot_id=BOT,
        source_id=SOURCE,
        url=path,
        title=title,
        heading_path=(heading,) if heading else (),
        text=text,
        position=position,
        page=page,
    )


def _sections(html: str) -> list[tuple[str, str, str]]:
    tree = LexborHTMLParser(html)
    head, main = tree.css_first("title"), tree.css_first("main")
    assert head is not None and main is not None
    title = (head.text() or "").partition(" | ")[0]
    sections: list[tuple[str, list[str]]] = [("", [])]
    _walk(main, sections)
    return [(title, heading, "\n".join(lines)) for heading, lines in sections if lines]


def _walk(node: LexborNode, sections: list[tuple[str, list[str]]]) -> None:
    for child in node.iter():
        if child.tag in ("h1", "h2", "h3"):
            sections.append((" ".join(child.text().split()), []))
        elif child.tag == "tr":
            sections[-1][1].append(" | ".join(" ".join(cell.text().split()) for cell in child.iter()))
        elif child.tag in ("p", "li", "dt", "dd", "address", "caption") and not _holds_blocks(child):
            sections[-1][1].append(" ".join(child.text(separator=" ").split()))
        else:
            _walk(child, sections)


def _holds_blocks(node: LexborNode) -> bool:
    return any(child.tag in ("h1", "h2", "h3", "p", "ul") for child in node.iter())
