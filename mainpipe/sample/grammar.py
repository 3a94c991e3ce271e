"""How the sample's sentences are made: rules of patterns, expanded with one document's random numbers."""

import re
from random import Random

# A pattern is a plain string, or literals and symbols in turn.
Pattern = str | tuple[str, ...]


def patterns(block: str) -> tuple[Pattern, ...]:
    """The patterns of a block of lines, split at their symbols."""
    lines = [line.strip() for line in block.strip().splitlines()]
    return tuple(tuple(re.split(r"\{(\w+)\}", line)) if "{" in line else line for line in lines)


_ARTICLE = re.compile(r"\b([Aa]) (?=[AEIOaeio](?!ne\b|nce\b|uro)|u(?!ni[^n]|s[eu]|ti|k))")


def finish(text: str) -> str:
    """A sentence as it is printed: "an" before a vowel, a capital letter first."""
    text = _ARTICLE.sub(r"\1n ", text)
    start = 1 if text[:1] == '"' else 0
    return text[:start] + text[start : start + 1].upper() + text[start + 1 :]


class Voice:
    """Expands symbols by rules, the later ones over the earlier, with one document's random numbers."""

    def __init__(self, rng: Random, *rules: dict[str, tuple[Pattern, ...]]) -> None:
        self.rng = rng
        self.rules = {symbol: alternatives for each in rules for symbol, alternatives in each.items()}
        self._decks: dict[str, list[Pattern]] = {}

    def say(self, symbol: str) -> str:
        """One expansion of a symbol."""
        rule = self.rules[symbol]
        return self.say_pattern(rule[int(self.rng.random() * len(rule))])

    def sentence(self, symbol: str) -> str:
        """One sentence of the symbol's pool; every pattern comes once before any comes again."""
        deck = self._decks.get(symbol)
        if not deck:
            deck = self._decks[symbol] = list(self.rules[symbol])
            self.rng.shuffle(deck)
        return finish(self.say_pattern(deck.pop()))

    def fill(self, line: str) -> str:
        """A line with symbols that stands in no rule."""
        return finish(self.say_pattern(patterns(line)[0]))

    def say_pattern(self, pattern: Pattern) -> str:
        """One expansion of a pattern."""
        if isinstance(pattern, str):
            return pattern
        parts = list(pattern)
        parts[1::2] = map(self.say, pattern[1::2])
        return "".join(parts)
