"""What the local stack says: German first, English by `EMPFANG_LANG=en`."""

from __future__ import annotations

import os

_DE = {
    "starting": "Empfang startet (Daten in {folder})",
    "ready": "{name} bereit nach {seconds} s",
    "prepared": "Datenbanken, Themen und Schlüssel vorbereitet in {seconds} s",
    "all_ready": "Alles bereit nach {seconds} s.",
    "urls": "Adressen",
    "url_main": "Konsole; darunter Eingang und API",
    "url_docs": "API-Dokumentation",
    "url_mail": "Postausgang (nichts verlässt diesen Rechner)",
    "url_demo_site": "Website der Beispielfirma",
    "key": "API-Schlüssel",
    "next": "Weiter mit „make demo“ in einem zweiten Fenster. Beenden mit Strg-C oder „make down“.",
    "already": "Empfang läuft schon (Prozess {pid}).",
    "starting_already": "Empfang wird gerade gestartet (Prozess {pid}).",
    "not_running": "Empfang läuft nicht.",
    "stopping": "Empfang wird beendet …",
    "stopped": "Beendet.",
    "port_taken": "Port {port} ist belegt von {program}. Beenden Sie es oder setzen Sie {variable}.",
    "chat_processes": "CHAT_PROCESSES ist eine Zahl von 1 bis {most}, nicht „{given}“.",
    "unknown_program": "einem anderen Programm",
    "not_writable": "In {folder} lässt sich nicht schreiben ({reason}). EMPFANG_STATE nennt einen anderen Ordner.",
    "no_database": "Der Datenbankserver aus DATABASE_URL ist nicht zu erreichen: {reason}",
    "may_not_create": "{role} darf auf dem Datenbankserver keine Datenbanken anlegen. Geben Sie der Rolle CREATEDB "
    "oder legen Sie diese mit ihr als Eigentümerin an: {names}.",
    "too_many_connections": "Der Datenbankserver nimmt noch {room} Verbindungen an, die Dienste brauchen bis zu "
    "{needed}. Erhöhen Sie max_connections oder senken Sie DATABASE_POOL_SIZE.",
    "waiting": "{name} braucht länger ({seconds} s bisher): {why}",
    "did_not_start": "{name} ist nicht hochgekommen: {why}. Die letzten Zeilen:",
    "see_log": "Alles Weitere steht in {log}.",
    "restarting": "{name} hat sich beendet (Code {code}) und wird in {seconds} s neu gestartet",
    "reset": "Alle lokalen Daten in {folder} sind gelöscht.",
    "unknown_service": "Einen Dienst {name} gibt es nicht. Es gibt: {names}.",
    "leftover": "Ein übrig gebliebener Prozess eines früheren Laufs wird beendet: {name} ({pid})",
    "mail_title": "Postausgang",
    "mail_empty": "Noch keine Mails. Was Empfang versendet, erscheint hier.",
    "mail_unknown": "Diese Mail gibt es nicht.",
    "mail_back": "Zurück zur Liste",
    "mail_subject": "Betreff",
    "mail_to": "An",
    "mail_date": "Datum",
}
_EN = {
    "starting": "Empfang is starting (data in {folder})",
    "ready": "{name} ready after {seconds} s",
    "prepared": "databases, topics and keys prepared in {seconds} s",
    "all_ready": "Everything is ready after {seconds} s.",
    "urls": "Addresses",
    "url_main": "console; below it ingress and API",
    "url_docs": "API documentation",
    "url_mail": "outgoing mail (nothing leaves this machine)",
    "url_demo_site": "the sample company's website",
    "key": "API key",
    "next": "Go on with `make demo` in a second terminal. End with Ctrl-C or `make down`.",
    "already": "Empfang is running already (process {pid}).",
    "starting_already": "Empfang is being started right now (process {pid}).",
    "not_running": "Empfang is not running.",
    "stopping": "Stopping Empfang …",
    "stopped": "Stopped.",
    "port_taken": "Port {port} is taken by {program}. Stop it or set {variable}.",
    "chat_processes": "CHAT_PROCESSES is a number from 1 to {most}, not “{given}”.",
    "unknown_program": "another program",
    "not_writable": "{folder} is not writable ({reason}). Choose another folder with EMPFANG_STATE.",
    "no_database": "The database server of DATABASE_URL cannot be reached: {reason}",
    "may_not_create": "{role} may not create databases on that server. Grant the role CREATEDB, or create these with "
    "it as their owner: {names}.",
    "too_many_connections": "The database server takes {room} more connections, the services need up to {needed}. "
    "Raise its max_connections or lower DATABASE_POOL_SIZE.",
    "waiting": "{name} takes longer ({seconds} s so far): {why}",
    "did_not_start": "{name} did not come up: {why}. The last lines:",
    "see_log": "Everything else is in {log}.",
    "restarting": "{name} ended (code {code}) and is started again in {seconds} s",
    "reset": "All local data in {folder} is deleted.",
    "unknown_service": "There is no service {name}. There are: {names}.",
    "leftover": "Ending a process left over from an earlier run: {name} ({pid})",
    "mail_title": "Outgoing mail",
    "mail_empty": "No mail yet. What Empfang sends appears here.",
    "mail_unknown": "There is no such mail.",
    "mail_back": "Back to the list",
    "mail_subject": "Subject",
    "mail_to": "To",
    "mail_date": "Date",
}


def text(message: str, /, **values: object) -> str:
    """A message of the catalogue, filled in."""
    catalogue = _EN if os.environ.get("EMPFANG_LANG", "de").startswith("en") else _DE
    return catalogue[message].format(**values)
