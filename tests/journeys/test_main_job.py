"""The main job of the portal, step by step, by the people whose job it is.

The steps run in the order of the file and share one demo world. What time must
bring about (a deadline, an opening, a meeting) stands ready in that world.
"""

import io
import re
from datetime import datetime, timedelta

import pytest
from openpyxl import Workbook

from accounts.credit_codes import make_credit_code
from core.clock import SHANGHAI

pytestmark = pytest.mark.journey

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
VOUCHER = {
    "name": "银行回单.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\n% example\n%%EOF\n",
}
JOB = "锅炉烟气余热回收与节水改造（全程测试）"
LIST_TITLE = "第三批强制性清洁生产审核企业名单"


def moment(days: float) -> str:
    """Return a moment as the browser's picker writes it."""
    return f"{datetime.now(SHANGHAI) + timedelta(days=days):%Y-%m-%dT%H:%M}"


def day(days: int) -> str:
    """Return a day as the browser's picker writes it."""
    return moment(days)[:10]


def audit_list() -> bytes:
    """Return an audit list as an office writes one."""
    book = Workbook()
    sheet = book.active
    sheet.append(["序号", "企业名称", "统一社会信用代码", "所在地", "列入原因", "备注"])
    rows = [
        (1, "兰州新例热能有限公司", make_credit_code("620100", 7001), "兰州市", "双超"),
        (2, "天水新例纸业有限公司", make_credit_code("620500", 7002), "天水市", "双有"),
    ]
    for row in rows:
        sheet.append([*row, ""])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def jobs_in_state(owner, state):
    """Return the pages of one's own jobs in a state."""
    owner.open(f"/workspace/jobs/?state={state}")
    links = owner.main.get_by_role("table").get_by_role("link").all()
    return [link.get_attribute("href") for link in links]


def test_step_1_an_authority_imports_an_audit_list(visitor):
    handler = visitor("handler")

    handler.open("/admin/audits/lists/")
    handler.page.get_by_role("link", name="导入名单").first.click()
    handler.field("文件").set_input_files(
        {"name": "名单.xlsx", "mimeType": XLSX, "buffer": audit_list()}
    )
    handler.fill(
        {"标题": LIST_TITLE, "文号": "甘示清办〔2026〕58号", "发布日期": day(0)}
    )
    handler.press("预览")
    handler.sees("兰州新例热能有限公司")
    handler.look("step-1-import-preview")
    handler.press("确认导入")
    handler.open("/admin/audits/lists/")
    handler.follow(LIST_TITLE)
    handler.look("step-1-draft-list")
    signatory = visitor("signatory")
    signatory.open(handler.here)
    signatory.follow("公布名单")
    signatory.press("公布名单")
    signatory.follow("公开页面")

    signatory.sees("天水新例纸业有限公司")
    signatory.look("step-1-published-list")


def test_step_1_a_listed_enterprise_sees_its_dates(visitor):
    enterprise = visitor("enterprise")

    enterprise.open("/workspace/")
    enterprise.sees("列入名单的企业公布信息")
    enterprise.look("step-1-workspace")
    enterprise.follow("QY-A-2")

    enterprise.sees("启动清洁生产审核")
    enterprise.look("step-1-round")


def test_step_2_an_enterprise_posts_a_job(visitor):
    enterprise = visitor("enterprise")

    enterprise.open("/workspace/")
    enterprise.follow("发布服务需求")
    enterprise.fill(
        {
            "标题": JOB,
            "工作范围": "调研、方案、实施与效果核查。",
            "预算（元）": "26万元",
        }
    )
    for service in ("咨询", "设计", "改造"):
        enterprise.main.get_by_role("checkbox", name=service, exact=True).check()
    enterprise.choose("工作地点", "兰州市")
    enterprise.look("step-2-work")
    enterprise.press("保存并继续")
    enterprise.fill({"价格权重": 40, "评审标准": "技术方案", "权重": 60})
    enterprise.look("step-2-criteria")
    enterprise.press("保存并继续")
    enterprise.choose("指标", "单位产品综合能耗")
    enterprise.fill({"基准值": "150", "目标": "138", "权重": 100})
    enterprise.look("step-2-metrics")
    enterprise.press("保存并继续")
    enterprise.fill(
        {"提问截止": moment(5), "投标截止": moment(10), "开标": moment(10.1)}
    )
    enterprise.main.get_by_role("radio").first.check()
    enterprise.look("step-2-schedule")
    enterprise.press("保存并继续")
    enterprise.look("step-2-review")
    enterprise.press("发布需求")

    enterprise.sees(JOB)
    enterprise.sees("招标中")
    enterprise.look("step-2-job")


def test_step_3_a_question_is_answered_to_all(visitor):
    provider, enterprise = visitor("provider"), visitor("enterprise")

    provider.open("/jobs/?state=published&sort=newest")
    provider.follow(JOB)
    provider.follow("提问")
    provider.fill({"提问": "停机窗口期有多长？"})
    provider.press("发送提问")
    job = provider.here
    enterprise.open(f"/workspace{job}")
    enterprise.sees("停机窗口期有多长？")
    enterprise.follow("向全体答复")
    enterprise.main.get_by_role("textbox").first.fill("每年检修期十五天。")
    enterprise.submit()
    provider.open(job)

    provider.sees("每年检修期十五天。")
    provider.look("step-3-job")


@pytest.mark.parametrize(
    ("account", "price"), [("provider", "238000"), ("rival-provider", "24.6万元")]
)
def test_step_3_a_provider_submits_a_sealed_bid(visitor, account, price):
    provider = visitor(account)

    provider.open("/jobs/?state=published&sort=newest")
    provider.follow(JOB)
    provider.press("编制密封投标")
    provider.fill(
        {
            "报价（元）": price,
            "服务方案": "分三个阶段实施。",
            "项目团队": "端木砚禾，项目负责人",
        }
    )
    provider.main.get_by_label(re.compile("技术方案")).first.fill("换热面积经核算。")
    provider.main.get_by_label(re.compile("单位产品综合能耗")).first.fill("138")
    provider.look(f"step-3-bid-{account}")
    provider.press("保存、核对并提交")
    provider.main.get_by_role("checkbox").check()
    provider.look(f"step-3-submit-{account}")
    provider.press("提交密封投标")

    provider.sees("回执")
    provider.look(f"step-3-receipt-{account}")


def test_step_4_the_bids_open_together(visitor):
    enterprise = visitor("enterprise")

    enterprise.open(jobs_in_state(enterprise, "closed")[0])
    enterprise.follow("开标")
    enterprise.press("立即开标")
    enterprise.sees("元")
    enterprise.look("step-4-opening")
    enterprise.follow("比较投标")
    enterprise.follow("评分")
    for field in enterprise.main.get_by_role("spinbutton").all():
        field.fill("86")
    for field in enterprise.main.get_by_role("textbox").all():
        field.fill("切合现场，目标可核查。")
    enterprise.look("step-4-score")
    enterprise.submit()

    enterprise.sees("86")


def test_step_4_a_scored_bid_is_awarded(visitor):
    enterprise = visitor("enterprise")

    for job in jobs_in_state(enterprise, "opened"):
        enterprise.open(f"{job}compare/")
        if enterprise.main.get_by_role("link", name="授标").count():
            break
    enterprise.look("step-4-compare")
    enterprise.follow("授标")
    enterprise.fill({"原因": "综合评审最优。"})
    enterprise.press("授标")

    enterprise.sees("中标结果")
    enterprise.look("step-4-award")


def test_step_4_an_award_is_confirmed_after_the_standstill(visitor):
    enterprise = visitor("enterprise")

    for job in jobs_in_state(enterprise, "awarded"):
        enterprise.open(f"{job}award/")
        if enterprise.main.get_by_role("button", name="确认中标").count():
            break
    enterprise.press("确认中标")
    enterprise.look("step-4-confirmed")

    enterprise.press("起草合同")
    enterprise.sees("商定条款")


def test_step_4_both_sides_sign_the_contract(visitor):
    enterprise, provider = visitor("enterprise"), visitor("provider")

    enterprise.open("/workspace/contracts/?state=draft")
    enterprise.main.get_by_role("table").get_by_role("link").last.click()
    enterprise.follow("协商条款")
    enterprise.look("step-4-terms")
    enterprise.press("保存草案")
    enterprise.open(re.sub(r"edit/.*", "", enterprise.here))
    contract = enterprise.here
    enterprise.press("提交签署")
    for person, name in ((enterprise, "闻人澄岚"), (provider, "端木砚禾")):
        person.open(f"{contract}sign/")
        person.fill({"您的姓名（全称）": name})
        person.main.get_by_role("checkbox").check()
        person.look(f"step-4-sign-{name}")
        person.press("签署")

    provider.sees("履行中")
    provider.look("step-4-contract")


def test_step_5_an_enterprise_works_on_its_round(visitor):
    enterprise = visitor("enterprise")

    enterprise.open("/workspace/")
    enterprise.follow("QY-A-2")
    work = enterprise.here
    enterprise.follow("公布信息")
    enterprise.fill(
        {"污染物": "化学需氧量 42.6 吨/年。", "能源": "综合能源消费量 12400 tce/年。"}
    )
    enterprise.press("公布")
    enterprise.press("启动审核")
    enterprise.open(f"{work}particulars/")
    enterprise.fill({"方案费用界限": "10万元"})
    enterprise.press("保存")
    enterprise.open(f"{work}options/new/")
    enterprise.fill({"方案": "更换老化疏水阀", "投资": "3万元", "预期年效益": "6万元"})
    enterprise.look("step-5-option")
    enterprise.press("保存")
    enterprise.open(f"{work}figures/")
    row = enterprise.main.get_by_role("row").filter(has_text="综合能源消费量").first
    for field, amount in zip(
        row.get_by_role("textbox").all(), ("12600", "12480", "12100"), strict=False
    ):
        field.fill(amount)
    enterprise.look("step-5-figures")
    enterprise.press("保存")
    enterprise.open(f"{work}report/")
    enterprise.fill({"报告日期": day(0), "编制人员": "端木砚禾 示审0001"})
    enterprise.look("step-5-report-form")
    enterprise.submit()
    enterprise.press("检查报告")

    enterprise.sees("疑点提示")
    enterprise.look("step-5-findings")


def test_step_6_a_panel_is_drawn_before_a_witness(visitor):
    handler, enterprise = visitor("handler"), visitor("enterprise")

    handler.open("/admin/experts/draws/")
    handler.page.get_by_role("link", name="锁定一次抽取").first.click()
    handler.choose("企业", "兰州澄岚热电有限公司")
    handler.fill({"会议日期": day(20), "评审组人数": "3"})
    handler.look("step-6-freeze")
    handler.press("锁定")
    console = handler.here
    number = re.search(r"QY-D-\d{4}-\d+", console)[0]
    enterprise.open(f"/draws/{number}/witness/")
    enterprise.main.get_by_role("textbox").first.fill("春江潮水连海平 20 15 07")
    enterprise.look("step-6-witness")
    enterprise.submit()
    handler.open(console)
    handler.follow("揭晓并邀请")
    handler.press("揭晓并邀请")
    handler.look("step-6-console")
    enterprise.open(f"/draws/{number}/")

    enterprise.sees("已抽取")
    enterprise.look("step-6-draw")


def test_step_6_an_expert_signs_and_the_panel_concludes(visitor):
    expert, handler = visitor("expert"), visitor("handler")

    expert.open("/workspace/reviews/")
    expert.look("step-6-reviews")
    expert.main.get_by_role("link").filter(has_text="QY-S-").first.click()
    for field in expert.main.get_by_role("spinbutton").all():
        field.fill(field.get_attribute("max") or "5")
    expert.fill({"意见": "数据基本可信，方案总体可行。"})
    expert.look("step-6-sheet")
    session = re.search(r"QY-S-\d{4}-\d+", expert.here)[0]
    expert.press("签署")
    expert.sees("SHA-256")
    expert.look("step-6-signed")
    handler.open(f"/admin/audits/sessions/{session}/")
    handler.follow("形成结论")
    handler.fill({"技术审查意见": "专家组同意通过评估。"})
    handler.press("形成结论")

    handler.sees("已形成结论")
    handler.look("step-6-concluded")


def test_step_7_a_verifier_checks_a_reading(visitor):
    verifier = visitor("verifier")

    verifier.open("/workspace/")
    verifier.follow("核验读数")
    verifier.main.get_by_role("radio").first.check()
    verifier.fill({"备注": "与计量表底数一致。"})
    verifier.look("step-7-check")
    verifier.submit()

    verifier.sees("读数")
    verifier.look("step-7-readings")


def test_step_7_a_statement_is_accepted_paid_and_confirmed(visitor):
    enterprise, provider = visitor("enterprise"), visitor("provider")

    enterprise.open("/workspace/")
    enterprise.follow("接受结算单")
    statement = enterprise.here
    enterprise.look("step-7-statement")
    enterprise.press("接受结算单")
    provider.open(statement)
    provider.press("接受结算单")
    enterprise.open(f"{statement}pay/")
    enterprise.fill({"转账日期": day(0), "银行流水号": "HK20260001"})
    enterprise.field("付款凭证").set_input_files(VOUCHER)
    enterprise.look("step-7-transfer")
    enterprise.submit()
    provider.open(statement)
    provider.main.get_by_role("button", name=re.compile("确认")).first.click()
    provider.page.wait_for_load_state()

    provider.look("step-7-paid")


def test_step_7_a_review_is_written(visitor):
    enterprise = visitor("enterprise")

    enterprise.open("/workspace/contracts/?state=active&sort=number")
    enterprise.main.get_by_role("table").get_by_role("link").first.click()
    enterprise.follow("撰写评价")
    for answer in enterprise.main.get_by_role("radio", name="是", exact=True).all():
        answer.check()
    enterprise.fill({"评价": "节能效果与承诺一致，交付及时。"})
    enterprise.look("step-7-review")
    enterprise.press("发布评价")

    enterprise.sees("节能效果与承诺一致，交付及时。")


def test_step_8_a_tip_becomes_a_case_and_a_notice(visitor):
    newcomer, handler, reviewer = (
        visitor("newcomer"),
        visitor("handler"),
        visitor("reviewer"),
    )

    newcomer.open("/register/report/")
    newcomer.fill(
        {
            "被举报机构": "兰州禾砚节能咨询有限公司",
            "情况说明": "报告所列主要设备与现场不符。",
            "发生时间": day(-60),
        }
    )
    newcomer.choose("地点", "兰州市")
    newcomer.look("step-8-report")
    newcomer.press("提交举报")
    newcomer.look("step-8-reported")
    handler.open("/admin/register/tips/?ordering=-received_at")
    handler.main.get_by_role("link", name=re.compile("QY-T-")).first.click()
    handler.look("step-8-tip")
    handler.follow("立案")
    handler.fill(
        {
            "行为起始日": day(-90),
            "行为终止日": day(-60),
            "查明的事实": "报告所列主要设备与现场不符，且未作说明。",
        }
    )
    handler.choose("地区", "兰州市")
    handler.press("立案")
    case = handler.here
    handler.follow("提出处理建议")
    handler.fill({"处理建议": "责令改正，依法公布名单。"})
    handler.press("提出处理建议")
    reviewer.open(case)
    reviewer.follow("审核通过")
    reviewer.press("审核通过")
    handler.open(case)
    handler.follow("送达告知书")
    handler.look("step-8-notice")
    handler.press("送达告知书")

    handler.sees("告知")
    handler.look("step-8-case")


def test_step_8_a_decision_is_signed_and_published(visitor):
    signatory, reviewer, reader = visitor("signatory"), visitor("reviewer"), visitor()

    signatory.open("/admin/register/cases/?state=noticed&ordering=filed_at")
    signatory.main.get_by_role("link", name=re.compile("QY-V-")).last.click()
    case = signatory.here
    signatory.follow("登记已签发的决定")
    signatory.fill(
        {
            "文号": "甘示清决〔2026〕88号",
            "对陈述申辩的复核": "已复核，其理由不足以改变处理结论。",
            "履行方式和期限": "三十日内完成整改。",
        }
    )
    signatory.look("step-8-decision")
    signatory.press("登记已签发的决定")
    reviewer.open(case)
    reviewer.follow("公布名单")
    reviewer.fill({"对外公布的事实": "审核程序不符合规定，已责令改正。"})
    reviewer.press("公布名单")
    reviewer.look("step-8-published")
    reader.open("/register/?sort=newest")

    reader.sees("兰州岚澄环境科技有限公司")
    reader.look("step-8-register")


def test_step_9_the_public_searches_checks_and_verifies(visitor):
    reader = visitor()

    reader.open("/")
    reader.look("step-9-home")
    reader.open("/search/?q=水泥")
    reader.sees("水泥")
    reader.look("step-9-search")
    reader.open("/register/check/")
    reader.fill({"名称或统一社会信用代码": "张掖珏霁节能咨询有限公司"})
    reader.press("查询")
    reader.look("step-9-check")
    reader.open("/register/")
    reader.main.get_by_role("table").get_by_role("link").first.click()
    reader.look("step-9-publication")
    reader.follow("查看并核验证明")

    reader.sees("证明")
    reader.look("step-9-proof")


def test_step_9_the_public_subscribes(visitor):
    reader = visitor()

    reader.open("/register/subscribe/")
    reader.fill({"电子邮箱": "reader@demo.example"})
    reader.press("发送确认邮件")

    reader.look("step-9-subscribed")
