"""Addresses of checkpoints, below `/<language>/desk/checkpoints/`."""

from django.urls import path

from cairn.web.desk.auditing import checkpoints

urlpatterns = [
    path("", checkpoints.page, name="checkpoints"),
    path("<str:day>.txt", checkpoints.file, name="checkpoint_file"),
]
