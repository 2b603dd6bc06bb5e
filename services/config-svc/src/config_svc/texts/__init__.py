"""What config-svc words: the texts that new bots begin with."""

from __future__ import annotations

from wording import Catalogue

from config_svc.texts.de import DE
from config_svc.texts.en import EN

CATALOGUE = Catalogue(DE, EN)
say = CATALOGUE.say
