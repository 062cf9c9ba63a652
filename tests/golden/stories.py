"""One small story, told in each language: a sheet, and what its people answered."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Story:
    """`reasons` are three, the first is the main one; `priya` and `nora` may be quoted, `sam` may not."""

    title: str
    body: str
    reasons: tuple[str, str, str]
    labels: tuple[str, str, str]
    exception_path: str
    priya: str
    sam_own: str
    nora: str
    nora_own: str
    objection: str
    unclear: tuple[str, str]  #: two reasons that the clarity review has remarks on


STORIES = {
    "en": Story(
        "Refunds under 50 € without approval",
        "From 1 December agents refund orders under 50 € themselves.\n\nThe approval queue stays for larger sums.",
        (
            "so that we keep Acme as a client, who leaves if refunds stay slow",
            "because agents lose an hour a day waiting for approvals",
            "to have fewer chargebacks, which cost us 40 € each",
        ),
        ("Keep Acme", "An hour a day", "Fewer chargebacks"),
        "Ask the duty lead first",
        "Acme walks if a refund takes a week, and each chargeback costs us 40 €.",
        "customers stop ringing twice",
        "Acme stays with us, and nobody has to ring a second time.",
        "nobody has to ring a second time",
        "Fraudsters will notice the 50 € line within a week.",
        ("leverage synergies across the floor", "because agents wait too long and so that Acme stays with us"),
    ),
    "es": Story(
        "Devoluciones de menos de 50 € sin aprobación",
        "Desde el 1 de diciembre cada agente devuelve por sí mismo los pedidos de menos de 50 €.\n\n"
        "La cola de aprobaciones queda para importes mayores.",
        (
            "para conservar a Acme como cliente, que se va si las devoluciones siguen lentas",
            "porque los agentes pierden una hora al día esperando aprobaciones",
            "para tener menos contracargos, que nos cuestan 40 € cada uno",
        ),
        ("Conservar a Acme", "Una hora al día", "Menos contracargos"),
        "Preguntar antes a quien lleva el turno",
        "Acme se marcha si una devolución tarda una semana, y cada contracargo cuesta 40 €.",
        "los clientes dejan de llamar dos veces",
        "Acme se queda con nosotros y nadie tiene que llamar otra vez.",
        "nadie tiene que llamar otra vez",
        "Los estafadores verán el límite de 50 € en una semana.",
        ("aprovechar las sinergias de la planta", "porque los agentes esperan mucho y para que Acme no se vaya"),
    ),
    "de": Story(
        "Erstattungen unter 50 € ohne Freigabe",
        "Ab dem 1. Dezember erstatten alle im Service Bestellungen unter 50 € selbst.\n\n"
        "Die Freigabeliste bleibt für größere Beträge.",
        (
            "damit wir Acme als Kunden behalten, der geht, wenn Erstattungen langsam bleiben",
            "weil im Service jeden Tag eine Stunde mit Warten auf Freigaben verloren geht",
            "um weniger Rückbuchungen zu haben, die uns je 40 € kosten",
        ),
        ("Acme behalten", "Eine Stunde am Tag", "Weniger Rückbuchung"),
        "Zuerst die Schichtleitung fragen",
        "Acme ist weg, wenn eine Erstattung eine Woche dauert, und jede Rückbuchung kostet 40 €.",
        "Kunden rufen nicht mehr zweimal an",
        "Acme bleibt bei uns, und niemand muss ein zweites Mal anrufen.",
        "niemand muss ein zweites Mal anrufen",
        "Betrüger merken sich die 50 € innerhalb einer Woche.",
        ("Synergien im ganzen Haus heben", "weil der Service zu lange wartet und damit Acme bei uns bleibt"),
    ),
}
