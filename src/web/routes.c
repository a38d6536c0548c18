/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * routes.c - the map: every address, who may, and the page that answers. docs/manual/pages.md says
 * what each is for. `*` stands for one segment of the path, `**` at its
 * end for one or more.
 */
#include "web/routes.h"

const struct route ROUTES[] = {
	/* the frame */
	{ HTTP_GET, "/", MAY_MEMBER, page_today, 0 },
	{ HTTP_GET, "/unlock", MAY_ANYONE, page_unlock, 0 },
	{ HTTP_POST, "/unlock", MAY_ANYONE, page_unlock_post, 0 },
	{ HTTP_POST, "/lock", MAY_MEMBER, page_lock_post, 0 },
	{ HTTP_GET, "/lang", MAY_ANYONE, page_lang, 0 },
	{ HTTP_GET, "/assets/**", MAY_ANYONE, page_asset, 0 },

	/* looking */
	{ HTTP_GET, "/register", MAY_MEMBER, page_register, 0 },
	/* entities, claims, conflicts */
	{ HTTP_GET, "/person/*", MAY_MEMBER, page_person, 0 },
	{ HTTP_GET, "/event/*", MAY_MEMBER, page_event, 0 },
	{ HTTP_GET, "/source/*", MAY_MEMBER, page_source, 0 },
	{ HTTP_GET, "/place/*", MAY_MEMBER, page_place, 0 },
	{ HTTP_GET, "/entity/*", MAY_MEMBER, page_entity_any, 0 },
	{ HTTP_GET, "/claim/*", MAY_MEMBER, page_claim, 0 },
	{ HTTP_GET, "/proof/*", MAY_MEMBER, page_proof, 0 },
	{ HTTP_GET, "/conflicts", MAY_MEMBER, page_conflicts, 0 },
	{ HTTP_GET, "/conflict/*", MAY_MEMBER, page_conflict, 0 },
	{ HTTP_POST, "/conflict/*", MAY_EDITOR, page_conflict_post, 0 },
	/* evidence */
	{ HTTP_GET, "/evidence", MAY_MEMBER, page_evidence_list, 0 },
	{ HTTP_GET, "/evidence/*", MAY_MEMBER, page_evidence, 0 },
	{ HTTP_GET, "/copy/**", MAY_MEMBER, page_copy, 0 },
	{ HTTP_POST, "/original/*", MAY_MEMBER, page_original_post, 0 },
	/* lists of others */
	{ HTTP_GET, "/lists", MAY_MEMBER, page_lists, 0 },
	{ HTTP_GET, "/lists/add", MAY_MEMBER, page_list_add, 0 },
	{ HTTP_POST, "/lists/add", MAY_MEMBER, page_list_add_post, 0 },
	{ HTTP_GET, "/lists/import", MAY_MEMBER, page_list_import, 0 },
	{ HTTP_POST, "/lists/import", MAY_MEMBER, page_list_import_post, ROUTE_FILES },
	{ HTTP_GET, "/lists/import/run", MAY_MEMBER, page_list_run, 0 },
	{ HTTP_POST, "/lists/import/run", MAY_MEMBER, page_list_run_post, 0 },
	{ HTTP_GET, "/list/*", MAY_MEMBER, page_list, 0 },
	{ HTTP_GET, "/mentions", MAY_MEMBER, page_mentions, 0 },
	{ HTTP_GET, "/mention/*", MAY_MEMBER, page_mention, 0 },
	/* who is one person */
	{ HTTP_GET, "/review", MAY_MEMBER, page_review, 0 },
	{ HTTP_GET, "/match/**", MAY_MEMBER, page_match, 0 },
	{ HTTP_POST, "/match/**", MAY_MEMBER, page_match_post, 0 },
	{ HTTP_GET, "/cluster/*", MAY_MEMBER, page_cluster, 0 },
	{ HTTP_POST, "/cluster/*", MAY_EDITOR, page_cluster_post, 0 },
	{ HTTP_GET, "/linkage", MAY_MEMBER, page_linkage, 0 },
	{ HTTP_POST, "/linkage", MAY_EDITOR, page_linkage_post, 0 },
	/* figures, adding, import */
	{ HTTP_GET, "/figures", MAY_MEMBER, page_figures, 0 },
	{ HTTP_GET, "/figure/*", MAY_MEMBER, page_figure, 0 },
	{ HTTP_GET, "/estimate", MAY_MEMBER, page_estimate, 0 },
	{ HTTP_POST, "/estimate", MAY_MEMBER, page_estimate_post, 0 },
	{ HTTP_GET, "/warnings", MAY_MEMBER, page_warnings, 0 },
	{ HTTP_GET, "/warning", MAY_MEMBER, page_warning, 0 },
	{ HTTP_POST, "/warning", MAY_MEMBER, page_warning_post, 0 },
	{ HTTP_GET, "/add/claim", MAY_MEMBER, page_add_claim, 0 },
	{ HTTP_POST, "/add/claim", MAY_MEMBER, page_add_claim_post, ROUTE_FILES },
	{ HTTP_GET, "/add/event", MAY_MEMBER, page_add_event, 0 },
	{ HTTP_POST, "/add/event", MAY_MEMBER, page_add_event_post, ROUTE_FILES },
	{ HTTP_GET, "/add/evidence", MAY_MEMBER, page_add_evidence, 0 },
	{ HTTP_POST, "/add/evidence", MAY_MEMBER, page_add_evidence_post, ROUTE_FILES },
	{ HTTP_GET, "/import", MAY_MEMBER, page_import, 0 },
	{ HTTP_POST, "/import", MAY_MEMBER, page_import_post, 64 << 20 },
	{ HTTP_GET, "/import/*", MAY_MEMBER, page_batch, 0 },
	{ HTTP_POST, "/undo/*", MAY_EDITOR, page_undo_post, 0 },
	{ HTTP_GET, "/history", MAY_MEMBER, page_history, 0 },
	{ HTTP_GET, "/logs", MAY_MEMBER, page_logs, 0 },

	/* checking */
	{ HTTP_GET, "/verify", MAY_ANYONE, page_verify, 0 },
	{ HTTP_POST, "/verify", MAY_ANYONE, page_verify_post, (64 << 20) + (1 << 20) },
	{ 0 },
};
