"""The sample company's site, which a stack serves when it is named."""

from pathlib import Path
from urllib.request import urlopen

import pytest
from local_stack.configuration import PORTS, Configuration
from local_stack.parts import free_port
from local_stack.parts.small import demo_site

pytestmark = pytest.mark.integration


def test_the_site_is_served_and_the_console_knows_where(tmp_path: Path) -> None:
    port = free_port()
    site = demo_site("brandt", port=port, log=tmp_path / "log")
    site.start()
    try:
        site.wait_ready()
        configuration = Configuration(tmp_path, PORTS | {"demo_site": port}, {"DEMO_SITE": "brandt"})
        url = configuration.console_environment()["DEMO_SITE_URL"]
        with urlopen(url) as answer:
            assert "Tischlerei Brandt" in answer.read().decode()
    finally:
        site.stop()


def test_a_stack_that_names_none_offers_none(tmp_path: Path) -> None:
    assert "DEMO_SITE_URL" not in Configuration(tmp_path, PORTS, {}).console_environment()
