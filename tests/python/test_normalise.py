import re
import unicodedata

import numpy as np
import pyarrow as pa
import pytest
from ftfy.badness import is_bad
from hypothesis import given, settings
from hypothesis import strategies as st

from python_udfs import normalise as module
from python_udfs.normalise import DENORMAL, MOJIBAKE, normalise

PROSE, CODE = "web", "code"
BLANKS = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
REMOVED = "\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u206f\ufeff\ufdd0-\ufdef" + "".join(
    chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)


def run(text, domain=PROSE):
    return normalise(pa.array([text]), pa.array([domain])).to_pylist()[0]


def text_of(text, domain=PROSE):
    return run(text, domain)["text"]


def mojibake(text, encoding="windows-1252", levels=1):
    for _ in range(levels):
        text = text.encode().decode(encoding)
    return text


def clean_slowly(text, is_code):
    """The twin of the kernel, one regular expression a rule."""
    text = re.sub("\r\n|[\r\n\x0b\x0c]" if is_code else "\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]", "\n", text)
    text, n_removed = re.subn(f"[{REMOVED}]", "", text)
    text = re.sub(rf"[{BLANKS}]+(?=\n|\Z)", "", text).strip("\n")
    return text if is_code else re.sub("\n{3,}", "\n\n", text), n_removed


def repair_slowly(text):
    """The twin of `repair_mojibake`, with no line passed over."""
    lines = text.split("\n")
    repaired = [module._repair_line(line) if is_bad(line) else line for line in lines]
    is_right = [is_bad(line) and not is_bad(new) for line, new in zip(lines, repaired, strict=True)]
    if 4 * sum(is_right) < sum(map(is_bad, lines)):
        return text
    return "\n".join(new if right else line for line, new, right in zip(lines, repaired, is_right, strict=True))


CONTROLS = st.sampled_from("\x00\x07\x08\x1a\x7f\x80\x85\x92\x9d\ufeff\ufffe\u202e\u2066\U0001ffff")
LINE_ENDS = st.sampled_from(["\n", "\r", "\r\n", "\r\x00\n", "\x85", "\u2028", "\u2029", "\x0b", "\x0c", "\n\n\n"])
SPACES = st.sampled_from(" \t\u00a0\u3000\u2003\u200b")
MARKS = st.sampled_from("\u0301\u0323\u0303\u0344\u093c\u1161\u11a8\u3099\u200d\u200c\u200e\u200f\u0958\u2126\u212b")
LETTERS = st.sampled_from('aAoe.?"日本я가ᄀé’”“😀')
FRAGMENTS = st.sampled_from(
    [mojibake(text, encoding) for text in ("é", "’", "à", "—", "日", "я", "ñ") for encoding in ("latin-1", "cp437")]
    + [mojibake(text, levels=levels) for text in ("é", "’", "“") for levels in (1, 2, 3)]
    + [mojibake(text, "macroman") for text in ("é", "’", "日")]
    + [
        "Ã",
        "Â",
        "Â ",
        "Ã ",
        "©",
        "â",
        "€",
        "™",
        "œ",
        "ï»¿",
        "Â\x85",
        "â\x80\x8b",
        "â\x80\xa8",
        "ÖÐ¹ú",
        "î€",
        "à à",
        "\ufffd",
        "ÃÂ",
    ]
)
HOSTILE = st.lists(CONTROLS | LINE_ENDS | SPACES | MARKS | LETTERS | FRAGMENTS, max_size=30).map("".join)
TEXTS = HOSTILE | st.text()
DOMAINS = st.sampled_from(["abstract", "web", "code", "encyclopedia"])


@settings(max_examples=1500, deadline=None)
@given(TEXTS, DOMAINS)
def test_twice_is_once(text, domain):
    once = run(text, domain)
    assert run(once["text"], domain) == {
        "text": once["text"],
        "is_mojibake_repaired": False,
        "n_control_chars_removed": 0,
        "n_entities_unescaped": 0,
    }


@settings(max_examples=500, deadline=None)
@given(TEXTS, DOMAINS)
def test_result_holds_every_rule(text, domain):
    result = text_of(text, domain)
    assert unicodedata.is_normalized("NFC", result)
    assert clean_slowly(result, domain == CODE) == (result, 0)
    assert repair_slowly(result) == result


@settings(max_examples=1000, deadline=None)
@given(TEXTS, st.booleans())
def test_kernel_equals_its_twin(text, is_code):
    cleaned, n_removed, _ = module._clean_one(text, is_code)
    assert (cleaned, n_removed) == clean_slowly(text, is_code)


@settings(max_examples=1000, deadline=None)
@given(TEXTS)
def test_nothing_to_repair_is_passed_over(text):
    *_, suspicion = module._clean_one(text, False)
    assert module.repair_mojibake(text) == repair_slowly(text)
    assert suspicion & MOJIBAKE or repair_slowly(text) == text
    assert suspicion & DENORMAL or unicodedata.is_normalized("NFC", text)


@settings(max_examples=300, deadline=None)
@given(st.text("abc .,;'\"<>&#\n\t日本éüя", max_size=60))
def test_text_in_order_keeps_all_but_white_space(text):
    result = run(text)
    assert "".join(result["text"].split()) == "".join(text.split())
    assert not result["is_mojibake_repaired"]


def test_every_code_point_is_known_to_the_traits():
    traits = module.code_point_traits()
    characters = [chr(i) for i in range(0x110000) if not 0xD800 <= i <= 0xDFFF]
    for character in characters:
        if not unicodedata.is_normalized("NFC", character) or unicodedata.combining(character):
            assert traits[ord(character)] & DENORMAL
    for character in characters:
        composed = unicodedata.normalize("NFC", unicodedata.normalize("NFD", character))
        decomposed = unicodedata.normalize("NFD", character)
        if composed == character and len(decomposed) > 1:
            assert all(traits[ord(part)] & DENORMAL for part in decomposed[1:])


@pytest.mark.parametrize(
    ("text", "prose", "code"),
    [
        ("", "", ""),
        ("\x00", "", ""),
        (" \n\t\n ", "", ""),
        ("a\r\nb\rc\nd", "a\nb\nc\nd", "a\nb\nc\nd"),
        ("a\r\r\nb", "a\n\nb", "a\n\nb"),
        ("a\r\x00\nb", "a\n\nb", "a\n\nb"),
        ("a\u2028b\u2029c", "a\nb\nc", "a\u2028b\u2029c"),
        ("a\x0cb\x0bc", "a\nb\nc", "a\nb\nc"),
        ("a  \nb\t\nc\u00a0\u3000\n", "a\nb\nc", "a\nb\nc"),
        ("\n\n  a", "  a", "  a"),
        ("a\n\nb", "a\n\nb", "a\n\nb"),
        ("a\n\n\nb", "a\n\nb", "a\n\n\nb"),
        ("a\n \n\t\n\u00a0\nb", "a\n\nb", "a\n\n\n\nb"),
        ("if x:\n\ty  z\n", "if x:\n\ty  z", "if x:\n\ty  z"),
        ("a\x00\x08\x1bb\x7f", "ab", "ab"),
        ("\ufeffa\ufeffb\ufffe\U0010ffff\ufdd0", "ab", "ab"),
        ("a \x00\nb", "a\nb", "a\nb"),
        ("e\u0301", "é", "é"),
        ("e\x00\u0301", "é", "é"),
        ("\u1100\x00\u1161", "가", "가"),
        ("\u212b \u0958", "Å \u0915\u093c", "Å \u0915\u093c"),
        ("ا\u200dب\u200cج\u200e\u200f\u061c", "ا\u200dب\u200cج\u200e\u200f\u061c", "ا\u200dب\u200cج\u200e\u200f\u061c"),
        ("\u202aabc\u202c \u2066def\u2069\u202e", "abc def", "abc def"),
        ("👨\u200d👩\u200d👧 1\ufe0f\u20e3", "👨\u200d👩\u200d👧 1\ufe0f\u20e3", "👨\u200d👩\u200d👧 1\ufe0f\u20e3"),
        ("“ﬁ” … ＡＢ ½ &amp; <b>", "“ﬁ” … ＡＢ ½ & <b>", "“ﬁ” … ＡＢ ½ &amp; <b>"),
    ],
)
def test_rules(text, prose, code):
    assert text_of(text, PROSE) == text_of(text, "abstract") == text_of(text, "encyclopedia") == prose
    assert text_of(text, CODE) == code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kÃ¶nnen", "können"),
        ("the earthâ€™s", "the earth’s"),
        ("driver â\x80\x93 which", "driver – which"),
        ("Ã\x00©tude et cÃ©sure", "étude et césure"),
        (mojibake("naïve café", levels=3), "naïve café"),
        ("日本 and itâ€™s", "日本 and it’s"),
        ("can\x92t", "can’t"),
        ("faithful \x85 and", "faithful … and"),
        ("kÃ¶nnen\nweiter für", "können\nweiter für"),
        ("a\nÂ© 2018\nb", "a\n© 2018\nb"),
        (mojibake("тест строки", "windows-1251"), "тест строки"),
    ],
)
def test_mojibake_is_repaired(text, expected):
    result = run(text)
    assert result["text"] == expected
    assert result["is_mojibake_repaired"]


@pytest.mark.parametrize(
    "text",
    [
        "¸öÈËÖ÷Ò³_ÍøÒ×²¿Âä",
        "ÏÔÊ¾\nÊ×Ò³ - ²ÊÐÅ - Ð£ÓÑÂ¼ - ÓÊ¼þ\nÒÕÊõÊ·ÑÐ¾¿<ÊÀ¼ÍÔÚ",
        "«\u00a0été\u00a0» — “l’école”…",
        "ГОСТ «тест» № 5…",
        "über, Ångström, São Paulo, ąęłóż, 5 µm ± 0.3 °C",
    ],
)
def test_other_text_is_not_repaired(text):
    result = run(text)
    assert result["text"] == text and not result["is_mojibake_repaired"]


@pytest.mark.parametrize(
    ("text", "expected", "n"),
    [
        ("Tom &amp; Ann &lt;3 &#8217;&#x2019;&rsquo;&eacute;", "Tom & Ann <3 ’’’é", 6),
        ("a &amp;amp;amp;lt; b &#38;lt; c", "a < b < c", 3),
        ("a&nbsp;b&nbsp;", "a\u00a0b", 2),
        ("&nbsp;&NewLine;a&Tab;b", "a\tb", 3),
        ("e&#769;", "é", 1),
        ("a&zwj;b&zwnj;c&rlm;d", "a\u200db\u200cc\u200fd", 3),
        ("&#128;&#150;", "€–", 2),
        ("&#0;&#xD800;&#1114112;&#4294967296;", "\ufffd" * 4, 4),
        ("&#1;&#x202e;x", "x", 2),
        ("?a=1&copy=2&lt=3 AT&T; R&D &; &#; &#x; &unknown; & amp; &amp", None, 0),
        ("&amp;copy=2 &amp;unknown;", "&copy=2 &unknown;", 2),
        ("&don&rsquo;t", "&don’t", 1),
    ],
)
def test_entities_of_prose_are_unescaped(text, expected, n):
    result = run(text)
    assert result["text"] == (text if expected is None else expected)
    assert result["n_entities_unescaped"] == n
    assert run(text, CODE)["n_entities_unescaped"] == 0
    assert text_of("x &amp; &lt;", CODE) == "x &amp; &lt;"
    assert text_of(result["text"]) == result["text"]


ENTITIES = st.sampled_from(
    ["&", "amp;", "#38;", "lt;", "#x26;", "&amp;", "&#", "8217;", "&nbsp;", "&shy;", "&NewLine;", "é"]
)


@settings(max_examples=300)
@given(st.lists(ENTITIES | st.sampled_from("a;&#3 \n"), max_size=20).map("".join))
def test_entities_at_rest(text):
    result = text_of(text)
    assert text_of(result) == result
    assert text_of(text, CODE) == clean_slowly(text, True)[0]


def test_counts_the_characters_removed():
    assert run("\ufeffa\x00\x00b\r\n\x0c")["n_control_chars_removed"] == 3
    assert run("\ufeffe\x00\u0301")["n_control_chars_removed"] == 2


@pytest.mark.parametrize(
    "text",
    [
        "Â" * 100_000 + "©",
        "ï" * 50_000 + "»¿" * 50_000,
        "日" + "Ã‚" * 50_000 + "Â©",
        "e" + "\u0301" * 100_000,
        "\r" * 100_000,
        " \n" * 100_000,
        "\x00" * 100_000,
        mojibake("é", levels=14),
    ],
)
def test_hostile_text_has_a_value_and_is_at_rest(text):
    once = text_of(text)
    assert text_of(once) == once


def test_rows_are_independent_and_null_is_null():
    texts = ["a \n", None, "kÃ¶nnen", "", "e\u0301", "x", None]
    domains = ["web", "web", "web", "code", "web", None, None]
    rows = normalise(pa.array(texts, pa.string()), pa.array(domains, pa.string())).to_pylist()
    assert [row and row["text"] for row in rows] == ["a", None, "können", "", "é", None, None]
    assert rows == [
        None if text is None or domain is None else run(text, domain)
        for text, domain in zip(texts, domains, strict=True)
    ]


def test_arrow_types_and_slices():
    texts, domains = pa.array(["x", "a \n", "kÃ¶nnen", "y"]), pa.array(["web", "web", "web", "code"])
    result = normalise(texts.slice(1, 2), domains.slice(1, 2))
    assert result.type == pa.struct(
        [
            ("text", pa.string()),
            ("is_mojibake_repaired", pa.bool_()),
            ("n_control_chars_removed", pa.int64()),
            ("n_entities_unescaped", pa.int64()),
        ]
    )
    assert result.field("text").to_pylist() == ["a", "können"]
    assert len(normalise(texts.slice(0, 0), domains.slice(0, 0))) == 0
    result.validate(full=True)


def test_large_strings_are_read():
    texts = pa.array(["kÃ¶nnen", "a\r\nb"], pa.large_string())
    assert normalise(texts, pa.array(["web", "web"])).field("text").to_pylist() == ["können", "a\nb"]
    assert np.all(normalise(texts, pa.array(["web", "web"])).is_valid())
