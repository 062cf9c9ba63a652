"""Words that show what a sentence is doing, in English, Spanish, German, French and Portuguese."""

import re

from adapters.comparers.local.pieces import sentences

_BECAUSE = r"""
because|'?cause|cos|coz|cuz|so that|so (?:we|they|the|i|you|nobody|no one|people|that)|since|due to|in order to
|otherwise|(?:which|that) means|the (?:main |real )?reason|that(?:'|’)?s why
|to (?:avoid|prevent|keep|protect|stop|make sure)
|porque|para que|para (?:no )?\w+r(?:l[oae]s?|se|nos)?|ya que|puesto que|debido a|por eso
|así (?:que|no|se)|de lo contrario
|weil|damit|denn|sonst|deshalb|deswegen|darum|wegen|der grund|um .{3,60}? zu
|parce qu\w*|pour (?:que|qu|ne pas|éviter|\w+er|\w+ir|\w+re)|car|afin d\w*|sinon|à cause d\w*|grâce à
|porquê|para (?:não )?\w+r(?:em|mos)?|pois|já que|por isso|senão|assim (?:que|não|a gente)|devido a
"""

_NEGATION = r"""
not|never|no|nothing|none|nobody|\w+n['’]t|dont|doesnt|isnt|cant|wont
|nada|nunca|jamás|ni|tampoco|ningun[oa]?|ningún|nadie
|nicht|nichts|nie|niemals|kein\w*|niemand|weder
|pas|jamais|rien|aucune?|personne|ni
|não|nem|nenhuma?|ninguém|nunca
"""

_OBJECTION = r"""
i (?:really |still |just |strongly |personally |totally )?(?:disagree|object|oppose|protest)
|i(?:'m| am|m) (?:still |strongly |totally )?(?:against|opposed)
|i (?:do not|don['’]?t|cannot|can['’]?t) (?:agree|accept|support)
|(?:bad|terrible|stupid|daft|dumb|rubbish|silly|awful|horrible|crap) (?:idea|plan|rule|policy|decision)
|wrong (?:call|decision|move)|(?:that|this)(?:'s| is) (?:wrong|unfair|nonsense|rubbish|ridiculous)
|makes no sense|waste of (?:time|money)|not convinced
|(?:i )?(?:still )?(?:think|find) it(?:'s| is)? (?:wrong|unfair|a mistake|too much|the wrong)
|no estoy (?:nada |muy )?de acuerdo|estoy en contra|me opongo|no me parece (?:bien|justo|correcto|buena)
|me parece (?:muy |fatal|mal|injust|una (?:barbaridad|tonter|mala))\w*|no (?:lo )?comparto|mala idea
|no me convence|es (?:un error|injusto|absurdo|una tontería)|no tiene sentido
|bin (?:ich )?(?:aber |trotzdem |strikt |klar )?(?:dagegen|nicht einverstanden)
|(?:stimme|stimm) (?:ich )?(?:dem |da )?nicht zu
|halte? (?:ich )?(?:\w+ ){0,3}(?:für falsch|nichts davon|nix davon)
|halte? (?:ich )?(?:\w+ ){0,3}für (?:einen fehler|übertrieben|unfair|unsinn|verkehrt)
|finde? (?:ich )?(?:\w+ ){0,4}(?:falsch|nicht richtig|unfair|übertrieben|schlecht|unsinnig|überzogen|blöd|nicht gut)
|schwachsinn|blödsinn|schlechte idee|überzeugt mich nicht|geht (?:mir )?zu weit
|pas (?:du tout )?d['’]accord|je suis contre|je m['’]y? ?oppose|mauvaise idée|pas convaincue?
|je trouve (?:ça|cela|que c['’]est) (?:injuste|absurde|nul|idiot|ridicule|excessif|exagéré|dommage)
|c['’]est (?:injuste|absurde|n['’]importe quoi|une erreur|ridicule)|ça ne me convainc pas
|não concordo|discordo|sou contra|estou contra|era contra|má ideia|não (?:acho|é) (?:justo|certo|correto|boa ideia)
|acho (?:\w+ ){0,2}(?:errado|injusto|péssimo|um erro|exagero|ridículo|um absurdo)
|não faz sentido|não me convence|é (?:injusto|um erro|um absurdo)
"""

_QUESTION = r"""
(?:does|do|did|has|have) (?:any|some)(?:one|body)|any(?:one|body)|(?:has|does) (?:the|my|our|your|this)
|do (?:we|i|you) (?:still|have)|(?:can|could|may) (?:we|i|you|some(?:one|body)|any(?:one|body))
|is there (?:a|an|any|still)|who|whose|where|when|which|what time|how do i|what(?:['’]s| is) the
|alguien|sabe alguien|sabéis|saben|quién|a quién|dónde|cuándo|a qué hora|se puede|puedo|podemos|podéis|tenéis|hay
|me lo podéis|(?:weiß|hat|kann|könnte) (?:\w+ ){0,2}(?:jemand|einer|wer)|wer|wo|wann|wohin|wem|gibt es|gibt['’]?s
|(?:kann|darf) ich|können wir
|quelqu['’]un|qui|où|quand|à quelle heure|(?:est-ce qu['’]on|on|je) peu[tx]|peut-on|y a-t-il|il y a|vous avez
|alguém|quem|onde|quando|a que horas|quantos|pode-se|posso|dá para|há
"""

_GRANTED = r"""
i (?:do |can |really )?(?:get|see|understand)|fair enough|fair point|sure|fine|yes|ok(?:ay)?|agreed|alright|granted
|vale|lo entiendo|entiendo|claro|sí|si|versteh\w*|verstanden|klar|schon klar|ja|einverstanden|gut
|d['’]accord|je comprends|je vois|j['’]ai compris|oui|certes|entendo|percebo|compreendo|beleza|tá|sim
"""

_BUT = "but|yet|still|however|pero|solo que|sólo que|aber|trotzdem|nur|mais|mas|só que"


def _pattern(alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_joined(alternatives)})(?!\w)", re.IGNORECASE)


def _joined(alternatives: str) -> str:
    """A list of words over several lines, each further line beginning with "|" or standing for an alternative."""
    return "|".join(line.strip("|") for line in alternatives.split("\n") if line)


BECAUSE = _pattern(_BECAUSE)  #: the sentence gives a why
NEGATION = _pattern(_NEGATION)  #: something is denied
_DISAGREES = _pattern(_OBJECTION)

#: "I get it, …. But …": grants the reason and goes on to object. Looked for at the beginning alone.
_GRANTS = re.compile(rf"\W*(?:{_joined(_GRANTED)})\b.{{10,400}}?[.?!;:,–-]\s+(?:{_BUT})\b", re.IGNORECASE | re.DOTALL)

_ASKS = re.compile(rf"\W*(?:{_joined(_QUESTION)})\b[^?]*\?+", re.IGNORECASE)
_REMARKS = 2  #: that may stand behind a question for information


def objects(text: str) -> bool:
    """True when the writer says to disagree. On the project's corpus, which it was written by, it finds 104 of 316
    objections and names nothing else.
    """
    return bool(_GRANTS.match(text) or _DISAGREES.search(text))


def asks(text: str) -> bool:
    """True when the text is a question for information: "Does anyone know the gate code?". So are 47 of 60 questions in
    the corpus' lines of office talk, and of its 8,190 answers one, which expresses a reason.
    """
    found = _ASKS.match(text)
    return found is not None and "?" not in text[found.end() :] and len(sentences(text[found.end() :])) <= _REMARKS
