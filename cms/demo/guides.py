"""Guides for the visitors who come to do something."""

from cms.demo.drafts import Draft, Words, heading, note, points, question, steps, text
from cms.models import StandardPage

HIRE = Draft(
    StandardPage,
    "how-to-hire",
    Words(
        "企业：怎样选择服务机构",
        "从发布需求到结清费用的六个步骤，以及写好计量指标的办法。",
        (
            steps(
                ("登记单位", "注册账号，用统一社会信用代码登记企业，邀请同事加入。"),
                (
                    "发布需求",
                    "在六类服务中选择，写明范围、预算、评分标准和权重，设定计量指标的基准值与目标值。",
                ),
                ("答复提问", "服务机构的提问集中答复，所有人同时看到。"),
                (
                    "比较投标",
                    "截止时间一到同时开启，价格与质量在一张表中比较；选定后进入公示期。",
                ),
                (
                    "签订合同",
                    "双方确认基本费用、按成果支付的部分、封顶金额和核验办法后签署。",
                ),
                ("核验与结算", "计量读数经核验后生成结算单，按单付款，双方互评。"),
            ),
            heading("写好计量指标"),
            points(
                "写清边界：哪条生产线、哪几块表、哪段时间。",
                "基准期不少于一个完整生产周期，避开检修和停产。",
                "约定产量、天气、产品结构变化时怎样调整。",
                "没有计量条件的成果不要列为付款指标。",
            ),
            note(
                "不要为“通过”付款",
                "评估、验收的结论由主管部门作出。把服务费只系于“通过”，会对评审形成不当压力，平台不支持这样的约定。",
                "warning",
            ),
            heading("常见问题"),
            question(
                "只想做一次简单咨询，也要招标吗？",
                "不必。平台为希望比选的企业提供工具，您可以自行选择服务机构。",
            ),
            question(
                "可以只邀请几家机构吗？",
                "可以。设定时间安排时选择可查看和投标的范围：选“公开”的，任何人都能查看，任何机构都能"
                "投标，也可以另行邀请；选“仅限受邀服务机构”的，至少邀请一家，其他机构不能查看，也不能投标。"
                "受邀机构不限于名录内的机构，需求发布时会收到通知邮件。",
            ),
        ),
    ),
    Words(
        "Enterprises: how to choose a provider",
        "Six steps from posting a job to settling the fee, and how to write good "
        "metrics.",
        (
            steps(
                (
                    "Register",
                    "Sign up, add your enterprise by its credit code, and invite "
                    "colleagues.",
                ),
                (
                    "Post a job",
                    "Choose among six services; state scope, budget, criteria and "
                    "weights, and each metric's baseline and target.",
                ),
                ("Answer questions", "Everybody sees every answer at the same time."),
                (
                    "Compare bids",
                    "Bids open together at the deadline and stand side by side in one "
                    "table. The award is followed by a stand-still.",
                ),
                (
                    "Sign",
                    "Both sides confirm the base fee, the part paid for results, the "
                    "cap and how results are verified.",
                ),
                (
                    "Verify and settle",
                    "Verified readings make the statement; it is paid as stated, and "
                    "both sides review.",
                ),
            ),
            heading("Writing good metrics"),
            points(
                "Draw the boundary: which line, which meters, which period.",
                "Take a baseline of at least one whole production cycle, without "
                "overhauls and stoppages.",
                "Agree how to adjust for output, weather and product mix.",
                "Do not pay by a result that nobody can measure.",
            ),
            note(
                "Do not pay for passing",
                "Evaluation and acceptance are decided by authorities. A fee that hangs "
                "on passing alone puts pressure on reviewers; the portal does not "
                "support it.",
                "warning",
            ),
            heading("Questions"),
            question(
                "We need a short piece of advice. Must we ask for bids?",
                "No. The tools are for enterprises that want to compare bids; you may "
                "choose a provider yourself.",
            ),
            question(
                "May we invite a few providers only?",
                "Yes. With the dates you choose who may read and bid. “Everybody” shows "
                "the job to all and lets any provider bid, those you invite included. "
                "“Invited providers only” needs at least one of them; no other provider "
                "can read the job or bid. You may invite any provider, listed in the "
                "directory or not; each gets a letter when the job is published.",
            ),
        ),
    ),
)

POOL = Draft(
    StandardPage,
    "join-the-pool",
    Words(
        "专家：怎样申请入库",
        "申请条件、材料、公示和抽取规则。",
        (
            heading("申请条件"),
            points(
                "熟悉清洁生产法规、标准和审核方法，在本专业工作多年并具有相应职称或同等经历。",
                "作风正派，愿意按照随机抽取的结果参加评审并承担责任。",
                "本人申请，或由单位推荐并经本人同意。",
            ),
            heading("步骤"),
            steps(
                (
                    "提交申请",
                    "填写专业、行业、工作单位和近三年的服务关系，上传证明材料。",
                ),
                ("授权公开", "逐项选择同意公开的内容；不同意公开不影响入库。"),
                (
                    "审核与公示",
                    "主管部门按公布的条件审核，结果公示后入库，任期届满可以续任。",
                ),
                ("参加抽取", "需要评审时按专业和行业随机抽取，有利害关系的自动回避。"),
            ),
            heading("抽中之后"),
            text(
                "抽取名单在会议前对企业和服务机构保密。您可以接受或说明理由后谢绝；谢绝后以同样方式补抽。每次评审前须签署无利害关系声明。"
            ),
            question(
                "评审费由谁支付？",
                "专家的评审费由公共预算支付，评估和验收不向企业收取费用。任何企业、服务机构都不得向专家支付评审费用。",
            ),
        ),
    ),
    Words(
        "Experts: how to join the pool",
        "Who may apply, what to bring, and how panels are drawn.",
        (
            heading("Who may apply"),
            points(
                "You know the rules, standards and method of cleaner-production audits "
                "and have worked for years in your field, with a title or equivalent "
                "experience.",
                "You are willing to serve when drawn, and to answer for your opinion.",
                "You apply yourself, or are nominated with your consent.",
            ),
            heading("Steps"),
            steps(
                (
                    "Apply",
                    "State specialities, industries, employer and whom you served in the "
                    "last three years; add evidence.",
                ),
                (
                    "Consent",
                    "Choose field by field what may be public. You can join without "
                    "making anything public.",
                ),
                (
                    "Review",
                    "The authority decides by published criteria and announces the "
                    "result; terms can be renewed.",
                ),
                (
                    "Be drawn",
                    "Panels are drawn at random by speciality and industry; ties lead to "
                    "recusal.",
                ),
            ),
            heading("Once you are drawn"),
            text(
                "Names stay hidden from enterprise and provider until the meeting. You "
                "accept or decline with a reason; a substitute is drawn in the same way. "
                "Before each session you declare that you have no interest in it."
            ),
            question(
                "Who pays the experts?",
                "Experts are paid from public budgets, and evaluation and acceptance "
                "cost the enterprise nothing. No enterprise or provider may pay an "
                "expert for a review.",
            ),
        ),
    ),
)

REPORT = Draft(
    StandardPage,
    "report-misconduct",
    Words(
        "公众：怎样举报虚假报告",
        "发现审核弄虚作假、报告造假时向谁反映、怎样反映，以及举报人受到怎样的保护。",
        (
            heading("哪些情况可以举报"),
            points(
                "审核报告编造、篡改数据，或者套用其他企业的报告。",
                "没有到现场审核，或者没有按规定的程序审核。",
                "出借、挂靠资格，或者冒用他人名义编制报告。",
            ),
            heading("怎样举报"),
            steps(
                (
                    "填写举报",
                    "写明服务机构、涉及的企业，以及您看到或者了解的情况：何时、何地、怎样核实。有证据材料的一并上传。",
                ),
                ("保存编号和查询码", "提交后当场显示举报编号和查询码，请自行保存。"),
                (
                    "查询进展",
                    "所在地主管部门的经办人员查阅举报，立案调查，或者说明不予立案的理由。凭编号和查询码随时可以查询。",
                ),
            ),
            text(
                '<a href="/register/report/">填写举报</a>',
                '<a href="/register/report/status/">查询举报进展</a>',
            ),
            question(
                "可以匿名举报吗？",
                "可以。姓名和联系方式不填即为匿名，匿名举报同样受理、查证。",
            ),
            question(
                "被举报的机构会知道是谁举报的吗？",
                "不会。举报人的信息单独保存，只有所在地主管部门的经办人员可以查看。",
            ),
            question(
                "举报之后会马上公布名单吗？",
                "不会。公布名单以主管部门依法作出的决定为依据，当事人有陈述、申辩的权利。",
            ),
        ),
    ),
    Words(
        "Everybody: how to report a false report",
        "Whom to tell when an audit was faked or a report made up, how to do it, and "
        "how whoever reports is protected.",
        (
            heading("What can be reported"),
            points(
                "An audit report with invented or altered data, or copied from the "
                "report of another enterprise.",
                "An audit without a visit to the site, or without the prescribed steps.",
                "A firm that lends its name, or a report under the name of others.",
            ),
            heading("How to report"),
            steps(
                (
                    "Fill in the form",
                    "Name the provider and the enterprise, and say what you saw or know: "
                    "when, where, and how it can be checked. Add evidence if you have "
                    "any.",
                ),
                (
                    "Keep number and code",
                    "Number and follow-up code are shown once, right after you send it.",
                ),
                (
                    "Ask where it stands",
                    "A handler of the place reads the report. Either a case is opened "
                    "or you get an answer why not.",
                ),
            ),
            text(
                '<a href="/en/register/report/">Report misconduct</a>',
                '<a href="/en/register/report/status/">Ask where a report stands</a>',
            ),
            question(
                "May I report anonymously?",
                "Yes. Leave name and contact empty; an anonymous report is examined "
                "like any other.",
            ),
            question(
                "Will the provider learn who reported it?",
                "No. Name and contact are kept apart and read by the handlers of the "
                "place only.",
            ),
            question(
                "Is a name published at once?",
                "No. A publication rests on a decision of the authority, and the party "
                "may state its case before.",
            ),
        ),
    ),
)

CHECK = Draft(
    StandardPage,
    "check-a-name",
    Words(
        "公众：怎样核查机构名单",
        "核查一家服务机构是否在公布名单中，并留下可以查验的核查凭证。",
        (
            steps(
                (
                    "输入名称或统一社会信用代码",
                    "名称按登记的全称输入，也可以直接输入统一社会信用代码。",
                ),
                ("选择日期", "默认查询今天；也可以查询过去某一天公布的情况。"),
                ("留存凭证", "核查结果可以生成凭证，他人凭编号可以查验。"),
            ),
            text(
                '<a href="/register/check/">名单核查</a>',
                '<a href="/register/">公布名单</a>',
            ),
            question(
                "没有查到名称，说明什么？",
                "只说明当天没有公布中的记录。未列入名录、没有查到记录，都不影响一家机构依法提供服务。",
            ),
        ),
    ),
    Words(
        "Everybody: how to check a name",
        "Whether a provider's name is published, with a receipt that others can check.",
        (
            steps(
                (
                    "Enter name or credit code",
                    "The name as registered, or the unified social credit code.",
                ),
                (
                    "Choose a day",
                    "Today unless you say otherwise; what was published on an earlier "
                    "day can be asked for, too.",
                ),
                (
                    "Keep a receipt",
                    "The answer can be kept as a receipt, which others check by its "
                    "number.",
                ),
            ),
            text(
                '<a href="/en/register/check/">Check a name</a>',
                '<a href="/en/register/">Register of published names</a>',
            ),
            question(
                "No publication was found. What does that mean?",
                "That none was current on that day. Neither that nor being absent from "
                "the directory keeps a provider from offering its services.",
            ),
        ),
    ),
)

GUIDES = Draft(
    StandardPage,
    "guides",
    Words(
        "办事指南",
        "企业怎样选择服务机构，专家怎样申请入库，公众怎样核查机构名单、举报弄虚作假。",
    ),
    Words(
        "Guides",
        "How enterprises choose a provider, how experts join the pool, and how "
        "everybody checks a name or reports misconduct.",
    ),
    below=(HIRE, POOL, CHECK, REPORT),
)
