/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/gb-check.h"
#include "editor/gb-editor-view.h"

G_BEGIN_DECLS

/* One finding as the page is told of it. */
typedef struct {
  const char *block; /* the id of a block; "" for the title */
  guint offset_chars;
  guint length_chars; /* 0: the whole block */
  GbFindingLevel level;
  const char *text; /* what stands there; "" for a whole block */
} GbEditorFinding;

/* What is to be put in the place of one. */
typedef struct {
  guint number;
  const char *fix; /* "" takes it out */
} GbEditorMend;

/**
 * GbEditorFindings:
 *
 * The findings of the checker in the text of an editor: underlined by the page, gone to, mended.
 * Each has a number, which no other one ever has.
 *
 * Properties: "current" (guint, read-only: the number of the finding with the caret; 0 for none).
 */
#define GB_TYPE_EDITOR_FINDINGS (gb_editor_findings_get_type ())
G_DECLARE_FINAL_TYPE (GbEditorFindings, gb_editor_findings, GB, EDITOR_FINDINGS, GObject)

/* view: borrowed; has to live as long. */
GbEditorFindings *gb_editor_findings_new (GbEditorView *view);

/* Takes the place of what was shown before. What the page does not find there any more it leaves
 * out; while an input method composes it waits. Returns: the number of the first one; the others
 * follow in their order. */
guint
gb_editor_findings_show (GbEditorFindings *self, const GbEditorFinding *findings, guint n_findings);
guint gb_editor_findings_get_current (GbEditorFindings *self);

/* Selects a finding and scrolls to it; nothing happens if it is not in the text any more. */
void gb_editor_findings_go_to (GbEditorFindings *self, guint number);
/* Goes to the next finding (1) or the previous one (-1), round the end of the text. */
void gb_editor_findings_step_async (GbEditorFindings *self,
                                    int direction,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
/* out_number: (out): 0 when there is nothing to go to. */
gboolean gb_editor_findings_step_finish (GbEditorFindings *self,
                                         GAsyncResult *result,
                                         guint *out_number,
                                         GError **error);
/* Mends several in one step of undo. One whose text was changed since is refused. */
void gb_editor_findings_mend_async (GbEditorFindings *self,
                                    const GbEditorMend *mends,
                                    guint n_mends,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean gb_editor_findings_mend_finish (GbEditorFindings *self,
                                         GAsyncResult *result,
                                         guint *out_n_mended,
                                         guint *out_n_refused,
                                         GError **error);

/* For GbEditor. */
void gb_editor_findings_set_ready (GbEditorFindings *self, gboolean ready);
/* Another text was loaded: nothing is known about it. */
void gb_editor_findings_clear (GbEditorFindings *self);
/* The page begins anew with the same text. */
void gb_editor_findings_restart (GbEditorFindings *self);
void gb_editor_findings_update (GbEditorFindings *self, GVariant *state);

G_END_DECLS
