"""The words shown for the codes that the store keeps. Lists here are also the choices that forms offer."""

from __future__ import annotations

from evaluation.core.messages import Message, msg
from evaluation.meeting_labels import MEETING_EVENT, MEETING_EVENT_FIELD, MEETING_LABELS

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
TIE_BREAK: dict[str, Message] = {
    "judged": msg("the judged part of the score"),
    "submitted": msg("the dossier that came in earlier"),
}
CRITERION_KIND: dict[str, Message] = {"judged": msg("judged"), "measured": msg("measured")}
SECTION_KIND: dict[str, Message] = {
    "regulations": msg("Regulations"),
    "innovations": msg("Innovations"),
    "coverage": msg("Coverage"),
    "budget": msg("Budget support"),
    "compliance": msg("Compliance of a business"),
    "narrative": msg("Text"),
    "documents": msg("Documents"),
}
FILE_TYPE: dict[str, Message] = {
    "pdf": msg("PDF"),
    "image": msg("image (PNG, JPEG, WebP, TIFF)"),
    "text": msg("text (Word, OpenDocument)"),
    "spreadsheet": msg("spreadsheet (Excel, OpenDocument)"),
    "presentation": msg("presentation (PowerPoint, OpenDocument)"),
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
ACCOUNT_STATE: dict[str, Message] = {
    "invited": msg("Invited"),
    "active": msg("Active"),
    "disabled": msg("Disabled"),
}
LINK_PURPOSE: dict[str, Message] = {"invitation": msg("Invitation"), "reset": msg("Password reset")}
SIDE: dict[str, Message] = {"candidate": msg("Candidate"), "committee": msg("Committee")}
REPRESENTATIVE_ROLE: dict[str, Message] = {"owner": msg("Owner"), "member": msg("Member")}
MESSAGE_STATE: dict[str, Message] = {
    "waiting": msg("Waiting"),
    "kept": msg("Not sent: no mail server"),
    "sent": msg("Sent"),
    "failed": msg("Failed"),
    "void": msg("Not needed any more"),
}
ROSTER_KIND: dict[str, Message] = {"candidates": msg("Candidates"), "assessors": msg("Assessors")}
SCAN: dict[str, Message] = {
    "unscanned": msg("not scanned for viruses"),
    "waiting": msg("being checked for viruses"),
    "clean": msg("no virus found"),
    "infected": msg("carries a virus"),
}
EVENT: dict[str, Message] = {
    **MEETING_EVENT,
    "EditionLoaded": msg("Edition loaded"),
    "EditionFrozen": msg("Rules frozen"),
    "AccountAdded": msg("Account added"),
    "AccountNamed": msg("Account named"),
    "RoleGranted": msg("Role granted"),
    "RoleRevoked": msg("Role revoked"),
    "AccountDisabled": msg("Account disabled"),
    "AccountEnabled": msg("Account enabled"),
    "LinkIssued": msg("One-time link issued"),
    "PasswordSet": msg("Password set"),
    "SignedIn": msg("Signed in"),
    "SignedOut": msg("Signed out"),
    "SignedOutEverywhere": msg("Signed out everywhere"),
    "CandidateInvited": msg("Candidate invited"),
    "CandidateRenamed": msg("Candidate renamed"),
    "RepresentativeAdded": msg("Representative added"),
    "RepresentativeRemoved": msg("Representative removed"),
    "OwnershipHandedOver": msg("Ownership handed over"),
    "RosterSent": msg("Roster sent"),
    "RosterLoaded": msg("Roster loaded"),
    "RosterForgotten": msg("Roster removed"),
    "DossierItemSaved": msg("Dossier item saved"),
    "DossierItemRemoved": msg("Dossier item removed"),
    "FileUploaded": msg("File uploaded"),
    "FileRemoved": msg("File removed"),
    "UploadBegun": msg("Upload begun"),
    "UploadReceived": msg("Upload came in whole"),
    "UploadDropped": msg("Upload dropped"),
    "UploadsCleaned": msg("Old uploads cleaned up"),
    "FileScanned": msg("File scanned for viruses"),
    "FileRead": msg("File read for reading aids"),
    "DossierSubmitted": msg("Dossier submitted"),
    "EntryAccepted": msg("Entry accepted"),
    "EntryReturned": msg("Entry returned"),
    "CorrectionOpened": msg("Correction opened"),
    "DeadlineExtended": msg("Deadline extended"),
    "QuestionWritten": msg("Question or answer written"),
    "EntryRejected": msg("Entry rejected"),
    "EntryWithdrawn": msg("Entry withdrawn"),
    "EntryExcluded": msg("Entry excluded"),
    "ScreeningItemChecked": msg("Screening item checked"),
    "EntryEnteredContest": msg("Entry entered a contest"),
    "EntryLeftContest": msg("Entry left a contest"),
    "PanelAppointed": msg("Panel appointed"),
    "DecreeRecorded": msg("Decree recorded"),
    "PanelMemberSeated": msg("Panel member seated"),
    "PanelMemberLeft": msg("Panel member left"),
    "MeasureRecorded": msg("Measured value recorded"),
    "MeasureRemoved": msg("Measured value removed"),
    "AdjustmentRecorded": msg("Adjustment recorded"),
    "AdjustmentRemoved": msg("Adjustment removed"),
    "AttendanceRecorded": msg("Attendance recorded"),
    "SheetSaved": msg("Score sheet saved"),
    "SheetSubmitted": msg("Score sheet submitted"),
    "SheetExcluded": msg("Score sheet excluded"),
    "SheetRestored": msg("Score sheet restored"),
    "AssessorRecused": msg("Assessor recused"),
    "InterviewNoteWritten": msg("Interview note written"),
    "ContestFinalised": msg("Contest finalised"),
    "ResultPublished": msg("Result published"),
    "MessagePosted": msg("Message posted"),
    "MessageSettled": msg("Message settled"),
    "MessageRetried": msg("Message tried again"),
    "WayInAsked": msg("New password asked for"),
    "ReminderPosted": msg("Reminder posted"),
    "JobRetried": msg("Background job tried again"),
}
EVENT_FIELD: dict[str, Message] = {
    **MEETING_EVENT_FIELD,
    "account_name": msg("name"),
    "after": msg("after"),
    "answer": msg("answer"),
    "assessor": msg("assessor"),
    "before": msg("before"),
    "by_link": msg("by one-time link"),
    "capacity": msg("stands for"),
    "category": msg("category"),
    "code": msg("code"),
    "companions": msg("companions"),
    "criterion": msg("criterion"),
    "date": msg("date"),
    "days": msg("days left"),
    "deadline": msg("deadline"),
    "due": msg("new deadline"),
    "email": msg("email"),
    "file": msg("file number"),
    "file_name": msg("file"),
    "files": msg("files"),
    "fingerprint": msg("fingerprint"),
    "item": msg("item"),
    "job": msg("job number"),
    "kind": msg("kind"),
    "marks": msg("marks"),
    "name": msg("name"),
    "note": msg("note number"),
    "number": msg("number"),
    "outcome": msg("outcome"),
    "pages": msg("pages"),
    "panel": msg("panel number"),
    "passed": msg("fulfilled"),
    "percent": msg("percent"),
    "person": msg("person"),
    "points": msg("points"),
    "position": msg("position"),
    "present": msg("who came"),
    "provisional": msg("provisional"),
    "purpose": msg("purpose"),
    "question": msg("question number"),
    "reason": msg("reason"),
    "region": msg("province"),
    "removal_reason": msg("reason of the removal"),
    "revision": msg("revision"),
    "role": msg("role"),
    "rows": msg("rows"),
    "section": msg("section"),
    "sections": msg("opened sections"),
    "sha256": msg("fingerprint of the file"),
    "sheet": msg("sheet number"),
    "side": msg("side"),
    "size": msg("bytes"),
    "source": msg("source"),
    "stage": msg("stage"),
    "state": msg("state"),
    "template": msg("letter"),
    "total": msg("total"),
    "uploads": msg("uploads"),
    "until": msg("until"),
    "value": msg("value"),
}

LABELS: dict[str, dict[str, Message]] = {
    **MEETING_LABELS,
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
    "tie_break": TIE_BREAK,
    "criterion_kind": CRITERION_KIND,
    "section_kind": SECTION_KIND,
    "file_type": FILE_TYPE,
    "regulation_type": REGULATION_TYPE,
    "innovation_kind": INNOVATION_KIND,
    "segment": SEGMENT,
    "programme": PROGRAMME,
    "present": PRESENT,
    "scan": SCAN,
    "mode": MODE,
    "account_state": ACCOUNT_STATE,
    "purpose": LINK_PURPOSE,
    "side": SIDE,
    "representative_role": REPRESENTATIVE_ROLE,
    "message_state": MESSAGE_STATE,
    "roster_kind": ROSTER_KIND,
    "event": EVENT,
    "event_field": EVENT_FIELD,
}
