"""Gift codes at rest: what the database keeps of them opens with a key that lies elsewhere.

A code is money: whoever reads it can spend it. The table holds Fernet tokens (AES-128-CBC with HMAC-SHA256,
https://github.com/fernet/spec), and a fingerprint by which the same code is known again when it is imported once more.
The fingerprint is keyed as well: codes are short, and a plain hash of one could be guessed by trying all of them.

>>> key = make_key()
>>> decrypt(key, encrypt(key, "ABC-123"))
'ABC-123'
>>> encrypt(key, "ABC-123") == encrypt(key, "ABC-123"), fingerprint(key, "abc-123 ") == fingerprint(key, "ABC-123")
(False, False)
>>> decrypt(make_key(), encrypt(key, "ABC-123")) is None
True
"""

import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken


def make_key():
    """Return a new key, as text."""
    return Fernet.generate_key().decode()


def encrypt(key, code):
    return Fernet(key).encrypt(code.encode()).decode()


def decrypt(key, token):
    """Return the code; None if the token was made with another key, or has been changed."""
    try:
        return Fernet(key).decrypt(token.encode()).decode()
    except (InvalidToken, ValueError):
        return None


def fingerprint(key, code):
    """Return what is the same for the same code, and tells nothing about it without the key."""
    return hmac.new(f"fingerprint/{key}".encode(), code.encode(), hashlib.sha256).hexdigest()
