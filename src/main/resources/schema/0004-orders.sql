-- What operators hold agents to. Without an end: until somebody lets go.
CREATE TABLE standing_order (
  agent TEXT NOT NULL PRIMARY KEY,
  mode TEXT NOT NULL,
  until_ms BIGINT
);
