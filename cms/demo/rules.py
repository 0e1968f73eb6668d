"""The rules of the market."""

from cms.demo.drafts import Draft, Words, heading, points, steps, text
from cms.models import StandardPage

PLATFORM = Draft(
    StandardPage,
    "platform",
    Words(
        "平台服务规则",
        "谁可以使用平台，信息如何公开，规则如何修改，争议如何处理。",
        (
            heading("账号与单位"),
            points(
                "每人一个账号，不得共用。单位由管理员登记，同事凭邀请加入。",
                "单位以统一社会信用代码识别。平台核对主体信息并标明核对日期，未核对的照样可以使用，只是标明未核对。",
            ),
            heading("需求与报价"),
            points(
                "需求应写明服务范围、计量指标、评分标准和权重；发布后的修改向所有人公开并记录。",
                "提问与答复对所有人可见，提问人名称在开标前不公开。",
                "投标文件密封提交，提交即得回执；截止前可以撤回或重新提交。",
                "截止时间一到同时开启；评审以事先公布的标准为准，公示期内可以提出异议。",
            ),
            heading("合同与结算"),
            points(
                "评估、验收是否通过由主管部门决定，合同不得把服务费只系于“通过”。",
                "费用由基本费用和按成果支付的部分组成；成果由独立于服务机构的一方核验。",
                "评估、验收专家的费用由公共预算承担，任何人不得向企业收取。",
            ),
            heading("修改规则"),
            text(
                "修改本规则应在首页公示七日并征求意见；不接受修改的用户可以停止使用，已签合同按原规则履行。"
            ),
            heading("投诉"),
            text(
                "对平台服务、评价或处理不满意的，可以提交投诉。平台登记后答复；交易和服务记录自交易完成之日起至少保存三年。"
            ),
        ),
    ),
    Words(
        "Service rules",
        "Who may use the portal, what becomes public, how rules change, and how "
        "disputes are settled.",
        (
            heading("Accounts and organisations"),
            points(
                "One account per person, never shared. An administrator registers the "
                "organisation; colleagues join by invitation.",
                "Organisations are identified by their unified social credit code. The "
                "portal checks identities and shows the day of the check; unchecked "
                "organisations may work here too and are marked as unchecked.",
            ),
            heading("Jobs and bids"),
            points(
                "A job states its scope, metrics, criteria and weights; later changes "
                "are shown to everybody and recorded.",
                "Questions and answers are visible to all; who asked stays hidden until "
                "the opening.",
                "Bids are sealed, and every bid gets a receipt. Until the deadline a bid "
                "may be withdrawn or replaced.",
                "At the deadline bids open together. They are judged by the criteria "
                "published before, and objections are heard during the stand-still.",
            ),
            heading("Contracts and settlement"),
            points(
                "Whether an evaluation or acceptance is passed is for the authority to "
                "decide; a fee must not depend on passing alone.",
                "A fee has a base and a part paid for results, verified by somebody "
                "independent of the provider.",
                "Experts of evaluation and acceptance are paid from public budgets; "
                "nobody may charge the enterprise for them.",
            ),
            heading("Changing these rules"),
            text(
                "A change is announced on the home page seven days ahead for comment. "
                "Who does not accept it may leave; contracts already signed keep the "
                "rules they were signed under."
            ),
            heading("Complaints"),
            text(
                "Complaints about the service, a rating or a decision of the portal are "
                "registered and answered. Records of services and transactions are kept "
                "for at least three years after completion."
            ),
        ),
    ),
)

RATING = Draft(
    StandardPage,
    "rating",
    Words(
        "质量记录与评价规则",
        "服务机构的质量记录由证据构成，不是星级；任何人不得付费影响排序。",
        (
            heading("记录什么"),
            points(
                "评估、验收的结论和评审意见中的主要问题。",
                "是否按期提交、合同约定的成果兑现了多少。",
                "复核抽查的结果，以及经认定成立的争议。",
            ),
            heading("质量指数怎样计算"),
            steps(
                ("逐项换算", "每条记录按公布的标准换算为分值，并链接到原始记录。"),
                ("样本修正", "记录较少的机构向全体平均值靠拢，避免一两单决定印象。"),
                ("时间衰减", "越早的记录权重越低。"),
                ("分项展示", "页面同时给出指数、各分项和计算版本。"),
            ),
            heading("评价"),
            points(
                "合同结清后双方各可评价一次，双方都提交或期限届满后同时公开。",
                "平台不删除评价；与事实不符的，经处理程序更正并保留更正记录。",
            ),
            text("质量指数只供参考，不作为任何办事的前置条件。"),
        ),
    ),
    Words(
        "How quality is recorded and rated",
        "A provider's quality record is evidence, not stars; nobody can pay for a "
        "better place.",
        (
            heading("What is recorded"),
            points(
                "Conclusions of evaluation and acceptance, and the main defects found.",
                "Punctuality, and the share of promised results that was delivered.",
                "Outcomes of re-inspection, and disputes that were upheld.",
            ),
            heading("How the index is computed"),
            steps(
                (
                    "Convert",
                    "Each record becomes points by a published scale and links to its "
                    "source.",
                ),
                (
                    "Shrink",
                    "With few records the index stays near the average of all, so that "
                    "one job does not make a reputation.",
                ),
                ("Age", "Older records weigh less."),
                ("Show", "Pages show the index, its parts and the version of the sum."),
            ),
            heading("Reviews"),
            points(
                "Once a contract is settled each side may review the other once; both "
                "reviews appear together, or when the period ends.",
                "Reviews are not deleted. One that is found untrue is corrected, and "
                "the correction stays visible.",
            ),
            text("The index informs. It is no condition for anything on this portal."),
        ),
    ),
)

PRIVACY = Draft(
    StandardPage,
    "privacy",
    Words(
        "个人信息处理说明",
        "我们处理哪些个人信息，为了什么，公开哪些，您可以怎样撤回。",
        (
            heading("公开的信息"),
            points(
                "专家：经本人单独同意后，公开姓名、单位、职称和专业。不公开证件号码、电话和银行账户。",
                "单位联系人：仅公开单位主动填写的对外联系方式。",
                "公布名单：仅公开决定书允许公开的内容；到期或撤销后从所有页面、检索和订阅中移除。",
            ),
            heading("不公开的信息"),
            points(
                "账号邮箱、登录记录和操作日志只用于安全与追溯。",
                "举报人信息单独保存，只有经办人员可见。",
            ),
            heading("您的权利"),
            steps(
                ("查阅与更正", "在账号菜单中查看并修改您的资料。"),
                ("撤回同意", "专家可随时撤回公开同意，撤回后各处公开信息随即清空。"),
                (
                    "删除",
                    "目的已实现或您撤回同意的，平台删除相应信息；依法必须留存的记录除外。",
                ),
            ),
        ),
    ),
    Words(
        "How we treat personal data",
        "Which personal data we handle and why, what becomes public, and how to "
        "withdraw consent.",
        (
            heading("What is public"),
            points(
                "Experts: with separate consent, name, employer, title and specialities. "
                "Never identity numbers, telephone numbers or bank accounts.",
                "Contacts of organisations: only what the organisation gave for the "
                "public.",
                "Published names: only what the decision allows; once it ends, it "
                "disappears from every page, search and feed.",
            ),
            heading("What is not"),
            points(
                "Sign-in addresses, sessions and the journal serve security and "
                "traceability only.",
                "Who gave a tip is kept apart and seen only by the handlers of the case.",
            ),
            heading("Your rights"),
            steps(
                ("See and correct", "Your particulars are in the account menu."),
                (
                    "Withdraw consent",
                    "An expert may withdraw at any time; what was public is emptied "
                    "everywhere at once.",
                ),
                (
                    "Erase",
                    "Data whose purpose has ended, or whose consent was withdrawn, are "
                    "erased, except records the law obliges us to keep.",
                ),
            ),
        ),
    ),
)

RULES = Draft(
    StandardPage,
    "rules",
    Words("平台规则", "使用平台的规则、质量记录规则和个人信息处理说明。"),
    Words(
        "Rules of the market",
        "The service rules, how quality is recorded, and how we treat personal data.",
    ),
    below=(PLATFORM, RATING, PRIVACY),
)
