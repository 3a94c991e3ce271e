"""Kinds of secrets: keys, tokens and passwords, and which of the texts that are written like them are none."""

import base64
import binascii
import json
import math
import re
from collections import Counter
from dataclasses import dataclass

from python_udfs.pii_kinds import ALPHANUMERIC, DIGIT, HEX, UPPER, Kind, apart, follows, spelled, spelled_anyhow


@dataclass(frozen=True)
class Recipe:
    """What decides the output of this module."""

    # What documentation, templates and tests write in the place of a secret.
    placeholder: str = (
        r"example|sample|dummy|placeholder|change.?me|replace.?me|your.|xxxx|\*\*\*|\.\.\.|insert|redacted|todo|fake|"
        r"<|>|[{}]|%[sd(]|^\$[({]|^\$(?-i:[a-z_]+|[A-Z][A-Z0-9_]*|[a-z]+(?:[A-Z][a-z]+)*)$|^%[a-z_]+%$|^[a-z]+[_-](?:key|token|secret|password)$|"
        r"012345|123456|abcdef|qwerty|(.)\1{5}|foobar|deadbeef|lorem|"
        # keys in the documentation of Stripe and Google; John Doe's token at jwt.io
        r"4eC39HqLyj|BQokikJOvB|D-9tSrke72|ibmFtZSI6IkpvaG4gRG9l"
    )
    password_placeholder: str = (
        r"^(?:.*:)?(?:my|the|a|user|db|some|test|your|super|secret|access)?[_-]?"
        r"(?:p(?:ass)?w(?:or)?d|passwd|pass|pw|secret|key|secretkey|token|apikey|x+|\*+|\.+|_+|-+)[0-9]{0,3}$"
    )
    # Half of a private key's body at least stands in unbroken runs of base64.
    key_run: str = r"[A-Za-z0-9+/=]{30,}"
    min_key_bytes: int = 64
    min_key_ratio: float = 0.5
    # A name that says what the string beside it is, up to the quote: `api_key = "`, `"token": "`, `put("secret", "`.
    secret_name: str = (
        r"(?:secret|passw(?:or)?d|passwd|pwd|passphrase|token|credential|bearer|authorization|(?:api|access|auth|private|"
        r"encrypt|encryption|signing|master|account|consumer|client|app|application|service|storage|session|license|hmac|"
        r"subscription|shared)[_ .-]?key)(?:[_.-]?(?:key|value|string|id|v?[0-9]+|[a-z]{1,8}))?"
        r"[\"'`\]]{0,2}\)?(?:\s{0,2}:\s{0,2}&?[A-Za-z_\[\] '.]{1,24}(?=\s{0,2}=))?\s{0,4}"
        r"(?:=>|[:=]=|[:=,(]|(?<=\s))\s{0,4}[\[({@]?(?:[bru]|new |String )?[\"'`]$"
    )
    harmless_name: str = (
        r"(?:public|cache|csrf|sha[0-9]|md5|hash|digest|checksum|fingerprint|integrity|commit|"
        r"(?:url|uri|path|file|name|type|class|header|field|param|prefix|pattern|regex|format|label|title|text|message))"
        r"[_.-]?[a-z0-9]{0,8}[\"'`\]]{0,2}\)?\s{0,4}(?:=>|[:=]=|[:=,(])?\s{0,4}[\"'`]$"
    )
    # Hashes of content and of passwords, public keys (DER), UUIDs, paths and addresses.
    harmless_value: str = (
        r"^(?:sha[0-9]{1,3}[-:]|md5[-:]|\$[0-9a-z]{1,8}\$|pbkdf2|bcrypt|argon2|MIIBIj|MIGfMA0|MFkwEw|[./~]|arn:|urn:|"
        r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$|[0-9a-z.+_-]+@[0-9a-z-]+\.)|://"
    )
    # Bits a character (Shannon); the limit for digits and a to f is that of detect-secrets.
    min_entropy: float = 3.3
    min_hex_entropy: float = 3.0
    # Words, names and paths change between small letters, capitals and digits less often than chance does.
    min_changes_ratio: float = 0.3
    min_mixed_changes_ratio: float = 0.36  # where there are small letters and capitals
    # Chance leaves out all digits in one of fifty strings of this length or more.
    min_length_without_digits: int = 24


RECIPE = Recipe()

PLACEHOLDER = re.compile(RECIPE.placeholder.encode(), re.IGNORECASE)
PASSWORD_PLACEHOLDER = re.compile(RECIPE.password_placeholder.encode(), re.IGNORECASE)
KEY_RUN = re.compile(RECIPE.key_run.encode())
SECRET_NAME = re.compile(RECIPE.secret_name.encode(), re.IGNORECASE)
HARMLESS_NAME = re.compile(RECIPE.harmless_name.encode(), re.IGNORECASE)
HARMLESS_VALUE = re.compile(RECIPE.harmless_value.encode(), re.IGNORECASE)
RUN = re.compile(rb"[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
HEXADECIMAL = re.compile(rb"[0-9a-f]+|[0-9A-F]+")


def entropy(value: bytes) -> float:
    """Bits a byte: Shannon's entropy of the bytes' shares."""
    return -sum(n / len(value) * math.log2(n / len(value)) for n in Counter(value).values())


def is_random(value: bytes) -> bool:
    """Whether a value looks drawn by chance and stands for no other."""
    is_mixed = value.upper() != value != value.lower()
    if not (any(byte in DIGIT for byte in value) or (is_mixed and len(value) >= RECIPE.min_length_without_digits)):
        return False
    runs = RUN.findall(value)
    min_changes = RECIPE.min_mixed_changes_ratio if is_mixed else RECIPE.min_changes_ratio
    min_entropy = RECIPE.min_hex_entropy if HEXADECIMAL.fullmatch(value) else RECIPE.min_entropy
    return (
        len(runs) >= min_changes * sum(map(len, runs))
        and entropy(value) >= min_entropy
        and not PLACEHOLDER.search(value)
    )


def is_no_placeholder(document: bytes, start: int, end: int) -> bool:
    """False for what documentation and templates write in the place of a token."""
    return not PLACEHOLDER.search(document[start:end])


def is_random_token(document: bytes, start: int, end: int) -> bool:
    """False for words with the prefix of a token, and for what stands in the place of one."""
    return is_random(document[start:end])


def is_real_private_key(document: bytes, start: int, end: int) -> bool:
    """True where the text between the marks is mostly base64, whatever quotes and line ends stand between its lines."""
    body = document[start:end].split(b"-----", 2)[2]
    n_key = sum(map(len, KEY_RUN.findall(body)))
    return n_key >= max(RECIPE.min_key_bytes, RECIPE.min_key_ratio * len(b"".join(body.split())))


def is_real_jwt(document: bytes, start: int, end: int) -> bool:
    """True where the first part is a JSON object that names an algorithm (RFC 7515), but for published examples."""
    token = document[start:end]
    header = token.split(b".")[0]
    try:
        fields = json.loads(base64.urlsafe_b64decode(header + b"=" * (-len(header) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        return False
    return isinstance(fields, dict) and "alg" in fields and not PLACEHOLDER.search(token)


def is_real_password(document: bytes, start: int, end: int) -> bool:
    """False for words that say "password", for variables, and for a password that is the user's name."""
    password = document[start:end]
    user = document[document.rindex(b"/", 0, start) + 1 : start - 1]
    return not (password == user or PASSWORD_PLACEHOLDER.search(password) or PLACEHOLDER.search(password))


def is_real_secret(document: bytes, start: int, end: int) -> bool:
    """True for a random value beside a name that says it is a secret, but for hashes, public keys, UUIDs and paths."""
    value = document[start:end]
    if HARMLESS_VALUE.search(value) or not is_random(value):
        return False
    return follows(SECRET_NAME, document, start) and not follows(HARMLESS_NAME, document, start)


PRINTABLE = bytes(range(33, 127))
IN_URL = bytes(byte for byte in PRINTABLE if byte not in b"/?#<>\"'`\\@")
URL_SAFE = ALPHANUMERIC + b"_-"
BASE64 = ALPHANUMERIC + b"+/"
IN_SECRET = bytes(byte for byte in PRINTABLE if byte not in b"\"'`\\<>(){}[],;|")
QUOTES = b"\"'`"

SECRET_KINDS = (
    Kind(
        "private_key",
        re.compile(
            rb"-----BEGIN [A-Z0-9 ]{0,24}PRIVATE KEY(?: BLOCK)?-----"
            rb"(?:[^<>-]|-(?!----)){16,16000}-----END [A-Z0-9 ]{0,24}PRIVATE KEY(?: BLOCK)?-----"
        ),
        16384,
        (spelled("PRIVATE KEY"),),
        is_real_private_key,
    ),
    Kind(
        "jwt",
        re.compile(
            apart(rb"A-Za-z0-9_.-") + rb"eyJ[A-Za-z0-9_-]{10,2000}+\.[A-Za-z0-9_-]{10,8000}+\.[A-Za-z0-9_-]{16,2000}+"
            rb"(?![A-Za-z0-9_.-][A-Za-z0-9_-])"
        ),
        12288,
        ((*spelled("eyJ"), *[URL_SAFE] * 10),),
        is_real_jwt,
    ),
    Kind(
        "aws_key",
        re.compile(apart(rb"A-Za-z0-9_") + rb"A(?:[BKS]I|CC)A[A-Z0-9]{16}(?![A-Za-z0-9_])"),
        24,
        ((b"A", b"BKSC", b"IC", b"A", *[UPPER + DIGIT] * 16),),
        is_no_placeholder,
    ),
    Kind(
        "aws_key",
        re.compile(
            rb"(?i:aws.?secret|secret.?access)[A-Za-z_.]{0,16}[\"'\]]{0,2}\)?\s{0,4}(?:=>|[:=]=|[:=,])\s{0,4}[\"'`]?"
            rb"(?P<value>[A-Za-z0-9+/]{40})(?![A-Za-z0-9+/=])"
        ),
        96,
        tuple(
            (*spelled_anyhow(a), *[b" _-."] * n, *spelled_anyhow(b))
            for a, b in (("aws", "secret"), ("secret", "access"))
            for n in (0, 1)
        ),
        is_random_token,
    ),
    Kind(
        "github_token",
        re.compile(
            apart(rb"A-Za-z0-9_")
            + rb"(?:gh[oprsu]_[A-Za-z0-9]{36,250}|github_pat_[A-Za-z0-9_]{60,100})(?![A-Za-z0-9_])"
        ),
        256,
        ((*spelled("gh"), b"oprsu", b"_", *[ALPHANUMERIC] * 16), spelled("github_pat_")),
        is_no_placeholder,
    ),
    Kind(
        "slack_token",
        re.compile(
            apart(rb"A-Za-z0-9_") + rb"(?:xox[abeoprs]-(?=[a-z-]{0,8}[0-9])[A-Za-z0-9-]{16,250}"
            rb"|(?<=hooks\.slack\.com/services/)T[A-Z0-9]{7,12}/B[A-Z0-9]{7,12}/[A-Za-z0-9]{20,26})(?![A-Za-z0-9_-])"
        ),
        256,
        ((*spelled("xox"), b"abeoprs", b"-"), spelled("slack.com/services/")),
        is_no_placeholder,
    ),
    Kind(
        "cloud_key",
        re.compile(
            apart(rb"A-Za-z0-9_") + rb"(?:AIza[A-Za-z0-9_-]{35}|GOCSPX-[A-Za-z0-9_-]{28}|ya29\.[A-Za-z0-9_-]{40,500}+"
            rb"|do[opr]_v1_[0-9a-f]{64}|(?<=AccountKey=)[A-Za-z0-9+/]{86}==)(?![A-Za-z0-9_=-])"
        ),
        600,
        (
            (*spelled("AIza"), *[URL_SAFE] * 16),
            (*spelled("GOCSPX-"), URL_SAFE),
            (*spelled("ya29."), *[URL_SAFE] * 16),
            (*spelled("do"), b"opr", *spelled("_v1_")),
            (*spelled("AccountKey="), BASE64),
        ),
        is_no_placeholder,
    ),
    Kind(
        "service_token",
        re.compile(
            apart(rb"A-Za-z0-9_.-")
            + rb"(?:glpat-[A-Za-z0-9_-]{20,64}|[rs]k_(?:live|test)_[A-Za-z0-9]{16,128}|npm_[A-Za-z0-9]{36}"
            rb"|pypi-AgE[A-Za-z0-9_-]{50,250}|sk-[A-Za-z0-9_-]{20,250}|hf_[A-Za-z0-9]{34}|shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}"
            rb"|SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}|SK[0-9a-f]{32}|key-[0-9a-f]{32}|[0-9a-f]{32}-us[0-9]{1,2}"
            rb"|[0-9]{8,10}:AA[A-Za-z0-9_-]{33})(?![A-Za-z0-9_-])"
        ),
        300,
        (
            spelled("glpat-"),
            (b"rs", *spelled("k_"), b"lt", b"ie", b"vs", b"et", b"_"),
            (*spelled("npm_"), *[ALPHANUMERIC] * 16),
            spelled("pypi-AgE"),
            (*spelled("sk-"), *[URL_SAFE] * 20),
            (*spelled("hf_"), *[ALPHANUMERIC] * 16),
            (*spelled("shp"), b"acps", b"ats", b"_", *[HEX] * 16),
            (*spelled("SG."), *[URL_SAFE] * 16),
            (*spelled("SK"), *[HEX] * 16),
            (*spelled("key-"), *[HEX] * 16),
            (*spelled("-us"), DIGIT),
            (DIGIT, *spelled(":AA"), *[URL_SAFE] * 13),
        ),
        is_random_token,
    ),
    Kind(
        "password_in_url",
        re.compile(
            rb"(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{1,24}://[^\s/?#@:<>\"'`\\]{0,128}:"
            rb"(?P<value>[!-~]{1,128}?)@(?=[A-Za-z0-9\[][^\s@/]{0,128}(?:[/\s\"'`,;)?]|$))".replace(
                b"[!-~]", b"[" + re.escape(IN_URL + b"@") + b"]"
            )
        ),
        448,
        ((IN_URL, b"@", ALPHANUMERIC + b"["),),
        is_real_password,
    ),
    Kind(
        "high_entropy",
        re.compile(rb"(?<=[\"'`])[" + re.escape(IN_SECRET) + rb"]{16,512}+(?=[\"'`])"),
        600,
        ((QUOTES, *[IN_SECRET] * 16),),
        is_real_secret,
        ("code",),
    ),
)
