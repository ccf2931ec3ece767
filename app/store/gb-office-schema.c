/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of the portal's database. Nothing here has state; the array of steps is append-only.
 *
 * Two things are worth knowing. The log (table event) is the truth: publication, schedule and the
 * search index are written in the transaction of the event that changes them, and pages are files
 * derived from them. stale_page names the files that a transaction has made wrong; a row leaves
 * only after the new file is in place, so that a portal killed in between finds its work again. */
#define G_LOG_DOMAIN "gb-office-schema"

#include "config.h"

#include "store/gb-office-schema.h"

#define SCHEMA_VERSION     3
#define SCHEMA_APPLICATION 0x67626f66 /* "gbof" */

static const char step_1[] =
  "CREATE TABLE setting ("
  "  key TEXT PRIMARY KEY,"
  "  value TEXT NOT NULL"
  ") STRICT, WITHOUT ROWID;"
  "CREATE TABLE account ("
  "  id TEXT PRIMARY KEY,"
  "  name TEXT NOT NULL,"
  "  unit TEXT NOT NULL,"
  "  roles INTEGER NOT NULL,"
  "  rights INTEGER NOT NULL,"
  "  password TEXT NOT NULL,"
  "  enabled INTEGER NOT NULL DEFAULT 1,"
  "  created_at INTEGER NOT NULL"
  ") STRICT, WITHOUT ROWID;"
  "CREATE TABLE session ("
  "  token TEXT PRIMARY KEY," /* the digest of the token, never the token */
  "  account TEXT NOT NULL REFERENCES account (id),"
  "  device TEXT NOT NULL,"
  "  created_at INTEGER NOT NULL,"
  "  expires_at INTEGER NOT NULL"
  ") STRICT, WITHOUT ROWID;"
  "CREATE INDEX session_by_account ON session (account);"
  "CREATE TABLE revision ("
  "  document TEXT NOT NULL,"
  "  digest TEXT NOT NULL,"
  "  parent TEXT NOT NULL,"
  "  author TEXT NOT NULL,"
  "  accepted_at INTEGER NOT NULL,"
  "  xml BLOB NOT NULL,"
  "  PRIMARY KEY (document, digest)"
  ") STRICT;"
  "CREATE TABLE event ("
  "  seq INTEGER PRIMARY KEY,"
  "  id TEXT NOT NULL UNIQUE,"
  "  document TEXT NOT NULL,"
  "  edition INTEGER NOT NULL,"
  "  type TEXT NOT NULL,"
  "  revision TEXT NOT NULL,"
  "  step TEXT NOT NULL,"
  "  opinion TEXT NOT NULL,"
  "  actor TEXT NOT NULL,"
  "  actor_name TEXT NOT NULL,"
  "  device TEXT NOT NULL,"
  "  made_at INTEGER NOT NULL,"
  "  due_at INTEGER NOT NULL,"
  "  url TEXT NOT NULL,"
  "  signature TEXT NOT NULL,"
  "  accepted_at INTEGER NOT NULL,"
  "  prev_hash TEXT NOT NULL,"
  "  hash TEXT NOT NULL"
  ") STRICT;"
  "CREATE INDEX event_by_document ON event (document, seq);"
  "CREATE TABLE answer ("
  "  key TEXT PRIMARY KEY,"
  "  account TEXT NOT NULL,"
  "  fingerprint TEXT NOT NULL,"
  "  status INTEGER NOT NULL,"
  "  body TEXT NOT NULL,"
  "  made_at INTEGER NOT NULL"
  ") STRICT, WITHOUT ROWID;"
  "CREATE TABLE refusal ("
  "  row INTEGER PRIMARY KEY,"
  "  key TEXT NOT NULL,"
  "  document TEXT NOT NULL,"
  "  account TEXT NOT NULL,"
  "  code TEXT NOT NULL,"
  "  event TEXT NOT NULL,"
  "  made_at INTEGER NOT NULL"
  ") STRICT;"
  "CREATE TABLE blob ("
  "  digest TEXT PRIMARY KEY,"
  "  type TEXT NOT NULL,"
  "  account TEXT NOT NULL,"
  "  made_at INTEGER NOT NULL"
  ") STRICT, WITHOUT ROWID;"
  "CREATE TABLE schedule ("
  "  document TEXT PRIMARY KEY,"
  "  due_at INTEGER NOT NULL"
  ") STRICT, WITHOUT ROWID;"
  "CREATE INDEX schedule_by_time ON schedule (due_at);"
  "CREATE TABLE publication ("
  "  row INTEGER PRIMARY KEY,"
  "  document TEXT NOT NULL UNIQUE,"
  "  path TEXT NOT NULL UNIQUE,"
  "  revision TEXT NOT NULL,"
  "  edition INTEGER NOT NULL,"
  "  title TEXT NOT NULL,"
  "  column_id TEXT NOT NULL,"
  "  kind TEXT NOT NULL,"
  "  summary TEXT NOT NULL,"
  "  document_number TEXT NOT NULL,"
  "  source TEXT NOT NULL,"
  "  publisher TEXT NOT NULL,"
  "  validity TEXT NOT NULL,"
  "  published_at INTEGER NOT NULL,"
  "  first_published_at INTEGER NOT NULL,"
  "  withdrawn_at INTEGER NOT NULL DEFAULT 0"
  ") STRICT;"
  "CREATE INDEX publication_by_time ON publication (published_at DESC, row DESC)"
  "  WHERE withdrawn_at = 0;"
  "CREATE INDEX publication_by_column ON publication (column_id, published_at DESC, row DESC)"
  "  WHERE withdrawn_at = 0;"
  "CREATE TABLE publication_blob ("
  "  document TEXT NOT NULL REFERENCES publication (document),"
  "  digest TEXT NOT NULL,"
  "  name TEXT NOT NULL,"
  "  type TEXT NOT NULL,"
  "  PRIMARY KEY (digest, document)"
  ") STRICT, WITHOUT ROWID;"
  "CREATE INDEX publication_blob_by_document ON publication_blob (document);"
  "CREATE TABLE publication_relation ("
  "  document TEXT NOT NULL REFERENCES publication (document),"
  "  rel TEXT NOT NULL,"
  "  other TEXT NOT NULL,"
  "  PRIMARY KEY (document, rel, other)"
  ") STRICT, WITHOUT ROWID;"
  "CREATE INDEX publication_relation_by_other ON publication_relation (other);"
  "CREATE VIRTUAL TABLE publication_search USING fts5 ("
  "  terms, tokenize = 'ascii'"
  ");"
  "CREATE TABLE stale_page ("
  "  path TEXT PRIMARY KEY"
  ") STRICT, WITHOUT ROWID;";

/* What the checks ask of other documents, out of the texts that are public; and the audit of what
 * the office changed about the rules. */
#define XML_OF_PUBLICATION                                                                         \
  "(SELECT CAST (r.xml AS TEXT) FROM revision r WHERE r.document = publication.document"           \
  " AND r.digest = publication.revision)"
#define TEXT_BETWEEN(start, length, end)                                                           \
  "CASE WHEN instr (x, '" start "') = 0 THEN '' ELSE substr (substr (x, instr (x, '" start         \
  "') + " length "), 1, instr (substr (x, instr (x, '" start "') + " length "), '" end             \
  "') - 1) END"

static const char step_2[] =
  "ALTER TABLE publication ADD COLUMN index_number TEXT NOT NULL DEFAULT '';"
  "ALTER TABLE publication ADD COLUMN valid_until TEXT NOT NULL DEFAULT '';"
  "UPDATE publication SET"
  " index_number = coalesce ((SELECT " TEXT_BETWEEN (
    "<index-number>",
    "14",
    "<") " FROM (SELECT " XML_OF_PUBLICATION " AS x)), ''),"
         " valid_until = coalesce ((SELECT " TEXT_BETWEEN (
           " until=\"",
           "8",
           "\"") " FROM (SELECT " XML_OF_PUBLICATION " AS x)), '');"
                 "CREATE TABLE rule_change ("
                 "  row INTEGER PRIMARY KEY AUTOINCREMENT,"
                 "  rule TEXT NOT NULL,"
                 "  level TEXT NOT NULL,"
                 "  name TEXT NOT NULL,"
                 "  reason TEXT NOT NULL,"
                 "  made_at INTEGER NOT NULL,"
                 "  hash TEXT NOT NULL"
                 ") STRICT;"
                 "CREATE TRIGGER rule_changes_are_immutable BEFORE UPDATE ON rule_change"
                 "  BEGIN SELECT RAISE (ABORT, 'a change of the rules is immutable'); END;"
                 "CREATE TRIGGER rule_changes_stay BEFORE DELETE ON rule_change"
                 "  BEGIN SELECT RAISE (ABORT, 'a change of the rules stays'); END;";

/* What a note is about: gb-verdicts.h. Other events have nothing there, and their hashes stay. */
static const char step_3[] = "ALTER TABLE event ADD COLUMN rule TEXT NOT NULL DEFAULT '';"
                             "ALTER TABLE event ADD COLUMN place TEXT NOT NULL DEFAULT '';"
                             "ALTER TABLE event ADD COLUMN words TEXT NOT NULL DEFAULT '';"
                             "ALTER TABLE event ADD COLUMN mark TEXT NOT NULL DEFAULT '';"
                             "ALTER TABLE event ADD COLUMN context TEXT NOT NULL DEFAULT '';"
                             "ALTER TABLE event ADD COLUMN subject TEXT NOT NULL DEFAULT '';";

static const char *const steps[] = {
  step_1,
  step_2,
  step_3,
};
G_STATIC_ASSERT (G_N_ELEMENTS (steps) == SCHEMA_VERSION);

static const GbSchema schema = {
  .application_id = SCHEMA_APPLICATION,
  .steps = steps,
  .n_steps = G_N_ELEMENTS (steps),
};

const GbSchema *
gb_office_schema_get (void)
{
  return &schema;
}
