"""Fingerprints: one text that stands for some values, and its SHA-256. And what goes into that of an agreement."""

import hashlib
import json

TEXT_FORMAT = 1
"""Stands in what is hashed: whoever changes what :func:`hash_text` collects raises it."""


def canonical(values):
    """Return the one text that stands for ``values`` in a hash: no choice of order, spacing or encoding is left.

    >>> canonical({"b": "é", "a": [1, None]})
    '{"a":[1,null],"b":"\\\\u00e9"}'
    """
    return json.dumps(values, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def digest(content):
    """Return the SHA-256 of a text or of bytes in hexadecimal."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def hash_text(agreement):
    """Return the fingerprint of the exact text of an agreement, with what it belongs to."""
    if any(agreement.signature_ids.mapped("is_before_evidence")):
        # What was hashed before 19.0.1.1.0, when the first of these signatures was given
        parts = (str(agreement.mentorship_id.id), str(agreement.version), agreement.lang, str(agreement.body))
        return digest("\n".join(parts))
    return digest(
        canonical(
            {
                "format": TEXT_FORMAT,
                "mentorship": agreement.mentorship_id.id,
                "version": agreement.version,
                "lang": agreement.lang,
                "body": str(agreement.body),
                # What a member read who does not read the signed language; older agreements have none
                **({"translations": agreement.reading_texts} if agreement.reading_texts else {}),
            }
        )
    )
