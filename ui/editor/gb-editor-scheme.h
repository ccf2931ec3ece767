/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <webkit2/webkit2.h>

G_BEGIN_DECLS

#define GB_EDITOR_SCHEME "gb-editor"
/* What the page takes itself for. */
#define GB_EDITOR_URI GB_EDITOR_SCHEME "://page/index.html"

/* Serves the images of the draft. Once for each context. */
void gb_editor_scheme_register (WebKitWebContext *context);

G_END_DECLS
