/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/bundle_priv.h"

#include "verify_txt.h"

struct str bundle_verify_txt(void)
{
	static const char TEXT[] = VERIFY_TXT;
	return str_n(TEXT, sizeof TEXT - 1);
}

bool bundle_is_name(struct str s)
{
	if (s.n == 0 || s.n > BUNDLE_NAME_MAX || s.p[0] == '.' || s.p[0] == '-')
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		      c == '.' || c == '_' || c == '-'))
			return false;
	}
	return true;
}

struct str bundle_record_folder(size_t i, struct arena *a)
{
	return i == 0 ? STR("data") : str_printf(a, "data/records/%03zu", i + 1);
}

struct str bundle_note_text(struct str note)
{
	ptrdiff_t end = str_find(note, STR("\n\n"));
	return end < 0 ? STR("") : str_n(note.p, (size_t)end + 1);
}

struct writing {
	const struct bundle *b;
	struct bag_writer bag;
	struct arena *a;
	struct err *e;
};

static int put(struct writing *w, struct str folder, const char *name, struct str content)
{
	struct str path = str_printf(w->a, "%.*s/%s", STR_FMT(folder), name);
	return bag_write_file(&w->bag, path, content, w->e);
}

static int put_item(struct writing *w, struct str folder, const struct proof_item *i)
{
	AUTO_BUF b;
	buf_init(&b, PROOF_MAX);
	tlog_proof_write(&b, &i->proof);
	TRY(buf_check(&b, w->e));
	TRY(put(w, folder, "record.sdjwt", i->record));
	TRY(put(w, folder, "entry", i->entry));
	return put(w, folder, "proof.tlog-proof", buf_str(&b));
}

/* A key that several records rest on stands once; the same claim under two heads twice. */
static bool same_item(const struct proof_item *x, const struct proof_item *y)
{
	return str_eq(x->record, y->record) && str_eq(x->proof.note, y->proof.note);
}

static int put_keys(struct writing *w)
{
	const struct proof_item **done = NEW_N(w->a, BUNDLE_KEYS_MAX, const struct proof_item *);
	size_t n = 0;
	for (size_t r = 0; r < w->b->n; r++)
		for (size_t k = 0; k < w->b->proofs[r].n_keys; k++) {
			const struct proof_item *key = &w->b->proofs[r].keys[k];
			size_t i = 0;
			while (i < n && !same_item(done[i], key))
				i++;
			if (i < n)
				continue;
			if (n == BUNDLE_KEYS_MAX || key->record.n > BUNDLE_KEY_CLAIM_MAX)
				return err_set(w->e, ERR_TOOBIG,
					       "a bundle has at most %d keys of %d bytes",
					       BUNDLE_KEYS_MAX, BUNDLE_KEY_CLAIM_MAX);
			done[n++] = key;
			TRY(put_item(w, str_printf(w->a, "data/keys/%03zu", n), key));
		}
	return 0;
}

static int put_stamp(struct writing *w, struct str folder, size_t number,
		     const struct bundle_stamp *s)
{
	struct str bare = STR_NULL;
	if (!s->ots)
		TRY(tsp_token_of(s->token, &bare, w->e));
	const char *kind = s->ots ? "ots" : bare.n == s->token.n ? "tst" : "tsr";
	TRY(put(w, folder, str_printf(w->a, "%03zu.%s", number, kind).p, s->token));
	if (!s->ots && s->chain.n)
		TRY(put(w, folder, str_printf(w->a, "%03zu.pem", number).p, s->chain));
	if (!s->ots && s->renews)
		TRY(put(w, folder, str_printf(w->a, "%03zu.renews", number).p,
			str_printf(w->a, "%zu\n", s->renews)));
	return 0;
}

/* In the folder of the first record that has this head. */
static int put_stamps(struct writing *w, size_t record)
{
	struct str text = bundle_note_text(w->b->proofs[record].record.proof.note);
	struct str folder =
		str_printf(w->a, "%.*s/time", STR_FMT(bundle_record_folder(record, w->a)));
	size_t n = 0;
	for (size_t i = 0; i < record; i++)
		if (str_eq(bundle_note_text(w->b->proofs[i].record.proof.note), text))
			return 0;
	for (size_t i = 0; i < w->b->n_stamps; i++) {
		if (!str_eq(w->b->stamps[i].text, text))
			continue;
		if (n == 0)
			TRY(put(w, folder, "checkpoint", text));
		if (++n > BUNDLE_STAMPS_MAX)
			return err_set(w->e, ERR_TOOBIG, "a bundle has at most %d stamps",
				       BUNDLE_STAMPS_MAX);
		TRY(put_stamp(w, folder, n, &w->b->stamps[i]));
	}
	return 0;
}

static int put_files(struct writing *w)
{
	for (size_t i = 0; i < w->b->n_files; i++) {
		const struct bundle_file *f = &w->b->files[i];
		if (!bundle_is_name(f->name))
			return err_set(w->e, ERR_INPUT, "a file of a bundle cannot have this name");
		struct str path = str_printf(w->a, "data/files/%.*s", STR_FMT(f->name));
		TRY(bag_write_stream(&w->bag, path, f->size, f->read, f->ctx, w->e));
	}
	return 0;
}

int bundle_write(const struct bundle *b, const struct bag_out *out, struct arena *a, struct err *e)
{
	struct writing w = { .b = b, .a = a, .e = e };
	struct bag_info info[2] = {
		{ STR("External-Description"),
		  STR("Records with proofs. VERIFY.txt says how to check them.") }
	};
	size_t n_info = 1;
	size_t claims = 0;
	if (b->n == 0 || b->n > BUNDLE_RECORDS_MAX)
		return err_set(e, ERR_TOOBIG, "a bundle has 1 to %d records", BUNDLE_RECORDS_MAX);
	for (size_t i = 0; i < b->n; i++)
		claims += b->proofs[i].record.record.n + b->proofs[i].record.proof.note.n + 4096;
	if (claims > BUNDLE_CLAIMS_MAX)
		return err_set(e, ERR_TOOBIG, "the records and proofs have more than %d bytes",
			       BUNDLE_CLAIMS_MAX);
	TRY(bag_write_begin(&w.bag, out, a, e));
	TRY(bag_write_file(&w.bag, STR("VERIFY.txt"), bundle_verify_txt(), e));
	for (size_t i = 0; i < b->n; i++) {
		TRY(put_item(&w, bundle_record_folder(i, a), &b->proofs[i].record));
		TRY(put_stamps(&w, i));
	}
	TRY(put_keys(&w));
	if (b->policy.n)
		TRY(bag_write_file(&w.bag, STR("data/policy"), b->policy, e));
	TRY(put_files(&w));
	if (b->audience.n)
		info[n_info++] = (struct bag_info){ STR("Vigil-Audience"), b->audience };
	return bag_write_end(&w.bag, info, n_info, b->date, e);
}
