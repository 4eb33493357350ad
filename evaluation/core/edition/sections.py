"""The sections of dossiers out of an edition file."""

from evaluation.core.edition.table import Table
from evaluation.core.file_types import FILE_TYPES
from evaluation.core.messages import msg
from evaluation.core.rules import Section
from evaluation.core.section_kinds import KINDS


def read_section(table: Table) -> Section:
    """One section, with what can be checked without the others. Without `categories`, it has none yet."""
    kind = table.choice("kind", tuple(KINDS))
    required = table.yes_no("required", default=True)
    section = Section(
        code=table.code(),
        title=table.title(),
        categories=table.texts("categories"),
        kind=kind,
        required=required,
        minimum=table.whole("minimum", KINDS[kind].minimum),
        maximum=table.whole("maximum", None) if table.raw("maximum") is not None else KINDS[kind].maximum,
        word_limit=table.whole("word_limit", None, 1) if table.raw("word_limit") is not None else None,
        guidance=table.title("guidance") if table.raw("guidance") is not None else None,
        file_types=table.choices("file_types", FILE_TYPES, FILE_TYPES),
    )
    table.close()
    _check(table, section)
    return section


def _check(table: Table, section: Section) -> None:
    if table.has("categories") and table.sound("categories") and not section.categories:
        table.note(
            "categories", msg("must name at least one category, or be left out: then every one has it")
        )
    if table.sound("minimum", "maximum", "required", "kind"):
        _check_counts(table, section)
    if not table.sound("kind"):
        return
    if table.has("word_limit") and not section.what.has_long_text:
        table.note(
            "word_limit",
            msg('a section of kind "%(kind)s" has no long text: remove word_limit', kind=section.kind),
        )
    if table.has("file_types") and section.file == "none":
        table.note(
            "file_types",
            msg('a section of kind "%(kind)s" takes no files: remove file_types', kind=section.kind),
        )
    elif table.sound("file_types") and not section.file_types:
        table.note("file_types", msg("must name at least one file type, or be left out: then all are taken"))


def _check_counts(table: Table, section: Section) -> None:
    if section.required and section.minimum == 0:
        table.note(
            "minimum", msg("0 would leave a required section empty: write 1 or more, or required = false")
        )
    if section.maximum is not None and section.maximum < max(section.minimum, 1):
        table.note(
            "maximum",
            msg(
                "must be %(least)s or more, not %(given)s",
                least=max(section.minimum, 1),
                given=section.maximum,
            ),
        )
