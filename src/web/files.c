/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "web/files.h"

#include "base/bytes.h"
#include "base/crypto.h"
#include "web/page_priv.h"

const struct str FILES_FIELDS[2] = { { "kept", 4 }, { "unkeep", 6 } };

static void drop(struct kept_file *k)
{
	spool_free(k->spool);
	*k = (struct kept_file){ 0 };
}

void kept_files_drop(struct kept_files *k)
{
	for (size_t i = 0; i < FILES_MAX; i++)
		drop(&k->v[i]);
}

static struct kept_file *find(struct page_request *p, struct str id)
{
	struct kept_file *v = p->session->files.v;
	for (size_t i = 0; i < FILES_MAX; i++)
		if (v[i].spool && str_eq(str_of(v[i].id), id))
			return &v[i];
	return NULL;
}

static void add_line(struct page_request *p, struct form_files *ret, const struct kept_file *k)
{
	if (ret->n < FILES_MAX)
		ret->v[ret->n++] = (struct file_line){ str_copy(p->a, str_of(k->id)),
						       str_copy(p->a, str_of(k->name)),
						       spool_bytes(k->spool) };
}

void form_files_all(struct page_request *p, struct form_files *ret)
{
	*ret = (struct form_files){ .max_bytes = p->web->upload_max };
	for (size_t i = 0; i < FILES_MAX; i++)
		if (p->session->files.v[i].spool)
			add_line(p, ret, &p->session->files.v[i]);
}

bool form_files_changed(const struct page_request *p)
{
	return page_field(p, "unkeep").n > 0;
}

/* ---- taking ------------------------------------------------------------ */

static bool is_named(const struct form_files *f, const struct kept_file *k)
{
	for (size_t i = 0; i < f->n; i++)
		if (str_eq(f->v[i].id, str_of(k->id)))
			return true;
	return false;
}

/* A free place, or that of the oldest which this form does not name. */
static struct kept_file *place(struct page_request *p, const struct form_files *f)
{
	struct kept_file *v = p->session->files.v;
	struct kept_file *oldest = NULL;
	for (size_t i = 0; i < FILES_MAX; i++) {
		if (!v[i].spool)
			return &v[i];
		if (!is_named(f, &v[i]) && (!oldest || v[i].order < oldest->order))
			oldest = &v[i];
	}
	if (oldest)
		drop(oldest);
	return oldest;
}

/* A small form brings its files in memory. */
static int spool_of(struct page_request *p, const struct http_file *file, size_t i,
		    struct spool **ret, struct err *e)
{
	*ret = http_take_spool(p->rq, "ev", i);
	if (*ret || !file->bytes.n)
		return 0;
	TRY(spool_new(p->web->spool_folder, ret, e));
	int rc = spool_add(*ret, file->bytes.p, file->bytes.n, e);
	if (rc == 0)
		rc = spool_end(*ret, e);
	if (rc < 0) {
		spool_free(*ret);
		*ret = NULL;
	}
	return rc;
}

static struct str short_name(struct str s)
{
	size_t n = s.n < FILE_NAME_KEPT ? s.n : FILE_NAME_KEPT;
	while (n < s.n && n && ((uint8_t)s.p[n] & 0xC0) == 0x80)
		n--;
	return str_n(s.p, n);
}

static int take(struct page_request *p, const struct http_file *file, size_t i,
		struct form_files *ret, struct err *e)
{
	struct spool *s;
	struct str name = short_name(file->name);
	uint8_t chance[FILE_ID_LEN / 2];
	TRY(spool_of(p, file, i, &s, e));
	if (!s) {
		ret->refused = tr_fmt(p->a, p->lang, MSG_P("“{1}” is empty.", "«{1}» خالی است."),
				      &name, 1);
		return 0;
	}
	struct kept_file *k = place(p, ret);
	if (!k) {
		spool_free(s);
		ret->refused =
			tr(p->lang,
			   MSG_P("These are too many files for one form.",
				 "شمار فایل‌ها برای یک فرم زیاد است."));
		return 0;
	}
	random_bytes(chance, sizeof chance);
	*k = (struct kept_file){ .spool = s, .order = ++p->session->files.last };
	memcpy(k->id, hex_str(p->a, chance, sizeof chance).p, FILE_ID_LEN);
	memcpy(k->name, name.p, name.n);
	add_line(p, ret, k);
	return 0;
}

int form_files_parse(struct page_request *p, struct form_files *ret, struct err *e)
{
	const struct http_params *sent = &p->rq->form.fields;
	const struct http_file *file;
	struct str out = page_field(p, "unkeep");
	*ret = (struct form_files){ .max_bytes = p->web->upload_max };
	for (size_t i = 0; i < sent->n; i++) {
		struct kept_file *k =
			str_eq(sent->v[i].name, FILES_FIELDS[0]) ? find(p, sent->v[i].value) : NULL;
		if (k && str_eq(sent->v[i].value, out))
			drop(k);
		else if (k && !is_named(ret, k))
			add_line(p, ret, k);
		else if (!k && str_eq(sent->v[i].name, FILES_FIELDS[0]) &&
			 !str_eq(sent->v[i].value, out))
			ret->refused =
				tr(p->lang, MSG_P("A file is no longer kept here. Choose it again.",
						  "فایلی دیگر اینجا نیست. دوباره آن را برگزینید."));
	}
	for (size_t i = 0; (file = http_file(p->rq, "ev", i)); i++)
		TRY(take(p, file, i, ret, e));
	return 0;
}

struct spool *form_files_take(struct page_request *p, struct str id)
{
	struct kept_file *k = find(p, id);
	struct spool *s = k ? k->spool : NULL;
	if (k)
		*k = (struct kept_file){ 0 };
	return s;
}

/* ---- sealing ----------------------------------------------------------- */

struct reading {
	struct spool *spool;
	int64_t at;
};

static int on_read(void *ctx, void *to, size_t n, size_t *ret_n, struct err *e)
{
	struct reading *r = ctx;
	TRY(spool_read(r->spool, r->at, to, n, ret_n, e));
	r->at += (int64_t)*ret_n;
	return 0;
}

int form_files_seal(struct page_request *p, const struct form_files *files,
		    const struct evidence_add *how, size_t *ret_done, struct entity *ret_first,
		    struct err *e)
{
	*ret_done = 0;
	for (size_t i = 0; i < files->n; i++) {
		struct kept_file *k = find(p, files->v[i].id);
		struct evidence_added done;
		if (!k)
			return err_set(e, ERR_NOTFOUND, "a file is no longer kept here");
		struct reading r = { .spool = k->spool };
		struct evidence_add in = *how;
		in.fd = -1;
		in.read = on_read;
		in.read_ctx = &r;
		in.name = str_of(k->name);
		in.worker = p->web->has_worker ? &p->web->worker : NULL;
		TRY(evidence_add(p->reg, &in, p->a, &done, e));
		if (!(*ret_done)++ && ret_first)
			*ret_first = done.entity;
		drop(k);
	}
	return 0;
}

/* ---- render ------------------------------------------------------------ */

struct str word_size(struct arena *a, enum lang lang, int64_t bytes)
{
	static const struct msg UNITS[] = {
		MSG("{1} kB", "{1} کیلوبایت"),
		MSG("{1} MB", "{1} مگابایت"),
		MSG("{1} GB", "{1} گیگابایت"),
	};
	struct str n;
	if (bytes < 1000) {
		n = num_text(a, lang, bytes);
		return tr_fmt(a, lang, MSG_P("{1} bytes", "{1} بایت"), &n, 1);
	}
	size_t unit = 0;
	int64_t tenths = (bytes + 50) / 100;
	for (; tenths >= 10000 && unit + 1 < COUNT(UNITS); unit++)
		tenths = (tenths + 500) / 1000;
	n = tenths >= 1000 || tenths % 10 == 0 ? num_text(a, lang, (tenths + 5) / 10)
					       : decimal_text(a, lang, (double)tenths / 10, 1);
	return tr_fmt(a, lang, &UNITS[unit], &n, 1);
}

static void one(const struct form *f, const struct file_line *l, bool button)
{
	html_lit(f->h, "<li><span><bdi>");
	html_text(f->h, l->name.n ? l->name
				  : tr(f->lang,
				       MSG_P("a file without a name", "فایلی بی‌نام")));
	html_lit(f->h, "</bdi> <span class=\"muted\">");
	html_text(f->h, word_size(f->a, f->lang, l->bytes));
	html_lit(f->h, "</span></span><input type=\"hidden\" name=\"kept\" value=\"");
	html_attr(f->h, l->id);
	html_lit(f->h, "\">");
	if (button) {
		html_lit(f->h, "<button class=\"text\" name=\"unkeep\" value=\"");
		html_attr(f->h, l->id);
		html_lit(f->h, "\" formaction=\"");
		html_url(f->h, str_of(f->path));
		html_lit(f->h, "#evidence\">");
		page_say(f->h, f->lang, MSG_P("Leave it out", "کنار گذاشتن"));
		html_lit(f->h, "<span class=\"vh\"> ");
		html_text(f->h, l->name);
		html_lit(f->h, "</span></button>");
	}
	html_lit(f->h, "</li>");
}

static void kept(const struct form *f, const struct form_files *files, bool buttons)
{
	if (!files->n)
		return;
	html_lit(f->h, "<p class=\"hint\">");
	page_say(f->h, f->lang,
		 buttons ? MSG_P("Arrived and kept for this form; not sealed yet:",
				 "رسیده و برای این فرم نگه داشته شده؛ هنوز مُهر نشده:")
			 : MSG_P("These files are sealed with it:",
				 "این فایل‌ها با آن مُهر می‌شوند:"));
	html_lit(f->h, "</p><ul class=\"brief kept\">");
	for (size_t i = 0; i < files->n; i++)
		one(f, &files->v[i], buttons);
	html_lit(f->h, "</ul>\n");
}

/* What may be sent, and what becomes of it. */
static const struct msg *hint(const struct form_files *files)
{
	static const struct msg EVIDENCE = MSG(
		"Photos, videos, documents, archives: several at once, up to {1} together. The page "
		"waits while they arrive; keep it open. The original is sealed as it is; position and "
		"device data stay in it.",
		"عکس، ویدئو، سند، بایگانی: چند تا با هم، روی هم تا {1}. تا رسیدن آن‌ها صفحه منتظر "
		"می‌ماند؛ آن را نبندید. اصل همان‌گونه که هست مُهر می‌شود؛ دادهٔ مکان و دستگاه در آن می‌ماند.");
	static const struct msg TABLE = MSG(
		"One table, at most {1}; for a larger one there is “vigil list import”. The page waits while it arrives; keep it "
		"open.",
		"یک جدول، دست‌بالا {1}؛ برای بزرگ‌تر «vigil list import» هست. تا رسیدن آن صفحه منتظر می‌ماند؛ آن را نبندید.");
	return files->one_table ? &TABLE : &EVIDENCE;
}

void form_files_render(const struct form *f, const struct form_files *files)
{
	struct str wrong = f->errors ? form_error_at(f->errors, STR("ev")) : STR("");
	struct str max = word_size(f->a, f->lang, files->max_bytes);
	html_lit(f->h, "<div id=\"evidence\">");
	kept(f, files, true);
	html_lit(f->h, "<div class=\"field");
	html_if(f->h, wrong.n > 0, " wrong");
	html_lit(f->h, "\"><label for=\"ev\">");
	page_say(f->h, f->lang,
		 files->one_table ? MSG_P("Choose the file", "گزینش فایل")
				  : MSG_P("Add files", "افزودن فایل"));
	html_lit(f->h, "</label><span class=\"hint\" id=\"ev-h\">");
	html_text(f->h, tr_fmt(f->a, f->lang, hint(files), &max, 1));
	html_lit(f->h, "</span>");
	if (wrong.n) {
		html_lit(f->h, "<span class=\"errmsg\" id=\"ev-e\">");
		page_say(f->h, f->lang, MSG_P("Error: ", "خطا: "));
		html_text(f->h, wrong);
		html_lit(f->h, "</span>");
	}
	html_lit(f->h, "<input id=\"ev\" name=\"ev\" type=\"file\"");
	html_if(f->h, !files->one_table, " multiple");
	html_lit(f->h, " aria-describedby=\"ev-h");
	html_if(f->h, wrong.n > 0, " ev-e");
	html_lit(f->h, "\"");
	html_if(f->h, wrong.n > 0, " aria-invalid=\"true\"");
	html_lit(f->h, "></div></div>\n");
}

void form_files_list(const struct form *f, const struct form_files *files)
{
	kept(f, files, false);
}
