/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The way into the module of the document page. */

#include "config.h"

#include "document/gb-page-module.h"

const GbPageModule gb_page_module = {
  .create = gb_document_page_new,
  .open = gb_document_page_open,
  .flush_async = gb_document_page_flush_async,
  .flush_finish = gb_document_page_flush_finish,
  .get_actions = gb_document_page_get_actions,
  .get_header_bar = gb_document_page_get_header_bar,
  .move_focus = gb_document_page_move_focus,
  .get_accelerators = gb_document_page_get_accelerators,
};
