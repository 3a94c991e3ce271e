import csv
import re
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
        "",
    ],
)
def test_hostile_text_has_a_value(text):
    assert redacted(text) is not None


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


def test_every_match_is_within_reach_of_its_anchors():
    for kind in KINDS:
        assert max(len(anchor) for anchor in kind.anchors) <= kind.reach


def test_seed_documents_the_kinds():
    with Path("seeds/pii_kinds.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["kind"] for row in rows] == list(dict.fromkeys(kind.name for kind in KINDS))
    assert all(row["placeholder"] == placeholder(row["kind"]) for row in rows)
    assert all(row["description"] and row["reference"] and row["is_enabled"] in ("true", "false") for row in rows)
