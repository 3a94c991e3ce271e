"""How much of a source file is comment: a scanner that knows the comments and strings of each family of languages."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numba import njit

from python_udfs.code_languages import INDEX, LANGUAGES

CHARACTER, SINGLE, BACKTICK, RAW_BACKTICK, TRIPLE, VERBATIM, REGEX, DOCSTRING, NESTED, BLANK_BEFORE, NO_STRINGS = (
    1 << bit for bit in range(11)
)


@dataclass(frozen=True)
class Recipe:
    """Languages, what begins a comment to the end of the line, what encloses one, and what else to know.

    Double quotes enclose a string (unless NO_STRINGS). CHARACTER: single quotes enclose one character, and otherwise
    mean something else (a lifetime); SINGLE: a string; BACKTICK: a string of several lines; RAW_BACKTICK: the same
    without escapes; TRIPLE: three quotes, several lines; VERBATIM: @"…" of several lines without escapes; REGEX: /…/
    where no operand stands before it; DOCSTRING: a string that begins a statement is a comment; NESTED: enclosed
    comments nest; BLANK_BEFORE: a comment to the end of the line follows a blank or a line end.
    """

    syntax: tuple[tuple[tuple[str, ...], tuple[str, ...], tuple[str, str], int], ...] = (
        (("C", "C++", "Objective-C", "Java"), ("//",), ("/*", "*/"), CHARACTER),
        (("C#",), ("//",), ("/*", "*/"), CHARACTER | VERBATIM),
        (("JavaScript", "TypeScript"), ("//",), ("/*", "*/"), SINGLE | BACKTICK | REGEX),
        (("Go",), ("//",), ("/*", "*/"), CHARACTER | RAW_BACKTICK),
        (("Rust",), ("//",), ("/*", "*/"), CHARACTER | NESTED),
        (("Kotlin", "Scala", "Swift"), ("//",), ("/*", "*/"), CHARACTER | TRIPLE | NESTED),
        (("CSS",), (), ("/*", "*/"), SINGLE),
        (("PHP",), ("//", "#"), ("/*", "*/"), SINGLE),
        (("Python",), ("#",), ("", ""), SINGLE | TRIPLE | DOCSTRING),
        (("R",), ("#",), ("", ""), SINGLE),
        (("Ruby", "Perl", "Shell", "Makefile", "Dockerfile", "YAML"), ("#",), ("", ""), SINGLE | BLANK_BEFORE),
        (("SQL",), ("--",), ("/*", "*/"), SINGLE),
        (("Lua",), ("--",), ("--[[", "]]"), SINGLE),
        (("Haskell",), ("--",), ("{-", "-}"), CHARACTER | NESTED),
        (("Lisp",), (";",), ("#|", "|#"), 0),
        (("TeX",), ("%",), ("", ""), NO_STRINGS),
        (("HTML", "XML", "Markdown"), (), ("<!--", "-->"), NO_STRINGS),
    )


RECIPE = Recipe()

SYNTAX = np.dtype(
    [
        ("line_1", np.uint64),  # markers as little-endian integers, 0 for none
        ("line_2", np.uint64),
        ("opening", np.uint64),
        ("closing", np.uint64),
        ("traits", np.int64),
        ("is_known", np.bool_),
    ],
    align=True,
)

NEWLINE, SPACE, DOUBLE, APOSTROPHE, GRAVE, BACKSLASH, SLASH, AT = b"\n \"'`\\/@"
OPENING, CLOSING, OPERATORS, PREFIXES = (
    tuple(signs) for signs in (b"([{", b")]}", b"(,=:[!&|?{};+-*%~^<>", b"rRuUbBfF")
)
MAX_CHARACTER_BYTES = 12  # '\u{10ffff}'
BYTE, EIGHT = np.uint64(0xFF), np.uint64(8)


def marker(text: str) -> int:
    return int.from_bytes(text.encode(), "little")


@cache
def syntax() -> tuple[np.ndarray, np.ndarray]:
    """Recipe.syntax by language (SYNTAX), and the bytes that mean something in each (bool, languages × 256)."""
    table = np.zeros(len(LANGUAGES), SYNTAX)
    is_hot = np.zeros((len(LANGUAGES), 256), np.bool_)
    for languages, lines, (opening, closing), traits in RECIPE.syntax:
        hot = {text[0] for text in (*lines, opening, "\\") if text} | ({'"'} if not traits & NO_STRINGS else set())
        hot |= {"'"} if traits & (SINGLE | CHARACTER) else set()
        hot |= {"`"} if traits & (BACKTICK | RAW_BACKTICK) else set()
        hot |= set("\n()[]{}") if traits & DOCSTRING else set()
        for language in languages:
            row = table[INDEX[language]]
            row["line_1"], row["line_2"] = (marker(line) for line in (*lines, "", "")[:2])
            row["opening"], row["closing"] = marker(opening), marker(closing)
            row["traits"], row["is_known"] = traits, True
            is_hot[INDEX[language], [ord(byte) for byte in hot]] = True
    return table, is_hot


@njit
def width(text: np.uint64) -> int:
    """The bytes of a marker."""
    n = 0
    while text:
        text >>= EIGHT
        n += 1
    return n


@njit
def begins(data: np.ndarray, i: int, end: int, text: np.uint64) -> bool:
    """Whether the marker, if it is one, stands at data[i:end]."""
    if not text:
        return False
    while text:
        if i >= end or data[i] != text & BYTE:
            return False
        text >>= EIGHT
        i += 1
    return True


@njit
def after_block(data: np.ndarray, i: int, end: int, row: np.record) -> int:
    """The end of the comment that opens at i; the end of the text where it is not closed."""
    depth = 0
    while i < end:
        if begins(data, i, end, row.closing) and depth:
            depth -= 1
            i += width(row.closing)
            if not depth:
                return i
        elif (depth == 0 or row.traits & NESTED) and begins(data, i, end, row.opening):
            depth += 1
            i += width(row.opening)
        else:
            i += 1
    return end


@njit
def after_string(data: np.ndarray, i: int, end: int, n_quotes: int, has_lines: bool, has_escapes: bool) -> int:
    """The end of the string that opens at i with n_quotes quotes; that of its line or the text where it is open."""
    quote = data[i]
    i += n_quotes
    n = 0
    while i < end:
        if has_escapes and data[i] == BACKSLASH:
            i += 1
            n = 0
        elif data[i] == quote:
            n += 1
            if n == n_quotes:
                return i + 1
        elif data[i] == NEWLINE and not has_lines:
            return i
        else:
            n = 0
        i += 1
    return end


@njit
def after_character(data: np.ndarray, i: int, end: int) -> int:
    """The end of the character literal that opens at i; behind the quote where it is none."""
    last = min(end, i + MAX_CHARACTER_BYTES)
    if i + 1 < end and data[i + 1] == BACKSLASH:
        for j in range(i + 3, last):
            if data[j] == APOSTROPHE:
                return j + 1
    elif i + 1 < end:
        j = i + 2
        while j < last and data[j] & 0xC0 == 0x80:
            j += 1
        if j < last and data[j] == APOSTROPHE:
            return j + 1
    return i + 1


@njit
def after_regex(data: np.ndarray, i: int, end: int) -> int:
    """The end of the regular expression that opens at i; behind the slash where it has none on its line."""
    is_set = False
    j = i + 1
    while j < end and data[j] != NEWLINE:
        if data[j] == BACKSLASH:
            j += 1
        elif data[j] == OPENING[1]:
            is_set = True
        elif data[j] == CLOSING[1]:
            is_set = False
        elif data[j] == SLASH and not is_set:
            return j + 1
        j += 1
    return i + 1


@njit
def n_characters(data: np.ndarray, start: int, end: int) -> int:
    n = 0
    for i in range(start, end):
        n += data[i] & 0xC0 != 0x80
    return n


@njit
def comment_chars(data: np.ndarray, start: int, end: int, row: np.record, is_hot: np.ndarray) -> int:
    """The characters of data[start:end] in comments, their markers included.

    Input: UTF-8 bytes; row (SYNTAX) and is_hot (bool, 256) of the language, of `syntax()`.
    Output: a count of code points.
    Cost: O(end - start).
    """
    traits = row.traits
    n, depth, last = 0, 0, NEWLINE  # last: the visible byte before
    is_statement_start, first = True, start  # first: where the statement begins
    i = start
    while i < end:
        byte = data[i]
        if byte > SPACE and is_statement_start:
            is_statement_start, first = False, i
        if not is_hot[byte]:
            if byte > SPACE:
                last = byte
            i += 1
            continue
        j = i
        if byte == NEWLINE:
            is_statement_start = depth == 0
            i += 1
            continue
        if begins(data, i, end, row.opening):
            j = after_block(data, i, end, row)
            n += n_characters(data, i, j)
            i = j
            continue
        if (begins(data, i, end, row.line_1) or begins(data, i, end, row.line_2)) and not (
            traits & BLANK_BEFORE and i > start and data[i - 1] > SPACE
        ):
            while j < end and data[j] != NEWLINE:
                j += 1
            n += n_characters(data, i, j)
            i = j
            continue
        if byte == BACKSLASH:
            j = i + 2
        elif byte == DOUBLE or (byte == APOSTROPHE and traits & SINGLE):
            is_triple = traits & TRIPLE and i + 2 < end and data[i + 1] == byte and data[i + 2] == byte
            is_verbatim = traits & VERBATIM and i > start and data[i - 1] == AT
            j = after_string(data, i, end, 3 if is_triple else 1, is_triple or is_verbatim, not is_verbatim)
            while is_verbatim and j < end and data[j] == DOUBLE:  # two quotes are one of the string
                j = after_string(data, j, end, 1, True, False)
            if traits & DOCSTRING and depth == 0 and i - first <= 2:
                is_docstring = True
                for k in range(first, i):
                    is_docstring &= data[k] in PREFIXES
                n += n_characters(data, i, j) if is_docstring else 0
        elif byte == APOSTROPHE:
            j = after_character(data, i, end)
        elif byte == GRAVE:
            j = after_string(data, i, end, 1, True, not traits & RAW_BACKTICK)
        elif byte == SLASH and traits & REGEX and (last == NEWLINE or last in OPERATORS):
            j = after_regex(data, i, end)
        else:
            if traits & DOCSTRING:
                depth = max(0, depth + (byte in OPENING) - (byte in CLOSING))
            j = i + 1
        last = byte
        i = j
    return n
