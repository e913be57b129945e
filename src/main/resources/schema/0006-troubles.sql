-- What admins should know of. Without an end it goes on; what has no duration ends as it begins.
CREATE TABLE trouble (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  subject TEXT NOT NULL,
  event TEXT NOT NULL,
  agent TEXT,
  at_ms BIGINT NOT NULL,
  ended_ms BIGINT,
  title TEXT NOT NULL,
  detail TEXT NOT NULL
);

CREATE INDEX trouble_by_subject ON trouble (subject, event, number);

-- Alerts stay when they are delivered; what waits is found without them.
ALTER TABLE alert ADD COLUMN trouble BIGINT;
ALTER TABLE alert ADD COLUMN delivered_ms BIGINT;
ALTER TABLE alert ADD COLUMN problem TEXT NOT NULL DEFAULT '';

DROP INDEX alert_by_target;
CREATE INDEX alert_waiting ON alert (target, number) WHERE delivered_ms IS NULL;
CREATE INDEX alert_by_trouble ON alert (trouble);

-- What went on before is still going on, as far as it is known.
INSERT INTO trouble (subject, event, agent, at_ms, title, detail)
SELECT begun.subject, begun.trouble,
  (SELECT id FROM agent WHERE 'agent ' || id = begun.subject),
  coalesce(
    (SELECT at_ms FROM alert WHERE id = begun.alert),
    (SELECT since_ms FROM agent WHERE 'agent ' || id = begun.subject),
    0),
  coalesce((SELECT title FROM alert WHERE id = begun.alert), begun.subject || ': ' || begun.trouble),
  coalesce((SELECT detail FROM alert WHERE id = begun.alert), '')
FROM (SELECT subject, trouble, max(alert) AS alert FROM incident GROUP BY subject, trouble) begun;

INSERT INTO incident (subject, trouble, target, alert, tell_end)
SELECT subject, event, '', '', 0 FROM trouble;

UPDATE alert SET trouble = (
    SELECT trouble.number FROM incident JOIN trouble
      ON trouble.subject = incident.subject AND trouble.event = incident.trouble
    WHERE incident.alert = alert.id
  )
WHERE resolved = 0;
