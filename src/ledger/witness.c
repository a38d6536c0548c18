/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/witness.h"

#include "base/bytes.h"
#include "ledger/ledger_priv.h"

/* ---- requests ---- */

void witness_request_write(struct buf *b, const struct witness_request *r)
{
	buf_printf(b, "old %lld\n", (long long)r->old);
	ledger_put_hashes(b, r->hashes, r->n);
	buf_char(b, '\n');
	buf_add(b, r->note);
}

int witness_request_read(struct str s, struct arena *a, struct witness_request *ret, struct err *e)
{
	struct witness_request r;
	struct str line;
	if (s.n > WITNESS_REQUEST_MAX)
		return err_set(e, ERR_TOOBIG, "a request has at most %d bytes",
			       WITNESS_REQUEST_MAX);
	s = str_cut(s, '\n', &line);
	if (!str_starts(line, STR("old ")) || !ledger_decimal(str_from(line, 4), &r.old))
		return err_set(e, ERR_INPUT, "a request begins with: old SIZE");
	if (!s.p)
		return err_set(e, ERR_INPUT, "a request ends before its checkpoint");
	TRY(ledger_read_hashes(&s, a, &r.hashes, &r.n, e));
	r.note = s;
	*ret = r;
	return 0;
}

int witness_request_origin(const struct witness_request *r, struct arena *a, struct str *ret,
			   struct err *e)
{
	struct note note;
	struct checkpoint c;
	TRY(note_parse(r->note, a, &note, e));
	TRY(checkpoint_parse(note.text, &c, e));
	*ret = c.origin;
	return 0;
}

void witness_file_name(struct str origin, char ret[static WITNESS_FILE_LEN + 1])
{
	struct hash h = hash_of(origin);
	static_assert(WITNESS_FILE_LEN == 2 * HASH_LEN, "hexadecimal digits of a hash");
	hex_encode(ret, h.b, HASH_LEN);
}

/* ---- judging ---- */

/* The lines of one key, added to `b` as they stood. */
static void add_lines(struct buf *b, struct str lines, const struct note *note,
		      const struct note_key *k)
{
	struct str line;
	for (size_t i = 0; i < note->n; i++) {
		lines = str_cut(lines, '\n', &line);
		if (!str_eq(note->sigs[i].name, k->name) ||
		    memcmp(note->sigs[i].id, k->id, NOTE_KEY_ID_LEN) != 0)
			continue;
		buf_add(b, line);
		buf_char(b, '\n');
	}
}

/* Lines of others are not kept: whoever carries a note can add any number of them. */
static struct str keep_known(struct str whole, const struct note *note,
			     const struct witness_log *log, struct arena *a)
{
	AUTO_BUF b;
	buf_init(&b, NOTE_MAX);
	buf_add(&b, note->text);
	buf_char(&b, '\n');
	for (size_t i = 0; i < log->n_keys; i++)
		add_lines(&b, str_from(whole, note->text.n + 1), note, &log->keys[i]);
	return buf_copy(&b, a);
}

/* One of the keys signed, and no line of any of them is bad. */
static bool is_signed(const struct note *note, const struct witness_log *log)
{
	bool any = false;
	for (size_t i = 0; i < log->n_keys; i++) {
		bool yes = false;
		if (note_check(note, &log->keys[i], &yes, NULL, NULL) < 0)
			return false;
		any = any || yes;
	}
	return any;
}

static enum witness_status judge(const struct witness_request *r, const struct witness_log *log,
				 struct arena *a, struct witness_verdict *v)
{
	struct note note;
	v->fit = FIT_UNSHOWN;
	if (note_parse(r->note, a, &note, NULL) < 0 ||
	    checkpoint_parse(note.text, &v->head, NULL) < 0)
		return WITNESS_MALFORMED;
	v->text = note.text;
	if (!log)
		return WITNESS_UNKNOWN;
	for (size_t i = 0; i < log->n_keys; i++)
		assert(str_eq(log->keys[i].name, v->head.origin) && "the caller looked it up");
	if (!is_signed(&note, log))
		return WITNESS_UNSIGNED;
	v->kept = keep_known(r->note, &note, log, a);

	/* From here on the log itself speaks, so what does not fit is its own doing. */
	struct checkpoint old = { v->head.origin, log->size, log->root };
	if (r->old > v->head.size)
		return WITNESS_MALFORMED;
	if (v->head.size >= old.size)
		v->fit = consistency_fit(&old, &v->head, r->hashes, r->n);
	/* A proof from elsewhere than our head says nothing of it. */
	if (r->old != old.size && v->head.size != old.size)
		v->fit = FIT_UNSHOWN;
	if (r->old != old.size)
		return WITNESS_STALE;
	return v->fit == FIT_HOLDS ? WITNESS_COSIGN : WITNESS_REFUSED;
}

void witness_judge(const struct witness_request *r, const struct witness_log *log, struct arena *a,
		   struct witness_verdict *ret)
{
	*ret = (struct witness_verdict){ 0 };
	ret->status = judge(r, log, a, ret);
	bool other_root = ret->status == WITNESS_REFUSED && ret->head.size == log->size &&
			  !hash_eq(&ret->head.root, &log->root);
	ret->http = other_root ? WITNESS_STALE : (int)ret->status;
}

const char *witness_status_text(enum witness_status s)
{
	switch (s) {
	case WITNESS_COSIGN:
		return "cosigned";
	case WITNESS_MALFORMED:
		return "this is not a request to cosign a checkpoint";
	case WITNESS_UNSIGNED:
		return "the checkpoint is not signed by a key this witness knows of the log";
	case WITNESS_UNKNOWN:
		return "this witness does not know the log";
	case WITNESS_STALE:
		return "the old size is not the one this witness has";
	case WITNESS_REFUSED:
		return "the checkpoint does not follow from the one this witness has";
	}
	return "";
}

/* ---- the answer ---- */

int witness_answer_read(struct str s, struct witness_answer *ret, struct err *e)
{
	struct witness_answer w = { 0 };
	if (s.n > WITNESS_ANSWER_MAX)
		return err_set(e, ERR_TOOBIG, "a witness's answer has at most %d bytes",
			       WITNESS_ANSWER_MAX);
	if (!str_ends(s, STR("\n")))
		return err_set(e, ERR_INPUT, "a witness's answer does not end its last line");
	if (ledger_decimal(str_n(s.p, s.n - 1), &w.size)) {
		*ret = w;
		return 0;
	}
	/* Judged line by line only together with the text they sign. */
	if (!str_starts(s, STR("\xE2\x80\x94 ")))
		return err_set(e, ERR_INPUT,
			       "a witness answers with signature lines, or with a size");
	w.lines = s;
	*ret = w;
	return 0;
}

int witness_answer_check(struct str lines, struct str text, const struct note_key *keys, size_t n,
			 struct arena *a, struct str *ret, size_t *ret_key, struct err *e)
{
	struct note note;
	AUTO_BUF b;
	size_t first = n;
	buf_init(&b, WITNESS_ANSWER_MAX);
	TRY(note_parse(str_printf(a, "%.*s\n%.*s", STR_FMT(text), STR_FMT(lines)), a, &note, e));
	if (!str_eq(note.text, text))
		return err_set(e, ERR_INPUT, "a witness's answer has an empty line");
	for (size_t i = 0; i < n; i++) {
		bool yes = false;
		if (keys[i].type != NOTE_COSIGNATURE)
			continue;
		TRY(note_check(&note, &keys[i], &yes, NULL, e));
		if (!yes)
			continue;
		add_lines(&b, lines, &note, &keys[i]);
		first = first == n ? i : first;
	}
	TRY(buf_check(&b, e));
	*ret = buf_copy(&b, a);
	*ret_key = first;
	return 0;
}
