/* SPDX-License-Identifier: GPL-3.0-or-later */
/* open.c - a register is a vault, its vocabulary and the projector between them. */
#include "register/query_priv.h"

#include "register/list_priv.h"

static const struct sql BY_ID = SQL("SELECT id, uuid, kind, no FROM entity WHERE id = :id");
static const struct sql BY_UUID = SQL("SELECT id, uuid, kind, no FROM entity WHERE uuid = :uuid");
/* Two sites can have read the same table before they knew of each other: the first in order is meant. */
static const struct sql BY_KEY =
	SQL("SELECT id, uuid, kind, no FROM entity WHERE key = :key ORDER BY id LIMIT 1");
static const struct sql SAME_KEY = SQL(
	"SELECT o.id, o.uuid, o.kind, o.no FROM entity n JOIN entity o ON o.key = n.key AND o.id <> n.id"
	" WHERE n.id = :id ORDER BY o.id LIMIT 16");
static const struct sql BY_NUMBER =
	SQL("SELECT id, uuid, kind, no FROM entity WHERE kind = :kind AND no = :no");

static int reg_new(struct reg **ret, struct err *e)
{
	struct reg *r = mem_need(calloc(1, sizeof *r));
	r->keep = arena_new(0);
	r->tx_keep = arena_new(0);
	int rc = vocab_new(&r->vocab, e);
	if (rc < 0) {
		reg_close(r);
		return rc;
	}
	*ret = r;
	return 0;
}

void reg_close(struct reg *r)
{
	if (!r)
		return;
	reg_close(r->then);
	deck_free(r->deck);
	figure_memo_free(r->figures);
	kept_free(r->kept);
	knew_free(r->knew);
	if (r->past) {
		store_close(r->past);
	} else {
		vault_close(r->v);
		vocab_free(r->vocab);
	}
	arena_free(r->keep);
	arena_free(r->tx_keep);
	free(r->touched);
	free(r->placed);
	free(r->listed);
	free(r->moved);
	list_memo_free(r->list_memo);
	free(r);
}

void reg_closep(struct reg **r)
{
	reg_close(*r);
}

int reg_create(const char *path, struct str passphrase, struct str member_name,
	       const struct vault_kdf *kdf, struct reg **ret, struct err *e)
{
	AUTO_REG *r = NULL;
	TRY(reg_new(&r, e));
	struct projector view = reg_projector(r);
	TRY(vault_create(path, passphrase, member_name, kdf, &view, &r->v, e));
	*ret = r;
	r = NULL;
	return 0;
}

int reg_join(const char *path, struct str invitation, struct str passphrase,
	     const struct vault_kdf *kdf, struct reg **ret, struct err *e)
{
	AUTO_REG *r = NULL;
	TRY(reg_new(&r, e));
	struct projector view = reg_projector(r);
	TRY(vault_join(path, invitation, passphrase, kdf, &view, &r->v, e));
	*ret = r;
	r = NULL;
	return 0;
}

int reg_open(const char *path, struct str passphrase, bool write, struct reg **ret, struct err *e)
{
	AUTO_REG *r = NULL;
	TRY(reg_new(&r, e));
	struct projector view = reg_projector(r);
	TRY(vault_open(path, passphrase, write, &view, &r->v, e));
	*ret = r;
	r = NULL;
	return 0;
}

int reg_open_beside(struct reg *of, bool write, struct reg **ret, struct err *e)
{
	AUTO_REG *r = NULL;
	TRY(reg_new(&r, e));
	struct projector view = reg_projector(r);
	TRY(vault_open_beside(of->v, write, &view, &r->v, e));
	*ret = r;
	r = NULL;
	return 0;
}

struct vault *reg_vault(struct reg *r)
{
	return r->v;
}

const struct vocab *reg_vocab(const struct reg *r)
{
	return r->vocab;
}

struct store *reg_store(struct reg *r)
{
	return r->past ? r->past : vault_store(r->v);
}

/* ---- finding one entity ---- */

struct str reg_number(const struct reg *r, const struct entity *en, struct arena *a)
{
	enum { DIGITS = 5 };
	char number[NUMBER_TEXT_MAX];
	const struct kind *k = vocab_kind(r->vocab, en->kind);
	return str_printf(a, "%.*s-%s", STR_FMT(k ? k->prefix : STR("?")),
			  number_text(en->no, DIGITS, number));
}

static int take(struct reg *r, struct stmt *q, struct arena *a, struct entity *ret, struct err *e)
{
	ret->id = col_int(q, 0);
	TRY(col_blob(q, 1, ret->uuid.b, ID_LEN, e));
	/* The kind as the vocabulary has it: it lives as long as the register. */
	const struct kind *k = vocab_kind(r->vocab, col_str(q, 2));
	ret->kind = k ? k->term.code : col_copy(q, 2, a);
	ret->no = col_int(q, 3);
	return 0;
}

int reg_entity_by_id(struct reg *r, int64_t id, struct arena *a, struct entity *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(reg_store(r), &BY_ID, &q, e));
	bind_int(q, ":id", id);
	TRY(stmt_row(q, e));
	return take(r, q, a, ret, e);
}

/* "P-00012", "p12", "P-qk7d2-00012": letters, an optional minus, a number. The minus is needed before a
 * site, whose letters would be read as those of the kind. */
static bool parse_number(const struct reg *r, struct str s, struct str *ret_kind, int64_t *ret_no)
{
	size_t n = 0;
	while (n < s.n && ((s.p[n] >= 'A' && s.p[n] <= 'Z') || (s.p[n] >= 'a' && s.p[n] <= 'z')))
		n++;
	if (n == 0 || n > 2)
		return false;
	char prefix[2];
	for (size_t i = 0; i < n; i++)
		prefix[i] = (char)(s.p[i] >= 'a' ? s.p[i] - 'a' + 'A' : s.p[i]);
	const struct kind *k = vocab_kind_by_prefix(r->vocab, str_n(prefix, n));
	struct str digits = str_from(s, n < s.n && s.p[n] == '-' ? n + 1 : n);
	if (!k || !number_parse(digits, ret_no))
		return false;
	*ret_kind = k->term.code;
	return true;
}

int reg_same_key(struct reg *r, int64_t id, struct arena *a, struct entity **ret, size_t *ret_n,
		 struct err *e)
{
	AUTO_STMT *q = NULL;
	struct list list;
	bool more;
	list_init(&list, a, sizeof(struct entity));
	TRY(store_stmt(reg_store(r), &SAME_KEY, &q, e));
	bind_int(q, ":id", id);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		TRY(take(r, q, a, list_add(&list), e));
	}
	*ret = list.p;
	*ret_n = list.n;
	return 0;
}

int reg_entity(struct reg *r, struct str text, struct arena *a, struct entity *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct id uuid;
	struct str kind;
	int64_t no;
	const char *what;
	text = str_trim(text);
	if (id_parse(text, &uuid)) {
		what = "id";
		TRY(store_stmt(reg_store(r), &BY_UUID, &q, e));
		bind_blob(q, ":uuid", uuid.b, ID_LEN);
	} else if (str_has(text, STR(":"))) {
		what = "key";
		const struct new_entity *fresh = r->tx_keys.a ? map_get(&r->tx_keys, text) : NULL;
		if (fresh) {
			*ret = fresh->entity;
			return 0;
		}
		TRY(store_stmt(reg_store(r), &BY_KEY, &q, e));
		bind_str(q, ":key", text);
	} else if (parse_number(r, text, &kind, &no)) {
		what = "number";
		TRY(store_stmt(reg_store(r), &BY_NUMBER, &q, e));
		bind_str(q, ":kind", kind);
		bind_int(q, ":no", no);
	} else {
		return err_set(
			e, ERR_NOTFOUND,
			"this is neither a record number (P-00012), a key (person:example) nor an id");
	}
	int rc = stmt_row(q, e);
	if (rc == ERR_NOTFOUND)
		return err_set(e, ERR_NOTFOUND, "no record has this %s", what);
	TRY(rc);
	return take(r, q, a, ret, e);
}
