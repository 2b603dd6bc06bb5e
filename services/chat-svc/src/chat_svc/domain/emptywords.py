"""Words that a writer may add without claiming anything."""

from __future__ import annotations

from knowledge.analysis import stem

_EMPTY = """
    preis preise preislich kosten kostet angebot leistung leistungen information informationen frage fragen antwort
    anfrage möglichkeit möglich unternehmen firma betrieb team haus seite seiten website webseite homepage kunde kunden
    kundin bereich thema rahmen details überblick beispiel fall regel hinweis wunsch bedarf daten angaben rechnen
    erhalten bekommen beträgt betragen liegt liegen beginnt beginnen fallen anfallen gilt gelten handelt stehen
    verfügung selbstverständlich natürlich normalerweise üblicherweise meist meistens ungefähr sogar allerdings jedoch
    hingegen hierfür zudem außerdem zusätzlich insgesamt aktuell derzeit leider laut gemäß planen erreichen erreichbar
    telefonisch telefon wenden direkt genau genauer gesagt zunächst übrigens grundsätzlich komplett inklusive inkl
    weitere sorgen kümmert kümmern zuständig ansprechpartner ansprechpartnerin herr frau dann noch ganz sehr selbst
    programm besuch kauf anbau einsatz format standort notfall notfälle nummer ablauf vorteil besonderheit stück
    anliegen unterstützung auswahl sortiment laufzeit betrag summe höhe größe kategorie variante option alternative
    voraussetzung bedingung zeitraum termin uhrzeit vereinbarung absprache rücksprache kontakt adresse mail email
    hersteller anbieter partner gründung geschichte generation lösung auftrag arbeit arbeiten paket umfang zweck ziel
    weise grund vergleich unterschied ergebnis schritt stelle einrichtung einrichtungen geschäfte pro
    akzeptieren anbieten verfügbar
"""
EMPTY = frozenset(stem(word) for word in _EMPTY.split())
