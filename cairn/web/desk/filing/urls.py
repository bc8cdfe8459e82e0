"""Addresses of a State's filings, below `/<language>/desk/filings/`."""

from django.urls import path

from cairn.web.desk.filing import (
    beginning,
    carrying,
    checking,
    details,
    leaving,
    listing,
    pasting,
    receipt,
    record,
    rules,
    said,
    trend,
    versions,
    writing,
)

urlpatterns = [
    path("", listing.index, name="filings"),
    path("new/", beginning.begin, name="filing_new"),
    path("waiting/", listing.waiting, name="filings_waiting"),
    path("no-persons/", said.page, name="no_persons"),
    path("rules/", rules.page, name="filing_rules"),
    path("<str:ref>/", record.record, name="filing"),
    path("<str:ref>/versions/<int:number>/", record.version, name="filing_version"),
    path("<str:ref>/differences/", versions.differences, name="filing_differences"),
    path("<str:ref>/receipt/", receipt.receipt, name="filing_receipt"),
    path("<str:ref>/return/", receipt.whole_return, name="filing_return"),
    path("<str:ref>/export.<str:kind>", leaving.export, name="filing_export"),
    path("<str:ref>/trend.<str:kind>", trend.file, name="filing_trend"),
    path("<str:ref>/write/", writing.totals, name="filing_write"),
    path("<str:ref>/write/about/", details.about, name="filing_about"),
    path("<str:ref>/write/check/", checking.check, name="filing_check"),
    path("<str:ref>/write/file/", carrying.upload, name="filing_file"),
    path("<str:ref>/write/file/draft.cairn.json", carrying.download, name="filing_file_down"),
    path("<str:ref>/write/numbers/<str:key>/", writing.measure, name="filing_measure"),
    path("<str:ref>/write/numbers/<str:key>/paste/", pasting.paste, name="filing_paste"),
]
