import ast
import csv
import re
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pii_examples import EXAMPLES, SECRETS, VALUES, Example

from python_udfs.literals import BARE, literal_states
from python_udfs.pii import FINDINGS_TYPE, KINDS, find, placeholder, redact


def spans_of(text, domain="web"):
    rows = find(pa.array([text]), pa.array([domain])).to_pylist()[0]
    return [(row["kind"], row["start_char"], row["end_char"]) for row in rows]


def found_in(text, domain="web"):
    return [(kind, text[start:end]) for kind, start, end in spans_of(text, domain)]


def redacted(text, domain="web"):
    texts = pa.array([text])
    return redact(texts, find(texts, pa.array([domain])))[0].as_py()


def find_slowly(text, domain):
    """The twin of `find`: every pattern over the whole text, the findings masked, and again."""
    document = text.encode()
    findings = []
    while True:
        matches = [
            (start, -end, order)
            for order, kind in enumerate(KINDS)
            if kind.domains is None or domain in kind.domains
            for match in re.finditer(kind.pattern, document)
            for start, end in [match.span(kind.pattern.groupindex.get("value", 0))]
            if kind.is_real(document, start, end)
        ]
        if domain == "code":
            states, is_program = literal_states(document)
            matches = [m for m in matches if not is_program or states[m[0]] == states[-m[1] - 1] != BARE]
        if not matches:
            break
        last = 0
        for start, minus_end, order in sorted(matches):
            if start >= last:
                last = -minus_end
                findings.append((start, last, KINDS[order].name))
                document = document[:start] + b"<" + b">" * (last - start - 1) + document[last:]
    original = text.encode()
    return [(kind, len(original[:s].decode()), len(original[:e].decode())) for s, e, kind in sorted(findings)]


SECRET_VALUES = sorted({text.partition("⟦")[2].partition("⟧")[0] for _, _, text in SECRETS[::3]})
PIECES = st.sampled_from(
    [
        *"aZ70.@-_+'% \n:/<>é日😀\x00",
        *[
            "..",
            "::",
            "john.doe@mail.org",
            "x@y.de",
            "8.44.160.21",
            "203.0.112.9",
            "1.2.3.4",
            "192.168.0.1",
            "256",
            "10",
        ],
        *[
            "2a00:1450:4001::8a",
            "2001:470:1:18::",
            "user",
            "host.com",
            ".com",
            "xn--p1ai",
            "example.com",
            "git@",
            "2x.png",
        ],
        *[value for values in VALUES.values() for value in values[:5]],
        *SECRET_VALUES,
        *[
            "tel ",
            "call ",
            "card ",
            "cc=",
            "tfn ",
            "SSN: ",
            "password",
            "api_key = ",
            "://",
            "https://a:",
            "AKIA",
            "=",
            "0800",
        ],
        *[
            '"',
            "'",
            "`",
            '"""',
            "#",
            "//",
            "/*",
            "*/",
            "{",
            "}",
            ";\n",
            "return ",
            "\\n",
            "-----BEGIN PRIVATE KEY-----",
        ],
        *["v", "version ", "EC ", "<email>", "example.com", "a" * 63, "b" * 64, "c." * 40, "1." * 12, "q" * 780],
    ]
)
TEXTS = st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=80)
DOMAINS = st.sampled_from(["abstract", "web", "code", "encyclopedia"])


@settings(max_examples=1500, deadline=None)
@given(TEXTS, DOMAINS)
def test_windows_find_what_a_search_of_everything_finds(text, domain):
    assert spans_of(text, domain) == find_slowly(text, domain)


@settings(max_examples=1500, deadline=None)
@given(TEXTS, DOMAINS)
def test_nothing_is_left_after_redaction(text, domain):
    result = redacted(text, domain)
    assert spans_of(result, domain) == []
    assert redacted(result, domain) == result


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_findings_are_apart_and_in_range(text):
    last = 0
    for _, start, end in spans_of(text):
        assert last <= start < end <= len(text)
        last = end


@settings(max_examples=300, deadline=None)
@given(st.lists(st.none() | TEXTS, max_size=6), st.data())
def test_rows_are_independent(texts, data):
    domains = [data.draw(DOMAINS) for _ in texts]
    findings = find(pa.array(texts, pa.string()), pa.array(domains, pa.string()))
    alone = [
        find(pa.array([t], pa.string()), pa.array([d])).to_pylist()[0] for t, d in zip(texts, domains, strict=True)
    ]
    assert findings.to_pylist() == alone
    assert findings.type == FINDINGS_TYPE
    findings.validate(full=True)


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("john@mail.org", "john@mail.org"),
        ("at the end john@mail.org", "john@mail.org"),
        ("<john@mail.org>", "john@mail.org"),
        ("(john@mail.org).", "john@mail.org"),
        ("Write to john@mail.org.", "john@mail.org"),
        ("john@mail.org...or not", "john@mail.org"),
        ("john@mail.org-- ", "john@mail.org"),
        ("_john@mail.org_", "_john@mail.org"),
        ("'john@mail.org'", "john@mail.org"),
        ("o'brien@mail.org", "o'brien@mail.org"),
        ("a.b+c_d%e-f@x-y.z.co.uk", "a.b+c_d%e-f@x-y.z.co.uk"),
        ("mailto:JOHN@MAIL.ORG?subject=x", "JOHN@MAIL.ORG"),
        ("john@xn--bcher-kva.xn--p1ai!", "john@xn--bcher-kva.xn--p1ai"),
        ("see...john@mail.org", "john@mail.org"),
        ("邮箱john@163.com谢谢", "john@163.com"),
        ("é😀 john@mail.org é", "john@mail.org"),
        ("a" * 64 + "@mail.org", "a" * 64 + "@mail.org"),
        ("x@" + "a" * 63 + ".org", "x@" + "a" * 63 + ".org"),
        ("john@mail.org@", "john@mail.org"),
        ("user:secret@host.net/path", "secret@host.net"),
    ],
)
def test_email(text, email):
    assert found_in(text) == [("email", email)]
    assert redacted(text) == text.replace(email, "<email>")


@pytest.mark.parametrize(
    "text",
    [
        "user@localhost",
        "john@mail",
        "john@mail.c",
        "john@mail.c0m",
        "john@.org",
        "john@mail..org",
        "john@-mail.org",
        "john@mail-.org",
        "@mail.org",
        "@app.route('/x')",
        "    @pytest.mark.skip",
        "john @ mail.org",
        "git@github.com:user/repo.git",
        "someone@example.com someone@sub.example.org a@b.test a@b.example",
        "icon@2x.png",
        "pkg@1.2.3",
        "a" * 65 + "@mail.org",
        "x@" + "a" * 64 + ".org",
        "john.@mail.org",
    ],
)
def test_no_email(text):
    assert found_in(text) == []
    assert redacted(text) == text


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("128.32.132.54", "128.32.132.54"),
        ("[128.32.132.54]", "128.32.132.54"),
        ("ping 128.32.132.54.", "128.32.132.54"),
        ("http://128.32.132.54:8080/", "128.32.132.54"),
        ("128.32.132.54/24", "128.32.132.54"),
        ("8.44.160.21", "8.44.160.21"),
        ("9.9.100.0", "9.9.100.0"),
        ("10.1.1.1 11.1.1.1", "11.1.1.1"),
        ("255.255.255.255 223.255.254.254", "223.255.254.254"),
        ("id@128.32.132.54", "128.32.132.54"),
        ("é128.32.132.54é", "128.32.132.54"),
    ],
)
def test_ipv4(text, address):
    assert found_in(text) == [("ipv4", address)]


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1 10.0.0.1 172.16.0.1 192.168.1.1 169.254.0.1 0.0.0.0 255.255.255.255 192.0.2.1 224.0.1.1",
        "256.32.132.54",
        "128.32.132.256",
        "128.32.132",
        "128.32.132.54.7",
        "7.128.32.132.54",
        "v128.32.132.54",
        "128.32.132.54a",
        "128.32.132.54.v2",
        "54.132.32.128.in-addr.arpa",
        "128.032.132.54",
        "1.2.3.4",
        "(EC 3.4.21.4) JLS 8.8.5.1, 5.1.2.1",
        "version 12.2.0.79, Version: 128.1.2.3, §17.2.5.2, Section 11.2.0.2",
        "1281.32.132.54",
        "128.32.132.5444",
    ],
)
def test_no_ipv4(text):
    assert found_in(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2a00:1450:4001:81b::200e", ["2a00:1450:4001:81b::200e"]),
        ("[2604:1380:2:5200::3]:80", ["2604:1380:2:5200::3"]),
        ("2a00:1450:4001:81b:0:0:0:200E.", ["2a00:1450:4001:81b:0:0:0:200E"]),
        ("2001:db8::1 fe80::1 ::1 fd00::1", []),
        ("2019:10:20 10:20:30 std::vector x[2000::2] a[2000:3000:2]", []),
        ("2a00:1450:4001:81b:0:0:0:0:200e", []),
    ],
)
def test_ipv6(text, expected):
    assert found_in(text) == [("ipv6", address) for address in expected]


@pytest.mark.parametrize(
    "text",
    [
        "@" * 1_000_000,
        "a.a." * 250_000,
        "1.1." * 250_000,
        "a@" * 500_000,
        "a@a." * 250_000,
        "2a00:" * 200_000,
        ("a" * 64 + "@") * 15_000,
        ("a.a" * 20 + "@") * 16_000,
        "x@y.de" * 100_000,
        "2a00:1::5x@y.de " * 30_000,
        "-" * 1_000_000 + "@a.de",
        "\x00" * 1000,
        "0" * 1_000_000,
        "01 " * 300_000,
        "+49 1 " * 100_000,
        "4" * 1_000_000,
        "DE00 " * 200_000,
        "eyJ" * 300_000,
        "-----BEGIN PRIVATE KEY-----" * 20_000,
        "-----BEGIN PRIVATE KEY-----" + "a" * 1_000_000,
        "a://b:c" * 100_000,
        "a://b:" + "c@" * 300_000,
        "secret = '" * 100_000,
        "AKIA" * 250_000,
        "tel tfn ssn 123 456 789 " * 20_000,
        "'" * 1_000_000,
        '"' + "\\" * 1_000_000,
        "",
    ],
)
def test_hostile_text_has_a_value(text):
    assert redacted(text) is not None
    assert redacted(text, "code") is not None


def test_a_neighbour_hides_nothing():
    text = "2a00:1450:4001::8ajohn@mail.org"
    assert found_in(text) == [("ipv6", "2a00:1450:4001::"), ("email", "8ajohn@mail.org")]
    assert redacted(text) == "<ipv6><email>"


def test_many_findings_in_one_text():
    text = "é john@mail.org 128.32.132.54\n" * 1000
    assert redacted(text) == "é <email> <ipv4>\n" * 1000


def test_null_is_null():
    texts, domains = pa.array(["x@y.de", None, "", "x@y.de"]), pa.array(["web", "web", "web", None])
    findings = find(texts, domains)
    assert findings.to_pylist() == [[{"kind": "email", "start_char": 0, "end_char": 6}], None, [], None]
    assert redact(texts, findings).to_pylist() == ["<email>", None, "", None]
    nothing = pa.array([], pa.string())
    assert len(redact(nothing, find(nothing, nothing))) == 0


def test_slices_and_large_strings():
    texts, domains = pa.array(["", "é x@y.de", "z@y.de", "-"], pa.large_string()), pa.array(["web"] * 4)
    findings = find(texts, domains)
    part = find(texts.slice(1, 2), domains.slice(1, 2))
    assert part.to_pylist() == findings.to_pylist()[1:3]
    assert redact(texts.slice(1, 2), findings.slice(1, 2)).to_pylist() == ["é <email>", "<email>"]


def test_redact_takes_any_findings():
    findings = [
        {"kind": "b", "start_char": 4, "end_char": 6},
        {"kind": "a", "start_char": 1, "end_char": 5},
        {"kind": "c", "start_char": 9, "end_char": 99},
    ]
    assert redact(pa.array(["0123456789"]), pa.array([findings], FINDINGS_TYPE)).to_pylist() == ["0<a><b>678<c>"]


def accuracy(examples: list[Example]) -> dict[str, tuple[float, float]]:
    """Precision and recall by kind; a finding is right when kind and place are."""
    found = find(pa.array([e.text for e in examples]), pa.array([e.domain for e in examples])).to_pylist()
    planted, judged, right = Counter(), Counter(), Counter()
    for labelled, findings in zip(examples, found, strict=True):
        expected = Counter((labelled.kind, *span) for span in labelled.spans)
        observed = Counter((f["kind"], f["start_char"], f["end_char"]) for f in findings)
        for counts, items in ((planted, expected), (judged, observed), (right, expected & observed)):
            counts.update(kind for kind, _, _ in items)
    return {kind: (right[kind] / max(1, judged[kind]), right[kind] / planted[kind]) for kind in planted}


# Below 1: ipv4 misses addresses that read as section numbers; phone a label with something between it and the number.
PRECISION_FLOORS = {}
RECALL_FLOORS = {"ipv4": 0.8, "phone": 0.97}


def test_precision_and_recall_on_the_labelled_set():
    scores = accuracy(EXAMPLES)
    assert set(scores) == {kind.name for kind in KINDS}
    # Only the kinds and their scores go into the message, never a text.
    too_low = {
        kind: (precision, recall)
        for kind, (precision, recall) in scores.items()
        if precision < PRECISION_FLOORS.get(kind, 1) or recall < RECALL_FLOORS.get(kind, 1)
    }
    assert too_low == {}


def test_the_labelled_set_is_redacted_for_good():
    texts, domains = pa.array([e.text for e in EXAMPLES]), pa.array([e.domain for e in EXAMPLES])
    once = redact(texts, find(texts, domains))
    assert redact(once, find(once, domains)) == once
    assert sum(map(len, find(once, domains).to_pylist())) == 0


PROGRAM = """import os

{comment}
NUMBER = {number}
TABLE = [{number}, -{number}, ({number})]


class Client:
    \"\"\"{doc}

    {doc}
    \"\"\"

    def __init__(self, user=os.name, key={string}):
        self.url = f"https://{{user}}:{{key}}@host.de/" + {string}
        self.byte, self.raw = b'{plain}', r"{plain}"
        return None
"""
PLAIN_VALUES = sorted(
    {value for values in VALUES.values() for value in values}
    | {v for v in SECRET_VALUES if "\n" not in v and '"' not in v}
)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(PLAIN_VALUES),
    st.sampled_from(PLAIN_VALUES),
    st.sampled_from(["6175550143", "4012888888881881", "0.617", "4532015112830366", "512_33_8471", "617-555-2143"]),
)
def test_code_stays_parseable(one, other, number):
    source = PROGRAM.format(
        comment=f"# call {one} or {other}",
        number=number,
        doc=f"Write to {other}: {one}.",
        string=repr(one),
        plain=other,
    )
    result = redacted(source, "code")
    before, after = ast.parse(source), ast.parse(result)
    assert [type(node) for node in ast.walk(before)] == [type(node) for node in ast.walk(after)]
    numbers = [[n.value for n in ast.walk(t) if isinstance(n, ast.Constant) and not isinstance(n.value, str | bytes)]
               for t in (before, after)]  # fmt: skip
    assert numbers[0] == numbers[1]


def test_a_key_in_a_triple_quoted_string_leaves_code_parseable():
    for labelled in EXAMPLES:
        if labelled.domain == "code" and "def use" in labelled.text:
            ast.parse(redacted(labelled.text, "code"))


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ('key = "617-555-0143"\nreturn key;\n', True),
        ("x = 617-555-0143;\ny = 2;\n", False),
        ("// 617-555-0143\nint x;\n", True),
        ("/* 617-555-0143\n */ int x;\n", True),
        ("x = `617-555-0143`;\n", True),
        ("x = '617-555' + 0143;\n", False),
        ("Some notes about\n617-555-0143 and that\nwas it", True),
        ("it's 617-555-0143 here;\nisn't;\n", False),
    ],
)
def test_code_is_redacted_in_strings_and_comments_alone(text, is_found):
    assert bool(found_in(text, "code")) == is_found


def test_every_match_is_within_reach_of_its_anchors():
    for kind in KINDS:
        assert max(len(anchor) for anchor in kind.anchors) <= kind.reach


def test_seed_documents_the_kinds():
    with Path("seeds/pii_kinds.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["kind"] for row in rows] == list(dict.fromkeys(kind.name for kind in KINDS))
    assert all(row["placeholder"] == placeholder(row["kind"]) for row in rows)
    assert all(row["description"] and row["reference"] and row["is_enabled"] in ("true", "false") for row in rows)
