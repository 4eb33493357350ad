-- An edition in the making, as the text of its file, with or without mistakes: one for each code. Loading it
-- puts it in force and removes it here. `copied_from`: the code of the edition that it began as, if another.
CREATE TABLE edition_draft (
  code TEXT PRIMARY KEY CHECK (code <> ''),
  content TEXT NOT NULL,
  revision INTEGER NOT NULL CHECK (revision >= 1),
  copied_from TEXT,
  begun_at TEXT NOT NULL,
  saved_by INTEGER REFERENCES account(id),
  saved_at TEXT NOT NULL
) STRICT;
