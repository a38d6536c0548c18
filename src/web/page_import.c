/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_import.c - claim tables: checked, looked at, recorded, listed, taken back. */
#include "web/page_import.h"

#include "base/bytes.h"
#include "base/map.h"
#include "web/page_priv.h"
#include "web/routes.h"

/* ---- what the file says ---------------------------------------------------- */

/* Rows end outside quotation marks; the reader of tables says what is wrong with them. */
struct str import_beginning(struct str csv, size_t rows)
{
	bool quoted = false;
	size_t ends = 0;
	for (size_t i = 0; i < csv.n; i++) {
		if (csv.p[i] == '"')
			quoted = !quoted;
		if (csv.p[i] == '\n' && !quoted && ++ends > rows)
			return str_n(csv.p, i + 1);
	}
	return csv;
}

static struct str party(struct page_request *p, const struct entity *en, struct str key)
{
	return en->id ? reg_number(p->reg, en, p->a) : key;
}

static struct str ref_of(struct page_request *p, const struct table_claim *c, const struct value *v)
{
	if (v->type != VALUE_ENTITY)
		return STR("");
	for (size_t i = 0; i < c->n_refs; i++)
		if ((const void *)c->refs[i].at == (const void *)&v->u.entity)
			return c->refs[i].key;
	return subject_number(reg_vocab(p->reg), v->u.entity.kind, v->u.entity.no, p->a);
}

static int load_rows(struct page_request *p, struct str csv, struct import_view *v, struct err *e)
{
	struct table t;
	TRY(table_read(p->reg, import_beginning(csv, IMPORT_ROWS_SHOWN), p->a, &t, e));
	v->rows = NEW_N(p->a, IMPORT_ROWS_SHOWN, struct import_row);
	for (size_t i = 0; i < t.n_claims; i++) {
		const struct table_claim *c = &t.claims[i];
		for (size_t k = 0; k < c->st.n_fields && v->n_rows < IMPORT_ROWS_SHOWN; k++) {
			const struct value_field *f = &c->st.fields[k];
			v->rows[v->n_rows++] = (struct import_row){
				.row = c->row + (int64_t)k,
				.claim = c->name,
				.subject = party(p, &c->st.subject, c->subject_key),
				.source = party(p, &c->st.source, c->source_key),
				.property = f->p,
				.value = f->v,
				.ref = ref_of(p, c, &f->v),
			};
		}
	}
	return 0;
}

/* ---- what of it is new -------------------------------------------------------- */

struct counter {
	struct page_request *p;
	struct map keys; /* key -> struct entity *; id 0: of nobody yet */
	struct import_counts *ret;
};

static int look_up(struct counter *n, struct str key, struct entity *ret, bool *ret_all,
		   struct err *e)
{
	void **at;
	if (!key.n || ret->id)
		return 0;
	at = map_at(&n->keys, key);
	if (!*at) {
		struct entity *en = NEW(n->p->a, struct entity);
		int rc = reg_entity(n->p->reg, key, n->p->a, en, e);
		if (rc < 0 && rc != ERR_NOTFOUND)
			return rc;
		if (rc < 0) {
			*en = (struct entity){ 0 };
			n->ret->new_subjects++;
		}
		*at = en;
	}
	*ret = *(const struct entity *)*at;
	*ret_all = *ret_all && ret->id;
	return 0;
}

static int count_claim(struct counter *n, const struct table_claim *c, struct err *e)
{
	struct statement st = c->st;
	bool all = true;
	int64_t seq;
	TRY(look_up(n, c->subject_key, &st.subject, &all, e));
	TRY(look_up(n, c->source_key, &st.source, &all, e));
	TRY(look_up(n, c->document_key, &st.document, &all, e));
	TRY(look_up(n, c->via_key, &st.via, &all, e));
	for (size_t i = 0; i < c->n_refs; i++) {
		struct entity en = { 0 };
		TRY(look_up(n, c->refs[i].key, &en, &all, e));
		*c->refs[i].at = (struct value_ref){ en.uuid, c->refs[i].at->kind, en.no };
	}
	/* What speaks of somebody new was not said before. */
	if (!all)
		return 0;
	TRY(reg_already(n->p->reg, &st, &seq, e));
	n->ret->already += seq >= 0;
	return 0;
}

static int load_counts(struct page_request *p, struct str csv, struct import_view *v, struct err *e)
{
	struct table t;
	struct counter n = { .p = p, .ret = &v->counts };
	if (v->table.n_claims > IMPORT_COUNTED_MAX)
		return 0;
	map_init(&n.keys, p->a);
	TRY(table_read(p->reg, csv, p->a, &t, e));
	for (size_t i = 0; i < t.n_claims; i++)
		TRY(count_claim(&n, &t.claims[i], e));
	v->counts.known = true;
	return 0;
}

/* ---- showing -------------------------------------------------------------------- */

static int show(struct page_request *p, struct import_view *v, bool preview, struct err *e)
{
	struct html h;
	v->vocab = reg_vocab(p->reg);
	v->form = page_form(p, "/import");
	names_init(&v->names, p->a);
	if (!preview)
		TRY(reg_batches(p->reg, p->a, &v->batches, &v->n_batches, e));
	if (v->errors.n || v->table.all_problems)
		p->rs->status = 422;
	html_begin(&h, &p->rs->body);
	if (preview)
		import_preview(&h, &p->shell, v);
	else
		import_render(&h, &p->shell, v);
	return html_finish(&h, e);
}

int page_import(struct page_request *p, struct err *e)
{
	struct import_view *v = NEW(p->a, struct import_view);
	TRY(page_arg_int(p, "nothing", 0, &v->nothing_of, e));
	v->nothing_new = v->nothing_of > 0;
	return show(p, v, false, e);
}

/* ---- the file ---------------------------------------------------------------------- */

static struct str plain_name(struct page_request *p, struct str name)
{
	enum { NAME_SHOWN = 200 };
	struct str s = str_trim(name);
	if (!s.n)
		return STR("table.csv");
	/* A long name is cut between characters: what is kept is valid UTF-8. */
	while (s.n > NAME_SHOWN || (s.n < name.n && s.n && ((uint8_t)s.p[s.n] & 0xC0) == 0x80))
		s.n--;
	return str_copy(p->a, s);
}

static int check(struct page_request *p, struct str name, struct str bytes, struct import_view *v,
		 struct err *e)
{
	struct hash hash = hash_of(bytes);
	v->name = name;
	v->checked = true;
	v->sha256 = hex_str(p->a, hash.b, HASH_LEN);
	TRY(table_check(p->reg, bytes, p->lang, p->a, &v->table, e));
	if (v->table.all_problems)
		return show(p, v, false, e);
	TRY(load_rows(p, bytes, v, e));
	TRY(load_counts(p, bytes, v, e));
	v->kept = upload_keep(&p->web->sessions, p->session, name, bytes);
	return show(p, v, true, e);
}

static int record(struct page_request *p, struct str name, struct str bytes, struct import_view *v,
		  struct err *e)
{
	struct table_result r;
	struct table_source src = { bytes, name, p->lang };
	TRY(table_import(p->reg, &src, NULL, NULL, p->a, &v->table, &r, e));
	if (v->table.all_problems) {
		v->name = name;
		v->checked = true;
		return show(p, v, false, e);
	}
	upload_drop(&p->session->upload);
	if (!r.batch)
		return page_done(p, str_printf(p->a, "/import?nothing=%lld", (long long)r.already),
				 e);
	return page_done(p,
			 str_printf(p->a, "/import/%s?fresh=1&already=%lld&beside=%lld",
				    number_str(p->a, r.batch).p, (long long)r.already,
				    (long long)r.beside),
			 e);
}

int page_import_post(struct page_request *p, struct err *e)
{
	struct import_view *v = NEW(p->a, struct import_view);
	const struct http_file *file = http_file(p->rq, "table", 0);
	struct upload *kept = &p->session->upload;
	bool is_record = str_eq(page_field(p, "do"), STR("record"));
	struct str hash = kept->p ? hex_str(p->a, kept->sha256.b, HASH_LEN) : STR("");
	if (file && file->bytes.n) {
		/* Chosen again for want of room: it has to be the file that was looked at. */
		struct hash mine = hash_of(file->bytes);
		struct str looked_at = page_field(p, "sha256");
		bool same = is_record && str_eq(hex_str(p->a, mine.b, HASH_LEN), looked_at);
		return same ? record(p, plain_name(p, file->name), file->bytes, v, e)
			    : check(p, plain_name(p, file->name), file->bytes, v, e);
	}
	if (is_record && kept->p && str_eq(hash, page_field(p, "sha256")))
		return record(p, str_copy(p->a, str_of(kept->name)), str_n(kept->p, kept->n), v, e);
	form_error(
		&v->errors, STR("table"),
		is_record
			? tr(p->lang, MSG_P("The file is no longer here. Choose it again.",
					    "پرونده دیگر اینجا نیست. دوباره آن را برگزینید."))
			: tr(p->lang,
			     MSG_P("Choose a file that is not empty.",
				   "پرونده‌ای برگزینید که خالی نباشد.")));
	return show(p, v, false, e);
}

/* ---- one import ------------------------------------------------------------------------ */

static int find_batch(struct page_request *p, struct batch *ret, struct err *e)
{
	struct batch *list;
	size_t n;
	int64_t seq;
	if (!number_parse(p->arg, &seq))
		return err_set(e, ERR_NOTFOUND, "an import has the number of its entry in the log");
	TRY(reg_batches(p->reg, p->a, &list, &n, e));
	for (size_t i = 0; i < n; i++)
		if (list[i].seq == seq) {
			*ret = list[i];
			return 0;
		}
	return err_set(e, ERR_NOTFOUND, "there is no import with this number");
}

int page_batch(struct page_request *p, struct err *e)
{
	struct batch_view *v = NEW(p->a, struct batch_view);
	struct html h;
	int64_t fresh;
	TRY(find_batch(p, &v->batch, e));
	TRY(page_arg_int(p, "page", 1, &v->page, e));
	TRY(page_arg_int(p, "fresh", 0, &fresh, e));
	TRY(page_arg_int(p, "already", 0, &v->already, e));
	TRY(page_arg_int(p, "beside", 0, &v->beside, e));
	if (v->page < 1 || v->page > INT32_MAX)
		return err_set(e, ERR_INPUT, "“page” in the address begins with 1");
	TRY(reg_claims(p->reg, CLAIMS_OF_BATCH, v->batch.seq, true, (v->page - 1) * BATCH_PAGE,
		       BATCH_PAGE, p->a, &v->claims, &v->n, &v->total, e));
	v->fresh = fresh == 1;
	v->vocab = reg_vocab(p->reg);
	v->form = page_form(p, "/undo/*");
	names_init(&v->names, p->a);
	TRY(names_load_claims(&v->names, p, v->claims, v->n, e));
	html_begin(&h, &p->rs->body);
	batch_render(&h, &p->shell, v);
	return html_finish(&h, e);
}

/* ---- taking back --------------------------------------------------------------------------- */

int page_undo_post(struct page_request *p, struct err *e)
{
	struct undo_view v = { .reason = page_field(p, "reason"), .back = page_field(p, "back") };
	struct html h;
	int64_t seq;
	if (!number_parse(p->arg, &v.seq))
		return err_set(e, ERR_NOTFOUND,
			       "what can be taken back has the number of its entry in the log");
	if (!html_url_is_local(v.back))
		v.back = STR("/history");
	if (!v.reason.n) {
		form_error(
			&v.errors, STR("reason"),
			tr(p->lang, MSG_P("Say why it is taken back.",
					  "بگویید چرا پس گرفته می‌شود.")));
		v.form = page_form(p, "/undo/*");
		p->rs->status = 422;
		html_begin(&h, &p->rs->body);
		undo_render(&h, &p->shell, &v);
		return html_finish(&h, e);
	}
	AUTO_REG_TX tx = { 0 };
	TRY(reg_begin(&tx, p->reg, e));
	TRY(reg_undo(&tx, v.seq, v.reason, &seq, e));
	TRY(reg_commit(&tx, e));
	return page_done(p, v.back, e);
}
