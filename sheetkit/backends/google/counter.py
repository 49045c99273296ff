"""Counts what was asked of Google, so that a command can say what it cost."""

from dataclasses import dataclass


@dataclass(slots=True)
class Counter:
    """Requests that were sent (each repetition counts), bytes of their bodies, and seconds spent waiting."""

    reads: int = 0
    writes: int = 0
    drive: int = 0
    retries: int = 0
    sent: int = 0
    received: int = 0
    waited: float = 0.0

    @property
    def calls(self) -> int:
        """All requests."""
        return self.reads + self.writes + self.drive

    def sentence(self) -> str:
        """One line for the end of a command."""
        parts = [_many(self.reads, "read"), _many(self.writes, "write")]
        parts += [_many(self.drive, "call") + " to Drive"] * bool(self.drive)
        parts += [_many(self.retries, "repetition")] * bool(self.retries)
        parts += [f"{size(self.sent)} sent", f"{size(self.received)} received", f"waited {self.waited:.0f} s"]
        return f"Google: {', '.join(parts)}."

    def as_dict(self) -> dict[str, float]:
        """The JSON shape: the fields, seconds with three decimals."""
        return {
            "reads": self.reads,
            "writes": self.writes,
            "drive": self.drive,
            "retries": self.retries,
            "sent": self.sent,
            "received": self.received,
            "waited": round(self.waited, 3),
        }


def size(many: int) -> str:
    """Bytes as people read them: 812 bytes, 14 kB, 2.1 MB."""
    if many < 1000:
        return _many(many, "byte")
    return f"{many / 1000:.0f} kB" if many < 999_500 else f"{many / 1e6:.1f} MB"


def _many(many: int, noun: str) -> str:
    return f"{many} {noun}" + "s" * (many != 1)
