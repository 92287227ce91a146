# ruff: noqa: E501 - Han characters count twice; a case is read best on one line
"""What counts as an annual disclosure report, what only looks like one, and how far a copy can be trusted."""

from __future__ import annotations

import pytest

from archive.model import Link
from archive.report import read
from tests.report_kit import printed_of, reading_of, report

BODY = "2022年,我镇共公开政府信息139条。"
LOOK_ALIKES = {
    "interpretation": ("《柳河镇2022年政府信息公开工作年度报告》解读", "年度报告分为六个部分,公开信息139条。"),
    "picture": ("【图解】柳河镇2022年政府信息公开工作年度报告", "一图读懂全年公开工作。"),
    "one picture": ("一图读懂青石县2022年政府信息公开年报", ""),
    "guide": ("柳河镇政府信息公开指南", "一、公开的主要内容\n二、公开形式\n三、依申请公开流程\n四、监督"),
    "notice": ("关于做好2022年政府信息公开工作年度报告编制发布工作的通知", "各镇、各部门:请于1月31日前报送。"),
    "notice in the office's words": ("青石县人民政府办公室关于报送2022年度政府信息公开工作年度报告的通知", "现将有关事项通知如下。"),
    "form": ("2018年度青石县政府信息公开情况统计表", "统计指标\n单位\n统计数"),
    "budget": ("柳河镇2022年部门预算公开报告", "一、总体情况\n收入120万元。"),
    "rule of law": ("青石县2022年法治政府建设年度报告", "一、总体情况\n二、存在的主要问题\n三、下一步计划"),
    "site report": ("青石县2022年政府网站工作年度报表", "信息发布总数1200条"),
    "duty to report": ("青石县政府信息公开工作年度报告制度", "第一条 各单位应当编制年度报告。"),
    "half a year": ("柳河镇2022年上半年政府信息公开工作情况报告", BODY),
    "company": ("青石水务股份有限公司2022年年度报告", "主营业务收入增长。"),
    "university": ("青石大学2021-2022学年信息公开工作年度报告", "学校公开信息300条。"),
    "enforcement": ("青石县城管局2022年度行政执法数据年报", "行政处罚120件。"),
    "press": ("青石县召开2022年政府信息公开工作推进会", "会议指出,要提高公开质量。"),
    "column": ("政府信息公开年报", "柳河镇2022年年报\n柳河镇2021年年报"),
    "notice without a title": (None, "武青市人民政府办公室\n关于做好2025年政府信息公开工作年度报告\n编制和发布工作的通知\n各县区人民政府：\n一、规范内容。要认真撰写总体情况，按照主动公开、依申请公开等方面梳理。\n二、确保数据准确。"),
    "notice on one line": (None, "武青市人民政府办公室关于做好2025年政府信息公开工作年度报告编制和发布工作的通知\n各县区人民政府：\n根据条例，现就年度报告通知如下。"),
    "guide without a title": (None, "根据条例，我镇编制了《柳河镇政府信息公开指南》。\n一、主动公开的信息\n二、依申请公开的有关事项\n三、监督方式"),
    "rule without a title": (None, "第一条 为规范年度报告，制定本制度。\n第二条 各部门编制政府信息公开年度报告。\n第三条 报告包括以下内容\n一、主动公开政府信息的情况\n二、依申请公开的情况\n三、收费及减免情况\n四、行政复议、诉讼情况\n五、存在的主要问题及改进情况"),
    "model": ("乡镇政府信息公开年度报告范文", "一、概述\n二、主动公开政府信息情况"),
    "news": ("柳河镇组织春季植树活动", "全镇干部参加植树。"),
}  # fmt: skip
KINDS = {
    "interpretation": "interpretation", "picture": "interpretation", "one picture": "interpretation", "guide": "guide", "notice": "notice",
    "notice in the office's words": "notice", "notice without a title": "notice", "notice on one line": "notice", "guide without a title": "guide", "form": "statistics_form",
}  # fmt: skip


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_look_alikes_are_no_reports(name):
    title, body = LOOK_ALIKES[name]
    reading = reading_of(body, title=title)
    assert (reading.is_annual_report, reading.kind) == (False, KINDS.get(name, "other"))
    assert not [f for f in reading.figures if f.source == "narrative"]


def test_an_empty_page_is_no_report():
    assert not reading_of("").is_annual_report


REPORTS = {
    "frame and title": (None, report(BODY)),
    "frame without title": (None, report(BODY).partition("\n")[2]),
    "title and free prose": (
        "柳河镇2020年政府信息公开工作年度报告",
        "(一)全年公开信息60条。\n(二)未收到申请。",
    ),
    "bureau of audit": ("青石县审计局2022年政府信息公开工作年度报告", BODY),
    "hospital office under a government title": (
        "青石县人民医院2022年政府信息公开工作年度报告",
        BODY,
    ),
    "older frame": (
        "2011年柳河镇政府信息公开年度报告",
        "一、概述\n二、主动公开情况\n公开信息30条。\n三、收费及减免情况\n无。",
    ),
    "training office named": (
        "青石县会议中心2022年政府信息公开工作年度报告",
        report(BODY).partition("\n")[2],
    ),
}


@pytest.mark.parametrize(("title", "text"), REPORTS.values(), ids=REPORTS.keys())
def test_reports_are_reports(title, text):
    reading = reading_of(text, title=title)
    assert (reading.is_annual_report, reading.kind) == (True, "annual_report")


def test_a_report_that_is_only_an_attachment():
    link = Link("https://www.example.gov.cn/a/nb.pdf", "柳河镇2022年年报.pdf", "application/pdf")
    reading = read(
        printed_of(
            "附件:柳河镇2022年年报.pdf",
            title="柳河镇2022年政府信息公开工作年度报告",
            links=(link,),
        )
    )
    assert reading.is_annual_report
    assert dict(reading.tables) == dict.fromkeys(("active_disclosure", "requests", "review_litigation"), "attachment")


def grade(text: str, **more):
    found = read(printed_of(text), **more).provenance
    assert found.reasons
    return found.grade


def test_grades_of_a_clean_text():
    text = report(BODY)
    assert grade(text) == "unknown"
    assert grade(text, url="https://www.example.gov.cn/x/post_1.html") == "official"
    assert grade(text, url="https://www.example.com/x/post_1.html") == "odd_host"
    assert grade(text, url="http://gov.cn.example.com/x.html") == "odd_host"
    assert grade(text, url="http://127.0.0.1:8417/x.html") == "local"
    assert grade(text, url="http://localhost:8417/x.html", local=True) == "local"
    assert grade(text, local=True) == "local"


SIGNS = {
    "Traditional script": "2022年,我鎮共公開政府信息139條,組織機構類30條,業務動態類109條,沒有收到申請。",
    "glosses": "2022年,我鎮(zhèn)共公開(kāi)政府信息139條,發(fā)布動(dòng)態(tài)109條。",
    "a foreign host with a catalogue path": "在政府信息公开目录系统(http://www.replaced.net/lhz/gkmlpt/index)公开信息139条。",
    "a foreign host named as the government's": "本报告可在柳河镇政府网站(www.replaced.net)下载。",
}


@pytest.mark.parametrize("text", SIGNS.values(), ids=SIGNS.keys())
def test_signs_of_copying(text):
    assert grade(report(text)) == "mirror"
    assert grade(report(text), url="http://127.0.0.1:8000/a.html") == "mirror"
    assert grade(report(text), url="http://www.replaced.net/a.html") == "mirror"


def test_words_put_into_the_law_are_alteration():
    assert grade(report("根据《中华人民共和国政府天天彩票条例》要求,公开信息139条。")) == "altered"
    assert grade(report("根据《中华人民共和国政府信息公开条例》要求,公开信息139条。")) == "unknown"


def test_the_government_s_own_big5_page_stays_official():
    text = report(SIGNS["Traditional script"])
    assert grade(text, url="https://big5.example.gov.cn/a.html") == "official"


def test_hosts_of_platforms_are_no_sign():
    text = report(
        "微信公众号(https://mp.weixin.qq.com/zwgk)公开信息139条,网站(http://www.example.gov.cn/zwgk)公开20条。"
    )
    assert grade(text) == "unknown"


CONTACTS = {
    "lead": "如有疑问,请与柳河镇党政办联系(地址:青石县柳河镇东街6号,邮编:529000,电话:0750-1234567)。",
    "semicolons": "联系地址:青石县柳河镇东街6号;邮政编码:529000;联系电话:0750-1234567。",
    "spaced": "地 址：青石县柳河镇东街6号　邮 编：529000　电 话：0750-1234567",
    "full width": "（地址：青石县柳河镇东街6号，邮编：５２９０００，电话：0750－1234567）",
}


@pytest.mark.parametrize("text", CONTACTS.values(), ids=CONTACTS.keys())
def test_contact(text):
    contact = reading_of(report(text)).contact
    assert contact.address == "青石县柳河镇东街6号"
    assert (contact.postcode, contact.phone) in {
        ("529000", "0750-1234567"),
        ("５２９０００", "0750－1234567"),
    }


def test_mail_and_fax():
    contact = reading_of(report("电话:0750-1234567,传真:0750-1234568,电子邮箱:lhz@example.com。")).contact
    assert (contact.phone, contact.fax, contact.email) == (
        "0750-1234567",
        "0750-1234568",
        "lhz@example.com",
    )


def test_the_site_s_footer_is_no_contact():
    text = report(BODY) + "\n主办单位:青石县人民政府 地址:青石县中心路1号 电话:0750-7654321\n"
    assert reading_of(text).contact.phone is None
