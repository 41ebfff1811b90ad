"""Seal a PDF as PAdES with a certificate, and check such a seal: plain Python on bytes, no ORM, no network.

``pyhanko`` is optional, and imported where it is used: an Odoo without it runs, and seals nothing.
"""

import importlib.util
import io
from collections import namedtuple
from datetime import datetime, timedelta, timezone

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12

PLACE_MARK = "#seal"
"""What the address of a link ends with whose area on the page is the visible place of the seal."""
FIELD_NAME = "Seal"
Certificate = namedtuple("Certificate", "der subject valid_from valid_until")
"""The public part: DER bytes, the name it was made out to, and two naive datetimes in UTC."""


class SealError(Exception):
    """Something about a certificate file that a person can change; ``args[0]`` is one of the words below."""

    PASSWORD, KEY, FORMAT = "password", "key", "format"


def is_available():
    return importlib.util.find_spec("pyhanko") is not None


def read_certificate(file, password):
    """Open a PKCS#12 file.

    :param bytes file:
    :param str password:
    :raises SealError: if it does not open, or holds no certificate with its key
    :rtype: Certificate
    """
    try:
        key, certificate, _others = pkcs12.load_key_and_certificates(file, (password or "").encode() or None)
    except ValueError as error:
        # "Invalid password or PKCS12 data" stands for both; what is no DER sequence is no such file at all
        raise SealError(SealError.PASSWORD if file[:1] == b"\x30" else SealError.FORMAT) from error
    if key is None or certificate is None:
        raise SealError(SealError.KEY)
    return Certificate(
        certificate.public_bytes(serialization.Encoding.DER),
        describe(certificate),
        certificate.not_valid_before_utc.replace(tzinfo=None),
        certificate.not_valid_after_utc.replace(tzinfo=None),
    )


def describe(certificate):
    """Return the name a certificate was made out to, as people read it."""
    parts = [
        certificate.subject.get_attributes_for_oid(oid)
        for oid in (x509.NameOID.COMMON_NAME, x509.NameOID.ORGANIZATION_NAME)
    ]
    names = list(dict.fromkeys(str(attributes[0].value) for attributes in parts if attributes))
    return ", ".join(names) or certificate.subject.rfc4514_string()


def seal(pdf, file, password, name, reason):
    """Certify a PDF so that any reader shows every later change.

    :param bytes pdf: a document that nobody has signed yet
    :param bytes file: PKCS#12 with the key
    :param str name: who seals
    :param str reason: what for, as PDF readers show it
    :returns: the document with the seal as its last revision
    :rtype: bytes
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415
    from pyhanko.sign import fields, signers  # noqa: PLC0415
    from pyhanko.stamp.noop import NoOpStampStyle  # noqa: PLC0415

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page, box = _take_place(writer)
    signer = signers.PdfSigner(
        signers.PdfSignatureMetadata(
            field_name=FIELD_NAME,
            md_algorithm="sha256",
            name=name,
            reason=reason,
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
            subfilter=fields.SigSeedSubFilter.PADES,
        ),
        signers.SimpleSigner.load_pkcs12_data(file, [], (password or "").encode() or None),
        # The page says in words what is sealed, in a font that has the letters; the field on it answers a click
        stamp_style=NoOpStampStyle(),
        new_field_spec=fields.SigFieldSpec(FIELD_NAME, on_page=page, box=box),
    )
    return signer.sign_pdf(writer).getvalue()


def _take_place(writer):
    """Find the link that marks the place of the seal, and take it out of its page.

    :returns: page number from 0 and rectangle; the first page and none where no place is marked
    """
    for number in range(writer.prev.root["/Pages"]["/Count"]):
        reference, _resources = writer.find_page_for_modification(number)
        page = reference.get_object()
        # [], not get(): only that follows a reference to another object
        annotations = page["/Annots"] if "/Annots" in page else ()  # noqa: SIM401
        for position, entry in enumerate(annotations):
            annotation = entry.get_object()
            action = annotation["/A"] if "/A" in annotation else {}  # noqa: SIM401
            if "/URI" in action and str(action["/URI"]).endswith(PLACE_MARK):
                box = tuple(int(edge) for edge in annotation["/Rect"])
                del annotations[position]
                writer.update_container(annotations)
                return number, box
    return 0, None


def is_intact(pdf, certificate):
    """Whether a PDF carries one seal by this certificate over all of its bytes.

    Whether the certificate itself is to be trusted is not asked: it is the company's own choice, and stays the proof
    after it has expired.

    :param bytes pdf:
    :param bytes certificate: DER
    """
    from asn1crypto import x509 as asn1_x509  # noqa: PLC0415
    from pyhanko.pdf_utils.misc import PdfError  # noqa: PLC0415
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415
    from pyhanko.sign.fields import MDPPerm  # noqa: PLC0415
    from pyhanko.sign.general import SigningError, ValueErrorWithMessage  # noqa: PLC0415
    from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature  # noqa: PLC0415
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415

    try:
        seals = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        if len(seals) != 1 or seals[0].signer_cert.dump() != certificate:
            return False
        status = validate_pdf_signature(
            seals[0],
            ValidationContext(trust_roots=[asn1_x509.Certificate.load(certificate)], allow_fetching=False),
        )
        return (
            status.intact
            and status.valid
            and status.coverage == SignatureCoverageLevel.ENTIRE_FILE
            and seals[0].docmdp_level == MDPPerm.NO_CHANGES
        )
    except (PdfError, SigningError, ValueErrorWithMessage, ValueError, KeyError, TypeError, AttributeError, IndexError):
        # A document that can no longer be read, wherever its bytes were changed, is not intact
        return False


def make_blank_page():
    """Return a PDF to try a certificate on."""
    from pyhanko.pdf_utils.generic import DictionaryObject, StreamObject  # noqa: PLC0415
    from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter  # noqa: PLC0415

    writer, output = PdfFileWriter(), io.BytesIO()
    stream = writer.add_object(StreamObject(stream_data=b""))
    writer.insert_page(PageObject(stream, (0, 0, 595, 842), DictionaryObject()))
    writer.write(output)
    return output.getvalue()


def make_test_certificate(name, password, days=365, valid_from=None):
    """Return a PKCS#12 file with a new key and a certificate that it has signed itself, for demonstrations and tests.

    :param str name: who it is made out to
    :rtype: bytes
    """
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    start = valid_from or datetime.now(timezone.utc) - timedelta(hours=1)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name[:64])])
    usage = {
        "key_encipherment": False,
        "data_encipherment": False,
        "key_agreement": False,
        "key_cert_sign": False,
        "crl_sign": False,
        "encipher_only": False,
        "decipher_only": False,
    }
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=days))
        .add_extension(x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True)
        .sign(key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(
        name.encode(), key, certificate, None, serialization.BestAvailableEncryption(password.encode())
    )
