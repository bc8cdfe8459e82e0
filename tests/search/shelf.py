"""A library with one tiny kind, on the shelf as publishing leaves it."""

from django.utils import timezone

from cairn.kernel.refs import new_ref
from cairn.knowledge import kinds, shelving

LAW = kinds.Kind("law", "tests.search.tiny", "law", "laws", "Laws.", "library:law", "library:home")


def register(monkeypatch):
    monkeypatch.setattr(kinds, "KINDS", (LAW,))
    kinds.kinds.cache_clear()


def text(language, words):
    return {"language": language, "text": words}


def put(key, titles, /, *, ref="", number=1, **body):
    """Publish a record, or a new version of it."""
    body["titles"] = [text(*one) for one in titles.items()]
    if "texts" in body:
        body["texts"] = [text(*one) for one in body["texts"].items()]
    item = shelving.shelve(
        ref=ref or new_ref("lib"),
        kind="law",
        key=key,
        number=number,
        body=body,
        at=timezone.now(),
    )
    return str(item.ref)


def fill():
    """Four records in four languages; the Arabic one is tagged with what the others name."""
    return {
        "boat": put(
            "boat",
            {"en": "Boats Act"},
            texts={"en": "Whoever smuggles migrants in an inflatable boat for a benefit."},
            country="AUS",
            date="2017-03-14",
            licence="CC BY 4.0",
            obligations=["som-6-1-a"],
            parts=[
                {
                    "anchor": "art-2",
                    "heading": "Section 2",
                    "texts": [text("en", "Aggravated smuggling is punished.")],
                    "tags": {"element": "endangerment"},
                }
            ],
        ),
        "arabic": put(
            "arabic",
            {"ar": "قانون مكافحة تهريب المهاجرين"},
            texts={"ar": "يعاقب كل من نقل المهاجرين في قارب."},
            country="TUN",
            tags={"conveyance": "inflatable_boat"},
        ),
        "french": put(
            "french", {"fr": "Loi sur l’aide au séjour des réfugiés"}, country="FRA", date="2015"
        ),
        "spanish": put("spanish", {"es": "Código Penal, artículo 318 bis"}, country="ESP"),
    }
