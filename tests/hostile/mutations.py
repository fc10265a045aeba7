"""Damage to files, drawn from a seed: what disks, networks and attackers make of good ones."""

from __future__ import annotations

import copy
import json
from typing import Any

import numpy as np

NUMBERS: tuple[Any, ...] = (0, -1, 1, 2**31 - 1, 2**31, 2**63, 2**64, -(2**63), 1e308, -1e308, 1e-320, float("nan"), float("inf"), 10**400)
VALUES: tuple[Any, ...] = (
    None,
    True,
    "",
    "x",
    "\ud800",
    "\u0000",
    "\u202e",
    "AU12",
    "é" * 50,
    "x" * 20_000,
    [],
    {},
    [[]],
    {"a": {}},
    *NUMBERS,
)
MARKS = tuple(
    bytes.fromhex(mark)
    for mark in ("ffffffff", "7fffffff", "00000000", "ffffffffffffffff", "7fffffffffffffff", "80000000", "0000000000000080")
)
MAX_BYTES = 1 << 20


def damaged(content: bytes, other: bytes, rng: np.random.Generator) -> bytes:
    """Damage a file a little, or in one to three ways; `other` is a second good file of its kind."""
    if rng.random() < 0.5:
        return _SLIGHT_DAMAGES[rng.integers(len(_SLIGHT_DAMAGES))](content, other, rng)
    for _ in range(rng.integers(1, 4)):
        content = _DAMAGES[rng.integers(len(_DAMAGES))](content, other, rng)[:MAX_BYTES]
    return content


def _cut(content: bytes, other: bytes, rng: np.random.Generator) -> bytes:
    return content[: rng.integers(0, len(content) + 1)]


def _without_start(content: bytes, other: bytes, rng: np.random.Generator) -> bytes:
    return content[rng.integers(0, min(len(content), 64) + 1) :]


def _flipped(content: bytes, other: bytes, rng: np.random.Generator) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.integers(1, 9)):
        if changed:
            changed[rng.integers(len(changed))] ^= 1 << rng.integers(8)
    return bytes(changed)


def _overwritten(content: bytes, other: bytes, rng: np.random.Generator) -> bytes:
    """Random bytes somewhere, more often at the start, where headers are."""
    at = int(rng.integers(0, len(content) + 1) * rng.random() ** 2)
    return content[:at] + rng.bytes(int(rng.integers(1, 17))) + content[at + 16 :]


def _marked(content: bytes, other: bytes, rng: np.random.Generator) -> bytes:
    """A number at the edge of its range where a size may stand."""
    at = int(rng.integers(0, len(content) + 1) * rng.random() ** 2)
    mark = MARKS[rng.integers(len(MARKS))]
    return content[:at] + mark + content[at + len(mark) :]


def _zeroed(content: bytes, other: bytes, rng: np.random.Generator) -> bytes:
    start, end = sorted(rng.integers(0, len(content) + 1, 2).tolist())
    return content[:start] + bytes(end - start) + content[end:]


def _removed(content: bytes, other: bytes, rng: np.random.Generator) -> bytes:
    start = int(rng.integers(0, len(content) + 1))
    return content[:start] + content[start + int(rng.integers(1, 65)) :]


def _repeated(content: bytes, other: bytes, rng: np.random.Generator) -> bytes:
    start, end = sorted(rng.integers(0, len(content) + 1, 2).tolist())
    return content[:end] + content[start:end] * int(rng.integers(1, 20)) + content[end:]


def _spliced(content: bytes, other: bytes, rng: np.random.Generator) -> bytes:
    return content[: rng.integers(0, len(content) + 1)] + other[rng.integers(0, len(other) + 1) :]


def _lengthened(content: bytes, other: bytes, rng: np.random.Generator) -> bytes:
    return content + rng.bytes(int(rng.integers(1, 2000)))


_SLIGHT_DAMAGES = (_flipped, _overwritten, _marked, _lengthened)
_DAMAGES = (
    _cut,
    _without_start,
    _flipped,
    _overwritten,
    _overwritten,
    _marked,
    _marked,
    _zeroed,
    _removed,
    _repeated,
    _spliced,
    _lengthened,
)


def odd_json(content: bytes, rng: np.random.Generator) -> bytes:
    """Change, remove, rename or add a few values somewhere in a JSON document; sometimes nest it deeply."""
    document = copy.deepcopy(json.loads(content))
    for _ in range(rng.choice([1, 1, 1, 2, 4])):
        document = _odd(document, rng)
    if rng.random() < 0.05:
        depth = int(rng.choice([10, 100, 900, 100_000]))
        return (b'{"a": ' * depth) + content + b"}" * depth
    return json.dumps(document).encode()


def _odd(document: Any, rng: np.random.Generator) -> Any:
    value = copy.deepcopy(VALUES[rng.integers(len(VALUES))])
    if isinstance(document, int | float) and abs(document) < 1e6 and rng.random() < 0.4:
        return document * float(rng.choice([0.5, 0.99, 1.01]))
    if not isinstance(document, dict | list) or not document or rng.random() < 0.1:
        return value
    key: Any = list(document)[rng.integers(len(document))] if isinstance(document, dict) else int(rng.integers(len(document)))
    choice = rng.random()
    if choice < 0.5:
        document[key] = _odd(document[key], rng)
    elif choice < 0.7:
        del document[key]
    elif choice < 0.85 and isinstance(document, dict):
        document[str(value)[:100]] = document.pop(key)
    elif isinstance(document, list):
        document.extend([value] * int(rng.integers(1, 100)))
    else:
        document[key] = value
    return document


def odd_table(content: bytes, rng: np.random.Generator) -> bytes:
    """Change cells, columns and lines of a CSV table."""
    rows = [line.split(",") for line in content.decode().splitlines()]
    for _ in range(rng.integers(1, 6)):
        row = rows[rng.integers(len(rows))]
        cell = str(VALUES[rng.integers(len(VALUES))]).replace("\ud800", "\x00")
        choice = rng.random()
        if choice < 0.5 and row:
            row[rng.integers(len(row))] = cell
        elif choice < 0.6 and row:
            del row[rng.integers(len(row))]
        elif choice < 0.7:
            row.extend([cell] * int(rng.integers(1, 50)))
        elif choice < 0.8:
            rows.insert(int(rng.integers(len(rows))), [cell])
        elif choice < 0.9:
            rows *= int(rng.integers(1, 5))
        else:
            row[:] = ['"' + row[0] if row else '"', *row[1:]]
    return "\n".join(",".join(row) for row in rows[:2000]).encode()
