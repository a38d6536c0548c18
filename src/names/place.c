/* SPDX-License-Identifier: GPL-3.0-or-later */
/* place.c - places by spelling and by sound. */
#include "names/place_priv.h"

#include "names/sound.h"
#include "text/fold.h"

enum { SPELLING_MAX = 96, CODES_MAX = 48, PARTS_MAX = 6 };

struct spelling {
	const struct place_row *row;
	struct str folded; /* without words for the kind of place */
	const uint8_t *codes;
	size_t n;
};
struct places {
	struct spelling *p;
	size_t n;
};

/* ---- the table ----------------------------------------------------------- */

static const struct place_row *row_of(uint32_t id)
{
	for (size_t i = 0; i < PLACE_ROWS_N; i++) {
		if (PLACE_ROWS[i].id == id)
			return &PLACE_ROWS[i];
	}
	return NULL;
}

uint32_t place_parent(uint32_t id)
{
	const struct place_row *r = row_of(id);
	return r ? r->parent : 0;
}

uint32_t place_province(uint32_t id)
{
	const struct place_row *r = row_of(id);
	while (r && r->kind != PLACE_PROVINCE)
		r = row_of(r->parent);
	return r ? r->id : 0;
}

enum place_kind place_kind(uint32_t id)
{
	const struct place_row *r = row_of(id);
	return r ? (enum place_kind)r->kind : PLACE_CITY;
}

struct str place_name(uint32_t id, bool persian)
{
	const struct place_row *r = row_of(id);
	struct str en = STR("");
	struct str fa = STR("");
	if (r)
		str_cut(str_cut(str_of(r->names), '|', &en), '|', &fa);
	return persian && fa.n ? fa : en;
}

static bool lies_in(uint32_t a, uint32_t b)
{
	while (a && a != b)
		a = place_parent(a);
	return a != 0;
}

enum place_relation place_relation(uint32_t a, uint32_t b)
{
	if (!row_of(a) || !row_of(b))
		return PLACE_UNKNOWN;
	if (a == b)
		return PLACE_SAME;
	if (lies_in(a, b) || lies_in(b, a))
		return PLACE_PARENT;
	return place_province(a) == place_province(b) ? PLACE_SAME_PROVINCE : PLACE_DIFFERENT;
}

/* ---- words for the kind of place ------------------------------------------ */

static const struct {
	const char *word;
	int kind;
} WORDS[] = {
	{ "province", PLACE_PROVINCE },
	{ "ostan", PLACE_PROVINCE },
	{ "استان", PLACE_PROVINCE },
	{ "پاریزگای", PLACE_PROVINCE },
	{ "محافظه", PLACE_PROVINCE },
	{ "city", PLACE_CITY },
	{ "town", PLACE_CITY },
	{ "county", PLACE_CITY },
	{ "shahrestan", PLACE_CITY },
	{ "شهرستان", PLACE_CITY },
	{ "شهر", PLACE_CITY },
	{ "مدینه", PLACE_CITY },
	{ "prison", PLACE_PRISON },
	{ "jail", PLACE_PRISON },
	{ "zendan", PLACE_PRISON },
	{ "زندان", PLACE_PRISON },
	{ "سجن", PLACE_PRISON },
	{ "ندامتگاه", PLACE_PRISON },
	{ "penitentiary", PLACE_PRISON },
};

static int kind_word(struct str w)
{
	for (size_t i = 0; i < COUNT(WORDS); i++) {
		if (str_eq(w, str_of(WORDS[i].word)))
			return WORDS[i].kind;
	}
	return -1;
}

/* The folded words of `text` without those for its kind, joined; *ret_kind is what they say, -1 nothing. */
static struct str key_of(struct arena *a, struct str text, int *ret_kind)
{
	struct str rest = fold_words(a, text);
	struct str all = fold_key(a, text);
	char *p = NEW_N(a, all.n + 1, char);
	size_t n = 0;
	*ret_kind = -1;
	while (rest.p) {
		struct str w;
		rest = str_cut(rest, ' ', &w);
		int kind = kind_word(w);
		if (kind >= 0) {
			*ret_kind = kind;
			continue;
		}
		memcpy(p + n, w.p, w.n);
		n += w.n;
	}
	return n ? str_n(p, n) : all;
}

/* ---- finding --------------------------------------------------------------- */

static void add_spelling(struct places *ps, struct arena *a, const struct place_row *row,
			 struct str name, size_t *cap)
{
	uint8_t codes[CODES_MAX];
	int kind;
	struct str folded = key_of(a, name, &kind);
	size_t n = sound_read(folded, codes, sizeof codes);
	if (!folded.n || !n)
		return;
	uint8_t *copy = NEW_N(a, n, uint8_t);
	memcpy(copy, codes, n);
	ps->p = arena_grow(a, ps->p, ps->n, cap, sizeof *ps->p);
	ps->p[ps->n++] = (struct spelling){ row, folded, copy, n };
}

struct places *places_new(struct arena *a)
{
	struct places *ps = NEW(a, struct places);
	size_t cap = 0;
	for (size_t i = 0; i < PLACE_ROWS_N; i++) {
		struct str rest = str_of(PLACE_ROWS[i].names);
		while (rest.p) {
			struct str name;
			rest = str_cut(rest, '|', &name);
			add_spelling(ps, a, &PLACE_ROWS[i], name, &cap);
		}
	}
	return ps;
}

/* A word for the kind decides; without one: city, province, prison. */
static int preference(int said, uint8_t kind)
{
	static const int ORDER[] = { [PLACE_PROVINCE] = 1, [PLACE_CITY] = 0, [PLACE_PRISON] = 2 };
	return said == (int)kind ? -1 : ORDER[kind];
}

struct found {
	const struct place_row *row;
	float sure;
	int preference;
};

static void offer(struct found *best, const struct place_row *row, float sure, int pref)
{
	if (sure > best->sure || (sure == best->sure && best->row && pref < best->preference))
		*best = (struct found){ row, sure, pref };
}

static struct found find_part(const struct places *ps, struct arena *a, struct str part)
{
	struct found best = { NULL, 0.0F, 0 };
	uint8_t codes[CODES_MAX];
	int said;
	struct str folded = key_of(a, part, &said);
	size_t n = sound_read(folded, codes, sizeof codes);
	if (!folded.n)
		return best;
	for (size_t i = 0; i < ps->n; i++) {
		if (str_eq(ps->p[i].folded, folded))
			offer(&best, ps->p[i].row, 1.0F, preference(said, ps->p[i].row->kind));
	}
	for (size_t i = 0; !best.row && i < ps->n; i++) {
		float s = sound_similarity(sound_align(codes, n, ps->p[i].codes, ps->p[i].n));
		/* A short name is near too many others for its sound alone. */
		if (s >= PLACE_SURE_MIN && n > 2)
			offer(&best, ps->p[i].row, s, preference(said, ps->p[i].row->kind));
	}
	return best;
}

/* Cut at commas, brackets, slashes and dashes with blanks around. */
static size_t cut_parts(struct str text, struct str *ret)
{
	size_t n = 0;
	size_t from = 0;
	for (size_t i = 0; i <= text.n; i++) {
		bool comma = i + 1 < text.n && memcmp(text.p + i, "\xD8\x8C", 2) == 0; /* ، */
		bool end = i == text.n || comma || strchr(",;()/|[]", text.p[i]) ||
			   (text.p[i] == '-' && i > 0 && text.p[i - 1] == ' ');
		if (!end)
			continue;
		struct str part = str_trim(str_n(text.p + from, i - from));
		if (part.n && n < PARTS_MAX)
			ret[n++] = part;
		from = i + 1 + comma;
		i += comma;
	}
	return n;
}

uint32_t place_find(const struct places *ps, struct str text, float *ret_sure)
{
	AUTO_ARENA *a = arena_new(0);
	struct str parts[PARTS_MAX];
	*ret_sure = 0.0F;
	if (text.n > SPELLING_MAX * 4)
		return 0;
	struct found best = find_part(ps, a, text);
	size_t n = best.row ? 0 : cut_parts(text, parts);
	for (size_t i = 0; i < n; i++) {
		struct found f = find_part(ps, a, parts[i]);
		if (!f.row)
			continue;
		if (!best.row || lies_in(f.row->id, best.row->id)) {
			best = f;
		} else if (!lies_in(best.row->id, f.row->id)) {
			best.row = NULL;
			break;
		}
	}
	if (!best.row)
		return 0;
	*ret_sure = best.sure;
	return best.row->id;
}
