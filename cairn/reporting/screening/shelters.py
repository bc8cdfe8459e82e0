"""Exact addresses of shelters and safe houses: a street with a number, or precise coordinates,
beside a word for such a place. The town alone is no exact address, and a street without a shelter
is none.
"""

import re
from collections.abc import Iterator

from cairn.reporting.screening.cues import Cues
from cairn.reporting.screening.findings import NEAR_SHELTER, Act, Hit, Kind
from cairn.reporting.screening.plain import Plain

REACH = 140  # letters between the word and the address
_W = r"[^\W\d_][\w'’.\-]{0,24}"
_NUMBER = r"\d{1,5}(?: ?(?:bis|ter|[A-Za-zА-Яа-я]))?(?![\w%])"
STREETS = (
    # 14 Elm Street; 12 bis, rue de la Paix
    rf"(?<![\w.,])\d{{1,5}}[A-Za-z]? (?:{_W} ){{1,4}}(?:street|st|road|rd|avenue|ave|lane|ln"
    rf"|drive|dr"
    r"|boulevard|blvd|square|way|close|court|terrace|crescent|highway|row|alley|place)(?!\w)",
    rf"(?<![\w.,])(?:lot )?{_NUMBER},? (?:de la |de l'|du )?(?:rue|avenue|av\.?|bd|boulevard"
    rf"|impasse|allée|place"
    rf"|chemin|quai|route|ruelle|passage|cours|square)(?: {_W}){{1,5}}",
    rf"(?<!\w)(?:plot|lot|house|apt|apartment|building|villa|flat|block|suite"
    rf"|no\.?) ?\d{{1,5}}[A-Za-z]?,? (?:{_W},? ){{1,4}}"
    r"(?:street|st|road|rd|avenue|ave|lane|drive|boulevard|close|way|estate|highway)(?!\w)",
    # rue 14.28, porte 12; Calle 5 #12-34; Rua Augusta, nº 100; Av. Central 100
    r"(?<!\w)(?:calle|cll|avenida|av\.?|carrera|cra|kra|calzada|callejón|privada|jirón|jr\.?"
    r"|pasaje|diagonal"
    r"|transversal|paseo|plaza|carretera|boulevard|blvd\.?|prolongación|c/|rua|r\.|travessa|tv\."
    r"|alameda|praça"
    r"|estrada|largo|rodovia|rue|via|street|impasse|avenue)"
    rf" ?(?:{_W},? |\d{{1,4}}[A-Za-z]?,? ){{0,6}}?(?:#|n\.?[º°o]\.?|n[úu]m(?:ero)?\.?|no\.?"
    rf"|nro\.?|porte|lote|número)? ?"
    rf"{_NUMBER}(?:,? ?(?:#|n\.?[º°o]\.?|no\.?|porte|lote|-) ?\d{{1,5}})?(?:[ ]?-[ ]?\d{{1,4}})?",
    # ул. Ленина, д. 5, кв. 10; Невский проспект, 20
    r"(?<!\w)(?:ул\.?|улица|улице|улицы|проспект|проспекте|пр-т|пр\.|пр-кт|переулок|переулке"
    r"|пер\.|бульвар|бульваре|шоссе|наб\.|набережная"
    rf"|площадь|проезд|мкр\.?|микрорайон) ?(?:{_W},? ){{1,4}}?(?:д\.?|дом|доме|стр\.|№)? ?{_NUMBER}"
    r"(?:,? ?(?:корп\.?|корпус|стр\.?|кв\.?|квартира|к\.) ?\d{1,4}){0,2}",
    rf"(?<!\w){_W} (?:проспект|проспекте|переулок|улица|шоссе|бульвар|набережная),? ?(?:д\.?"
    rf"|дом)? ?{_NUMBER}",
    # شارع الحرية رقم 12
    r"(?:شارع|نهج|زنقة|حي|طريق|جادة|زقاق|حارة)(?:،? [ء-ي]{1,14}){1,5}،? ?(?:رقم|مبنى|المبنى"
    r"|عمارة|بناية|منزل|عدد|فيلا|بناء|دار|البناية|العمارة)? ?(?:رقم )?\d{1,5}(?:،? رقم \d{1,5})?",
    r"(?<!\d)\d{1,4}،? ?(?:شارع|نهج|زنقة|طريق|جادة)(?: [ء-ي]{1,14}){1,3}",
    # 人民路12号3单元
    rf"(?<!\w)(?:villa|parcelle|lot|maison|concession) ?(?:n[°º]|n\.) ?{_NUMBER}(?:,? {_W}){{0,4}}",
    r"[\u4e00-\u9fff]{1,10}(?:小区|花园|公寓|新村) ?\d{1,4} ?(?:栋|号|幢|楼)(?:\d{1,5}室)?",
    r"[\u4e00-\u9fff]{1,10}(?:路|街|巷|道|弄|胡同|里) ?\d{1,5} ?(?:号"
    r"|弄)(?:[\u4e00-\u9fffA-Z0-9]{0,10}(?:室|单元|楼|栋))?",
)
# What makes an address still more exact, or says the quarter.
_TAIL = (
    rf"(?:[,،，]? ?(?:flat|apt\.?|apartment|unit|room|floor|quartier|porte|appartement|appt\.?"
    rf"|étage|bâtiment"
    rf"|colonia|col\.|barrio|urb\.?|piso|apto\.?|bairro|casa|bloco|bloque|sector|кв\.?|квартира"
    rf"|подъезд|حي|عمارة|شقة|الطابق)"
    rf"(?: {_W}| ?\d{{1,4}}[A-Za-z]?(?!\w)){{1,2}}|, (?:fundos|piso"
    rf"|\d{{1,2}}\.? ?º ?[A-Z]?)){{0,2}}"
)
_STREETS = tuple(re.compile(f"(?:{look}){_TAIL}", re.IGNORECASE) for look in STREETS)
_POINT = re.compile(
    r"(?<![\w.])[+-]?\d{1,2}\.\d{3,8}°?(?: ?[NSСЮ])?[ ,;/]{1,3}"
    r"(?:[A-Za-z:]{1,10} ?)?[+-]?\d{1,3}\.\d{3,8}°?(?: ?[EWOВЗ])?(?!\w)"
    r"|\d{1,2}° ?\d{1,2}['′] ?\d{1,2}(?:\.\d+)?[\"″]{1,2} ?[NS],? ?"
    r"\d{1,3}° ?\d{1,2}['′] ?\d{1,2}(?:\.\d+)?[\"″]{1,2} ?[EWO]"
)


def shelters(page: Plain, cues: Cues, act: Act) -> Iterator[Hit]:
    """The addresses around each word for a shelter; each stretch of text is read once."""
    done = 0
    for cue in cues.all:
        if cue.sort != "shelter":
            continue
        begin, end = max(done, cue.start - REACH), min(len(page.raw), cue.end + REACH)
        for look in (*_STREETS, _POINT):
            for found in look.finditer(page.raw, begin, end):
                yield Hit(*found.span(), Kind.SHELTER_ADDRESS, act, 0.8, NEAR_SHELTER)
        done = max(done, cue.start)
