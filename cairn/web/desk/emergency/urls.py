"""Addresses of emergencies, below `/<language>/desk/emergencies/`."""

from django.urls import path

from cairn.web.desk.emergency import one, page, record

urlpatterns = [
    path("", page.page, name="emergencies"),
    path("end/", page.end, name="emergency_end"),
    path("<str:ref>/", one.page, name="emergency"),
    path("<str:ref>/records/<str:record>/", record.page, name="emergency_record"),
]
