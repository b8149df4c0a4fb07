"""The plural that kro makes of a kind's name: the irregular words and the endings of the Go library `flect`, which kro asks."""

from functools import cache
from typing import Final

# A word, what it becomes; one word alone stays as it is. An exclamation mark: as a whole word only, not at the end of a longer one.
_WORDS: Final = """
aircraft; beef; bison; blues; chassis; deer; fish; moose; police; salmon; series; sheep; shrimp; species; swine; trout; tuna; you
equipment; information; jeans; money; news; rice; media; graffiti
child children; !ox oxen; foot feet; goose geese; man men; human humans; !louse lice; mouse mice; tooth teeth; woman women; !die dice
person people; adieu adieux; fabliau fabliaux; bureau bureaus; criterion criteria; ganglion ganglia; lexicon lexica
mitochondrion mitochondria; noumenon noumena; phenomenon phenomena; taxon taxa; medium media; stadium stadiums; aquarium aquaria
auditorium auditoria; symposium symposia; curriculum curriculums; quota quotas; alumnus alumni; bacillus bacilli; cactus cacti
coccus cocci; focus foci; locus loci; nucleus nuclei; octopus octupuses; radius radii; syllabus syllabi; corpus corpora; genus genera
alumna alumnae; vertebra vertebrae; differentia differentiae; minutia minutiae; vita vitae; larva larvae; postcava postcavae
praecava praecavae; uva uvae; apex apices; codex codices; index indices; latex latices; vertex vertices; vortex vortices
appendix appendices; radix radices; helix helices; !axis axes; crisis crises; ellipsis ellipses; genesis geneses; oasis oases
thesis theses; testis testes; base bases; basis bases; !alias aliases; vedalia vedalias; !use uses; abuse abuses; cause causes
clause clauses; cruse cruses; excuse excuses; fuse fuses; house houses; misuse misuses; muse muses; pause pauses; ache aches
topaz topazes; buffalo buffaloes; potato potatoes; tomato tomatoes; dwarf dwarfs; hoof hoofs; thief thieves; chive chives; hive hives
move moves; movie movies; cookie cookies; pretorium pretoriums; agenda agendas; formula formulas; shoe shoes; !toe toes
"""

# These plurals are known as plurals, and stay; those that go with a plural of another word, or are a singular too, are not.
_ALSO_PLURALS: Final = """
beefs fishes salmons shrimps swines trouts tunas adieus bureaux ganglions lexicons mitochondrions stadia aquariums auditoriums symposiums
curricula alumnuses cactuses focuses locuses nucleuses octopi radiuses corpuses apexes codexes indexes latexes vertexes vortexes
appendixes radixes helixes buffalos dwarves hooves formulae
"""
_NOT_KNOWN_AS_PLURALS: Final = frozenset({"blues", "ellipses"})

# An ending, what it becomes; the first that fits counts. What ends like a result of an earlier line stays.
_ENDINGS: Final = """
tive tives; eaf eaves; oaf oaves; afe aves; arf arves; rfe rves; rf rves; lf lves; fe ves; ay ays; ey eys; oy oys; quy quies; uy uys; y ies
eau eaux; bula bulae; dula bulae; lula bulae; nula bulae; vula bulae; hedron hedra; ium ia; seum seums; eum ea; oum oa; stracum straca
dum da; elum ela; ilum ila; olum ola; ulum ula; llum lla; ylum yla; imum ima; ernum erna; gnum gna; brum bra; crum cra; terum tera
serum sera; trum tra; antum anta; atum ata; entum enta; etum eta; itum ita; otum ota; utum uta; ctum cta; ovum ova; trix trices
iasis iases; mesis meses; kinesis kineses; resis reses; gnosis gnoses; opsis opses; ysis yses; ouse ouses; lause lauses; us uses; ch ches
io ios; sh shes; ss sses; ez ezzes; iz izzes; tz tzes; zz zzes; ano anos; lo los; to tos; oo oos; o oes; x xes; S Ses
"""


def plural_of(kind: str) -> str:
    """The name in the paths of the API that kro gives to a kind.

    Args:
        kind: the kind, as a ResourceGraphDefinition has it.

    Example:
        >>> [plural_of(kind) for kind in ("Database", "NetworkPolicy", "Status", "WebApp", "Proxy", "Series")]
        ['databases', 'networkpolicies', 'statuses', 'webapps', 'proxies', 'series']
    """
    word = kind.lower()
    words = _words()
    if word in words:
        return words[word]
    if word in _plurals():
        return word
    for ending, becomes in _rules():
        if word.endswith(ending):
            return word.removesuffix(ending) + becomes
    return word if word.endswith("s") else word + "s"


def _pairs(text: str) -> list[tuple[str, str]]:
    parts = [each.split() for line in text.strip().split("\n") for each in line.split(";")]
    return [(part[0], part[-1]) for part in parts]


@cache
def _words() -> dict[str, str]:
    return {one.lstrip("!"): becomes.lstrip("!") for one, becomes in _pairs(_WORDS)}


@cache
def _plurals() -> frozenset[str]:
    return frozenset(_words().values()) - _NOT_KNOWN_AS_PLURALS | frozenset(_ALSO_PLURALS.split())


@cache
def _rules() -> tuple[tuple[str, str], ...]:
    """Endings in the order in which they are tried: each line twice, first what has its plural already."""
    compounds = [pair for pair in reversed(_in_their_order()) if not pair[0].startswith("!")]
    return tuple(rule for one, becomes in (*compounds, *_pairs(_ENDINGS)) for rule in ((becomes, becomes), (one, becomes)))


def _in_their_order() -> list[tuple[str, str]]:
    """The words, later ones first tried; the same word may end several."""
    return _pairs(_WORDS)
