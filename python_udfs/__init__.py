"""Text in, numbers out: the functions that the SQL models call. No engine is imported here but in the two adapters."""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path


def _kernel_cache() -> str:
    """A folder for numba's compiled kernels that belongs to this very code, and can be written.

    numba looks at the file of the kernel it compiles, not at the files of the kernels that this one calls: a cache that
    outlived a change there would run the old code.
    """
    package = Path(__file__).parent
    code = b"".join(code for path in sorted(package.glob("*.py")) if b"numba" in (code := path.read_bytes()))
    folder = package / "__pycache__" / f"kernels-{hashlib.sha256(code).hexdigest()[:16]}"
    if not os.access(package, os.W_OK):
        copy = Path(tempfile.mkdtemp(prefix="mainpipe-kernels-"))
        return str(shutil.copytree(folder, copy, dirs_exist_ok=True) if folder.is_dir() else copy)
    return str(folder)


os.environ["NUMBA_CACHE_DIR"] = _kernel_cache()
