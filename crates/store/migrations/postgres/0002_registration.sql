-- Somebody without an account who wants to found an organization, until they do or their link is too old.

CREATE TABLE registration (
  hash BYTEA PRIMARY KEY NOT NULL, -- of the link's token
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  email TEXT NOT NULL,
  language TEXT NOT NULL,
  password TEXT,                   -- its PHC string, once they chose one
  expires BIGINT NOT NULL
);
CREATE INDEX registration_by_end ON registration (expires);

UPDATE schema_info SET version = 2;
