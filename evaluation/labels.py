"""The words shown for the codes that the store keeps. Lists here are also the choices that forms offer."""

from __future__ import annotations

from evaluation.core.messages import Message, msg

STATUS: dict[str, Message] = {
    "invited": msg("Invited"),
    "draft": msg("Draft"),
    "submitted": msg("Submitted"),
    "returned": msg("Returned for correction"),
    "accepted": msg("Accepted"),
    "rejected": msg("Rejected"),
    "withdrawn": msg("Withdrawn"),
    "excluded": msg("Excluded"),
}
SHEET_STATUS: dict[str, Message] = {
    "none": msg("Not started"),
    "draft": msg("Draft"),
    "submitted": msg("Submitted"),
    "recused": msg("Recused"),
    "excluded": msg("Excluded"),
}
ROLE: dict[str, Message] = {
    "candidate": msg("Candidate"),
    "assessor": msg("Assessor"),
    "committee": msg("Committee"),
    "administrator": msg("Administrator"),
    "auditor": msg("Auditor"),
}
STAGE: dict[str, Message] = {"province": msg("Province"), "national": msg("Nation")}
ROUND_KIND: dict[str, Message] = {
    "screening": msg("Screening"),
    "desk": msg("Desk assessment"),
    "interview": msg("Interview"),
    "visit": msg("Field visit"),
}
ENTRANT: dict[str, Message] = {
    "province": msg("Provincial governments"),
    "regency": msg("Regency and city governments"),
    "village": msg("Villages"),
    "business": msg("Businesses"),
}
POSITION: dict[str, Message] = {
    "chair": msg("Chair"),
    "secretary": msg("Secretary"),
    "member": msg("Member"),
}
ORDER: dict[str, Message] = {
    "sheet": msg("each sheet is totalled, then the totals are combined"),
    "criterion": msg("each criterion is combined over the sheets, then the criteria are added"),
}
COMBINE: dict[str, Message] = {
    "mean": msg("mean"),
    "median": msg("median"),
    "trimmed-mean": msg("mean without one highest and one lowest"),
}
SCALE: dict[str, Message] = {
    "percent": msg("weights in percent"),
    "points": msg("points"),
}
ROUNDING_MODE: dict[str, Message] = {
    "half-up": msg("half up"),
    "half-even": msg("half to even"),
    "truncate": msg("cut off"),
}
ROUNDING_STEP: dict[str, Message] = {
    "criterion": msg("criterion"),
    "part": msg("part"),
    "sheet": msg("sheet"),
    "round": msg("round score"),
    "standing": msg("standing score"),
}
CRITERION_KIND: dict[str, Message] = {"judged": msg("judged"), "measured": msg("measured")}
SECTION: dict[str, Message] = {
    "regulations": msg("Regulations"),
    "innovations": msg("Innovations"),
    "coverage": msg("Coverage"),
    "budget": msg("Budget support"),
    "documents": msg("Other documents"),
}
REGULATION_TYPE: dict[str, Message] = {
    "perda": msg("Regional regulation (Perda)"),
    "pergub": msg("Governor's regulation (Pergub)"),
    "perbup": msg("Regent's regulation (Perbup)"),
    "perwali": msg("Mayor's regulation (Perwali)"),
    "keputusan": msg("Decree (Keputusan)"),
    "instruksi": msg("Instruction (Instruksi)"),
    "edaran": msg("Circular (Surat Edaran)"),
    "perdes": msg("Village regulation (Perdes)"),
    "company": msg("Company regulation or collective agreement"),
    "other": msg("Other"),
}
INNOVATION_KIND: dict[str, Message] = {
    "membership": msg("Membership"),
    "institutional": msg("Institutional"),
    "planned": msg("Planned programme"),
}
SEGMENT: dict[str, Message] = {
    "formal": msg("Formal workers"),
    "informal": msg("Informal workers"),
    "non_civil_servant": msg("Non-civil-servant staff"),
    "neighbourhood_heads": msg("Heads of neighbourhoods (RT/RW)"),
    "village_officials": msg("Village officials"),
    "farmers": msg("Farmers"),
    "fishers": msg("Fishers"),
    "traders": msg("Traders"),
    "transport": msg("Drivers and couriers"),
    "religious": msg("Religious workers"),
    "construction": msg("Construction workers"),
    "other": msg("Other vulnerable workers"),
}
PROGRAMME: dict[str, Message] = {
    "accident": msg("Work accident (JKK)"),
    "death": msg("Death (JKM)"),
    "old_age": msg("Old age (JHT)"),
    "pension": msg("Pension (JP)"),
    "job_loss": msg("Job loss (JKP)"),
}
PRESENT: dict[str, Message] = {
    "leader": msg("The leader in person"),
    "deputy": msg("The deputy"),
    "other": msg("Another representative"),
    "nobody": msg("Nobody came"),
}
MODE: dict[str, Message] = {"onsite": msg("On site"), "online": msg("Online")}

LABELS: dict[str, dict[str, Message]] = {
    "status": STATUS,
    "sheet_status": SHEET_STATUS,
    "role": ROLE,
    "stage": STAGE,
    "round_kind": ROUND_KIND,
    "entrant": ENTRANT,
    "position": POSITION,
    "order": ORDER,
    "combine": COMBINE,
    "scale": SCALE,
    "rounding_mode": ROUNDING_MODE,
    "rounding_step": ROUNDING_STEP,
    "criterion_kind": CRITERION_KIND,
    "section": SECTION,
    "regulation_type": REGULATION_TYPE,
    "innovation_kind": INNOVATION_KIND,
    "segment": SEGMENT,
    "programme": PROGRAMME,
    "present": PRESENT,
    "mode": MODE,
}
