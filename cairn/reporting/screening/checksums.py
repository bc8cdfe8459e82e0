"""Check digits of numbers that have them. Each function takes the bare number, without separators.

A right check digit is evidence, not proof: one number in ten, in eleven or in ninety-seven has it
by chance.
"""

from string import ascii_uppercase, digits

_ALPHABET = {letter: value for value, letter in enumerate(digits + ascii_uppercase)}


def luhn(number: str) -> bool:
    """Payment cards."""
    total = 0
    for at, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + at % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0 and len(set(number)) > 2


def iban(number: str) -> bool:
    moved = number[4:] + number[:4]
    return int("".join(str(_ALPHABET[letter]) for letter in moved.upper())) % 97 == 1


def _day(year: str, month: str, day: str) -> bool:
    return 1850 < int(year) < 2100 and 1 <= int(month) <= 12 and 1 <= int(day) <= 31


def china(number: str) -> bool:
    """The resident identity card: 17 digits with a date of birth, and a check character."""
    if not _day(number[6:10], number[10:12], number[12:14]):
        return False
    weighted = sum(int(digit) * pow(2, 17 - at, 11) for at, digit in enumerate(number[:17]))
    return "10X98765432"[weighted % 11] == number[17].upper()


def spain(number: str) -> bool:
    """DNI, or NIE with its letter in front."""
    body = number[:-1].upper()
    if body[0] in "XYZ":
        body = str("XYZ".index(body[0])) + body[1:]
    return "TRWAGMYFPDXBNJZSQVHLCKE"[int(body) % 23] == number[-1].upper()


def brazil(number: str) -> bool:
    """CPF."""
    if len(set(number)) == 1:
        return False
    for length in (9, 10):
        weighted = sum(int(number[at]) * (length + 1 - at) for at in range(length))
        if weighted * 10 % 11 % 10 != int(number[length]):
            return False
    return True


def france(number: str) -> bool:
    """The number of the social security, 13 digits and a key of two."""
    body = number[:13].upper().replace("2A", "19").replace("2B", "18")
    return body.isdecimal() and 97 - int(body) % 97 == int(number[13:15])


def russia(number: str) -> bool:
    """SNILS, nine digits and two that check them."""
    weighted = sum(int(digit) * (9 - at) for at, digit in enumerate(number[:9]))
    return weighted % 101 % 100 == int(number[9:11])


def chile(number: str) -> bool:
    """RUT."""
    weighted = sum(int(digit) * (2 + at % 6) for at, digit in enumerate(reversed(number[:-1])))
    return "0123456789K0"[11 - weighted % 11] == number[-1].upper()


def turkey(number: str) -> bool:
    values = [int(digit) for digit in number]
    tenth = (sum(values[0:9:2]) * 7 - sum(values[1:8:2])) % 10
    return values[0] > 0 and values[9] == tenth and values[10] == sum(values[:10]) % 10


def egypt(number: str) -> bool:
    """Century, date of birth, governorate and a number: no check digit that is published."""
    century = {"2": "19", "3": "20"}.get(number[0])
    return century is not None and _day(century + number[1:3], number[3:5], number[5:7])


def kazakhstan(number: str) -> bool:
    """IIN: a date of birth first."""
    if not _day("19" + number[:2], number[2:4], number[4:6]):
        return False
    for weights in (range(1, 12), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)):
        rest = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False)) % 11
        if rest < 10:
            return rest == int(number[11])
    return False


def taxpayer(number: str) -> bool:
    """INN of a person in Russia."""
    for length, weights in (
        (10, (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)),
        (11, (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)),
    ):
        weighted = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False))
        if weighted % 11 % 10 != int(number[length]):
            return False
    return len(set(number)) > 2


def curp(number: str) -> bool:
    """CURP of Mexico."""
    letters = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
    weighted = sum(
        letters.index(letter) * (18 - at) for at, letter in enumerate(number[:17].upper())
    )
    return str((10 - weighted % 10) % 10) == number[17]


def zone(field: str, check: str) -> bool:
    """A field of the machine-readable zone and its check digit (ICAO 9303)."""
    total = sum(
        (0 if letter == "<" else _ALPHABET[letter]) * (7, 3, 1)[at % 3]
        for at, letter in enumerate(field)
    )
    return total % 10 == int(check)
