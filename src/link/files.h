/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * files.h - the whole on plain files: tables in, clusters and pairs out, for people who have no vault.
 *
 * Tables are read as intake/table.h reads them: CSV, TSV, XLSX, ODS and JSON in any encoding, by vigil-worker.
 * Nothing is read halfway: a table with a broken row is refused with its place. Outputs are written beside
 * their names first and put in place together, when all are whole.
 */
#ifndef VIGIL_LINK_FILES_H
#define VIGIL_LINK_FILES_H

#include "intake/table.h"
#include "link/config.h"

/* How tables are read: options of all of them, such as an encoding that was not found. */
struct link_input {
	const struct worker *worker;
	struct table_options options;
	int threads; /* as link_options.threads */
};
struct link_table { /* one file */
	struct str path;
	struct str list; /* its name without folder and ending */
	struct table_look look;
	struct table_faults faults; /* all that is not as it should be; `stopping`: it is refused */
	int64_t rows;
};
struct link_tables {
	struct link_set *set;
	struct link_table *tables;
	size_t n;
	struct link_warning
		*notes; /* columns that some file does not have, values that could not be read */
	size_t n_notes;
};

/* Open and look at one file; *ret_fd is for the caller to close. A table of text is not looked at to its end. */
int link_table_look(const struct link_input *in, struct str path, struct arena *a,
		    struct link_table *ret, int *ret_fd, struct err *e) MUST_USE;
/*
 * Read tables into a set. `names` are paths; the list of a file without list column is link_table.list.
 * ERR_INPUT: a table is broken, lacks what the config names, or two records have one id: with row and column;
 * ERR_TOOBIG: more records than can be compared or than the memory of this machine holds, said before reading.
 * Faults so far are in `ret` in any case. All in `a`.
 */
int link_files_read(const struct link_config *c, const struct link_input *in,
		    const struct str *names, size_t n, struct arena *a, struct link_tables *ret,
		    struct err *e) MUST_USE;

/* `record_id,cluster_id`: a cluster is called by the least id in it, bytewise. */
void link_files_put_clusters(const struct link_result *r, struct buf *b);
/* `record_id_1,record_id_2,probability,weight_bits`, in the order of records. */
void link_files_put_pairs(const struct link_result *r, struct buf *b);

struct link_output {
	struct str path; /* empty: not written */
	struct str content;
};
/* All or none: everything is on the disk before the first name is taken. */
int link_files_write(const struct link_output *out, size_t n, struct err *e) MUST_USE;

#endif
