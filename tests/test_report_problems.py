# ruff: noqa: E501 - Han characters count twice; a case is read best on one line
"""Problems and remedies as separate items (report-format D4, patterns 80-97), on sentences of our own."""

from __future__ import annotations

import pytest

from archive.report import read
from tests.report_kit import printed_of, reading_of, report

CASES = {
    "80 marker in a concessive": (
        "2022年,我镇信息公开有所进展,但仍存在以下问题:一是更新不及时;二是形式单一。下一步,一是按月更新;二是增加图解。",
        ["更新不及时", "形式单一"],
        ["按月更新", "增加图解"],
    ),
    "81 shown in": (
        "还存在一些不足,主要表现在:(一)公开面偏窄。(二)回应较慢。\n今后将从两方面努力:(一)拓宽公开面。(二)限时回应。",
        ["公开面偏窄", "回应较慢"],
        ["拓宽公开面", "限时回应"],
    ),
    "82 commas, then full stops": (
        "存在问题和不足,一是人手不足,二是内容不够丰富。\n2023年,我镇一是充实人手。每季度培训一次。二是扩充内容。欢迎监督。",
        ["人手不足", "内容不够丰富"],
        ["充实人手。每季度培训一次", "扩充内容。欢迎监督"],
    ),
    "83 digits": (
        "存在的主要问题:\n1.栏目更新滞后。\n2.解读材料偏少。\n改进措施:\n1.明确专人更新。\n2.同步制作解读。",
        ["栏目更新滞后", "解读材料偏少"],
        ["明确专人更新", "同步制作解读"],
    ),
    "83 digits with a dot of enumeration": (
        "主要问题有:1、意识不强。2、队伍不稳定。针对上述问题,将做好:1、加强学习。2、配齐人员。",
        ["意识不强", "队伍不稳定"],
        ["加强学习", "配齐人员"],
    ),
    "84 title and body": (
        "(一)存在的问题\n信息发布不均衡,部分栏目长期空白。\n(二)改进措施\n(1)定期巡查。每月通报一次。\n(2)加强考核。",
        ["信息发布不均衡,部分栏目长期空白"],
        ["定期巡查。每月通报一次", "加强考核"],
    ),
    "84 bracketed items with bodies": (
        "主要问题如下:\n(一)机制不健全。审核流程仍不规范。\n(二)能力待提升。\n下一步改进:\n(一)健全机制。\n制定清单。\n(二)提升能力。\n组织培训。",
        ["机制不健全。审核流程仍不规范", "能力待提升"],
        ["健全机制。\n制定清单", "提升能力。\n组织培训"],
    ),
    "85 ordinals like those of sections": (
        "存在的不足:\n一、公开渠道较窄;\n二、群众知晓率低。\n下一步打算:\n一、拓展渠道;\n二、加强宣传。",
        ["公开渠道较窄", "群众知晓率低"],
        ["拓展渠道", "加强宣传"],
    ),
    "86 first, next, last": (
        "工作中尚有差距。首先,制度落实不到位。其次,人员流动大、业务不熟。最后,平台功能有待完善。为此,我镇将加强制度建设。",
        ["制度落实不到位", "人员流动大、业务不熟", "平台功能有待完善"],
        ["我镇将加强制度建设"],
    ),
    "87 no ordinals, each a deficiency": (
        "目前还存在公开内容不全面、更新不及时、群众参与度低等问题。今后,我镇将逐项整改。",
        ["公开内容不全面", "更新不及时", "群众参与度低"],
        ["我镇将逐项整改"],
    ),
    "87 one deficiency of several aspects": (
        "我镇存在公开的及时性、全面性、规范性有待提高等问题。今后我镇将加强管理。",
        ["公开的及时性、全面性、规范性有待提高"],
        ["我镇将加强管理"],
    ),
    "88 one sentence": ("政府信息公开的深度还需进一步加强。", ["政府信息公开的深度还需进一步加强"], []),
    "89 trigger": (
        "一是队伍建设滞后;二是宣传不够。针对以上不足,我镇将采取以下措施:一是配强队伍;二是多方宣传。",
        ["队伍建设滞后", "宣传不够"],
        ["配强队伍", "多方宣传"],
    ),
    "90 the next year": (
        "2022年工作中,一是标准不够统一,二是监督不够有力。\n2023年,我镇将统一标准。同时强化监督。",
        ["标准不够统一", "监督不够有力"],
        ["我镇将统一标准", "同时强化监督"],
    ),
    "91 next year in words": ("一是时效性不强。下一年度,我局将一是限时公开,二是倒查责任。", ["时效性不强"], ["限时公开", "倒查责任"]),
    "92 from three sides": (
        "公开质量参差不齐。结合存在的问题,今后从以下三个方面改进:一是抓培训;二是抓审核;三是抓通报。",
        ["公开质量参差不齐"],
        ["抓培训", "抓审核", "抓通报"],
    ),
    "93 sub-headings": (
        "(一)存在的主要问题\n一是基础薄弱。二是经验欠缺。\n(二)下一步改进措施\n一是夯实基础。二是对标学习。",
        ["基础薄弱", "经验欠缺"],
        ["夯实基础", "对标学习"],
    ),
    "93 sub-heading in one line with its text": (
        "(一) 问题:一是目录未细化;二是专栏偏少。\n(二)改进措施:一是细化目录;二是增设专栏。",
        ["目录未细化", "专栏偏少"],
        ["细化目录", "增设专栏"],
    ),
    "94 problems only": ("主要问题:一是人员兼职多;二是时间难保证。", ["人员兼职多", "时间难保证"], []),
    "94 remedies only": ("下一步,我镇将做好以下工作:一是完善制度;二是加强督查。", [], ["完善制度", "加强督查"]),
    "95 merged item by item": (
        "一是宣传力度不够。今后将多渠道宣传。二是更新不及时。今后将明确时限。",
        ["宣传力度不够", "更新不及时"],
        ["将多渠道宣传", "将明确时限"],
    ),
    "96 past tense": (
        "存在问题:一是解读不足;二是互动偏少。针对存在的问题,已进行了改进:一是补充解读;二是开设互动栏。",
        ["解读不足", "互动偏少"],
        ["补充解读", "开设互动栏"],
    ),
    "97 none": ("无。", [], []),
    "a list that starts anew without a trigger": (
        "一是制度不完善;二是人手紧张。我镇一是完善制度;二是增加人手。",
        ["制度不完善", "人手紧张"],
        ["完善制度", "增加人手"],
    ),
    "named after such as": (
        "工作有成绩,但也存在一些不足,如更新不规范,审核没到位,栏目不全等等。",
        ["更新不规范", "审核没到位", "栏目不全"],
        [],
    ),
    "a body faces them": ("目前我镇面临宣传力度不大、更新不够及时等问题。下一步将加强培训。", ["宣传力度不大", "更新不够及时"], ["将加强培训"]),
    "we will, with a clause between": ("主要存在公开不及时、缺乏专人等问题。我们在今年的工作中,将改进。", ["公开不及时", "缺乏专人"], ["我们在今年的工作中,将改进"]),
    "measures as bracketed items": (
        "一是意识不强;二是渠道不畅。为此,采取以下措施。\n(一)加强教育。\n(二)打通渠道。",
        ["意识不强", "渠道不畅"],
        ["加强教育", "打通渠道"],
    ),
    "the ordinal inside 之一是": (
        "主要问题:一是原因之一是人手不足;二是流程偏长。",
        ["原因之一是人手不足", "流程偏长"],
        [],
    ),
    "what is still lacking after last year's remedies": (
        "针对2021年更新不及时的问题,我局已建立月报制度。目前仍存在的问题主要是解读形式单一。2023年,我局将丰富解读形式。",
        ["解读形式单一"],
        ["我局已建立月报制度", "我局将丰富解读形式"],
    ),
    "pairs that labels name": (
        "问题1:信息公开不够及时。\n改进措施:落实责任。\n问题2:专职人员不足。\n改进措施:增配一人。",
        ["信息公开不够及时", "专职人员不足"],
        ["落实责任", "增配一人"],
    ),
    "pairs that labels name inside items": (
        "(一)问题:主动性不强。改进:专题学习两次。\n(二)问题:检索不便。改进:完善检索。",
        ["主动性不强", "检索不便"],
        ["专题学习两次", "完善检索"],
    ),
    "each item says what was done": (
        "一是存在栏目更新不及时的问题,已督促各股室每周更新;二是存在答复不规范的问题,已制定统一格式。",
        ["存在栏目更新不及时的问题", "存在答复不规范的问题"],
        ["已督促各股室每周更新", "已制定统一格式"],
    ),
    "a trigger behind a comma": ("公开内容不够全面,下一步将扩大公开范围。", ["公开内容不够全面"], ["将扩大公开范围"]),
    "none that stands out": ("目前工作总体平稳,不存在突出问题。下一步将提高公开质量。", [], ["将提高公开质量"]),
    "solved since": (
        "上年度年报提出的内容不全面问题已得到解决。但是,工作中仍存在薄弱环节,主要表现在:解读形式单一;互动性不强。",
        ["解读形式单一", "互动性不强"],
        [],
    ),
    "listed behind a colon, with its cause": (
        "主要存在以下不足:群众知晓度不高;公开方式比较传统。主要原因是宣传不够。改进措施有:加大宣传;探索新方式。",
        ["群众知晓度不高", "公开方式比较传统。主要原因是宣传不够"],
        ["加大宣传", "探索新方式"],
    ),
    "exist, and a colon": (
        "我局还存在着:内容不够丰富、形式创新不够。",
        ["内容不够丰富", "形式创新不够"],
        [],
    ),
    "sub-headings inside one paragraph": (
        "1.存在的主要问题。一是标准不统一;二是渠道偏少。2.改进情况。一是统一标准;二是增设专栏。",
        ["标准不统一", "渠道偏少"],
        ["统一标准", "增设专栏"],
    ),
    "a sub-heading for problems alone": ("(一)存在的主要问题\n公开内容还不够全面。", ["公开内容还不够全面"], []),
    "remedies whose numbers go on": (
        "存在的问题:\n1.更新不及时;\n2.形式单一。\n改进措施:\n3.专人负责;\n4.图文并茂。",
        ["更新不及时", "形式单一"],
        ["专人负责", "图文并茂"],
    ),
    "a list without punctuation": (
        "问题:1.更新不及时 2.形式单一\n措施:1.专人负责 2.图文并茂",
        ["更新不及时", "形式单一"],
        ["专人负责", "图文并茂"],
    ),
    "a line that names an attachment": (
        "一是内容偏少。下一步,我镇将充实内容。\n青石镇2021年度政府信息公开情况统计表.docx",
        ["内容偏少"],
        ["我镇将充实内容"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "problems", "remedies"), CASES.values(), ids=CASES.keys())
def test_items_are_split(text, problems, remedies):
    reading = reading_of(report("我镇按要求公开信息。", problems=text))
    assert [item.text for item in reading.problems] == problems
    assert [item.text for item in reading.remedies] == remedies


@pytest.mark.parametrize("text", [case[0] for case in CASES.values()], ids=CASES.keys())
def test_items_stand_where_they_say(text):
    reading = reading_of(report("我镇按要求公开信息。", problems=text))
    for items in (reading.problems, reading.remedies):
        assert [item.n for item in items] == list(range(1, len(items) + 1))
        for item in items:
            assert reading.text[item.start : item.end] == item.text


def test_problems_inside_section_one_are_found():
    text = report(
        "(二)依申请公开。收到政府信息公开申请2件。办理中还存在答复不规范等问题。下一步,我乡将统一答复格式。",
        problems="",
    )
    reading = reading_of(text)
    assert [item.text for item in reading.problems] == ["答复不规范"]
    assert [item.text for item in reading.remedies] == ["我乡将统一答复格式"]


def test_remedies_in_a_section_of_their_own_are_found():
    text = (
        "2015年青石乡政府信息公开工作年度报告\n一、概述\n2015年,我乡公开信息20条。\n二、主动公开政府信息情况\n公开信息20条。\n"
        "三、依申请公开情况\n未收到申请。\n四、存在的主要问题\n一是内容偏少;二是更新慢。\n五、下一步工作打算\n一是充实内容;二是加快更新。"
    )
    reading = read(printed_of(text))
    assert [item.text for item in reading.problems] == ["内容偏少", "更新慢"]
    assert [item.text for item in reading.remedies] == ["充实内容", "加快更新"]
