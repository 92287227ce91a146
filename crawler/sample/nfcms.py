"""The ordinary portal of a town: column pages, article pages and the furniture around them."""

from __future__ import annotations

from html import escape

from crawler.sample.listing import attachment_links
from crawler.sample.town import Node, Post, Town
from crawler.sample.web import HOST_MARK, Page, page

_WORDS = {
    "hans": {
        "leave": "您点击的链接将打开其他网站，即将离开“{name}”网站，是否继续？",
        "go": "继续访问",
        "stay": "放弃",
        "from": "发布机构：",
        "made": "生成日期：",
        "here": "本网",
        "right": "凡本网注明“稿件来源：{city}政府网”的稿件，未经本网同意，请勿转载；经同意转载的，请写明出处。"
        "本网转自别处的稿件只为让更多人知晓，稿件内容由原作者负责。",
        "contact": "网站联系方式：{site_contact}",
    },
    "hant": {
        "leave": "您點擊的鏈接將打開其他網站，即將離開“{name}”網站，是否繼續？",
        "go": "繼續訪問",
        "stay": "放棄",
        "from": "發布機構：",
        "made": "生成日期：",
        "here": "本網",
        "right": "凡本網注明“稿件來源：{city}政府網”的稿件，未經本網同意，請勿轉載；經同意轉載的，請寫明出處。"
        "本網轉自別處的稿件只為讓更多人知曉，稿件內容由原作者負責。",
        "contact": "網站聯系方式：{site_contact}",
    },
}
_TRADITIONAL_NAMES = {"赤溪镇人民政府": "赤溪鎮人民政府", "台山": "臺山"}
_LONGEST = 16  # characters of a title that a column page shows


def pages(town: Town) -> dict[str, Page]:
    """Attachments, and column and article pages of a town's portal, by path."""
    made = {
        town.attachment_path(post, attachment): Page(attachment.content, attachment.mime)
        for post in town.posts
        for attachment in post.attachments
    }
    if not town.path:
        return made
    for node in town.nodes:
        if not node.slug:
            continue
        texts = column(town, node)
        for number, text in enumerate(texts, 1):
            name = "index.html" if number == 1 else f"index_{number}.html"
            made[f"{town.column(node)}{name}"] = page(text)
        made[town.column(node)] = made[f"{town.column(node)}index.html"]
    for post in town.posts:
        if not (post.link or post.missing):
            made[town.portal_path(post)] = page(article(town, post), printed=post.published)
    made[f"{town.path}/index.html"] = made[f"{town.path}/"] = page(home(town))
    return made


def _globals(town: Town, kind: str, node: Node, post: Post | None = None) -> str:
    return (
        f"<script>var NFCMS_SITE_ID='{town.site_id}';var NFCMS_POST_ID='{post.id if post else ''}';"
        f"var NFCMS_PUB_TYPE='{kind}';var NFCMS_CAT_ID='{node.id}';</script>"
    )


def _dialog(town: Town, words: dict[str, str], name: str) -> str:
    return (
        '<div class="leave-dialog" style="display:none"><p>'
        + words["leave"].format(name=name)
        + f'</p><a href="javascript:;">{words["go"]}</a><a href="javascript:;">{words["stay"]}</a></div>'
    )


def home(town: Town) -> str:
    rows = "".join(
        f'<li><a href="{town.column(n)}index.html">{n.name}</a></li>' for n in town.nodes if n.slug and not n.under
    )
    catalogue = f'<p><a href="{town.prefix}/gkmlpt/index">政府信息公开目录</a></p>' if town.prefix else ""
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{town.short}人民政府</title></head>'
        f"<body>{_dialog(town, _WORDS['hans'], town.short + '人民政府')}<h1>{town.publisher}</h1>"
        f"<ul class='menu'>{rows}</ul>{catalogue}</body></html>"
    )


def column(town: Town, node: Node) -> list[str]:
    """The pages of one column: static lists whose second page is index_2.html."""
    posts = town.in_column(node)
    size = town.page_size
    count = max(1, -(-len(posts) // size))
    return [_column_page(town, node, posts[size * n : size * n + size], n + 1, count) for n in range(count)]


def _column_page(town: Town, node: Node, posts: tuple[Post, ...], number: int, count: int) -> str:
    rows = "".join(_column_row(town, post) for post in posts)
    under = "".join(
        f'<a class="sub" href="{town.column(n)}index.html">{n.name}</a>' for n in town.nodes if n.under == node.id
    )
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{node.name}-{town.short}人民政府</title>'
        f'<meta name="SiteName" content="{town.short}人民政府"><meta name="ColumnName" content="{node.name}">'
        f"{_globals(town, 'cat', node)}</head><body>{_dialog(town, _WORDS['hans'], town.short + '人民政府')}"
        f'<div class="crumb"><a href="{town.path}/index.html">首页</a> &gt; {node.name}</div>'
        f'<div class="subs">{under}</div><ul class="infoList">{rows}</ul>{_pager(number, count)}</body></html>'
    )


def _column_row(town: Town, post: Post) -> str:
    title = post.title if len(post.title) <= _LONGEST else f"{post.title[:_LONGEST]}…"
    return (
        f'<li><a href="http://{HOST_MARK}{town.portal_path(post)}" title="{escape(post.title)}">{escape(title)}</a>'
        f"<span>{post.published[:10]}</span></li>\n"
    )


def _pager(number: int, count: int) -> str:
    names = ["index.html", *(f"index_{n}.html" for n in range(2, count + 1))]
    links = "".join(f'<a href="{name}">{n}</a>' for n, name in enumerate(names, 1))
    onward = f'<a class="next" href="{names[number]}">下一页</a>' if number < count else ""
    return f'<div class="page">{links}{onward}</div>' if count > 1 else ""


def article(town: Town, post: Post) -> str:
    """One article: hidden dialog, head metas, the one-row table of origin, body, copyright and site contact."""
    words, node = _WORDS[post.script], town.node(post.nodes[0])
    name, city = f"{town.short}人民政府", town.city
    if post.script == "hant":
        name, city = _TRADITIONAL_NAMES.get(name, name), _TRADITIONAL_NAMES.get(city, city)
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(post.title)}</title>'
        f'<meta name="SiteName" content="{name}"><meta name="ColumnName" content="{node.name}">'
        f'<meta name="ArticleTitle" content="{escape(post.title)}"><meta name="PubDate" content="{post.published}">'
        f'<meta name="ContentSource" content="{words["here"]}">{_globals(town, "post", node, post)}</head><body>'
        f"{_dialog(town, words, name)}"
        f'<h1 class="content_title">{escape(post.title)}</h1>{_origin(post, words)}'
        f'<div class="article-content" id="zoomcon">{post.body.replace("@@LONE@@", "")}'
        f"{attachment_links(town, post)}</div>"
        f'<div class="rights"><p>{words["right"].format(city=city)}</p>'
        f"<p>{words['contact'].format(site_contact=town.site_contact)}</p></div>"
        f'<img src="/visit/post.gif?site={town.site_id}&amp;post={post.id}" alt=""></body></html>'
    )


def _origin(post: Post, words: dict[str, str]) -> str:
    """The table that names 本网 as publisher and the moment the page was generated."""
    return (
        f"<table class='origin'><tr><td>{words['from']}</td><td>{words['here']}</td>"
        f"<td>{words['made']}</td><td>{post.generated or post.published}</td></tr></table>"
    )
