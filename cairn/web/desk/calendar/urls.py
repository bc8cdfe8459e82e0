"""Addresses of the calendar, below `/<language>/desk/calendar/`."""

from django.urls import path

from cairn.web.desk.calendar import due, schedules, standing

urlpatterns = [
    path("", due.page, name="calendar"),
    path("due.ics", due.file, name="calendar_file"),
    path("schedules/", schedules.page, name="schedules"),
    path("standing-in/", standing.page, name="standing_in"),
]
