"""What all parts of a template have in common: unknown keys are errors, and the kinds of values that keys take."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

ColumnType = Literal[
    "text", "long text", "choice", "yes/no", "integer", "number", "money", "percent",
    "date", "datetime", "days", "link", "email",
]  # fmt: skip
Owner = Literal["key", "input", "formula", "stamp"]
FlagColour = Literal["alarm", "warning", "notice", "good", "muted", "mark"]
Scalar = str | int | float | bool
Formula = Annotated[str, Field(pattern=r"^=", description="A formula in Excel syntax; it begins with =")]
Identifier = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", description="Letters, digits and _")]


class Part(BaseModel):
    """Base of all parts: unknown keys are errors, and nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
