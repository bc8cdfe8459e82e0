"""The fingerprint of a snapshot's rows, the same however they were batched.

Rows arrive in one canonical order (`writer`). Each column feeds three running SHA-256 sums: which
values are there, the values (or the lengths of the texts) with zero where there is none, and the
bytes of the texts. The fingerprint of a table is the SHA-256 over its name, the number of rows and
every column's name, type and sums. Bytes are little-endian as Arrow keeps them.
"""

from __future__ import annotations

import hashlib

import pyarrow as pa
import pyarrow.compute as pc


class TableDigest:
    """Fed with record batches of one schema; `hexdigest` at any time."""

    def __init__(self, name: str, schema: pa.Schema) -> None:
        self.name, self.schema, self.rows = name, schema, 0
        self._sums = [tuple(hashlib.sha256() for _ in range(3)) for _ in schema]

    def update(self, batch: pa.RecordBatch) -> None:
        assert batch.schema.equals(self.schema)
        self.rows += batch.num_rows
        for column, (there, values, texts) in zip(batch.columns, self._sums, strict=True):
            there.update(_bytes(pc.is_valid(column).cast(pa.uint8())))
            if pa.types.is_string(column.type):
                filled = column.fill_null("")
                values.update(_bytes(pc.binary_length(filled)))
                texts.update(_text_bytes(filled))
            else:
                plain = column.cast(pa.int32()) if pa.types.is_date32(column.type) else column
                values.update(_bytes(plain.fill_null(0)))

    def hexdigest(self) -> str:
        whole = hashlib.sha256(f"{self.name} {self.rows}\n".encode())
        for field, sums in zip(self.schema, self._sums, strict=True):
            parts = " ".join(part.hexdigest() for part in sums)
            whole.update(f"{field.name} {field.type} {parts}\n".encode())
        return whole.hexdigest()


def _bytes(values: pa.Array) -> memoryview:
    width = values.type.bit_width // 8
    data = values.buffers()[1]
    if data is None:
        return memoryview(b"")
    return memoryview(data)[values.offset * width : (values.offset + len(values)) * width]


def _text_bytes(texts: pa.StringArray) -> memoryview:
    _, offsets, data = texts.buffers()
    if not len(texts) or data is None or offsets is None:
        return memoryview(b"")
    ends = memoryview(offsets).cast("i")
    return memoryview(data)[ends[texts.offset] : ends[texts.offset + len(texts)]]
