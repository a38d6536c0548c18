/* SPDX-License-Identifier: GPL-3.0-or-later */
/* digest.c - a hash of all that is shown: the same at every site that has the same entries. */
#include "register/record_priv.h"
#include "register/register_priv.h"

/*
 * Nothing here depends on the order of arrival or on ids of this view: rows come in the order of
 * entries, entities are named by their uuids, entries by their numbers and conflicts by their idents.
 * Left out: `search` and its row numbers, which follow from `field`, `mention_search`, which follows from versions, and card.changed, which tells when
 * and not what.
 *
 * `columns` says what each column is: E an entity, P the place of an entry, F a field, i a number, s text
 * or bytes. Each is hashed as a byte that says whether it is there, its length and its bytes.
 */
struct table {
	struct sql sql;
	const char *columns;
};
static const struct table TABLES[] = {
	{ SQL("SELECT uuid, kind, no, key, first FROM entity ORDER BY id"), "ssisP" },
	{ SQL("SELECT pos, at, claim, kind, subject, source, via, document, source_date, reliability, batch,"
	      " row, recorder, recorded_ms, digest, has_sealed, body, retracted FROM statement ORDER BY pos"),
	  "PissEEEEssPssisisP" },
	{ SQL("SELECT id, subject, source, property, type, value, quals, same, lo, hi, ref, when_lo, when_hi,"
	      " when_text, place, scope, basis, position, retracted FROM field ORDER BY id"),
	  "FEEsssssiiEiisssssP" },
	{ SQL("SELECT entity, kind, label, label_lang, label_fa, sort, status, date, date_lo, date_hi, place,"
	      " province, charge, sources, claims, conflicts, certainty, first, last FROM card ORDER BY entity"),
	  "EsssssssiiEssiiiiPP" },
	{ SQL("SELECT person, event, status, rank, ends, date, date_lo, date_hi FROM stage"
	      " ORDER BY person, event"),
	  "EEsiisii" },
	{ SQL("SELECT pos, subject, property, field, reason, undone FROM adoption ORDER BY pos"),
	  "PEsFsP" },
	{ SQL("SELECT ident, kind, subject, property, decided FROM conflict ORDER BY ident"),
	  "ssEsP" },
	{ SQL("SELECT c.ident, s.side, s.field FROM conflict_side s JOIN conflict c ON c.id = s.conflict"
	      " ORDER BY c.ident, s.side, s.field"),
	  "siF" },
	{ SQL("SELECT pos, figure, rule FROM figure_rule ORDER BY pos"), "PEs" },
	{ SQL("SELECT pos, list, date, day, file, sheet, rows, mapping, twin, rank, retracted FROM edition"
	      " ORDER BY pos"),
	  "PEsissisPiP" },
	{ SQL("SELECT id, list, same_as, edition, row, version, stands FROM mention ORDER BY id"),
	  "EEEPiPi" },
	{ SQL("SELECT pos, mention, edition, row, cells, label, naming FROM mention_version"
	      " ORDER BY pos"),
	  "PEPissi" },
	{ SQL("SELECT edition, row, mention, version FROM edition_row ORDER BY edition, row"),
	  "PiEP" },
	{ SQL("SELECT pos, edition, mapping, retracted FROM mapping_change ORDER BY pos"), "PPsP" },
	{ SQL("SELECT pos, a, b, says, round, reason, ppm, bits, model, seen_a, seen_b, retracted"
	      " FROM link_decision ORDER BY pos"),
	  "PEEsssiisPPP" },
	{ SQL("SELECT pos, n, run, record, person, bits FROM assignment ORDER BY pos, n"),
	  "PiPEEi" },
	{ SQL("SELECT record, direct, person, bits FROM belongs ORDER BY record"), "EEEi" },
	{ SQL("SELECT pos, n, run, base, a, b, bits, ppm, levels, rarity, place, effect, published, flagged, over"
	      " FROM run_pair ORDER BY pos, n"),
	  "PiPPEEiissiiiii" },
	{ SQL("SELECT run, base, retracted FROM run_part ORDER BY run"), "PPP" },
	{ SQL("SELECT run, record FROM run_record ORDER BY run, record"), "PE" },
	{ SQL("SELECT run, edition FROM run_edition ORDER BY run, edition"), "PP" },
	{ SQL("SELECT pos, run, n, text FROM run_model ORDER BY pos"), "PPis" },
};
static const struct sql UUIDS = SQL("SELECT id, uuid FROM entity ORDER BY id");
static const struct sql NUMBERS = SQL("SELECT pos, seq FROM statement ORDER BY pos");

/* What ids and places stand for; both begin at 1 and have no gaps, as rows never leave these tables. In a
 * damaged view they may: it is hashed all the same, since making it again begins with its hash. */
struct names {
	struct id *uuid;
	size_t n_uuid, cap_uuid;
	int64_t *seq;
	size_t n_seq, cap_seq;
};

static void *room(void *p, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return p;
	*cap = *cap ? *cap * 2 : 1024;
	p = mem_need(realloc(p, *cap * size));
	return p;
}

static void names_done(struct names *n)
{
	free(n->uuid);
	free(n->seq);
}

static int names_load(struct store *st, struct names *n, struct err *e)
{
	AUTO_STMT *uuids = NULL;
	AUTO_STMT *numbers = NULL;
	bool more = true;
	TRY(store_stmt(st, &UUIDS, &uuids, e));
	for (;;) {
		TRY(stmt_next(uuids, &more, e));
		if (!more || col_int(uuids, 0) != (int64_t)n->n_uuid + 1)
			break;
		n->uuid = room(n->uuid, n->n_uuid, &n->cap_uuid, sizeof *n->uuid);
		TRY(col_blob(uuids, 1, n->uuid[n->n_uuid++].b, ID_LEN, e));
	}
	TRY(store_stmt(st, &NUMBERS, &numbers, e));
	for (;;) {
		TRY(stmt_next(numbers, &more, e));
		if (!more || col_int(numbers, 0) != (int64_t)n->n_seq + 1)
			return 0;
		n->seq = room(n->seq, n->n_seq, &n->cap_seq, sizeof *n->seq);
		n->seq[n->n_seq++] = col_int(numbers, 1);
	}
}

static void hash_bytes(struct hasher *h, const void *p, size_t n)
{
	uint8_t head[9] = { p != NULL };
	for (int k = 0; k < 8; k++)
		head[k + 1] = (uint8_t)((uint64_t)n >> (8 * k));
	hasher_add(h, head, sizeof head);
	hasher_add(h, p, n);
}

static void hash_number(struct hasher *h, int64_t v)
{
	uint8_t b[8];
	for (int k = 0; k < 8; k++)
		b[k] = (uint8_t)((uint64_t)v >> (8 * k));
	hash_bytes(h, b, sizeof b);
}

/* Of place 0, which is none, and of what there is not: -1. */
static int64_t seq_at(const struct names *n, int64_t pos)
{
	return pos > 0 && (size_t)pos <= n->n_seq ? n->seq[pos - 1] : -1;
}

static void hash_column(struct stmt *q, int i, char what, const struct names *n, struct hasher *h)
{
	if (col_is_null(q, i)) {
		hash_bytes(h, NULL, 0);
		return;
	}
	int64_t v = what == 's' ? 0 : col_int(q, i);
	if (what == 's') {
		struct str s = col_str(q, i);
		hash_bytes(h, s.p, s.n);
	} else if (what == 'E') {
		bool there = v > 0 && (size_t)v <= n->n_uuid;
		hash_bytes(h, there ? n->uuid[v - 1].b : NULL, there ? ID_LEN : 0);
	} else if (what == 'P') {
		hash_number(h, seq_at(n, v));
	} else if (what == 'F') {
		hash_number(h, seq_at(n, v / FIELDS_PER_CLAIM));
		hash_number(h, v % FIELDS_PER_CLAIM);
	} else {
		hash_number(h, v);
	}
}

static int digest_rows(struct store *st, const struct table *t, const struct names *n,
		       struct hasher *h, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool more = true;
	TRY(store_stmt(st, &t->sql, &q, e));
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		for (int i = 0; t->columns[i]; i++)
			hash_column(q, i, t->columns[i], n, h);
	}
}

int reg_view_digest(void *ctx, struct store *st, struct hash *ret, struct err *e)
{
	AUTO(names_done) struct names n = { 0 };
	struct hasher *h = hasher_new();
	int rc = names_load(st, &n, e);
	(void)ctx;
	for (size_t i = 0; rc == 0 && i < COUNT(TABLES); i++)
		rc = digest_rows(st, &TABLES[i], &n, h, e);
	if (rc < 0)
		hasher_free(h);
	else
		*ret = hasher_end(h);
	return rc;
}
