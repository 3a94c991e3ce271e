"""Which tokenizer.json decides: the user's, GPT-2's from the hub, or one trained on the survivors."""

import shutil
from pathlib import Path
from typing import Any

from huggingface_hub import HfApi, hf_hub_download
from huggingface_hub.errors import LocalEntryNotFoundError

from mainpipe.data_files import FAILURES, PROBE_SECONDS
from mainpipe.errors import UserError
from python_udfs import tokeniser

DEFAULT = "openai-community/gpt2@607a30d783dfa663caf39e06633721c8d4cfcd7e"
TRAINED = "trained on the survivors"
VOCABULARY_SIZE = 32_768
TRAINING_BYTES = 24_000_000


def find(asked: str) -> tuple[Path, str] | None:
    """The tokenizer.json and where it came from.

    Input: what the user asked for: a path, a hub id (with @revision), or nothing.
    Output: None when nothing was asked for and the hub has none to give, so that one must be trained.
    Errors: UserError when what was asked for is not to be had, or is no tokenizer.
    """
    path = Path(asked).expanduser()
    if asked.endswith(".json") and not path.is_file():
        raise UserError(f"TOKENIZER={asked}: there is no such file")
    if not asked or not path.is_file():
        try:
            path = download(asked or DEFAULT)
        except FAILURES as error:
            if not asked:
                return None
            cause = f"neither a file, nor on the hub ({type(error).__name__})"
            raise UserError(f"TOKENIZER={asked}: {cause}") from error
    try:
        tokeniser.load(path)
    except tokeniser.TokeniserError as error:
        raise UserError(f"TOKENIZER={asked or DEFAULT}: {error}") from error
    return path, asked or DEFAULT


def place(asked: str, target: Path) -> str | None:
    """Copies the tokenizer that `find` finds to `target`. Output: where it came from; None as `find`."""
    given = Path(asked).expanduser()
    if asked and given.is_file() and target.is_file() and given.read_bytes() == target.read_bytes():
        return asked  # it was found to be one when it was placed
    found = find(asked)
    if found is None:
        return None
    path, origin = found
    if not target.is_file() or target.read_bytes() != path.read_bytes():
        partial = target.with_suffix(".part")
        shutil.copyfile(path, partial)
        partial.replace(target)
    return origin


def download(hub_id: str) -> Path:
    """The tokenizer.json of a model on the hub, from the cache when it is there. Errors: FAILURES."""
    repository, _, revision = hub_id.partition("@")
    where: dict[str, Any] = {"repo_id": repository, "filename": "tokenizer.json", "revision": revision or None}
    try:
        return Path(hf_hub_download(**where, local_files_only=True))
    except LocalEntryNotFoundError:
        HfApi().model_info(repository, revision=revision or None, timeout=PROBE_SECONDS)
        return Path(hf_hub_download(**where))


def train_on_survivors(connection: Any, target: Path) -> None:
    """Trains a byte-level BPE on the first survivors in a hashed order, up to TRAINING_BYTES of text."""
    query = f"""
        with chosen as (
            select doc_id
            from mainpipe.deduped.deduped_documents
            qualify sum(n_bytes) over (order by sha256('tokenizer|' || doc_id), doc_id) <= {TRAINING_BYTES}
        )

        select text
        from mainpipe.deduped.deduped_documents as documents
        semi join chosen on documents.doc_id = chosen.doc_id
    """
    texts = (text for (text,) in connection.execute(query).fetchall())
    tokeniser.train(texts, VOCABULARY_SIZE, target)
