"""The own-words gate: does an answer say anything, and is it its writer's own? Cleaning of what people type."""

import re
import unicodedata
from collections.abc import Sequence

from bot.domain.sheet import SheetText

PARROT_SHARE = 0.7  #: see `parrots`
PARROT_WORDS = 4  #: shorter ones name a reason in the only words there are: "fewer chargebacks"
_GRAM = 3

_WORD = re.compile(r"[^\W_]+")

#: Line separators and tabs stay; every other control character, and what reverses the reading direction, goes.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

#: Words of which an answer may be made that says nothing, without accents: assent, thanks, laughter, politeness.
_FILLER = frozenset(
    """
    a absolutely ack acknowledged agree agreed all alright also and anything aye boss chef
    comment cool ditto done exactly fine fyi get good got great hello hey hi hm
    hmm i idk indeed it k lgtm lmao lol mm mmm n na nah no none nope not noted nothing nvm of oh ok okay okey
    okidoki os perfect please pls read received roger same see sir sounds sure tbd thank thanks that thx
    tks tldr tl dr to top true ty understood well what will do with w wtf x yeah yep yes you yup
    acuerdo adelante asi aqui bien bueno claro conforme correcto de don dona enterada enterado entendida entendido
    eso esta gracias igual igualmente jefa jefe leida leido lei lo mismo muchas muy nada ninguna ninguno perfecto por
    que recibida recibido si supuesto todo vale valido visto y ya yo tambien
    alles angenommen auch danke dito ebenso einverstanden erledigt gelesen genau genauso gerne gut gleiches ist ja jo
    jup kein keine keins kenntnis klar klaro nee nein nichts ok passt prima schon so super stimmt verstanden
    vielen zur genommen gesehen angabe
    accord avec bien c ca compris d daccord entendu est idem je lu merci neant note oui parfait pareil ras recu rien
    suis tres vu non signaler
    bem beleza blz certo ciente combinado concordo entendi fixe lido mesma mesmo nada obrigada obrigado ok otimo
    perfeito sim ta bom tudo visto valeu recebido
    """.split()
)

#: Up to three words of a name or a place: "Marta", "my colleague", "the chairman".
_SOMEBODY = r"\w+(?: \w+){0,2}"
_SAID = r"(?:said|wrote|answered|put|posted)"  #: "what the law says" is a reason

#: Whole answers that only point elsewhere or say that there is nothing to say; in words, lower case, no accents.
_POINTERS = re.compile(
    "|".join(
        (
            rf"(?:(?:the )?same|ditto|exactly|just) (?:as|like|what) {_SOMEBODY}(?: {_SAID})?",
            rf"(?:what|as|like|see what) {_SOMEBODY} {_SAID}(?: above| already)?",
            r"(?:see|cf|as|same|read|like) (?:above|below|before|earlier|attached|the (?:notice|memo|post|mail|email))",
            r"see (?:my )?\w+(?: s)?(?: (?:answer|reply|mail|email|comment|post|note))?",
            r"(?:i )?agree (?:with|w) \w+(?: \w+)?",
            r"as (?:discussed|agreed|explained|stated|mentioned)(?: (?:in|at|by) (?:the |our )?\w+)?",
            r"(?:i )?(?:really )?(?:don t|do not|dont|dunno) ?(?:know|care|remember|mind)?(?: why| really| tbh)?",
            r"(?:i have |i ve )?no (?:idea|clue|opinion|comment|comments|answer)(?: why| sorry| really| lol| yet)?",
            r"not sure(?: why| really| yet)?|who knows|whatever",
            r"(?:i have |\w+ )?(?:nothing|nought) (?:more |else )?to (?:add|say)",
            r"(?:thank you|thanks) for (?:the |your )?(?:info|information|update|mail|message|letting us know)",
            r"as per (?:the |our )?(?:policy|notice|memo|mail|email|meeting)",
            r"about time|at last|finally|endlich|por fin|enfin|enfim|finalmente",
            r"all clear|nice(?: one)?|good night|prost|na dann",
            r"cf (?:(?:dr|mr|mrs|ms) )?\w+ s (?:answer|reply|mail|email|comment|post|note)",
            r"(?:danke fur die|merci pour (?:l|les)|gracias por la|obrigad[oa] pela) (?:infos?|\w*informa[ct]\w+|mail)",
            r"(?:noted|understood|read|received|got it|ok)(?: and)? (?:with )?(?:thanks|comprehension|understood)",
            r"(?:sorry )?(?:\w+ ){0,3}will (?:do|answer|reply|write) (?:it )?later",
            rf"(?:lo|yo|digo lo|pienso lo)? ?(?:mismo|igual) que {_SOMEBODY}(?: \w+)?",
            rf"lo que (?:diga|dijo|dice|ha dicho|digan) {_SOMEBODY}",
            r"(?:ver|vease|mirar|leer|como) (?:arriba|mas arriba|abajo|lo anterior|el anterior|dicho)",
            r"no (?:lo )?(?:se|tengo (?:ni )?idea|recuerdo)(?: por que)?",
            r"ni idea|sin comentarios|nada (?:mas )?que anadir",
            r"no aplica|ya (?:lo )?(?:lei|vi|se)(?: gracias)?(?: \w+){0,2}",
            rf"(?:das ?)?(?:gleiche|selbe|dasselbe|genauso|ebenso|so) wie {_SOMEBODY}(?: \w+)?",
            r"(?:siehe|s|wie|vgl) (?:oben|o|unten|aushang|e? ?mail|notiz|protokoll|schon gesagt|besprochen)",
            rf"(?:siehe|wie|vgl) {_SOMEBODY} (?:oben|von \w+)",
            rf"wie {_SOMEBODY} (?:sagt|sagte|schrieb|schreibt|geschrieben|gesagt)(?: hat)?",
            r"(?:ich )?(?:weiss|weis) (?:ich )?(?:es )?(?:nicht|ned|net)(?: warum)?",
            r"keine ahnung(?: warum)?|k a|kein kommentar",
            r"(?:dem )?(?:ist )?nichts (?:mehr )?hinzuzufugen|zur kenntnis genommen",
            rf"(?:la )?(?:meme|pareil|comme|idem)(?: chose)? (?:que|comme) {_SOMEBODY}(?: \w+)?",
            rf"comme (?:{_SOMEBODY} )?(?:a )?(?:dit|ecrit)(?: {_SOMEBODY})?|comme (?:ci dessus|plus haut|precedemment)",
            r"(?:voir|cf|lire) (?:ci dessus|plus haut|au dessus|le mail|la note)",
            r"(?:je )?(?:ne )?(?:sais pas|sais plus)(?: pourquoi)?|aucune idee|sans (?:commentaire|opinion|objet|avis)",
            r"rien (?:de plus )?a (?:ajouter|dire|signaler|declarer)|bien recu(?: merci)?",
            rf"(?:digo )?o mesmo que {_SOMEBODY}(?: \w+)?|igual (?:a|ao) {_SOMEBODY}",
            rf"como (?:disse|escreveu|falou|dito) ?(?:{_SOMEBODY})?|(?:ver|vide) (?:acima|em cima|abaixo)",
            r"(?:eu )?nao sei(?: porque| por que)?",
            r"sem (?:comentarios|opiniao)|nao se aplica|nada a (?:acrescentar|dizer)",
            r"(?:idem|ditto|dito) \w+(?: \w+)?",
        )
    )
)

#: Assent or thanks to somebody by name: "ok Marisa", "Merci Hélène".
_TO_SOMEBODY = re.compile(
    r"(?:[Oo][Kk](?:ay)?|[Tt]hanks|[Tt]hx|[Tt]hank you|[Gg]racias|[Dd]anke|[Mm]erci|[Oo]brigad[oa]|[Vv]u|[Nn]oted)"
    r"(?:,? [^\W\d_a-z]\w+){1,2}[\W_]*"
)

_LAUGHTER = re.compile(r"(?:ha|ah|ja|aj|je|he|hi|rs|jo){2,}[ahjers]?|k{2,}|lo+l+|x+d+|mdr")


def clean(text: str) -> str:
    """What is stored of typed text: NFC, line ends as on Unix, no control or direction characters, no lone surrogates,
    no blank ends.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _UNWANTED.sub("", lines)).strip()


def containment(text: str, source: str, n: int = _GRAM) -> float:
    """Share of the text's word n-grams that occur in the source, 0–1; of its words where it has fewer than n.

    Letters and digits alone count, in lower case. 0 for a text without words. Containment is Broder's (1997)
    asymmetric resemblance: a short copy out of a long source is still a copy.
    """
    words = _words(text)
    size = n if len(words) >= n else 1
    grams = _grams(words, size)
    known = set(_grams(_words(source), size))
    return sum(gram in known for gram in grams) / len(grams) if grams else 0.0


def parrots(text: str, sheet: SheetText) -> bool:
    """True when the text copies the sheet: at least 4 words, and 70 % of its word trigrams stand in the sheet.

    Chosen on the project's corpus of restatements (182 sheets, 3,724 answers in five languages): it finds 131 of
    132 copies of four words or more and errs on 1 of the 3,437 answers that are neither copied nor empty. True
    answers that repeat a phrase of the sheet reach .62, near-verbatim copies start at .67.
    """
    source = "\n".join((sheet.title, sheet.body, *(reason.text for reason in sheet.reasons)))
    return len(_words(text)) >= PARROT_WORDS and containment(text, source) >= PARROT_SHARE


def says_nothing(text: str) -> bool:
    """True for "ok", "same as above", 👍, "n/a" and their like in English, Spanish, German, French and Portuguese.

    Goes by the whole answer, never by its length, and cannot see that an answer is off the topic.
    """
    words = [word for word in _words(_plain(text)) if not _LAUGHTER.fullmatch(word)]
    if not any(word.isalpha() for word in words) or all(word in _FILLER or _stub(word) for word in words):
        return True
    return bool(_POINTERS.fullmatch(" ".join(words)) or _TO_SOMEBODY.fullmatch(text.strip()))


def _stub(word: str) -> bool:
    """One or two Latin letters, a number: nothing by itself. A Chinese word may be one sign."""
    return word.isascii() and (len(word) <= 2 or word.isdigit())  # noqa: PLR2004 - "ok", "k", "gg", "+1"


def _plain(text: str) -> str:
    """Without accents: "leído" is typed "leido"."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _grams(words: Sequence[str], size: int) -> list[tuple[str, ...]]:
    return [tuple(words[i : i + size]) for i in range(len(words) - size + 1)]
