"""The addresses of importing and of what was imported; part of the desk's."""

from django.urls import path

from cairn.web.desk import uploading
from cairn.web.desk.importing import accounts, cells, check, columns, datasets, imports, upload

urlpatterns = [
    path("imports/", imports.index, name="imports"),
    path("imports/new/", upload.new, name="import_new"),
    path("imports/columns/<str:ref>/", columns.page, name="import_columns"),
    path("imports/<str:ref>/", check.page, name="import"),
    path("imports/<str:ref>/progress/", check.progress, name="import_progress"),
    path("imports/<str:ref>/problems/", check.problems, name="import_problems"),
    path("imports/<str:ref>/annotated.xlsx", check.annotated, name="import_annotated"),
    path("uploads/", upload.announce, name="uploads"),
    path("uploads/<str:token>/", uploading.slices, name="upload"),
    path("data-sets/", datasets.index, name="data_sets"),
    path("data-sets/<slug:key>/", datasets.page, name="data_set"),
    path("data-sets/<slug:key>/accounts/", accounts.index, name="accounts"),
    path("data-sets/<slug:key>/numbers/", cells.index, name="cells"),
    path("numbers/<str:ref>/", cells.page, name="cell"),
    path("accounts/<str:ref>/", accounts.page, name="account"),
]
