"""What differs from locale to locale: marks in numbers, the order of dates, names of months and days, the currency."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

NARROW: Final = "\u202f"
"""The narrow space that French puts between thousands."""
NO_BREAK: Final = "\u00a0"


@dataclass(frozen=True, slots=True, eq=False)
class Locale:
    """One locale. `order` is how dates are typed (`mdy`, `dmy`, `ymd`), `date` and `time` the patterns used by default.

    `currency` is the symbol, `leading` whether it stands in front. Names of days begin with Sunday.
    """

    decimal: str
    group: str
    order: str
    date: str
    time: str
    currency: str
    leading: bool
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    days: tuple[str, ...]
    short_days: tuple[str, ...]
    booleans: tuple[str, str] = ("TRUE", "FALSE")

    @property
    def currency_pattern(self) -> str:
        """The number format of amounts of money."""
        return f'"{self.currency}"#,##0.00' if self.leading else f'#,##0.00{NO_BREAK}"{self.currency}"'

    @property
    def date_time(self) -> str:
        """The pattern of a date with its time."""
        return f"{self.date} {self.time}"


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_EN: Final = (
    _names("January February March April May June July August September October November December"),
    _names("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
    _names("Sunday Monday Tuesday Wednesday Thursday Friday Saturday"),
    _names("Sun Mon Tue Wed Thu Fri Sat"),
)
_DE: Final = (
    _names("Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
    _names("Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez."),
    _names("Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag"),
    _names("So Mo Di Mi Do Fr Sa"),
)
_FR: Final = (
    _names("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
    _names("janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."),
    _names("dimanche lundi mardi mercredi jeudi vendredi samedi"),
    _names("dim. lun. mar. mer. jeu. ven. sam."),
)
_ES: Final = (
    _names("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
    _names("ene feb mar abr may jun jul ago sept oct nov dic"),
    _names("domingo lunes martes miércoles jueves viernes sábado"),
    _names("dom lun mar mié jue vie sáb"),
)
_IT: Final = (
    _names("gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"),
    _names("gen feb mar apr mag giu lug ago set ott nov dic"),
    _names("domenica lunedì martedì mercoledì giovedì venerdì sabato"),
    _names("dom lun mar mer gio ven sab"),
)
_NL: Final = (
    _names("januari februari maart april mei juni juli augustus september oktober november december"),
    _names("jan feb mrt apr mei jun jul aug sep okt nov dec"),
    _names("zondag maandag dinsdag woensdag donderdag vrijdag zaterdag"),
    _names("zo ma di wo do vr za"),
)

_24: Final = "hh:mm:ss"
_LOCALES: Final = {
    "en_US": Locale(".", ",", "mdy", "m/d/yyyy", "h:mm:ss am/pm", "$", True, *_EN),
    "en_GB": Locale(".", ",", "dmy", "dd/mm/yyyy", _24, "£", True, *_EN),
    "en_IE": Locale(".", ",", "dmy", "dd/mm/yyyy", _24, "€", True, *_EN),
    "en_AU": Locale(".", ",", "dmy", "dd/mm/yyyy", "h:mm:ss am/pm", "$", True, *_EN),
    "en_CA": Locale(".", ",", "ymd", "yyyy-mm-dd", "h:mm:ss am/pm", "$", True, *_EN),
    "en_IN": Locale(".", ",", "dmy", "dd/mm/yyyy", "h:mm:ss am/pm", "₹", True, *_EN),
    "de_DE": Locale(",", ".", "dmy", "dd.mm.yyyy", _24, "€", False, *_DE, ("WAHR", "FALSCH")),
    "de_AT": Locale(",", ".", "dmy", "dd.mm.yyyy", _24, "€", True, *_DE, ("WAHR", "FALSCH")),
    "de_CH": Locale(".", "\u2019", "dmy", "dd.mm.yyyy", _24, "CHF", True, *_DE, ("WAHR", "FALSCH")),
    "fr_FR": Locale(",", NARROW, "dmy", "dd/mm/yyyy", _24, "€", False, *_FR, ("VRAI", "FAUX")),
    "es_ES": Locale(",", ".", "dmy", "d/m/yyyy", "h:mm:ss", "€", False, *_ES, ("VERDADERO", "FALSO")),
    "it_IT": Locale(",", ".", "dmy", "dd/mm/yyyy", "h.mm.ss", "€", False, *_IT, ("VERO", "FALSO")),
    "nl_NL": Locale(",", ".", "dmy", "d-m-yyyy", _24, "€", True, *_NL, ("WAAR", "ONWAAR")),
}


@lru_cache(maxsize=64)
def named(name: str) -> Locale:
    """The locale of a name such as `de_DE` or `de`; one that is not known is read by its language, else as en_US."""
    name = name.replace("-", "_")
    if name in _LOCALES:
        return _LOCALES[name]
    language = name.partition("_")[0]
    return next((found for known, found in _LOCALES.items() if known.startswith(f"{language}_")), _LOCALES["en_US"])
