"""The XMP statement that a picture was edited with a trained model, and other parts of the packet that an edit affects.

The property is IPTC's Digital Source Type (IPTC Photo Metadata Standard 2023.1, Iptc4xmpExt:DigitalSourceType). Packets are changed
as text, so that everything else in them stays as it was written. They are untrusted: every pattern here runs in time linear in the packet's
length. Patterns begin at a character that what follows cannot contain, and elements are matched tag by tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

COMPOSITE_WITH_TRAINED_MEDIA = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
"""IPTC's term for a picture of which a part was made by a trained model."""

TRAINED_MEDIA = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
"""IPTC's term for a picture made by a trained model altogether; it says more than the term above and is not replaced by it."""

MAX_PACKET_BYTES = 4 << 20
"""A larger packet is not read. Photoshop's, with the history of every layer, reach a megabyte."""

_IPTC_EXTENSION = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

_NEW_PACKET = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
    f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{_RDF}"></rdf:RDF></x:xmpmeta>\n'
    '<?xpacket end="w"?>'
)

_END_OF_RDF = re.compile(r"</([\w.-]+):RDF\s*>")
_EMPTY_RDF = re.compile(r"<([\w.-]+):RDF\b([^<>]*)/>")
_ABOUT = re.compile(r"""<[\w.-]+:Description\b[^<>]*?[\s:]about=("[^"]*"|'[^']*')""")
_SOURCE_TYPE_ATTRIBUTE = re.compile(r"""\s[\w.-]+:DigitalSourceType\s*=\s*("[^"]*"|'[^']*')""")
_SOURCE_TYPE_TAG = re.compile(r"<(/?)([\w.-]+:DigitalSourceType)\b[^<>]*>")
_ORIENTATION_ATTRIBUTE = re.compile(r"""(\stiff:Orientation\s*=\s*)("[^"]*"|'[^']*')""")
_ORIENTATION_ELEMENT = re.compile(r"(<tiff:Orientation\s*>)[^<]*(</)")
_WIDTH_ATTRIBUTE = re.compile(r"""(\s(?:tiff:ImageWidth|exif:PixelXDimension)\s*=\s*)(?:"[^"]*"|'[^']*')""")
_HEIGHT_ATTRIBUTE = re.compile(r"""(\s(?:tiff:ImageLength|exif:PixelYDimension)\s*=\s*)(?:"[^"]*"|'[^']*')""")
_WIDTH_ELEMENT = re.compile(r"(<(?:tiff:ImageWidth|exif:PixelXDimension)\s*>)[^<]*(</)")
_HEIGHT_ELEMENT = re.compile(r"(<(?:tiff:ImageLength|exif:PixelYDimension)\s*>)[^<]*(</)")
_THUMBNAILS_TAG = re.compile(r"<(/?)((?:xmp|xap):Thumbnails)\b[^<>]*>")
_EXTENDED_PACKET = re.compile(r"""\sxmpNote:HasExtendedXMP\s*=\s*("[^"]*"|'[^']*')""")
_PACKET_END = "<?xpacket end="


@dataclass(frozen=True)
class _Element:
    """Where an element lies in a packet, with its tags, and the text between them."""

    start: int
    end: int
    content: str


def upright_xmp(packet: bytes) -> bytes | None:
    """Make an XMP packet fit a picture that was turned upright: orientation 1, no thumbnail, no reference to an extended packet.

    Returns
    -------
    bytes or None
        The packet in UTF-8 without its padding, or None when it cannot be read or is larger than `MAX_PACKET_BYTES`.
    """
    text = _decoded(packet)
    if text is None:
        return None
    text = _ORIENTATION_ATTRIBUTE.sub(r'\1"1"', text)
    text = _ORIENTATION_ELEMENT.sub(r"\g<1>1\2", text)
    text = _without_elements(text, _THUMBNAILS_TAG)
    text = _EXTENDED_PACKET.sub("", text)
    before, end, behind = text.rpartition(_PACKET_END)
    return (f"{before.rstrip()}\n{end}{behind}" if end else text).encode()


def resized_xmp(packet: bytes | None, width: int, height: int) -> bytes | None:
    """Return an XMP packet with another picture size where it states one; as it is where it is None or cannot be read."""
    text = _decoded(packet) if packet else None
    if text is None:
        return packet
    for across, pattern in ((True, _WIDTH_ATTRIBUTE), (False, _HEIGHT_ATTRIBUTE)):
        text = pattern.sub(rf'\g<1>"{width if across else height}"', text)
    for across, pattern in ((True, _WIDTH_ELEMENT), (False, _HEIGHT_ELEMENT)):
        text = pattern.sub(rf"\g<1>{width if across else height}\g<2>", text)
    return text.encode()


def digital_source_type(packet: bytes | None) -> str | None:
    """Read the Digital Source Type that an XMP packet states, as a URL; None when it states none."""
    text = _decoded(packet) if packet else None
    if text is None:
        return None
    if attribute := _SOURCE_TYPE_ATTRIBUTE.search(text):
        return attribute[1][1:-1].strip()
    element = next(_elements(text, _SOURCE_TYPE_TAG), None)
    return element.content.strip() or None if element else None


def with_digital_source_type(packet: bytes | None) -> bytes:
    """Make an XMP packet state that the picture was edited with a trained model.

    Parameters
    ----------
    packet
        The packet to add the statement to, in place of another one that it may make; None, or one that cannot be read, for a new
        packet. A packet that states `TRAINED_MEDIA` already comes back as it is.

    Returns
    -------
    bytes
        UTF-8.
    """
    if packet and digital_source_type(packet) == TRAINED_MEDIA:
        return packet
    text = (_decoded(packet) if packet else None) or _NEW_PACKET
    text = _without_elements(_SOURCE_TYPE_ATTRIBUTE.sub("", text), _SOURCE_TYPE_TAG)
    text = _EMPTY_RDF.sub(r"<\1:RDF\2></\1:RDF>", text)
    end = _last_match(_END_OF_RDF, text)
    if end is None:
        text = _NEW_PACKET
        end = _last_match(_END_OF_RDF, text)
        assert end is not None
    # Several descriptions of the same subject are one description in RDF.
    about = _ABOUT.search(text)
    description = (
        f'<{end[1]}:Description {end[1]}:about={about[1] if about else chr(34) * 2} xmlns:Iptc4xmpExt="{_IPTC_EXTENSION}">'
        f"<Iptc4xmpExt:DigitalSourceType>{COMPOSITE_WITH_TRAINED_MEDIA}</Iptc4xmpExt:DigitalSourceType>"
        f"</{end[1]}:Description>"
    )
    made = (text[: end.start()] + description + text[end.start() :]).encode()
    # A packet that is no XML may hide the statement inside something that is not closed.
    return made if packet is None or digital_source_type(made) == COMPOSITE_WITH_TRAINED_MEDIA else with_digital_source_type(None)


def _elements(text: str, tag: re.Pattern[str]) -> Iterator[_Element]:
    """Find elements in one pass, without those inside another one.

    Parameters
    ----------
    text
        The packet.
    tag
        Matches an opening, closing or empty tag; its groups are the slash of a closing one and the name.
    """
    opened: re.Match[str] | None = None
    for found in tag.finditer(text):
        closing, name = found.groups()
        if opened is not None:
            if closing and name == opened[2]:
                yield _Element(opened.start(), found.end(), text[opened.end() : found.start()])
                opened = None
        elif found[0].endswith("/>"):
            yield _Element(found.start(), found.end(), "")
        elif not closing:
            opened = found


def _without_elements(text: str, tag: re.Pattern[str]) -> str:
    parts, kept_from = [], 0
    for element in _elements(text, tag):
        parts.append(text[kept_from : element.start])
        kept_from = element.end
    return "".join((*parts, text[kept_from:]))


def _last_match(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    last = None
    for found in pattern.finditer(text):
        last = found
    return last


def _decoded(packet: bytes) -> str | None:
    if len(packet) > MAX_PACKET_BYTES:
        return None
    for encoding in ("utf-8", "utf-16"):
        try:
            text = packet.rstrip(b"\0").decode(encoding)
        except UnicodeDecodeError:
            continue
        if ":RDF" in text:
            return text
    return None
