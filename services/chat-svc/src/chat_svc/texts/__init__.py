"""What the bot itself says, whatever its sources and its model."""

from __future__ import annotations

from wording import Catalogue

from chat_svc.texts.de import DE
from chat_svc.texts.en import EN

CATALOGUE = Catalogue(DE, EN)
say = CATALOGUE.say
