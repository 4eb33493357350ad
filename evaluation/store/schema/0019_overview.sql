-- The reminders that a committee sent by hand: to an assessor about the sheets of a contest, or to one of a
-- candidate's people about its dossier. Those of the timetable stand in `reminder`.
CREATE TABLE nudge (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account(id),
  contest_id INTEGER REFERENCES contest(id),
  entry_id INTEGER REFERENCES entry(id),
  posted_by INTEGER REFERENCES account(id),
  posted_at TEXT NOT NULL,
  CHECK ((contest_id IS NULL) <> (entry_id IS NULL))
) STRICT;
CREATE INDEX nudge_contest ON nudge(contest_id, account_id, posted_at) WHERE contest_id IS NOT NULL;
CREATE INDEX nudge_entry ON nudge(entry_id, account_id, posted_at) WHERE entry_id IS NOT NULL;
