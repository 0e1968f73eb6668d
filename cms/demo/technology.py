"""Three technologies of the catalogue; their figures are examples."""

from cms.demo.drafts import Draft, Words, heading, points, text
from cms.models import Maturity, TechnologyIndexPage, TechnologyPage

COKE_QUENCHING = Draft(
    TechnologyPage,
    "dry-quenching",
    Words(
        "干法熄焦余热回收",
        "用惰性气体在密闭系统中冷却红焦，回收的热量产汽发电，不再产生熄焦废水和蒸汽带尘。",
        (
            heading("原理"),
            text(
                "红焦在干熄炉内与循环气体逆流换热，高温气体进入余热锅炉产汽，降温后返回炉内循环。"
            ),
            heading("审核时看什么"),
            points(
                "吨焦产汽量与循环气体成分记录。",
                "焦炭烧损率的测定方法。",
                "装焦、排焦处的粉尘收集效果。",
            ),
        ),
        {
            "saves": "吨焦回收蒸汽约0.5吨；取消湿熄用水",
            "investment": "较高，适合与焦炉大修同步实施",
            "payback": "4至6年",
            "conditions": "焦炉规模较大、蒸汽或电力有稳定去处的企业。",
        },
    ),
    Words(
        "Dry coke quenching with heat recovery",
        "Inert gas cools the coke in a closed system; its heat makes steam and power, "
        "and quenching water and its dust-laden steam disappear.",
        (
            heading("How it works"),
            text(
                "Coke meets circulating gas in counterflow; the hot gas passes a boiler "
                "and returns cooled."
            ),
            heading("What to look at in an audit"),
            points(
                "Steam per tonne of coke, and records of the gas composition.",
                "How burn-off is measured.",
                "Dust capture at charging and discharge.",
            ),
        ),
        {
            "saves": "About 0.5 t of steam per tonne of coke; no quenching water",
            "investment": "High; best combined with an overhaul of the ovens",
            "payback": "4 to 6 years",
            "conditions": "Larger ovens with a steady use for steam or power.",
        },
    ),
    fields={"maturity": Maturity.COMMON},
    industries=("coking", "metallurgy"),
)

PLATING_RINSE = Draft(
    TechnologyPage,
    "counterflow-rinsing",
    Words(
        "电镀逆流漂洗与镀液回收",
        "多级逆流漂洗减少用水，末级浓水经膜浓缩回到镀槽，减少重金属排放。",
        (
            heading("原理"),
            text(
                "清水由末级进入、逆向流动，与工件方向相反；首级漂洗水浓度较高，经膜或蒸发浓缩后补回镀槽。"
            ),
            heading("审核时看什么"),
            points(
                "每平方米镀件的用水量。",
                "带出液量的测定记录。",
                "回收液杂质对镀层质量的影响。",
            ),
        ),
        {
            "saves": "漂洗用水减少五成以上；镀液带出损失减少",
            "investment": "中等，可分线实施",
            "payback": "1至3年",
            "conditions": "镀种单一或分线明确的企业；场地需容纳增加的槽位。",
        },
    ),
    Words(
        "Counterflow rinsing and bath recovery in electroplating",
        "Rinsing in several counterflow stages saves water; membranes return the "
        "strong rinse to the bath and keep metals out of the effluent.",
        (
            heading("How it works"),
            text(
                "Fresh water enters the last stage and moves against the work. The first "
                "rinse is strong enough to be concentrated and returned."
            ),
            heading("What to look at in an audit"),
            points(
                "Water per square metre of plated surface.",
                "Records of drag-out.",
                "Impurities in the recovered bath and the quality of the coating.",
            ),
        ),
        {
            "saves": "More than half of the rinsing water; less drag-out loss",
            "investment": "Medium; line by line",
            "payback": "1 to 3 years",
            "conditions": "One kind of plating, or lines kept apart; room for more tanks.",
        },
    ),
    fields={"maturity": Maturity.PROVEN},
    industries=("electroplating",),
)

HEAT_PUMP = Draft(
    TechnologyPage,
    "waste-heat-pump",
    Words(
        "低温余热热泵",
        "把循环冷却水中的低温余热提升到可用温度，用于供暖、预热或干燥。",
        (
            heading("原理"),
            text(
                "以循环水为低温热源，热泵消耗少量电能，输出较高温度的热水，替代部分蒸汽或燃煤。"
            ),
            heading("审核时看什么"),
            points(
                "全年热源与热负荷是否匹配。",
                "实测能效，而非铭牌能效。",
                "停产期间的备用热源。",
            ),
        ),
        {
            "saves": "替代部分蒸汽；减少冷却塔蒸发损失",
            "investment": "中等",
            "payback": "3至5年",
            "conditions": "有稳定低温余热并有就近热用户的企业。",
        },
    ),
    Words(
        "Heat pumps for low-temperature waste heat",
        "Heat from cooling water is raised to a useful temperature for heating, "
        "preheating or drying.",
        (
            heading("How it works"),
            text(
                "Cooling water is the source; a little electricity lifts its heat to "
                "replace part of the steam or coal."
            ),
            heading("What to look at in an audit"),
            points(
                "Whether source and demand match through the year.",
                "Measured, not nameplate, efficiency.",
                "What heats during stoppages.",
            ),
        ),
        {
            "saves": "Part of the steam, and evaporation in cooling towers",
            "investment": "Medium",
            "payback": "3 to 5 years",
            "conditions": "Steady low-temperature heat and a user nearby.",
        },
    ),
    fields={"maturity": Maturity.PROVEN},
    industries=("chemicals", "farm_food", "apis"),
)

CATALOGUE = Draft(
    TechnologyIndexPage,
    "technologies",
    Words(
        "技术目录",
        "成熟适用的清洁生产技术：原理、效果、条件和审核要点。数值为示例，实际以测定为准。",
    ),
    Words(
        "Technology catalogue",
        "Proven technologies: how they work, what they save, where they fit. Figures "
        "are examples; measure your own.",
    ),
    below=(COKE_QUENCHING, PLATING_RINSE, HEAT_PUMP),
)
