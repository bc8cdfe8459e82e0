"""The six languages of the interface: the official languages of the United Nations."""

LANGUAGES = {
    "ar": "العربية",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "ru": "Русский",
    "zh": "中文",
}
RIGHT_TO_LEFT = {"ar", "fa", "he", "ps", "ur", "ckb", "dv", "yi", "sd", "ug"}


def direction(language: str) -> str:
    """Return "rtl" or "ltr" for a BCP 47 language tag."""
    return "rtl" if language.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"
