-- A decision on publication holds for the result that it was taken on. One that was opened again since, and came
-- out the same to the byte, waits for a decision of its own.
DROP VIEW publication;
DROP VIEW standing_announcement;
CREATE VIEW standing_announcement AS
SELECT a.id, a.contest_id, a.publishes_at, a.decided_by, a.decided_at FROM announcement a
WHERE a.publishes_at IS NOT NULL
  AND a.id = (SELECT max(l.id) FROM announcement l WHERE l.contest_id = a.contest_id)
  AND EXISTS (SELECT 1 FROM finalisation f WHERE f.contest_id = a.contest_id AND f.fingerprint = a.fingerprint)
  AND NOT EXISTS (SELECT 1 FROM replaced_result v
    WHERE v.contest_id = a.contest_id AND v.reopened_at > a.decided_at);
CREATE VIEW publication AS
SELECT n.contest_id, n.publishes_at AS published_at, n.decided_by AS published_by
FROM standing_announcement n WHERE n.publishes_at <= server_now();
