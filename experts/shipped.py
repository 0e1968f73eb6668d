"""Rows the package ships."""

SPECIALITIES = (
    ("industry", "行业工艺", "Industry processes"),
    ("environment", "环境保护", "Environment"),
    ("energy", "节能", "Energy"),
    ("audit_method", "清洁生产审核方法", "Audit method"),
    ("water", "节水", "Water"),
    ("carbon", "碳管理", "Carbon"),
    ("finance", "财务", "Finance"),
    ("law", "法律", "Law"),
    ("safety", "安全生产", "Safety"),
)
