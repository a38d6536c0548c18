/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fold.c - words out of characters, joined forms, skeletons and queries. */
#include "text/fold.h"

#include "text/fold_priv.h"
#include "text/utf8.h"

void fold_out_add(struct fold_out *o, struct str s)
{
	if (o->n + s.n > o->cap) {
		size_t cap = 2 * (o->n + s.n) + 32;
		char *p = NEW_N(o->a, cap, char);
		if (o->n)
			memcpy(p, o->p, o->n);
		o->p = p;
		o->cap = cap;
	}
	if (s.n)
		memcpy(o->p + o->n, s.p, s.n);
	o->n += s.n;
}

/* ---- words and joined forms ------------------------------------------ */

struct run {
	struct fold_out text, joins;
	bool with_joins;
	size_t n_words;
	size_t prev_at, prev_n; /* the word before, in text */
	size_t word_at;		/* the word being built; ends at text.n */
	bool in_word;
	bool link;     /* the word before ended with a possible boundary */
	size_t run_at; /* the first of the parts linked to each other */
	size_t run_parts;
};

static void join_add(struct run *r, size_t from, size_t to)
{
	fold_out_add(&r->joins, STR(" "));
	for (size_t i = from; i < to; i++) {
		if (r->text.p[i] != ' ')
			fold_out_add(&r->joins, str_n(r->text.p + i, 1));
	}
}

/* Two parts are joined as neighbours; of three and more the whole is needed as well. */
static void end_parts(struct run *r)
{
	if (r->with_joins && r->run_parts > 2)
		join_add(r, r->run_at, r->prev_at + r->prev_n);
	r->run_parts = 0;
}

static void end_word(struct run *r, bool link)
{
	if (!r->in_word) {
		/* A hyphen with a space beside it is a dash. */
		if (!link && r->link) {
			r->link = false;
			end_parts(r);
		}
		return;
	}
	r->n_words++;
	if (r->with_joins && r->n_words > 1 && (r->link || r->n_words <= FOLD_PAIR_WORDS))
		join_add(r, r->prev_at, r->text.n);
	if (!r->link) {
		end_parts(r);
		r->run_at = r->word_at;
	}
	r->run_parts++;
	r->prev_at = r->word_at;
	r->prev_n = r->text.n - r->word_at;
	r->in_word = false;
	r->link = link;
	if (!link)
		end_parts(r);
}

static void add_to_word(struct run *r, struct str s)
{
	if (!r->in_word) {
		if (r->text.n)
			fold_out_add(&r->text, STR(" "));
		r->word_at = r->text.n;
		r->in_word = true;
	}
	fold_out_add(&r->text, s);
}

struct str fold_run(struct arena *a, struct str s, bool sounds, bool joins)
{
	struct run r = { .text = { .a = a, .cap = s.n + s.n / 4 + 16 }, .joins = { .a = a } };
	char out[FOLD_OUT_MAX];
	uint32_t cp;

	r.with_joins = joins;
	r.text.p = NEW_N(a, r.text.cap, char);
	while (utf8_next(&s, &cp)) {
		size_t n = 0;
		enum fold_act act = fold_char(cp, sounds, out, &n);
		if (act == FOLD_TAKE)
			add_to_word(&r, str_n(out, n));
		else if (act != FOLD_DROP)
			end_word(&r, act == FOLD_LINK);
	}
	end_word(&r, false);
	end_parts(&r);
	fold_out_add(&r.text, str_n(r.joins.p, r.joins.n));
	return str_n(r.text.p, r.text.n);
}

struct str fold_search(struct arena *a, struct str s)
{
	return fold_run(a, s, false, true);
}

struct str fold_words(struct arena *a, struct str s)
{
	return fold_run(a, s, false, false);
}

struct str fold_key(struct arena *a, struct str s)
{
	struct str words = fold_words(a, s);
	char *p = NEW_N(a, words.n + 1, char);
	size_t n = 0;
	for (size_t i = 0; i < words.n; i++) {
		if (words.p[i] != ' ')
			p[n++] = words.p[i];
	}
	return str_n(p, n);
}

size_t fold_key_into(struct str s, char *ret, size_t cap)
{
	char out[FOLD_OUT_MAX];
	uint32_t cp;
	size_t at = 0;
	while (utf8_next(&s, &cp)) {
		size_t n = 0;
		if (fold_char(cp, false, out, &n) != FOLD_TAKE)
			continue;
		if (at + n > cap)
			break;
		memcpy(ret + at, out, n);
		at += n;
	}
	return at;
}

/* ---- skeletons ------------------------------------------------------- */

/* Two Latin letters that are one sound; the first is dropped when there is nothing to write. */
static const struct {
	char two[3];
	char to;
} DIGRAPHS[] = {
	{ "kh", 'x' }, { "sh", 'w' }, { "ch", 'c' }, { "zh", 'j' },
	{ "gh", 'q' }, { "ph", 'f' }, { "ck", 'k' }, { "dj", 'j' },
};

/* a to z: 0 vowels; V and Y stand for letters kept only at the beginning of a word. */
static const char LATIN_SOUND[26] = {
	0,   'b', 'k', 'd', 0,	 'f', 'g', 'h', 0,   'j', 'k', 'l', 'm',
	'n', 0,	  'p', 'q', 'r', 's', 't', 0,	'V', 'V', 'x', 'Y', 'z',
};

/* U+0620 to U+06DF, after folding. */
static const char ARABIC_SOUND[0xC0] = {
	[0x08] = 'b', [0x5E] = 'p', [0x0A] = 't', [0x17] = 't', [0x0B] = 's', [0x13] = 's',
	[0x15] = 's', [0x0C] = 'j', [0x78] = 'j', [0x66] = 'c', [0x0D] = 'h', [0x27] = 'h',
	[0x0E] = 'x', [0x0F] = 'd', [0x10] = 'z', [0x12] = 'z', [0x16] = 'z', [0x18] = 'z',
	[0x11] = 'r', [0x14] = 'w', [0x1A] = 'q', [0x22] = 'q', [0x21] = 'f', [0x84] = 'V',
	[0x89] = 'k', [0x8F] = 'g', [0x24] = 'l', [0x25] = 'm', [0x26] = 'n', [0x28] = 'V',
	[0xAC] = 'Y',
};

static char digraph(struct str w)
{
	for (size_t i = 0; i < COUNT(DIGRAPHS); i++) {
		if (str_starts(w, str_of(DIGRAPHS[i].two)))
			return DIGRAPHS[i].to;
	}
	return 0;
}

/* The sound at the front of `w`, which moves on behind it; 0: none. */
static char next_sound(struct str *w)
{
	char two = digraph(*w);
	if (two || str_starts(*w, STR("tch"))) {
		*w = str_from(*w, two ? 2 : 1);
		return two;
	}
	uint32_t cp = 0;
	utf8_next(w, &cp);
	if (cp >= 'a' && cp <= 'z')
		return LATIN_SOUND[cp - 'a'];
	if (cp >= '0' && cp <= '9')
		return (char)cp;
	return cp >= 0x620 && cp < 0x6E0 ? ARABIC_SOUND[cp - 0x620] : 0;
}

/* Writes at most w.n bytes. */
static size_t skeleton(struct str w, char *ret)
{
	size_t n = 0;
	for (bool first = true; w.n; first = false) {
		bool single_h = !digraph(w);
		char c = next_sound(&w);
		if (c == 'V' || c == 'Y')
			c = (char)(first ? c + ('a' - 'A') : 0);
		if (c == 'h' && single_h && w.n == 0)
			c = 0;
		if (c && (n == 0 || ret[n - 1] != c))
			ret[n++] = c;
	}
	return n;
}

struct str fold_skeleton(struct arena *a, struct str s)
{
	struct str words = fold_run(a, s, true, true);
	char *p = NEW_N(a, words.n + 1, char);
	size_t n = 0;
	while (words.p) {
		struct str w;
		words = str_cut(words, ' ', &w);
		size_t k = skeleton(w, p + n + (n > 0));
		if (k > 0 && n > 0)
			p[n++] = ' ';
		n += k;
	}
	return str_n(p, n);
}

/* ---- queries --------------------------------------------------------- */

static struct str term(struct arena *a, struct str x, struct str y, bool skeletons)
{
	struct str w = str_join(a, x, y);
	if (!skeletons)
		return w;
	char *p = NEW_N(a, w.n + 1, char);
	return str_n(p, skeleton(w, p));
}

/* All words, with words `join` and `join` + 1 as one; no joining when `join` is n. */
static void add_alternative(struct fold_out *o, const struct str *words, size_t n, size_t join,
			    bool skeletons)
{
	bool any = false;
	for (size_t i = 0; i < n; i++) {
		struct str t = term(o->a, words[i], i == join ? words[i + 1] : STR_NULL, skeletons);
		i += i == join;
		if (t.n == 0)
			continue;
		if (!any)
			fold_out_add(o, o->n ? STR(" OR (\"") : STR("(\""));
		else
			fold_out_add(o, STR(" AND \""));
		any = true;
		fold_out_add(o, t);
		fold_out_add(o, i + 1 >= n ? STR("\"*") : STR("\""));
	}
	if (any)
		fold_out_add(o, STR(")"));
}

static struct str query(struct arena *a, struct str q, bool skeletons)
{
	struct str rest = fold_run(a, q, skeletons, false);
	struct str words[FOLD_QUERY_WORDS];
	size_t n = 0;
	struct fold_out o = { .a = a };
	while (rest.n && n < FOLD_QUERY_WORDS)
		rest = str_cut(rest, ' ', &words[n++]);
	add_alternative(&o, words, n, n, skeletons);
	for (size_t i = 0; i + 1 < n; i++)
		add_alternative(&o, words, n, i, skeletons);
	if (o.n == 0)
		return STR("\"\"");
	return str_n(o.p, o.n);
}

struct str fold_query(struct arena *a, struct str q)
{
	return query(a, q, false);
}

struct str fold_skeleton_query(struct arena *a, struct str q)
{
	return query(a, q, true);
}
