"""Traditional becomes Simplified; words that are good Simplified stay."""

import pytest

from archive.text.characters import OLD_FORMS, TRADITIONAL
from archive.text.fold import fold
from archive.text.vocabulary import variants


def folded(text: str) -> str:
    return fold(text).text


SENTENCE = "全镇主动公开政府信息139条,其中规范性文件12件、工作动态127条。"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("本年製發件數 製度 製定 全麵 體係 行政複議 谘詢", "本年制发件数 制度 制定 全面 体系 行政复议 咨询"),
        ("規範 規范 聯系 聯繫 聯係 關係 係統 於 裡 裏", "规范 规范 联系 联系 联系 关系 系统 于 里 里"),
        ("曆史 日曆 歷年 剩餘 其餘", "历史 日历 历年 剩余 其余"),
        ("顯著成效 專著 隨著 沿著 著力推進 落實著", "显著成效 专著 随着 沿着 着力推进 落实着"),
        ("乾涉 乾淨 徵收 後勤 夥伴 於是 摺疊 香菸", "干涉 干净 征收 后勤 伙伴 于是 折叠 香烟"),
        ("髮布 方嚮 批準 公裡 乾部 餅乾", "发布 方向 批准 公里 干部 饼干"),
        ("乾務鎮 乾縣 乾隆", "乾务镇 乾县 乾隆"),
        ("行政覆議 覆核 全覆蓋 重覆", "行政复议 复核 全覆盖 重复"),
        ("計畫 規畫 區畫 畫分 圖畫", "计划 规划 区划 划分 图画"),
        ("甚麼 祇要 神祇 帳號 帳篷 藉由 慰藉", "什么 只要 神祇 账号 帐篷 借由 慰藉"),
        ("群衆 群眾 臺山 台灣 衞生 硏究 敎育", "群众 群众 台山 台湾 卫生 研究 教育"),
        ("行政復議 行政訴訟 結轉 勾稽關係", "行政复议 行政诉讼 结转 勾稽关系"),
    ],
)
def test_traditional_becomes_simplified(printed: str, expected: str) -> None:
    assert folded(printed) == expected


def test_simplified_words_survive_on_a_page_with_a_traditional_name() -> None:
    page = SENTENCE * 5 + "乾县於潜镇的王昇著力称慰藉象徵。"
    read = fold(page)
    assert read.script == "hans"
    assert read.text.endswith("乾县於潜镇的王升著力称慰藉象徵。")


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("政府信息公開工作年度報告", "hant"),
        ("政府信息公开工作年度报告", "hans"),
        ("其他", "hans"),
        ("公開指南第3号，聯系電话", "hant"),
        (SENTENCE * 10 + "赤溪鎮", "hans"),
        ("abc 123", None),
        ("", None),
        ("，（）", None),
    ],
)
def test_script(text: str, script: str | None) -> None:
    assert fold(text).script == script


def test_list_of_traditional_characters_is_that_of_opencc() -> None:
    from opencc import OpenCC

    every = [chr(n) for n in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    simple = OpenCC("t2s").convert("".join(every))
    changed = {a for a, b in zip(every, simple, strict=True) if a != b and not a.encode("gb2312", "ignore")}
    assert set(TRADITIONAL) == changed
    assert not any(new in TRADITIONAL or new in OLD_FORMS for new in OLD_FORMS.values())


_PHRASES = (
    "政府信息公开行政复议、行政诉讼情况|收到和处理政府信息公开申请情况|本年制发件数|现行有效件数|行政事业性收费|没有现成信息需要另行制作|补正后申请内容仍不明确|"
    "要求行政机关确认或重新出具已获取信息|保护第三方合法权益|结转下年度继续办理|未经复议直接起诉|尚未审结|本年度办理结果|上年结转政府信息公开申请数量|群众|干部|面向|后勤|"
    "里程|制度|体系|系统|联系|规范|历史|余额|征求意见|准予|采购|台账|签订|注册|累计|范围|冲突|布局|周期|占用|着力|显著|随着|执行|致力于|松散|游客|志愿|"
    "才能|只有|回复|答复|批复|反复|复核|了解|云平台|公众号|发布|头发|干净|若干|树干|干涉|斗争|一斗|征收|象征|谷物|山谷|几个|茶几|家具|杰出|千克|克服|老板|"
    "出纳|秋千|吁请|呼吁|制约"
)
PHRASES = _PHRASES.split("|")


@pytest.mark.parametrize("config", ["s2t", "s2tw", "s2hk"])
def test_fold_of_traditional_equals_fold_of_simplified(config: str) -> None:
    from opencc import OpenCC

    to_traditional = OpenCC(config)
    text = "\n".join((*PHRASES, SENTENCE))
    assert folded(to_traditional.convert(text)).splitlines() == folded(text).splitlines()


def test_wrong_choice_among_traditional_forms_is_undone() -> None:
    """Every Traditional form that stands for a character of the phrases folds to it, whichever a converter chose."""
    from opencc import OpenCC

    one = OpenCC("t2s")
    forms: dict[str, list[str]] = {}
    for character in TRADITIONAL:
        forms.setdefault(one.convert(character), []).append(character)
    wrong = [
        (phrase, form)
        for phrase in PHRASES
        for simple in phrase
        for form in forms.get(simple, ())
        if folded(f"總體{phrase.replace(simple, form)}") != f"总体{phrase}"
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("附屬檔案", "附件"),
        ("規範性檔案0件", "规范性文件0件"),
        ("政府入口網站", "政府门户网站"),
        ("最佳化營商環境", "优化营商环境"),
        ("巨觀調控、視窗服務、機構設定", "宏观调控、窗口服务、机构设置"),
        ("政府資訊公開，釋出資訊139條，其他檔案類30條", "政府信息公开,发布信息139条,其他文件类30条"),
    ],
)
def test_taiwan_vocabulary(printed: str, expected: str) -> None:
    assert folded(printed) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("檔案館", "档案馆"),
        ("行政執法檔案", "行政执法档案"),
        ("騰訊資訊30條", "腾讯资讯30条"),
        ("透過現象看本質", "透过现象看本质"),
        ("政府資訊公開檔案管理", "政府信息公开档案管理"),
    ],
)
def test_words_that_are_also_good_simplified_stay(printed: str, expected: str) -> None:
    assert folded(printed) == expected


def test_simplified_pages_keep_their_vocabulary() -> None:
    text = "资料库、网路、视窗操作系统、规范性档案、最佳化"
    assert folded(text) == text


def test_variants_of_a_label() -> None:
    assert variants("行政规范性档案") == ("行政规范性档案", "行政规范性文件")
    assert variants("行政许可") == ("行政许可",)
