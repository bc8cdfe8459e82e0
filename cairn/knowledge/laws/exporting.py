"""A list of laws as a table: one line a law, and nothing in it that the record does not say."""

from collections.abc import Iterable, Iterator

from cairn.knowledge.kinds import kind_of
from cairn.knowledge.laws.schema import Record
from cairn.knowledge.models import Item
from cairn.knowledge.shapes import written
from cairn.knowledge.texts import best

COLUMNS = (
    *("ref", "key", "state", "title", "title_language", "official_id", "eli", "type"),
    *("adopted", "in_force", "repealed", "status_as_read", "status_words", "status_read"),
    *("articles", "wordings", "text_held", "obligations", "elements", "no_provision_found"),
    *("invented", "source", "licence"),
)


def lines(items: Iterable[Item]) -> Iterator[list[object]]:
    for item in items:
        yield _line(item, kind_of("law").load(item.body))


def _line(item: Item, law: Record) -> list[object]:
    title = best(law.titles, "")
    tags = [tag for _article, tag in law.all_tags()]
    searched = [one.obligation or str(one.element) for one in law.not_found]
    return [
        item.ref,
        item.key,
        law.country,
        title.text if title else "",
        title.language if title else "",
        law.official_id,
        law.eli,
        law.type.value,
        *(written(span) if span else "" for span in (law.adopted, law.in_force, law.repealed)),
        law.status.value,
        law.status_words,
        law.status_read,
        len(law.articles),
        sum(len(one.versions) for one in law.articles),
        law.held,
        " ".join(sorted({one.obligation for one in tags if one.obligation})),
        " ".join(sorted({str(one.element) for one in tags if one.element})),
        " ".join(searched),
        law.invented,
        item.source,
        item.licence,
    ]
