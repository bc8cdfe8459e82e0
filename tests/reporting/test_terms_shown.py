"""Every term that a form or a page of filings shows has a label and a definition in six languages.

ts01 no list that is shown to people lacks one, and none is English in another language's place
"""

import pytest

from cairn.kernel.languages import LANGUAGES
from cairn.reference.vocabularies import definition, vocabulary
from cairn.reporting.filings.definitions import DIMENSIONS, sections
from cairn.reporting.observations.catalogue import KINDS
from cairn.reporting.observations.kinds import CONDUCT, LEG, LISTS, ROUTES
from cairn.reporting.observations.persons import DIMS

OF_A_FILING = {  # details of the filing itself
    *("estimation_certainty", "count_basis", "report_record_types", "sharing_permissible_use"),
    *("grading_admiralty_source", "grading_admiralty_information"),
}
OTHERS = {CONDUCT, ROUTES, *LISTS, ""}  # sentences of the catalogues, or readers of their own


def shown() -> list[str]:
    asked = {one.words for kind in KINDS.values() for one in kind.fields}
    asked |= {one.words for one in LEG} | set(DIMS.values()) | set(DIMENSIONS.values())
    return sorted((asked | OF_A_FILING) - OTHERS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", shown())
def test_ts01_every_term_that_is_shown_is_defined_in_the_language(key, language):
    found = vocabulary(key)
    assert found.titles.get(language)
    for one in found.terms.values():
        assert one.labels.get(language), (key, one.key)
        text, written_in = definition(key, one.key, language)
        assert text
        assert written_in == language, (key, one.key)
        if language != "en":
            assert text != one.definition, (key, one.key)


def test_ts01_the_bases_of_all_sections_are_among_them():
    assert {one.basis for one in sections().values()} <= {"", *vocabulary("count_basis").terms}
