"""Boilerplate in text: lines of web pages that no author wrote for readers, remains of encyclopedia markup."""

import re
from collections import Counter

import pyarrow as pa

from python_udfs.boilerplate_rules import RECIPE, Rule

CUTS_TYPE = pa.list_(pa.struct([("rule_id", pa.string()), ("n_lines", pa.int64()), ("n_chars", pa.int64())]))
CUT_TYPE = pa.struct([("text", pa.string()), ("cuts", CUTS_TYPE)])

WEB, ENCYCLOPEDIA = "web", "encyclopedia"
HEADER_FIELD = re.compile(r"([A-Za-z][A-Za-z.-]{1,40}):(?:[ \t].*)?(?:\n[ \t]+\S.*)*(?:\n|\Z)")
CUT_FIELD = re.compile(RECIPE.header_fields)
MARKUP_LINE = re.compile(RECIPE.markup_line, re.IGNORECASE)
FIRST_WORD = re.compile(r"\W{0,4}([^\W\d_]+|\d)")
BLANKS = " \t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
# Signs around a line that change nothing.
FRAME = " \t\u00a0*-•·»›>[]|–—:;,.…!~^↑→←▼+"
PHRASES = {
    phrase.strip(FRAME): rule.rule_id for rule in RECIPE.rules if rule.phrases for phrase in rule.phrases.split("|")
}
LINES = [(rule, re.compile(rule.line)) for rule in RECIPE.rules if rule.line is not None]
LINES_BY_FIRST = {
    word: [(rule.rule_id, pattern) for rule, pattern in LINES if word in rule.first.split()]
    for word in {word for rule, _ in LINES for word in rule.first.split()}
}
LINES_BY_WORD = [(word, rule.rule_id, pattern) for rule, pattern in LINES for word in rule.words]
PARTS = [(rule, re.compile(rule.part, re.IGNORECASE)) for rule in RECIPE.rules if rule.part is not None]

Cuts = dict[str, list[int]]  # by rule, lines touched and characters


def _add(cuts: Cuts, rule_id: str, n_lines: int, n_chars: int) -> None:
    total = cuts.setdefault(rule_id, [0, 0])
    total[0] += n_lines
    total[1] += n_chars


def _cut_parts(line: str, parts: list[tuple[Rule, re.Pattern[str]]], cuts: Cuts) -> str:
    """The line without the parts that rules name, and without the blanks before its end that they leave.

    A line in which cuts make room for cuts over and over is made for that, and is left as it was.
    """
    found: Counter[str] = Counter()
    rest = line
    for _ in range(RECIPE.max_rounds):
        before = rest
        for rule, pattern in parts:
            shorter = pattern.sub("", rest)
            if shorter != rest:
                shorter = shorter.rstrip(BLANKS)
                found[rule.rule_id] += len(rest) - len(shorter)
                rest = shorter
        if rest == before:
            for rule_id, n_chars in found.items():
                _add(cuts, rule_id, 1, n_chars)
            return rest
    return line


def _line_rule(low: str, words: list[tuple[str, str, re.Pattern[str]]]) -> str | None:
    """The rule that a line, in lower case, matches as a whole."""
    key = low.strip(FRAME)
    if key in PHRASES:
        return PHRASES[key]
    first = FIRST_WORD.match(low)
    for rule_id, pattern in LINES_BY_FIRST.get(first[1], ()) if first else ():
        if pattern.fullmatch(key):
            return rule_id
    for word, rule_id, pattern in words:
        if word in low and pattern.fullmatch(key):
            return rule_id
    return None


def _cut_lines(text: str, domain: str, cuts: Cuts) -> str:
    """The text without the lines and parts that rules name; each line is judged alone."""
    lowered = text.lower()
    words = [entry for entry in LINES_BY_WORD if entry[0] in lowered] if domain == WEB else []
    parts = [
        (rule, pattern)
        for rule, pattern in PARTS
        if rule.domain == domain and any(word in lowered for word in rule.words)
    ]
    if domain == ENCYCLOPEDIA and not parts:
        return text
    lines = text.split("\n")
    kept = []
    for line, low in zip(lines, lowered.split("\n"), strict=True):
        if parts and any(word in low for rule, _ in parts for word in rule.words):
            rest = _cut_parts(line, parts, cuts)
            if rest != line:
                line, low = rest, rest.lower()
                if not line:
                    continue
        if line and domain == WEB and len(line) <= RECIPE.max_line_chars and (rule_id := _line_rule(low, words)):
            _add(cuts, rule_id, 1, len(line))
        else:
            kept.append(line)
    return "\n".join(kept)


def _cut_message_headers(text: str, cuts: Cuts) -> str:
    """The text without the fields of a news or mail message at its start, but for the subject."""
    while True:
        kept, n_cut, n_chars, stop = [], 0, 0, 0
        names = []
        while field := HEADER_FIELD.match(text, stop):
            stop = field.end()
            names.append(field[1].lower())
            if CUT_FIELD.fullmatch(names[-1]):
                value = field[0].rstrip("\n")
                n_cut += 1 + value.count("\n")
                n_chars += len(value) - value.count("\n")
            else:
                kept.append(field[0])
        n_known = sum(name == "subject" or CUT_FIELD.fullmatch(name) is not None for name in names)
        if n_known < RECIPE.min_header_fields or not n_cut or not {"from", "subject"} & set(names):
            return text
        _add(cuts, "message_header", n_cut, n_chars)
        text = ("".join(kept) + text[stop:]).strip("\n")


def _cut_empty_sections(text: str, cuts: Cuts) -> str:
    """The text without headings at its end that nothing stands under."""
    while (heading := text[text.rfind("\n") + 1 :]).strip(FRAME).lower() in RECIPE.end_headings:
        _add(cuts, "empty_section", 1, len(heading))
        text = text[: len(text) - len(heading)].rstrip("\n")
    return text


def _cut(text: str, domain: str) -> tuple[str, Cuts]:
    cuts: Cuts = {}
    rest = _cut_lines(text, domain, cuts)
    if cuts:
        rest = re.sub("\n{3,}", "\n\n", rest).strip("\n")
    rest = _cut_message_headers(rest, cuts) if domain == WEB else _cut_empty_sections(rest, cuts)
    return rest, cuts


def cut_boilerplate(texts: pa.Array, domains: pa.Array) -> pa.Array:
    """Cuts boilerplate from normalised text of the web and of encyclopedias, lines and parts of lines; idempotent.

    Input: texts (string, NULL), domains (string: `web`, `encyclopedia`; text of another is left as it is; NULL).
    Output: struct of text (string), cuts (list of struct of rule_id (string), n_lines (int64, lines touched), n_chars
        (int64, code points without line breaks), one a rule that cut something, in the order of rule_id); NULL when
        either input is NULL.
    Errors: none.
    Cost: linear; 100 MB/s.
    Source: the line rules of C4 (Raffel et al. 2020) and the line modifiers of RefinedWeb (Penedo et al. 2023) and DCLM
        (Li et al. 2024), without those that prose fails: lines without a full stop, short, of capitals, of digits.
    """
    rests: list[str | None] = []
    cuts: list[list[dict[str, str | int]]] = []
    for text, domain in zip(texts.to_pylist(), domains.to_pylist(), strict=True):
        if text is None or domain is None:
            rests.append(None)
            cuts.append([])
            continue
        rest, found = _cut(text, domain) if domain in (WEB, ENCYCLOPEDIA) else (text, {})
        rests.append(rest)
        cuts.append([{"rule_id": rule, "n_lines": n, "n_chars": m} for rule, (n, m) in sorted(found.items())])
    mask = pa.array([rest is None for rest in rests], pa.bool_())
    columns = [pa.array(rests, pa.string()), pa.array(cuts, CUTS_TYPE)]
    return pa.StructArray.from_arrays(columns, fields=list(CUT_TYPE), mask=mask)


def markup_line_ratio(texts: pa.Array) -> pa.Array:
    """How much of a page is tags, scripts and style sheets.

    Input: texts (string, NULL).
    Output: double, 0 to 1: lines that are one of them over lines that are not blank; 0 without lines; NULL when the
        text is.
    Errors: none.
    Cost: linear; 1 GB/s where no text holds `<` or `{`.
    """
    return pa.array([None if text is None else _markup_line_ratio(text) for text in texts.to_pylist()], pa.float64())


def _markup_line_ratio(text: str) -> float:
    if "<" not in text and "{" not in text:
        return 0.0
    lines = [line for line in text.split("\n") if line and not line.isspace()]
    n_markup = sum(MARKUP_LINE.fullmatch(line[: RECIPE.max_line_chars]) is not None for line in lines)
    return n_markup / len(lines) if lines else 0.0
