"""Money: currencies and their minor units, exact amounts, and splits that add up.

The exponents are those of ISO 4217 (list one, as maintained by SIX Financial Information); amounts in domain code are
integers of minor units.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

_TWO = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF "
    "CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF "
    "IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN "
    "MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS "
    "SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG"
)
_ZERO = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE = "BHD IQD JOD KWD LYD OMR TND"

EXPONENTS: Final[dict[str, int]] = {
    **dict.fromkeys(_TWO.split(), 2),
    **dict.fromkeys(_ZERO.split(), 0),
    **dict.fromkeys(_THREE.split(), 3),
}
"""ISO 4217 code → how many decimal digits its minor unit has. Four-digit accounting units (CLF, UYW) are left out."""


def exact(amount: float | Decimal) -> Decimal:
    """The amount a person typed, from the float that a cell holds: its shortest decimal form (0.1, not 0.1000…0555)."""
    return amount if isinstance(amount, Decimal) else Decimal(repr(amount))


def fits(amount: float | Decimal, currency: str) -> bool:
    """Whether the amount is a whole number of the currency's minor units. Raises KeyError for an unknown currency."""
    scaled = exact(amount).scaleb(EXPONENTS[currency])
    return scaled.is_finite() and scaled == scaled.to_integral_value()


def to_minor(amount: float | Decimal, currency: str) -> int:
    """The amount in minor units, half a unit rounded away from zero.

    Raises KeyError for an unknown currency, ValueError or OverflowError for what is not a finite number.
    """
    return int(exact(amount).scaleb(EXPONENTS[currency]).to_integral_value(ROUND_HALF_UP))


def from_minor(units: int, currency: str) -> Decimal:
    """Minor units as an amount with the currency's digits. Raises KeyError for an unknown currency."""
    return Decimal(units).scaleb(-EXPONENTS[currency])


def allocate(total: int, weights: Sequence[int | Fraction | Decimal]) -> list[int]:
    """Split `total` minor units in proportion to the weights by the largest remainder; the parts always add up.

    Ties go to the first; a negative total is the mirror image of the positive one. Weights must not be negative, and
    not all zero unless the total is. Raises ValueError.
    """
    shares = [Fraction(weight) for weight in weights]
    whole = sum(shares)
    if any(share < 0 for share in shares) or (total and not whole):
        raise ValueError("weights must not be negative, and at least one must be above zero")
    if not total:
        return [0] * len(shares)
    exact_parts = [abs(total) * share / whole for share in shares]
    parts = [int(part) for part in exact_parts]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact_parts[i], i))
    for index in by_remainder[: abs(total) - sum(parts)]:
        parts[index] += 1
    return parts if total > 0 else [-part for part in parts]
