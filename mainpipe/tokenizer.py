"""Which tokenizer.json decides: the user's, GPT-2's from the hub, or one trained on the survivors."""

import shutil
from pathlib import Path
from typing import Any

from huggingface_hub import hf_hub_download

from mainpipe.errors import UserError
from python_udfs import tokeniser

DEFAULT = "openai-community/gpt2@607a30d783dfa663caf39e06633721c8d4cfcd7e"
TRAINED = "trained on the survivors"
VOCABULARY_SIZE = 32_768
TRAINING_BYTES = 24_000_000


def resolve(asked: str, target: Path) -> str | None:
    """Puts the tokenizer at `target`.

    Input: what the user asked for: a path, a hub id (with @revision), or nothing.
    Output: where it came from; None when nothing was asked for and the hub has none to give, so that one must be trained.
    Errors: UserError when what was asked for is not to be had, or is no tokenizer.
    """
    if asked and (Path(asked).expanduser().is_file() or asked.endswith(".json")):
        path, origin = Path(asked).expanduser(), asked
        if not path.is_file():
            raise UserError(f"TOKENIZER={asked}: there is no such file")
    else:
        origin = asked or DEFAULT
        try:
            path = download(origin)
        except Exception as error:
            if asked:
                raise UserError(
                    f"TOKENIZER={asked}: neither a file nor a tokenizer.json on the hub ({error_name(error)})"
                ) from error
            return None
    try:
        tokeniser.load(path)
    except Exception as error:
        raise UserError(f"TOKENIZER={origin}: {first_sentence(error)}") from error
    if not target.is_file() or target.read_bytes() != path.read_bytes():
        shutil.copyfile(path, target.with_suffix(".part"))
        target.with_suffix(".part").replace(target)
    return origin


def download(hub_id: str) -> Path:
    repository, _, revision = hub_id.partition("@")
    return Path(hf_hub_download(repository, "tokenizer.json", revision=revision or None, etag_timeout=5))


def train_on_survivors(connection: Any, target: Path) -> None:
    """Trains a byte-level BPE on the first survivors in the seeded order, up to TRAINING_BYTES of text."""
    query = f"""
        select text from mainpipe.deduped.deduped_documents
        qualify sum(n_bytes) over (order by sha256('tokenizer|' || doc_id), doc_id rows unbounded preceding) <= {TRAINING_BYTES}
    """
    texts = (text for (text,) in connection.execute(query).fetchall())
    tokeniser.train(texts, VOCABULARY_SIZE, target)


def error_name(error: Exception) -> str:
    return type(error).__name__


def first_sentence(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else error_name(error)
