"""Small documents in six languages for the tests of search."""

from datetime import UTC, date, datetime

from cairn.kernel.refs import new_refs
from cairn.search.documents import Document, Mark, Words

WHEN = datetime(2026, 3, 1, tzinfo=UTC)
REFS = sorted(new_refs("lib", 12))


def document(at: int = 0, /, **values):
    made = {"ref": REFS[at], "kind": "case", "published": WHEN, "stamp": "1"} | values
    titles, texts = made.pop("titles", {"en": f"Case {at}"}), made.pop("texts", {})
    marks = made.pop("marks", ())
    return Document(
        titles=tuple(Words(*one) for one in titles.items()),
        texts=tuple(Words(*one) for one in texts.items()),
        marks=tuple(Mark(*one.split(":")) for one in marks),
        **made,
    )


def library() -> list[Document]:
    """A dozen records; the numbers are their place in the order of references."""
    boat = ("conveyance:inflatable_boat",)
    day = {"first": date(2017, 3, 14), "last": date(2017, 3, 14)}
    return [
        document(0, titles={"en": "Smugglers used an inflatable boat"}, country="ITA", **day),
        document(
            1,
            titles={"ar": "تهريب المهاجرين في قارب صغير"},
            texts={"ar": "حكم على المهرِّبين بالسجن بعد وصول المهاجرين إلى الشاطئ."},
            marks=boat,
            country="TUN",
        ),
        document(
            2,
            titles={"fr": "L’aide aux réfugiés et l’infraction de passeur"},
            texts={"fr": "Les passeurs transportaient des réfugiés. L’avocat d’un prévenu plaide."},
            country="FRA",
            first=date(2015, 1, 1),
            last=date(2015, 12, 31),
        ),
        document(
            3,
            kind="law",
            titles={"es": "Tráfico ilícito de inmigrantes: Código Penal, artículo 318 bis"},
            texts={"es": "El que promueva el tráfico ilegal de personas será castigado."},
            country="ESP",
            first=date(1995, 11, 23),
            last=date(1996, 5, 24),
            number="BOE-A-1995-25444",
        ),
        document(
            4,
            titles={"ru": "Организация незаконной миграции на надувных лодках"},
            texts={"ru": "Осуждённые перевозили мигрантов через границу."},
            country="RUS",
        ),
        document(
            5,
            titles={"zh": "蛇头组织他人偷越国境案"},
            texts={"zh": "被告人以充气艇偷运移民，收取费用。"},
            country="CHN",
            marks=boat,
        ),
        document(
            6,
            kind="law",
            titles={"en": "Migration Act"},
            texts={"en": "Whoever smuggles a person for a financial benefit commits an offence."},
            country="AUS",
            marks=("obligation:som-6-1-a",),
        ),
        document(
            6,
            kind="article",
            record="law",
            anchor="art-233a",
            place=1,
            heading="Section 233A",
            titles={"en": "Migration Act"},
            texts={"en": "Offence of people smuggling"},
            country="AUS",
        ),
        document(7, kind="publication", titles={"en": "Boats at sea: a study"}),
        document(8, kind="publication", titles={"en": "Boats at sea: a study"}),
        document(9, kind="publication", titles={"en": "Boats at sea: a study"}),
    ]
