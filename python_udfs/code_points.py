"""What every text kernel shares: the code points of UTF-8 bytes, their classes, one 64-bit hash."""

import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np
from numba import njit

N_CODE_POINTS = 0x110000


@dataclass(frozen=True)
class Recipe:
    """The constants of the hash, and the version of Unicode that the character classes come from."""

    seed: int = 0x9E3779B97F4A7C15
    step: int = 0xD6E8FEB86659FD93
    mix: tuple[int, int] = (0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
    unicode_version: str = unicodedata.unidata_version


RECIPE = Recipe()

SEED = np.uint64(RECIPE.seed)
STEP = np.uint64(RECIPE.step)
MIX_1, MIX_2 = np.uint64(RECIPE.mix[0]), np.uint64(RECIPE.mix[1])
S27, S30, S31, S32 = np.uint64(27), np.uint64(30), np.uint64(31), np.uint64(32)


def all_code_points() -> np.ndarray:
    """Every code point as a one-character string, surrogates included.

    Output: str array of 0x110000, its index is the code point; NumPy reads U+0000 as an empty string.
    Cost: 4.5 MB.
    """
    return np.arange(N_CODE_POINTS, dtype=np.uint32).view(np.dtype("U1"))


@cache
def categories() -> np.ndarray:
    """The Unicode general category of every code point.

    Output: str array of 0x110000 two-letter categories ("Lu", "Mn", …).
    Cost: 0.2 s the first time, 9 MB.
    """
    return np.array(list(map(unicodedata.category, map(chr, range(N_CODE_POINTS)))))


@njit
def decode(data: np.ndarray, i: int) -> tuple[int, int]:
    """The code point whose UTF-8 bytes start at data[i], and the number of those bytes (1 to 4).

    Input: bytes (uint8), valid UTF-8 from i on.
    """
    first = int(data[i])
    if first < 0x80:
        return first, 1
    if first < 0xE0:
        return (first & 0x1F) << 6 | (data[i + 1] & 0x3F), 2
    if first < 0xF0:
        return (first & 0x0F) << 12 | (data[i + 1] & 0x3F) << 6 | (data[i + 2] & 0x3F), 3
    return (
        (first & 0x07) << 18 | (data[i + 1] & 0x3F) << 12 | (data[i + 2] & 0x3F) << 6 | (data[i + 3] & 0x3F),
        4,
    )


@njit
def hash_step(h: np.uint64, value: np.uint64) -> np.uint64:
    """The hash h of a sequence, taken one value further.

    Input: h (SEED for an empty sequence), value (a code point, or another hash).
    Output: uint64. A bijection of h for each value and of value for each h: sequences of one value never collide,
        others as seldom as random 64-bit numbers (d distinct ones: about d²/2⁶⁵). Defined on integers, so the same on
        every machine. It is no defence against somebody who builds collisions.
    Cost: one multiplication.
    """
    h = (h ^ value) * STEP
    return h ^ (h >> S32)


@njit
def hash_text(data: np.ndarray, start: int, end: int) -> np.uint64:
    """The hash of the code points of data[start:end]."""
    h, i = SEED, start
    while i < end:
        point, width = decode(data, i)
        h = hash_step(h, np.uint64(point))
        i += width
    return h


@njit
def mix(h: np.uint64) -> np.uint64:
    """A bijection that spreads every bit of h over all 64: the finaliser of SplitMix64.

    Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014), with Stafford's variant 13.
    """
    h = (h ^ (h >> S30)) * MIX_1
    h = (h ^ (h >> S27)) * MIX_2
    return h ^ (h >> S31)
