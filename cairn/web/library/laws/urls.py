"""Laws, below `/<language>/library/laws/`."""

from django.urls import path

from cairn.web.library.laws import article, comparing, files, listing, matrix, page

urlpatterns = [
    path("", listing.laws, name="laws"),
    path("compare/", comparing.compare, name="law_compare"),
    path("matrix/", matrix.matrix, name="law_matrix"),
    path("laws.csv", files.as_csv, name="laws_csv"),
    path("laws.jsonl", files.as_json_lines, name="laws_jsonl"),
    path("<str:ref>/", page.law, name="law"),
    path("<str:ref>/law.jsonl", files.one_as_json, name="law_jsonl"),
    path("<str:ref>/law.xml", files.one_as_akn, name="law_akn"),
    path("<str:ref>/article/<str:anchor>/", article.article, name="law_article"),
]
