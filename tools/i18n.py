"""Translations from the source to the running product.

    extract            put every sentence of the product into the catalogues, and take out the stale
    missing LANGUAGE   print what is not translated yet, as JSON with an empty "text"
    fill LANGUAGE FILE take the translations of such a file over; what is wrong is refused by name
    check              fail where anything is missing, fuzzy, stale or wrong
    compile            write the files that are read at run time (done by `make setup`)
    status             how much of each language is there, and whether a person has reviewed it

docs/look.md says how to translate.
"""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from babel.messages.mofile import write_mo
from catalogues import (
    LANGUAGES,
    Catalogue,
    Translation,
    compiled,
    path_of,
    problems,
    read,
    write,
    wrong,
)
from sentences import Key, all_sentences


def extract(languages: tuple[str, ...] = LANGUAGES) -> int:
    wanted = all_sentences()
    for language in languages:
        catalogue = read(language)
        blank = {key: Translation(("",) * catalogue.forms_of(key)) for key in wanted}
        kept = {key: catalogue.entries[key] for key in wanted if key in catalogue.entries}
        catalogue.entries = {**blank, **kept}
        write(catalogue, wanted)
    print(f"{len(wanted)} sentences in {len(languages)} catalogues")
    return 0


def missing(language: str) -> int:
    wanted, catalogue = all_sentences(), read(language)
    listed = []
    for key in sorted(wanted):
        held = catalogue.entries.get(key)
        if held is None or held.fuzzy or not all(held.forms):
            listed.append(_as_json(key, wanted[key], catalogue))
    json.dump(listed, sys.stdout, ensure_ascii=False, indent=1)
    print()
    return 0


def fill(language: str, file: Path) -> int:
    wanted, catalogue = all_sentences(), read(language)
    refused = 0
    for given in json.loads(file.read_text("utf-8")):
        key = Key(given["id"], given.get("plural", ""), given.get("context", ""))
        text = given["text"]
        forms = tuple(text) if isinstance(text, list) else (text,)
        if not all(forms):
            continue
        faults = ["not a sentence of the product"] if key not in wanted else []
        faults += wrong(catalogue, key, forms)
        if faults:
            refused += 1
            print(f"{key.id!r}: {'; '.join(faults)}", file=sys.stderr)
            continue
        catalogue.entries[key] = Translation(forms)
    write(catalogue, wanted)
    left = sum(1 for _problem in problems(catalogue, wanted))
    print(f"{language}: {refused} refused, {left} still to do")
    return 1 if refused else 0


def check() -> int:
    wanted, found = all_sentences(), 0
    for language in LANGUAGES:
        for problem in problems(read(language), wanted):
            found += 1
            print(f"{path_of(language).name} {language}: {problem}", file=sys.stderr)
    if found:
        print(f"{found} problems; `tools/i18n.py extract` and `missing` help.", file=sys.stderr)
    return 1 if found else 0


def compile_all() -> int:
    for language in LANGUAGES:
        path = path_of(language).with_suffix(".mo")
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        with draft.open("wb") as file:
            write_mo(file, compiled(read(language)))
        draft.replace(path)
    return 0


def status() -> int:
    wanted = all_sentences()
    for language in LANGUAGES:
        catalogue = read(language)
        done = sum(
            1
            for key, held in catalogue.entries.items()
            if key in wanted and all(held.forms) and not held.fuzzy
        )
        print(f"{language}  {done:>5} of {len(wanted)}  {catalogue.review}")
    return 0


def _as_json(key: Key, where: set[str], catalogue: Catalogue) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": key.id}
    if key.context:
        entry["context"] = key.context
    if key.plural:
        entry["plural"] = key.plural
    entry["where"] = sorted(where)
    entry["text"] = [""] * catalogue.plurals if key.plural else ""
    return entry


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("extract", "check", "compile", "status"):
        commands.add_parser(name)
    for name in ("missing", "fill"):
        one = commands.add_parser(name)
        one.add_argument("language", choices=LANGUAGES)
        if name == "fill":
            one.add_argument("file", type=Path)
    chosen = parser.parse_args(arguments)
    match chosen.command:
        case "extract":
            return extract()
        case "missing":
            return missing(chosen.language)
        case "fill":
            return fill(chosen.language, chosen.file)
        case "check":
            return check()
        case "compile":
            return compile_all()
    return status()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
