"""Pinyin glosses of every family go; real brackets stay."""

import pytest

from archive.text.fold import fold


def folded(text: str) -> str:
    return fold(text).text


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("發(fā)布", "发布"),
        ("報（bào）告", "报告"),
        ("報（ bào）告", "报告"),
        ("社會(huì )", "社会"),
        ("社會 (huì)", "社会"),
        ("規(ɡuī)劃(huà)", "规划"),
        ("綠(lǜ)", "绿"),
        ("綠(lu\u0308\u0300)", "绿"),
        ("統(tǒng)計(jì)萬(wàn)機(jī)構(gòu)", "统计万机构"),
        ("会计(kuàijì)", "会计"),
        ("公(gōng)民(mín)号", "公民号"),
        ("政(zheng)(zheng)府(fu)(fu)", "政府"),
        ("公(gong)(gong)開(kai)(kai)", "公开"),
        ("政(zheng)府(fu)", "政府"),
        ("文(wen)章(zhang)和(he)(he)", "文章和"),
        ("報(bào)告(gào)的(de)統(tǒng)計(jì)", "报告的统计"),
    ],
)
def test_glosses_go(printed: str, expected: str) -> None:
    assert folded(printed) == expected


@pytest.mark.parametrize(
    "printed",
    [
        "客户端(APP)",
        "文件(PDF)",
        "电子屏(LED)",
        "证书(1+X)",
        "里程(km)",
        "浓度(pm2.5)",
        "新冠(covid-19)",
        "智能(ai)系统",
        "咖啡(café)",
        "附件(a)",
        "信息(open government information)",
        "(fā)布",
        "甲(li)说乙(wang)",
    ],
)
def test_real_brackets_stay(printed: str) -> None:
    assert folded(printed) == printed


def test_real_brackets_stay_in_a_glossed_page() -> None:
    assert folded("政(zheng)(zheng)府(fu)(fu)客户端(APP)和里程(km)") == "政府客户端(APP)和里程(km)"


def test_single_untoned_brackets_go_only_from_a_page_full_of_them() -> None:
    few, many = "文(wen)件、" * 3, "文(wen)件、" * 21
    assert folded(few) == few
    assert folded(many) == "文件、" * 21


def test_gloss_belongs_to_its_character() -> None:
    read = fold("共發(fā)布信息139條(tiáo)。")
    at = read.text.index("发布")
    assert read.printed[slice(*read.span(at, at + 1))] == "發(fā)"
    end = read.text.index("条") + 1
    assert read.printed[slice(*read.span(at, end))] == "發(fā)布信息139條(tiáo)"


def test_invisible_characters_at_the_ends_are_not_quoted() -> None:
    read = fold("共\u200b139\u200b条\u200b。")
    assert read.printed[slice(*read.span(1, 4))] == "139"
    assert read.printed[slice(*read.span(1, 5))] == "139\u200b条"
