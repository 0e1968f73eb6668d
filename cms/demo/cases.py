"""Two case studies of invented enterprises."""

from cms.demo.drafts import Draft, Words, heading, note, results, text
from cms.models import CaseStudyIndexPage, CaseStudyPage

PLATING = Draft(
    CaseStudyPage,
    "plating-water",
    Words(
        "一家电镀企业怎样把漂洗水减少一半",
        "从摸清带出液开始：两条线改逆流漂洗，镀液回收，按核验的节水量付费。",
        (
            heading("问题"),
            text(
                "企业用水与排水台账对不上。审核发现，漂洗水量由老师傅凭经验调节，带出液从未测定。"
            ),
            heading("做法"),
            text(
                "先用无费方案统一滴流时间、加装流量计；再对两条线实施三级逆流漂洗，首级漂洗水浓缩回用。"
            ),
            heading("成效"),
            results(
                ("单位镀件用水量", "升/平方米", "38.0", "17.5", "新装流量计，三个月"),
                ("镍带出损失", "克/平方米", "2.10", "0.90", "槽液分析与挂具称重"),
            ),
            note(
                "付费方式",
                "基本费用占六成，其余按经独立核验的节水量分两次支付，设封顶金额。",
            ),
        ),
        {"enterprise": "陇源表面处理示范厂（虚构）"},
    ),
    Words(
        "How a plating shop halved its rinsing water",
        "It began by measuring drag-out: two lines changed to counterflow, the bath is "
        "recovered, and the fee followed the water saved.",
        (
            heading("The problem"),
            text(
                "Water in and water out did not match. The audit found that rinsing was "
                "set by feel and that drag-out had never been measured."
            ),
            heading("What was done"),
            text(
                "First, at no cost, one dripping time for all and new meters; then "
                "three-stage counterflow rinsing on two lines, with the first rinse "
                "concentrated and returned."
            ),
            heading("Results"),
            results(
                (
                    "Water per plated area",
                    "l/m²",
                    "38.0",
                    "17.5",
                    "New meters, 3 months",
                ),
                (
                    "Nickel drag-out",
                    "g/m²",
                    "2.10",
                    "0.90",
                    "Bath analysis and weighing",
                ),
            ),
            note(
                "How it was paid",
                "Sixty per cent as a base fee; the rest in two parts for the water saved, "
                "verified independently and capped.",
            ),
        ),
        {"enterprise": "Longyuan Surface Treatment, a model works (invented)"},
    ),
    fields={"industry": "electroplating", "year": 2025},
)

STARCH = Draft(
    CaseStudyPage,
    "starch-process-water",
    Words(
        "一家马铃薯淀粉企业怎样用好工艺水",
        "旺季短、废水浓：分质收集、梯级回用，蛋白回收抵消了一部分投资。",
        (
            heading("问题"),
            text("每年生产期只有几个月，废水集中产生，处理设施常常超负荷。"),
            heading("做法"),
            text(
                "清洗水沉淀后循环；浓废水单独收集提取蛋白；余热用于干燥。全部计量数据接入台账。"
            ),
            heading("成效"),
            results(
                ("吨淀粉取水量", "立方米/吨", "14.2", "8.6", "取水口水表，一个生产期"),
                (
                    "吨淀粉综合能耗",
                    "千克标准煤/吨",
                    "172",
                    "151",
                    "能源台账，已按产量调整",
                ),
            ),
        ),
        {"enterprise": "定源淀粉示范厂（虚构）"},
    ),
    Words(
        "How a potato starch works put its process water to use",
        "A short season and strong effluent: kept apart and used in steps, while "
        "recovered protein pays for part of it.",
        (
            heading("The problem"),
            text(
                "Production lasts a few months; effluent comes all at once and "
                "overloaded the treatment plant."
            ),
            heading("What was done"),
            text(
                "Washing water is settled and recycled, strong effluent goes to protein "
                "recovery, waste heat dries the product, and every meter feeds the "
                "ledger."
            ),
            heading("Results"),
            results(
                (
                    "Water per tonne of starch",
                    "m³/t",
                    "14.2",
                    "8.6",
                    "Intake meter, one season",
                ),
                (
                    "Energy per tonne",
                    "kgce/t",
                    "172",
                    "151",
                    "Energy ledger, adjusted for output",
                ),
            ),
        ),
        {"enterprise": "Dingyuan Starch, a model works (invented)"},
    ),
    fields={"industry": "farm_food", "year": 2024},
)

STUDIES = Draft(
    CaseStudyIndexPage,
    "case-studies",
    Words("案例", "企业做了什么，花了多少，得到什么。案例中的企业和数据均为虚构示例。"),
    Words(
        "Case studies",
        "What enterprises did, and what came of it. Enterprises and figures are "
        "invented examples.",
    ),
    below=(PLATING, STARCH),
)
