"""Boilerplate in text: lines of web pages that no author wrote for readers, remains of encyclopedia markup."""

import re
from collections import Counter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit

from python_udfs.arrow_text import text_buffers
from python_udfs.boilerplate_rules import RECIPE

CUTS_TYPE = pa.list_(pa.struct([("rule_id", pa.string()), ("n_lines", pa.int64()), ("n_chars", pa.int64())]))
CUT_TYPE = pa.struct([("text", pa.string()), ("cuts", CUTS_TYPE)])

WEB, ENCYCLOPEDIA = "web", "encyclopedia"
HEADER_FIELD = re.compile(r"([A-Za-z][A-Za-z.-]{1,40}):(?:[ \t].*)?(?:\n[ \t]+\S.*)*(?:\n|\Z)")
CUT_FIELD = re.compile(RECIPE.header_fields)
MARKUP_LINE = re.compile(RECIPE.markup_line, re.IGNORECASE)
FIRST_WORD = re.compile(rf"[^a-z0-9]{{0,{RECIPE.max_indent_bytes}}}([a-z]+|[0-9])")
BLANKS = " \t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
# Signs around a line that change nothing.
FRAME = " \t\u00a0*-•·»›>[]|–—:…!~^↑→←▼+"
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

OFFSET_BASIS, PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)  # FNV-1a
N_SLOTS = 4096
MAX_LINE_BYTES, MAX_TAIL_BYTES, MAX_INDENT_BYTES = 4 * RECIPE.max_line_chars, 24, RECIPE.max_indent_bytes


def _first_words() -> np.ndarray:
    """Which hashes of first words, modulo the length of the table, a phrase or a pattern may begin with."""
    table = np.zeros(N_SLOTS, np.bool_)
    for word in {*LINES_BY_FIRST, *(FIRST_WORD.findall(phrase)[0] for phrase in PHRASES), "sign", "signin"}:
        value = int(OFFSET_BASIS)
        for byte in word.encode():
            value = (value ^ byte) * int(PRIME) % (1 << 64)
        table[value % N_SLOTS] = True
    return table


FIRST_WORDS = _first_words()
# Four letters of the words that patterns hold, and of those that parts at a line's end hold.
CLUES = tuple(int.from_bytes(clue, "big") for clue in (b"cook", b"java", b"erve"))
TAIL_CLUES = tuple(int.from_bytes(clue, "big") for clue in (b"more", b"ding"))

Cuts = dict[str, list[int]]  # by rule, lines touched and characters


@njit(cache=True, nogil=True)
def candidate_lines(data: np.ndarray, offsets: np.ndarray, is_web: np.ndarray, first_words: np.ndarray) -> np.ndarray:
    """The lines that a rule may want: of the web, those with a fitting first word, a clue or a separator of menus, or
    with a clue near their end; of other texts, those with an opening bracket.

    Input: n documents of UTF-8, is_web (bool, n), table of `_first_words`.
    Output: one row a line, in order, of document and number of the line in it (int64).
    Cost: linear; 350 MB/s.
    """
    found = np.empty((1024, 2), np.int64)
    n = 0
    for row in range(offsets.size - 1):
        number, start, end = 0, offsets[row], offsets[row + 1]
        while start < end:
            is_candidate = False
            near_end = start - MAX_TAIL_BYTES
            clue = np.uint32(0)
            previous = np.uint8(0)
            stop = start
            while stop < end and data[stop] != 10:
                byte = data[stop]
                clue = np.uint32((clue << np.uint32(8)) | np.uint32(byte | 32))
                if not is_web[row]:
                    is_candidate |= byte == 91
                elif clue in TAIL_CLUES:
                    near_end = stop
                elif (
                    clue in CLUES
                    or byte == 124
                    or (previous == 0xC2 and (byte == 0xB7 or byte == 0xBB or byte == 0xA9))
                    or (previous == 0x80 and byte == 0xA2)
                ):
                    is_candidate = True
                previous = byte
                stop += 1
            is_candidate &= not is_web[row] or stop - start <= MAX_LINE_BYTES
            if is_web[row] and not is_candidate:
                is_candidate = stop - near_end < MAX_TAIL_BYTES
                i = start
                while i < min(stop, start + MAX_INDENT_BYTES) and not (
                    48 <= data[i] < 58 or 97 <= (data[i] | 32) < 123
                ):
                    i += 1
                value = OFFSET_BASIS
                if i < stop and 48 <= data[i] < 58:
                    value = (value ^ np.uint64(data[i])) * PRIME
                else:
                    while i < stop and 97 <= (data[i] | 32) < 123:
                        value = (value ^ np.uint64(data[i] | 32)) * PRIME
                        i += 1
                is_candidate |= first_words[value % np.uint64(N_SLOTS)]
            if is_candidate:
                if n == len(found):
                    found = np.concatenate((found, found))
                found[n, 0], found[n, 1] = row, number
                n += 1
            number += 1
            start = stop + 1
    return found[:n]


def _add(cuts: Cuts, rule_id: str, n_lines: int, n_chars: int) -> None:
    total = cuts.setdefault(rule_id, [0, 0])
    total[0] += n_lines
    total[1] += n_chars


def _cut_parts(line: str, parts: list[tuple[str, re.Pattern[str]]], cuts: Cuts) -> str:
    """The line without the parts that rules name, and without the blanks before its end that they leave.

    A line in which cuts make room for cuts over and over is made for that, and is left as it was.
    """
    found: Counter[str] = Counter()
    rest = line
    for _ in range(RECIPE.max_rounds):
        before = rest
        for rule_id, pattern in parts:
            shorter = pattern.sub("", rest)
            if shorter != rest:
                shorter = shorter.rstrip(BLANKS)
                found[rule_id] += len(rest) - len(shorter)
                rest = shorter
        if rest == before:
            for rule_id, n_chars in found.items():
                _add(cuts, rule_id, 1, n_chars)
            return rest
    return line


def _line_rule(low: str) -> str | None:
    """The rule that a line, in lower case, matches as a whole."""
    key = low.strip(FRAME)
    if key in PHRASES:
        return PHRASES[key]
    first = FIRST_WORD.match(low)
    for rule_id, pattern in LINES_BY_FIRST.get(first[1], ()) if first else ():
        if pattern.fullmatch(key):
            return rule_id
    for word, rule_id, pattern in LINES_BY_WORD:
        if word in low and pattern.fullmatch(key):
            return rule_id
    return None


def _cut_lines(text: str, domain: str, numbers: list[int], cuts: Cuts) -> str:
    """The text without the lines and parts that rules name among the lines of these numbers; each is judged alone."""
    lines: list[str | None] = list(text.split("\n"))
    parts = [(word, rule.rule_id, pattern) for rule, pattern in PARTS if rule.domain == domain for word in rule.words]
    for number in numbers:
        line = lines[number]
        if not line:
            continue
        low = line.lower()
        if wanted := [(rule_id, pattern) for word, rule_id, pattern in parts if word in low]:
            line = _cut_parts(line, wanted, cuts)
            lines[number], low = line or None, line.lower()
        if line and domain == WEB and len(line) <= RECIPE.max_line_chars and (rule_id := _line_rule(low)):
            _add(cuts, rule_id, 1, len(line))
            lines[number] = None
    return "\n".join(line for line in lines if line is not None) if cuts else text


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
    while (heading := text[text.rfind("\n") + 1 :]).strip(" .:").lower() in RECIPE.end_headings:
        _add(cuts, "empty_section", 1, len(heading))
        text = text[: len(text) - len(heading)].rstrip("\n")
    return text


def _cut(text: str, domain: str, numbers: list[int]) -> tuple[str, Cuts]:
    cuts: Cuts = {}
    rest = _cut_lines(text, domain, numbers, cuts) if numbers else text
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
    Cost: linear; 50 MB/s where menus abound, 100 MB/s and more elsewhere.
    Source: the line rules of C4 (Raffel et al. 2020) and the line modifiers of RefinedWeb (Penedo et al. 2023) and DCLM
        (Li et al. 2024), without those that prose fails: lines without a full stop, short, of capitals, of digits.
    """
    data, offsets, _ = text_buffers(texts)
    is_web = pc.equal(domains, WEB).fill_null(False).to_numpy(zero_copy_only=False)
    is_cut = is_web | pc.equal(domains, ENCYCLOPEDIA).fill_null(False).to_numpy(zero_copy_only=False)
    found = candidate_lines(data, offsets, is_web, FIRST_WORDS)
    firsts = np.searchsorted(found[:, 0], np.arange(len(texts) + 1))
    numbers = found[:, 1]
    rests: list[str | None] = []
    cuts: list[list[dict[str, str | int]]] = []
    for row, (text, domain) in enumerate(zip(texts.to_pylist(), domains.to_pylist(), strict=True)):
        rest, counts = text if domain is not None else None, dict[str, list[int]]()
        if text is not None and is_cut[row]:
            rest, counts = _cut(text, domain, numbers[firsts[row] : firsts[row + 1]].tolist())
        rests.append(rest)
        cuts.append([{"rule_id": rule, "n_lines": n, "n_chars": m} for rule, (n, m) in sorted(counts.items())])
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
