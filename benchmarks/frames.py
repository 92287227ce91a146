"""The page of a portal around an article, which is most of what a server sends: head, scripts, menus, lists, foot.

Sizes follow portals of counties: 15 to 45 KB around an article of 8 KB, a third of it scripts, a hundred or two links.
"""

from __future__ import annotations

from random import Random

_MENU = (
    "首页", "走进样例", "新闻中心", "政务公开", "政务服务", "互动交流", "专题专栏", "数据开放", "领导之窗", "机构设置",
    "政策文件", "规划计划", "财政信息", "人事信息", "应急管理", "重点领域", "公示公告", "招考录用", "统计信息",
    "网站地图",
)  # fmt: skip
_NEWS = (
    "样例县召开防汛工作会议", "样例县开展安全生产检查", "关于道路临时管制的公告", "关于供水管网检修的通知",
    "样例县新增便民服务点", "关于征集意见的公告", "样例县举办就业招聘会", "样例县图书馆调整开放时间",
)  # fmt: skip
_SCRIPT = (
    "var site{n}={{id:{n},path:'/yl{n}/',api:'/common/v1/column/{n}?page=1&size=20',open:false}};"
    "function init{n}(e){{if(!e){{return false;}}"
    "for(var i=0;i<e.length;i++){{e[i].onclick=function(){{go(this.id);}};}}}}\n"
)


def framed(page: str, random: Random) -> str:
    """Put the body of a page between what a portal prints around its articles; the article stays as it is."""
    head, _, rest = page.partition("<body>")
    body = rest.rpartition("</body>")[0]
    head = head.replace("</head>", f"{_assets(random)}</head>")
    return f'{head}<body>{_top(random)}<div class="wrap">{body}</div>{_beside(random)}{_foot(random)}</body></html>'


def _assets(random: Random) -> str:
    sheets = "".join(f'<link rel="stylesheet" type="text/css" href="/assets/css/part{n}.css?v=20">' for n in range(8))
    scripts = "".join(f'<script type="text/javascript" src="/assets/js/lib{n}.min.js"></script>' for n in range(6))
    inline = "".join(_SCRIPT.format(n=n) for n in range(random.randint(10, 40)))
    return f'{sheets}{scripts}<script type="text/javascript">\n{inline}</script>'


def _links(random: Random, words: tuple[str, ...], number: int) -> str:
    return "".join(
        f'<li class="item-{n}"><a href="/zwgk/column/{n}/index.html" target="_blank" title="{word}">{word}</a></li>'
        for n in range(number)
        for word in [random.choice(words)]
    )


def _top(random: Random) -> str:
    menus = "".join(
        f'<li class="menu-one"><a href="/c{n}/">{word}</a><ul class="menu-two">{_links(random, _MENU, 6)}</ul></li>'
        for n, word in enumerate(_MENU[: random.randint(8, 20)])
    )
    return (
        '<div class="topbar"><span>繁體版</span><a href="/wza/">无障碍浏览</a><a href="/login/">登录</a></div>'
        '<div class="header"><a class="logo" href="/"><img src="/assets/img/logo.png" alt="样例县人民政府"></a>'
        '<form class="search" action="/search/"><input type="text" name="q" placeholder="请输入关键字">'
        f'<button type="submit">搜索</button></form></div><div class="nav"><ul>{menus}</ul></div>'
    )


def _beside(random: Random) -> str:
    lists = "".join(f'<div class="sidebar box-{n}"><ul>{_links(random, _NEWS, 10)}</ul></div>' for n in range(3))
    return f'<div class="share"><a href="#">分享</a><a href="javascript:window.print()">打印</a></div>{lists}'


def _foot(random: Random) -> str:
    return (
        f'<div class="friendlink"><ul>{_links(random, _MENU, 20)}</ul></div>'
        '<div class="footer"><p>主办单位：样例县人民政府办公室</p><p>网站标识码：4400000000　'
        '<a href="#">粤ICP备00000000号</a></p><p><img src="/assets/img/code.png" alt=""></p></div>'
        f"<script>{''.join(_SCRIPT.format(n=n) for n in range(random.randint(5, 15)))}</script>"
    )
