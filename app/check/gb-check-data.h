/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GbCheckDataError:
 * @GB_CHECK_DATA_ERROR_FORMAT: a file is no table; the message names file, line and reason
 * @GB_CHECK_DATA_ERROR_TOO_LARGE: a file is larger than 8 MiB
 */
typedef enum {
  GB_CHECK_DATA_ERROR_FORMAT,
  GB_CHECK_DATA_ERROR_TOO_LARGE,
} GbCheckDataError;

#define GB_CHECK_DATA_ERROR (gb_check_data_error_quark ())
GQuark gb_check_data_error_quark (void);

/**
 * GbCheckTable:
 *
 * One table of what the rules know: lexicons, protected names, superseded citations, calendars. The
 * program ships resources/check/NAME.tsv; an office adds rows with a file of the same name in its
 * own folder. Lines that begin with "#" are comments, and those of the head name @source and
 * @licence ("# source: …", "# licence: …", "# columns: …"); every other line is a row, its cells
 * divided by tabs. The first cell is the key: a later row with the same key takes the earlier one's
 * place, and a row whose key begins with "-" takes the row of that key away.
 */
typedef struct {
  char *name;
  char *source;
  char *licence;
  GPtrArray *rows; /* of GStrv: as many cells as there are columns, missing ones "" */
} GbCheckTable;

/* A table as a file: its name without the ending, and its bytes. */
typedef struct {
  char *name;
  GBytes *bytes;
} GbCheckFile;

GbCheckFile *gb_check_file_new (const char *name, GBytes *bytes);
void gb_check_file_free (GbCheckFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbCheckFile, gb_check_file_free)
/* The tables of a folder in the order of their names, not looked into; none if it is not there.
 * (transfer full) (element-type GbCheckFile). Reads files: belongs on a thread. */
GPtrArray *gb_check_files_read (const char *folder, GError **error);

/**
 * GbCheckData:
 *
 * All tables, loaded once and then immutable: any thread may read them.
 */
typedef struct _GbCheckData GbCheckData;

#define GB_TYPE_CHECK_DATA (gb_check_data_get_type ())
GType gb_check_data_get_type (void);

/* folders: an office's own, the first one's rows win. A folder that is not there is none. Reads
 * files: belongs on a thread. Errors: GB_CHECK_DATA_ERROR, G_IO_ERROR. */
GbCheckData *gb_check_data_new (const char *const *folders, GError **error);
/* The same with tables that did not come out of a folder: those of the office's portal. Their rows
 * win over all others. files: (nullable) (element-type GbCheckFile). */
GbCheckData *
gb_check_data_new_with_files (const char *const *folders, GPtrArray *files, GError **error);
/* What the program ships, without any office's: made at the first call and kept. (transfer full) */
GbCheckData *gb_check_data_ref_shipped (void);
GbCheckData *gb_check_data_ref (GbCheckData *self);
void gb_check_data_unref (GbCheckData *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbCheckData, gb_check_data_unref)
/* "gongbao/check" below the XDG data folders, the person's first: (transfer full). */
char **gb_check_data_dup_folders (void);

/* (transfer none): an empty table if there is none of that name. */
const GbCheckTable *gb_check_data_get_table (GbCheckData *self, const char *name);
/* A row of the table "settings". (transfer none): "" if there is none. */
const char *gb_check_data_get_setting (GbCheckData *self, const char *name);
/* The same as a number: fallback if it is none, or above max. */
guint gb_check_data_get_number (GbCheckData *self, const char *name, guint fallback, guint max);
/* Something compiled from tables (an automaton, an index), made at the first call, freed with the
 * data. name: static. build runs once; other threads wait. It may call this function itself. */
gconstpointer gb_check_data_get_compiled (GbCheckData *self,
                                          const char *name,
                                          gpointer (*build) (GbCheckData *data),
                                          GDestroyNotify free_func);

G_END_DECLS
