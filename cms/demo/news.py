"""Three pieces of news."""

from cms.demo.drafts import Draft, Words, points, text
from cms.models import NewsIndexPage, NewsPage

OPENING = Draft(
    NewsPage,
    "portal-opens",
    Words(
        "清洁生产公共服务平台上线试运行",
        "发布需求、密封投标、专家抽取、名单核查和培训报名均可在线办理。",
        (
            text(
                "平台即日起试运行。企业可以发布服务需求并比较投标，服务机构可以自愿入驻，专家可以申请入库。",
                "公众无须注册即可核验名单、查询审核结果、订阅公布名单的变动，并报名公开培训。",
            ),
            text("试运行期间欢迎提出意见。平台规则的修改将在首页提前七日公示。"),
        ),
    ),
    Words(
        "The portal opens for trial",
        "Jobs, sealed bids, draws, name checks and training registration are online.",
        (
            text(
                "From today enterprises can post jobs and compare bids, providers can "
                "list themselves, and experts can apply to the pool.",
                "Without an account anyone can check a name, look up audit results, "
                "subscribe to changes of the register and register for public training.",
            ),
            text(
                "Comments are welcome. Changes of the rules are announced on the home "
                "page seven days ahead."
            ),
        ),
    ),
    days_ago=45,
)

AUTUMN_TRAINING = Draft(
    NewsPage,
    "training-season",
    Words(
        "新一期审核人员培训开始报名",
        "面向企业和服务机构，线上线下同步，免费参加。",
        (
            text(
                "本期培训讲解审核方法、水与能量平衡、计量与核验，以及评估、验收中常见的问题。"
            ),
            points(
                "线下名额有限，线上不限。",
                "结业颁发可在线核验的培训证书。",
                "培训证书是学习证明，不是从业许可。",
            ),
        ),
    ),
    Words(
        "Registration opens for the next auditor training",
        "For enterprises and providers, on site and online, free of charge.",
        (
            text(
                "The course covers the audit method, water and energy balances, "
                "metering and verification, and what evaluations most often criticise."
            ),
            points(
                "Seats on site are limited; online they are not.",
                "Certificates can be checked online.",
                "A certificate proves training; it is no licence.",
            ),
        ),
    ),
    days_ago=12,
)

DRAWS = Draft(
    NewsPage,
    "repeatable-draws",
    Words(
        "专家抽取记录开放复验",
        "下载一份抽取记录，用公开的程序即可得到同样的结果。",
        (
            text(
                "每次抽取前，候选名单和规则先行固定并写入公开日志；抽取后公布随机种子。",
                "任何人可以下载记录并复验：候选人是谁（以编号表示），谁因何回避，为何抽中这几位。改动一个字节，复验即告失败。",
            ),
        ),
    ),
    Words(
        "Draws can now be repeated by anyone",
        "Download a draw's record and run the public tool: the same experts come out.",
        (
            text(
                "Before each draw the candidates and the rules are frozen and entered in "
                "the public log; the seed is revealed afterwards.",
                "The record shows who was eligible (by number), who was recused and why, "
                "and how the panel came about. Change one byte and the check fails.",
            ),
        ),
    ),
    days_ago=4,
)

NEWS = Draft(
    NewsIndexPage,
    "news",
    Words("动态", "平台与清洁生产工作的最新消息。"),
    Words("News", "From the portal and from cleaner production in the province."),
    below=(OPENING, AUTUMN_TRAINING, DRAWS),
)
