import xml.etree.ElementTree as ET

import pytest

from ganimation_desktop.core.imaging.provenance import (
    COMPOSITE_WITH_TRAINED_MEDIA,
    MAX_PACKET_BYTES,
    TRAINED_MEDIA,
    digital_source_type,
    upright_xmp,
    with_digital_source_type,
)
from tests.core.photo_files import XMP_WITH_RATING
from tests.hostile.bounds import within

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
SOURCE_TYPE = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}DigitalSourceType"

ADOBE = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<r:Description r:about="uuid:1" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><r:Alt><r:li xml:lang="x-default">Zo\u00eb</r:li></r:Alt></dc:title>
<xmp:Thumbnails xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<r:Alt><r:li>base64 of the old face</r:li></r:Alt></xmp:Thumbnails>%s</r:Description>
</r:RDF></x:xmpmeta>"""
ELEMENT = '<e:DigitalSourceType xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">%s</e:DigitalSourceType>'
CAPTURE = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"


def _stated(packet: bytes) -> list[str]:
    """Every Digital Source Type in a packet, read by an XML parser."""
    root = ET.fromstring(packet.decode().lstrip("\ufeff"))
    stated = [element.text or "" for element in root.iter(SOURCE_TYPE)]
    return stated + [element.attrib[SOURCE_TYPE] for element in root.iter() if SOURCE_TYPE in element.attrib]


@pytest.mark.parametrize("packet", [None, b"", b"no XMP at all", "\u00fc".encode("latin-1"), XMP_WITH_RATING[:300]])
def test_a_new_packet(packet):
    made = with_digital_source_type(packet)
    assert _stated(made) == [COMPOSITE_WITH_TRAINED_MEDIA]
    assert digital_source_type(made) == COMPOSITE_WITH_TRAINED_MEDIA
    assert made.startswith(b"<?xpacket begin=")


def test_an_existing_packet_keeps_the_rest():
    made = with_digital_source_type(XMP_WITH_RATING)
    assert _stated(made) == [COMPOSITE_WITH_TRAINED_MEDIA]
    assert b'xmp:Rating="4"' in made
    assert made.count(b":RDF ") == 1


def test_all_descriptions_are_about_the_same():
    made = with_digital_source_type((ADOBE % "").encode())
    assert _stated(made) == [COMPOSITE_WITH_TRAINED_MEDIA]
    assert "Zo\u00eb" in made.decode()
    abouts = {element.attrib[f"{RDF}about"] for element in ET.fromstring(made).iter(f"{RDF}Description")}
    assert abouts == {"uuid:1"}


@pytest.mark.parametrize(
    "packet",
    [
        ADOBE % (ELEMENT % CAPTURE),
        (ADOBE % "").replace(
            'about="uuid:1"', f'about="uuid:1" xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" e:DigitalSourceType="{CAPTURE}"'
        ),
    ],
)
def test_another_statement_is_replaced(packet):
    assert digital_source_type(packet.encode()) == CAPTURE
    assert _stated(with_digital_source_type(packet.encode())) == [COMPOSITE_WITH_TRAINED_MEDIA]


def test_a_picture_made_by_a_model_stays_one():
    packet = (ADOBE % (ELEMENT % TRAINED_MEDIA)).encode()
    assert with_digital_source_type(packet) == packet


def test_stating_twice_is_stating_once():
    once = with_digital_source_type(XMP_WITH_RATING)
    assert _stated(with_digital_source_type(once)) == [COMPOSITE_WITH_TRAINED_MEDIA]


def test_an_empty_description_list():
    packet = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>'
    assert _stated(with_digital_source_type(packet)) == [COMPOSITE_WITH_TRAINED_MEDIA]


def test_utf_16():
    made = with_digital_source_type((ADOBE % "").encode("utf-16"))
    assert _stated(made) == [COMPOSITE_WITH_TRAINED_MEDIA]


def test_upright():
    upright = upright_xmp(XMP_WITH_RATING)
    assert upright is not None
    assert b'tiff:Orientation="1"' in upright
    assert len(upright) < len(XMP_WITH_RATING) - 190
    ET.fromstring(upright)
    without_thumbnail = upright_xmp((ADOBE % "<tiff:Orientation xmlns:tiff='t'>8</tiff:Orientation>").encode())
    assert without_thumbnail is not None
    assert b"old face" not in without_thumbnail
    assert upright_xmp(b"\xff\xfe\xff nonsense") is None


def test_nothing_is_stated_by_other_packets():
    assert digital_source_type(None) is None
    assert digital_source_type(XMP_WITH_RATING) is None


ENDLESS = {
    "padding": " ",
    "padding of lines": "\n",
    "thumbnails": "<xmp:Thumbnails>",
    "tags of two thumbnails": "<xmp:Thumbnails></xap:Thumbnails>",
    "source types": "<a:DigitalSourceType>",
    "source types that close others": "<a:DigitalSourceType></b:DigitalSourceType>",
    "source type attributes": " a:DigitalSourceType='",
    "names": " a:a",
    "ends of the list": "</rdf:RDF>",
    "ends of the list that stay open": "</rdf:RDF ",
    "empty lists": "<rdf:RDF /",
    "descriptions": "<rdf:Description about=",
    "orientations": "<tiff:Orientation>",
    "open quotes": " tiff:Orientation='",
}


@pytest.mark.parametrize("kind", ENDLESS)
def test_the_time_grows_with_the_packet_and_no_faster(kind):
    piece = ENDLESS[kind]
    packet = (ADOBE % "").encode() + (piece * (100_000 // len(piece)) + "x" * 20_000).encode()
    with within(5):
        upright = upright_xmp(packet)
        stated = digital_source_type(with_digital_source_type(packet))
    assert upright is not None
    assert stated == COMPOSITE_WITH_TRAINED_MEDIA


def test_an_enormous_packet_is_not_read():
    packet = (ADOBE % "").encode() + b" " * MAX_PACKET_BYTES
    assert upright_xmp(packet) is None
    assert digital_source_type(packet) is None
    assert len(with_digital_source_type(packet)) < 2000


def test_an_empty_source_type_element_states_nothing():
    packet = (ADOBE % "<e:DigitalSourceType/>").encode()
    assert digital_source_type(packet) is None
    assert _stated(with_digital_source_type(packet.replace(b"<e:DigitalSourceType/>", b""))) == [COMPOSITE_WITH_TRAINED_MEDIA]
