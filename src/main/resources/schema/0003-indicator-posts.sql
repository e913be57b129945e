-- Posts that say that an agent is waking up, until they are gone. Without an ending a post is to be deleted.
CREATE TABLE indicator_post (
  channel TEXT NOT NULL,
  id TEXT NOT NULL,
  agent TEXT NOT NULL,
  ending TEXT,
  PRIMARY KEY (channel, id)
);
