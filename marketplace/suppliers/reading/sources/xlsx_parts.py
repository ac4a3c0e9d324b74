"""The small parts of an xlsx: which XML file holds which sheet, and the number formats."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, fromstring

from marketplace.suppliers.reading.sheets import UnreadableFile
from marketplace.suppliers.reading.sources.archives import Archive

WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
STYLES = "xl/styles.xml"
BUILT_IN_FORMATS = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    37: "#,##0;(#,##0)",
    38: "#,##0;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;[Red](#,##0.00)",
    41: "#,##0",
    42: "#,##0",
    43: "#,##0.00",
    44: "#,##0.00",
}  # ECMA-376 part 1, 18.8.30: those that a price or a quantity may have


def sheet_parts(archive: Archive) -> dict[str, str]:
    """Sheet name to the archive member that holds it."""
    if WORKBOOK not in archive or RELATIONS not in archive:
        return {}
    targets = {
        relation.get("Id"): posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in _parse(archive, RELATIONS)
    }
    parts = {}
    for sheet in _named(_parse(archive, WORKBOOK), "sheet"):
        identifier = next((value for name, value in sheet.items() if name.endswith("}id")), None)
        if targets.get(identifier, "") in archive:
            parts[sheet.get("name", "")] = targets[identifier]
    return parts


def number_formats(archive: Archive) -> list[str]:
    """The number format of each cell style, ``General`` where it says nothing."""
    if STYLES not in archive:
        return []
    styles = _parse(archive, STYLES)
    own = {_integer(entry, "numFmtId"): entry.get("formatCode", "") for entry in _named(styles, "numFmt")}
    known = BUILT_IN_FORMATS | own
    formats = [known.get(_integer(xf, "numFmtId"), "General") for table in _named(styles, "cellXfs") for xf in table]
    return [code or "General" for code in formats]


def _parse(archive: Archive, name: str) -> Element:
    try:
        return fromstring(archive.read(name))  # noqa: S314
    except (ParseError, LookupError, ValueError) as error:  # the latter two: an encoding that does not exist
        raise UnreadableFile("broken_archive") from error


def _named(root: Element, name: str) -> Iterator[Element]:
    return (element for element in root.iter() if element.tag.rpartition("}")[2] == name)


def _integer(element: Element, name: str) -> int:
    text = element.get(name, "0")
    return int(text) if text.isdecimal() else 0
