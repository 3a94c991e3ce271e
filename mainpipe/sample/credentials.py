"""Secrets in source files, drawn at generation time, and look-alikes that are none."""

import base64
import json
import re
from collections.abc import Callable
from random import Random

from mainpipe.sample import code, words
from mainpipe.sample.personal import LOOKALIKES, PERSONAL, digits, hexadecimal
from mainpipe.sample.record import Record, keyed
from mainpipe.sample.statements import camel
from mainpipe.sample.words import pick

_PER_KIND = 16
_PER_LOOKALIKE = 6
_ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

# A constant of each language: what comes before it in the file, and its line with the name and the value to fill in.
_PLACES = {
    "Python": (r"getLogger\(__name__\)\n", '{} = "{}"\n'),
    "JavaScript": (r"'use strict';\n", "const {} = '{}';\n"),
    "Java": (r"public class \w+ \{\n", '    private static final String {} = "{}";\n'),
    "Go": (r"\n\)\n", 'const {} = "{}"\n'),
    "C": (r'#include "\w+\.h"\n', '#define {} "{}"\n'),
}
_COMMENT_STARTS = {"Python": "# ", "JavaScript": "// ", "Java": "    // ", "Go": "// ", "C": "// "}


def _characters(rng: Random, alphabet: str, n: int) -> str:
    return "".join(pick(rng, alphabet) for _ in range(n))


def _url_base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _pem(rng: Random, label: str, n_bytes: int) -> str:
    body = base64.b64encode(rng.randbytes(n_bytes)).decode()
    lines = [body[i : i + 64] for i in range(0, len(body), 64)]
    dashes = "-" * 5
    return "\n".join([f"{dashes}BEGIN {label} KEY{dashes}", *lines, f"{dashes}END {label} KEY{dashes}"])


def _private_key(rng: Random) -> str:
    return _pem(rng, pick(rng, ("RSA PRIVATE", "EC PRIVATE", "OPENSSH PRIVATE", "PRIVATE")), 300 + rng.randrange(300))


def _jwt(rng: Random) -> str:
    header = json.dumps({"alg": "HS256", "typ": "JWT"}).encode()
    payload = json.dumps({"sub": digits(rng, 10), "name": words.surname(rng), "iat": rng.randrange(10**9)}).encode()
    return ".".join(map(_url_base64, (header, payload, rng.randbytes(32))))


def _password(rng: Random) -> str:
    return _characters(rng, _ALPHANUMERIC + "!$%_-", 12 + rng.randrange(6))


# Kind: the constant's name, how the secret is made, and its text with a bar at the secret's place.
_SECRETS: dict[str, tuple[str, Callable[[Random], str], str]] = {
    "private_key": ("signing_key", _private_key, "|"),
    "jwt": ("bearer", _jwt, "|"),
    "aws_key": ("aws_access_key_id", lambda rng: "AK" + "IA" + _characters(rng, _BASE32, 16), "|"),
    "github_token": ("github_token", lambda rng: "gh" + "p_" + _characters(rng, _ALPHANUMERIC, 36), "|"),
    "slack_token": (
        "slack_token",
        lambda rng: f"xo{'xb'}-{digits(rng, 12)}-{digits(rng, 12)}-{_characters(rng, _ALPHANUMERIC, 24)}",
        "|",
    ),
    "password_in_url": ("database_url", _password, "postgres://service:|@db.example.com:5432/orders"),
    "high_entropy": ("api_secret", lambda rng: _characters(rng, _ALPHANUMERIC + "+/", 40), "|"),
}
_HARMLESS: dict[str, tuple[str, Callable[[Random], str], str]] = {
    "placeholder": (
        "api_key",
        lambda rng: pick(rng, ("your-api-key-here", "xxxxxxxxxxxxxxxx", "<token>", "changeme", "REPLACE_ME")),
        "|",
    ),
    "variable": ("database_url", lambda rng: "${" + f"{pick(rng, ('DB', 'APP', 'MAIN'))}_PASSWORD" + "}",
                 "postgres://service:|@db.example.com:5432/orders"),
    "sha256_sum": ("archive_sha256", lambda rng: hexadecimal(rng, 64), "|"),
    "git_hash": ("commit", lambda rng: hexadecimal(rng, 40), "|"),
    "uuid": ("namespace_uuid", LOOKALIKES["uuid"][0], "|"),
    "public_key": ("public_key", lambda rng: _pem(rng, "PUBLIC", 300), "|"),
}  # fmt: skip


def _planted_line(rng: Random, language: str, name: str, text: str, value: str) -> tuple[str, int, int]:
    """A source file with one more constant, and where the value stands in it."""
    source = code.LANGUAGES[language](rng)
    anchor, form = _PLACES[language]
    if "\n" in value:
        form = '{} = """{}"""\n' if language == "Python" else "const {} = `{}`\n"
    name = camel(name) if language == "JavaScript" else name.upper()
    match = re.search(anchor, source)
    assert match is not None, f"no place for a constant in {language}"
    before, after = form.format(name, text).split("|")
    start = match.end() + len(before)
    return source[: match.end()] + before + value + after + source[match.end() :], start, start + len(value)


def _record(seed: int, kind: str, variant: str, index: int) -> Record:
    name, make, text = (_SECRETS if kind == "secret" else _HARMLESS)[variant]
    key, rng = keyed(seed, "github", kind, variant, index)
    value = make(rng)
    languages = ("Python", "JavaScript", "Go") if "\n" in value else tuple(_PLACES)
    planted, start, end = _planted_line(rng, pick(rng, languages), name, text, value)
    expect = "redacted" if kind == "secret" else "kept"
    fact = {"kind": kind, "variant": variant, "expect": expect, "value": value, "start": start, "end": end}
    return Record(key, "github", planted, [fact])


def _commented_record(seed: int, kind: str, variant: str, index: int) -> Record:
    """Personal data or a look-alike of it in a comment."""
    key, rng = keyed(seed, "github", kind, variant, index)
    make, note = _COMMENTED[kind][variant]
    language = pick(rng, tuple(_PLACES))
    source = code.LANGUAGES[language](rng)
    match = re.search(_PLACES[language][0], source)
    assert match is not None, f"no place for a comment in {language}"
    before, after = note.split("|")
    value = make(rng)
    head = source[: match.end()] + _COMMENT_STARTS[language] + before
    fact = {
        "kind": kind,
        "variant": variant,
        "expect": "redacted" if kind == "pii" else "kept",
        "value": value,
        "start": len(head),
        "end": len(head) + len(value),
    }
    return Record(key, "github", f"{head}{value}{after}\n{source[match.end() :]}", [fact])


_COMMENTED: dict[str, dict[str, tuple[Callable[[Random], str], str]]] = {
    "pii": {
        "email": (PERSONAL["email"][0], "maintainer: |"),
        "ipv4": (PERSONAL["ipv4"][0], "the old server was at | until last year"),
        "phone": (PERSONAL["phone"][0], "on call: |"),
    },
    "pii_lookalike": {
        "decorator": (lambda rng: pick(rng, ("@Override", "@property", "@Test", "@Nullable")), "see also | above"),
        "version_number": (LOOKALIKES["version_number"][0], "needs release | or later"),
        "git_hash": (LOOKALIKES["git_hash"][0], "introduced in |"),
        "private_ipv4": (LOOKALIKES["private_ipv4"][0], "local test server: |"),
    },
}


def credential_records(seed: int) -> list[Record]:
    """Source files with one secret, one look-alike of a secret, or personal data in a comment."""
    planted = [
        _record(seed, kind, variant, index)
        for kind, variants, n in (("secret", _SECRETS, _PER_KIND), ("secret_lookalike", _HARMLESS, _PER_LOOKALIKE))
        for variant in variants
        for index in range(n)
    ]
    commented = [
        _commented_record(seed, kind, variant, index)
        for kind, variants in _COMMENTED.items()
        for variant in variants
        for index in range(5)
    ]
    return planted + commented
