"""The second step at sign-in: codes of an app (TOTP, RFC 6238) and recovery codes."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime
from io import BytesIO

import pyotp
import segno

STEP_SECONDS = 30
RECOVERY_CODES = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without characters that look alike


def new_secret() -> str:
    """A secret of 160 bits, in base32."""
    return pyotp.random_base32(length=32)


def counter_at(moment: datetime) -> int:
    """The number of the 30-second step that a moment is in."""
    return int(moment.timestamp()) // STEP_SECONDS


def code_at(secret: str, counter: int) -> str:
    """The six digits of a step."""
    return str(pyotp.TOTP(secret, interval=STEP_SECONDS).generate_otp(counter))


def matching_counter(secret: str, typed: str, now: datetime) -> int | None:
    """The step that the typed code is of; only the present one counts (ASVS 6.5.5: 30 s, `valid_window` 0)."""
    digits = "".join(typed.split())
    counter = counter_at(now)
    return counter if hmac.compare_digest(code_at(secret, counter).encode(), digits.encode()) else None


def app_address(secret: str, email: str, issuer: str) -> str:
    """The otpauth address that the QR code holds."""
    return str(pyotp.TOTP(secret, interval=STEP_SECONDS).provisioning_uri(name=email, issuer_name=issuer))


def qr_svg(text: str) -> str:
    """A QR code as an SVG element without scripts, styles or ids; the page gives it its name."""
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, scale=5, border=4, svgclass="pv-qr", lineclass=None, light="#fff"
    )
    return out.getvalue().decode()


def new_recovery_codes() -> list[str]:
    """Ten codes of 50 bits, in two groups, to be written down."""
    return [f"{_random_word()}-{_random_word()}" for _ in range(RECOVERY_CODES)]


def plain_recovery_code(typed: str) -> str:
    """A typed recovery code without spaces, hyphens and capitals."""
    return "".join(c for c in typed.lower() if c.isalnum())


def _random_word() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(5))
