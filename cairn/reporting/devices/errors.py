"""What a device is told: at which place of the request, what is wrong, and what to do.

`status` is that of HTTP; `where` is the header or parameter as the sender wrote it.
"""

from cairn.kernel.errors import CairnError, Refused
from cairn.kernel.text import noop


class HandInError(CairnError):
    status = 400
    where = "file"


class NotLetIn(HandInError):
    status, where = 401, "Authorization"
    text = noop(
        "Header Authorization: this token is not known here, has expired or was revoked, or "
        "whoever made it may no longer file for that organisation. Nothing was taken in. Ask that "
        "person for a new token."
    )


class TooManyAtOnce(HandInError):
    status, where = 429, ""
    text = noop(
        "Too many requests came in one minute. Wait %(seconds)s seconds and send the same again "
        "with the same key."
    )


class EnoughToday(HandInError):
    status, where = 429, ""
    text = noop(
        "Requests made with this token today: %(n)s, the most for one day. Send the same again "
        "tomorrow with the same key."
    )


class EnoughWaiting(HandInError):
    status, where = 429, ""
    text = noop(
        "Spreadsheets of this token that wait at the desk: %(n)s, the most for one token. Somebody "
        "has to go on with them there first; then send the same again with the same key."
    )


class NoKey(HandInError):
    where = "Idempotency-Key"
    text = noop(
        "Header Idempotency-Key: write 8 to 100 letters, digits, dots, hyphens or underscores: a "
        "new key for each file, the same key when that file is sent again."
    )


class KeyOfAnotherFile(HandInError):
    status, where = 409, "Idempotency-Key"
    text = noop(
        "Header Idempotency-Key: another file, or the same one with another name, section or "
        "period, was sent under this key. Take a new key for it."
    )


class StillRead(HandInError):
    status, where = 409, "Idempotency-Key"
    text = noop(
        "This file is being read at this moment. Ask again with the same key in %(seconds)s "
        "seconds."
    )


class NoFileName(HandInError):
    where = "name"
    text = noop(
        "Parameter name: write the name of the file with its ending, such as report.xlsx, in at "
        "most 255 characters."
    )


class OtherSection(HandInError):
    where = "section"
    text = noop("Parameter section: this token hands in on %(sections)s only. Write one of these.")


class NoLength(HandInError):
    status, where = 411, "Content-Length"
    text = noop("Header Content-Length: say how many bytes the file has, and send it in one piece.")


class NotTheFileItself(HandInError):
    status, where = 415, "Content-Type"
    text = noop(
        "Header Content-Type: the body is a form. Send the bytes of the file alone, as "
        "application/octet-stream."
    )


class CutShort(HandInError):
    text = noop(
        "Of %(size)s bytes only %(held)s arrived, and nothing was kept. Send the whole file again "
        "with the same key."
    )


class OtherMethod(HandInError):
    status, where = 405, ""
    text = noop("This address answers %(methods)s only.")


class TooManyDevices(Refused):
    text = noop("You have %(n)s tokens in force, the most for one person. Revoke one first.")


class LastsTooLong(CairnError):
    text = noop("Choose a last day from tomorrow on, at most %(days)s days from today.")


class NoDeviceName(CairnError):
    text = noop("Name the device in 3 to %(most)s characters, so that you know it in the list.")


class NoSections(CairnError):
    text = noop("Choose at least one section on which the device hands in.")
