"""Web pages that share a notice: on enough pages it should be cut, on fewer it should stay."""

import hashlib
import re

from mainpipe.sample.prose import web_page
from mainpipe.sample.record import Record, keyed

# Pages with the notice, and what should become of it: the bounds of a line and a paragraph are 10 and 5 documents.
_NOTICES = {
    "line": (20, "trimmed", "The opinions of our guest writers are theirs alone and do not bind the editors."),
    "paragraph": (
        9,
        "trimmed",
        "Ask for our printed list\nat the old customs house,\nor write to the keeper of the archive.",
    ),
    "rare_line": (9, "kept", "This column first stood in the evening edition and was shortened a little."),
}


def notice_records(seed: int) -> list[Record]:
    """Clean pages with one notice each: a line between two blocks, a paragraph at the end."""
    records = []
    for variant, (n_pages, expect, notice) in _NOTICES.items():
        for index in range(n_pages):
            key, rng = keyed(seed, "c4", "notice", variant, index)
            page = web_page(rng)
            gaps = [("\n\n", len(page))]
            if "\n" not in notice:
                gaps = [(gap.group(), gap.start()) for gap in re.finditer(r"\n+", page)]
            gap, end = gaps[rng.randrange(len(gaps))]
            start = end + len(gap)
            fact = {"kind": "notice", "variant": variant, "expect": expect, "start": start, "end": start + len(notice)}
            if expect == "trimmed":
                fact["right_sha256"] = hashlib.sha256(page.encode()).hexdigest()
            records.append(Record(key, "c4", page[:end] + gap + notice + page[end:], [fact]))
    return records
