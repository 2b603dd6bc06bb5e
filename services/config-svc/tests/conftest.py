"""config-svc under test: workspaces live in its own tables."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from config_svc.__main__ import service as config_service
from config_svc.adapters.resources import Resources
from config_svc.domain.actors import INIT
from config_svc.repository import Unit
from config_svc.service import workspaces
from config_svc.settings import Settings
from contracts.base import Snapshot
from servicekit.kit import Kit
from servicekit.service import Service

ConfigKit = Kit[Settings, Unit, Resources]


@pytest.fixture
def service() -> Service[Settings, Unit, Resources]:
    return config_service


@pytest.fixture
def settings_overrides(tmp_path: Path) -> dict[str, Any]:
    return {"objects_url": (tmp_path / "objects").as_uri(), "link_key": "a key for tests"}


@pytest.fixture
def make_workspace(kit: ConfigKit) -> Callable[[], Awaitable[UUID]]:
    async def make(**changes: Any) -> UUID:
        async with kit.transaction() as unit:
            workspace = workspaces.add_workspace(unit, {**workspaces.demo_workspace(), **changes}, INIT)
        return workspace.id

    return make


@pytest_asyncio.fixture
async def workspace_id(make_workspace: Callable[[], Awaitable[UUID]], replicate: Callable[[Snapshot], Any]) -> UUID:
    return await make_workspace()


@pytest.fixture
def body() -> dict[str, Any]:
    """A whole configuration."""
    return {
        "name": "Brandt Kundenservice",
        "description": "Der KI-Assistent der Tischlerei Brandt.",
        "branding": {"primary_color": "#1F4E79", "secondary_color": "#4b5563", "welcome_message": "Guten Tag"},
        "company": {
            "company_name": "Tischlerei Brandt GmbH",
            "address": {"street": "Lindenstr. 3", "postal_code": "80331", "city": "München", "country": "DE"},
            "phone": "089 1234567",
            "email": "info@tischlerei-brandt.example",
            "website": "https://tischlerei-brandt.example",
            "social": {"linkedin": "https://www.linkedin.com/company/brandt", "twitter": "https://x.com/brandt"},
        },
        "opening_hours": {
            "time_zone": "Europe/Berlin",
            "weekly": {
                "monday": [{"opens": "13:00", "closes": "17:00"}, {"opens": "08:00", "closes": "12:00"}],
                "friday": [{"opens": "20:00", "closes": "02:00"}],
            },
            "holidays": "DE-BY",
            "special_days": [{"date": "2026-12-24", "note": "Heiligabend"}],
        },
        "email_capture": {
            "enabled": True,
            "consent_text": "Ich stimme zu.",
            "privacy_url": "https://tischlerei-brandt.example/datenschutz",
        },
        "contact_persons": {
            "enabled": True,
            "persons": [
                {
                    "name": "Erika Brandt",
                    "position": "Vertrieb",
                    "phone": "+49 89 7654321",
                    "email": "erika@brandt.example",
                },
                {"name": "Jan Weber", "email": "jan@brandt.example", "specialization": "Küchen"},
            ],
        },
        "custom_prompts": {"response_style": "friendly", "language": "multilingual"},
        "business_hours_integration": {"auto_offline_message": "Wir sind ab 8 Uhr wieder da."},
        "limits": {"messages_per_minute": 10, "allowed_origins": ["https://www.Tischlerei-Brandt.example"]},
        "data_sources": [
            {"kind": "url", "url": "https://tischlerei-brandt.example"},
            {"kind": "text", "title": "Preise", "text": "Eine Küche kostet ab 4.000 Euro."},
        ],
    }
