/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/gb-desk.h"

G_BEGIN_DECLS

/* What became of one file. */
typedef struct {
  char *name;         /* as the person knows the file */
  char *document;     /* (nullable): the new draft */
  char *title;        /* (nullable): of the new draft; may be empty */
  char *problem;      /* (nullable): why there is no draft, translated, with the next step */
  GPtrArray *dropped; /* (nullable): of GbImportNote */
  guint is_cancelled : 1;
} GbImportOutcome;

/**
 * GbImporter:
 *
 * Makes drafts of files, one after the other and off the main loop: the text, its pictures, then
 * the draft, so that a draft is never there without its pictures. What is done stays done when the
 * rest is cancelled. Signals: "changed" when a file is finished, "finished" when all are. Main
 * thread. It keeps itself alive while it works.
 */
#define GB_TYPE_IMPORTER (gb_importer_get_type ())
G_DECLARE_FINAL_TYPE (GbImporter, gb_importer, GB, IMPORTER, GObject)

/* files: (element-type GFile), copied. */
GbImporter *gb_importer_new (GbDesk *desk, GPtrArray *files);

/* To be called once. */
void gb_importer_start (GbImporter *self);
/* The file that is worked on is given up, those after it are not begun. */
void gb_importer_cancel (GbImporter *self);

gboolean gb_importer_get_is_running (GbImporter *self);
guint gb_importer_get_n_files (GbImporter *self);
/* The name of the file that is worked on, "" at the end: borrowed. */
const char *gb_importer_get_current (GbImporter *self);
/* Of GbImportOutcome, in the order of the files: borrowed. */
GPtrArray *gb_importer_get_outcomes (GbImporter *self);

G_END_DECLS
