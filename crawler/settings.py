"""Scrapy settings. Each value says the default it replaces and why; what a portal or a public address needs beyond
this is enforced by `crawler.limits`, which no `-s` can lower.
"""

import importlib.util
from importlib.metadata import version
from typing import Any

BOT_NAME = "gongkai"  # default "scrapybot"
SPIDER_MODULES = ["crawler.spiders.gkmlpt", "crawler.spiders.columns"]
NEWSPIDER_MODULE = "crawler.spiders"
COMMANDS_MODULE = "crawler.commands"  # default ""; scrapy checkportals

# Who we are. Set CONTACT to an address or a page of yours: publishers should be able to reach whoever crawls.
CONTACT = "https://pypi.org/project/gongkai/"
USER_AGENT = f"gongkai/{version('gongkai')} (+{{contact}})"  # default names Scrapy; {contact} is CONTACT
ROBOTSTXT_OBEY = True  # default False
ROBOTSTXT_USER_AGENT = "gongkai"  # default: the whole User-Agent

# How we treat servers: one request at a time, three seconds between them, more for a slow server.
DOWNLOAD_DELAY = 3  # default 0; several portals share one small host
DOWNLOAD_DELAY_JITTER = 0  # default 0.5, which would go below the floor
CONCURRENT_REQUESTS = 16  # default 16: over all hosts of one portal
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # default 8
AUTOTHROTTLE_ENABLED = True  # default False
AUTOTHROTTLE_START_DELAY = 3  # default 5
AUTOTHROTTLE_MAX_DELAY = 30  # default 60
AUTOTHROTTLE_TARGET_CONCURRENCY = 0.2  # default 1.0: rest five times as long as the server took
RETRY_TIMES = 2  # default 2
BREAKER_PAUSE = 900  # seconds a host is left alone after five blocks in a row (crawler.lanes)

# Bounds (docs/bounds.md).
DOWNLOAD_TIMEOUT = 60  # default 180
DOWNLOAD_MAXSIZE = 20_000_000  # default 1 GB; bytes as sent and, again, after decompression
DOWNLOAD_WARNSIZE = 0  # default 32 MB; the bound is below it
REDIRECT_MAX_TIMES = 5  # default 20
METAREFRESH_MAXDELAY = 5  # default 100 s
URLLENGTH_LIMIT = 2083  # default 2083
DEPTH_LIMIT = 0  # default 0; the walks bound their own depth, a listing of 300 pages is 300 deep
RUN_FILE_BYTES = 1_000_000_000  # a WARC file is closed at this size
RESUME_DAYS = 7  # captures of a torn run that are older are fetched again
RECHECK_DAYS = 30  # a content page whose listing row has not changed is asked again after this

# What we do not open or follow.
DOWNLOAD_VERIFY_CERTIFICATES = True  # default False
REMOTE_CONTROL_ENABLED = False  # default True: a port that runs Python
TELNETCONSOLE_ENABLED = False  # default True
HTTPPROXY_ENABLED = False  # default True; the guard must see the address that is connected to
DOWNLOAD_HANDLERS: dict[str, str | None] = {
    "http": "crawler.guard.GuardedHandler",  # default: any address
    "https": "crawler.guard.GuardedHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}

# Cookies are ordinary HTTP: kept for the run, sent to the host that set them, never written down.
COOKIES_ENABLED = True  # default True
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.3",  # default en
    # default comes from a middleware that is off here; br and zstd payloads are more than some WARC tools can replay
    "Accept-Encoding": "gzip, deflate",
}

# The chain from engine to wire, whole: nothing of Scrapy's is in it that is not named here. Its own retry, redirect,
# robots, compression, offsite, header and statistics middlewares are replaced; `crawler.middlewares` says why.
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
DOWNLOADER_MIDDLEWARES: dict[str, int | None] = {
    "crawler.middlewares.Outcomes": 40,
    "crawler.middlewares.Scope": 60,
    "crawler.replay.Replay": 80,
    "crawler.robots.Robots": 100,
    "crawler.headers.Headers": 400,
    "crawler.middlewares.Retries": 550,
    "crawler.ladder.Ladder": 560,
    "crawler.redirects.Redirects": 600,
    "crawler.headers.Cookies": 700,
    "crawler.turns.Turns": 940,
    "crawler.recorder.Recorder": 950,
}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
SPIDER_MIDDLEWARES: dict[str, int | None] = {
    "scrapy.spidermiddlewares.referer.RefererMiddleware": 700,  # some servers give attachments to their pages only
}
EXTENSIONS_BASE: dict[str, int] = {}  # among them a port that runs Python (see above)
EXTENSIONS: dict[str, int | None] = {
    "crawler.extensions.RunLedger": 100,
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.logcount.LogCount": 0,
    "scrapy.extensions.memusage.MemoryUsage": 0,
    "scrapy.extensions.closespider.CloseSpider": 0,
    "scrapy.extensions.logstats.LogStats": 0,
}
SCHEDULER = "crawler.scheduler.Waiting"  # default keeps every waiting request in memory
DOWNLOADER = "crawler.downloader.LaneDownloader"  # default has a schedule of its own beside the lanes
DOWNLOAD_SLOTS: dict[str, Any] = {}  # default {}: that schedule's, which is off

# What Scrapy does for every page and we have no use for (measured: 1.7 ms and a hundred tasks a page).
CONCURRENT_ITEMS = 1  # default 100: that many tasks are made for the output of each page; nothing here is slow
WARN_ON_GENERATOR_RETURN_VALUE = False  # default True: reads the source of every callback
JOBDIR = None  # default None, and it stays so: not crash safe (measured); runs resume from their ledger

# uvloop where it is installed (not on Windows): a sixth less time per page.
ASYNCIO_EVENT_LOOP: Any = "uvloop.Loop" if importlib.util.find_spec("uvloop") else None
LOG_LEVEL = "INFO"  # default DEBUG
LOG_FORMATTER = "crawler.logs.QuietFormatter"  # default has a line for every page
