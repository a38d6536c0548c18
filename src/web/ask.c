/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ask.c - finding out which record or day a form means. */
#include "web/ask.h"

#include "base/bytes.h"
#include "base/crypto.h"
#include "register/find.h"
#include "text/fold.h"

static struct str field_of(const struct page_request *p, const char *name, const char *ending)
{
	return page_field(p, str_printf(p->a, "%s%s", name, ending).p);
}

/* The answer, when it answers these words. */
static struct str answer_of(const struct page_request *p, const char *name, struct str text)
{
	struct str answer = field_of(p, name, "-is");
	return str_eq(field_of(p, name, "-of"), text) ? answer : STR("");
}

struct ask ask_parse(const struct page_request *p, const char *name, const char *kinds,
		     bool as_text)
{
	struct ask k = { .name = name, .kinds = str_of(kinds), .as_text = as_text };
	k.text = page_field(p, name);
	k.answer = answer_of(p, name, k.text);
	k.vocab = p->reg ? reg_vocab(p->reg) : NULL;
	return k;
}

/* ---- which record ------------------------------------------------------ */

static struct str kinds_in_words(struct arena *a, enum lang lang, const struct ask *k)
{
	struct str rest = k->kinds;
	struct str s = STR("");
	while (rest.p) {
		struct str one;
		enum lang as;
		rest = str_cut(rest, '|', &one);
		const struct kind *kind = vocab_kind(k->vocab, one);
		struct str label = kind ? term_label(&kind->term, lang, &as) : one;
		s = str_printf(a, "%.*s%s%.*s", STR_FMT(s),
			       s.n ? (lang == LANG_FA ? "، " : ", ") : "", STR_FMT(label));
	}
	return s;
}

static int found(struct page_request *p, struct ask *k, const struct entity *en, struct err *e)
{
	if (!vocab_takes(k->kinds, en->kind)) {
		struct str kinds = kinds_in_words(p->a, p->lang, k);
		k->state = ASK_REFUSED;
		k->why = tr_fmt(
			p->a, p->lang,
			MSG_P("This record is of another kind; here it can be: {1}.",
			      "این پرونده از گونهٔ دیگری است؛ اینجا می‌تواند این باشد: {1}."),
			&kinds, 1);
		return 0;
	}
	TRY(reg_card(p->reg, en->id, p->a, &k->card, e));
	k->state = ASK_FOUND;
	return 0;
}

/* A key that nobody has to think of: it is kept and never shown. */
static struct str new_key(struct arena *a, struct str kind)
{
	uint8_t chance[6];
	random_bytes(chance, sizeof chance);
	return str_printf(a, "%.*s:n-%.*s", STR_FMT(kind),
			  STR_FMT(hex_str(a, chance, sizeof chance)));
}

static int take_answer(struct page_request *p, struct ask *k, bool *ret_taken, struct err *e)
{
	struct entity en;
	*ret_taken = false;
	if (str_eq(k->answer, STR("text")) && k->as_text) {
		k->state = ASK_AS_TEXT;
		*ret_taken = true;
	} else if (str_starts(k->answer, STR("new:"))) {
		struct str kind = str_from(k->answer, STR("new:").n);
		if (!vocab_kind(k->vocab, kind) || !vocab_takes(k->kinds, kind))
			return 0;
		k->state = ASK_NEW;
		k->kind = kind;
		k->key = new_key(p->a, kind);
		*ret_taken = true;
	} else if (k->answer.n) {
		int rc = reg_entity(p->reg, k->answer, p->a, &en, e);
		if (rc == ERR_NOTFOUND || rc == ERR_INPUT)
			return 0;
		TRY(rc);
		*ret_taken = true;
		return found(p, k, &en, e);
	}
	return 0;
}

static void limit_to_kinds(struct find *f, struct str kinds)
{
	struct str rest = kinds;
	if (str_eq(kinds, STR("any")))
		return;
	while (rest.p && f->n_choices[FACET_KIND] < FIND_CHOICES_MAX) {
		struct str one;
		rest = str_cut(rest, '|', &one);
		f->choices[FACET_KIND][f->n_choices[FACET_KIND]++] = one;
	}
}

static bool is_called(struct arena *a, const struct card *c, struct str text)
{
	struct str key = fold_key(a, text);
	return str_eq(fold_key(a, c->label), key) ||
	       (c->label_fa.n && str_eq(fold_key(a, c->label_fa), key));
}

static int search(struct page_request *p, struct ask *k, struct err *e)
{
	struct find *f = NEW(p->a, struct find);
	struct found *hits = NEW(p->a, struct found);
	f->text = k->text;
	f->only_cards = true;
	f->limit = ASK_CARDS_MAX;
	limit_to_kinds(f, k->kinds);
	TRY(reg_find(p->reg, f, p->a, hits, e));
	k->cards = hits->cards;
	k->n = hits->n;
	k->state = ASK_WHICH;
	/* One record with exactly this name, and no other near it: shown, and free to be changed. */
	if (hits->total == 1 && is_called(p->a, &hits->cards[0], k->text)) {
		k->card = hits->cards[0];
		k->state = ASK_FOUND;
	}
	return 0;
}

int ask_load(struct page_request *p, struct ask *k, struct err *e)
{
	struct entity en;
	bool taken;
	k->state = ASK_NOTHING;
	if (!k->text.n)
		return 0;
	if (k->text.n > ASK_TEXT_MAX) {
		k->state = ASK_REFUSED;
		k->why = tr(p->lang, MSG_P("This is too long for a name.",
					   "این برای نام بیش از اندازه بلند است."));
		return 0;
	}
	TRY(take_answer(p, k, &taken, e));
	if (taken)
		return 0;
	int rc = reg_entity(p->reg, k->text, p->a, &en, e);
	if (rc == 0)
		return found(p, k, &en, e);
	if (rc != ERR_NOTFOUND && rc != ERR_INPUT)
		return rc;
	return search(p, k, e);
}

struct str ask_cell(const struct ask *k)
{
	switch (k->state) {
	case ASK_FOUND:
		return k->card.number;
	case ASK_NEW:
		return k->key;
	case ASK_NOTHING:
	case ASK_WHICH:
	case ASK_AS_TEXT:
	case ASK_REFUSED:
		break;
	}
	return k->text;
}

struct str ask_words(enum lang lang, const struct ask *k)
{
	if (k->state != ASK_FOUND)
		return k->text;
	return lang == LANG_FA && k->card.label_fa.n ? k->card.label_fa : k->card.label;
}

/* In a summary of several the words tell which field is meant. */
static struct str quoted(struct arena *a, enum lang lang, struct str text, const struct msg *m)
{
	enum { SHOWN = 60 };
	struct str args[] = { text.n > SHOWN ? STR("…") : text, tr(lang, m) };
	return tr_fmt(a, lang, MSG_P("“{1}”: {2}", "«{1}»: {2}"), args, COUNT(args));
}

void ask_errors(const struct ask *k, enum lang lang, const struct msg *needed, struct arena *a,
		struct form_errors *es)
{
	static const struct msg WHICH = MSG(
		"choose which record is meant, or a new one.",
		"برگزینید کدام پرونده منظور است، یا پرونده‌ای تازه.");
	static const struct msg NEW_ONE = MSG(
		"no record has this name. Choose whether it is a new one.",
		"هیچ پرونده‌ای این نام را ندارد. برگزینید که تازه است یا نه.");
	if (k->state == ASK_REFUSED)
		form_error(es, str_of(k->name), k->why);
	else if (k->state == ASK_WHICH)
		form_error(es, str_of(k->name), quoted(a, lang, k->text, k->n ? &WHICH : &NEW_ONE));
	else if (k->state == ASK_NOTHING && needed)
		form_error(es, str_of(k->name), tr(lang, needed));
}

/* ---- which day --------------------------------------------------------- */

struct ask_date ask_date_parse(const struct page_request *p, const char *name)
{
	struct ask_date d = { .name = name, .text = page_field(p, name) };
	d.answer = answer_of(p, name, d.text);
	return d;
}

void ask_date_load(struct arena *a, enum lang lang, struct ask_date *d)
{
	struct err e = { 0 };
	d->state = ASK_NOTHING;
	if (!d->text.n)
		return;
	if (date_read(a, lang, d->text, &d->readings, &d->n, &e) < 0) {
		d->state = ASK_REFUSED;
		d->why = str_copy(a, str_of(e.text));
		return;
	}
	d->state = ASK_WHICH;
	for (size_t i = 0; i < d->n; i++)
		if (str_eq(d->readings[i].edtf_text, d->answer))
			d->meant = &d->readings[i];
	if (d->n == 1 && d->readings[0].doubt == DATE_SURE)
		d->meant = &d->readings[0];
	if (d->meant)
		d->state = ASK_FOUND;
}

struct str ask_date_cell(const struct ask_date *d)
{
	bool chosen = d->state == ASK_FOUND && (d->n > 1 || d->meant->doubt != DATE_SURE);
	return chosen ? d->meant->edtf_text : d->text;
}

void ask_date_errors(const struct ask_date *d, enum lang lang, const struct msg *needed,
		     struct arena *a, struct form_errors *es)
{
	static const struct msg WHICH =
		MSG("this date can be read in more than one way. Choose one.",
		    "این تاریخ بیش از یک خوانش دارد. یکی را برگزینید.");
	if (d->state == ASK_REFUSED)
		form_error(es, str_of(d->name), d->why);
	else if (d->state == ASK_WHICH)
		form_error(es, str_of(d->name), quoted(a, lang, d->text, &WHICH));
	else if (d->state == ASK_NOTHING && needed)
		form_error(es, str_of(d->name), tr(lang, needed));
}
