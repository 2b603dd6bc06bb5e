"""What people read of lead-svc: mails to data subjects and contact persons, pages, columns of tables."""

from __future__ import annotations

from wording import Catalogue

from lead_svc.texts.de import DE
from lead_svc.texts.en import EN

CATALOGUE = Catalogue(DE, EN)
say = CATALOGUE.say
