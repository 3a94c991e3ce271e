"""The pairs of near duplicates that a build found, beside all that there are.

The truth is exact: the shingles that two texts share are counted for every pair of texts that share any, through the
list of the texts that hold each shingle. Nothing is left out for being frequent, and a pair that shares no shingle has
a Jaccard similarity of 0. Standard output is Markdown, and never holds text of a document.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit

from python_udfs.licences import cut_licence_headers
from python_udfs.minhash import RECIPE
from python_udfs.shingles import shingle_hashes

LEAST = 0.4
TOLERANCE = 1e-9
BAR = 20  # characters
PAIR = pa.schema([("doc_id_a", pa.string()), ("doc_id_b", pa.string()), ("jaccard", pa.float64())])


@njit(cache=True)
def similar_pairs(
    shingles: np.ndarray, offsets: np.ndarray, holders: np.ndarray, later: np.ndarray, ends: np.ndarray, least: float
) -> list[tuple[int, int, float]]:
    """All pairs of sets whose Jaccard similarity is at least `least`, which is above 0.

    Input: shingles[offsets[i]:offsets[i + 1]]: the set i, its members numbered from 0, each once; holders[later[s]:
        ends[s]]: the sets that hold member s, ascending.
    Output: (i, j, similarity), i < j. `later` is used up.
    Cost: the sum, over the members, of the pairs of sets that hold it.
    """
    n = len(offsets) - 1
    n_common = np.zeros(n, np.int64)
    met = np.empty(n, np.int64)
    pairs = []
    for i in range(n):
        n_met = 0
        for shingle in shingles[offsets[i] : offsets[i + 1]]:
            later[shingle] += 1  # past i itself: the sets come in their order
            for j in holders[later[shingle] : ends[shingle]]:
                if n_common[j] == 0:
                    met[n_met] = j
                    n_met += 1
                n_common[j] += 1
        for j in met[:n_met]:
            n_either = offsets[i + 1] - offsets[i] + offsets[j + 1] - offsets[j] - n_common[j]
            similarity = n_common[j] / n_either
            if similarity >= least:
                pairs.append((i, j, similarity))
            n_common[j] = 0
    return pairs


def compared(documents: pa.RecordBatch) -> pa.Array:
    """The texts without the licence headers of code."""
    is_code = pc.equal(documents["domain"], "code")
    return pc.if_else(is_code, cut_licence_headers(documents["text"]), documents["text"])


def truth(documents: pa.Table) -> pa.Table:
    """The pairs of documents with a similarity of at least `LEAST`: doc_id_a < doc_id_b, jaccard.

    Input: doc_id, domain, text.
    Cost: 30 bytes of memory a shingle, besides the documents; see `similar_pairs`.
    """
    sets = [shingle_hashes(compared(batch)) for batch in documents.to_batches()]
    _, shingles = np.unique(np.concatenate([each.values.to_numpy() for each in sets]), return_inverse=True)
    sizes = np.concatenate([each.value_lengths().to_numpy() for each in sets])
    holders = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)[np.argsort(shingles, kind="stable")]
    ends = np.cumsum(np.bincount(shingles))
    offsets = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])
    pairs = similar_pairs(shingles, offsets, holders, np.concatenate([[0], ends[:-1]]), ends, LEAST)
    ids = documents["doc_id"].to_pylist()
    rows = [(min(ids[i], ids[j]), max(ids[i], ids[j]), similarity) for i, j, similarity in pairs]
    return pa.Table.from_pylist([dict(zip(PAIR.names, row, strict=True)) for row in rows], PAIR)


# The first documents of each source by the digest of their id: the same ones in every run. Only distinct texts are
# paired.
SAMPLE = """
    create temp table sample as
    select doc_id, source_id, domain, text, doc_id in (select doc_id from deduped.deduped_documents) as is_kept
    from filtered.filtered_documents
    semi join deduped.distinct_texts using (doc_id)
    qualify row_number() over (partition by source_id order by sha256(doc_id), doc_id) <= ?
"""

JUDGED = """
    create temp table judged as
    with found as (
        select doc_id_a, doc_id_b, jaccard
        from deduped.duplicate_pairs
        semi join sample as a on doc_id_a = a.doc_id
        semi join sample as b on doc_id_b = b.doc_id
    )
    select
        if(a.source_id = b.source_id, a.source_id, 'across sources') as source_id,
        truth.jaccard,
        found.jaccard as stored,
        1 - (1 - truth.jaccard ** $n_rows) ** $n_bands as probability,
        truth.jaccard >= greatest(a_rules.min_jaccard, b_rules.min_jaccard) as is_near,
        a.is_kept and b.is_kept as is_kept
    from truth
    full join found using (doc_id_a, doc_id_b)
    inner join sample as a on doc_id_a = a.doc_id
    inner join sample as b on doc_id_b = b.doc_id
    inner join seeds.duplicate_rules as a_rules on a.domain = a_rules.domain
    inner join seeds.duplicate_rules as b_rules on b.domain = b_rules.domain
"""

COUNTS = """
    count(*) as n_pairs,
    count(stored) as n_found,
    n_found / n_pairs as share,
    avg(probability) as theory,
    count(*) filter (is_kept) as n_kept
"""

BY_SIMILARITY = f"""
    select floor(jaccard * 20) / 20 as low, {COUNTS}
    from judged where jaccard >= $least group by low order by low
"""

BY_SOURCE = f"""
    select coalesce(source_id, 'all') as name, {COUNTS}
    from judged where {{condition}}
    group by grouping sets ((source_id), ()) order by grouping(source_id), source_id = 'across sources', source_id
"""

PRECISION = """
    select
        count(*) filter (greatest(stored, jaccard) >= $least),
        count(*) filter (stored >= $least and jaccard is null or abs(stored - jaccard) > $tolerance),
        coalesce(max(abs(stored - jaccard)), 0)
    from judged where stored is not null
"""


def bar(share: float, theory: float) -> str:
    """The share as a bar, and where the theory's end would be."""
    cells = list(("█" * round(BAR * share)).ljust(BAR + 1))
    cells[round(BAR * theory)] = "│"
    return f"`{''.join(cells)}`"


def table(title: str, rows: list[tuple]) -> Iterator[str]:
    """Markdown. Input: (name, pairs, found, share, theory, kept)."""
    yield f"| {title} | pairs | found | found % | theory % | both kept | found █, theory │ |"
    yield "|---|---:|---:|---:|---:|---:|---|"
    for name, n_pairs, n_found, share, theory, n_kept in rows:
        shares = f"{100 * share:.2f} | {100 * theory:.2f}"
        yield f"| {name} | {n_pairs:,} | {n_found:,} | {shares} | {n_kept:,} | {bar(share, theory)} |"


def main() -> int:
    parser = argparse.ArgumentParser(description="Recall and precision of the near duplicates of a finished build.")
    parser.add_argument("--build", type=Path, default=Path("build"), metavar="FOLDER")
    parser.add_argument("--documents", type=int, default=1_000_000, metavar="N", help="of a source, at most (1000000)")
    arguments = parser.parse_args()

    connection = duckdb.connect(str(arguments.build / "mainpipe.duckdb"), read_only=True)
    connection.execute(SAMPLE, [arguments.documents])
    documents = connection.sql("select doc_id, domain, text from sample").to_arrow_table(2048)
    connection.register("truth", truth(documents))
    connection.execute(JUDGED, {"n_rows": RECIPE.n_rows, "n_bands": RECIPE.n_bands})

    print(f"{len(documents):,} distinct texts, {RECIPE.n_bands} bands of {RECIPE.n_rows} rows\n")
    rows = connection.execute(BY_SIMILARITY, {"least": LEAST}).fetchall()
    rows = [("1" if low == 1 else f"{low:.2f}–{low + 0.05:.2f}", *counts) for low, *counts in rows]
    print("\n".join(table("Jaccard", rows)), end="\n\n")
    for title, condition in (("at least 0.8", "jaccard >= 0.8"), ("duplicates by the rules", "is_near")):
        rows = connection.execute(BY_SOURCE.format(condition=condition)).fetchall()
        print("\n".join(table(title, rows)), end="\n\n")
    parameters = {"least": LEAST, "tolerance": TOLERANCE}
    n_stored, n_wrong, deviation = connection.execute(PRECISION, parameters).fetchall()[0]
    print(f"Similarity as stored: {n_wrong} of {n_stored:,} pairs wrong, largest deviation {deviation:.1g}.")
    return bool(n_wrong)


if __name__ == "__main__":
    sys.exit(main())
