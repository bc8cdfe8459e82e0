"""What a hostile client sends: values, bodies and headers, and the forms of a page to send them in.

Everything is chosen by a given random generator, so that a run can be repeated.
"""

import random
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl

from django.core.files.uploadedfile import SimpleUploadedFile

NOTHING = ("", " ", "\x00", "a\x00b", "\t\r\n", "\u200b", "\ufeff")
NUMBERS = (
    *("-1", "0", "-0", "+1", "1.5", "1,5", "1_000", "0x10", "1e5", "1e400", "nan", "inf", "-inf"),
    *("²", "٣", "９", "Ⅷ", "½", "٣٤٥", str(2**31), str(2**63), str(-(2**63) - 1)),
    *("9" * 30, "9" * 500, "9" * 5000, "0" * 400, "1" + "0" * 15),
)
DAYS = (
    *("0000-00-00", "2024-02-30", "2024-13-01", "9999-12-31", "10000-01-01", "-2024-01-01"),
    *("2024-Q5", "2024-W54", "2024-H3", "0001-01", "0000", "2024", "2024-1", "2024-01-01T25:61"),
    *("0001-01-01", "9999-Q4", "٢٠٢٤-٠١-٠١", "2024-01-01..0001-01-01", "1e3-01-01"),
)
WORDS = (
    *("null", "None", "true", "[]", "{}", '{"a": {}}', "[[[[", "undefined", "on", "__class__"),
    *("../../../etc/passwd", "..\\..\\x", "/", "//", "?", "#", "&", "=", ";", "%", "%00", "%ff"),
    *("' OR 1=1 --", '"', "\\", "%s%n%d", "{0.__class__}", "{{ 7*7 }}", "{% load x %}", "$(id)"),
    *("<script>alert(1)</script>", "</textarea>", "<!--", "&amp;&#0;", "=1+1", "@SUM(A1)"),
    *("\u202etxt.exe", "\u2067\u2066", "e\u0301" * 200, "😀" * 100, "\U000e0041", "İıſK"),
    *("x\r\nSet-Cookie: a=b", "javascript:alert(1)", "http://127.0.0.1/", "//evil.example/"),
    *("NER", "xx", "fil-0000000000-0", "fil-", "-", "a" * 300, "a" * 70_000, "é" * 2_000),
    *("a-b-c-d-e-f", ":", "::", "a:b", "|", "a|b|c", ",", ",,,", "1,2,x", "~", "*", "$"),
)
VALUES = (*NOTHING, *NUMBERS, *DAYS, *WORDS)
QUERIES = ("%", "%zz=1", "%ff%fe=%ff", "=", "&&&", "a[]=1&a[b]=2", "%00=%00", "a=%ed%a0%80")
BODIES = (
    ("application/json", b"{"),
    ("application/json", b"null"),
    ("application/json", b'{"act": {"a": []}}'),
    ("application/json; charset=utf-7", b"+AHs-"),
    ("text/plain", b"\xff\xfe\x00"),
    ("text/xml", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
    ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=a"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: x; name="\xff"\r\n\r\n1'),
    ("multipart/form-data; boundary=" + "x" * 300, b"--x--"),
    ("application/x-www-form-urlencoded; charset=nothing", b"act=save"),
    ("application/x-www-form-urlencoded", b"act=%ff&once=%00&=&%"),
    ("application/x-www-form-urlencoded", b"&".join(b"f%d=1" % n for n in range(12_000))),
    ("application/octet-stream", b"\x00" * 2_000),
    ("", b"act=save"),
)
HEADERS: tuple[dict[str, str], ...] = (
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "\x00é", "HTTP_HX_CURRENT_URL": "http://[::1"},
    {"HTTP_ACCEPT": "application/json"},
    {"HTTP_ACCEPT": "*;q=nan, /, ,,;;="},
    {"HTTP_ACCEPT_LANGUAGE": "xx-" * 200},
    {"HTTP_IF_NONE_MATCH": '"' * 9, "HTTP_IF_MODIFIED_SINCE": "never"},
    {"HTTP_RANGE": "bytes=9-1,-,x"},
    {"HTTP_COOKIE": "cairn_kept=a:b:c; messages=[[; django_language=../x"},
    {"HTTP_REFERER": "http://[bad", "HTTP_ORIGIN": "null"},
    {"HTTP_USER_AGENT": "\u00ff" * 3_000},
    {"HTTP_CONTENT_RANGE": "bytes a-b/c", "HTTP_UPLOAD_OFFSET": "²"},
)
METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "HEAD", "PROPFIND", "get")
FILES = (
    ("a.csv", b""),
    ("a.csv", b"\x00\x01\x02" * 900),
    ("a.xlsx", b"PK\x03\x04 broken"),
    ("../\x00/é\u202e.xlsx", b"a,b\n1,2\n"),
    ("a.cairn.json", b'{"filing": [[[]]]}'),
    ("a.cairn.json", b"[" * 3_000),
    ("x" * 400 + ".csv", "﻿Dead,Date\n²,0000-00-00\n".encode("utf-16")),
    ("a.csv", b'"' * 3_000),
)


@dataclass
class Form:
    """One form of a page as a browser would send it."""

    method: str = "GET"
    action: str = ""
    fields: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class Page(HTMLParser):
    """The forms of a page, with those that stand in a `<template>`, and its own addresses."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: set[str] = set()
        self._open = Form()
        self._select = self._area = ""
        self.feed(text)

    def asked_for(self) -> list[str]:
        """Names that stand in queries: of the fields of forms, and of links."""
        links = (parse_qsl(link.partition("?")[2]) for link in self.links)
        known = {name for link in links for name, _value in link}
        return sorted(known | {name for form in self.forms for name in form.fields} | {"page"})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        name, kind = found.get("name", ""), found.get("type", "")
        if tag == "form":
            self._open = Form(found.get("method", "get").upper(), found.get("action", ""))
            self.forms.append(self._open)
        elif tag == "a":
            self.links.add(found.get("href", ""))
        elif tag == "option" and self._select:
            chosen = self._open.fields.setdefault(self._select, [])
            if "selected" in found or not chosen:
                chosen[:] = [found.get("value", "")]
        elif tag == "button" or kind == "submit":
            if name:
                self._open.buttons.append((name, found.get("value", "")))
        elif tag == "input" and kind == "file":
            self._open.files.append(name)
        elif tag == "input" and name:
            self._open.fields.setdefault(name, []).append(found.get("value", ""))
        elif tag == "select":
            self._select = name
        elif tag == "textarea" and name:
            self._area = name
            self._open.fields[name] = [""]

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""
        elif tag == "form":
            self._open = Form()

    def handle_data(self, data: str) -> None:
        if self._area:
            self._open.fields[self._area][0] += data


def sent(form: Form, chance: random.Random) -> dict[str, Any]:
    """The form with hostile values: in one field, in several or in all, with fields left out, given
    several times, or of a name that no form has. `once` stays, so that the rest is looked at."""
    names = [name for name in form.fields if name not in ("once", "csrfmiddlewaretoken")]
    given: dict[str, Any] = {name: list(values) for name, values in form.fields.items()}
    if form.buttons:
        button, value = chance.choice(form.buttons)
        given[button] = [value]
    several = chance.choice((1, 1, 1, 2, 3, len(names)))
    for name in chance.sample(names, min(several, len(names))):
        given[name] = [chance.choice(VALUES)]
    match chance.randrange(8):
        case 0 if names:
            given.pop(chance.choice(names), None)
        case 1 if names:
            given[chance.choice(names)] = chance.choices(VALUES, k=3)
        case 2:
            given[strange_name(names, chance)] = [chance.choice(VALUES)]
        case 3:
            given["act"] = [chance.choice((*VALUES, *ACTS))]
    for name in form.files:
        if chance.randrange(4):
            called, content = chance.choice(FILES)
            given[name] = SimpleUploadedFile("a", content)
            given[name]._name = called  # as it came, with what Django would take from it
    return given


ACTS = ("save", "submit", "open", "clear", "return", "take", "write", "add", "end", "all:", "x:y")


def strange_name(names: list[str], chance: random.Random) -> str:
    """A name like those of the form, with a part of it replaced."""
    parts = (chance.choice(names) if names else "a-1-b").split("-")
    parts[chance.randrange(len(parts))] = chance.choice(VALUES)[:3_000]
    return "-".join(parts)
