"""`make eval-prospects`: researches the authored sites and holds what is found against their labels.

Prints precision, recall and F1 by field, how right confidences are, and every wrong or missing value; fails when a
figure falls below its floor in `floors.json`.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from datetime import UTC, datetime
from time import perf_counter, process_time
from urllib.parse import urlsplit

from ingest_svc.adapters.crawl import Crawler
from ingest_svc.adapters.fetch import GuardedClient
from ingest_svc.adapters.pdf.reader import PdfReader
from ingest_svc.adapters.reading.pool import PageReader
from ingest_svc.adapters.research import Researcher
from ingest_svc.domain.crawling import CrawlFailed, CrawlLimits
from ingest_svc.domain.imprint import Facts, SitePage, extract_facts

from bench.research.scores import SCALARS, Score, commit, losses
from bench.research.sites import SETS, Site, served, sites

AT_ONCE = 2


async def researched(listed: list[Site]) -> tuple[dict[str, Score], list[float]]:
    """The scores of some sites by group, and seconds of extraction per page."""
    scores = {group: Score() for group in SETS}
    per_page: list[float] = []
    async with PageReader() as reader:
        slots = asyncio.Semaphore(AT_ONCE)

        async def one(site: Site) -> tuple[Site, Facts | str, str]:
            async with slots, served(site) as url:
                client = GuardedClient(user_agent="EmpfangBot/1.0", allow_private=[urlsplit(url).netloc])
                async with client:
                    crawler = Crawler(client, reader, PdfReader(), CrawlLimits())
                    try:
                        found = await Researcher(crawler, client).research(url, now=datetime.now(UTC))
                    except CrawlFailed as error:
                        return site, error.reason, url
                    pages = [SitePage(page.content, page.html or "") for page in (*found.pages, *found.for_facts_only)]
                    before = process_time()
                    extract_facts(pages, {})
                    per_page.append((process_time() - before) / max(1, len(pages)))
                    return site, found.facts, url

        for site, found, url in await asyncio.gather(*map(one, listed)):
            scores[site.group].add(site, found, url)
    return scores, per_page


def show(group: str, score: Score, count: int, *, errors: bool) -> None:
    """One group's figures."""
    print(f"\n{group}: {count} sites")
    for name, row in score.figures().items():
        one = score.counts.get(name)
        numbers = f"{one.right:4d} right {one.wrong:3d} wrong {one.missing:3d} missing" if one else ""
        print(f"  {name:<14}" + "  ".join(f"{kind} {value:5.1%}" for kind, value in row.items()) + f"  {numbers}")
    for title, names in (("company name", ["company_name"]), ("all fields", [*SCALARS, "directors"])):
        rows = score.calibration(names)
        print(
            f"  confidence of {title}: "
            + ", ".join(f"from {lower:.1f}: {share:.1%} of {n} right" for lower, n, share in rows)
        )
    if errors:
        print(*(f"    {error}" for error in score.errors), sep="\n")


def main() -> None:
    """Evaluate, compare, and commit when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true", help="make the figures of this run the floors")
    parser.add_argument("--only", nargs="+", choices=SETS, default=list(SETS))
    parser.add_argument("--quiet", nargs="*", choices=SETS, default=[], help="groups whose errors are not printed")
    arguments = parser.parse_args()
    started = perf_counter()
    listed = sites(tuple(arguments.only))
    scores, per_page = asyncio.run(researched(listed))
    found = {}
    for group in arguments.only:
        show(group, scores[group], sum(site.group == group for site in listed), errors=group not in arguments.quiet)
        found[group] = scores[group].figures()
    mean = 1000 * sum(per_page) / max(1, len(per_page))
    slowest = 1000 * max(per_page, default=0)
    print(f"\n{perf_counter() - started:.1f} s, extraction {mean:.1f} ms a page, at most {slowest:.1f} ms")
    if arguments.update:
        commit(found)
    elif lost := losses(found):
        sys.exit("\n".join(["figures fell:", *lost]))


if __name__ == "__main__":
    main()
