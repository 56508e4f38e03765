-- Schema 1. Types are those that both engines read alike: BYTEA, TEXT, BIGINT (flags are 0 or 1).
-- Ids are the sixteen bytes of a UUIDv7; times are milliseconds since 1970 UTC.

CREATE TABLE schema_info (
  version BIGINT NOT NULL,        -- this file's schema
  oldest_reader BIGINT NOT NULL   -- the oldest schema whose app may still open it
);
INSERT INTO schema_info (version, oldest_reader) VALUES (1, 1);

CREATE TABLE organization (
  id BYTEA PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL COLLATE "C" UNIQUE,
  plan TEXT NOT NULL,
  language TEXT NOT NULL,
  policy TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  seq BIGINT NOT NULL,            -- number of the newest event
  structure_seq BIGINT NOT NULL DEFAULT 0, -- number of the newest event about catalogue, roles, groups, portals
  head BYTEA NOT NULL,            -- its seal
  company TEXT NOT NULL,          -- what it says of itself as a company, as JSON
  conflict_key TEXT NOT NULL COLLATE "C" UNIQUE, -- its name as readers take it
  subdomain TEXT COLLATE "C" UNIQUE,       -- NULL until it has one
  billing TEXT NOT NULL,          -- how it pays, as JSON
  customer TEXT COLLATE "C" UNIQUE         -- its id at the payment provider, where it has one
);

CREATE TABLE account (
  id BYTEA PRIMARY KEY NOT NULL,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL COLLATE "C" UNIQUE,
  password TEXT,                  -- PHC string; NULL where there is no credential yet
  password_at BIGINT,
  password_no BIGINT NOT NULL DEFAULT 0, -- how often a credential was chosen: this or a second factor
  must_change BIGINT NOT NULL DEFAULT 0, -- whether the password is to be changed at the next sign-in
  created_at BIGINT NOT NULL
);

-- Whether somebody has a password is told without reading their account.
CREATE INDEX account_by_password ON account (id) WHERE password IS NOT NULL;

CREATE TABLE member (
  no BIGINT GENERATED ALWAYS AS IDENTITY UNIQUE, -- the search index's row
  id BYTEA PRIMARY KEY NOT NULL,
  organization BYTEA NOT NULL REFERENCES organization (id),
  account BYTEA NOT NULL REFERENCES account (id),
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  email TEXT NOT NULL,
  name_key TEXT NOT NULL COLLATE "C",
  email_key TEXT NOT NULL COLLATE "C",
  search TEXT NOT NULL COLLATE "C",
  kind TEXT NOT NULL,
  tier BIGINT NOT NULL,           -- 0 user, 1 admin, 2 owner
  status BIGINT NOT NULL,         -- 0 pending, 1 active, 2 suspended, 3 archived
  held BIGINT NOT NULL,
  tab BIGINT NOT NULL,            -- 0 active, 1 pending, 2 archived; 3 erased; portal members 4 more, api 8, system 12
  access TEXT NOT NULL,
  language TEXT NOT NULL,
  phone TEXT NOT NULL,
  note TEXT NOT NULL,
  added_by BYTEA,
  added_at BIGINT NOT NULL,
  added_seq BIGINT NOT NULL,      -- number of the event that added the member: breaks ties in sort orders
  archived_at BIGINT,
  version BIGINT NOT NULL,
  last_active BIGINT NOT NULL,    -- 0 when never
  roll_day BIGINT NOT NULL,
  roll_bits BIGINT NOT NULL,
  second_factor TEXT,
  contact TEXT NOT NULL DEFAULT '',   -- of a portal member: the customer's contact
  customer TEXT NOT NULL DEFAULT '',  -- and account
  hidden TEXT NOT NULL DEFAULT '',    -- modules hidden in the menus, a line each
  period_from BIGINT,                 -- from when until when the membership holds
  period_until BIGINT,
  period_by BYTEA,                    -- who set the first day, while it is to come
  shut_at BIGINT,                     -- since when suspended or archived
  factor_lost_at BIGINT,              -- when the last second factor went; NULL while there is one, or never was
  factor_asks BIGINT NOT NULL DEFAULT 0, -- how often they were asked for a second factor since they had none
  factor_asked_at BIGINT,             -- when last
  factor_due BIGINT NOT NULL DEFAULT 0, -- whether one is required of this member in person
  UNIQUE (organization, account)
);
CREATE INDEX member_by_name ON member (organization, tab, name_key, added_seq);
CREATE INDEX member_by_email ON member (organization, tab, email_key, added_seq);
CREATE INDEX member_by_tier ON member (organization, tab, tier, added_seq);
CREATE INDEX member_by_active ON member (organization, tab, last_active, added_seq);
CREATE INDEX member_by_added ON member (organization, tab, added_at, added_seq);
CREATE INDEX member_by_account ON member (account);
CREATE INDEX member_begins ON member (organization, period_from) WHERE period_from IS NOT NULL;
CREATE INDEX member_ends ON member (organization, period_until) WHERE period_until IS NOT NULL;

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX member_by_search ON member USING gin (search gin_trgm_ops);

-- Kept, never counted: members by kind, status and tier.
CREATE TABLE member_count (
  organization BYTEA NOT NULL REFERENCES organization (id),
  kind TEXT NOT NULL,
  status BIGINT NOT NULL,
  tier BIGINT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (organization, kind, status, tier)
);

CREATE TABLE grp (
  id BYTEA PRIMARY KEY NOT NULL,
  organization BYTEA NOT NULL REFERENCES organization (id),
  name TEXT NOT NULL,
  name_key TEXT NOT NULL COLLATE "C",
  description TEXT NOT NULL,
  product TEXT,                   -- key of its product; NULL for a kind of work
  parent BYTEA REFERENCES grp (id),
  built_in BIGINT NOT NULL,
  members BIGINT NOT NULL,        -- members that are not archived
  version BIGINT NOT NULL,        -- number of the newest event about it
  UNIQUE (organization, name_key)
);
CREATE TABLE grp_permission (
  grp BYTEA NOT NULL REFERENCES grp (id) ON DELETE CASCADE,
  permission TEXT NOT NULL,
  PRIMARY KEY (grp, permission)
);
CREATE TABLE member_grp (
  member BYTEA NOT NULL REFERENCES member (id) ON DELETE CASCADE,
  grp BYTEA NOT NULL REFERENCES grp (id),
  since BIGINT NOT NULL,
  given_by BYTEA,
  until BIGINT,                   -- when it ends by itself
  PRIMARY KEY (member, grp)
);
CREATE INDEX member_grp_ends ON member_grp (until) WHERE until IS NOT NULL;
CREATE INDEX member_grp_by_grp ON member_grp (grp, member);

CREATE TABLE permission (
  organization BYTEA NOT NULL REFERENCES organization (id),
  module TEXT NOT NULL,
  action TEXT NOT NULL,
  PRIMARY KEY (organization, module, action)
);

-- Products that the organization took, as the default catalogue had them then.
CREATE TABLE product (
  organization BYTEA NOT NULL REFERENCES organization (id),
  key TEXT NOT NULL,
  taken BIGINT NOT NULL,          -- number of the event
  body TEXT NOT NULL,             -- JSON
  PRIMARY KEY (organization, key)
);
-- Seats by package, written product.package.
CREATE TABLE package (
  organization BYTEA NOT NULL REFERENCES organization (id),
  package TEXT NOT NULL,
  seats BIGINT NOT NULL,
  used BIGINT NOT NULL,           -- kept, never counted
  PRIMARY KEY (organization, package)
);

CREATE TABLE role (
  id BYTEA PRIMARY KEY NOT NULL,
  organization BYTEA NOT NULL REFERENCES organization (id),
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  description TEXT NOT NULL,
  built_in TEXT,                  -- super_admin, admin, staff, read_only; NULL for one of its own
  portal BIGINT NOT NULL,
  members BIGINT NOT NULL,        -- members that are not archived
  version BIGINT NOT NULL,        -- number of the newest event about it
  UNIQUE (organization, name_key)
);
CREATE TABLE role_permission (
  role BYTEA NOT NULL REFERENCES role (id) ON DELETE CASCADE,
  permission TEXT NOT NULL,
  PRIMARY KEY (role, permission)
);
CREATE TABLE portal (
  id BYTEA PRIMARY KEY NOT NULL,
  organization BYTEA NOT NULL REFERENCES organization (id),
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  UNIQUE (organization, name_key)
);
CREATE TABLE team (
  id BYTEA PRIMARY KEY NOT NULL,
  organization BYTEA NOT NULL REFERENCES organization (id),
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  UNIQUE (organization, name_key)
);

-- What members hold beside groups; and, waiting, what begins later.
CREATE TABLE holding (
  member BYTEA NOT NULL REFERENCES member (id) ON DELETE CASCADE,
  kind BIGINT NOT NULL,           -- 0 group (waiting only), 1 role, 2 licence, 3 grant, 4 restriction, 5 portal, 6 team
  what BYTEA NOT NULL,            -- an id's bytes, or a permission or package as text
  state BIGINT NOT NULL,          -- 0 held, 1 waiting to begin, 2 a licence without its seat
  organization BYTEA NOT NULL,
  since BIGINT NOT NULL,
  given_by BYTEA,
  begins BIGINT,
  until BIGINT,
  due BIGINT,                     -- when something is to happen next: begins while waiting, else until
  PRIMARY KEY (member, kind, what)
);
CREATE INDEX holding_by_what ON holding (kind, what, member, state);
CREATE INDEX holding_by_giver ON holding (given_by, kind) WHERE given_by IS NOT NULL;
CREATE INDEX holding_due ON holding (organization, due) WHERE due IS NOT NULL;

CREATE TABLE event (
  organization BYTEA NOT NULL,
  seq BIGINT NOT NULL,
  at BIGINT NOT NULL,
  command BYTEA NOT NULL,
  actor BYTEA,
  kind TEXT NOT NULL,
  member BYTEA,
  body TEXT,                      -- NULL once the person was erased
  origin TEXT NOT NULL,           -- JSON: from where; empty for Rollbook itself
  salt BYTEA,
  body_seal BYTEA NOT NULL,
  seal BYTEA NOT NULL,
  PRIMARY KEY (organization, seq)
);
CREATE INDEX event_by_command ON event (command);
CREATE INDEX event_by_member ON event (member, seq);
CREATE INDEX event_by_actor ON event (actor, seq);
CREATE INDEX event_by_kind ON event (organization, kind, seq);
CREATE INDEX event_by_at ON event (organization, at);

-- Commands that were carried out: each at most once.
CREATE TABLE command (
  organization BYTEA NOT NULL,
  id BYTEA NOT NULL,              -- made by whoever asks: each organization has ids of its own
  at BIGINT NOT NULL,
  outcome TEXT NOT NULL,
  PRIMARY KEY (organization, id)
);

CREATE TABLE link (
  id BYTEA PRIMARY KEY NOT NULL,
  hash BYTEA NOT NULL UNIQUE,     -- SHA-256 of the token; the token itself is never kept here
  organization BYTEA NOT NULL,
  member BYTEA NOT NULL,
  purpose TEXT NOT NULL,
  inviter BYTEA,
  created_at BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  used_at BIGINT,
  killed_at BIGINT,
  address TEXT                    -- of a link that confirms one: which
);
CREATE INDEX link_by_member ON link (member, expires, used_at, killed_at);

CREATE TABLE mail (
  id BYTEA PRIMARY KEY NOT NULL,
  organization BYTEA NOT NULL,
  member BYTEA,
  link_id BYTEA,
  template TEXT NOT NULL,
  to_name TEXT NOT NULL,
  to_address TEXT NOT NULL,
  subject TEXT NOT NULL,
  body_text TEXT NOT NULL,        -- wiped of its link once the mail was sent
  body_html TEXT NOT NULL,
  link TEXT,                      -- only while the mail waits
  state BIGINT NOT NULL,          -- 0 waiting, 1 retrying, 2 sent, 3 failed, 4 dropped
  attempts BIGINT NOT NULL,
  next_at BIGINT NOT NULL,
  leased_until BIGINT NOT NULL,
  problem TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  sent_at BIGINT,
  search TEXT NOT NULL COLLATE "C"
);
CREATE INDEX mail_by_time ON mail (organization, created_at);
CREATE INDEX mail_by_state ON mail (state, next_at);
-- What workers take next, of whatever organization.
CREATE INDEX mail_waits ON mail (next_at, id) WHERE state < 2;
CREATE INDEX mail_by_link ON mail (link_id);

-- What the overview of many organizations counts: little of each, by an index of its own.
CREATE INDEX member_without_factor ON member (organization, tab, status, tier) WHERE second_factor IS NULL;
-- And the security page: who is dormant, with the tier, so that nothing else is read.
CREATE INDEX member_dormant ON member (organization, tab, (CASE WHEN last_active = 0 THEN added_at ELSE last_active END), tier, status) WHERE status = 1;
CREATE INDEX link_open ON link (organization, purpose, expires) WHERE used_at IS NULL AND killed_at IS NULL;
-- How much room an organization's outbox has left.
CREATE INDEX mail_room ON mail (organization) WHERE state < 2;
CREATE INDEX mail_given_up ON mail (organization) WHERE state = 3;

CREATE TABLE setting (
  organization BYTEA NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (organization, name)
);

-- An organization's own words of its mails. A row without words went back to the product's; it stays, so
-- that the newest number says which words there are.
CREATE TABLE wording (
  organization BYTEA NOT NULL,
  template TEXT NOT NULL,
  language TEXT NOT NULL,
  subject TEXT,
  body TEXT,
  html TEXT,
  changed BIGINT NOT NULL,
  PRIMARY KEY (organization, template, language)
);

-- Photos that members gave of themselves.
CREATE TABLE photo (
  member BYTEA PRIMARY KEY NOT NULL REFERENCES member (id) ON DELETE CASCADE,
  digest TEXT NOT NULL,           -- SHA-256 of the bytes, as hex: the name that events give it
  bytes BYTEA NOT NULL            -- JPEG, made by the portal
);

-- Signing in: sessions, and the attempts that make the next one wait.
CREATE TABLE session (
  id BYTEA PRIMARY KEY NOT NULL,
  hash BYTEA NOT NULL UNIQUE,     -- SHA-256 of the token; a new one at every stage
  account BYTEA NOT NULL,
  organization BYTEA,             -- NULL until the person is in one
  member BYTEA,
  wanted BYTEA,                   -- the organization that was asked for, while something is awaited
  stage TEXT NOT NULL,            -- factor, choose, in
  kind TEXT NOT NULL,             -- portal, desktop, as
  address TEXT NOT NULL,          -- from where it was used last
  device TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  used_at BIGINT NOT NULL,        -- to the minute
  expires BIGINT NOT NULL,
  ended_at BIGINT,
  ended_why TEXT,
  by_member BYTEA,                -- who signed in as this member
  by_session BYTEA                -- from which session of theirs, where they have one
);
CREATE INDEX session_by_account ON session (account, created_at);
CREATE INDEX session_by_member ON session (member, ended_at) WHERE member IS NOT NULL;
CREATE INDEX session_by_desktop ON session (organization, used_at) WHERE kind = 'desktop';
CREATE INDEX session_by_other ON session (by_member, ended_at) WHERE by_member IS NOT NULL;
-- Links by which administrators sign in as others, for a minute and once.
CREATE TABLE as_link (
  hash BYTEA PRIMARY KEY NOT NULL, -- SHA-256 of the token
  organization BYTEA NOT NULL,
  member BYTEA NOT NULL,          -- as whom
  by_member BYTEA NOT NULL,
  by_session BYTEA,               -- from which session; NULL at a desktop on a file
  reason TEXT NOT NULL,
  expires BIGINT NOT NULL,
  used_at BIGINT
);
CREATE TABLE attempt (
  key BYTEA PRIMARY KEY NOT NULL, -- SHA-256 of what is slowed, its first byte 1 where people share it: nothing that was typed is kept
  attempts BIGINT NOT NULL,
  last BIGINT NOT NULL
);
CREATE INDEX attempt_by_last ON attempt (last);

-- API keys of machines: a hash is kept, and none of a key that was revoked.
CREATE TABLE api_key (
  id BYTEA PRIMARY KEY NOT NULL,
  organization BYTEA NOT NULL,
  member BYTEA NOT NULL REFERENCES member (id) ON DELETE CASCADE,
  hash BYTEA UNIQUE,              -- SHA-256 of the key; NULL once it was revoked
  name TEXT NOT NULL,
  scope TEXT NOT NULL,            -- permissions, a blank between them
  made_at BIGINT NOT NULL,
  made_by BYTEA,
  expires BIGINT,
  used_at BIGINT NOT NULL,        -- to the minute; 0 when never
  revoked_at BIGINT
);
CREATE INDEX api_key_by_member ON api_key (member, made_at);
-- Second factors of accounts. What is secret is sealed, and the number of its key stands beside it.
CREATE TABLE factor (
  id BYTEA PRIMARY KEY NOT NULL,
  account BYTEA NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,             -- totp, passkey
  name TEXT NOT NULL,             -- what the person calls it
  sealed BYTEA NOT NULL,
  key_number BIGINT NOT NULL,
  credential BYTEA UNIQUE,        -- of a passkey: SHA-256 of the device's name for it
  last_step BIGINT,               -- of an app: the step of the newest code that was used
  added_at BIGINT NOT NULL,
  used_at BIGINT
);
CREATE INDEX factor_by_account ON factor (account, kind);
CREATE INDEX factor_by_key ON factor (key_number, id);
CREATE TABLE recovery_code (
  account BYTEA NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  hash BYTEA NOT NULL,            -- SHA-256 of code and account; the code itself is never kept
  made_at BIGINT NOT NULL,
  used_at BIGINT,
  PRIMARY KEY (account, hash)
);
-- Enrolments and proofs that have begun; each ends once.
CREATE TABLE factor_challenge (
  id BYTEA PRIMARY KEY NOT NULL,
  account BYTEA NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  purpose TEXT NOT NULL,          -- totp_enrol, passkey_enrol, passkey_prove
  sealed BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  expires BIGINT NOT NULL
);
CREATE INDEX factor_challenge_by_account ON factor_challenge (account, created_at);
-- What happened to an account's factors or its address and an organization's log doesn't say yet.
CREATE TABLE account_news (
  no BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, -- in the order in which they happened
  organization BYTEA NOT NULL,
  member BYTEA NOT NULL REFERENCES member (id) ON DELETE CASCADE,
  change TEXT,                    -- JSON, without any secret; NULL where the account's address changed
  strongest TEXT,                 -- the account's strongest factor from then on
  mails BIGINT NOT NULL           -- whether this organization tells the person
);
CREATE INDEX account_news_by_organization ON account_news (organization, no);

-- How many people are covered by a second factor, at the end of each day (UTC) on which it changed. Kept with
-- every change, never counted: a curve of a year reads at most a row a day, however long the log is.
CREATE TABLE coverage (
  organization BYTEA NOT NULL REFERENCES organization (id),
  day BIGINT NOT NULL,            -- days since 1970
  people BIGINT NOT NULL,         -- active users
  totp BIGINT NOT NULL,           -- of them, whose strongest second factor is an app
  passkey BIGINT NOT NULL,        -- and a passkey
  PRIMARY KEY (organization, day)
);

-- Whom an access review names, beside its event: erasing somebody takes their name from here, and the
-- commitment in the event says nothing without its salt.
CREATE TABLE reviewed (
  organization BYTEA NOT NULL REFERENCES organization (id),
  seq BIGINT NOT NULL,            -- number of the review's event
  n BIGINT NOT NULL,              -- of the line, from 0
  member BYTEA NOT NULL,
  salt BYTEA,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  PRIMARY KEY (organization, seq, n)
);
CREATE INDEX reviewed_by_member ON reviewed (member);
