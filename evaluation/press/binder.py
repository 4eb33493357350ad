"""Program: typeset a paper with Typst and bind PDF annexes into it. Called by running.py with a folder.

The folder's job.json: `template` (a .typ file beside this one), `data` (what it prints), `moment` (seconds
since 1970), and of a dossier `annexes` ({number, kind, path, size}), `words` (sentences by state) and
`limits`. Out come paper.pdf and answer.json: {archival, annexes: [{number, state, pages, bound}]}.
"""

from __future__ import annotations

import json
import re
import resource
import signal
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import typst
from PIL import Image, ImageOps
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, StreamObject

HERE = Path(__file__).parent
MEMORY = 1536 * 1024 * 1024
ANNEX_SECONDS = 20
# ISO 19005-2 (PDF/A-2), level B: what every page that we typeset ourselves keeps.
STANDARD: Final = "a-2b"
PICTURE_SIDE = 2000  # pixels: 10 inches at 200 dots
MOST_PIXELS = 50_000_000
MOST_FRAMES = 10
LAST_LATIN = 0x17F
PASSWORD_NEEDED = 4  # pdfium's FPDF_ERR_PASSWORD
# What a bound page may still do or refer to beyond its own picture: nothing.
BEYOND_THE_PAGE = ("/Annots", "/AA", "/B", "/StructParents", "/PieceInfo", "/Metadata", "/Thumb", "/Tabs")
UNSHOWN = re.compile(r'the text `?"((?:[^"\\]|\\.)*)"`? could not be displayed')


class TooSlow(Exception):
    """An annex kept us longer than ANNEX_SECONDS."""


def main(folder: Path) -> None:
    """Do the job of a folder."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    annexes = look_into(job.get("annexes", []), folder, job.get("limits", {}))
    bound = [annex for annex in annexes if annex["bound"]]
    tell(job, annexes)
    paper = folder / "paper.pdf"
    paper.write_bytes(typeset(job, folder))
    if bound:
        bind(paper, annexes, folder)
    told = [{key: annex[key] for key in ("number", "state", "pages", "bound")} for annex in annexes]
    answer = {"archival": not bound, "annexes": told}
    (folder / "answer.json").write_text(json.dumps(answer), encoding="utf-8")


# --- annexes -------------------------------------------------------------------------------------


def look_into(annexes: list[dict[str, Any]], folder: Path, limits: dict[str, int]) -> list[dict[str, Any]]:
    """Each annex with its state, how many pages it has and how many of them are bound."""
    pages_left = limits.get("pages", 0)
    bytes_left = limits.get("bytes", 0)
    found = []
    for annex in annexes:
        most = min(limits["annex_pages"], pages_left)
        blank = {"pages": 0, "bound": 0, "pictures": []}
        seen: dict[str, Any] = {**blank, **examined(annex, folder, most, bytes_left)}
        pages_left -= seen["bound"] + len(seen["pictures"])
        bytes_left -= annex["size"] if seen["bound"] else 0
        found.append({**annex, **seen})
    return found


def examined(annex: dict[str, Any], folder: Path, most: int, bytes_left: int) -> dict[str, Any]:
    """What is to be said of one annex; whatever goes wrong with it stays its own trouble."""
    path = Path(annex["path"])
    if annex["kind"] == "held":
        return {"state": "held"}
    if not path.is_file():
        return {"state": "missing"}
    if annex["kind"] == "file" or most == 0:
        return {"state": "as_file" if annex["kind"] == "file" else "full"}
    try:
        with seconds(ANNEX_SECONDS):
            if annex["kind"] == "image":
                return pictures_of(path, folder, annex["number"], most)
            return pages_of(path, folder, annex["number"], most, bytes_left)
    except Exception as error:  # a stranger's file can fail in any way
        return {"state": trouble(error)}


def trouble(error: Exception) -> str:
    """The state that an error stands for."""
    if isinstance(error, TooSlow):
        return "slow"
    locked = isinstance(error, pdfium.PdfiumError) and error.err_code == PASSWORD_NEEDED
    return "locked" if locked else "broken"


def pages_of(path: Path, folder: Path, number: int, most: int, bytes_left: int) -> dict[str, Any]:
    """Copy a PDF's first pages, filled-in forms and stamps drawn into them, as annex-N.pdf."""
    source = pdfium.PdfDocument(path)
    pages = len(source)
    if pages == 0:
        return {"state": "broken"}
    bound = min(pages, most)
    if path.stat().st_size > bytes_left:
        return {"state": "full", "pages": pages}
    source.init_forms()
    for index in range(bound):
        page = source[index]
        pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_PRINT)
        page.close()
    copy = pdfium.PdfDocument.new()
    copy.import_pages(source, list(range(bound)))
    copy.save(folder / f"annex-{number}.pdf")
    return {"state": "follows" if bound == pages else "begins", "pages": pages, "bound": bound}


def pictures_of(path: Path, folder: Path, number: int, most: int) -> dict[str, Any]:
    """An image's frames as JPEGs that fit a page, upright and in RGB, whatever it was before."""
    pictures = []
    with Image.open(path) as image:
        frames = getattr(image, "n_frames", 1)
        for frame in range(min(frames, MOST_FRAMES, most)):
            image.seek(frame)
            image.draft("RGB", (PICTURE_SIDE, PICTURE_SIDE))
            if image.width * image.height > MOST_PIXELS:
                return {"state": "large"}
            name = f"annex-{number}-{frame}.jpg"
            upright(image).save(folder / name, quality=88)
            pictures.append(name)
    state = "pictured" if len(pictures) == frames else "pictured_first"
    return {"state": state, "pictures": pictures, "pages": frames}


def upright(image: Image.Image) -> Image.Image:
    """A small copy on white ground, turned as the camera was held."""
    copy = ImageOps.exif_transpose(image)
    copy.thumbnail((PICTURE_SIDE, PICTURE_SIDE))
    if copy.mode in ("RGBA", "LA", "PA") or "transparency" in copy.info:
        ground = Image.new("RGBA", copy.size, "white")
        copy = Image.alpha_composite(ground, copy.convert("RGBA"))
    return copy.convert("RGB")


@contextmanager
def seconds(most: int) -> Iterator[None]:
    """TooSlow when the block takes longer."""

    def ring(_signal: int, _frame: object) -> None:
        raise TooSlow

    signal.signal(signal.SIGALRM, ring)
    signal.alarm(most)
    try:
        yield
    finally:
        signal.alarm(0)


def tell(job: dict[str, Any], annexes: list[dict[str, Any]]) -> None:
    """Write what was found into the data that the template prints."""
    words, data = job.get("words", {}), job["data"]
    for annex, shown in zip(annexes, data.get("annexes", []), strict=True):
        shown["note"] = words[annex["state"]] % {"pages": annex["pages"], "bound": annex["bound"]}
        shown["bound"], shown["pictures"] = annex["bound"], annex["pictures"]
    if "annexes" in data:
        data["archive_note"] = words["mixed" if any(a["bound"] for a in annexes) else "archival"]


# --- typesetting ---------------------------------------------------------------------------------


def typeset(job: dict[str, Any], folder: Path) -> bytes:
    """The template with its data as PDF/A-2b; signs that no font of ours has are written by name."""
    for name in ("sheet.typ", job["template"]):
        (folder / name).write_bytes((HERE / name).read_bytes())
    data, unshown = cleaned({**job["data"], "named": ""}, set()), set[str]()
    for _ in range(4):
        try:
            return compiled(folder / job["template"], data, job["moment"])
        except typst.TypstError as error:
            more = {sign for text in UNSHOWN.findall(error.diagnostic) for sign in unquoted(text)}
            more = {sign for sign in more if not sign.isascii()}
            if not more - unshown:
                break
            unshown |= more
            data = cleaned({**job["data"], "named": job["words"]["named"]}, unshown)
    # Font fallback can fail where no sign is to blame alone: leave only what Latin fonts surely have.
    data = {**job["data"], "named": job["words"]["named"]}
    beyond = {sign for sign in json.dumps(data, ensure_ascii=False) if ord(sign) > LAST_LATIN}
    return compiled(folder / job["template"], cleaned(data, beyond), job["moment"])


def compiled(source: Path, data: Any, moment: int) -> bytes:
    """One run of Typst. The data travel beside the source, never in it, so they can't be markup."""
    pdf = typst.compile(
        str(source),
        root=str(source.parent),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=STANDARD,
        timestamp=moment,
    )
    assert isinstance(pdf, bytes)
    return pdf


def cleaned(value: Any, unshown: set[str]) -> Any:
    """The data with every text made printable."""
    if isinstance(value, dict):
        return {key: cleaned(one, unshown) for key, one in value.items()}
    if isinstance(value, list):
        return [cleaned(one, unshown) for one in value]
    return printable(value, unshown) if isinstance(value, str) else value


def printable(text: str, unshown: set[str]) -> str:
    """The text without controls; each sign of `unshown` as its name, for instance [party popper]."""
    return "".join(named(sign) if sign in unshown else sign for sign in text if shows(sign))


def shows(sign: str) -> bool:
    """Whether a sign is more than a control, a direction mark or half of one."""
    return sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def named(sign: str) -> str:
    """What is printed for a sign that no font has; nothing for those that only shape the one before."""
    if unicodedata.category(sign).startswith("M"):
        return ""
    return f"[{unicodedata.name(sign, f'U+{ord(sign):04X}').lower()}]"


def unquoted(text: str) -> str:
    """What Typst quoted in its complaint."""
    plain = re.sub(r"\\u\{([0-9a-f]+)\}", lambda found: chr(int(found[1], 16)), text)
    return re.sub(r"\\(.)", r"\1", plain)


# --- binding -------------------------------------------------------------------------------------


def bind(paper: Path, annexes: list[dict[str, Any]], folder: Path) -> None:
    """Put each annex's pages behind its cover sheet; the paper stops calling itself PDF/A."""
    writer = PdfWriter(clone_from=paper)
    covers = cover_pages(PdfReader(paper), len(annexes))
    # From the last one on, so that the numbers of the covers before stay true.
    for annex, cover in reversed(list(zip(annexes, covers, strict=True))):
        if annex["bound"]:
            for index, page in enumerate(PdfReader(folder / f"annex-{annex['number']}.pdf").pages):
                for key in BEYOND_THE_PAGE:
                    page.pop(key, None)
                writer.insert_page(page, cover + 1 + index)
    writer.root_object.pop("/PageLabels", None)
    disclaim(writer)
    writer.write(paper)


def cover_pages(reader: PdfReader, count: int) -> list[int]:
    """The page indices of the cover sheets: the last `count` bookmarks, which are those of the annexes."""
    marks = reader.outline[-1]
    assert isinstance(marks, list)
    assert len(marks) == count, "the last bookmark holds the annexes"
    return [reader.get_destination_page_number(mark) or 0 for mark in marks]  # type: ignore[arg-type]


def disclaim(writer: PdfWriter) -> None:
    """Take the claim of PDF/A out of the metadata: pages of others may break any of its rules."""
    known = writer.root_object["/Metadata"].get_object()
    assert isinstance(known, StreamObject)
    xmp = known.get_data().decode("utf-8")
    claim = re.compile(r"<pdfaid:(\w+)>[^<]*</pdfaid:\1>|\s+pdfaid:\w+=\"[^\"]*\"")
    honest = StreamObject()
    honest.update({NameObject("/Type"): NameObject("/Metadata"), NameObject("/Subtype"): NameObject("/XML")})
    honest.set_data(claim.sub("", xmp).encode("utf-8"))
    writer.root_object[NameObject("/Metadata")] = writer._add_object(honest)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
