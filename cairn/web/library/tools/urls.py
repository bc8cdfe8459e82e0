"""Tools, below `/<language>/library/tools/`."""

from django.urls import path

from cairn.web.library.tools import pages

urlpatterns = [
    path("", pages.tools, name="tools"),
    path("all.jsonl", pages.tool_file, name="tool_file"),
    path("<str:ref>.jsonl", pages.tool_alone, name="tool_alone"),
    path("<str:ref>/", pages.tool, name="tool"),
]
