"""The address of the search over all that one may read, below `/<language>/desk/search/`."""

from django.urls import path

from cairn.web.desk.looking import page

urlpatterns = [path("", page.search, name="search")]
