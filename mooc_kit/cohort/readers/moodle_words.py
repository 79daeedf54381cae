"""Moodle vocabulary: the headings and states of its reports by what they mean, from its own language packs.

Source: Moodle's language packs (`grades`, `moodle`, `completion`, `workshop`) in English, German, Spanish, French,
Italian and Catalan. Words are in small letters, without marks, as `activity_names.plain` writes them. A language is
added by its words here.
"""

from __future__ import annotations

# fmt: off
GRADES = {
    "real": "real", "punkte": "real", "brut": "real", "punteggio": "real",
    "percentage": "percentage", "prozentsatz": "percentage", "porcentaje": "percentage", "pourcentage": "percentage",
    "percentuale": "percentage", "percentatge": "percentage",
    "letter": "letter", "note": "letter", "letra": "letter", "lettre": "letter", "graduatoria letterale": "letter",
    "lletra": "letter",
    "feedback": "feedback", "retroalimentación": "feedback", "retroacció": "feedback",
}
# fmt: on
"""What stands in brackets behind a grade's heading."""
SUBMISSION = {"submission", "einreichung", "einreichen", "envío", "travail remis", "consegna", "tramesa"}
ASSESSMENT = {"assessment", "beurteilung", "beurteilen", "evaluación", "évaluation", "valutazione", "avaluació"}
"""The two grades of a workshop: for one's own work, and for assessing that of others."""
# fmt: off
TOTALS = {
    "course total", "category total", "total", "kurs gesamt", "summe für den kurs", "summe für die kategorie",
    "total del curso", "total categoría", "total du cours", "total de la catégorie", "totale corso", "totale categoria",
    "total del curs", "total de la categoria",
}
# fmt: on
ADDRESS = {
    "email address",
    "email",
    "e mail adresse",
    "dirección de correo",
    "dirección de correo electrónico",
    "adresse de courriel",
    "indirizzo email",
    "correu electrònic",
    "adreça electrònica",
}
FIRST = {"first name", "vorname", "nombre", "prénom", "nome", "nom"}
LAST = {"last name", "surname", "nachname", "apellido s", "apellidos", "nom", "cognome", "cognoms"}
"""`nom` is the last name in French and the first in Catalan; which of the two, the other column tells."""
NUMBER = {"id number", "id nummer", "número de id", "numéro d identification", "codice identificativo", "número id"}
USER = {"username", "anmeldename", "nombre de usuario", "nom d utilisateur", "nom d usuari"}
# fmt: off
OTHERS = {
    "name", "", "institution", "institución", "istituzione", "institució", "department", "abteilung", "departamento",
    "département", "dipartimento", "departament", "country", "city town", "first name last name",
    "last downloaded from this course", "zuletzt aus diesem kurs geladen",
}
# fmt: on
DATE = ("date", "completion date", "datum", "fecha", "data")
"""How the heading of a column of days ends, where it is not empty or a day itself."""
# fmt: off
STATES = {
    "completed": True, "completed achieved pass grade": True, "not completed": False,
    "completed did not achieve pass grade": False,
    "abgeschlossen": True, "abgeschlossen mit erfolg": True, "nicht abgeschlossen": False,
    "abgeschlossen ohne erfolg": False,
    "finalizado": True, "finalizado ha alcanzado la calificación de aprobado": True, "no finalizado": False,
    "finalizado ha alcanzado la califiación de aprobado": True,
    "finalizado no ha alcanzado la calificación de aprobado": False,
    "terminé": True, "terminé note pour passer atteinte": True, "pas terminé": False,
    "terminé n a pas atteint la note pour passer": False,
    "completato": True, "completato raggiunta la sufficienza": True, "non completato": False,
    "completato senza raggiungere la sufficienza": False,
    "completat": True, "completat s ha assolit la qualificació": True, "incomplet": False,
    "completat no han aconseguit assolir la qualificació": False,
}
# fmt: on
