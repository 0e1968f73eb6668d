"""What the portal is."""

from cms.demo.drafts import Draft, Words, heading, note, points, question, text
from cms.models import StandardPage

ABOUT = Draft(
    StandardPage,
    "about",
    Words(
        "平台简介",
        "清源是面向全省清洁生产服务市场的公共服务平台：找得到服务，比得清报价，付得明费用，查得到结果。",
        (
            text(
                "企业在平台发布服务需求，服务机构密封投标，到期同时开启；"
                "合同按约定的计量成果结算，结算单可以逐行复算。",
                "清洁生产审核的名单、进度、评估与验收结果依法公布。"
                "评审专家从专家库中随机抽取，抽取记录任何人都可以复验。",
            ),
            heading("平台做什么，不做什么"),
            points(
                "入驻自愿、免费，不设准入门槛；未入驻不影响任何机构依法承接业务，也不影响任何审核记录的效力。",
                "平台不推荐、不指定服务机构，不设最低价，也不出售排名。",
                "违规行为由主管部门依法认定并作出决定；平台只记录决定、按期公布、到期撤下。",
                "平台计算和记录应付金额，但不代收、不保管资金。",
            ),
            heading("为什么可信"),
            points(
                "每一次公布、更正和撤下都写入一份只能追加的公开日志，任何人都可以验证某日曾公布过什么。",
                "开标之前，任何人，包括平台管理人员，都看不到投标内容和金额。",
                "每项公布都有两名不同人员先后审核、签发，并载明依据和期限。",
            ),
            heading("常见问题"),
            question(
                "使用平台收费吗？",
                "不收费。发布需求、报价、入驻、申请入库、查询名单和报名公开培训均免费。",
            ),
            question(
                "不使用平台可以吗？",
                "可以。企业可以自行或通过其他途径选择服务机构，审核记录照常登记。",
            ),
            note(
                "演示说明",
                "当前为演示环境。单位、人员、案件和数据均为虚构，不构成任何法律意见。",
            ),
        ),
    ),
    Words(
        "About the portal",
        "Qingyuan is a public service for the province's cleaner-production market: "
        "find a service, compare bids on equal terms, pay for results, see the record.",
        (
            text(
                "Enterprises post jobs; providers submit sealed bids that open together "
                "at the deadline. Contracts pay for measured results by a statement that "
                "either side can recompute line by line.",
                "Audit lists, progress, evaluation and acceptance results are published "
                "as the law provides. Reviewers are drawn at random from the expert "
                "pool, and anyone can repeat a draw from its record.",
            ),
            heading("What the portal does, and what it does not"),
            points(
                "Listing is voluntary and free. Absence from the directory blocks "
                "neither a contract nor an audit record.",
                "The portal recommends and designates nobody, sets no minimum price "
                "and sells no rank.",
                "Violations are decided by competent authorities. The portal records "
                "a decision, publishes it for its period, and takes it down in time.",
                "The portal computes and records what is due; it neither collects nor "
                "holds money.",
            ),
            heading("Why it can be trusted"),
            points(
                "Every publication, correction and removal is entered in a public log "
                "that can only grow; anyone can prove what was published on a day.",
                "Before the opening nobody, administrators included, can read a bid's "
                "content or price.",
                "Two different people stand behind every publication, with its legal "
                "basis and its end.",
            ),
            heading("Questions"),
            question(
                "Does it cost anything?",
                "No. Posting, bidding, listing, applying to the pool, checking names and "
                "registering for public training are free.",
            ),
            question(
                "May we do without it?",
                "Yes. An enterprise may audit by itself or find a provider elsewhere; "
                "its audit is recorded all the same.",
            ),
            note(
                "Demonstration",
                "This is a demonstration. Organisations, people, cases and figures are "
                "invented, and nothing here is legal advice.",
            ),
        ),
    ),
)
