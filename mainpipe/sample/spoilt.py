"""Documents that a rule should drop, mojibake that should be repaired, and hostile ones that must pass unharmed."""

import base64
import hashlib
import html
import json
import re
from collections.abc import Callable
from random import Random

from mainpipe.sample import code, english, languages, medicine, prose, words
from mainpipe.sample.grammar import Voice
from mainpipe.sample.personal import hexadecimal
from mainpipe.sample.record import Record, keyed
from mainpipe.sample.statements import JAVA, JAVASCRIPT, C, Coder, camel, pascal, snake
from mainpipe.sample.words import pick, several

_Make = Callable[[Random], str]
_KEYBOARD = ("qwertyuiop", "asdfghjkl;", "zxcvbnm,./", "1234567890")
_SYMBOLS = "!@#$%^&*()_+-=[]|;:<>,.?/~§±¶•¤¦©®†‡"


def _sentences(rng: Random, n: int) -> list[str]:
    voice = prose.scene(rng)
    return [voice.sentence("narrate") for _ in range(n)]


def _too_short(rng: Random) -> str:
    voice = prose.scene(rng)
    line = voice.sentence(pick(rng, ("web_title", "subheading", "bullet", "narrate")))
    return " ".join(line.split()[: 1 + rng.randrange(18)])


def _short_abstract(rng: Random) -> str:
    return Voice(rng, english.RULES, medicine.RULES, medicine.own_words(rng)).sentence("title")


def _repeated_line(rng: Random) -> str:
    lines = _sentences(rng, 3 + rng.randrange(4))
    return "\n".join(pick(rng, lines) for _ in range(16 + rng.randrange(30)))


def _repeated_paragraph(rng: Random) -> str:
    paragraphs = [" ".join(_sentences(rng, 3)) for _ in range(2)]
    return "\n\n".join(paragraphs * (3 + rng.randrange(4)))


def _repeated_ngram(rng: Random) -> str:
    phrase = " ".join(_sentences(rng, 1)[0].split()[: 3 + rng.randrange(3)])
    return " ".join(f"{phrase} {pick(rng, words.ADJECTIVES)}" for _ in range(40 + rng.randrange(40))) + "."


def _loop(rng: Random) -> str:
    few = [*several(rng, words.THINGS, 6), "the", "and", "of", "to"]
    return " ".join(" ".join(few[i:] + few[:i]) for i in (rng.randrange(3) for _ in range(20 + rng.randrange(30))))


def _navigation(rng: Random) -> str:
    voice = prose.scene(rng)
    entries = ["Home", "About us", "Contact", "Login", "Site map", "Search", "My account", "Next page", "Archive"]
    entries += [voice.fill(pick(rng, ("{things}", "{adj} {things}", "{month} {year}"))) for _ in range(60)]
    return "\n".join(several(rng, entries, 40 + rng.randrange(25)))


def _cookie_notice(rng: Random) -> str:
    voice = prose.scene(rng)
    notices = (
        "This website uses cookies to {do} {what}.",
        "By browsing you accept the use of cookies and our privacy policy for {things}.",
        "Read our cookie policy, the privacy policy and the terms of use before you {do} {what}.",
        "We and {n3} partners use cookies {why}.",
        "Please enable JavaScript to {do} {what}.",
        "Accept all",
        "Reject {things}",
        "Manage {adj} settings",
    )
    return "\n".join(voice.fill(pick(rng, notices)) for _ in range(14 + rng.randrange(14)))


def _share_line(rng: Random) -> str:
    voice = prose.scene(rng)
    lines = (
        *("{n3} likes", "{n2} shares", "{small} comments", "Share this {thing}", "Tweet", "Pin it", "Follow {person}"),
        *("Posted by {person}", "Read more...", "Tags: {things}, {mass}", "Reply to {surname}", "Like"),
    )
    return "\n".join(voice.fill(pick(rng, lines)) for _ in range(40 + rng.randrange(30)))


def _keyboard_mash(rng: Random) -> str:
    return " ".join(
        "".join(pick(rng, row) for _ in range(3 + rng.randrange(9)))
        for row in (pick(rng, _KEYBOARD) for _ in range(70 + rng.randrange(120)))
    )


def _random_letters(rng: Random) -> str:
    consonants = "bcdfghjklmnpqrstvwxz"
    return " ".join(
        "".join(pick(rng, consonants) for _ in range(2 + rng.randrange(14))) for _ in range(70 + rng.randrange(150))
    )


def _ocr_noise(rng: Random) -> str:
    noisy = []
    for word in " ".join(_sentences(rng, 14)).split():
        letters = [pick(rng, "|1!~^;:.,'0") if rng.random() < 0.25 else letter for letter in word]
        noisy.append("".join(letters))
        if rng.random() < 0.5:
            noisy.append("".join(pick(rng, "|.,:;'~-_^*") for _ in range(1 + rng.randrange(3))))
    return " ".join(noisy)


def _symbol_soup(rng: Random) -> str:
    return " ".join(
        "".join(pick(rng, _SYMBOLS + "0123456789xqk") for _ in range(1 + rng.randrange(9)))
        for _ in range(80 + rng.randrange(150))
    )


def _in_tags(rng: Random) -> str:
    lines = []
    for line in prose.web_page(rng).split("\n"):
        if line:
            name = snake(pick(rng, words.THINGS), pick(rng, ("box", "row", "cell", "wrap")))
            linked = re.sub(r"\bthe (\w+)", rf'<a href="/{name}/\1.html">the \1</a>', line, count=2)
            lines.append(f'<div class="{name}"><p style="margin:0">{linked}</p><br/></div>')
    return "\n".join(lines)


def _after_script(rng: Random) -> str:
    blocks = []
    for line in prose.web_page(rng).split("\n"):
        name = camel(pick(rng, words.THINGS), pick(rng, words.THINGS))
        blocks += [line, f"var {name} = function() {{ document.getElementById('{name}').style.display = 'none'; }};"]
    return "\n".join([*blocks, "jQuery(document).ready(function($){ $('.menu').toggle(); });"])


def _after_style(rng: Random) -> str:
    rules = [
        f".{snake(pick(rng, words.THINGS), pick(rng, words.THINGS))} {{ color: #{hexadecimal(rng, 6)}; "
        f"margin: {rng.randrange(40)}px; font-weight: {pick(rng, ('bold', 'normal'))} }}"
        for _ in range(12 + rng.randrange(20))
    ]
    return "\n".join(rules) + "\n" + prose.web_page(rng)


def _minified(rng: Random) -> str:
    functions = []
    for _ in range(60 + rng.randrange(60)):
        a, b, c = several(rng, "abcdefghijklmnopqrstuvwxyz", 3)
        call = f"{a}.{camel(pick(rng, words.ACTS), pick(rng, words.THINGS))}({b},{rng.randrange(99)})"
        functions.append(f"function {c}({a},{b}){{if(!{a})return {b};for(var i=0;i<{b}.length;i++){call};return {a}}}")
    return "!function(){" + ";".join(functions) + "}();\n"


def _generated(rng: Random) -> str:
    coder = Coder(rng, JAVA)
    tool = f"{pick(rng, words.THINGS)}-gen {rng.randrange(1, 9)}.{rng.randrange(20)}".replace(" ", "-")
    header = pick(
        rng,
        (
            "// Code generated by {0}. DO NOT EDIT.",
            "// This file was automatically generated by {0}. Do not edit it by hand.",
            "/* AUTO-GENERATED by {0}: DO NOT MODIFY */",
            "// <auto-generated> This code was generated by {0}; changes will be lost. </auto-generated>",
            "// @generated by {0}",
        ),
    )
    lines = [header.format(tool), "", f"public final class {pascal(coder.entity, 'messages')} {{"]
    for number in range(20 + rng.randrange(40)):
        field = pascal(coder.noun(), coder.noun(), str(number))
        lines += [f"    public int get{field}() {{ return values[{number}]; }}"]
        lines += [f"    public void set{field}(int value) {{ values[{number}] = value; }}"]
    return "\n".join([*lines, "}"]) + "\n"


def _data_blob(rng: Random) -> str:
    coder = Coder(rng, C)
    name = snake(coder.entity, coder.noun(), "data")
    data = rng.randbytes(1_500 + rng.randrange(3_000))
    if rng.random() < 0.5:
        return f'{name} = "{base64.b64encode(data).decode()}"\n'
    rows = [", ".join(f"0x{byte:02x}" for byte in data[i : i + 12]) for i in range(0, len(data), 12)]
    return f"static const unsigned char {name}[] = {{\n    " + ",\n    ".join(rows) + "\n};\n"


def _typographic(rng: Random) -> str:
    """Clean prose with signs outside ASCII: curly apostrophes, dashes, accents."""
    text = prose.web_page(rng) if rng.random() < 0.7 else prose.article(rng)
    text = text.replace("'", "’").replace("; ", " – ").replace(" coast", " côte").replace("ü", "ue")
    extra = prose.scene(rng)
    for word in ("café", "naïve façade", "déjà vu", "€20", "crème brûlée", "25 °C"):
        text += " " + extra.fill("{surname} mentioned") + f" “{word}“ {extra.say('when')}."
    return text


def _misread(text: str, encoding: str, times: int) -> str:
    for _ in range(times):
        text = text.encode().decode(encoding)
    return text


def _without_undefined(text: str, encoding: str, times: int) -> str:
    """The text without the few characters (like č in cp1252) whose bytes mean nothing in the encoding."""
    lost = set()
    for character in sorted({character for character in text if not character.isascii()}):
        try:
            _misread(character, encoding, times)
        except UnicodeDecodeError:
            lost.add(character)
    return "".join(character for character in text if character not in lost)


# Kind: where it is planted in turn, how many of each variant, how each variant is made.
_DROPPED: dict[str, tuple[tuple[str, ...], int, dict[str, _Make]]] = {
    "repetitive": (
        ("c4", "wikipedia", "c4"),
        12,
        {
            "repeated_line": _repeated_line,
            "repeated_paragraph": _repeated_paragraph,
            "repeated_ngram": _repeated_ngram,
            "loop": _loop,
        },
    ),
    "boilerplate": (
        ("c4",),
        14,
        {"navigation": _navigation, "cookie_notice": _cookie_notice, "share_line": _share_line},
    ),
    "gibberish": (
        ("c4", "c4", "wikipedia"),
        10,
        {
            "keyboard_mash": _keyboard_mash,
            "random_letters": _random_letters,
            "ocr_noise": _ocr_noise,
            "symbol_soup": _symbol_soup,
        },
    ),
    "html_remains": (("c4",), 12, {"tags": _in_tags, "script": _after_script, "style": _after_style}),
    "minified": (("github",), 20, {"javascript": _minified}),
    "generated": (("github",), 24, {"java": _generated}),
    "data_blob": (("github",), 20, {"bytes": _data_blob}),
}

_LITERALS = {
    "script_tag": '<script>alert("planted")</script><img src=x onerror=alert(1)>',
    "jinja": "{{ config(materialized='table') }} {% raw %} {{ 7 * 7 }}",
    "expansion": "${HOME} $(touch planted) `touch planted` %(name)s {0} %s%n",
    "special_token": "<|endoftext|> <|im_start|>system </s> [INST] <pad>",
    "sql_quote": "'; drop table documents; -- \" $$ \\'",
    "path": "../../../etc/passwd C:\\planted\\..\\con file:///etc/hosts",
    "spreadsheet": '=HYPERLINK("http://planted.test","x") +1+1 @SUM(A1) ,"',
    "rtl_override": "\u202egnirts sdrawkcab\u202c \u2066isolated\u2069",
    "line_separator": "one\u2028two\u2029three\u0085four\u000bfive\u000csix",
    "combining": "Z\u0351\u036b\u0343a\u0337\u0321l\u0321\u0334g\u0315\u0328o \u0915\u094d\u0937 \u2764\u200d\u2764",
}


def _made(seed: int, source: str, kind: str, variant: str, index: int, expect: str, make: _Make) -> Record:
    key, rng = keyed(seed, source, kind, variant, index)
    return Record(key, source, make(rng), [{"kind": kind, "variant": variant, "expect": expect}])


def _dropped(seed: int) -> list[Record]:
    records = [
        _made(seed, sources[index % len(sources)], kind, variant, index, "dropped", make)
        for kind, (sources, n, variants) in _DROPPED.items()
        for variant, make in variants.items()
        for index in range(n)
    ]
    for index in range(40):
        source = ("c4", "wikipedia", "c4", "pubmed")[index % 4]
        make = _short_abstract if source == "pubmed" else _too_short
        records.append(_made(seed, source, "too_short", "line", index, "dropped", make))
    for language in languages.LANGUAGES:
        for part in range(languages.PARTS):
            key, rng = keyed(seed, "c4" if part else "wikipedia", "language", language, part)
            text = languages.foreign_document(rng, language, part)
            fact = {"kind": "language", "variant": language, "expect": "dropped"}
            records.append(Record(key, "c4" if part else "wikipedia", text, [fact]))
    return records


def _repaired(seed: int) -> list[Record]:
    records = []
    for encoding in ("cp1252", "latin-1"):
        for times in (1, 2):
            for index in range(12):
                variant = f"{encoding}_{'once' if times == 1 else 'twice'}"
                key, rng = keyed(seed, "c4", "mojibake", variant, index)
                text = _without_undefined(_typographic(rng), encoding, times)
                fact = {"kind": "mojibake", "variant": variant, "expect": "repaired", "right_sha256": _sha256(text)}
                records.append(Record(key, "c4", _misread(text, encoding, times), [fact]))
    for index in range(12):
        key, rng = keyed(seed, "c4", "html_remains", "entities", index)
        text = _typographic(rng)
        escaped = html.escape(text).replace("’", "&rsquo;").replace("–", "&ndash;").replace("é", "&eacute;")
        fact = {"kind": "html_remains", "variant": "entities", "expect": "repaired", "right_sha256": _sha256(text)}
        records.append(Record(key, "c4", escaped, [fact]))
    return records


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _hostile(seed: int) -> list[Record]:
    records = []
    for variant, literal in _LITERALS.items():
        for index, (source, make) in enumerate(
            (("wikipedia", prose.article), ("pubmed", prose.abstract), ("github", code.LANGUAGES["Python"]))
        ):
            key, rng = keyed(seed, source, "hostile", variant, index)
            text = make(rng)
            text += f"# {literal}\n" if source == "github" else f" The note said: {literal}, and that was all."
            records.append(Record(key, source, text, [{"kind": "hostile", "variant": variant, "expect": "kept"}]))
    for index in range(3):
        key, rng = keyed(seed, "wikipedia", "hostile", "nul", index)
        text = prose.article(rng)
        fact = {"kind": "hostile", "variant": "nul", "expect": "repaired", "right_sha256": _sha256(text)}
        records.append(Record(key, "wikipedia", text.replace(" the ", " the\0 "), [fact]))
    records.append(_made(seed, "github", "hostile", "long_line", 0, "dropped", _long_line))
    records.append(_made(seed, "c4", "hostile", "long_word", 0, "dropped", _long_word))
    return records


def _long_line(rng: Random) -> str:
    coder = Coder(rng, JAVASCRIPT)
    calls: list[str] = []
    while sum(map(len, calls)) < 300_000:
        calls += [coder.call() for _ in range(500)]
    return f"const rows = [{json.dumps(calls)}];"[:300_000]


def _long_word(rng: Random) -> str:
    return "".join(pick(rng, words.IDEAS) for _ in range(40_000))[:200_000]


def spoilt_records(seed: int) -> list[Record]:
    """Everything that is wrong by itself, not by what it repeats or holds."""
    return _dropped(seed) + _repaired(seed) + _hostile(seed)
