"""What surrounds a list or an article on every page of a site: heads, menus, search boxes, footers."""

from __future__ import annotations

from html import escape

from crawler.sample.platforms.office import Item, Office

STYLE = "".join(
    f".{name}{{margin:{4 + n % 7}px auto;padding:{n % 5}px {2 + n % 11}px;color:#{(n * 730613) % 0xFFFFFF:06x};}}\n"
    for n, name in enumerate(f"{a}-{b}" for a in ("top", "nav", "box", "foot") for b in ("in", "left", "right", "bar"))
)
COUNTER = "<script>(function(){var c=document.createElement('img');c.width=c.height=0;c.alt='';})();</script>"


def metas(office: Office, item: Item, column: str, *, minutes: bool = False) -> str:
    """The nationally prescribed head of an article."""
    given = {
        "SiteName": office.publisher,
        "SiteDomain": "",
        "SiteIDCode": f"44079{office.extra['first_id'] % 100_000:05d}",
        "ColumnName": column,
        "ColumnType": "信息公开",
        "ArticleTitle": item.title,
        "PubDate": item.published[:16] if minutes else item.published,
        "ContentSource": office.publisher,
        "Keywords": "",
        "Description": "",
    }
    return "".join(f'<meta name="{name}" content="{escape(value)}">\n' for name, value in given.items())


def column_metas(office: Office, column: str) -> str:
    """The head of a list."""
    return (
        f'<meta name="SiteName" content="{office.publisher}">\n<meta name="ColumnName" content="{column}">\n'
        '<meta name="ColumnType" content="信息公开">\n'
    )


def page_of(office: Office, title: str, main: str, *, head: str = "", menu: str = "", charset: str = "utf-8") -> str:
    """A whole page: `main` between the site's top and its foot."""
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="{charset}">\n<title>{escape(title)}</title>\n{head}'
        f"<style>{STYLE}</style></head>\n<body>\n"
        f'<div class="top-in"><div class="top-left">{office.publisher}</div><div class="top-right">'
        '<form action="javascript:;"><input type="text" value="请输入关键字"><button>搜索</button></form></div></div>\n'
        f'<div class="nav-bar">{menu}</div>\n<div class="box-in">{main}</div>\n'
        f'<div class="foot-in"><p>主办：{office.publisher}办公室　网站标识码：'
        f"44079{office.extra['first_id'] % 100_000:05d}</p><p>本站建议用1366×768以上分辨率浏览</p></div>\n"
        f"{COUNTER}</body></html>"
    )
