"""What the public API says of records of the library and of their files."""

from datetime import date, datetime
from typing import Any

from ninja import Schema

from cairn.api.public.schemas import TagOut


class FileOut(Schema):
    """One file of all records of a kind; `sidecar` proves what is in it."""

    name: str
    media_type: str
    address: str
    sidecar: str


class KindOut(Schema):
    """A kind of records: how many are published, by what they are filtered, which files there
    are."""

    kind: str
    words: str
    about: str
    records: int
    withdrawn: int
    changed: datetime | None
    filters: list[str]
    files: list[FileOut]
    page: str


class KindsOut(Schema):
    kinds: list[KindOut]
    files: list[FileOut]  # of all kinds


class IdentifierOut(Schema):
    """A name under which others know it: "ecli", "eli", "doi", "symbol" or "official"."""

    scheme: str
    value: str


class RecordOut(Schema):
    """A record of the library, or its stub: `withdrawn` says since when, `because` why, and
    nothing else of it is left."""

    ref: str
    kind: str
    key: str
    version: int
    title: str
    title_language: str
    titles: dict[str, str]
    official_number: str
    country: str
    first_day: date | None
    last_day: date | None
    completeness: int | None
    invented: bool
    licence: str
    licence_url: str
    source: str
    page: str
    published: datetime
    first_published: datetime
    changed: datetime
    withdrawn: datetime | None
    because: str
    tags: list[TagOut]
    identifiers: list[IdentifierOut]
    record: dict[str, Any] | None  # the content in the shape of its kind; in lists with full=true


class RecordsOut(Schema):
    """Records in the order in which they changed, the oldest first."""

    total: int
    records: list[RecordOut]
    next: str | None  # give it as `cursor` for the following records


class LicenceOut(Schema):
    licence: str
    url: str
    records: int


class SidecarOut(Schema):
    """What is in a file: rows, bytes and checksum, and under which terms its records stand."""

    file: str
    kind: str
    address: str
    media_type: str
    rows: int
    records: int
    bytes: int
    sha256: str
    state: str  # the file's ETag: two files of one state are the same bytes
    changed: datetime | None
    licences: list[LicenceOut]
    attribution: str
