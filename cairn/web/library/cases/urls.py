"""Cases, below `/<language>/library/cases/`."""

from django.urls import path

from cairn.web.library.cases import coverage, figures, files, lists, page

urlpatterns = [
    path("", lists.cases, name="cases"),
    path("numbers/", figures.figures, name="case_numbers"),
    path("numbers/coverage.<str:kind>", coverage.file, name="case_coverage"),
    path("cases.<str:kind>", files.all_of_them, name="cases_file"),
    path("charges.csv", files.charges, name="charges_file"),
    path("<str:ref>/", page.case, name="case"),
    path("<str:ref>/brief/", page.brief, name="case_brief"),
    path("<str:ref>/case.<str:kind>", files.one, name="case_file"),
]
