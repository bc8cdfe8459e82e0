"""What tools are, for whom they are made, and how each word is said."""

import enum

from cairn.kernel.text import noop


class Sort(enum.StrEnum):
    """What kind of tool it is."""

    MANUAL = "manual"
    TOOLKIT = "toolkit"
    GUIDE = "guide"
    GUIDANCE = "guidance_note"
    FRAMEWORK = "framework_for_action"
    MODEL_LAW = "model_law"
    PAPER = "issue_paper"
    STUDY = "study"
    COURSE = "course"
    TEACHING = "teaching_material"
    FILM = "film"
    DATABASE = "database"
    REPORTING = "reporting_system"


class For(enum.StrEnum):
    """Whose work it serves."""

    INVESTIGATORS = "investigators"
    PROSECUTORS = "prosecutors"
    JUDGES = "judges"
    BORDER = "border_officers"
    DRAFTERS = "drafters"
    POLICY = "policy_makers"
    PROTECTION = "protection_workers"
    TEACHERS = "teachers"
    RESEARCHERS = "researchers"


WORDS = {
    Sort.MANUAL: noop("manual"),
    Sort.TOOLKIT: noop("toolkit"),
    Sort.GUIDE: noop("guide"),
    Sort.GUIDANCE: noop("guidance note"),
    Sort.FRAMEWORK: noop("framework for action"),
    Sort.MODEL_LAW: noop("model law"),
    Sort.PAPER: noop("issue paper"),
    Sort.STUDY: noop("study"),
    Sort.COURSE: noop("course"),
    Sort.TEACHING: noop("teaching material"),
    Sort.FILM: noop("film"),
    Sort.DATABASE: noop("database"),
    Sort.REPORTING: noop("reporting system"),
    For.INVESTIGATORS: noop("investigators"),
    For.PROSECUTORS: noop("prosecutors"),
    For.JUDGES: noop("judges"),
    For.BORDER: noop("border officers"),
    For.DRAFTERS: noop("legislative drafters"),
    For.POLICY: noop("those who make policy"),
    For.PROTECTION: noop("those who protect and assist"),
    For.TEACHERS: noop("teachers"),
    For.RESEARCHERS: noop("researchers"),
}
