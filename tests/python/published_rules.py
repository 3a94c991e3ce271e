"""The quality rules of Gopher, FineWeb and C4, the slow and obvious way. Output of each: the names of those broken."""

import re
from collections import Counter

STOP_WORDS = {"the", "be", "to", "of", "and", "that", "have", "with"}


def gopher_quality(words: list[str], text: str) -> set[str]:
    solid = [word for word in words if re.search(r"\w", word)]
    lines = text.splitlines() or [""]
    n = max(1, len(words))
    broken = {
        "words": not 50 <= len(solid) <= 100_000,
        "word_length": not 3 <= sum(map(len, solid)) / max(1, len(solid)) <= 10,
        "hashes": text.count("#") / n > 0.1,
        "ellipses": (text.count("...") + text.count("…")) / n > 0.1,
        "bullets": sum(line.lstrip().startswith(("•", "-")) for line in lines) / len(lines) > 0.9,
        "line_ellipses": sum(line.rstrip().endswith(("...", "…")) for line in lines) / len(lines) > 0.3,
        "alphabetic": sum(any(c.isalpha() for c in word) for word in words) / n < 0.8,
        "stop_words": len(STOP_WORDS & set(words)) < 2,
    }
    return {name for name, is_broken in broken.items() if is_broken}


def repeats(pieces: list[str]) -> tuple[float, int]:
    """Share of pieces that stood before, and their characters."""
    copies = list((Counter(pieces) - Counter(set(pieces))).elements())
    return len(copies) / max(1, len(pieces)), sum(map(len, copies))


def gopher_repetition(text: str) -> set[str]:
    broken = set()
    n_chars = max(1, len(text))
    for name, pieces in (("paragraphs", re.split(r"\n{2,}", text.strip())), ("lines", re.split(r"\n+", text))):
        share, chars = repeats(pieces)
        if share > 0.3 or chars / n_chars > 0.2:
            broken.add(name)
    words = text.split()
    for n, limit in ((2, 0.2), (3, 0.18), (4, 0.16)):
        grams = Counter(zip(*(words[i:] for i in range(n)), strict=False))
        if grams:
            gram, count = grams.most_common(1)[0]
            if len(" ".join(gram)) * count / n_chars > limit:
                broken.add(f"top_{n}")
    for n, limit in ((5, 0.15), (6, 0.14), (7, 0.13), (8, 0.12), (9, 0.11), (10, 0.1)):
        seen, repeated, i = set(), 0, 0
        while i <= len(words) - n:
            gram = tuple(words[i : i + n])
            if gram in seen:
                repeated += sum(map(len, gram))
                i += n
            else:
                seen.add(gram)
                i += 1
        if repeated / n_chars > limit:
            broken.add(f"duplicate_{n}")
    return broken


def fineweb(text: str) -> set[str]:
    lines = [line for line in text.split("\n") if line.strip()]
    n = max(1, len(lines))
    broken = {
        "line_ends": sum(line.rstrip().endswith((".", "?", "!", '"', "'")) for line in lines) / n < 0.12,
        "short_lines": sum(len(line) <= 30 for line in lines) / n > 0.67,
        "line_repeats": repeats(lines)[1] / max(1, len(text.replace("\n", ""))) > 0.01,
        "newlines": text.count("\n") / max(1, len(text.split())) > 0.3,
    }
    return {name for name, is_broken in broken.items() if is_broken}


def c4(text: str) -> set[str]:
    if "{" in text or "lorem ipsum" in text.lower():
        return {"brace"}
    banned = (
        "javascript",
        "terms of use",
        "privacy policy",
        "cookie policy",
        "uses cookies",
        "use of cookies",
        "use cookies",
    )
    kept = [
        line
        for line in map(str.strip, text.split("\n"))
        if line.endswith((".", "?", "!", '"', "'"))
        and not line.endswith("...")
        and len(line.split()) >= 3
        and max(map(len, line.split())) <= 1_000
        and not any(phrase in line.lower() for phrase in banned)
    ]
    return set() if len(re.findall(r"[.?!][\"']?(?=\s|$)", " ".join(kept))) >= 5 else {"sentences"}


def prose_faults(text: str, source: str) -> set[str]:
    tokens = re.findall(r"\w+(?:[-'’.,]\w+)*|[^\w\s]", text)
    found = gopher_quality(text.split(), text) | gopher_quality(tokens, text) | gopher_repetition(text)
    return found | fineweb(text) | c4(text) if source == "c4" else found


def code_faults(text: str) -> set[str]:
    lines = text.splitlines()
    alphanumeric = sum(c.isalnum() for c in text)
    broken = {
        "longest_line": max(map(len, lines)) > 1_000,
        "mean_line": len(text) / len(lines) > 100,
        "alphanumeric": alphanumeric / len(text) < 0.25,
        "letters_per_word": sum(c.isalpha() for c in text) / len(text.split()) < 1.5,
        "digits": sum(c.isdigit() for c in text) / alphanumeric > 0.3,
    }
    return {name for name, is_broken in broken.items() if is_broken}
