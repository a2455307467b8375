"""Keys like those that Microsoft's channel signs with."""

from base64 import urlsafe_b64encode
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


class SigningKey:
    def __init__(self, id: str, endorsements: tuple[str, ...] = ("msteams",)) -> None:
        self.id, self.endorsements = id, endorsements
        self.private: RSAPrivateKey = generate_private_key(public_exponent=65537, key_size=2048)

    @property
    def pem(self) -> bytes:
        return self.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def published(self) -> dict[str, Any]:
        numbers = self.private.public_key().public_numbers()
        return {
            "kty": "RSA", "use": "sig", "kid": self.id, "x5t": self.id, "endorsements": list(self.endorsements),
            "n": _base64(numbers.n, 256), "e": _base64(numbers.e, 3),
        }  # fmt: skip


def _base64(number: int, size: int) -> str:
    return urlsafe_b64encode(number.to_bytes(size, "big")).rstrip(b"=").decode()
