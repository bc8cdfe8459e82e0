"""On what a sheet reports, asked of whoever sent it where its words do not say it.

By then the sheet was screened and its file deleted.
"""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cairn.kernel.errors import CairnError
from cairn.reporting.filings.definitions import sections
from cairn.reporting.sheets.arriving import say_section, section_of
from cairn.reporting.sheets.errors import NoTable, WhichSection
from cairn.reporting.sheets.keeping import unpacked
from cairn.reporting.sheets.models import SheetFile
from cairn.web.desk.importing.doors import person_of
from cairn.web.say import current, say


def ask_section(request: HttpRequest, file: SheetFile) -> HttpResponse:
    question: CairnError = WhichSection()
    if request.method == "POST":
        given = request.POST.get("section", "")
        try:
            say_section(file=file, section=given, language=current(), by=person_of(request))
        except CairnError as problem:
            question = problem
        else:
            return redirect("desk:sheet", ref=file.ref)
    else:
        with suppress(NoTable):  # what passed the screening may be less than the file was
            try:
                section_of(unpacked(bytes(file.cells)))
            except WhichSection as several:
                question = several
    choices = [(key, say(one.title), say(one.about)) for key, one in sections().items()]
    context = {"file": file, "question": question, "choices": choices}
    status = 400 if request.method == "POST" else 200
    return render(request, "desk/sheets/section.html", context, status=status)
