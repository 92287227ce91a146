"""The ways of asking by TLS: verified first; what a host needs beyond that is chosen by `crawler.ladder` and recorded.

`restricted`: TLS 1.2 with the curve prime256v1 only. Several portals of one province send an elliptic-curve point that
recent OpenSSL refuses; so limited they answer (platforms 1.10, four sources). `unverified`: the certificate is not
what it should be (expired, of another name, of an unknown issuer); the page is kept, and says so.
"""

from __future__ import annotations

from typing import Any, Literal, cast

from cryptography.hazmat.primitives.asymmetric import ec
from OpenSSL import SSL
from scrapy.core.downloader.contextfactory import _get_creator_context, _ScrapyClientContextFactory
from twisted.internet.ssl import TLSVersion

Level = Literal["verified", "restricted", "unverified"]


class _Restricted(_ScrapyClientContextFactory):
    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:
        creator = super().creatorForNetloc(hostname, port)
        context: SSL.Context = _get_creator_context(creator)
        context.set_tmp_ecdh(cast(Any, ec.SECP256R1()))
        return creator


def contexts(level: Level) -> Any:
    """Return what makes the connections of a level."""
    if level == "restricted":
        only = TLSVersion.TLSv1_2
        return _Restricted(method=None, verify_certificates=True, tls_min_version=only, tls_max_version=only)
    return _ScrapyClientContextFactory(verify_certificates=level == "verified")
