/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps of the client store's schema. The array is append-only: a released step is never
 * changed, and tests/data holds a database of each released version. Times are µs since the epoch.
 * Used by GbStore alone, on the database thread. */
#define G_LOG_DOMAIN "gb-store"

#include "config.h"

#include "store/gb-store-private.h"

#define SCHEMA_VERSION 6
#define APPLICATION_ID 0x47423131 /* "GB11" */

/* search indexes character pairs, see gb-search-terms.c. Its row ids grow with every save, so that
 * the newest hits come first without sorting; it is contentless, texts.text is what it was given.
 */
static const char step_1[] =
  "CREATE TABLE documents ("
  "  n INTEGER PRIMARY KEY,"
  "  id TEXT NOT NULL UNIQUE,"
  "  title TEXT NOT NULL DEFAULT '',"
  "  kind TEXT NOT NULL DEFAULT 'notice',"
  "  column_id TEXT NOT NULL DEFAULT '',"
  "  created_at INTEGER NOT NULL,"
  "  modified_at INTEGER NOT NULL,"
  "  state TEXT NOT NULL DEFAULT 'draft',"
  "  boxes INTEGER NOT NULL DEFAULT 0,"
  "  step_index INTEGER NOT NULL DEFAULT -1,"
  "  step_name TEXT NOT NULL DEFAULT '',"
  "  edition INTEGER NOT NULL DEFAULT 0,"
  "  head TEXT NOT NULL DEFAULT '',"
  "  author TEXT NOT NULL DEFAULT '',"
  "  author_name TEXT NOT NULL DEFAULT '',"
  "  unit TEXT NOT NULL DEFAULT '',"
  "  published_at INTEGER NOT NULL DEFAULT 0,"
  "  url TEXT NOT NULL DEFAULT ''"
  ") STRICT;"
  "CREATE INDEX documents_by_time ON documents (modified_at DESC);"
  "CREATE INDEX documents_by_boxes ON documents (boxes);"

  "CREATE TABLE working_copies ("
  "  document INTEGER PRIMARY KEY REFERENCES documents (n) ON DELETE CASCADE,"
  "  digest TEXT NOT NULL,"
  "  saved_at INTEGER NOT NULL,"
  "  content BLOB NOT NULL"
  ") STRICT;"

  "CREATE TABLE revisions ("
  "  n INTEGER PRIMARY KEY,"
  "  document INTEGER NOT NULL REFERENCES documents (n),"
  "  digest TEXT NOT NULL,"
  "  parent TEXT NOT NULL,"
  "  author TEXT NOT NULL,"
  "  made_at INTEGER NOT NULL,"
  "  content BLOB NOT NULL,"
  "  UNIQUE (document, digest)"
  ") STRICT;"
  "CREATE TRIGGER revisions_are_immutable BEFORE UPDATE ON revisions"
  "  BEGIN SELECT RAISE (ABORT, 'a revision is immutable'); END;"

  "CREATE TABLE events ("
  "  n INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  id TEXT NOT NULL UNIQUE,"
  "  document INTEGER NOT NULL REFERENCES documents (n),"
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
  "  seq INTEGER UNIQUE," /* NULL: waits in the outbox */
  "  accepted_at INTEGER NOT NULL,"
  "  prev_hash TEXT NOT NULL,"
  "  hash TEXT NOT NULL"
  ") STRICT;"
  "CREATE INDEX events_by_document ON events (document, seq, n);"
  "CREATE TRIGGER accepted_events_are_immutable BEFORE UPDATE ON events WHEN OLD.seq IS NOT NULL"
  "  BEGIN SELECT RAISE (ABORT, 'an accepted event is immutable'); END;"
  "CREATE TRIGGER accepted_events_stay BEFORE DELETE ON events WHEN OLD.seq IS NOT NULL"
  "  BEGIN SELECT RAISE (ABORT, 'an accepted event stays'); END;"

  "CREATE TABLE blobs ("
  "  digest TEXT PRIMARY KEY,"
  "  type TEXT NOT NULL,"
  "  size INTEGER NOT NULL,"
  "  added_at INTEGER NOT NULL"
  ") STRICT;"

  "CREATE TABLE outbox ("
  "  n INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  document INTEGER NOT NULL REFERENCES documents (n),"
  "  kind TEXT NOT NULL,"
  "  subject TEXT NOT NULL,"
  "  key TEXT NOT NULL UNIQUE,"
  "  precondition TEXT NOT NULL,"
  "  payload TEXT NOT NULL,"
  "  state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'unknown', 'done', 'refused')),"
  "  attempts INTEGER NOT NULL,"
  "  next_at INTEGER NOT NULL,"
  "  created_at INTEGER NOT NULL,"
  "  error_type TEXT NOT NULL,"
  "  error_detail TEXT NOT NULL,"
  "  error_head TEXT NOT NULL"
  ") STRICT;"
  "CREATE INDEX outbox_open ON outbox (document, n) WHERE state <> 'done';"

  "CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;"

  "CREATE TABLE texts ("
  "  document INTEGER PRIMARY KEY REFERENCES documents (n) ON DELETE CASCADE,"
  "  search_row INTEGER NOT NULL UNIQUE,"
  "  text TEXT NOT NULL"
  ") STRICT;"
  "CREATE VIRTUAL TABLE search USING"
  "  fts5 (grams, content = '', columnsize = 0, tokenize = 'ascii');";

/* A list is read along the time, and finds what is in the box and column without reading a single
 * document that is not. */
static const char step_2[] =
  "DROP INDEX documents_by_time;"
  "CREATE INDEX documents_by_time ON documents (modified_at DESC, n DESC, boxes, column_id);"
  "CREATE INDEX outbox_done ON outbox (created_at) WHERE state = 'done';";

/* Everything is folded once more, because only the events know which releases are unconfirmed. A
 * working copy knows the text that it began from; of one that is older than this, nobody does. */
static const char step_3[] =
  "ALTER TABLE working_copies ADD COLUMN base TEXT NOT NULL DEFAULT '';"
  "UPDATE working_copies SET base ="
  " (SELECT d.head FROM documents d WHERE d.n = working_copies.document);"
  "ALTER TABLE documents ADD COLUMN unratified INTEGER NOT NULL DEFAULT 0;"
  "DELETE FROM settings WHERE key = 'folded-for';";

/* Of a picture that was made smaller for the page, the one that it was made of. Only this computer
 * has it: no document names it before somebody uses it. Neither goes while the other is known. */
static const char step_4[] = "CREATE TABLE originals ("
                             "  image TEXT PRIMARY KEY REFERENCES blobs (digest),"
                             "  original TEXT NOT NULL REFERENCES blobs (digest)"
                             ") STRICT;"
                             "CREATE INDEX originals_by_original ON originals (original);";

/* What the checks ask of other documents. Texts are canonical, so that a field is found without
 * reading them as XML. */
#define NEWEST                                                                                     \
  "coalesce ((SELECT CAST (w.content AS TEXT) FROM working_copies w"                               \
  " WHERE w.document = documents.n), (SELECT CAST (r.content AS TEXT) FROM revisions r"            \
  " WHERE r.document = documents.n AND r.digest = documents.head), '')"
#define BETWEEN(start, length, end)                                                                \
  "(SELECT CASE WHEN instr (x, '" start "') = 0 THEN '' ELSE substr (substr (x, instr (x, '" start \
  "') + " length "), 1, instr (substr (x, instr (x, '" start "') + " length "), '" end             \
  "') - 1) END FROM (SELECT " NEWEST " AS x))"

static const char step_5[] =
  "ALTER TABLE documents ADD COLUMN document_number TEXT NOT NULL DEFAULT '';"
  "ALTER TABLE documents ADD COLUMN index_number TEXT NOT NULL DEFAULT '';"
  "ALTER TABLE documents ADD COLUMN validity TEXT NOT NULL DEFAULT '';"
  "ALTER TABLE documents ADD COLUMN valid_until TEXT NOT NULL DEFAULT '';"
  "UPDATE documents SET"
  " document_number = " BETWEEN (
    "<document-number>",
    "17",
    "<") ","
         " index_number = " BETWEEN (
           "<index-number>",
           "14",
           "<") ","
                " validity = " BETWEEN (" state=\"", "8", "\"") ","
                                                                " valid_until = " BETWEEN (
                                                                  " until=\"",
                                                                  "8",
                                                                  "\"") ";";

/* What a note is about: gb-verdicts.h. Other events have nothing there. */
static const char step_6[] = "ALTER TABLE events ADD COLUMN rule TEXT NOT NULL DEFAULT '';"
                             "ALTER TABLE events ADD COLUMN place TEXT NOT NULL DEFAULT '';"
                             "ALTER TABLE events ADD COLUMN words TEXT NOT NULL DEFAULT '';"
                             "ALTER TABLE events ADD COLUMN mark TEXT NOT NULL DEFAULT '';"
                             "ALTER TABLE events ADD COLUMN context TEXT NOT NULL DEFAULT '';"
                             "ALTER TABLE events ADD COLUMN subject TEXT NOT NULL DEFAULT '';";

static const char *const steps[] = {
  step_1, step_2, step_3, step_4, step_5, step_6,
};
G_STATIC_ASSERT (G_N_ELEMENTS (steps) == SCHEMA_VERSION);

const GbSchema _gb_store_schema = {
  .application_id = APPLICATION_ID,
  .steps = steps,
  .n_steps = G_N_ELEMENTS (steps),
};
