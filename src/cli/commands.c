/* SPDX-License-Identifier: GPL-3.0-or-later */
/* commands.c - all commands, in the order of docs/manual/commands.md. */
#include "cli/command.h"

extern const struct command cmd_init, cmd_import_claims, cmd_undo, cmd_claim_add, cmd_member_add,
	cmd_list_add, cmd_list_diff, cmd_list_editions, cmd_list_import, cmd_list_look,
	cmd_list_map, cmd_list_mentions, cmd_list_remap, cmd_list_show, cmd_list_undo,
	cmd_member_list, cmd_member_revoke, cmd_show, cmd_list, cmd_search, cmd_timeline,
	cmd_conflicts, cmd_adopt, cmd_figure_list, cmd_figure_show, cmd_figure_define,
	cmd_report_situation, cmd_serve, cmd_date, cmd_names_compare, cmd_estimate_cells,
	cmd_estimate_figure, cmd_link_files, cmd_link_guess, cmd_check, cmd_rebuild, cmd_proof,
	cmd_bundle, cmd_log_policy, cmd_log_export, cmd_log_checkpoint, cmd_log_consistency,
	cmd_witness_key, cmd_witness_trust, cmd_witness_request, cmd_witness_add,
	cmd_witness_submit, cmd_witness_add_log, cmd_witness_answer, cmd_witness_serve,
	cmd_witness_status, cmd_stamp, cmd_sync, cmd_export_claims, cmd_passphrase_add,
	cmd_passphrase_list, cmd_passphrase_remove, cmd_help, cmd_version, cmd_evidence_add,
	cmd_evidence_import, cmd_evidence_list, cmd_evidence_show, cmd_evidence_examine,
	cmd_evidence_get, cmd_evidence_custody, cmd_evidence_scrub;

extern const struct command cmd_link_clusters, cmd_link_decide, cmd_link_draws, cmd_link_evaluate,
	cmd_link_move, cmd_link_review, cmd_link_run, cmd_link_sample, cmd_link_show,
	cmd_link_split, cmd_link_undo;

extern const struct command cmd_backup, cmd_compartment_admit, cmd_compartment_list,
	cmd_compartment_remove, cmd_log_accept_fork, cmd_witness_distrust, cmd_log_epoch,
	cmd_log_retire_key, cmd_log_rotate_key, cmd_member_rotate, cmd_recovery_create,
	cmd_recovery_open, cmd_shred, cmd_site_invite, cmd_site_list;

extern const struct command cmd_nowcast, cmd_rate, cmd_rate_series, cmd_rate_table, cmd_scan,
	cmd_surge_series;

extern const struct command cmd_figure_export, cmd_figure_rerun, cmd_figure_series,
	cmd_surge_assign, cmd_surge_explain, cmd_surge_figure;

const struct command *const COMMANDS[] = {
	&cmd_init,
	&cmd_import_claims,
	&cmd_claim_add,
	&cmd_undo,

	&cmd_evidence_add,
	&cmd_evidence_import,
	&cmd_evidence_list,
	&cmd_evidence_show,
	&cmd_evidence_examine,
	&cmd_evidence_get,
	&cmd_evidence_custody,
	&cmd_evidence_scrub,

	&cmd_show,
	&cmd_list_add,
	&cmd_list_map,
	&cmd_list_remap,
	&cmd_list_import,
	&cmd_list_show,
	&cmd_list_editions,
	&cmd_list_diff,
	&cmd_list_mentions,
	&cmd_list_undo,
	&cmd_list_look, /* before `list`, which takes any word */
	&cmd_list,
	&cmd_search,
	&cmd_timeline,
	&cmd_date,
	&cmd_names_compare,
	&cmd_link_files,
	&cmd_link_guess,
	&cmd_link_run,
	&cmd_link_review,
	&cmd_link_show,
	&cmd_link_decide,
	&cmd_link_undo,
	&cmd_link_clusters,
	&cmd_link_split,
	&cmd_link_move,
	&cmd_link_sample,
	&cmd_link_evaluate,
	&cmd_link_draws,

	&cmd_estimate_cells,
	&cmd_estimate_figure, /* takes any word */
	&cmd_surge_series,
	&cmd_surge_assign,
	&cmd_surge_explain,
	&cmd_surge_figure, /* takes any word */
	&cmd_rate_series,  /* before `rate`, which takes any word */
	&cmd_rate_table,
	&cmd_rate,
	&cmd_nowcast,
	&cmd_scan,

	&cmd_conflicts,
	&cmd_adopt,

	&cmd_figure_define,
	&cmd_figure_list,
	&cmd_figure_show,
	&cmd_figure_series,
	&cmd_figure_export,
	&cmd_figure_rerun,
	&cmd_report_situation,
	&cmd_serve,

	&cmd_check,
	&cmd_rebuild,
	&cmd_proof,
	&cmd_bundle,

	&cmd_log_checkpoint,
	&cmd_log_export,
	&cmd_log_consistency,
	&cmd_log_policy,
	&cmd_log_rotate_key,
	&cmd_log_retire_key,
	&cmd_log_epoch,
	&cmd_log_accept_fork,
	&cmd_witness_trust,
	&cmd_witness_distrust,
	&cmd_witness_request,
	&cmd_witness_add,
	&cmd_witness_submit,
	&cmd_witness_status,
	&cmd_witness_key,
	&cmd_witness_add_log,
	&cmd_witness_answer,
	&cmd_witness_serve,
	&cmd_stamp,
	&cmd_sync,
	&cmd_site_invite,
	&cmd_site_list,
	&cmd_backup,

	&cmd_export_claims,

	&cmd_member_add,
	&cmd_member_list,
	&cmd_member_revoke,
	&cmd_member_rotate,
	&cmd_passphrase_add,
	&cmd_passphrase_list,
	&cmd_passphrase_remove,
	&cmd_recovery_create,
	&cmd_recovery_open,
	&cmd_compartment_list,
	&cmd_compartment_admit,
	&cmd_compartment_remove,
	&cmd_shred,

	&cmd_help,
	&cmd_version,
	NULL,
};
