/* SPDX-License-Identifier: GPL-3.0-or-later */
/* read.c - a text as a name. */
#include "names/names_priv.h"

#include "text/fold.h"

enum { TEXT_MAX = 4096 }; /* what is longer is no name of one person; the rest is cut */

static uint64_t hash64(uint64_t h, const void *p, size_t n)
{
	const uint8_t *b = p;
	for (size_t i = 0; i < n; i++)
		h = (h ^ b[i]) * UINT64_C(0x100000001b3);
	return h;
}
static const uint64_t HASH64 = UINT64_C(0xcbf29ce484222325);

/* ---- alternative names -------------------------------------------------- */

static bool is_link_word(const struct piece *p)
{
	static const char *const WORDS[] = { "as", "by", "to", "به", "ب" };
	for (size_t i = 0; i < COUNT(WORDS); i++) {
		if (str_eq(piece_folded(p), str_of(WORDS[i])))
			return true;
	}
	return false;
}

/* "alias X", "known as X", "a.k.a. X", معروف به X: how many pieces at `i` say so. */
static size_t alias_marker(const struct piece *p, size_t n, size_t i)
{
	if (i == 0 || i + 1 >= n)
		return 0;
	if (piece_is(&p[i], WORD_ALIAS) && (!p[i].upper || p[i].capitals))
		return i + 2 < n && is_link_word(&p[i + 1]) ? 2 : 1;
	if (piece_is(&p[i], WORD_KNOWN) && is_link_word(&p[i + 1]) && i + 2 < n)
		return 2;
	bool aka = i + 3 < n && str_eq(piece_folded(&p[i]), STR("a")) &&
		   str_eq(piece_folded(&p[i + 1]), STR("k")) &&
		   str_eq(piece_folded(&p[i + 2]), STR("a"));
	return aka ? 3 : 0;
}

/* Marks what follows a marker as an alternative name, and takes the marker away. Returns how many are left. */
static size_t mark_aliases(struct piece *p, size_t n)
{
	uint8_t highest = 0;
	uint8_t now = 0;
	uint8_t comma = 0;
	size_t kept = 0;
	for (size_t i = 0; i < n; i++) {
		if (p[i].alias > highest)
			highest = p[i].alias;
	}
	for (size_t i = 0; i < n; i++) {
		size_t marker = alias_marker(p, n, i);
		if (marker) {
			now = ++highest;
			i += marker;
			comma = p[i].comma;
		}
		if (p[i].comma != comma)
			now = 0;
		if (now) {
			p[i].alias = now;
			p[i].comma = 0;
		}
		p[kept++] = p[i];
	}
	return kept;
}

/* All of it in brackets or quotation marks: the name itself. */
static void unmark_when_all(struct piece *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!p[i].alias)
			return;
	}
	for (size_t i = 0; i < n; i++)
		p[i].alias = 0;
}

/* ---- "surname, given" --------------------------------------------------- */

/* Is there something behind the first comma that can be a given name? */
static bool comma_swaps(const struct piece *p, size_t n)
{
	bool left = false;
	bool right = false;
	for (size_t i = 0; i < n; i++) {
		if (p[i].alias)
			continue;
		uint32_t other = (1U << WORD_TITLE) | (1U << WORD_GEN1) | (1U << WORD_GEN2) |
				 (1U << WORD_GEN3) | (1U << WORD_GEN4) | (1U << WORD_THE);
		bool name = p[i].letters && !(p[i].kinds & other);
		left = left || (name && p[i].comma == 0);
		right = right || (name && p[i].comma == 1);
	}
	return left && right;
}

/* Given names first; `comma` becomes 1 for the family's pieces, 2 for the others, 0 where no comma decides. */
static void order_by_comma(struct piece *p, size_t n)
{
	struct piece sorted[PIECES_MAX];
	size_t k = 0;
	bool swaps = comma_swaps(p, n);
	if (!swaps) {
		for (size_t i = 0; i < n; i++)
			p[i].comma = 0;
		return;
	}
	for (int pass = 0; pass < 3; pass++) {
		for (size_t i = 0; i < n; i++) {
			int when = p[i].alias ? 2 : p[i].comma == 0 ? 1 : 0;
			if (when != pass)
				continue;
			sorted[k] = p[i];
			sorted[k].comma = pass == 0 ? 2 : pass == 1 ? 1 : 0;
			if (k && pass == 1 && sorted[k - 1].comma == 2)
				sorted[k].gap = GAP_SPACE;
			k++;
		}
	}
	memcpy(p, sorted, n * sizeof *p);
}

/* ---- the name ------------------------------------------------------------ */

static uint64_t key_of(const struct name_builder *b)
{
	uint8_t classes[NAME_CODES_MAX];
	size_t n = 0;
	uint64_t h = HASH64;
	for (size_t i = 0; i < b->n_tokens; i++) {
		const struct name_token *t = &b->tokens[i];
		if (t->alias == 0 && (t->kind == TOKEN_PLAIN || t->kind == TOKEN_NISBA)) {
			memcpy(classes + n, b->codes + t->at, t->n);
			n += t->n;
		}
	}
	uint8_t key[NAME_CODES_MAX];
	size_t k = sound_key_read(classes, n, key);
	h = hash64(h, key, k);
	return h;
}

static uint64_t folded_of(const struct piece *p, size_t n)
{
	uint64_t h = HASH64;
	for (size_t i = 0; i < n; i++)
		h = hash64(h, p[i].folded, p[i].n_folded);
	return h;
}

static void finish(const struct name_builder *b, struct arena *a, struct name *ret)
{
	uint8_t *codes = NEW_N(a, b->n_codes, uint8_t);
	struct name_token *tokens = NEW_N(a, b->n_tokens, struct name_token);
	bool any = false;
	memcpy(codes, b->codes, b->n_codes);
	memcpy(tokens, b->tokens, b->n_tokens * sizeof *tokens);
	for (size_t i = 0; i < b->n_tokens; i++)
		any = any || b->tokens[i].kind == TOKEN_PLAIN || b->tokens[i].kind == TOKEN_KUNYA ||
		      b->tokens[i].kind == TOKEN_NISBA;
	ret->codes = codes;
	ret->tokens = tokens;
	ret->n_codes = (uint16_t)b->n_codes;
	ret->n_tokens = (uint8_t)b->n_tokens;
	ret->cut = ret->cut || b->cut;
	ret->missing = ret->missing || !any;
	ret->key = key_of(b);
}

void name_read(struct str text, enum name_role role, struct arena *a, struct name *ret)
{
	struct piece p[PIECES_MAX];
	bool cut;
	struct name_builder b = { .given = text, .role = role };
	size_t n = name_split(str_n(text.p, text.n > TEXT_MAX ? TEXT_MAX : text.n), p, &cut);

	*ret = (struct name){ .given = str_copy(a, text), .role = (uint8_t)role };
	ret->cut = cut || text.n > TEXT_MAX;
	ret->missing = name_pieces_missing(p, n);
	ret->group = !ret->missing && name_pieces_group(p, n);
	n = mark_aliases(p, n);
	unmark_when_all(p, n);
	order_by_comma(p, n);
	ret->folded = folded_of(p, n);
	if (!ret->missing)
		name_build(&b, p, n);
	finish(&b, a, ret);
}

int name_generation(const struct name *n)
{
	for (size_t i = 0; i < n->n_tokens; i++)
		if (n->tokens[i].generation)
			return n->tokens[i].generation;
	return 0;
}

/* One token of a part, moved behind what is there; false: no room. */
static bool join_token(struct name_builder *b, const struct name *p, size_t k, size_t shift)
{
	struct name_token t = p->tokens[k];
	/* A lead that is a token of its own is there already. */
	const struct name_token *before = k > 0 ? &p->tokens[k - 1] : NULL;
	bool there = before && t.kind != TOKEN_KUNYA &&
		     (before->kind == TOKEN_PARTICLE || before->kind == TOKEN_TITLE);
	size_t lead = there ? 0 : t.lead;
	if (b->n_tokens == NAME_TOKENS_MAX || b->n_codes + lead + t.n > NAME_CODES_MAX ||
	    shift + t.from + t.len > UINT16_MAX)
		return false;
	memcpy(b->codes + b->n_codes, p->codes + t.at - lead, lead + t.n);
	t.at = (uint16_t)(b->n_codes + lead);
	t.from = (uint16_t)(t.from + shift);
	b->n_codes += lead + t.n;
	b->tokens[b->n_tokens++] = t;
	return true;
}

void name_join(const struct name *const *parts, size_t n, struct arena *a, struct name *ret)
{
	struct name_builder b = { .role = NAME_FULL };
	struct str text = STR("");
	uint64_t folded = HASH64;
	*ret = (struct name){ .role = NAME_FULL };
	for (size_t i = 0; i < n; i++) {
		const struct name *p = parts[i];
		char key[TEXT_MAX];
		if (p->given.n && text.n)
			text = str_join(a, text, STR(" "));
		for (size_t k = 0; k < p->n_tokens && !ret->cut; k++)
			ret->cut = !join_token(&b, p, k, text.n);
		text = str_join(a, text, p->given);
		size_t k = fold_key_into(p->given, key, sizeof key);
		folded = hash64(folded, key, k);
		ret->group = ret->group || p->group;
		ret->cut = ret->cut || p->cut;
	}
	ret->given = text;
	ret->folded = folded;
	finish(&b, a, ret);
}
