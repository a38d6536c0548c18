/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * token_role.c - pieces into tokens.
 *
 * Pieces are taken in their order. Articles, particles and the first words of compounds wait for the piece
 * they belong to; the second words of compounds (zadeh, din) go to the token before. So "Abd al-Rahman",
 * "Abdul Rahman" and "Abdurrahman" become one token of the same classes, "al-X" and "Al X" and "AlX"
 * become X with a lead, and what is left is matched token by token (compare.c).
 */
#include "names/names_priv.h"

#include "text/utf8.h"

struct roles {
	struct name_builder *b;
	const struct piece *p;
	size_t n, i;
	const struct piece *waiting[4]; /* articles and particles */
	size_t n_waiting;
	const struct piece *kunya, *first; /* Abu; Abd or Gholam */
	size_t plain;			   /* such tokens so far, of this alias */
	bool article;			   /* one stood before some token of this alias */
	uint8_t alias;
};

/* ---- tokens ------------------------------------------------------------- */

static void span_to(const struct roles *r, struct name_token *t, struct str raw)
{
	size_t from = (size_t)(raw.p - r->b->given.p);
	size_t to = from + raw.n;
	if (to > UINT16_MAX)
		return;
	if (t->len && from < t->from) {
		t->len = (uint16_t)(t->len + (t->from - from));
		t->from = (uint16_t)from;
	} else if (!t->len) {
		t->from = (uint16_t)from;
		t->len = (uint16_t)raw.n;
	} else if (to > (size_t)t->from + t->len) {
		t->len = (uint16_t)(to - t->from);
	}
}

/* A new token that begins with the next class; the last one when there is no room for more. */
static struct name_token *add_token(struct roles *r, enum token_kind kind, const struct piece *p)
{
	struct name_builder *b = r->b;
	if (b->n_tokens == NAME_TOKENS_MAX) {
		b->cut = true;
		return &b->tokens[NAME_TOKENS_MAX - 1];
	}
	struct name_token *t = &b->tokens[b->n_tokens++];
	*t = (struct name_token){ .at = (uint16_t)b->n_codes,
				  .kind = (uint8_t)kind,
				  .part = (uint8_t)b->role,
				  .glued = p->gap != GAP_SPACE,
				  .alias = p->alias };
	if (b->role == NAME_FULL && p->comma)
		t->part = p->comma == 1 ? NAME_FAMILY : NAME_GIVEN;
	span_to(r, t, p->raw);
	return t;
}

static void end_token(struct roles *r, struct name_token *t)
{
	t->n = (uint16_t)(r->b->n_codes - t->at);
}

static void add_simple(struct roles *r, enum token_kind kind, const struct piece *p)
{
	struct name_token *t = add_token(r, kind, p);
	name_add_codes(r->b, p->raw);
	end_token(r, t);
}

/* What waits becomes tokens; how many classes stand behind each other before what follows. */
static size_t flush(struct roles *r)
{
	size_t lead = 0;
	for (size_t i = 0; i < r->n_waiting; i++) {
		add_simple(r, TOKEN_PARTICLE, r->waiting[i]);
		lead += r->b->tokens[r->b->n_tokens - 1].n;
		r->article |= piece_is(r->waiting[i], WORD_ARTICLE);
	}
	r->n_waiting = 0;
	return lead;
}

static const struct piece *next(const struct roles *r)
{
	return r->i + 1 < r->n && r->p[r->i + 1].alias == r->p[r->i].alias ? &r->p[r->i + 1] : NULL;
}

/* What is known of the piece. "Gholam Reza", "Abd Rahman": what a table of names would have in one word. */
static void know(struct name_token *t, const struct piece *first, const struct piece *p)
{
	static const char *const ABD[] = { "abdol", "abdul", "عبدال" };
	char text[2 * PIECE_FOLD_MAX];
	if (!first) {
		memcpy(t->variant, p->variant, sizeof t->variant);
		t->derived = p->derived;
		return;
	}
	for (size_t i = 0; i <= COUNT(ABD) && !t->variant[0]; i++) {
		struct str head = i < COUNT(ABD) ? str_of(ABD[i]) : piece_folded(first);
		if (i < COUNT(ABD) && !piece_is(first, WORD_ABD))
			continue;
		memcpy(text, head.p, head.n);
		memcpy(text + head.n, p->folded, p->n_folded);
		name_variants(str_n(text, head.n + p->n_folded), t->variant);
	}
}

static bool is_nisba(const struct roles *r, const struct piece *p, bool article)
{
	if (r->plain < 2)
		return false;
	return piece_is(p, WORD_NISBA) || piece_is(p, WORD_OPTIONAL) || (article && r->article);
}

static void take_plain(struct roles *r, const struct piece *p)
{
	struct name_builder *b = r->b;
	bool article = r->n_waiting && piece_is(r->waiting[r->n_waiting - 1], WORD_ARTICLE);
	size_t inside = r->first || r->n_waiting ? 0 : name_article_in(p);
	size_t lead = 0;
	const struct piece *kunya = r->kunya;
	if (!kunya && !r->first && r->n_waiting) {
		bool before = r->article;
		bool nisba = is_nisba(r, p, article);
		lead = flush(r);
		r->article = before || article;
		struct name_token *t = add_token(r, nisba ? TOKEN_NISBA : TOKEN_PLAIN, p);
		name_add_piece(b, t, p);
		t->lead = (uint8_t)lead;
		know(t, NULL, p);
		end_token(r, t);
		t->common = piece_is(p, WORD_COMMON);
		r->plain += !nisba;
		return;
	}
	enum token_kind kind = kunya				   ? TOKEN_KUNYA
			       : is_nisba(r, p, article || inside) ? TOKEN_NISBA
								   : TOKEN_PLAIN;
	struct name_token *t = add_token(r, kind, kunya ? kunya : p);
	if (kunya) {
		lead = name_add_codes(b, kunya->raw);
		for (size_t i = 0; i < r->n_waiting; i++)
			lead += name_add_codes(b, r->waiting[i]->raw);
	} else if (inside) {
		lead = name_add_codes(b, str_n(p->folded, inside));
		r->article = true;
	}
	t->at = (uint16_t)(t->at + lead);
	t->lead = (uint8_t)lead;
	span_to(r, t, p->raw);
	if (r->first) {
		span_to(r, t, r->first->raw);
		t->seam = (uint8_t)name_add_codes(b, piece_is(r->first, WORD_ABD)
							     ? (p->arabic ? STR("عبد") : STR("abd"))
							     : r->first->raw);
	}
	if (r->first && str_starts(piece_folded(p), STR("ال")) && p->letters > 4)
		inside = STR("ال").n;
	if (inside)
		name_add_codes(b, str_from(piece_folded(p), inside));
	else
		name_add_piece(b, t, p);
	know(t, r->first, p);
	t->common = !r->first && !kunya && piece_is(p, WORD_COMMON);
	end_token(r, t);
	r->plain += kind == TOKEN_PLAIN;
	r->n_waiting = 0;
	r->kunya = r->first = NULL;
}

/* ---- what a piece is ----------------------------------------------------- */

static bool has_vowel(struct str f)
{
	for (size_t i = 0; i < f.n; i++) {
		if (strchr("aeiouy", f.p[i]) || (f.p[i] & 0x80))
			return true;
	}
	return false;
}

static bool is_digraph(struct str f)
{
	static const char TWO[][3] = { "sh", "kh", "gh", "ch", "zh", "th",
				       "ph", "dj", "ts", "yu", "ya" };
	for (size_t i = 0; i < COUNT(TWO); i++) {
		if (str_eq(f, str_of(TWO[i])))
			return true;
	}
	return false;
}

static bool is_initial(const struct roles *r, const struct piece *p)
{
	if (piece_is(p, WORD_INITIAL))
		return true;
	if (p->letters != 1 || p->digits)
		return p->dot && p->letters == 2 && is_digraph(piece_folded(p));
	struct str f = piece_folded(p);
	uint32_t cp = 0;
	utf8_next(&f, &cp);
	if (cp >= 0x700) /* a letter of other scripts can be a name */
		return false;
	return p->dot || p->upper || p->arabic || !piece_is(p, WORD_PARTICLE) || r->plain == 0;
}

/* "JR Mockridge": capitals without a vowel, where not all is in capitals. */
static bool is_run_of_initials(const struct roles *r, const struct piece *p)
{
	if (!p->capitals || p->letters > 3 || p->arabic || p->n_folded != p->letters ||
	    has_vowel(piece_folded(p)) || (r->plain > 0 && (p->kinds & ~(1U << WORD_VARIANT))))
		return false;
	for (size_t i = 0; i < r->n; i++) {
		if (!r->p[i].capitals && r->p[i].letters > 1)
			return true;
	}
	return false;
}

static int generation_of(const struct roles *r, const struct piece *p)
{
	static const enum word_kind GEN[] = { WORD_GEN1, WORD_GEN2, WORD_GEN3, WORD_GEN4 };
	for (size_t i = 0; i < COUNT(GEN); i++) {
		if (!piece_is(p, GEN[i]))
			continue;
		bool ordinal = p->n_folded > 4 && p->folded[p->n_folded - 1] == 'd' && !p->arabic;
		bool after_the = r->i > 0 && piece_is(&r->p[r->i - 1], WORD_THE);
		if ((ordinal && !after_the) || r->plain == 0)
			return 0;
		return (int)i + 1;
	}
	return 0;
}

static bool is_title(const struct roles *r, const struct piece *p)
{
	const struct piece *nx = next(r);
	if (p->gap == GAP_HYPHEN || (nx && nx->gap == GAP_HYPHEN))
		return false;
	if (piece_is(p, WORD_TITLE) || piece_is(p, WORD_MISSING))
		return true;
	return piece_is(p, WORD_OFFICE) && r->plain == 0 && nx;
}

static bool waits(const struct roles *r, const struct piece *p)
{
	const struct piece *nx = next(r);
	if (!nx || r->n_waiting == COUNT(r->waiting))
		return false;
	if (piece_is(p, WORD_ARTICLE)) {
		if (nx->gap == GAP_HYPHEN || p->arabic)
			return true;
		if ((r->plain || r->kunya || r->first) &&
		    (str_eq(piece_folded(p), STR("al")) || str_eq(piece_folded(p), STR("el")) ||
		     str_eq(piece_folded(p), STR("ul"))))
			return true;
	}
	if (!piece_is(p, WORD_PARTICLE))
		return false;
	if (p->letters == 1 || !p->upper || p->arabic)
		return r->plain > 0 || p->letters > 1;
	static const char *const CAPITAL[] = { "van", "von", "de", "der", "del", "della", "al" };
	for (size_t i = 0; i < COUNT(CAPITAL); i++) {
		if (str_eq(piece_folded(p), str_of(CAPITAL[i])))
			return true;
	}
	return r->plain > 0;
}

/* The token right before the piece, if it is of this kind. */
static struct name_token *last_of(struct roles *r, enum token_kind kind, const struct piece *p)
{
	struct name_builder *b = r->b;
	if (!b->n_tokens || r->kunya || r->first)
		return NULL;
	struct name_token *t = &b->tokens[b->n_tokens - 1];
	return t->alias == p->alias && t->kind == kind ? t : NULL;
}

static bool only_articles_wait(const struct roles *r)
{
	for (size_t i = 0; i < r->n_waiting; i++)
		if (!piece_is(r->waiting[i], WORD_ARTICLE))
			return false;
	return true;
}

/* Hojjat al-Islam, which is no name where Hojjat Allah is one. */
static bool ends_title(struct roles *r, const struct piece *p)
{
	struct str f = piece_folded(p);
	return (str_ends(f, STR("slam")) || str_ends(f, STR("اسلام"))) && only_articles_wait(r) &&
	       last_of(r, TOKEN_TITLE, p);
}

/* zadeh, pour; din behind its article; what is too short behind a ZWNJ to be a name: part of the token before. */
static bool joins_last(struct roles *r, const struct piece *p)
{
	struct name_token *t = last_of(r, TOKEN_PLAIN, p);
	if (!t)
		return false;
	if (piece_is(p, WORD_DIN) && only_articles_wait(r)) {
		if (!t->seam) {
			t->seam = (uint8_t)t->n;
			t->called_by_first = true;
		}
		struct str f = piece_folded(p);
		static const char *const LAH[] = { "allah", "ollah", "ullah", "الله" };
		for (size_t i = 0; i < COUNT(LAH); i++) {
			if (str_eq(f, str_of(LAH[i])))
				f = p->arabic ? STR("له") : STR("lah");
		}
		if (str_eq(f, STR("الدین")) || (f.n > 3 && str_ends(f, STR("din"))))
			f = p->arabic ? STR("دین") : STR("din");
		r->n_waiting = 0;
		name_add_codes(r->b, f);
	} else if (!r->n_waiting &&
		   ((piece_is(p, WORD_TAIL) && (p->gap != GAP_SPACE || r->plain > 1)) ||
		    (p->gap == GAP_ZWNJ && p->letters <= 2))) {
		name_add_codes(r->b, p->raw);
	} else {
		return false;
	}
	end_token(r, t);
	span_to(r, t, p->raw);
	memset(t->variant, 0, sizeof t->variant);
	t->derived = false;
	t->common = 0;
	return true;
}

/* Gholam, Abd and Abu wait for a name. Gholam alone before a family name is a name itself. */
static bool begins_compound(struct roles *r, const struct piece *p)
{
	const struct piece *nx = next(r);
	if (!nx || r->first || nx->letters < 2 || piece_is(nx, WORD_MISSING))
		return false;
	if (piece_is(p, WORD_KUNYA) && !r->kunya) {
		r->kunya = p;
		return true;
	}
	bool another = r->i + 2 < r->n && r->p[r->i + 2].alias == p->alias &&
		       !piece_is(&r->p[r->i + 2], WORD_TAIL);
	if (piece_is(p, WORD_ABD) ||
	    (piece_is(p, WORD_FIRST) && (nx->gap != GAP_SPACE || another))) {
		r->first = p;
		return true;
	}
	return false;
}

static void add_initials(struct roles *r, const struct piece *p)
{
	flush(r);
	if (piece_is(p, WORD_INITIAL)) {
		struct name_token *t = add_token(r, TOKEN_INITIAL, p);
		name_add_codes(r->b, STR("ا"));
		end_token(r, t);
	} else if (p->letters <= 1 || !is_run_of_initials(r, p)) {
		add_simple(r, TOKEN_INITIAL, p);
	} else {
		for (size_t i = 0; i < p->letters; i++) {
			struct name_token *t = add_token(r, TOKEN_INITIAL, p);
			name_add_codes(r->b, str_n(p->folded + i, 1));
			end_token(r, t);
		}
	}
}

/* Behind a name a title is rather a part of it (Gul Agha, Zahra Sadat, Molavi), if one that is often left out. */
static bool is_title_of_name(const struct roles *r, const struct piece *p)
{
	const struct piece *nx = next(r);
	if (!r->plain || piece_is(p, WORD_MISSING))
		return false;
	return nx ? nx->letters > 1 && !piece_is(nx, WORD_TITLE) && !generation_of(r, nx)
		  : r->plain > 1 && p->letters > 4;
}

static void add_title(struct roles *r, const struct piece *p)
{
	if (is_title_of_name(r, p)) {
		take_plain(r, p);
		r->b->tokens[r->b->n_tokens - 1].common = 1;
	} else {
		flush(r);
		add_simple(r, TOKEN_TITLE, p);
	}
}

static void take(struct roles *r, const struct piece *p)
{
	int generation = generation_of(r, p);
	if (p->gone || piece_is(p, WORD_AND) || piece_is(p, WORD_THE) ||
	    (piece_is(p, WORD_SMALL) && !p->upper && !p->arabic && !waits(r, p)))
		return;
	if (generation || (p->letters == 0 && r->plain > 0)) {
		flush(r);
		add_simple(r, TOKEN_SUFFIX, p);
		r->b->tokens[r->b->n_tokens - 1].generation = (uint8_t)generation;
	} else if (is_initial(r, p) || is_run_of_initials(r, p)) {
		add_initials(r, p);
	} else if (!r->kunya && !r->first && (is_title(r, p) || ends_title(r, p))) {
		add_title(r, p);
	} else if (joins_last(r, p)) {
		;
	} else if (begins_compound(r, p)) {
		;
	} else if (waits(r, p)) {
		r->waiting[r->n_waiting++] = p;
	} else {
		take_plain(r, p);
	}
}

/* Where nothing but titles is left, they are the name; so is the last of two ("Reza Khan"). */
static void promote_titles(struct name_builder *b)
{
	size_t names = 0;
	for (size_t i = 0; i < b->n_tokens; i++)
		names += b->tokens[i].alias == 0 && b->tokens[i].kind != TOKEN_TITLE &&
			 b->tokens[i].kind != TOKEN_PARTICLE && b->tokens[i].kind != TOKEN_SUFFIX;
	for (size_t i = 0; i < b->n_tokens; i++) {
		struct name_token *t = &b->tokens[i];
		bool last = names == 1 && i > 0 && i + 1 == b->n_tokens;
		if (t->alias == 0 && t->kind == TOKEN_TITLE && t->n > 1 && (names == 0 || last))
			t->kind = TOKEN_PLAIN;
	}
}

/* A title can be the first part of a name that others write in one word: Mir Hosseini, Seyed Ali. */
static void lead_by_titles(struct name_builder *b)
{
	for (size_t i = 1; i < b->n_tokens; i++) {
		const struct name_token *before = &b->tokens[i - 1];
		struct name_token *t = &b->tokens[i];
		if (t->kind == TOKEN_PLAIN && before->kind == TOKEN_TITLE &&
		    t->alias == before->alias && before->at + before->n == t->at - t->lead &&
		    before->n + t->lead <= UINT8_MAX)
			t->lead = (uint8_t)(t->lead + before->n);
	}
}

static void key_ends(const struct name_builder *b, struct name_token *t)
{
	for (size_t i = 0; i < t->n; i++) {
		uint8_t c = sound_key_class(b->codes[t->at + i]);
		if (!c)
			continue;
		t->sounds |= (uint32_t)1 << (c & 31);
		t->first = t->first ? t->first : c;
		t->last = c;
	}
}

void name_build(struct name_builder *b, struct piece *p, size_t n)
{
	struct roles r = { .b = b, .p = p, .n = n };
	for (r.i = 0; r.i < n; r.i++) {
		if (p[r.i].alias != r.alias) {
			flush(&r);
			r = (struct roles){
				.b = b, .p = p, .n = n, .i = r.i, .alias = p[r.i].alias
			};
		}
		take(&r, &p[r.i]);
	}
	flush(&r);
	promote_titles(b);
	lead_by_titles(b);
	for (size_t i = 0; i < b->n_tokens; i++) {
		struct name_token *t = &b->tokens[i];
		t->key = sound_key(b->codes + t->at, t->n);
		t->exact = sound_exact(b->codes + t->at, t->n);
		key_ends(b, t);
	}
}
