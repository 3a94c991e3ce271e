"""Exact and near copies of clean records, and the similarity that the truth file states."""

import re
import unicodedata
from random import Random

from mainpipe.sample import code, prose, words
from mainpipe.sample.record import Record, keyed
from mainpipe.sample.words import pick, several

SHINGLE_WORDS = 5
DUPLICATE_JACCARD = {"github": 0.7, "pubmed": 0.8, "c4": 0.8, "wikipedia": 0.8}

# Where a sentence or a statement ends.
_END = r"[.!?;}\])\"](?=\s)"

# Half of them above 0.8; none comes within 0.02 of the bound: another reading of "punctuation" must not turn a verdict.
_TARGETS = (
    *(0.98, 0.97, 0.96, 0.95, 0.94, 0.93, 0.92, 0.91, 0.9, 0.89, 0.88, 0.87, 0.86, 0.85),
    *(0.77, 0.75, 0.73, 0.71, 0.69, 0.67, 0.65, 0.63, 0.61, 0.59, 0.57, 0.55, 0.53, 0.51),
)
_PER_TARGET = 2
_EXACT = {"verbatim": 14, "trailing_blanks": 8, "crlf": 10, "nfd": 8, "cross_source": 12}
_ELSEWHERE = {"pubmed": "c4", "wikipedia": "c4", "c4": "wikipedia", "github": "c4"}


def simplified_words(text: str) -> list[str]:
    """The words of a text in lower case, without diacritics, punctuation and symbols as blanks."""
    letters = []
    for character in unicodedata.normalize("NFD", text.lower()):
        category = unicodedata.category(character)
        if category == "Nd":
            letters.append(str(unicodedata.decimal(character)))
        elif category[0] in "PSZ" or category == "Cc":
            letters.append(" ")
        elif category not in ("Mn", "Cf"):
            letters.append(character)
    return "".join(letters).split()


def shingles(text: str) -> set[tuple[str, ...]]:
    """The different runs of five simplified words."""
    found = simplified_words(text)
    return {tuple(found[i : i + SHINGLE_WORDS]) for i in range(max(1, len(found) - SHINGLE_WORDS + 1))}


def jaccard(a: str, b: str) -> float:
    """Shared shingles over all shingles of two texts, 0 to 1."""
    ours, theirs = shingles(a), shingles(b)
    return len(ours & theirs) / len(ours | theirs)


def _near_text(rng: Random, original: Record, target: float) -> tuple[str, str]:
    """A text whose Jaccard with the original is about the target, and the way it was made.

    With n shingles in the original, m more make the Jaccard n / (n + m), a share of them alone makes it that share,
    and k changed words, five words apart at least, make it (n - 5k) / (n + 5k).
    """
    text = original.text
    variant = pick(rng, ("words", "words", "shortened", "lengthened"))
    if variant == "shortened":
        ends = [match.end() for match in re.finditer(_END, text)]
        return text[: min(ends, key=lambda end: abs(end / len(text) - target))], variant
    if variant == "lengthened":
        extra = code.LANGUAGES["Python"](rng) if original.source == "github" else prose.web_page(rng)
        ends = [match.end() for match in re.finditer(_END, extra)]
        wanted = len(text) * (1 / target - 1)
        return text + "\n" + extra[: min(ends, key=lambda end: abs(end - wanted))], variant
    places = list(re.finditer(r"\b[a-z]{4,}\b", text))
    k = max(1, round(len(shingles(text)) * (1 - target) / (1 + target) / SHINGLE_WORDS))
    for place in reversed([places[int((i + 0.5) * len(places) / k)] for i in range(k)]):
        text = text[: place.start()] + pick(rng, words.MASSES) + text[place.end() :]
    return text, variant


def _suits_near_copy(record: Record) -> bool:
    """Long enough to cut, and free of signs that one simplification calls punctuation and another does not."""
    n_words = len(record.text.split())
    return 150 <= n_words <= 900 and re.fullmatch(r"[\w\s!-/:-@\[-`{-~]+", record.text) is not None


def near_copies(seed: int, clean: list[Record]) -> list[Record]:
    """Copies with a known Jaccard from 0.5 to 0.98, each of another original."""
    _, rng = keyed(seed, "near_copy")
    originals = several(rng, [record for record in clean if _suits_near_copy(record)], len(_TARGETS) * _PER_TARGET)
    copies = []
    for index, original in enumerate(originals):
        key, rng = keyed(seed, original.source, "near_copy", index)
        target = _TARGETS[index // _PER_TARGET]
        text, variant = _near_text(rng, original, target)
        similarity = jaccard(original.text, text)
        bound = DUPLICATE_JACCARD[original.source]
        while not 0.5 <= similarity <= 0.99 or abs(similarity - bound) < 0.02:
            text, variant = _near_text(rng, original, target)
            similarity = jaccard(original.text, text)
        expect = "duplicate" if similarity >= bound else "kept"
        fact = {
            "kind": "near_copy",
            "variant": variant,
            "expect": expect,
            "original": original.key,
            "jaccard": similarity,
        }
        copies.append(Record(key, original.source, text, [fact]))
    return copies


def exact_copies(seed: int, clean: list[Record]) -> list[Record]:
    """Copies that normalisation makes equal to their original; some originals have several."""
    _, rng = keyed(seed, "exact_copy")
    pool = several(rng, clean, len(clean))
    copies = []
    for variant, n in _EXACT.items():
        for index in range(n):
            # Every third copy takes the original of the one before it: clusters of three.
            if index % 3 != 2:
                original = _next_original(pool, variant)
            key, _ = keyed(seed, original.source, "exact_copy", variant, index)
            source = _ELSEWHERE[original.source] if variant == "cross_source" else original.source
            fact = {"kind": "exact_copy", "variant": variant, "expect": "duplicate", "original": original.key}
            copies.append(Record(key, source, _exact_text(variant, original.text), [fact]))
    return copies


def _next_original(pool: list[Record], variant: str) -> Record:
    while True:
        record = pool.pop()
        if variant == "nfd" and unicodedata.is_normalized("NFD", record.text):
            continue
        if variant in ("nfd", "trailing_blanks", "cross_source") and record.source == "github":
            continue
        return record


def _exact_text(variant: str, text: str) -> str:
    if variant == "trailing_blanks":
        return "\n".join(line + "  " for line in text.split("\n")) + "\n\n"
    if variant == "crlf":
        return text.replace("\n", "\r\n")
    if variant == "nfd":
        return unicodedata.normalize("NFD", text)
    return text
