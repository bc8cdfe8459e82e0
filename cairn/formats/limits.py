"""How much of a file is read before it is refused, on a server that anyone may send files to."""

from dataclasses import dataclass

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may have at most. Sizes in bytes; memory and seconds bind the isolated reader."""

    max_bytes: int = 250 * MB
    max_uncompressed: int = 1024 * MB
    max_ratio: int = 200  # unpacked to packed, of any part that is not small
    max_columns: int = 2_000
    max_rows: int = 5_000_000
    max_cell: int = 32_767  # what a cell of a spreadsheet holds
    max_line: int = 4 * MB
    memory: int = 2_048 * MB
    seconds: int = 300


DEFAULT = Limits()
