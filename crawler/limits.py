"""What binds every public address, whatever `-s` says: the gap, one request at a time, robots, the guard.

`enforce` runs when a spider is made, before Scrapy freezes its settings. A portal marked `local` sets its own pace; it
reaches loopback and nothing else, so nobody is hurt.
"""

from __future__ import annotations

from typing import Any

from archive.model import Portal
from crawler import settings as ours

FLOOR = 3.0  # seconds between two requests to a public host
COMMAND_LINE = 40  # Scrapy's priority of `-s`
FIXED = 1000  # above the command line (40): not to be overridden
# What would put another client or another schedule in place of the checked one.
PROTECTED = (
    "DOWNLOAD_DELAY_JITTER",
    "DOWNLOAD_HANDLERS",
    "DOWNLOAD_SLOTS",
    "DOWNLOADER",
    "DOWNLOADER_MIDDLEWARES",
    "DOWNLOADER_MIDDLEWARES_BASE",
    "SCHEDULER",
    "HTTPPROXY_ENABLED",
    "REMOTE_CONTROL_ENABLED",
    "TELNETCONSOLE_ENABLED",
    "EXTENSIONS",
    "EXTENSIONS_BASE",
    "JOBDIR",
)


def delay_of(portal: Portal, asked: float, *, on_purpose: bool = False) -> float:
    """Return the gap for a portal: at least the floor, and the longest of what is asked and what the portal says.

    A local portal has what was asked on the command line (`on_purpose`), else its own gap, else none.
    """
    if portal.local:
        return asked if on_purpose else portal.delay or 0.0
    return max(FLOOR, portal.delay or 0.0, asked)


def enforce(settings: Any, portal: Portal) -> None:
    """Set what the portal's kind requires into Scrapy's settings, above every other source."""
    for name in PROTECTED:
        settings.set(name, getattr(ours, name), priority=FIXED)
    on_purpose = (settings.getpriority("DOWNLOAD_DELAY") or 0) >= COMMAND_LINE
    delay = delay_of(portal, settings.getfloat("DOWNLOAD_DELAY"), on_purpose=on_purpose)
    settings.set("DOWNLOAD_DELAY", delay, priority=FIXED)
    agent = settings.get("USER_AGENT") or ours.USER_AGENT
    if ours.BOT_NAME not in agent:  # whoever names another agent is still named
        agent = f"{agent} {ours.USER_AGENT}"
    settings.set("USER_AGENT", agent.replace("{contact}", settings.get("CONTACT") or ours.CONTACT), priority=FIXED)
    if portal.local:
        settings.set("AUTOTHROTTLE_ENABLED", False, priority=FIXED)
        settings.set("CONCURRENT_REQUESTS_PER_DOMAIN", 1 if delay else 8, priority="spider")
        settings.set("BREAKER_PAUSE", 0, priority="spider")
        return
    settings.set("ROBOTSTXT_OBEY", True, priority=FIXED)
    settings.set("ROBOTSTXT_USER_AGENT", ours.ROBOTSTXT_USER_AGENT, priority=FIXED)
    settings.set("BREAKER_PAUSE", max(settings.getfloat("BREAKER_PAUSE"), ours.BREAKER_PAUSE), priority=FIXED)
    settings.set("AUTOTHROTTLE_ENABLED", True, priority=FIXED)
    settings.set("AUTOTHROTTLE_START_DELAY", delay, priority=FIXED)
    settings.set("CONCURRENT_REQUESTS_PER_DOMAIN", 1, priority=FIXED)
    settings.set("DOWNLOAD_VERIFY_CERTIFICATES", True, priority=FIXED)
    for name in ("REDIRECT_MAX_TIMES", "RETRY_TIMES", "METAREFRESH_MAXDELAY", "AUTOTHROTTLE_TARGET_CONCURRENCY"):
        asked = settings.getfloat(name)
        settings.set(name, type(getattr(ours, name))(min(asked, getattr(ours, name))), priority=FIXED)


def recorded(settings: Any) -> dict[str, str]:
    """Return the settings that a run's first ledger row keeps: what differs between runs and matters to a reader."""
    names = (
        "USER_AGENT", "CONTACT", "ROBOTSTXT_OBEY", "DOWNLOAD_DELAY", "CONCURRENT_REQUESTS_PER_DOMAIN",
        "AUTOTHROTTLE_ENABLED", "DOWNLOAD_TIMEOUT", "DOWNLOAD_MAXSIZE", "REDIRECT_MAX_TIMES", "RETRY_TIMES",
        "DOWNLOAD_VERIFY_CERTIFICATES", "RECHECK_DAYS",
    )  # fmt: skip
    return {name: str(settings.get(name)) for name in names}
