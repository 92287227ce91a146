# ruff: noqa: E501 - Han characters count twice; a case is read best on one line
"""Every pattern of report-format D1-D3 on sentences of our own: what is read, and what is left alone."""

from __future__ import annotations

import pytest

from tests.report_kit import figures_of, shape

TOTAL, PART, CUMULATIVE = (
    "items_disclosed_total",
    "items_disclosed_part",
    "items_disclosed_cumulative",
)
RESTATED = "items_disclosed_restated"
RECEIVED, ANSWERED = "requests_received", "requests_answered"
IN, OUT = "requests_carried_in_text", "requests_carried_out_text"
REVIEWS, SUITS, FEE = "reviews_text", "lawsuits_text", "information_fee_yuan"


def total(value, unit="条", approx=None):
    return (TOTAL, None, value, unit, approx, None)


def part(label, value, unit="条", of=None, approx=None):
    return (PART, label, value, unit, approx, of)


def one(concept, value, unit="件", approx=None):
    return (concept, None, value, unit, approx, None)


def way(label, value, of=None, unit="件"):
    return ("requests_received_part", label, value, unit, None, of)


def out(concept, value, of=None, unit="件"):
    return (concept, None, value, unit, None, of)


D1 = [
    (1, "全年主动公开政府信息52条。", [total(52)]),
    (1, "一年来,镇政府主动公开政府信息87条,群众反响良好。", [total(87)]),
    (2, "我镇本年度共主动公开各类政府信息214条。", [total(214)]),
    (3, "2022年,我镇累计主动公开政府信息306条。", [total(306)]),
    (4, "全年公开政府信息60条,其中,机构职能类12条、政策文件类8条、工作动态类40条。",
     [total(60), part("机构职能类", 12, of=60), part("政策文件类", 8, of=60), part("工作动态类", 40, of=60)]),
    (5, "主动公开政府信息30条,其中公文类11件,通知公告19件。",
     [total(30), part("公文类", 11, "件", 30), part("通知公告", 19, "件", 30)]),
    (6, "主动公开政府信息45条,含人事信息5条,财政信息10条,动态信息30条。",
     [total(45), part("人事信息", 5, of=45), part("财政信息", 10, of=45), part("动态信息", 30, of=45)]),
    (7, "全年主动公开信息90条(其中:财政预决算4条,公示公告86条)。",
     [total(90), part("财政预决算", 4, of=90), part("公示公告", 86, of=90)]),
    (8, "全年共公开政府信息21条,包括规划计划3条、应急管理6条、其他12条。",
     [total(21), part("规划计划", 3, of=21), part("应急管理", 6, of=21), part("其他", 12, of=21)]),
    (9, "今年我镇主动公开政府信息67条。主要类别包括:机构概况3条、领导信息2条、工作动态62条。",
     [total(67), part("机构概况", 3, of=67), part("领导信息", 2, of=67), part("工作动态", 62, of=67)]),
    (10, "政府信息总数44条:政策法规4条,动态信息40条。",
     [total(44), part("政策法规", 4, of=44), part("动态信息", 40, of=44)]),
    (11, "2022年全镇主动公开政府信息506条,机构设置13条,规划总结22条,工作动态471条。",
     [total(506), part("机构设置", 13, of=506), part("规划总结", 22, of=506), part("工作动态", 471, of=506)]),
    (12, "全年公开政府信息120条,其中通过“柳河之窗”发布80条、公众号30条、公示栏10条。",
     [total(120), part("柳河之窗", 80, of=120), part("公众号", 30, of=120), part("公示栏", 10, of=120)]),
    (13, "主动公开政府信息77条,其中:网站50条;微信27条。",
     [total(77), part("网站", 50, of=77), part("微信", 27, of=77)]),
    (14, "主动公开政府信息33条,分别为政策类11条、民生类22条。",
     [total(33), part("政策类", 11, of=33), part("民生类", 22, of=33)]),
    (14, "主动公开政府信息18条,具体包括机构信息6条、服务信息12条。",
     [total(18), part("机构信息", 6, of=18), part("服务信息", 12, of=18)]),
    (14, "主动公开政府信息95条,按主动公开形式分,网站公开60条、公开栏公开35条。",
     [total(95), part("网站", 60, of=95), part("公开栏", 35, of=95)]),
    (15, "公开80条,主动公开80条。", [total(80), (RESTATED, None, 80, "条", None, None)]),
    (16, "全年发布信息51条,其中公开政府信息29条,包括机构职能13条、政策文件16条;其他方式22条。",
     [total(51), part("公开政府信息", 29, of=51), part("机构职能", 13, of=29), part("政策文件", 16, of=29),
      part("其他方式", 22, of=51)]),
    (17, "全年主动公开信息700条,其中政策解读、通知公告、财政信息合计343条,工作动态357条。",
     [total(700), part("政策解读、通知公告、财政信息", 343, of=700), part("工作动态", 357, of=700)]),
    (18, "全年通过政府网站发布76条,通过微信公众号发布214条。",
     [part("政府网站", 76), part("微信公众号", 214)]),
    (19, "公开人事信息8条、公开财政信息12条。", [part("人事信息", 8), part("财政信息", 12)]),
    (20, "主动公开信息共计66条,包括机构设置、政策文件等。", [total(66)]),
    (21, "全年主动公开政府信息140条,其中规范性文件1条。", [total(140), part("规范性文件", 1, of=140)]),
    (22, "全年主动公开政府信息2条(即:防汛预案、征地公告)。", [total(2)]),
    (23, "全年更新政务动态信息58条。", [total(58)]),
    (24, "全年发布各类信息412条。", [total(412)]),
    (24, "今年共发送97条信息。", [total(97)]),
    (25, "主动公开政务文件26份。", [total(26, "份")]),
    (26, "2022年主动公开信息数量为15件。", [total(15, "件")]),
    (27, "全年制发政府信息40件,其中主动公开32件,不予公开8件。", [total(32, "件")]),
    (28, "全年主动公开政府信息310篇。", [total(310, "篇")]),
    (29, "全年主动公开信息120条次。", [total(120, "条次")]),
    (29, "全年主动公开政府信息12期。", [total(12, "期")]),
    (30, "主动公开政府信息23只。", [total(23, "只")]),
    (31, "全年主动公开政府信息30条,点击量9000次。", [total(30)]),
    (31, "网站全年访问量23000人次,浏览量51000次。", []),
    (32, "全年主动公开政府信息260余条。", [total(260, approx="over")]),
    (33, "全年主动公开政府信息755多条。", [total(755, approx="over")]),
    (34, "全年主动公开政府信息近300条。", [total(300, approx="about")]),
    (34, "全年主动公开政府信息约120条。", [total(120, approx="about")]),
    (34, "全年发布政务信息超400篇。", [total(400, "篇", "over")]),
    (35, "全年主动公开政府信息四十余条。", [total(40, approx="over")]),
    (36, "全市主动公开政府信息18万余条。", [total(180000, approx="over")]),
    (36, "全市主动公开政府信息1.2万条。", [total(12000)]),
    (37, "主动公开政府信息40条,主动公开及时率100%,电子化率100%。", [total(40)]),
    (37, "主动公开政府信息40条,其中微信10条,占比25%,网站30条,占比75%。",
     [total(40), part("微信", 10, of=40), part("网站", 30, of=40)]),
    (38, "主动公开政府信息139条(不同渠道发布的同一信息计为1条)。", [total(139)]),
    (39, "主动公开政府信息新增64条、更新12条。", [total(64), part("更新", 12)]),
    (40, "公开政府信息88条,其中主动公开88条,依申请公开信息数为0条,不予公开0条。",
     [total(88), part("主动公开", 88, of=88), part("依申请公开信息", 0, of=88), part("不予公开", 0, of=88)]),
    (41, "全年网上公开信息36件,配发解读材料4件。", [total(36, "件")]),
    (42, "主动公开政府信息35条,其中人事信息数量15条、财政信息数量20条。",
     [total(35), part("人事信息", 15, of=35), part("财政信息", 20, of=35)]),
    (43, "全年主动公开信139条。", [total(139)]),
    (44, "全年主动公开政府信息92条。(二)本年度主动公开政府信息92条。", [total(92), (RESTATED, None, 92, "条", None, None)]),
    (45, "我镇高度重视政府信息公开,不断丰富公开内容。", []),
    (16, "截至2022年12月31日,累计主动公开政府信息10258条,其中2022年新增1204条。",
     [one(CUMULATIVE, 10258, "条"), total(1204)]),
    (16, "截至2022年12月31日,网站累计公开信息2.3万余条,2022年新增1846条。",
     [one(CUMULATIVE, 23000, "条", "over"), total(1846)]),
    (16, "截至2022年底,我镇通过门户网站累计公开政府信息512条。", [total(512)]),
    (16, "近三年来我镇共公开信息5600条,2022年公开1800条。", [one(CUMULATIVE, 5600, "条"), total(1800)]),
    (17, "2022年共公开信息1300条(2021年为1503条)。", [total(1300)]),
    (18, "本年度共公开政府信息55条,通过新媒体推送信息130条,合计185条。", [part("新媒体", 130), total(185)]),
    (1, "截止2022年12月底,我镇共主动公开政府信息231条。", [total(231)]),
    (1, "2022年1-12月,我镇公开信息56条。", [total(56)]),
    (1, "2022年1月至12月,共公开政府信息73条。", [total(73)]),
    (18, "2022年1至6月公开信息30条,全年公开72条。", [total(72)]),
    (14, "全年发布动态信息203条,通知公告34条,政策文件12条,共计249条。",
     [part("动态信息", 203, of=249), part("通知公告", 34, of=249), part("政策文件", 12, of=249), total(249)]),
]  # fmt: skip

D2 = [
    (28, "收到网上申请2件、信函申请1件,共3件。",
     [way("网上申请", 2, of=3), way("信函申请", 1, of=3), one(RECEIVED, 3)]),
    (28, "收到网络申请5件、当面申请2件。", [way("网络申请", 5), way("当面申请", 2)]),
    (30, "办理政府信息公开申请4件,其中,上年结转1件,本年新收3件。", [one(IN, 1), one(RECEIVED, 3)]),
    (46, "全年未收到政府信息公开申请。", [one(RECEIVED, 0, None)]),
    (46, "本年度我镇未收到任何公民、法人和其他组织提出的政府信息公开申请。", [one(RECEIVED, 0, None)]),
    (47, "我镇没有收到依申请公开件。", [one(RECEIVED, 0, None)]),
    (47, "没有接到群众主动要求公开政府信息的情况。", [one(RECEIVED, 0, None)]),
    (47, "全年未接到公众的信息公开申请。", [one(RECEIVED, 0, None)]),
    (48, "今年未收到公众申请要求公开政府信息。", [one(RECEIVED, 0, None)]),
    (49, "未收到依申请公开来信。", [one(RECEIVED, 0, None)]),
    (49, "本年度未收到依申请公开事项。", [one(RECEIVED, 0, None)]),
    (50, "共收到政府信息公开申请0宗。", [one(RECEIVED, 0, "宗")]),
    (50, "收到政府信息公开申请0件次。", [one(RECEIVED, 0, "件次")]),
    (51, "全年无依申请公开。", [one(RECEIVED, 0, None)]),
    (51, "依申请公开方面,本年无申请。", [one(RECEIVED, 0, None)]),
    (51, "政府信息公开申请数量:无。", [one(RECEIVED, 0, None)]),
    (52, "依申请公开工作零报告。", [one(RECEIVED, 0, None)]),
    (53, "全年受理政府信息公开申请0件,答复0件。", [one(RECEIVED, 0), one(ANSWERED, 0)]),
    (54, "共收到政府信息公开申请17件。", [one(RECEIVED, 17)]),
    (55, "收到政府信息公开申请6宗。", [one(RECEIVED, 6, "宗")]),
    (56, "收到政府信息公开申请3条。", [one(RECEIVED, 3, "条")]),
    (56, "收到信息公开申请信件2份。", [one(RECEIVED, 2, "份")]),
    (57, "全年收到政府信息公开申请一件。", [one(RECEIVED, 1)]),
    (58, "收到政府信息公开申请20件,已办结19件,其中予以公开8件,部分公开5件,无法提供6件,结转下年度1件。",
     [one(RECEIVED, 20), one(ANSWERED, 19), out("granted_full", 8), out("granted_partial", 5),
      out("unavailable_total", 6), one(OUT, 1)]),
    (59, "新收政府信息公开申请12件,上年结转2件。", [one(RECEIVED, 12), one(IN, 2)]),
    (60, "受理政府信息公开申请9件,答复8件(含上年结转1件),顺延下年2件。",
     [one(RECEIVED, 9), one(ANSWERED, 8), one(IN, 1), one(OUT, 2)]),
    (61, "依申请公开方面,办理并答复网站申请3件、纸质申请36件,顺延至下一年答复2件。",
     [way("网站申请", 3), way("纸质申请", 36), one(OUT, 2)]),
    (62, "收到政府信息公开申请40件,其中网络申请30件、信函申请8件、当面申请2件(占5%)。",
     [one(RECEIVED, 40), way("网络申请", 30, 40), way("信函申请", 8, 40), way("当面申请", 2, 40)]),
    (63, "收到政府信息公开申请12件,已答复12件,其中4件予以公开,8件因本机关不掌握不予公开。",
     [one(RECEIVED, 12), one(ANSWERED, 12), out("granted_full", 4), out("refused_total", 8)]),
    (64, "收到政府信息公开申请5件,均在法定时限内答复,答复率100%。", [one(RECEIVED, 5)]),
    (65, "收到政府信息公开申请10件,其中自然人7件,法人3件。",
     [one(RECEIVED, 10), way("自然人", 7, 10), way("法人", 3, 10)]),
    (66, "全年收办政府信息公开申请31件。", [one(RECEIVED, 31)]),
    (67, "全年向市政府提出的政府信息公开申请4件。", [one(RECEIVED, 4)]),
]  # fmt: skip

D3 = [
    (68, "未发生因政府信息公开引起的行政复议、行政诉讼。", [one(REVIEWS, 0, None), one(SUITS, 0, None)]),
    (68, "全年未发生因依申请公开信息引发的行政复议和行政诉讼案件。", [one(REVIEWS, 0, None), one(SUITS, 0, None)]),
    (69, "没有发生行政复议,也没有发生行政诉讼。", [one(REVIEWS, 0, None), one(SUITS, 0, None)]),
    (69, "因信息公开被申请行政复议、提起行政诉讼的情况无一例发生。", [one(REVIEWS, 0, None), one(SUITS, 0, None)]),
    (70, "全年发生行政复议2件,行政诉讼1件。", [one(REVIEWS, 2), one(SUITS, 1)]),
    (71, "涉及政府信息公开的行政复议1起,正在办理中。", [one(REVIEWS, 1, "起")]),
    (72, "受理行政复议5件,均已撤销;行政诉讼4件,其中3件已撤回,1件不予立案。",
     [one(REVIEWS, 5), one(SUITS, 4), out("lawsuits_other_text", 3, 4)]),
    (72, "办理行政复议4件,其中维持2件、撤销1件、尚未审结1件;行政诉讼5件,其中驳回1件、撤诉1件、确认违法1件、2件尚未审结。",
     [one(REVIEWS, 4), out("reviews_upheld_text", 2, 4), out("reviews_corrected_text", 1, 4), out("reviews_pending_text", 1, 4),
      one(SUITS, 5), out("lawsuits_upheld_text", 1, 5), out("lawsuits_other_text", 1, 5), out("lawsuits_corrected_text", 1, 5),
      out("lawsuits_pending_text", 2, 5)]),
    (72, "行政复议6件,其中维持4件、驳回2件。", [one(REVIEWS, 6), out("reviews_upheld_text", 4, 6)]),
    (73, "备案复议134件、诉讼57件。", [one(REVIEWS, 134), one(SUITS, 57)]),
    (74, "收到举报投诉22件,其中热线20件。", [one("complaints_text", 22)]),
    (75, "全年未收取任何费用。", [one(FEE, 0, None)]),
    (75, "依申请公开没有收费及减免情况。", [one(FEE, 0, None)]),
    (75, "依申请提供政府信息,均免费提供政府信息。", [one(FEE, 0, None)]),
    (76, "本年度收取信息处理费360元。", [one(FEE, 360, "元")]),
    (77, "全年对3件申请收取信息处理费2230元,其中公安局1件880元,资规局1件1080元,住建局1件270元。",
     [one(FEE, 2230, "元"), ("information_fee_part", "公安局", 880, "元", None, 2230),
      ("information_fee_part", "资规局", 1080, "元", None, 2230), ("information_fee_part", "住建局", 270, "元", None, 2230)]),
    (78, "全年行政事业性收费59.3万元。", [one("administrative_charges_text", "59.3", "万元")]),
    (79, "本年度未发生责任追究情况。", [one("accountability_text", 0, None)]),
]  # fmt: skip


@pytest.mark.parametrize(("number", "sentence", "expected"), [*D1, *D2, *D3])
def test_pattern_is_read(number, sentence, expected):
    assert shape(figures_of(sentence)) == expected


def test_every_pattern_of_prose_has_a_sentence():
    assert {row[0] for row in (*D1, *D2, *D3)} == set(range(1, 80))


@pytest.mark.parametrize("sentence", [row[1] for row in (*D1, *D2, *D3)])
def test_quotes_stand_where_they_say(sentence):
    from tests.report_kit import reading_of, report

    reading = reading_of(report(sentence))
    for figure in reading.figures:
        assert reading.text[figure.start : figure.end] == figure.quote
        assert figure.label is None or figure.label in reading.text


def test_a_row_of_cells_is_no_number() -> None:
    found = [f for f in figures_of("新收政府信息公开申请 3 1 0 0 0 0 4") if f.concept == RECEIVED]
    assert [(f.value, f.state) for f in found] in ([], [(None, "ambiguous")])
