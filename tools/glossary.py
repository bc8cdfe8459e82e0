"""Write `GLOSSARY.md` from `cairn/web/data/glossary.yaml`; `--check` says whether it is current."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from cairn.kernel.languages import LANGUAGES  # noqa: E402
from cairn.web.glossary import Entry, Glossary, Usage, glossary  # noqa: E402

PATH = ROOT / "GLOSSARY.md"
AUTHORITY = {
    Usage.TREATY: "names as in the treaty",
    Usage.FIELD: "names as commonly used",
    Usage.OURS: "our word",
}
HEAD = """# Glossary

The words of the field and ours, with the names that the United Nations use in its six languages
where it has one. Written by `tools/glossary.py` from `cairn/web/data/glossary.yaml`: change that
file. Names marked "as commonly used" or "our word" were not reviewed by a person in languages other
than English.
"""


def text(of: Glossary) -> str:
    parts = [HEAD]
    for group in of.groups:
        parts.append(f"\n## {group.title}\n")
        parts += [_entry(entry) for entry in of.of(group)]
    return "".join(parts)


def _entry(entry: Entry) -> str:
    others = " · ".join(f"{code} {entry.names[code]}" for code in LANGUAGES if code != "en")
    return f"\n**{entry.names['en']}** ({AUTHORITY[entry.usage]}). {entry.definition}  \n{others}\n"


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        sys.exit(
            0 if PATH.read_text("utf-8") == text(glossary()) else "GLOSSARY.md is not current."
        )
    PATH.write_text(text(glossary()), "utf-8")
