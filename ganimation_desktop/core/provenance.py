"""The statement that a picture was edited with a trained model, in its XMP packet, and what else of the packet an edit concerns.

The property is IPTC's Digital Source Type (IPTC Photo Metadata Standard 2023.1, Iptc4xmpExt:DigitalSourceType). Packets are changed
as text, so that everything else in them stays as it was written.
"""

from __future__ import annotations

import re

COMPOSITE_WITH_TRAINED_MEDIA = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
"""IPTC's term for a picture of which a part was made by a trained model."""

TRAINED_MEDIA = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
"""IPTC's term for a picture made by a trained model altogether; it says more than the term above and is not replaced by it."""

_IPTC_EXTENSION = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

_NEW_PACKET = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
    f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{_RDF}"></rdf:RDF></x:xmpmeta>\n'
    '<?xpacket end="w"?>'
)

_END_OF_RDF = re.compile(r"</([\w.-]+):RDF\s*>(?!.*</[\w.-]+:RDF\s*>)", re.DOTALL)
_EMPTY_RDF = re.compile(r"<([\w.-]+):RDF\b([^<>]*)/>")
_ABOUT = re.compile(r"""<[\w.-]+:Description\b[^<>]*?[\s:]about=("[^"]*"|'[^']*')""")
_SOURCE_TYPE_ATTRIBUTE = re.compile(r"""\s[\w.-]+:DigitalSourceType\s*=\s*("[^"]*"|'[^']*')""")
_SOURCE_TYPE_ELEMENT = re.compile(r"<([\w.-]+:DigitalSourceType)\b[^<>]*(?:/>|>(.*?)</\1\s*>)", re.DOTALL)
_ORIENTATION_ATTRIBUTE = re.compile(r"""(\stiff:Orientation\s*=\s*)("[^"]*"|'[^']*')""")
_ORIENTATION_ELEMENT = re.compile(r"(<tiff:Orientation\s*>)[^<]*(</)")
_THUMBNAILS = re.compile(r"<((?:xmp|xap):Thumbnails)\b[^<>]*>.*?</\1\s*>", re.DOTALL)
_EXTENDED_PACKET = re.compile(r"""\sxmpNote:HasExtendedXMP\s*=\s*("[^"]*"|'[^']*')""")
_PADDING = re.compile(r"\s+(?=<\?xpacket end=)")


def upright_xmp(packet: bytes) -> bytes | None:
    """Make an XMP packet fit a picture that was turned upright: orientation 1, no thumbnail, no reference to an extended packet.

    Returns
    -------
    bytes or None
        The packet in UTF-8 without its padding, or None when it cannot be read.
    """
    text = _decoded(packet)
    if text is None:
        return None
    text = _ORIENTATION_ATTRIBUTE.sub(r'\1"1"', text)
    text = _ORIENTATION_ELEMENT.sub(r"\g<1>1\2", text)
    text = _THUMBNAILS.sub("", text)
    text = _EXTENDED_PACKET.sub("", text)
    return _PADDING.sub("\n", text).encode()


def digital_source_type(packet: bytes | None) -> str | None:
    """Read the Digital Source Type that an XMP packet states, as a URL; None when it states none."""
    text = _decoded(packet) if packet else None
    if text is None:
        return None
    if attribute := _SOURCE_TYPE_ATTRIBUTE.search(text):
        return attribute[1][1:-1].strip()
    if element := _SOURCE_TYPE_ELEMENT.search(text):
        return (element[2] or "").strip() or None
    return None


def with_digital_source_type(packet: bytes | None) -> bytes:
    """Make an XMP packet say that the picture was edited with a trained model.

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
    text = _SOURCE_TYPE_ELEMENT.sub("", _SOURCE_TYPE_ATTRIBUTE.sub("", text))
    text = _EMPTY_RDF.sub(r"<\1:RDF\2></\1:RDF>", text)
    end = _END_OF_RDF.search(text)
    if end is None:
        text = _NEW_PACKET
        end = _END_OF_RDF.search(text)
        assert end is not None
    # Several descriptions of the same subject are one description in RDF.
    about = _ABOUT.search(text)
    description = (
        f'<{end[1]}:Description {end[1]}:about={about[1] if about else chr(34) * 2} xmlns:Iptc4xmpExt="{_IPTC_EXTENSION}">'
        f"<Iptc4xmpExt:DigitalSourceType>{COMPOSITE_WITH_TRAINED_MEDIA}</Iptc4xmpExt:DigitalSourceType>"
        f"</{end[1]}:Description>"
    )
    return (text[: end.start()] + description + text[end.start() :]).encode()


def _decoded(packet: bytes) -> str | None:
    for encoding in ("utf-8", "utf-16"):
        try:
            text = packet.rstrip(b"\0").decode(encoding)
        except UnicodeDecodeError:
            continue
        if ":RDF" in text:
            return text
    return None
