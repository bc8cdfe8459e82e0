"""What every index must answer, asked of the one that runs and of the one that reads aloud.

SC-1 words, stems, accents and six languages   SC-2 typing errors      SC-3 phrases and fields
SC-4 concepts across languages                 SC-5 exact facets       SC-6 stable order and pages
SC-7 nothing uncommitted, nothing removed      SC-8 what is alike
"""

import itertools
from datetime import date, timedelta

import pytest

from cairn.search.alike import alike
from cairn.search.lexicon import lexicon
from cairn.search.plain import PlainIndex
from cairn.search.planning import think
from cairn.search.questions import Narrow, Plan, Term, Within
from cairn.search.reading import read
from cairn.search.tantivy_index import TantivyReader, TantivyWriter
from tests.search.documents import REFS, document, library

KNOWN = ("kind", "country", "conveyance")

NARROWED = (
    Narrow("kind", ("law",)),
    Narrow("kind", ("law", "case")),
    Narrow("country", ("AUS",)),
    Narrow("language", ("en",)),
    Narrow("conveyance", ("inflatable_boat",)),
    Narrow("year", ("2017",)),
)


def naming(name, value):
    return (name, value) if name in KNOWN else None


class Both:
    """A writer and its reader, which sees what was committed."""

    def __init__(self, writer, renewed):
        self.writer, self.renewed = writer, renewed

    def put(self, *documents):
        for ref, found in itertools.groupby(documents, lambda one: one.ref):
            self.writer.replace(ref, found)
        self.writer.commit()
        return self

    @property
    def reader(self):
        return self.renewed()

    def ask(self, text, *, language="en", **plan):
        typed = read(text, naming=naming, known=KNOWN)
        thought = think(typed, self.reader, lexicon(), language)
        narrow = (*typed.narrow, *plan.pop("narrow", ()))
        made = Plan(thought.node, narrow, plan.pop("within", typed.within), **plan)
        return self.reader.find(made, limit=50), made, thought

    def places(self, text, **plan):
        found, _, _ = self.ask(text, **plan)
        return [REFS.index(one.document.ref) for one in found.hits]


class Contract:
    """Asked of each implementation: a subclass says how one is made, as the fixture `index`."""

    def full(self, index):
        return index.put(*library())

    @pytest.mark.parametrize(
        ("text", "wanted"),
        [
            ("smuggler", {0, 6}),
            ("smuggling", {0, 6}),
            ("refugies", {2}),
            ("réfugié", {2}),
            ("REFUGIES passeur", {2}),
            ("d'avocat", {2}),
            ("avocats", {2}),
            ("المهاجر", {1}),
            ("مهاجرين", {1}),
            ("تَهْرِيبُ", {1}),
            ("المهربين", {1}),
            ("trafico", {3}),
            ("castigados", {3}),
            ("миграция", {4}),
            ("осужденный", {4}),
            ("мигранты границ", {4}),
            ("偷越国境", {5}),
            ("偷运", {5}),
            ("BOE-A-1995-25444", {3}),
        ],
    )
    def test_sc1_words_are_found_by_stem_without_accents_and_article(self, index, text, wanted):
        assert wanted <= set(self.full(index).places(text, language="xx"))

    @pytest.mark.parametrize(
        ("text", "wanted", "instead"),
        [
            ("smugglres", 0, "smugglers"),
            ("refugeis", 2, "refugies"),
            ("переврзили", 4, "перевозили"),
            ("msugglers", 0, "smugglers"),
        ],
    )
    def test_sc2_a_typing_error_is_forgiven_and_told(self, index, text, wanted, instead):
        found, _, thought = self.full(index).ask(text)
        assert REFS[wanted] in {one.document.ref for one in found.hits}
        assert [(one.word, one.instead[0]) for one in thought.rereads] == [(text, instead)]

    def test_sc2_what_is_there_is_not_read_as_something_else(self, index):
        _, _, thought = self.full(index).ask("boats smuggled")
        assert thought.rereads == ()

    def test_sc3_a_phrase_stands_as_it_was_written(self, index):
        self.full(index)
        assert index.places('"financial benefit"') == [6]
        assert index.places('"benefit financial"') == []
        assert index.places("“traffico ilegal” tráfico") == []
        assert index.places('"充气艇偷运"') == [5]
        assert index.places('"mer" "passeurs transportaient"') == []

    def test_sc3_fields_and_days_narrow(self, index):
        self.full(index)
        assert index.places("country:ESP") == [3]
        assert set(index.places("kind:law country:ESP country:AUS")) == {3, 6}
        assert index.places("year:2017") == [0]
        assert index.places("year:2014..2017 passeurs") == [2]
        assert index.places("", within=Within(date(2015, 1, 1), date(2015, 6, 30))) == []
        assert index.places("boats country:XXX") == []

    @pytest.mark.parametrize(
        ("text", "language"),
        [
            ("embarcation pneumatique", "fr"),
            ("inflatable boats", "en"),
            ("embarcación neumática", "es"),
            ("надувная лодка", "ru"),
            ("充气艇", "zh"),
            ("قارب مطاطي", "ar"),
        ],
    )
    def test_sc4_a_name_of_a_concept_finds_what_is_tagged_in_any_language(
        self, index, text, language
    ):
        found = set(self.full(index).places(text, language=language))
        assert {1, 5} <= found or language == "ar"
        assert 0 in found or language == "ar"  # the English name stands in its text

    def test_sc4_a_country_is_found_by_its_name_in_another_language(self, index):
        assert 3 in self.full(index).places("España", language="es")
        assert index.places("Испания") == [3]
        assert set(index.places("loi australienne", language="fr")) == set()
        assert 6 in index.places("Australie", language="fr")

    def test_sc5_facets_count_exactly_and_a_chosen_one_as_if_it_were_not(self, index):
        self.full(index)
        _, plan, _ = index.ask("kind:law")
        facets = index.reader.facets(plan)
        assert facets.of("kind") == {"case": 5, "law": 2, "article": 1, "publication": 3}
        assert facets.of("country") == {"ESP": 1, "AUS": 1}
        assert facets.of("language") == {"es": 1, "en": 1}
        assert facets.of("year") == {}
        assert facets.of("obligation") == {"som-6-1-a": 1}

    def test_sc5_every_count_is_what_choosing_it_would_find(self, index):
        self.full(index)
        for size in range(4):
            for chosen in itertools.combinations(NARROWED, size):
                if len({one.field for one in chosen}) == size:
                    self.counted_as_found(index.reader, Plan(narrow=chosen))

    def counted_as_found(self, reader, plan):
        facets = reader.facets(plan)
        for name in ("kind", "country", "language", "year", "conveyance"):
            for value, n in facets.of(name).items():
                other = plan.lacking(name)
                one = Plan(narrow=(*other.narrow, Narrow(name, (value,))))
                assert reader.count(one) == n, (name, value)

    def test_sc5_a_text_of_unknown_language_is_counted_under_none(self, index):
        index.put(document(0, texts={"": "Words", "fr": "Mots"}), document(1, texts={"": "x"}))
        assert index.reader.whole().of("language") == {"fr": 1}

    def test_sc6_what_was_published_from_a_moment_on_is_found_by_that(self, index):
        first = document(0)
        index.put(first, document(1, published=first.published + timedelta(seconds=1)))
        for since, n in ((0, 2), (0.9, 2), (1, 1), (1.5, 1), (2, 0)):
            moment = first.published + timedelta(seconds=since)
            assert index.reader.count(Plan(since=moment)) == n, since
            assert index.reader.count(Plan(Term("title", "case"), since=moment)) == n

    def test_sc6_equal_scores_stand_in_the_order_of_references_whatever_came_first(self, index):
        studies = library()[-3:]
        index.put(studies[2]).put(studies[0]).put(studies[1])
        assert index.places("boats at sea") == [7, 8, 9]
        assert index.places("") == [7, 8, 9]

    def test_sc6_pages_joined_are_the_whole_answer_and_nothing_comes_twice(self, index):
        self.full(index)
        for text, order in (("boats", "score"), ("", "score"), ("", "newest"), ("sea", "newest")):
            found, plan, _ = index.ask(text, order=order)
            whole = [one.place.order for one in found.hits]
            joined, after, more = [], None, True
            while more:
                page = index.reader.find(plan, limit=2, after=after)
                joined += [one.place.order for one in page.hits]
                after, more = page.hits[-1].place if page.hits else None, page.more
                assert page.total == len(whole)
            assert joined == whole
            assert after is None or after.seen == len(whole)

    def test_sc6_the_newest_come_first_where_that_is_asked(self, index):
        first, second = document(0), document(1, published=document(0).published.replace(day=2))
        index.put(first, second)
        assert index.places("", order="newest") == [1, 0]

    def test_sc7_a_record_is_replaced_with_all_its_parts_and_taken_out(self, index):
        self.full(index)
        assert [one.anchor for one in index.reader.get(REFS[6])] == ["", "art-233a"]
        index.put(document(6, titles={"en": "Another Act"}, stamp="2"))
        assert [one.stamp for one in index.reader.get(REFS[6])] == ["2"]
        assert dict(index.reader.stamps())[REFS[6]] == "2"
        index.writer.replace(REFS[6], ())
        assert index.reader.get(REFS[6])  # not committed yet
        index.writer.commit()
        assert index.reader.get(REFS[6]) == []
        assert [ref for ref, _ in index.reader.stamps()] == REFS[:6] + REFS[7:10]

    def test_sc8_more_like_this_is_what_shares_most_and_not_itself(self, index):
        self.full(index)
        one = index.reader.get(REFS[7])[0]
        plan = alike(one, index.reader)
        found = [REFS.index(hit.document.ref) for hit in index.reader.find(plan, limit=5).hits]
        assert found[:2] == [8, 9]
        assert 7 not in found


class TestPlain(Contract):
    @pytest.fixture
    def index(self):
        made = PlainIndex()
        return Both(made, lambda: made)


class TestTantivy(Contract):
    @pytest.fixture
    def index(self, tmp_path):
        writer = TantivyWriter(tmp_path / "index")
        yield Both(writer, lambda: TantivyReader(tmp_path / "index"))
        writer.close()
