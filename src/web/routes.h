/* SPDX-License-Identifier: GPL-3.0-or-later */
/* routes.h - the handlers that routes.c lists; each page file includes this for its own. */
#ifndef VIGIL_WEB_ROUTES_H
#define VIGIL_WEB_ROUTES_H

#include "web/page.h"

page_run page_today, page_unlock, page_unlock_post, page_lock_post, page_lang, page_asset;
page_run page_register, page_history, page_logs, page_verify, page_verify_post;
/* B */
page_run page_person, page_event, page_source, page_place, page_entity_any, page_claim, page_proof;
page_run page_conflicts, page_conflict, page_conflict_post;
/* C */
page_run page_warnings, page_warning, page_warning_post, page_estimate, page_estimate_post;
page_run page_figures, page_figure, page_add_claim, page_add_claim_post, page_add_event;
page_run page_add_event_post, page_import, page_import_post, page_batch, page_undo_post;

/* lists and linking */
page_run page_lists, page_list, page_mention, page_mentions, page_list_add, page_list_add_post;
page_run page_list_import, page_list_import_post, page_list_run, page_list_run_post;
page_run page_review, page_match, page_match_post, page_cluster, page_cluster_post;
page_run page_linkage, page_linkage_post;

/* evidence */
page_run page_evidence_list, page_evidence, page_copy, page_original_post;
page_run page_add_evidence, page_add_evidence_post;

#endif
