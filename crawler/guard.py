"""The address guard on the wire: every connection of a portal's crawl is checked against the address it goes to.

The check sits between Twisted's endpoints and the reactor, so it sees the numbers that a name resolved to, for every
redirect and every new DNS answer, and no other spelling of an address can pass it. There is no proxy support: behind a
proxy the address could not be seen.
"""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler, _BindAddressAgent, _ScrapyAgent
from scrapy.http import Response
from scrapy.utils._download_handlers import normalize_bind_address, wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.interfaces import IReactorPluggableNameResolver
from twisted.web.client import ResponseFailed
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler import addresses, heads, tls


@implementer(IReactorPluggableNameResolver)
class GuardedReactor:
    """The reactor as an HTTP agent sees it; `connectTCP` refuses addresses that the portal may not reach."""

    def __init__(self, reactor: Any, *, local: bool) -> None:
        self._reactor, self._local = reactor, local

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reactor, name)

    @property
    def nameResolver(self) -> Any:  # Twisted's name
        return self._reactor.nameResolver

    def installNameResolver(self, resolver: Any) -> Any:
        return self._reactor.installNameResolver(resolver)

    def connectTCP(self, host: str, *args: Any, **kwargs: Any) -> Any:
        """Connect to an address in numbers, or raise AddressRefusedError before a packet leaves."""
        addresses.check(host, local=self._local)
        return self._reactor.connectTCP(host, *args, **kwargs)


class _Agent(_BindAddressAgent):
    """The agent of a handler, one for all requests; what it knows of a host is kept, the lookup is not."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._endpoints: dict[tuple[bytes, bytes, int], Any] = {}

    def _getEndpoint(self, uri: Any) -> Any:
        place = (uri.scheme, uri.host, uri.port)
        endpoint = self._endpoints.get(place)
        if endpoint is None:
            endpoint = self._endpoints[place] = super()._getEndpoint(uri)  # type: ignore[no-untyped-call]
        return endpoint


class _GuardedAgent(_ScrapyAgent):
    """One request of the handler's agent."""

    def __init__(self, agent: _Agent, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._agent = agent

    def _get_agent(self, request: Request, timeout: float) -> Any:
        return self._agent


class GuardedHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP/1.1 handler with the guard between it and the network."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._timeout = crawler.settings.getfloat("DOWNLOAD_TIMEOUT")
        self._agents: dict[str, _Agent] = {}
        self._pool._factory = heads.BoundedFactory

    async def download_request(self, request: Request) -> Response:
        """Return the response, raw body and all.

        Raises AddressRefusedError, MalformedAnswerError and Scrapy's download errors.
        """
        level = request.meta.get("tls", "verified")
        agent = _GuardedAgent(
            self._agents.get(level) or self._make_agent(level),
            contextFactory=self._contextFactory,
            connectTimeout=self._timeout,
            pool=self._pool,
            maxsize=self._default_maxsize,
            warnsize=self._default_warnsize,
            fail_on_dataloss=self._fail_on_dataloss,
            crawler=self._crawler,
        )
        with wrap_twisted_exceptions():
            try:
                response: Response = await maybe_deferred_to_future(agent.download_request(request))
            except ResponseFailed as error:
                raise heads.meant(error) from error
        return response

    def _make_agent(self, level: tls.Level) -> _Agent:
        from twisted.internet import reactor

        portal = self._crawler.spider.portal  # type: ignore[union-attr]
        self._agents[level] = agent = _Agent(
            reactor=GuardedReactor(reactor, local=portal.local),
            contextFactory=tls.contexts(level),
            connectTimeout=self._timeout,
            bindAddress=normalize_bind_address(self._bind_address),
            pool=self._pool,
        )
        return agent
