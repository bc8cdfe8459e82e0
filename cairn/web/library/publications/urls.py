"""Publications, below `/<language>/library/publications/`."""

from django.urls import path, register_converter

from cairn.web.library.publications import listing, page


class Ending:
    """What the name of a file ends with; one has a point in it."""

    regex = r"bib|ris|csl\.json|csv|jsonl"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Ending, "publication_ending")
urlpatterns = [
    path("", listing.publications, name="publications"),
    path("all.<publication_ending:ending>", listing.publication_file, name="publication_file"),
    path(
        "<str:ref>.<publication_ending:ending>",
        listing.publication_alone,
        name="publication_alone",
    ),
    path("<str:ref>/", page.publication, name="publication"),
]
