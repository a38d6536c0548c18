/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stamp_ots.c - proofs by OpenTimestamps: asking calendars, merging what they know later, block headers.
 *
 * The question that waits is one setting: `<site> <size> <nonce in hex>`.
 */
#include "evidence/stamp_priv.h"

#include <string.h>

#include "base/bytes.h"
#include "ledger/note.h"

static const struct sql HEADS =
	SQL("SELECT size, note FROM ledger_checkpoint WHERE site = :site ORDER BY size DESC");

static const char WAITING[] = "stamp calendar";

/* ---- storing ------------------------------------------------------------------------ */

static int write_proof(const struct ots_proof *p, struct arena *a, struct str *ret, struct err *e)
{
	AUTO_BUF b = { 0 };
	buf_init(&b, OTS_MAX);
	ots_write(&b, p);
	TRY(buf_check(&b, e));
	*ret = buf_copy(&b, a);
	return 0;
}

/* Into the proof kept for this checkpoint, or as its first. Inside a transaction. */
static int keep(struct vault *v, int64_t site, int64_t size, const struct ots_proof *p,
		struct arena *a, int64_t *ret_id, struct err *e)
{
	struct stamp *list;
	struct str bytes;
	size_t n;
	TRY(stamp_list(v, site, size, a, &list, &n, e));
	for (size_t i = 0; i < n; i++) {
		struct ots_proof kept;
		if (list[i].kind != STAMP_OTS)
			continue;
		TRY(ots_read(list[i].token, a, &kept, e));
		TRY(ots_merge(&kept, p, a, e));
		TRY(write_proof(&kept, a, &bytes, e));
		*ret_id = list[i].id;
		return stamp_set_token(v, list[i].id, bytes, e);
	}
	struct stamp s = { .site = site, .size = size, .kind = STAMP_OTS };
	TRY(write_proof(p, a, &s.token, e));
	TRY(stamp_insert(v, &s, e));
	*ret_id = s.id;
	return 0;
}

/* ---- a calendar is asked ---------------------------------------------------------------- */

int stamp_ots_request(struct vault *v, struct arena *a, struct hash *ret, int64_t *ret_size,
		      struct err *e)
{
	uint8_t nonce[OTS_NONCE_LEN];
	struct str text;
	struct hash file;
	int64_t size;
	TRY(stamp_head(v, a, &size, &text, e));
	random_bytes(nonce, sizeof nonce);
	struct str hex = hex_str(a, nonce, sizeof nonce);
	TRY(vault_setting_put(v, WAITING,
			      str_printf(a, "%lld %lld %.*s", (long long)vault_site(v),
					 (long long)size, STR_FMT(hex)),
			      e));
	file = hash_of(text);
	ots_blind(&file, nonce, ret);
	*ret_size = size;
	return 0;
}

static int waiting(struct vault *v, struct arena *a, int64_t *ret_site, int64_t *ret_size,
		   uint8_t nonce[static OTS_NONCE_LEN], struct err *e)
{
	struct str s;
	struct str site;
	struct str size;
	TRY(stamp_setting(v, WAITING, a, &s, e));
	if (s.n == 0)
		return err_set(e, ERR_NOTFOUND,
			       "no calendar was asked: `--ots-request` makes the question");
	s = str_cut(s, ' ', &site);
	s = str_cut(s, ' ', &size);
	if (!str_to_int(site, ret_site) || !str_to_int(size, ret_size) ||
	    !hex_decode(nonce, OTS_NONCE_LEN, s))
		return err_set(e, ERR_CORRUPT,
			       "the question to a calendar that is kept is damaged");
	return 0;
}

int stamp_ots_response(struct vault *v, struct str answer, struct arena *a, int64_t *ret_id,
		       struct err *e)
{
	AUTO_TX tx = { 0 };
	uint8_t nonce[OTS_NONCE_LEN];
	struct ots_proof p;
	struct hash file;
	struct str text;
	int64_t site;
	int64_t size;
	TRY(tx_begin(&tx, vault_store(v), e));
	TRY(waiting(v, a, &site, &size, nonce, e));
	TRY(stamp_text(v, site, size, a, &text, e));
	file = hash_of(text);
	TRY(ots_from_calendar(&file, nonce, answer, a, &p, e));
	TRY(keep(v, site, size, &p, a, ret_id, e));
	return tx_commit(&tx, e);
}

/* ---- upgrades ------------------------------------------------------------------------------ */

/* The checkpoint of ours whose text has this hash. */
static int head_of(struct vault *v, const struct hash *file, int64_t *ret_size, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_STMT *q = NULL;
	TRY(store_stmt(vault_store(v), &HEADS, &q, e));
	bind_int(q, ":site", vault_site(v));
	for (;;) {
		struct note n;
		struct hash h;
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		TRY(note_parse(col_str(q, 1), a, &n, e));
		h = hash_of(n.text);
		*ret_size = col_int(q, 0);
		if (hash_eq(&h, file))
			return 0;
		arena_clear(a);
	}
	return err_set(e, ERR_NOTFOUND,
		       "this proof is of no checkpoint of this log (of its text, three lines)");
}

int stamp_ots_merge(struct vault *v, struct str proof, struct arena *a, int64_t *ret_id,
		    struct err *e)
{
	AUTO_TX tx = { 0 };
	struct ots_proof p;
	int64_t size;
	TRY(ots_read(proof, a, &p, e));
	TRY(tx_begin(&tx, vault_store(v), e));
	TRY(head_of(v, &p.file, &size, e));
	TRY(keep(v, vault_site(v), size, &p, a, ret_id, e));
	return tx_commit(&tx, e);
}

static bool leads_to_block(const struct ots_node *node)
{
	for (const struct ots_attestation *t = node->attestations; t; t = t->next)
		if (t->kind == OTS_KIND_BITCOIN)
			return true;
	for (const struct ots_op *op = node->ops; op; op = op->next)
		if (leads_to_block(op->to))
			return true;
	return false;
}

/* What a calendar attests is still a question when no block is reached from its message. */
static bool answered(const struct ots_node *node, struct str msg)
{
	if (str_eq(node->msg, msg) && leads_to_block(node))
		return true;
	for (const struct ots_op *op = node->ops; op; op = op->next)
		if (answered(op->to, msg))
			return true;
	return false;
}

static int pending_of(const struct stamp *s, struct arena *a, struct stamp_pending **ret,
		      size_t *ret_n, struct err *e)
{
	struct ots_proof p;
	struct ots_end *ends;
	size_t n;
	TRY(ots_read(s->token, a, &p, e));
	ots_ends(&p, a, &ends, &n);
	*ret = NEW_N(a, n, struct stamp_pending);
	*ret_n = 0;
	for (size_t i = 0; i < n; i++)
		if (ends[i].attestation->kind == OTS_KIND_CALENDAR &&
		    !answered(p.root, ends[i].msg))
			(*ret)[(*ret_n)++] = (struct stamp_pending){
				.id = s->id, .uri = ends[i].attestation->uri, .msg = ends[i].msg
			};
	return 0;
}

int stamp_ots_pending(struct vault *v, struct arena *a, struct stamp_pending **ret, size_t *ret_n,
		      struct err *e)
{
	struct stamp *all;
	size_t n_all;
	struct stamp_pending *list = NULL;
	size_t n = 0;
	TRY(stamp_all(v, a, &all, &n_all, e));
	for (size_t i = 0; i < n_all; i++) {
		struct stamp_pending *more;
		size_t n_more;
		if (all[i].kind != STAMP_OTS)
			continue;
		TRY(pending_of(&all[i], a, &more, &n_more, e));
		struct stamp_pending *both = NEW_N(a, n + n_more, struct stamp_pending);
		if (n)
			memcpy(both, list, n * sizeof *both);
		if (n_more)
			memcpy(both + n, more, n_more * sizeof *both);
		list = both;
		n += n_more;
	}
	*ret = list;
	*ret_n = n;
	return 0;
}

int stamp_ots_answer(struct vault *v, int64_t id, struct str msg, struct str answer,
		     struct arena *a, struct err *e)
{
	AUTO_TX tx = { 0 };
	struct ots_proof p;
	struct stamp s;
	struct str bytes;
	TRY(tx_begin(&tx, vault_store(v), e));
	TRY(stamp_get(v, id, a, &s, e));
	TRY(ots_read(s.token, a, &p, e));
	TRY(ots_upgrade(&p, msg, answer, a, e));
	TRY(write_proof(&p, a, &bytes, e));
	TRY(stamp_set_token(v, id, bytes, e));
	return tx_commit(&tx, e);
}

/* ---- block headers -------------------------------------------------------------------------- */

/* The header that verifies a proof, as the line by which it is kept. */
static bool header_line(const struct ots_proof *p, const struct hash *file,
			const struct ots_header *h, struct arena *a, struct str *ret)
{
	struct ots_headers one = { .list = NEW(a, struct ots_header), .n = 1 };
	struct ots_verdict v;
	one.list[0] = *h;
	if (ots_verify(p, file, &one, a, &v, NULL) < 0 || v.state != OTS_VERIFIED)
		return false;
	*ret = str_printf(a, "%lld %s\n", (long long)v.height, hex_str(a, h->b, OTS_HEADER_LEN).p);
	return true;
}

/* Judge one proof by all headers, and keep the line of the one it needs. */
static int use_headers(struct vault *v, const struct stamp *s, const struct ots_headers *hs,
		       struct arena *a, struct str *lines, bool *ret_good, struct err *e)
{
	struct ots_proof p;
	struct ots_verdict verdict;
	struct hash file;
	struct str data;
	struct str line;
	TRY(stamp_data(v, s, a, &data, e));
	TRY(ots_read(s->token, a, &p, e));
	file = hash_of(data);
	TRY(ots_verify(&p, &file, hs, a, &verdict, e));
	*ret_good = verdict.state == OTS_VERIFIED;
	for (size_t i = 0; *ret_good && i < hs->n; i++)
		if (header_line(&p, &file, &hs->list[i], a, &line) && !str_has(*lines, line))
			*lines = str_join(a, *lines, line);
	return 0;
}

int stamp_headers_add(struct vault *v, const struct ots_headers *hs, size_t *ret_n, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct stamp *all;
	struct str lines;
	size_t n_all;
	size_t n = 0;
	TRY(stamp_setting(v, STAMP_HEADERS, a, &lines, e));
	TRY(stamp_all(v, a, &all, &n_all, e));
	for (size_t i = 0; i < n_all; i++) {
		bool good = false;
		if (all[i].kind != STAMP_OTS)
			continue;
		if (use_headers(v, &all[i], hs, a, &lines, &good, e) < 0)
			return err_wrap(e, "time stamp %lld", (long long)all[i].id);
		n += good;
	}
	TRY(vault_setting_put(v, STAMP_HEADERS, lines, e));
	*ret_n = n;
	return 0;
}
