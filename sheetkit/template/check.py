"""Checks what the shape of a template cannot show: that its names, references, rules and formulas fit together."""

from sheetkit.template.check_columns import check_columns
from sheetkit.template.check_dashboards import check_dashboards
from sheetkit.template.check_formulas import check_formulas
from sheetkit.template.check_names import check_names
from sheetkit.template.check_rows import check_rows
from sheetkit.template.check_spawns import check_spawns
from sheetkit.template.finding import Findings
from sheetkit.template.model import Template


def check(template: Template) -> Findings:
    """Everything that is wrong with a template of the right shape, all at once; empty when it can be built."""
    findings = Findings()
    check_names(template, findings)
    check_columns(template, findings)
    check_rows(template, findings)
    check_spawns(template, findings)
    check_dashboards(template, findings)
    check_formulas(template, findings)
    return findings
