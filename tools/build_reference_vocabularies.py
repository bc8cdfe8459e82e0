"""Makes data/vocabularies/*.yaml from the drafts: terms in English, labels by language.

    python tools/build_reference_vocabularies.py SHARED_DATA

The shipped files are ours from then on and are corrected by hand; running this again on a newer
draft shows as a diff what changed. Every label that the drafts lack or add stops the build.
"""

import sys
from pathlib import Path

import yaml

DATA = Path(__file__).parents[1] / "cairn" / "reference" / "data" / "vocabularies"
LANGUAGES = ("ar", "es", "fr", "pt", "ru", "zh")
# The house says "humanitarian clause", not "exemption": the clause limits the offence itself.
CLAUSE = {
    "en": "Humanitarian or family clause",
    "ar": "الشرط الإنساني أو الأسري",
    "es": "Cláusula humanitaria o familiar",
    "fr": "Clause humanitaire ou familiale",
    "pt": "Cláusula humanitária ou familiar",
    "ru": "Гуманитарная или семейная оговорка",
    "zh": "人道或家庭条款",
}


def main(shared: Path) -> None:
    found = yaml.safe_load((shared / "vocabularies.yaml").read_text(encoding="utf-8"))
    vocabularies = found["vocabularies"]
    for term in vocabularies["legislation_tag_topics"]["terms"]:
        if "exemption" in term["label"]:
            term["label"], clause = CLAUSE["en"], term["key"]
    note = {"licence": found["meta"]["licence_note"], "evidence": found["meta"]["how_to_use"][4]}
    write("terms.yaml", {"about": note, "vocabularies": vocabularies})
    for language in LANGUAGES:
        draft = yaml.safe_load((shared / "labels" / f"{language}.yaml").read_text("utf-8"))
        labels = draft["labels"]
        labels["legislation_tag_topics"][clause] = CLAUSE[language]
        for key, vocabulary in vocabularies.items():
            terms = [term["key"] for term in vocabulary["terms"]]
            assert list(labels[key]) == terms or set(labels[key]) == set(terms), (language, key)
        assert set(labels) == set(draft["titles"]) == set(vocabularies), language
        write(
            f"labels.{language}.yaml",
            {
                "language": language,
                "review": "not reviewed by a person",
                "titles": draft["titles"],
                "labels": labels,
            },
        )


def write(name: str, content: dict) -> None:
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)
    (DATA / name).write_text(text, encoding="utf-8")
    print(name, len(text))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
