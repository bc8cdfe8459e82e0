"""How the file is opened: what was found in it, and what a person may say against that.

A choice is tried before it is kept: where the file cannot be opened so, the sentence that says why
stands beside the field, and the page goes on showing what could be read.
"""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from cairn.formats.errors import NoHeader, NoRows, NoSuchSheet, WronglyEncoded
from cairn.formats.grids import HEAD
from cairn.formats.opening import (
    ENCODINGS,
    DelimiterNotNeeded,
    EncodingNotNeeded,
    HeaderRowNotNeeded,
    NoRowsBelow,
    NoSuchDelimiter,
    NoSuchEncoding,
    NoSuchHeaderRow,
    Opening,
    OtherEncoding,
)
from cairn.formats.sniffing import Kind
from cairn.formats.tables import Sheet, Workbook
from cairn.kernel.errors import CairnError
from cairn.kernel.text import noop
from cairn.reporting.columns import NO_LAYOUT, Plan
from cairn.web.say import say

FIELDS = ("sheet", "encoding", "delimiter", "header_row")
SIGNS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
SIGN_WORDS = {
    ",": noop("comma ( , )"),
    ";": noop("semicolon ( ; )"),
    "\t": noop("tab"),
    "|": noop("upright bar ( | )"),
}
WRITES = {  # what an older encoding was made for
    "cp1252": noop("Western Europe"),
    "latin-1": noop("Western Europe"),
    "cp1250": noop("Central Europe"),
    "cp1251": noop("Cyrillic"),
    "koi8-r": noop("Cyrillic"),
    "cp1253": noop("Greek"),
    "cp1254": noop("Turkish"),
    "cp1256": noop("Arabic"),
    "gb18030": noop("Chinese"),
    "big5": noop("Chinese, traditional"),
    "shift_jis": noop("Japanese"),
    "euc-kr": noop("Korean"),
}
BESIDE: dict[type[CairnError], str] = {
    OtherEncoding: "encoding",
    NoSuchEncoding: "encoding",
    EncodingNotNeeded: "encoding",
    WronglyEncoded: "encoding",
    NoSuchDelimiter: "delimiter",
    DelimiterNotNeeded: "delimiter",
    NoSuchHeaderRow: "header_row",
    NoRowsBelow: "header_row",
    HeaderRowNotNeeded: "header_row",
    NoHeader: "header_row",
    NoRows: "header_row",
    NoSuchSheet: "sheet",
}


class OpeningFields(forms.Form):
    """The choices that fit the kind of the file, each beginning with what the file itself says."""

    before: Plan

    def add_opening(self, workbook: Workbook, sheet: Sheet) -> None:
        if len(workbook.sheets) > 1:
            names = [(one.name, one.name) for one in workbook.sheets]
            self.fields["sheet"] = forms.ChoiceField(
                label=_("Sheet"), initial=sheet.name, choices=names
            )
        if workbook.encoding:
            found = "" if self.before.encoding else workbook.encoding.name
            self._add_encoding(found)
        if workbook.delimiter:
            self._add_delimiter("" if self.before.delimiter else workbook.delimiter)
        if workbook.kind != Kind.JSON:
            rows = () if self.before.header_row else sheet.header_rows
            self._add_header_row(", ".join(map(str, rows)))

    def add_opening_of_unreadable(self, problem: CairnError) -> None:
        """What might help where nothing could be opened; nothing where no choice would."""
        beside = BESIDE.get(type(problem), "")
        text = beside in ("encoding", "delimiter")
        if text or self.before.encoding:
            self._add_encoding("")
        if text or self.before.delimiter:
            self._add_delimiter("")
        if beside == "header_row" or self.before.header_row:
            self._add_header_row("")

    def _add_encoding(self, found: str) -> None:
        named = [(name, _encoding_words(name)) for name in ENCODINGS]
        self.fields["encoding"] = forms.ChoiceField(
            label=_("How letters are written (encoding)"),
            required=False,
            initial=self.before.encoding,
            choices=[("", _found(_encoding_words(found))), *named],
        )

    def _add_delimiter(self, found: str) -> None:
        chosen = {sign: key for key, sign in SIGNS.items()}.get(self.before.delimiter, "")
        named = [(key, say(SIGN_WORDS[sign])) for key, sign in SIGNS.items()]
        self.fields["delimiter"] = forms.ChoiceField(
            label=_("What stands between the cells"),
            required=False,
            initial=chosen,
            choices=[("", _found(say(SIGN_WORDS[found]) if found else "")), *named],
        )

    def _add_header_row(self, found: str) -> None:
        help_text = _("Counted from 1. Leave it empty to have it found.")
        if found:
            help_text = _("Counted from 1. Leave it empty to use what was found: %(rows)s.") % {
                "rows": found
            }
        self.fields["header_row"] = forms.IntegerField(
            label=_("Row that names the columns"),
            required=False,
            min_value=1,
            max_value=HEAD,
            initial=self.before.header_row or None,
            help_text=help_text,
        )

    @property
    def opening(self) -> Opening:
        """What was chosen; a row of names belongs to its sheet and is not taken to another."""
        given: dict[str, Any] = self.cleaned_data
        before = self.before
        sheet = given.get("sheet", before.sheet)
        row = given.get("header_row") or 0 if "header_row" in self.fields else before.header_row
        moved = "sheet" in self.fields and sheet != self.fields["sheet"].initial
        return Opening(
            encoding=given.get("encoding", before.encoding),
            delimiter=SIGNS.get(given.get("delimiter", ""), "")
            if "delimiter" in self.fields
            else before.delimiter,
            sheet=sheet,
            header_row=0 if moved and row == before.header_row else row,
        )

    @property
    def opens_otherwise(self) -> bool:
        """True where the person chose something else than what the page showed."""
        shown = replace(
            self.before.opening,
            sheet=self.fields["sheet"].initial if "sheet" in self.fields else self.before.sheet,
        )
        return self.opening != shown

    def refuse_opening(self, problem: CairnError) -> None:
        """Put the sentence beside the choice that it is about."""
        field = BESIDE.get(type(problem), "")
        self.add_error(field if field in self.fields else None, say(problem))

    @property
    def opening_fields(self) -> list[Any]:
        return [self[name] for name in FIELDS if name in self.fields]

    @property
    def opening_wrong(self) -> bool:
        return any(name in self.errors for name in FIELDS)


class UnreadableForm(OpeningFields):
    """Of a file that could not be opened: try again with other choices."""

    def __init__(self, data: Any, *, plan: Plan, problem: CairnError) -> None:
        super().__init__(data)
        self.before = plan
        self.add_opening_of_unreadable(problem)


def opened_otherwise(plan: Plan, opening: Opening) -> Plan:
    """The plan with these choices; a layout is looked for anew, unless the person wants none."""
    layout = plan.layout if plan.layout == NO_LAYOUT else ""
    return replace(
        plan,
        layout=layout,
        sheet=opening.sheet,
        encoding=opening.encoding,
        delimiter=opening.delimiter,
        header_row=opening.header_row,
    )


def _found(words: str) -> str:
    if not words:
        return _("as the file itself suggests")
    return _("as found: %(name)s") % {"name": words}


def _encoding_words(name: str) -> str:
    if not name:
        return ""
    return f"{name.upper()} · {say(WRITES[name])}" if name in WRITES else name.upper()
