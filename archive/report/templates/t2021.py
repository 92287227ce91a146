"""Format of the notice 国办公开办函〔2021〕30号, used by reports on 2021 and later."""

from __future__ import annotations

from archive.report.templates import REVIEW_KEYS, ActiveRow, RequestRow, Template

ISSUED, REPEALED, IN_FORCE = "本年制发件数", "本年废止件数", "现行有效件数"
DECISIONS = "本年处理决定数量"
FEE = "本年收费金额"  # the unit follows in brackets: 单位：万元

ACTIVE = (
    ActiveRow(
        "rules",
        "规章",
        ((ISSUED, "rules_issued"), (REPEALED, "rules_repealed"), (IN_FORCE, "rules_in_force")),
    ),
    ActiveRow(
        "normative_documents",
        "行政规范性文件",
        (
            (ISSUED, "normative_documents_issued"),
            (REPEALED, "normative_documents_repealed"),
            (IN_FORCE, "normative_documents_in_force"),
        ),
    ),
    ActiveRow("licensing", "行政许可", ((DECISIONS, "licensing_decisions"),)),
    ActiveRow("penalty", "行政处罚", ((DECISIONS, "penalty_decisions"),)),
    ActiveRow("compulsory", "行政强制", ((DECISIONS, "compulsory_measure_decisions"),)),
    ActiveRow("charges", "行政事业性收费", ((FEE, "administrative_charges_wan"),)),
)

# The rows both templates share, in order; the sixth outcome differs and is added by each.
INTAKE = (
    RequestRow("new_received", "本年新收政府信息公开申请数量", "一"),
    RequestRow("carried_in", "上年结转政府信息公开申请数量", "二"),
    RequestRow(None, "本年度办理结果", "三", group="results"),
    RequestRow("granted_full", "予以公开", "(一)"),
    RequestRow("granted_partial", "部分公开(区分处理的,只计这一情形,不计其他情形)", "(二)"),
    RequestRow(None, "不予公开", "(三)", group="refused"),
    RequestRow("refused_state_secret", "属于国家秘密", "1", "refused"),
    RequestRow("refused_other_law", "其他法律行政法规禁止公开", "2", "refused"),
    RequestRow("refused_security_stability", "危及“三安全一稳定”", "3", "refused"),
    RequestRow("refused_third_party", "保护第三方合法权益", "4", "refused"),
    RequestRow("refused_internal_affairs", "属于三类内部事务信息", "5", "refused"),
    RequestRow("refused_deliberative", "属于四类过程性信息", "6", "refused"),
    RequestRow("refused_enforcement_file", "属于行政执法案卷", "7", "refused"),
    RequestRow("refused_administrative_inquiry", "属于行政查询事项", "8", "refused"),
    RequestRow(None, "无法提供", "(四)", group="unavailable"),
    RequestRow("unavailable_not_held", "本机关不掌握相关政府信息", "1", "unavailable"),
    RequestRow("unavailable_needs_creation", "没有现成信息需要另行制作", "2", "unavailable"),
    RequestRow("unavailable_still_unclear", "补正后申请内容仍不明确", "3", "unavailable"),
    RequestRow(None, "不予处理", "(五)", group="not_processed"),
    RequestRow("not_processed_petition", "信访举报投诉类申请", "1", "not_processed"),
    RequestRow("not_processed_duplicate", "重复申请", "2", "not_processed"),
    RequestRow("not_processed_publication", "要求提供公开出版物", "3", "not_processed"),
    RequestRow("not_processed_excessive", "无正当理由大量反复申请", "4", "not_processed"),
    RequestRow("not_processed_reconfirm", "要求行政机关确认或重新出具已获取信息", "5", "not_processed"),
)
OUTCOME_END = (
    RequestRow("handled_total", "总计", "(七)"),
    RequestRow("carried_out", "结转下年度继续办理", "四"),
)
OTHER = (
    RequestRow(None, "其他处理", "(六)", group="other"),
    RequestRow("other_no_correction", "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "1", "other"),
    RequestRow(
        "other_fee_unpaid",
        "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "2",
        "other",
    ),
    RequestRow("other_remaining", "其他", "3", "other"),
)

T2021 = Template("t2021", active=ACTIVE, requests=INTAKE + OTHER + OUTCOME_END, review=REVIEW_KEYS)
