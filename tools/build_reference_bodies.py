"""The forums of bodies.yaml: names in six languages and dated memberships.

Called by `build_reference_treaties.py`. The memberships added below are the changes that the notes
of the drafts tell of.
"""

from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
# Changes of membership that the drafts tell in words: (iso3, since, until, source).
CHANGES: dict[str, list[tuple[str, str | None, str | None, str]]] = {
    "eu": [("GBR", "1973-01-01", "2020-01-31", "general knowledge")],
    "eppo": [
        ("POL", "2024", None, "general knowledge, not verified"),
        ("SWE", "2024", None, "general knowledge, not verified"),
    ],
    "asean": [("TLS", "2025-10", None, "general knowledge, not verified")],
    "ecowas": [
        (iso3, None, "2025-01", "press copies: withdrawal announced January 2024, formal 2025")
        for iso3 in ("BFA", "MLI", "NER")
    ],
    "g5-sahel": [
        ("MLI", None, "2022", "general knowledge, not verified"),
        ("BFA", None, "2023", "general knowledge, not verified"),
        ("NER", None, "2023", "general knowledge, not verified"),
    ],
}
BODY_NAMES = {
    "african-union": (
        "الاتحاد الأفريقي",
        "African Union",
        "Unión Africana",
        "Union africaine",
        "Африканский союз",
        "非洲联盟",
    ),
    "asean": (
        "رابطة أمم جنوب شرق آسيا",
        "Association of South-East Asian Nations",
        "Asociación de Naciones de Asia Sudoriental",
        "Association des nations de l’Asie du Sud-Est",
        "Ассоциация государств Юго-Восточной Азии",
        "东南亚国家联盟",
    ),
    "ecowas": (
        "الجماعة الاقتصادية لدول غرب أفريقيا",
        "Economic Community of West African States",
        "Comunidad Económica de los Estados de África Occidental",
        "Communauté économique des États de l’Afrique de l’Ouest",
        "Экономическое сообщество западноафриканских государств",
        "西非国家经济共同体",
    ),
    "eu": (
        "الاتحاد الأوروبي",
        "European Union",
        "Unión Europea",
        "Union européenne",
        "Европейский союз",
        "欧洲联盟",
    ),
    "eppo": (
        "مكتب المدعي العام الأوروبي",
        "European Public Prosecutor’s Office",
        "Fiscalía Europea",
        "Parquet européen",
        "Европейская прокуратура",
        "欧洲检察官办公室",
    ),
    "sadc": (
        "الجماعة الإنمائية للجنوب الأفريقي",
        "Southern African Development Community",
        "Comunidad de África Meridional para el Desarrollo",
        "Communauté de développement de l’Afrique australe",
        "Сообщество по вопросам развития стран юга Африки",
        "南部非洲发展共同体",
    ),
    "g5-sahel": (
        "المجموعة الخماسية لمنطقة الساحل",
        "Group of Five for the Sahel",
        "Grupo de los Cinco del Sahel",
        "Groupe de cinq pays du Sahel",
        "Группа пяти стран Сахеля",
        "萨赫勒五国集团",
    ),
    "bali-process": (
        "عملية بالي بشأن تهريب الأشخاص والاتجار بهم وما يتصل بذلك من جرائم عبر وطنية",
        "Bali Process on People Smuggling, Trafficking in Persons and Related Transnational Crime",
        "Proceso de Bali sobre el Contrabando y la Trata de Personas y los Delitos "
        "Transnacionales Conexos",
        "Processus de Bali sur le trafic illicite de migrants, la traite des personnes et la "
        "criminalité transnationale qui y est associée",
        "Балийский процесс по проблеме незаконного провоза людей, торговли людьми и связанной с "
        "этим транснациональной преступности",
        "关于偷运人口、贩运人口及有关跨国犯罪问题的巴厘进程",
    ),
    "budapest-process": (
        "عملية بودابست",
        "Budapest Process",
        "Proceso de Budapest",
        "Processus de Budapest",
        "Будапештский процесс",
        "布达佩斯进程",
    ),
    "khartoum-process": (
        "عملية الخرطوم",
        "Khartoum Process",
        "Proceso de Jartum",
        "Processus de Khartoum",
        "Хартумский процесс",
        "喀土穆进程",
    ),
    "niamey-declaration": (
        "إعلان نيامي المشترك الصادر في 16 آذار/مارس 2018",
        "Niamey joint declaration of 16 March 2018",
        "Declaración conjunta de Niamey de 16 de marzo de 2018",
        "Déclaration conjointe de Niamey du 16 mars 2018",
        "Ниамейская совместная декларация от 16 марта 2018 года",
        "2018年3月16日尼亚美联合宣言",
    ),
    "un-africa": (
        "مجموعة الدول الأفريقية",
        "Group of African States",
        "Grupo de los Estados de África",
        "Groupe des États d’Afrique",
        "Группа африканских государств",
        "非洲国家组",
    ),
    "un-asia-pacific": (
        "مجموعة دول آسيا والمحيط الهادئ",
        "Group of Asia-Pacific States",
        "Grupo de los Estados de Asia y el Pacífico",
        "Groupe des États d’Asie et du Pacifique",
        "Группа азиатско-тихоокеанских государств",
        "亚太国家组",
    ),
    "un-eastern-europe": (
        "مجموعة دول أوروبا الشرقية",
        "Group of Eastern European States",
        "Grupo de los Estados de Europa Oriental",
        "Groupe des États d’Europe orientale",
        "Группа восточноевропейских государств",
        "东欧国家组",
    ),
    "un-grulac": (
        "مجموعة دول أمريكا اللاتينية والكاريبي",
        "Group of Latin American and Caribbean States",
        "Grupo de los Estados de América Latina y el Caribe",
        "Groupe des États d’Amérique latine et des Caraïbes",
        "Группа латиноамериканских и карибских государств",
        "拉丁美洲和加勒比国家组",
    ),
    "un-weog": (
        "مجموعة دول أوروبا الغربية ودول أخرى",
        "Group of Western European and other States",
        "Grupo de los Estados de Europa Occidental y otros Estados",
        "Groupe des États d’Europe occidentale et autres États",
        "Группа западноевропейских и других государств",
        "西欧和其他国家组",
    ),
}


def bodies_of(shared: Path) -> dict[str, Any]:
    """The content of bodies.yaml."""
    found = yaml.safe_load((shared / "regional_bodies.yaml").read_text(encoding="utf-8"))
    bodies = []
    for one in found["bodies"]:
        key = one["id"]
        names = {"en": one["name"]}
        if key in BODY_NAMES:
            names = dict(zip(LANGUAGES, BODY_NAMES[key], strict=True))
        confirmed = one.get("members_confirmed_iso3")
        steering = set(one.get("steering_committee_iso3", ()))
        members = []
        changes = {change[0]: change for change in CHANGES.get(key, ())}
        for iso3 in sorted({*one["members_iso3"], *one["territories"], *changes}):
            member: dict[str, Any] = {"iso3": iso3}
            if iso3 in changes:
                _, since, until, source = changes[iso3]
                member |= {
                    name: value
                    for name, value in (("since", since), ("until", until), ("source", source))
                    if value
                }
            if iso3 in steering:
                member["role"] = "steering"
            if iso3 in one["territories"]:
                member["role"] = "territory"
            if confirmed is not None and iso3 not in confirmed:
                member["confirmed"] = False
            members.append(member)
        sizes = {}
        for name, size in one["published_size"].items():
            if isinstance(size, dict):
                sizes |= {f"{name}_{when}": number for when, number in size.items()}
            else:
                sizes[name] = size
        bodies.append(
            {
                "key": key,
                "names": names,
                "kind": one["kind"],
                "as_of": str(one["as_of"]) if one["as_of"] else None,
                "completeness": one["completeness"],
                "basis": one["basis"],
                "published_size": sizes,
                "organizations": one["organizations"],
                "members": members,
            }
        )
        if met := one.get("meeting_2018_iso3"):
            bodies.append(
                {
                    "key": "niamey-meeting-2018",
                    "names": {"en": "Niamey declaration: States at the meeting of March 2018"},
                    "kind": "declaration",
                    "as_of": "2018-03",
                    "completeness": "verified",
                    "basis": "named_list",
                    "published_size": {"states": len(met)},
                    "organizations": [],
                    "members": [{"iso3": iso3} for iso3 in sorted(met)],
                }
            )
    return {"bodies": bodies}
