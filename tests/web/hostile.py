"""Files that mean harm to whoever opens them, each by what it tries and the status it must end in."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from decision_aid.web.attached import LARGEST, NAME

MB = 1024 * 1024


def attached_to(made: Pdf, content: bytes, *, name: str = NAME, **extra: object) -> None:
    """Put a file into a PDF, as it is: what ``extra`` says of it need not be true."""
    stream = Stream(made, content, Type=Name.EmbeddedFile, **extra)
    spec = Dictionary(Type=Name.Filespec, F=String(name), UF=String(name), EF=Dictionary(F=stream))
    if Name.Names not in made.Root:
        made.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array()))
    made.Root.Names.EmbeddedFiles.Names.extend([String(name), made.make_indirect(spec)])


def saved(made: Pdf) -> bytes:
    out = BytesIO()
    # Nothing is packed anew: the bombs stay as they were laid.
    made.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


def blank() -> Pdf:
    made = Pdf.new()
    made.add_blank_page()
    return made


@cache
def zeros(megabytes: int, *, layers: int = 1) -> bytes:
    """So much nothing, packed and packed again."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(MB)) for _ in range(megabytes)) + packer.flush()
    for _ in range(layers - 1):
        packed = zlib.compress(packed, 9)
    return packed


def bomb_in_the_attachment() -> bytes:
    made = blank()
    attached_to(made, zeros(200), Filter=Name.FlateDecode)
    return saved(made)


def bomb_in_layers() -> bytes:
    made = blank()
    attached_to(made, zeros(200, layers=3), Filter=Array([Name.FlateDecode] * 3))
    return saved(made)


def bomb_by_another_filter() -> bytes:
    made = blank()
    attached_to(made, b"\x00\x00" * (900 * 1024), Filter=Name.RunLengthDecode)
    return saved(made)


def raw(objects: list[bytes], *, root: str = "1 0 R") -> bytes:
    """A PDF written by hand, with an ordinary table of where its objects are."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, one in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root %s >>\n" % (len(objects) + 1, root.encode())
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % start


def stream(extra: str, content: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n" % (extra.encode(), len(content)) + content + b"\nendstream"


def bomb_in_an_xref_stream() -> bytes:
    """Where the objects are is itself packed: a reader has to unpack it before anything else."""
    packed = zeros(200)
    head = b"%PDF-1.7\n"
    dictionary = "/Type /XRef /Size 99999999 /W [1 4 2] /Root 1 0 R /Filter /FlateDecode"
    body = b"2 0 obj\n" + stream(dictionary, packed) + b"\nendobj\n"
    return head + body + b"startxref\n%d\n%%%%EOF\n" % len(head)


def bomb_in_an_object_stream() -> bytes:
    """The catalogue is in a packed stream, behind 200 megabytes of nothing."""
    packer = zlib.compressobj(9)
    inside = b"1 0 << /Type /Catalog /Pages 4 0 R >> "
    packed = (
        packer.compress(inside) + b"".join(packer.compress(b" " * MB) for _ in range(200)) + packer.flush()
    )
    head = b"%PDF-1.7\n"
    objects = (
        b"3 0 obj\n" + stream("/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", packed) + b"\nendobj\n"
    )
    at = len(head) + len(objects)
    # Free, in the stream, where this table is, where the stream is.
    rows = [(0, 0, 255), (2, 3, 0), (1, at, 0), (1, len(head), 0)]
    table = b"".join(bytes([kind]) + place.to_bytes(4, "big") + bytes([more]) for kind, place, more in rows)
    xref = b"2 0 obj\n" + stream("/Type /XRef /Size 4 /W [1 4 1] /Root 1 0 R", table) + b"\nendobj\n"
    return head + objects + xref + b"startxref\n%d\n%%%%EOF\n" % at


def pages_in_a_circle() -> bytes:
    return raw(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2000000000 >>",
            b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Parent 2 0 R /Count 2000000000 >>",
        ]
    )


def names_in_a_circle() -> bytes:
    return raw(
        [
            b"<< /Type /Catalog /Pages 3 0 R /Names << /EmbeddedFiles 2 0 R >> >>",
            b"<< /Kids [" + b"2 0 R " * 10_000 + b"] >>",
            b"<< /Type /Pages /Kids [] /Count 0 >>",
        ]
    )


def thousands_of_attachments() -> bytes:
    made = blank()
    for number in range(4000):
        attached_to(made, b"{}", name=f"{number}.json")
    return saved(made)


def the_same_file_twice() -> bytes:
    made = blank()
    attached_to(made, b"{}")
    attached_to(made, b"{}")
    return saved(made)


def a_pdf_in_a_pdf(inner: bytes) -> bytes:
    made = blank()
    attached_to(made, inner)
    return saved(made)


def a_huge_attachment() -> bytes:
    made = blank()
    attached_to(made, b"[" + b"0," * (LARGEST // 2) + b"0]")
    return saved(made)


def an_attachment_that_is_no_stream() -> bytes:
    made = blank()
    spec = Dictionary(Type=Name.Filespec, EF=Dictionary(F=String("x")))
    made.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String(NAME), spec])))
    return saved(made)


def locked(good: bytes, *, password: str) -> bytes:
    with pikepdf.open(BytesIO(good)) as pdf:
        out = BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(owner="owner", user=password))
        return out.getvalue()


def nested_arrays() -> bytes:
    """Brackets within brackets, for a reader that goes down into each."""
    return raw([b"<< /Type /Catalog /Pages " + b"[" * 900_000 + b" >>"])


def many_objects() -> bytes:
    return raw([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Kids [] /Count 0 >>", *[b"[]"] * 45_000])


def xref_that_goes_round() -> bytes:
    body = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"
    at = len(body)
    table = b"xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \n"
    return body + table + b"trailer\n<< /Size 2 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (at, at)


def json_as_deep_as_it_goes() -> bytes:
    return b'{"a":' * 30_000 + b"1" + b"}" * 30_000


def json_of_quotes() -> bytes:
    return b'{"' + b'\\"' * 120_000


def json_of_a_long_number() -> bytes:
    return b'{"resourceType":' + b"9" * 200_000 + b"}"


def json_of_many_items() -> bytes:
    item = b'{"linkId":"x","answer":[{"valueInteger":1}]},'
    head = b'{"resourceType":"QuestionnaireResponse","questionnaire":"https://x/fhir/Questionnaire/exosome-hair-loss","item":['
    return head + item * 5000 + b"{}]}"


STATUS: dict[Callable[[], bytes], int] = {
    bomb_in_the_attachment: 413,
    bomb_in_layers: 422,
    bomb_by_another_filter: 422,
    bomb_in_an_xref_stream: 400,
    bomb_in_an_object_stream: 400,
    pages_in_a_circle: 400,
    names_in_a_circle: 422,
    thousands_of_attachments: 422,
    the_same_file_twice: 422,
    a_huge_attachment: 413,
    an_attachment_that_is_no_stream: 400,
    nested_arrays: 400,
    many_objects: 422,
    xref_that_goes_round: 400,
    json_as_deep_as_it_goes: 400,
    json_of_quotes: 400,
    json_of_a_long_number: 400,
    json_of_many_items: 422,
}
