"""Every text of the console, in German and English."""

from __future__ import annotations

from wording import LANGUAGES, Catalogue, Language

from console.texts.de import SENTENCES as SENTENCES_DE
from console.texts.de_bot import BOT as BOT_DE
from console.texts.de_figures import FIGURES as FIGURES_DE
from console.texts.de_improving import IMPROVING as IMPROVING_DE
from console.texts.de_leads import LEADS as LEADS_DE
from console.texts.de_members import MEMBERS as MEMBERS_DE
from console.texts.de_outreach import OUTREACH as OUTREACH_DE
from console.texts.de_parts import PARTS as PARTS_DE
from console.texts.de_plan import PLAN as PLAN_DE
from console.texts.de_privacy import PRIVACY as PRIVACY_DE
from console.texts.de_words import WORDS as WORDS_DE
from console.texts.de_workspace import WORKSPACE as WORKSPACE_DE
from console.texts.en import SENTENCES as SENTENCES_EN
from console.texts.en_bot import BOT as BOT_EN
from console.texts.en_figures import FIGURES as FIGURES_EN
from console.texts.en_improving import IMPROVING as IMPROVING_EN
from console.texts.en_leads import LEADS as LEADS_EN
from console.texts.en_members import MEMBERS as MEMBERS_EN
from console.texts.en_outreach import OUTREACH as OUTREACH_EN
from console.texts.en_parts import PARTS as PARTS_EN
from console.texts.en_plan import PLAN as PLAN_EN
from console.texts.en_privacy import PRIVACY as PRIVACY_EN
from console.texts.en_words import WORDS as WORDS_EN
from console.texts.en_workspace import WORKSPACE as WORKSPACE_EN

__all__ = ["CATALOGUE", "LANGUAGES", "Language"]

CATALOGUE = Catalogue(
    SENTENCES_DE
    | WORDS_DE
    | FIGURES_DE
    | BOT_DE
    | PARTS_DE
    | IMPROVING_DE
    | WORKSPACE_DE
    | PRIVACY_DE
    | LEADS_DE
    | MEMBERS_DE
    | OUTREACH_DE
    | PLAN_DE,
    SENTENCES_EN
    | WORDS_EN
    | FIGURES_EN
    | BOT_EN
    | PARTS_EN
    | IMPROVING_EN
    | WORKSPACE_EN
    | PRIVACY_EN
    | LEADS_EN
    | MEMBERS_EN
    | OUTREACH_EN
    | PLAN_EN,
)
