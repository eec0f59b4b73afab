/*
 * catalogue — OUT/catalogue.csv: one line for each input, by path.
 *
 * RFC 4180, UTF-8. In a path, control characters and bytes that are no UTF-8 stand as \xNN. Columns: path, sha256,
 * name, stated_body, stated_year (what a manifest says), body, kind, period ("2025-2027"), pages, tables, records, the findings by status, pages_unread,
 * figures_checked, figures_agreeing, figures_accused, outcome (a word of answer.h), seconds, failed (the stage, where
 * there are no records), reason (sp_answer_code: why there are none, or what kept a page from being read).
 */
#ifndef SPUNTA_BULK_CATALOGUE_H
#define SPUNTA_BULK_CATALOGUE_H

#include "bulk/ledger.h"

enum sp_status sp_catalogue_write(struct sp_store *store, const struct sp_ledger *ledger);

#endif
