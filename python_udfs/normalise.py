"""Text normalisation: HTML entities, encoding repair, Unicode NFC, control characters, line ends, blanks."""

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from html.entities import html5

import ftfy
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ftfy.badness import is_bad
from ftfy.chardata import CHARMAP_ENCODINGS, UTF8_DETECTOR_RE
from numba import njit

from python_udfs.arrow_text import text_array, text_buffers


@dataclass(frozen=True)
class Recipe:
    """What decides the output of this module."""

    max_prose_newlines: int = 2  # an empty line between paragraphs; code keeps its own spacing
    min_repaired_ratio: float = 0.25  # repaired lines / lines that look wrong; GBK read as Latin-1 stays below 0.05
    max_rounds: int = 8  # wrong decodings on top of each other that are undone
    # With its semicolon: `?a=1&copy=2` is an address. `&amp;amp;lt;`, escaped over and over, is one entity.
    entity: str = r"&((?:(?:amp|AMP);)*)(?:(#[0-9]{1,10}|#[xX][0-9A-Fa-f]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});)?"
    unicode_version: str = unicodedata.unidata_version
    ftfy_version: str = ftfy.__version__


RECIPE = Recipe()
MAX_PROSE_NEWLINES = RECIPE.max_prose_newlines
ENTITY_RE = re.compile(RECIPE.entity)

# Without the search for repairs inside a line, which ftfy repeats once per character on text made to that end:
# `_repair_line` does the search, a bounded number of times.
FTFY_CONFIG = ftfy.TextFixerConfig(explain=False, decode_inconsistent_utf8=False)

# What a code point may take part in: one bit each, and one bit per encoding for the two parts of a UTF-8 sequence.
DENORMAL = 1
MOJIBAKE = 2
BEFORE_BLANK = 4
ENTITY = 8  # a suspicion, never a trait
LEAD_SHIFT, CONTINUATION_SHIFT = 3, 3 + len(CHARMAP_ENCODINGS)
ENCODINGS_MASK = (1 << len(CHARMAP_ENCODINGS)) - 1
N_TRAITS = 0x30000  # planes 0 to 2; nothing beyond decomposes or stands in a single-byte encoding

SOLID, BLANK, NEWLINE, REMOVED, CARRIAGE_RETURN, NOT_ASCII = range(6)
BYTE_CLASSES = np.full(256, NOT_ASCII, np.uint8)
BYTE_CLASSES[:128] = REMOVED
BYTE_CLASSES[32:127] = SOLID
BYTE_CLASSES[[9, 32]] = BLANK
BYTE_CLASSES[[10, 11, 12]] = NEWLINE
BYTE_CLASSES[13] = CARRIAGE_RETURN


NORMALISED_TYPE = pa.struct(
    [
        ("text", pa.string()),
        ("is_mojibake_repaired", pa.bool_()),
        ("n_control_chars_removed", pa.int64()),
        ("n_entities_unescaped", pa.int64()),
    ]
)


@cache
def code_point_traits() -> np.ndarray:
    """The traits of every code point below `N_TRAITS` that make a document worth a look in Python.

    Output: uint32 array. DENORMAL: a text without such code points is in NFC (UAX #15, quick check). BEFORE_BLANK,
        lead and continuation bits: ftfy changes a line only where a lead meets a continuation of the same encoding,
        where `Â` or `Ã` meets a blank, or at a C1 control character.
    """
    traits = np.zeros(N_TRAITS, np.uint32)
    for code_point in range(N_TRAITS):
        character = chr(code_point)
        if unicodedata.combining(character):
            traits[code_point] = DENORMAL
        decomposition = unicodedata.decomposition(character)
        if decomposition and not decomposition.startswith("<"):
            parts = [int(part, 16) for part in decomposition.split()]
            traits[parts[1:]] |= DENORMAL  # may compose with what stands before it
            if not unicodedata.is_normalized("NFC", character):
                traits[code_point] |= DENORMAL
    traits[0x1161:0x1176] |= DENORMAL  # Hangul vowels and final consonants compose by arithmetic
    traits[0x11A8:0x11C3] |= DENORMAL
    for k, encoding in enumerate(CHARMAP_ENCODINGS):
        for character in bytes([0xC0, *range(0xC2, 0xF5)]).decode(encoding):
            traits[ord(character)] |= 1 << (LEAD_SHIFT + k)
        for character in bytes(range(0x80, 0xC0)).decode(encoding) + "\ufffd":
            traits[ord(character)] |= 1 << (CONTINUATION_SHIFT + k)
    traits[[ord("Â"), ord("Ã")]] |= BEFORE_BLANK
    return traits


@njit(cache=True, nogil=True)
def classify(code_point: int, is_code: bool) -> int:
    """The class of a code point from U+0080 up: SOLID, BLANK, NEWLINE or REMOVED."""
    if code_point < 0xA0:
        return NEWLINE if code_point == 0x85 and not is_code else REMOVED
    if code_point == 0xA0:
        return BLANK
    if code_point < 0x1680:
        return SOLID
    if code_point < 0x3001:
        if code_point in (0x1680, 0x202F, 0x205F, 0x3000) or 0x2000 <= code_point <= 0x200A:
            return BLANK
        if code_point in (0x2028, 0x2029):
            return SOLID if is_code else NEWLINE
        return REMOVED if 0x202A <= code_point <= 0x202E or 0x2066 <= code_point <= 0x206F else SOLID
    if code_point == 0xFEFF or 0xFDD0 <= code_point <= 0xFDEF or code_point & 0xFFFE == 0xFFFE:
        return REMOVED
    return SOLID


@njit(cache=True, nogil=True)
def clean(
    data: np.ndarray, offsets: np.ndarray, is_code: np.ndarray, traits: np.ndarray, out: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """All that is done to bytes, in one pass: control characters, line ends, blanks at line ends, blank lines.

    Input: n documents of UTF-8; is_code (bool, n); traits (`code_point_traits`); out (uint8, as long as data).
    Output: offsets into out (int64, n + 1), control characters removed (int64, n), suspicion (uint8, n): DENORMAL
        when the input may not be in NFC, MOJIBAKE when ftfy may have something to repair in it.
    Cost: linear; 600 MB/s.
    """
    n = offsets.size - 1
    out_offsets = np.zeros(n + 1, np.int64)
    n_removed = np.zeros(n, np.int64)
    suspicion = np.zeros(n, np.uint8)
    o = 0
    for row in range(n):
        begin = content = line = o  # starts of the document and of the line, end of the last solid character
        previous = np.uint32(0)  # traits of the character before, across removed ones
        i, stop = offsets[row], offsets[row + 1]
        while i < stop:
            byte = data[i]
            kind = BYTE_CLASSES[byte]
            if kind <= BLANK:
                if byte == 32 and previous & BEFORE_BLANK:
                    suspicion[row] |= MOJIBAKE
                previous = np.uint32(0)
                begin_of_run = i
                while i < stop and BYTE_CLASSES[data[i]] <= BLANK:
                    out[o] = data[i]
                    o += 1
                    i += 1
                solid = i
                while solid > begin_of_run and BYTE_CLASSES[data[solid - 1]] == BLANK:
                    solid -= 1
                if solid > begin_of_run:
                    content = o - (i - solid)
                continue
            width = 1
            if kind != NOT_ASCII:
                if kind == CARRIAGE_RETURN:
                    kind = NEWLINE
                    if i + 1 < stop and data[i + 1] == 10:
                        i += 1
                if kind == NEWLINE:
                    previous = np.uint32(0)
            else:
                if byte < 0xE0:
                    width = 2
                    code_point = (byte & 0x1F) << 6 | data[i + 1] & 0x3F
                    if code_point < 0xA0:
                        suspicion[row] |= MOJIBAKE
                elif byte < 0xF0:
                    width = 3
                    code_point = (byte & 0x0F) << 12 | (data[i + 1] & 0x3F) << 6 | data[i + 2] & 0x3F
                else:
                    width = 4
                    code_point = (byte & 0x07) << 18 | (data[i + 1] & 0x3F) << 12
                    code_point |= (data[i + 2] & 0x3F) << 6 | data[i + 3] & 0x3F
                kind = classify(code_point, is_code[row])
                if kind != REMOVED:
                    trait = traits[code_point] if code_point < N_TRAITS else np.uint32(0)
                    if trait & DENORMAL:
                        suspicion[row] |= DENORMAL
                    if (previous >> LEAD_SHIFT) & (trait >> CONTINUATION_SHIFT) & ENCODINGS_MASK:
                        suspicion[row] |= MOJIBAKE
                    previous = trait
            if kind == REMOVED:
                n_removed[row] += 1
            elif kind == NEWLINE:
                o = max(content, line)
                if content > begin and (is_code[row] or o - content < MAX_PROSE_NEWLINES):
                    out[o] = 10
                    o += 1
                    line = o
            else:
                for k in range(width):
                    out[o + k] = data[i + k]
                o += width
                if kind == SOLID:
                    content = o
            i += width
        o = content
        out_offsets[row + 1] = o
    return out_offsets, n_removed, suspicion


@njit(cache=True, nogil=True)
def suspect_entities(data: np.ndarray, offsets: np.ndarray, is_code: np.ndarray, suspicion: np.ndarray) -> None:
    """Adds ENTITY to the suspicion (uint8, n) of prose that holds an ampersand, letters, digits or #, and a semicolon.

    Cost: linear; 2 GB/s.
    """
    for row in range(offsets.size - 1):
        if is_code[row]:
            continue
        stop = offsets[row + 1]
        for i in range(offsets[row], stop):
            if data[i] != 38:
                continue
            k = i + 1
            while k < stop and (data[k] == 35 or 48 <= data[k] < 58 or 65 <= data[k] & 0xDF < 91):
                k += 1
            if k > i + 1 and k < stop and data[k] == 59:
                suspicion[row] |= ENTITY
                break


def unescape(text: str) -> tuple[str, int]:
    """Puts characters in the place of the HTML entities that end in a semicolon, as `html.unescape` does.

    Input: one text.
    Output: the text; how many were replaced. Unknown names stay; a number that no character has becomes U+FFFD or
        nothing. One pass: what the characters spell may be an entity again.
    Cost: linear.
    """
    n = 0

    def character(match: re.Match[str]) -> str:
        nonlocal n
        ampersands, name = match.groups()
        if name and (name[0] == "#" or f"{name};" in html5):
            n += 1
            return html.unescape(f"&{name};")
        n += bool(ampersands)
        return f"&{name};" if name else "&"

    return ENTITY_RE.sub(character, text), n


def repair_mojibake(text: str) -> str:
    """Undoes wrong decodings of UTF-8 (`youâ€™re`) and windows-1252 (C1 control characters), line by line, with ftfy.

    Input: one text.
    Output: the text. A line is repaired when it looks wrong before (`ftfy.badness`) and nothing in it does afterwards,
        and only where a fair share of the wrong lines comes right: text in another encoding (GBK read as Latin-1) has
        pairs of characters here and there that pass for UTF-8, and is left alone.
    Cost: linear; 3 MB/s on suspicious lines, 200 MB/s on the others.
    """
    lines = text.split("\n")
    *_, suspicion = _clean_texts(lines, False)
    repairs: dict[int, str] = {}
    n_bad = 0
    for i in np.flatnonzero(suspicion & MOJIBAKE).tolist():
        if is_bad(lines[i]):
            n_bad += 1
            repaired = _repair_line(lines[i])
            if not is_bad(repaired):
                repairs[i] = repaired
    if len(repairs) < RECIPE.min_repaired_ratio * n_bad:
        return text
    return "\n".join(repairs.get(i, line) for i, line in enumerate(lines))


def _repair_line(line: str) -> str:
    for _ in range(RECIPE.max_rounds):
        repaired = ftfy.fix_encoding(line, FTFY_CONFIG)
        if is_bad(repaired):
            repaired = UTF8_DETECTOR_RE.sub(_repair_match, repaired)
        if repaired == line:
            break
        line = repaired
    return line


def _repair_match(match: re.Match[str]) -> str:
    """A run that looks like UTF-8, repaired where it stands alone: in the midst of other letters it is chance."""
    before, after = match.string[match.start() - 1 : match.start()], match.string[match.end() : match.end() + 1]
    return ftfy.fix_encoding(match[0], FTFY_CONFIG) if before.isascii() and after.isascii() else match[0]


def _clean_all(data: np.ndarray, offsets: np.ndarray, is_code: np.ndarray) -> tuple[np.ndarray, ...]:
    """The cleaned bytes, then what `clean` gives, with the suspicion of entities."""
    out = np.empty(int(offsets[-1] - offsets[0]), np.uint8)
    out_offsets, n_removed, suspicion = clean(data, offsets, is_code, code_point_traits(), out)
    suspect_entities(out, out_offsets, is_code, suspicion)
    return out, out_offsets, n_removed, suspicion


def _clean_texts(texts: list[str], is_code: bool) -> tuple[np.ndarray, ...]:
    data, offsets, _ = text_buffers(pa.array(texts, pa.large_string()))
    return _clean_all(data, offsets, np.full(len(texts), is_code))


def _clean_one(text: str, is_code: bool) -> tuple[str, int, int]:
    out, offsets, n_removed, suspicion = _clean_texts([text], is_code)
    return out[: offsets[1]].tobytes().decode(), int(n_removed[0]), int(suspicion[0])


def _settle(text: str, is_code: bool) -> tuple[str, bool, int, int] | None:
    """Applies the rules until none changes anything; None after too many rounds.

    Output: text, is repaired, characters removed, entities unescaped.
    One step opens the way for another: a control character removed joins two halves of mojibake or a letter and its
    accent, mojibake repaired and entities yield control characters.
    """
    is_repaired, n_removed_in_all, n_entities_in_all = False, 0, 0
    for _ in range(RECIPE.max_rounds):
        cleaned, n_removed, suspicion = _clean_one(text, is_code)
        if suspicion & MOJIBAKE and (repaired := repair_mojibake(text)) != text:
            text, is_repaired = repaired, True
            continue
        if suspicion & ENTITY:
            cleaned, n_entities = unescape(cleaned)
            n_entities_in_all += n_entities
        if suspicion & DENORMAL:
            cleaned = unicodedata.normalize("NFC", cleaned)
        if cleaned == text:
            return text, is_repaired, n_removed_in_all, n_entities_in_all
        text = cleaned
        n_removed_in_all += n_removed
    return None


def _normalise_one(text: str, is_code: bool) -> tuple[str, bool, int, int]:
    """The slow path for one text: the same result when applied to its own result.

    A result at rest is one that `_settle` gives back at once. A text that does not come to rest is made for that; its
    fallback is tried as well before it is returned, so that a second call on it finds what this one found.
    """
    if settled := _settle(text, is_code):
        return settled
    cleaned, n_removed, _ = _clean_one(text, is_code)
    fallback = unicodedata.normalize("NFC", cleaned)
    text, is_repaired, n_removed_later, n_entities = _settle(fallback, is_code) or (fallback, False, 0, 0)
    return text, is_repaired, n_removed + n_removed_later, n_entities


def normalise(texts: pa.Array, domains: pa.Array) -> pa.Array:
    """Repairs the encoding, entities and white space of documents, and nothing else: idempotent, no word changes.

    Mojibake is repaired (`repair_mojibake`); in prose, HTML entities are unescaped until none is left (`unescape`);
    Unicode NFC (UAX #15); CR, CR LF, VT, FF, and in prose NEL, U+2028 and U+2029 become LF; removed are the other C0
    and C1 control characters but TAB, DEL, the byte order mark, the noncharacters, and the bidirectional embeddings,
    overrides and isolates (they only steer the display; the marks U+200E, U+200F and U+061C stay, as do the joiners);
    blanks (TAB and Unicode Zs) at line ends; blank lines at both ends; in prose more than one blank line in a row. Code
    keeps tabs, indentation and blank lines.
    A lone NEL comes out as an ellipsis where ftfy takes it for windows-1252, which it nearly always is.
    Input: texts (string, NULL), domains (string: `code`, or prose with any other value, NULL).
    Output: struct of text (string), is_mojibake_repaired (bool), n_control_chars_removed (int64, those that left no
        character behind), n_entities_unescaped (int64); NULL when either input is NULL.
    Errors: none.
    Cost: linear; 600 MB/s, 0.5 to 30 MB/s for the few documents with combining marks, entities or suspected mojibake.
    """
    data, offsets, is_valid = text_buffers(texts)
    is_code = pc.equal(domains, "code").fill_null(False).to_numpy(zero_copy_only=False)
    is_valid = is_valid & domains.is_valid().to_numpy(zero_copy_only=False)
    out, out_offsets, n_removed, suspicion = _clean_all(data, offsets, is_code)
    n_entities = np.zeros(len(texts), np.int64)
    cleaned = text_array(out[: out_offsets[-1]], out_offsets, is_valid)
    is_repaired = np.zeros(len(texts), np.bool_)
    is_suspect = (suspicion > 0) & is_valid
    replacements = []
    for row in np.flatnonzero(is_suspect):
        text, is_repaired[row], n_removed[row], n_entities[row] = _normalise_one(
            texts[int(row)].as_py(), bool(is_code[row])
        )
        replacements.append(text)
    if replacements:
        cleaned = pc.replace_with_mask(cleaned, pa.array(is_suspect), pa.array(replacements, cleaned.type))
    return pa.StructArray.from_arrays(
        [cleaned.cast(pa.string()), pa.array(is_repaired), pa.array(n_removed), pa.array(n_entities)],
        fields=list(NORMALISED_TYPE),
        mask=pa.array(~is_valid),
    )
