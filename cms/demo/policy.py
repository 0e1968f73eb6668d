"""The policy library."""

from cms.demo.drafts import Draft, Words, heading, note, points, steps, text
from cms.models import PolicyIndexPage, PolicyPage

CODE = Draft(
    PolicyPage,
    "ecological-code",
    Words(
        "生态环境法典：清洁生产的新规定",
        "清洁生产促进法的内容并入法典，强制性审核的情形、结果公布方式和法律责任有所调整。",
        (
            heading("与企业有关的变化"),
            points(
                "排放超过标准或总量指标、使用或排放有毒有害物质的，仍应实施强制性审核；国家还可以规定其他情形。",
                "审核结果应当报告，并以便于公众知晓的方式公布，商业秘密除外。",
                "评估和验收的费用由财政负担，不得向企业收取。",
                "审核与培训的费用可以列入经营成本。",
            ),
            heading("新旧衔接"),
            text(
                "行为发生时的规定适用于该行为；新规定更轻的，适用新规定。平台按行为日期自动选择依据，旧案仍引用旧法。"
            ),
        ),
        {},
    ),
    Words(
        "The Ecological and Environmental Code: what changed for cleaner production",
        "The former Cleaner Production Promotion Law became part of the Code; grounds "
        "for mandatory audits, publication and liability were adjusted.",
        (
            heading("What changed for enterprises"),
            points(
                "Exceeding an emission standard or quantity target, and using or "
                "releasing toxic substances, still require an audit; the State may name "
                "further cases.",
                "Results are reported and published in a way the public can easily learn "
                "of, trade secrets excepted.",
                "Evaluation and acceptance are paid from public budgets, never by the "
                "enterprise.",
                "Audits and training may be booked as operating cost.",
            ),
            heading("Old and new law"),
            text(
                "Conduct is judged by the rule of its day unless the newer one is "
                "lighter. The portal chooses the basis by the day of the conduct, so "
                "older cases still cite the older law."
            ),
        ),
    ),
    fields={"instrument": "code"},
)

MEASURES = Draft(
    PolicyPage,
    "audit-measures",
    Words(
        "清洁生产审核办法：期限一览",
        "列入名单之后，企业何时公开信息、何时开始、何时完成。",
        (
            steps(
                (
                    "一个月内：公开信息",
                    "自名单公布之日起，以便于公众知晓的方式公开规定的信息。",
                ),
                ("两个月内：开始审核", "可以自行审核，也可以聘请专家或服务机构协助。"),
                ("一年内：完成并报送报告", "完成本轮审核，将报告报送主管部门。"),
            ),
            note(
                "工作台会替您计时",
                "列入名单的企业登录后可以看到各项期限、剩余天数和依据；遇节假日安排未公布的年份，日期标为暂定。",
            ),
            heading("服务机构应当具备什么"),
            text(
                "独立法人，有质量保证和管理制度；有开展物料、能量和水平衡所需的基本手段；人员熟悉行业工艺与法规；有经过方法培训并有咨询经验的人员。平台展示证明材料，但不设许可。"
            ),
        ),
    ),
    Words(
        "Measures for Cleaner Production Audit: the dates that count",
        "Once an enterprise is listed: when to publish, when to start, when to finish.",
        (
            steps(
                (
                    "Within one month: publish",
                    "Publish the required data in a way the public can easily learn of.",
                ),
                (
                    "Within two months: start",
                    "By yourselves, or with experts or a provider.",
                ),
                (
                    "Within one year: finish and report",
                    "Complete the round and file the report with the authority.",
                ),
            ),
            note(
                "The workspace counts for you",
                "Listed enterprises see every date, the days left and the basis. Where "
                "a year's holidays are not yet announced, dates are marked provisional.",
            ),
            heading("What a provider should have"),
            text(
                "An independent legal person with quality assurance; the means for "
                "material, energy and water balances; staff who know process and rules; "
                "staff trained in the method, with consulting experience. The portal "
                "shows the evidence and licenses nobody."
            ),
        ),
    ),
    fields={"instrument": "measures"},
)

PLAN = Draft(
    PolicyPage,
    "provincial-plan",
    Words(
        "甘肃省清洁生产推行方案：服务市场怎样建设",
        "以绩效为核心的支付、一站式服务、公共信息平台、专家库和分级培训。",
        (
            heading("方案对服务市场的要求"),
            points(
                "培育咨询、审核、评价、认证、设计、改造等一站式综合服务。",
                "探索以绩效为核心的服务付费机制。",
                "建设公共信息服务平台和专家库，开展分级培训。",
                "对偏离规定内容和程序、弄虚作假或提供虚假报告的机构，依法责令改正并公布名单。",
            ),
            text(
                "本平台即据此建设。方案目标期至2025年，后续规划公布后，平台统计页面将同步更新指标。"
            ),
        ),
    ),
    Words(
        "The Gansu plan: how the service market is built",
        "Payment for performance, one-stop service, a public platform, an expert pool "
        "and training at every level.",
        (
            heading("What the plan asks for"),
            points(
                "One-stop service: consulting, audit, evaluation, certification, design "
                "and transformation.",
                "Payment centred on performance.",
                "A public information platform, an expert pool, and graded training.",
                "Agencies that leave the prescribed content or procedure, cheat or file "
                "false reports are ordered to correct, and their names are published.",
            ),
            text(
                "This portal exists for that purpose. The plan's targets ran to 2025; "
                "once a successor is published the statistics page will follow it."
            ),
        ),
    ),
    fields={"instrument": "gansu_plan"},
)

REPAIR = Draft(
    PolicyPage,
    "credit-repair",
    Words(
        "信用修复管理办法：名单何时撤下",
        "公示期分三档，期满自动结束；满足条件的可以提前修复。",
        (
            heading("三档公示期"),
            points(
                "轻微：一般不公示；公示的，最长三个月。",
                "一般：最短三个月，最长一年。",
                "严重：最短一年，最长三年。",
            ),
            heading("怎样申请修复"),
            steps(
                ("履行义务", "完成整改，履行决定书确定的义务。"),
                ("满最短公示期", "轻微档履行完毕即可申请。"),
                ("提交申请", "在平台上传履行证明和信用承诺。"),
                (
                    "撤下公布",
                    "同意修复的，名单从所有页面、检索和订阅中撤下，日志记录撤下的事实。",
                ),
            ),
            note(
                "不存在付费删除",
                "任何人以付费方式承诺删除公布信息，都是骗局，请向主管部门举报。",
                "warning",
            ),
        ),
    ),
    Words(
        "Credit Repair Measures: when a name comes down",
        "Three tiers of publicity periods that end by themselves, and repair before "
        "the end.",
        (
            heading("Three tiers"),
            points(
                "Minor: normally not published; if so, three months at most.",
                "General: three months at least, one year at most.",
                "Serious: one year at least, three years at most.",
            ),
            heading("How to apply for repair"),
            steps(
                ("Do what is due", "Correct, and perform what the decision demands."),
                ("Wait the minimum", "In the minor tier performance is enough."),
                ("Apply", "Upload proof of performance and a credit pledge."),
                (
                    "Taken down",
                    "Once repair is granted the name leaves every page, search and "
                    "feed; the log keeps the fact of the removal.",
                ),
            ),
            note(
                "Nobody can sell a deletion",
                "Whoever offers to delete a publication for money is cheating you. "
                "Please report it.",
                "warning",
            ),
        ),
    ),
    fields={"instrument": "repair"},
)

LIBRARY = Draft(
    PolicyIndexPage,
    "policy",
    Words(
        "政策库",
        "法规和政策文件的要点、适用日期与办理影响。原文以制定机关公布的文本为准。",
    ),
    Words(
        "Policy library",
        "Laws and plans: their gist, their dates and what they mean in practice. Only "
        "the issuer's own text is authoritative.",
    ),
    below=(CODE, MEASURES, PLAN, REPAIR),
)
