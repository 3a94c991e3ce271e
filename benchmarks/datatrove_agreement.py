"""Our decisions beside datatrove's: the same documents, the same thresholds, each rule alone.

Ours are the values in `document_signals` and `pii_findings` of a finished build. Theirs are datatrove's own filters on
the same normalised text, each made with one condition on and all others off, since a filter stops at the first that
fails. Rules of words run twice: on words split at white space, as ours are, and, for a sample, on those of datatrove's
English tokenizer (spaCy), which is slow. Standard output is Markdown, and never holds text of a document.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path

import duckdb
import pyarrow as pa
from datatrove.data import Document
from datatrove.pipeline.filters import (
    C4ParagraphFilter,
    C4QualityFilter,
    FineWebQualityFilter,
    GopherQualityFilter,
    GopherRepetitionFilter,
    LanguageFilter,
)
from datatrove.pipeline.filters.base_filter import BaseFilter
from datatrove.pipeline.formatters import PIIFormatter
from datatrove.pipeline.formatters.pii import PIIReplacer
from datatrove.utils.word_tokenizers import SpaCyTokenizer, WordTokenizer
from fasttext.FastText import _FastText

from python_udfs.signals import RECIPE, text_signals

WANTED_AGREEMENT = 0.97
N_TIMED = 200  # documents a source

Decision = Callable[[str], bool]


class WhitespaceTokenizer(SpaCyTokenizer):
    """Their English tokenizer, but for words, which are split as ours are."""

    def word_tokenize(self, text: str) -> list[str]:
        return text.split()


WHITESPACE, SPACY = WhitespaceTokenizer("en"), SpaCyTokenizer("en")
TOKENIZERS: dict[str, WordTokenizer] = {"none": WHITESPACE, "white space": WHITESPACE, "spaCy": SPACY}
NO_WORDS, WORDS, SENTENCES = ("none",), ("white space", "spaCy"), ("spaCy",)


def drops(step: BaseFilter) -> Decision:
    return lambda text: step.filter(Document(text=text, id="")) is not True


@dataclass(frozen=True)
class Family:
    """A filter of datatrove, and the arguments that put its conditions off."""

    filter_class: type[BaseFilter]
    off: dict[str, object]

    def alone(self, **on: object) -> Callable[[WordTokenizer], Decision]:
        """By tokenizer, whether the filter drops a text with one condition on."""
        return lambda tokenizer: drops(self.filter_class(**{**self.off, **on}, language=tokenizer))


QUALITY = Family(
    GopherQualityFilter,
    {
        "min_doc_words": None,
        "max_doc_words": None,
        "min_avg_word_length": None,
        "max_avg_word_length": None,
        "max_symbol_word_ratio": None,
        "max_bullet_lines_ratio": None,
        "max_ellipsis_lines_ratio": None,
        "max_non_alpha_words_ratio": None,
        "min_stop_words": None,
    },
)
REPETITION = Family(
    GopherRepetitionFilter,
    {
        "dup_line_frac": None,
        "dup_para_frac": None,
        "dup_line_char_frac": None,
        "dup_para_char_frac": None,
        "top_n_grams": (),
        "dup_n_grams": (),
    },
)
C4 = Family(
    C4QualityFilter,
    {
        "filter_no_terminal_punct": False,
        "min_num_sentences": -1,
        "min_words_per_line": -1,
        "max_word_length": -1,
        "filter_lorem_ipsum": False,
        "filter_javascript": False,
        "filter_curly_bracket": False,
        "filter_policy": False,
    },
)
FINEWEB = Family(
    FineWebQualityFilter,
    {
        "line_punct_thr": 0,
        "short_line_thr": float("inf"),
        "char_duplicates_ratio": float("inf"),
        "new_line_ratio": float("inf"),
    },
)


def cuts_line(label: str, **on: object) -> Callable[[WordTokenizer], Decision]:
    """Whether C4QualityFilter with one condition on cuts a line for it; label: the filter's statistic of that."""
    step = C4QualityFilter(**{**C4.off, **on})
    labels: list[str] = []
    step.stat_update = lambda *updated: labels.extend(updated)

    def cuts(text: str) -> bool:
        labels.clear()
        step.filter(Document(text=text, id=""))
        return label in labels

    return lambda _tokenizer: cuts


def is_not_english(model: Path) -> Callable[[WordTokenizer], Decision]:
    """LanguageFilter with a model from a file, not from the network."""
    step = LanguageFilter(languages=["en"], language_threshold=0.65)
    step.model._model = _FastText(str(model))
    return lambda _tokenizer: lambda text: not step.filter(Document(text=text, id=""))


def is_found(replacer: PIIReplacer) -> Callable[[WordTokenizer], Decision]:
    """Whether a replacer of PIIFormatter replaces anything."""
    is_valid = replacer.validator or bool
    return lambda _tokenizer: lambda text: any(is_valid(match[0]) for match in replacer.regex.finditer(text))


@dataclass(frozen=True)
class Rule:
    """A decision that both sides make at datatrove's threshold.

    ours: SQL on `MEASURED`, true where the document is dropped, NULL where the rule does not look at one.
    theirs: by tokenizer, whether datatrove drops a text.
    tokenizers: those that make a difference.
    difference: why the definitions are not meant to be the same, whatever the tokenizer; None where they are.
    """

    name: str
    ours: str
    theirs: Callable[[WordTokenizer], Decision]
    tokenizers: tuple[str, ...] = NO_WORDS
    difference: str | None = None


def rules(language_model: Path) -> list[Rule]:
    pii = PIIFormatter()
    return [
        Rule("min_words", "n_non_symbol_words < 50", QUALITY.alone(min_doc_words=50), WORDS),
        Rule("max_words", "n_non_symbol_words > 100000", QUALITY.alone(max_doc_words=100000), WORDS),
        Rule("min_mean_word_length", "mean_word_length < 3", QUALITY.alone(min_avg_word_length=3), WORDS),
        Rule("max_mean_word_length", "mean_word_length > 10", QUALITY.alone(max_avg_word_length=10), WORDS),
        Rule(
            "max_symbols_to_word",
            "hash_to_word_ratio > 0.1 or ellipsis_to_word_ratio > 0.1",
            QUALITY.alone(max_symbol_word_ratio=0.1),
            WORDS,
        ),
        Rule(
            "min_alphabetic_words", "alphabetic_word_ratio < 0.8", QUALITY.alone(max_non_alpha_words_ratio=0.8), WORDS
        ),
        Rule("min_stop_words", "n_stop_words < 2", QUALITY.alone(min_stop_words=2), WORDS),
        Rule("max_bullet_lines", "bullet_line_ratio > 0.9", QUALITY.alone(max_bullet_lines_ratio=0.9)),
        Rule("max_ellipsis_lines", "ellipsis_line_ratio > 0.3", QUALITY.alone(max_ellipsis_lines_ratio=0.3)),
        Rule("max_duplicate_lines", "duplicate_line_ratio > 0.3", REPETITION.alone(dup_line_frac=0.3)),
        Rule("max_duplicate_paragraphs", "duplicate_paragraph_ratio > 0.3", REPETITION.alone(dup_para_frac=0.3)),
        Rule("max_duplicate_line_chars", "duplicate_line_char_ratio > 0.2", REPETITION.alone(dup_line_char_frac=0.2)),
        Rule(
            "max_duplicate_paragraph_chars",
            "duplicate_paragraph_char_ratio > 0.2",
            REPETITION.alone(dup_para_char_frac=0.2),
        ),
        *(
            Rule(
                f"max_top_{n}gram",
                f"top_{n}gram_char_ratio > {share}",
                REPETITION.alone(top_n_grams=((n, share),)),
                WORDS,
                "an n-gram that occurs once is no repetition",
            )
            for n, share in ((2, 0.2), (3, 0.18), (4, 0.16))
        ),
        *(
            Rule(
                f"max_duplicate_{n}gram",
                f"duplicate_{n}gram_char_ratio > {share}",
                REPETITION.alone(dup_n_grams=((n, share),)),
                WORDS,
            )
            for n, share in ((5, 0.15), (6, 0.14), (7, 0.13), (8, 0.12), (9, 0.11), (10, 0.1))
        ),
        Rule("max_lorem_ipsum", "n_lorem_ipsum > 0", C4.alone(filter_lorem_ipsum=True)),
        Rule(
            "max_curly_brackets",
            "curly_bracket_ratio > 0",
            C4.alone(filter_curly_bracket=True),
            difference="a closing bracket counts too",
        ),
        Rule(
            "no_long_word",
            "max_word_length > 1000",
            cuts_line("line-filter-too_long_word", max_word_length=1000),
        ),
        Rule(
            "no_line_of_few_words",
            "few_word_line_ratio > 0",
            cuts_line("line-filter-too_few_words", min_words_per_line=3),
            difference="blank lines are not lines of few words",
        ),
        Rule(
            "no_javascript_line",
            "javascript_line_ratio > 0",
            cuts_line("line-filter-javascript", filter_javascript=True),
        ),
        Rule("no_policy_line", "policy_line_ratio > 0", cuts_line("line-filter-policy", filter_policy=True)),
        Rule(
            "min_c4_sentences",
            "n_c4_sentences < 5",
            C4.alone(
                min_num_sentences=5,
                min_words_per_line=3,
                max_word_length=1000,
                filter_javascript=True,
                filter_policy=True,
            ),
            SENTENCES,
            "a sentence ends where words.py says, not where spaCy does",
        ),
        Rule("min_long_lines", "n_long_lines < 3", lambda _tokenizer: drops(C4ParagraphFilter())),
        Rule(
            "min_terminal_punctuation",
            "terminal_punctuation_line_ratio < 0.12",
            FINEWEB.alone(line_punct_thr=0.12, stop_chars=tuple(RECIPE.terminal_punctuation)),
        ),
        Rule(
            "min_terminal_punctuation_without_quotes",
            "terminal_punctuation_line_ratio < 0.12",
            FINEWEB.alone(line_punct_thr=0.12),
            difference="quotation marks and … end a line, as in C4; not in datatrove's default marks",
        ),
        Rule("max_short_lines", "short_line_ratio > 0.67", FINEWEB.alone(short_line_thr=0.67)),
        Rule("max_duplicate_chars", "duplicate_char_ratio > 0.01", FINEWEB.alone(char_duplicates_ratio=0.01)),
        Rule("max_newline_to_word", "newline_to_word_ratio > 0.3", FINEWEB.alone(new_line_ratio=0.3), WORDS),
        Rule(
            "min_target_language",
            "target_language_score < 0.65",
            is_not_english(language_model),
            difference="the first 2,000 characters, not the whole text",
        ),
        Rule(
            "email",
            "n_emails > 0",
            is_found(pii.emails_replacer),
            difference="names that belong to nobody, such as example.com, are no addresses",
        ),
        Rule(
            "ipv4",
            "n_ipv4 > 0",
            is_found(pii.ip_replacer),
            difference="numbers of versions, sections and enzymes are no addresses",
        ),
    ]


# The first documents of each source by the digest of their id: the same ones in every run. Without words, datatrove
# divides by zero.
MEASURED = """
    create temp table measured as
    select
        documents.source_id,
        documents.text,
        signals.*,
        found.*,
        row_number() over (partition by source_id order by md5(documents.doc_id), documents.doc_id) as position
    from filtered.normalised_documents as documents
    inner join filtered.document_signals as signals on documents.doc_id = signals.doc_id
    left join lateral (
        select
            count(*) filter (where kind = 'email') as n_emails,
            count(*) filter (where kind = 'ipv4') as n_ipv4
        from filtered.pii_findings as findings
        where findings.doc_id = documents.doc_id
    ) as found on true
    where signals.n_words > 0
    qualify position <= $n_documents
"""

# A rule that does not look at a document (NULL: the language of code) is not compared on it.
COMPARED = """
    create temp table compared as
    with judged as (select doc_id, source_id, {decisions} from measured),
    ours as (unpivot judged on columns(* exclude (doc_id, source_id)) into name rule value is_ours),
    theirs as (unpivot answers on columns(* exclude (doc_id, tokenizer)) into name rule value is_theirs)
    select * from ours inner join theirs using (doc_id, rule)
"""

AGREEMENT = """
    create temp table agreement as
    with counted as (
        select
            rule,
            tokenizer,
            coalesce(source_id, 'all') as source_id,
            count(*) as n_documents,
            count(*) filter (is_ours and is_theirs) as n_both,
            count(*) filter (is_ours and not is_theirs) as n_only_ours,
            count(*) filter (is_theirs and not is_ours) as n_only_theirs
        from compared
        group by grouping sets ((rule, tokenizer, source_id), (rule, tokenizer))
    ),
    shares as (
        select
            *,
            1 - (n_only_ours + n_only_theirs) / n_documents as agreement,
            n_both / nullif(n_both + n_only_ours + n_only_theirs, 0) as jaccard,
            (n_both + n_only_ours) / n_documents as share_ours,
            (n_both + n_only_theirs) / n_documents as share_theirs,
            share_ours * share_theirs + (1 - share_ours) * (1 - share_theirs) as by_chance,
            (agreement - by_chance) / nullif(1 - by_chance, 0) as kappa
        from counted
    )
    select * exclude (share_ours, share_theirs, by_chance) from shares
    order by list_position($rules, rule), tokenizer desc, source_id
"""

DECISIONS: dict[str, dict[str, Decision]] = {tokenizer: {} for tokenizer in TOKENIZERS}


def prepare(language_model: Path) -> None:
    """Makes the filters of this process."""
    for rule in rules(language_model):
        for tokenizer in rule.tokenizers:
            DECISIONS[tokenizer][rule.name] = rule.theirs(TOKENIZERS[tokenizer])


def ask(document: tuple[str, str, bool]) -> list[dict[str, object]]:
    """What datatrove decides on (doc_id, text, whether it is in the sample): a row a tokenizer, a column a rule."""
    doc_id, text, is_in_sample = document
    return [
        {"doc_id": doc_id, "tokenizer": tokenizer} | {rule: is_dropped(text) for rule, is_dropped in decisions.items()}
        for tokenizer, decisions in DECISIONS.items()
        if is_in_sample or tokenizer != "spaCy"
    ]


def compare(connection: duckdb.DuckDBPyConnection, arguments: argparse.Namespace) -> None:
    """Makes the tables measured, compared (a row a document, rule and tokenizer) and agreement."""
    judged = rules(arguments.language_model)
    connection.execute(MEASURED, {"n_documents": arguments.documents})
    documents = connection.execute("select doc_id, text, position <= ? from measured", [arguments.sample]).fetchall()
    with Pool(initializer=prepare, initargs=(arguments.language_model,)) as pool:
        rows = [row for answers in pool.imap_unordered(ask, documents, chunksize=16) for row in answers]
    schema = [("doc_id", pa.string()), ("tokenizer", pa.string()), *((rule.name, pa.bool_()) for rule in judged)]
    connection.register("answers", pa.Table.from_pylist(rows, pa.schema(schema)))
    decisions = ", ".join(f"{rule.ours} as {rule.name}" for rule in judged)
    connection.execute(COMPARED.format(decisions=decisions))
    connection.execute(AGREEMENT, {"rules": [rule.name for rule in judged]})


def shipped(tokenizer: WordTokenizer) -> Callable[[list[str]], object]:
    """The four filters of words and lines as they ship, FineWeb's choice of C4's rules included."""
    steps = [
        GopherRepetitionFilter(language=tokenizer),
        GopherQualityFilter(language=tokenizer),
        C4QualityFilter(filter_no_terminal_punct=False, language=tokenizer),
        FineWebQualityFilter(language=tokenizer),
    ]
    return lambda texts: [[step.filter(Document(text=text, id="")) for step in steps] for text in texts]


def speeds(texts: list[str]) -> Iterator[str]:
    """Markdown table of how fast one thread reads the texts, by its processor time."""
    n_bytes = sum(len(text.encode()) for text in texts)
    yield "| on one thread | documents a second | MB/s |"
    yield "|---|---:|---:|"
    for name, run in (
        ("datatrove's four filters, spaCy words", shipped(SPACY)),
        ("datatrove's four filters, words at white space", shipped(WHITESPACE)),
        ("mp_text_signals", lambda texts: text_signals(pa.array(texts))),
    ):
        run(texts[:1])
        start = time.process_time()
        run(texts)
        seconds = time.process_time() - start
        yield f"| {name} | {len(texts) / seconds:,.0f} | {n_bytes / seconds / 1e6:.2f} |"


def number(share: float | None, digits: int) -> str:
    return "" if share is None else f"{share:.{digits}f}"


def agreement(connection: duckdb.DuckDBPyConnection, differences: dict[str, str | None]) -> Iterator[str]:
    """Markdown table of all sources together; the agreement within each stands at the end, in %."""
    rows = connection.table("agreement").fetchall()
    sources = sorted({row[2] for row in rows} - {"all"})
    within = {row[:3]: number(100 * row[7], 2) for row in rows}
    names = ["rule", "words", "documents", "both", "only ours", "only theirs", "agreement %", "Jaccard", "kappa"]
    yield f"| {' | '.join([*names, *sources, 'why'])} |"
    yield "|---|---|" + "---:|" * (len(names) - 2 + len(sources)) + "---|"
    for rule, tokenizer, source, *counts, agreed, jaccard, kappa in rows:
        if source == "all":
            cells = [rule, tokenizer, *(f"{n:,}" for n in counts), number(100 * agreed, 2)]
            cells += [number(jaccard, 3), number(kappa, 3)]
            cells += [within.get((rule, tokenizer, each), "") for each in sources]
            yield f"| {' | '.join(cells)} | {differences[rule] or ''} |"


def failures(connection: duckdb.DuckDBPyConnection, differences: dict[str, str | None]) -> Iterator[str]:
    """The rules of one definition that agree on too few documents."""
    for rule, tokenizer, source, *_, agreed, _, _ in connection.table("agreement").fetchall():
        if not differences[rule] and tokenizer != "spaCy" and agreed < WANTED_AGREEMENT:
            yield f"{rule} agrees on {agreed:.2%} of {source}: {WANTED_AGREEMENT:.0%} is wanted"


EXAMPLES = """
    select rule, tokenizer, source_id, if(is_ours, 'ours', 'theirs') as only_by, doc_id
    from compared
    where is_ours <> is_theirs
    qualify row_number() over (partition by rule, tokenizer order by md5(doc_id), doc_id) <= ?
    order by all
"""


def main() -> int:
    parser = argparse.ArgumentParser(description="Our decisions beside datatrove's, on a finished build.")
    parser.add_argument("--build", type=Path, default=Path("build"), metavar="FOLDER")
    parser.add_argument("--language-model", type=Path, required=True, metavar="FILE", help="lid.176 of fastText")
    parser.add_argument("--documents", type=int, default=1_000_000, metavar="N", help="of a source, at most (1000000)")
    parser.add_argument("--sample", type=int, default=2000, metavar="N", help="of these, with spaCy words (2000)")
    parser.add_argument("--examples", type=int, default=0, metavar="N", help="ids a rule on which we differ (0)")
    arguments = parser.parse_args()
    differences = {rule.name: rule.difference for rule in rules(arguments.language_model)}

    connection = duckdb.connect(str(arguments.build / "mainpipe.duckdb"), read_only=True)
    compare(connection, arguments)
    connection.table("agreement").write_csv(str(arguments.build / "datatrove_agreement.csv"))
    print("\n".join(agreement(connection, differences)), end="\n\n")
    timed = connection.execute("select text from measured where position <= ?", [N_TIMED]).fetchall()
    print("\n".join(speeds([text for (text,) in timed])))
    if arguments.examples:
        print("\n| rule | words | source | dropped only by | document |\n|---|---|---|---|---|")
        for row in connection.execute(EXAMPLES, [arguments.examples]).fetchall():
            print(f"| {' | '.join(row)} |")
    failed = list(failures(connection, differences))
    print("".join(f"{failure}\n" for failure in failed), end="", file=sys.stderr)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
