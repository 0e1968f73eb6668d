"""The main job of the portal, step by step, by the people whose job it is.

It is walked once in each language. The steps run in the order of the file and
share one demo world. What time must bring about (a deadline, an opening, a
meeting) stands ready in that world.
"""

import io
import re
import shlex
import sqlite3
from datetime import datetime, timedelta

import pytest
from openpyxl import Workbook

from accounts.credit_codes import make_credit_code
from core.clock import SHANGHAI
from tests.journeys.words import InContext, Named
from tests.services.portal import ROOT, run

pytestmark = pytest.mark.journey

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
VOUCHER = {
    "name": "银行回单.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\n% example\n%%EOF\n",
}
JOB = "锅炉烟气余热回收与节水改造（全程测试）"
CRITERION = "技术方案"
LIST_TITLE = "第三批强制性清洁生产审核企业名单"
PUBLISHED = "兰州岚澄环境科技有限公司"

CONSULTING = Named("咨询", "Consulting")
DESIGN = Named("设计", "Design")
TRANSFORMATION = Named("改造", "Transformation")
LANZHOU = Named("兰州市", "Lanzhou City")
ENERGY_TOTAL = Named("综合能源消费量", "Total energy use")
ENERGY_PER_UNIT = Named("单位产品综合能耗", "Energy per unit of product")
PUBLISHES_ITS_DATA = Named(
    "列入名单的企业公布信息", "Listed enterprise publishes its data"
)
STARTS_THE_AUDIT = Named("启动清洁生产审核", "Start of the audit")
ENTERPRISE = Named("兰州澄岚热电有限公司", "Lanzhou Chenglan Heat and Power Co.")
COURSE = Named(
    "入库专家评估验收规则说明会", "Evaluation and acceptance explained to pool experts"
)


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


def told_by(visitor, folder):
    """Return the check a page tells its readers to run on a file they took home."""
    told = visitor.main.locator("code, pre").filter(has_text="python3").first
    _python, script, *arguments = shlex.split(told.inner_text())
    path = (ROOT if script.startswith("tools/") else folder) / script
    return lambda: run(path, *arguments, folder=folder).returncode


def change_a_byte(file):
    """Change one figure of a file by one bit."""
    content = bytearray(file.read_bytes())
    place = max(content.rfind(b"%d" % digit) for digit in range(10))
    content[place] ^= 1
    file.write_bytes(content)


def jobs_in_state(owner, state):
    """Return the pages of one's own jobs in a state."""
    owner.open(f"/workspace/jobs/?state={state}")
    links = owner.main.get_by_role("table").get_by_role("link").all()
    return [link.get_attribute("href").removeprefix(owner.prefix) for link in links]


def test_step_1_an_authority_imports_an_audit_list(visitor):
    handler = visitor("handler")

    handler.open("/admin/audits/lists/")
    handler.follow("Import a list")
    handler.field("File").set_input_files(
        {"name": "名单.xlsx", "mimeType": XLSX, "buffer": audit_list()}
    )
    handler.fill(
        {
            "Title": LIST_TITLE,
            "Document number": "甘示清办〔2026〕58号",
            InContext("audit list", "Issued on"): day(0),
        }
    )
    handler.press("Preview")
    handler.sees("兰州新例热能有限公司")
    handler.look("step-1-import-preview")
    handler.press("Import the list")
    handler.open("/admin/audits/lists/")
    handler.follow(LIST_TITLE)
    handler.look("step-1-draft-list")
    signatory = visitor("signatory")
    signatory.open(handler.here)
    signatory.follow("Publish the list")
    signatory.press("Publish the list")
    signatory.follow("Public page")

    signatory.sees("天水新例纸业有限公司")
    signatory.look("step-1-published-list")


def test_step_1_a_listed_enterprise_sees_its_dates(visitor):
    enterprise = visitor("enterprise")

    enterprise.open("/workspace/")
    enterprise.sees(PUBLISHES_ITS_DATA)
    enterprise.look("step-1-workspace")
    enterprise.follow("QY-A-2")

    enterprise.sees(STARTS_THE_AUDIT)
    enterprise.look("step-1-round")


def test_step_2_an_enterprise_posts_a_job(visitor):
    enterprise = visitor("enterprise")

    enterprise.open("/workspace/")
    enterprise.follow("Post a job")
    enterprise.fill(
        {
            "Title": JOB,
            "Scope of work": "调研、方案、实施与效果核查。",
            "Budget in yuan": "26万元",
        }
    )
    for service in (CONSULTING, DESIGN, TRANSFORMATION):
        enterprise.tick(service)
    enterprise.choose("Place of the work", LANZHOU)
    enterprise.look("step-2-work")
    enterprise.press("Keep and continue")
    enterprise.fill({"Weight of the price": 40, "Criterion": CRITERION, "Weight": 60})
    enterprise.look("step-2-criteria")
    enterprise.press("Keep and continue")
    enterprise.choose("Indicator", ENERGY_PER_UNIT)
    enterprise.fill({"Baseline": "150", "Target": "138", "Weight": 100})
    enterprise.look("step-2-metrics")
    enterprise.press("Keep and continue")
    enterprise.fill(
        {
            "Questions until": moment(5),
            "Bids until": moment(10),
            "Opening of the bids": moment(10.1),
        }
    )
    enterprise.main.get_by_role("radio").first.check()
    enterprise.look("step-2-schedule")
    enterprise.press("Keep and continue")
    enterprise.look("step-2-review")
    enterprise.press("Publish the job")

    enterprise.sees(JOB)
    enterprise.sees(InContext("job", "Open for bids"))
    enterprise.look("step-2-job")


def test_step_3_a_question_is_answered_to_all(visitor):
    provider, enterprise = visitor("provider"), visitor("enterprise")

    provider.open("/jobs/?state=published&sort=newest")
    provider.follow(JOB)
    provider.follow("Ask a question")
    provider.fill({InContext("job", "Question"): "停机窗口期有多长？"})
    provider.press("Send the question")
    job = provider.here
    enterprise.open(f"/workspace{job}")
    enterprise.sees("停机窗口期有多长？")
    enterprise.follow("Answer to all")
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
    provider.press("Prepare a sealed bid")
    provider.fill(
        {
            "Price in yuan": price,
            "Proposal": "分三个阶段实施。",
            "Team": "端木砚禾，项目负责人",
        }
    )
    provider.main.get_by_label(re.compile(CRITERION)).first.fill("换热面积经核算。")
    metric = re.compile(provider.say(ENERGY_PER_UNIT))
    provider.main.get_by_label(metric).first.fill("138")
    provider.look(f"step-3-bid-{account}")
    provider.press("Keep, check and submit")
    provider.main.get_by_role("checkbox").check()
    provider.look(f"step-3-submit-{account}")
    provider.press("Submit the sealed bid")

    provider.sees("Receipt")
    provider.look(f"step-3-receipt-{account}")


def test_step_4_the_bids_open_together(visitor):
    enterprise = visitor("enterprise")

    enterprise.open(jobs_in_state(enterprise, "closed")[0])
    enterprise.follow("Open the bids")
    enterprise.press("Open all bids now")
    enterprise.sees("Bids opened")
    enterprise.look("step-4-opening")
    enterprise.follow("Compare the bids")
    enterprise.follow("Score")
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
        if enterprise.link("Award").count():
            break
    enterprise.look("step-4-compare")
    enterprise.follow("Award")
    enterprise.fill({"Reason": "综合评审最优。"})
    enterprise.press("Award the job")

    enterprise.sees("The award")
    enterprise.look("step-4-award")


def test_step_4_an_award_is_confirmed_after_the_standstill(visitor):
    enterprise = visitor("enterprise")

    for job in jobs_in_state(enterprise, "awarded"):
        enterprise.open(f"{job}award/")
        if enterprise.main.get_by_role(
            "button", name=enterprise.say("Confirm the award")
        ).count():
            break
    enterprise.press("Confirm the award")
    enterprise.look("step-4-confirmed")

    enterprise.press("Draft the contract")
    enterprise.sees("Next: agree on the terms")


def test_step_4_both_sides_sign_the_contract(visitor):
    enterprise, provider = visitor("enterprise"), visitor("provider")

    enterprise.open("/workspace/contracts/?state=draft")
    enterprise.main.get_by_role("table").get_by_role("link").last.click()
    enterprise.follow("Negotiate the terms")
    enterprise.look("step-4-terms")
    enterprise.press(InContext("contract", "Save the draft"))
    enterprise.open(re.sub(r"edit/.*", "", enterprise.here))
    contract = enterprise.here
    enterprise.press("Open for signature")
    for person, name in ((enterprise, "闻人澄岚"), (provider, "端木砚禾")):
        person.open(f"{contract}sign/")
        person.fill({"Your full name": name})
        person.main.get_by_role("checkbox").check()
        person.look(f"step-4-sign-{name}")
        person.press("Sign")

    provider.sees(InContext("contract", "Being performed"))
    provider.look("step-4-contract")


def test_step_5_an_enterprise_works_on_its_round(visitor):
    enterprise = visitor("enterprise")

    enterprise.open("/workspace/")
    enterprise.follow("QY-A-2")
    work = enterprise.here
    enterprise.follow("Publish the information")
    enterprise.fill(
        {
            "Pollutants": "化学需氧量 42.6 吨/年。",
            "Energy": "综合能源消费量 12400 tce/年。",
        }
    )
    enterprise.press(InContext("audit", "Publish"))
    enterprise.press("Start the audit")
    enterprise.open(f"{work}particulars/")
    enterprise.fill({"Cost threshold": "10万元"})
    enterprise.press("Save")
    enterprise.open(f"{work}options/new/")
    enterprise.fill(
        {
            "Option": "更换老化疏水阀",
            "Investment": "3万元",
            "Expected benefit a year": "6万元",
        }
    )
    enterprise.look("step-5-option")
    enterprise.press("Save")
    enterprise.open(f"{work}figures/")
    energy = enterprise.say(ENERGY_TOTAL)
    row = enterprise.main.get_by_role("row").filter(has_text=energy).first
    for field, amount in zip(
        row.get_by_role("textbox").all(), ("12600", "12480", "12100"), strict=False
    ):
        field.fill(amount)
    enterprise.look("step-5-figures")
    enterprise.press("Save")
    enterprise.open(f"{work}report/")
    enterprise.fill({"Date of the report": day(0), "Authors": "端木砚禾 示审0001"})
    enterprise.look("step-5-report-form")
    enterprise.submit()
    enterprise.press("Check the report")

    enterprise.sees("What does not add up")
    enterprise.look("step-5-findings")


def test_step_6_a_panel_is_drawn_and_anybody_repeats_it(visitor, portal, tmp_path):
    handler, enterprise = visitor("handler"), visitor("enterprise")

    handler.open("/admin/experts/draws/")
    handler.follow("Freeze a draw")
    handler.fill(
        {
            "Enterprise": handler.say(ENTERPRISE),
            "Day of the meeting": day(20),
            "Size of the panel": "3",
        }
    )
    handler.look("step-6-freeze")
    handler.press("Freeze")
    console = handler.here
    number = re.search(r"QY-D-\d{4}-\d+", console)[0]
    enterprise.open(f"/draws/{number}/witness/")
    enterprise.main.get_by_role("textbox").first.fill("春江潮水连海平 20 15 07")
    enterprise.look("step-6-witness")
    enterprise.submit()
    handler.open(console)
    handler.follow("Reveal and invite")
    handler.press("Reveal and invite")
    handler.look("step-6-console")
    enterprise.open(f"/draws/{number}/")

    enterprise.sees(InContext("draw", "Drawn, names still closed"))
    enterprise.look("step-6-draw")
    handler.open(f"/draws/{number}/")
    record = handler.download("Download the record", tmp_path)
    handler.download("Download the checker", tmp_path)
    verify = told_by(handler, tmp_path)
    assert [verify(), portal.manage("verify_draw", record).returncode] == [0, 0]
    change_a_byte(record)
    assert [verify(), portal.manage("verify_draw", record).returncode] == [1, 1]


def test_step_6_an_expert_signs_and_the_panel_concludes(visitor):
    expert, handler = visitor("expert"), visitor("handler")

    expert.open("/workspace/reviews/")
    expert.look("step-6-reviews")
    expert.main.get_by_role("link").filter(has_text="QY-S-").first.click()
    for field in expert.main.get_by_role("spinbutton").all():
        field.fill(field.get_attribute("max") or "5")
    expert.fill({"Opinion": "数据基本可信，方案总体可行。"})
    expert.look("step-6-sheet")
    session = re.search(r"QY-S-\d{4}-\d+", expert.here)[0]
    expert.press("Sign")
    expert.sees("SHA-256")
    expert.look("step-6-signed")
    handler.open(f"/admin/audits/sessions/{session}/")
    handler.follow("Conclude")
    handler.fill({"Review opinion": "专家组同意通过评估。"})
    handler.press("Conclude")

    handler.sees(InContext("session", "Concluded"))
    handler.look("step-6-concluded")


def test_step_7_a_verifier_checks_a_reading(visitor):
    verifier = visitor("verifier")

    verifier.open("/workspace/")
    verifier.follow("Check the reading %(name)s")
    verifier.main.get_by_role("radio").first.check()
    verifier.fill({InContext("remark", "Note"): "与计量表底数一致。"})
    verifier.look("step-7-check")
    verifier.submit()

    verifier.sees("Readings")
    verifier.look("step-7-readings")


def test_step_7_a_statement_is_paid_and_anybody_repeats_it(visitor, portal, tmp_path):
    enterprise, provider = visitor("enterprise"), visitor("provider")

    enterprise.open("/workspace/")
    enterprise.follow("Accept or contest statement %(number)s")
    statement = enterprise.here
    enterprise.look("step-7-statement")
    enterprise.press("Accept the statement")
    provider.open(statement)
    provider.press("Accept the statement")
    enterprise.open(f"{statement}pay/")
    enterprise.fill({"Day of the transfer": day(0), "Bank reference": "HK20260001"})
    enterprise.field("Voucher").set_input_files(VOUCHER)
    enterprise.look("step-7-transfer")
    enterprise.submit()
    provider.open(statement)
    provider.press("Confirm the receipt")

    provider.look("step-7-paid")
    document = provider.download("Download the statement (JSON)", tmp_path)
    settle = told_by(provider, tmp_path)
    assert [settle(), portal.manage("settle", document).returncode] == [0, 0]
    change_a_byte(document)
    assert [settle(), portal.manage("settle", document).returncode] == [1, 1]


def test_step_7_a_review_is_written(visitor):
    enterprise = visitor("enterprise")

    enterprise.open("/workspace/contracts/?state=active&sort=number")
    enterprise.main.get_by_role("table").get_by_role("link").first.click()
    enterprise.follow("Write a review")
    enterprise.tick("Yes")
    enterprise.fill({"Review": "节能效果与承诺一致，交付及时。"})
    enterprise.look("step-7-review")
    enterprise.press("Publish the review")

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
            "Provider concerned": "兰州禾砚节能咨询有限公司",
            InContext("register", "What happened"): "报告所列主要设备与现场不符。",
            "When it happened": day(-60),
        }
    )
    newcomer.choose("What it did", "Supplied a false report")
    newcomer.choose(InContext("register", "Where"), LANZHOU)
    newcomer.look("step-8-report")
    newcomer.press("Send the report")
    newcomer.look("step-8-reported")
    handler.open("/admin/register/tips/?ordering=-received_at")
    handler.main.get_by_role("link", name=re.compile("QY-T-")).first.click()
    handler.look("step-8-tip")
    handler.follow("Open a case")
    handler.fill(
        {
            "Conduct from": day(-90),
            "Conduct until": day(-60),
            "Facts found": "报告所列主要设备与现场不符，且未作说明。",
        }
    )
    handler.choose(InContext("register", "Place"), LANZHOU)
    handler.press("Open the case")
    case = handler.here
    handler.follow("Propose an outcome")
    handler.fill({"Proposed outcome": "责令改正，依法公布名单。"})
    handler.press("Propose an outcome")
    reviewer.open(case)
    reviewer.follow("Approve the proposal")
    reviewer.press("Approve the proposal")
    handler.open(case)
    handler.follow("Serve the notice")
    handler.look("step-8-notice")
    handler.press("Serve the notice")

    handler.sees(InContext("register", "Notice"))
    handler.look("step-8-case")


def test_step_8_a_decision_is_signed_and_published(visitor):
    signatory, reviewer, reader = visitor("signatory"), visitor("reviewer"), visitor()

    signatory.open("/admin/register/cases/?state=noticed&ordering=filed_at")
    signatory.main.get_by_role("link", name=re.compile("QY-V-")).last.click()
    case = signatory.here
    signatory.follow("Record the signed decision")
    signatory.fill(
        {
            "Document number": "甘示清决〔2026〕88号",
            "How the statement was considered": "已复核，其理由不足以改变处理结论。",
            "How and by when to comply": "三十日内完成整改。",
        }
    )
    signatory.look("step-8-decision")
    signatory.press("Record the signed decision")
    reviewer.open(case)
    reviewer.follow("Publish the name")
    reviewer.fill(
        {"Facts as the public reads them": "审核程序不符合规定，已责令改正。"}
    )
    reviewer.press("Publish the name")
    reviewer.look("step-8-published")
    reader.open("/register/?sort=newest")

    reader.sees(PUBLISHED)
    reader.look("step-8-register")


def test_step_9_the_public_searches_and_checks_a_name(visitor):
    reader = visitor()

    reader.open("/")
    reader.look("step-9-home")
    reader.open("/search/?q=水泥")
    reader.sees("水泥")
    reader.look("step-9-search")
    reader.open("/register/check/")
    reader.fill({"Name or unified social credit code": "兰州禾砚节能咨询有限公司"})
    reader.press(InContext("register", "Check"))
    reader.sees("No current publication")
    reader.look("step-9-check-clear")
    reader.fill({"Name or unified social credit code": PUBLISHED})
    reader.press(InContext("register", "Check"))
    reader.sees("Current publication found")
    reader.look("step-9-check")
    reader.press("Make a receipt")

    reader.sees(PUBLISHED)
    reader.look("step-9-receipt")


def test_step_9_the_public_verifies_a_proof(visitor, tmp_path):
    reader = visitor()

    reader.open("/register/")
    reader.main.get_by_role("table").get_by_role("link").first.click()
    reader.look("step-9-publication")
    reader.follow("See and check the proof")
    reader.look("step-9-proof")
    proof = reader.download("Download the proof", tmp_path)
    reader.download("Download the verifier", tmp_path)
    verify = told_by(reader, tmp_path)

    assert verify() == 0
    change_a_byte(proof)
    assert verify() == 1


def test_step_9_the_public_subscribes(visitor):
    reader = visitor()

    reader.open("/register/subscribe/")
    reader.fill({"E-mail address": "reader@demo.example"})
    reader.press("Send the confirmation letter")

    reader.look("step-9-subscribed")


def test_step_9_a_newcomer_registers_for_training(visitor, tmp_path):
    newcomer = visitor("newcomer")

    newcomer.open("/training/")
    newcomer.look("step-9-training")
    newcomer.follow(COURSE)
    newcomer.look("step-9-course")
    newcomer.follow(InContext("training", "Register"))
    newcomer.look("step-9-registration")
    newcomer.press(InContext("training", "Register"))
    newcomer.look("step-9-registered")
    newcomer.open("/workspace/")
    newcomer.sees(COURSE)
    newcomer.look("step-9-workspace")
    newcomer.open("/training/")
    calendar = newcomer.download("Subscribe as a calendar", tmp_path)

    unfolded = calendar.read_text().replace("\n ", "")
    assert f"SUMMARY:{newcomer.say(COURSE)}" in unfolded


def test_in_the_end_the_log_holds(portal):
    assert portal.manage("verify_log").returncode == 0


def test_in_the_end_a_row_changed_behind_the_log_is_found(portal, tmp_path):
    behind = portal.copied_to(tmp_path / "world")

    with sqlite3.connect(behind.database) as database:
        database.execute(
            "UPDATE blacklist_namepublication SET summary = replace(summary, '。', '.')"
        )

    assert behind.manage("verify_log").returncode == 1
