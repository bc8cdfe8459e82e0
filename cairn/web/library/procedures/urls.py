"""National procedures, below `/<language>/library/procedures/`."""

from django.urls import path

from cairn.web.library.procedures import comparing, listing, page, questions

urlpatterns = [
    path("", listing.procedures, name="procedures"),
    path("all.jsonl", listing.procedure_file, name="procedure_file"),
    path("compare/", comparing.compare, name="procedure_compare"),
    path("questions/", questions.index, name="procedure_questions"),
    path("questions/<slug:key>/", questions.question, name="procedure_question"),
    path("questions/<slug:key>.csv", questions.question_file, name="procedure_question_file"),
    path("<str:ref>.jsonl", listing.procedure_alone, name="procedure_alone"),
    path("<str:ref>/", page.procedure, name="procedure"),
]
