"""Every function that SQL may call: its name there, the Python behind it, its Arrow types."""

from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa

from python_udfs import (
    boilerplate,
    code_signals,
    compressibility,
    contamination,
    cuts,
    duplicate_spans,
    excerpts,
    flagged,
    language,
    licences,
    list_text,
    logarithms,
    minhash,
    normalise,
    pii,
    quality,
    raw_records,
    repeated_lines,
    shingles,
    signals,
    tokeniser,
    urls,
)

TEXT, TEXTS, INT32 = pa.string(), pa.list_(pa.string()), pa.int32()
INT32S, INT64S, FLOAT64S = pa.list_(pa.int32()), pa.list_(pa.int64()), pa.list_(pa.float64())


@dataclass(frozen=True)
class Function:
    name: str
    call: Callable[..., pa.Array]
    arguments: tuple[pa.DataType, ...]
    returns: pa.DataType


FUNCTIONS = (
    Function("mp_normalise", normalise.normalise, (TEXT, TEXT), normalise.NORMALISED_TYPE),
    Function("mp_cut_boilerplate", boilerplate.cut_boilerplate, (TEXT, TEXT), boilerplate.CUT_TYPE),
    Function("mp_markup_line_ratio", boilerplate.markup_line_ratio, (TEXT,), pa.float64()),
    Function("mp_language", language.identify, (TEXT,), language.LANGUAGE),
    Function("mp_text_signals", signals.text_signals, (TEXT,), signals.SIGNALS),
    Function("mp_compressibility", compressibility.compressibility, (TEXT,), compressibility.COMPRESSIBILITY),
    Function("mp_code_signals", code_signals.code_signals, (TEXT,), code_signals.SIGNALS),
    Function("mp_licence_header", licences.licence_headers, (TEXT,), licences.HEADER_TYPE),
    Function("mp_cut_licence_header", licences.cut_licence_headers, (TEXT,), TEXT),
    Function("mp_flagged_words", flagged.flagged_words, (TEXT,), pa.int64()),
    Function("mp_quality", quality.quality, (TEXT,), pa.float64()),
    Function("mp_url_domains", urls.url_domains, (TEXT,), TEXTS),
    Function("mp_url_key", urls.url_keys, (TEXT,), TEXT),
    Function("mp_find_pii", pii.find, (TEXT, TEXT), pii.FINDINGS_TYPE),
    Function("mp_redact", pii.redact, (TEXT, pii.FINDINGS_TYPE), TEXT),
    Function("mp_find_contamination", contamination.find, (TEXT,), contamination.MATCHES_TYPE),
    Function("mp_describe_passage", contamination.describe, (INT32,), contamination.DESCRIPTION_TYPE),
    Function("mp_text_key", shingles.text_keys, (TEXT,), TEXT),
    Function("mp_shingles", shingles.shingle_hashes, (TEXT,), INT64S),
    Function("mp_shingle_parts", shingles.shingle_parts, (INT64S, INT32), shingles.PARTS_TYPE),
    Function("mp_n_common", shingles.n_common, (INT64S, INT64S), pa.int64()),
    Function("mp_minhash_bands", minhash.band_hashes, (TEXT,), INT64S),
    Function("mp_shared_bands", minhash.shared_bands, (INT64S, INT64S), INT32S),
    Function("mp_line_hashes", repeated_lines.line_hashes, (TEXT,), repeated_lines.LINES_TYPE),
    Function("mp_fingerprints", duplicate_spans.text_fingerprints, (TEXT,), INT64S),
    Function("mp_windows", duplicate_spans.text_windows, (TEXT, INT64S), duplicate_spans.WINDOWS_TYPE),
    Function("mp_cut", cuts.cut, (TEXT, cuts.SPANS_TYPE), TEXT),
    Function("mp_tokenise", tokeniser.tokenise, (TEXT,), INT32S),
    Function("mp_detokenise", tokeniser.detokenise, (INT32S,), TEXT),
    Function("mp_candidate_probability", minhash.candidate_probability, (pa.float64(),), pa.float64()),
    Function("mp_excerpt", excerpts.excerpts, (TEXT, INT32), TEXT),
    Function("mp_first_difference", excerpts.first_differences, (TEXT, TEXT), pa.int32()),
    Function("mp_raw_record", raw_records.raw_records, (TEXT,), raw_records.RAW_RECORD),
    Function("mp_clock_microseconds", raw_records.clock_microseconds, (TEXT,), pa.int64()),
    Function("mp_list_text", list_text.list_texts, (FLOAT64S,), TEXT),
    Function("mp_ln", logarithms.natural_logarithms, (pa.float64(),), pa.float64()),
    Function("mp_exp", logarithms.exponentials, (pa.float64(),), pa.float64()),
)
