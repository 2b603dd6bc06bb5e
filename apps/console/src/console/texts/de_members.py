"""German: members of a workspace, and the door for them."""

MEMBERS: dict[str, str] = {
    "door.welcome.company": "Die Konsole für Ihre Assistenten, Interessenten und Leads. Bitte melden Sie sich an.",
    "door.company": "Mit Firmenkonto anmelden",
    "door.company.or": "Oder mit einem API-Schlüssel:",
    "door.company.unknown": "Mit diesem Konto kommen Sie hier noch nicht hinein. Bitten Sie jemanden, der Ihren "
    "Arbeitsbereich verwaltet, Ihre E-Mail-Adresse unter „Einstellungen“, „Mitglieder“ einzuladen, und melden Sie sich "
    "dann noch einmal an. Wurde Ihr Konto neu angelegt, muss die Einladung erneuert werden.",
    "door.company.unverified": "Die E-Mail-Adresse Ihres Firmenkontos ist nicht bestätigt. Bestätigen Sie sie bei "
    "Ihrem Anbieter, oder fragen Sie Ihre IT-Abteilung, und melden Sie sich dann noch einmal an.",
    "door.company.failed": "Die Antwort Ihres Firmenkontos passt nicht zu dieser Anmeldung. Versuchen Sie es noch "
    "einmal; bleibt es so, sagen Sie es dem Betreiber dieser Plattform.",
    "door.company.refused": "Ihr Firmenkonto hat die Anmeldung abgebrochen. Versuchen Sie es noch einmal, oder fragen "
    "Sie Ihre IT-Abteilung, ob Sie die Konsole benutzen dürfen.",
    "door.company.stale": "Diese Anmeldung ist veraltet oder wurde schon benutzt. Beginnen Sie sie bitte noch einmal. "
    "Ihr Browser muss Cookies dieser Seite annehmen.",
    "door.company.away": "Die Anmeldung mit Firmenkonto ist gerade nicht möglich. Versuchen Sie es in einer Minute "
    "noch einmal.",
    "door.company.ended": "Sie sind abgemeldet, auch bei Ihrem Firmenkonto.",
    "door.company.still": "Sie sind hier abgemeldet, bei Ihrem Firmenkonto nicht: Es war nicht zu erreichen. "
    "An einem fremden Rechner melden Sie sich bitte auch dort ab.",
    "door.company.which": "Sie gehören zu mehreren Arbeitsbereichen. Welchen möchten Sie öffnen?",
    "sidebar.member": "Angemeldet als {name}",
    "settings.members": "Mitglieder",
    "members.help": "Mitglieder melden sich mit dem Konto ihrer Firma an und brauchen keinen Schlüssel. Wo die Konsole "
    "ist, sagt ihnen eine Mail; ob sie hinausging, steht beim Mitglied.",
    "members.mail.waiting": "Mail ist unterwegs",
    "members.mail.sent": "Mail gesendet",
    "members.mail.failed": "Mail kam nicht an; senden Sie sie erneut, oder sagen Sie selbst Bescheid",
    "members.mail.uncertain": "Mail vermutlich gesendet",
    "members.none": "Noch niemand. Laden Sie die Ersten mit der E-Mail-Adresse ihres Firmenkontos ein.",
    "members.add": "Mitglied einladen",
    "members.add.do": "Einladen",
    "members.email": "E-Mail-Adresse des Firmenkontos",
    "members.name.example": "Erika Muster",
    "members.role": "Rolle",
    "members.bots": "Nur für diese Assistenten",
    "members.incomplete": "Es fehlt der Name oder die E-Mail-Adresse.",
    "members.admin.bots": "Wer den Arbeitsbereich verwaltet, hat alle Assistenten. Lassen Sie die Auswahl leer.",
    "members.added": "{name} ist eingeladen und kann sich anmelden.",
    "members.invited": "eingeladen am {day}, noch nicht angemeldet",
    "members.seen": "zuletzt angemeldet: {when}",
    "members.change": "Ändern",
    "members.changed": "Geändert. Es gilt sofort, auch für offene Sitzungen.",
    "members.again": "Einladung erneut senden",
    "members.again.sure": "{name} bekommt noch eine Mail an {email}.",
    "members.again.done": "Die Einladung an {name} geht noch einmal hinaus.",
    "members.remove": "Entfernen",
    "members.remove.sure": "{name} kann sich dann nicht mehr anmelden, und offene Sitzungen enden in wenigen Sekunden.",
    "members.removed": "{name} gehört nicht mehr dazu.",
    "problem.last-admin": "Das ist das letzte Mitglied, das den Arbeitsbereich verwaltet. Geben Sie diese Rolle zuerst "
    "jemandem, der sich schon angemeldet hat.",
    "problem.member-joined": "Dieses Mitglied hat sich inzwischen angemeldet und braucht keine Einladung mehr.",
    "problem.no-invitations": "Die Anmeldung mit Firmenkonto ist nicht eingerichtet; deshalb wird niemand dazu "
    "eingeladen.",
    "problem.known-member": "Mit dieser Adresse ist schon jemand Mitglied.",
    "role.admin": "Verwaltung",
    "role.editor": "Bearbeitung",
    "role.viewer": "Einsicht",
    "role.admin.help": "alle Rechte, auch Mitglieder, Schlüssel und Einstellungen",
    "role.editor.help": "Assistenten, Quellen, Leads und Interessenten bearbeiten, Nachrichten freigeben",
    "role.viewer.help": "alles ansehen, nichts ändern",
}
