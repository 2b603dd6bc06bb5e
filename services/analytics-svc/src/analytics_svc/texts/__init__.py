"""What analytics-svc says to people: German first, English second."""

from __future__ import annotations

from wording import Catalogue

from analytics_svc.texts.de import DE
from analytics_svc.texts.en import EN

CATALOGUE = Catalogue(DE, EN)
say = CATALOGUE.say
