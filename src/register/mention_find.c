/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mention_find.c - from a typed text to the rows of lists that it finds.
 *
 * Three questions to one index, the surest first, each for versions of rows; a row is kept with the best of its
 * versions. What shares keys with the text is only proposed by the index: it is read and compared before it is shown.
 * A typed name is often a part of the whole ("Davazdahom"), so that two measures are taken and the better one
 * counts: of the names as wholes, and of each word of the text with that of the name which is most like it.
 */
#include "register/mention_find.h"

#include "base/map.h"
#include "names/names.h"
#include "register/mention_index_priv.h"
#include "register/query_priv.h"
#include "text/fold.h"

static const struct sql CANDIDATES = SQL(
	"SELECT v.mention, v.pos = m.version, v.label, m.list, m.row, v.cells, v.edition"
	" FROM mention_search JOIN mention_version v ON v.pos = mention_search.rowid"
	" JOIN mention m ON m.id = v.mention JOIN statement s ON s.pos = v.pos"
	" WHERE mention_search MATCH :q AND s.retracted IS NULL AND m.stands > 0"
	" AND (v.pos = m.version OR EXISTS (SELECT 1 FROM edition_row r JOIN edition d ON d.pos = r.edition"
	"  WHERE r.mention = v.mention AND r.version = v.pos AND d.rank > 0))"
	" ORDER BY mention_search.rowid LIMIT :limit");
static const struct sql MAPPING = SQL("SELECT mapping FROM edition WHERE pos = :pos");

/* Of single words: less alike than this, and the whole is another name. */
#define WORD_LEAST 0.7F

struct candidate {
	int64_t mention, list, row;
	enum mention_how how;
	float score;
	bool newest;
	struct str said;
};
struct finding {
	struct reg *r;
	struct arena *a;
	struct str text, key;
	struct name name;
	struct map known;	/* mention -> its candidate */
	struct map mappings;	/* edition -> struct list_mapping */
	struct list candidates; /* of struct candidate * */
	bool cut;
};

const char *mention_how_code(enum mention_how how)
{
	static const char *const CODES[MENTION_HOWS] = { "exact", "words", "other", "sounds" };
	return CODES[how];
}

static struct str id_key(const int64_t *id)
{
	return str_n((const char *)id, sizeof *id);
}

/* ---- sounding alike ----------------------------------------------------- */

static bool says_something(const struct name_token *t)
{
	return t->n && (t->kind == TOKEN_PLAIN || t->kind == TOKEN_NISBA || t->kind == TOKEN_KUNYA);
}

static float most_like(const struct name *x, const struct name_token *t, const struct name *y)
{
	float best = 0;
	for (size_t i = 0; i < y->n_tokens; i++) {
		const struct name_token *u = &y->tokens[i];
		float like = sound_similarity(
			sound_align(x->codes + t->at, t->n, y->codes + u->at, u->n));
		if (says_something(u) && like > best)
			best = like;
	}
	return best;
}

/* Of a part of a name: the mean over its words; 0 when one of them is nowhere in it. */
static float part_score(const struct name *part, const struct name *whole)
{
	float sum = 0;
	size_t n = 0;
	for (size_t i = 0; i < part->n_tokens; i++) {
		if (!says_something(&part->tokens[i]))
			continue;
		float like = most_like(part, &part->tokens[i], whole);
		if (like < WORD_LEAST)
			return 0;
		sum += like;
		n++;
	}
	return n ? sum / (float)n : 0;
}

static float score(const struct name *asked, struct str said, struct arena *a)
{
	struct name name;
	if (!said.n)
		return 0;
	name_read(said, NAME_FULL, a, &name);
	float whole = name_compare(asked, &name, NULL);
	float part = part_score(asked, &name);
	return whole > part ? whole : part;
}

/* ---- candidates --------------------------------------------------------- */

/* A mapping that cannot be read maps nothing. */
static int mapping_of(struct finding *f, int64_t edition, const struct list_mapping **ret,
		      struct err *e)
{
	void **at = map_at(&f->mappings, id_key(&edition));
	if (!*at) {
		AUTO_STMT *q = NULL;
		struct list_mapping *m = NEW(f->a, struct list_mapping);
		TRY(store_stmt(reg_store(f->r), &MAPPING, &q, e));
		bind_int(q, ":pos", edition);
		TRY(stmt_row(q, e));
		if (list_mapping_read(col_copy(q, 0, f->a), f->a, m, NULL) < 0)
			*m = (struct list_mapping){ .n = 0 };
		*at = m;
	}
	*ret = *at;
	return 0;
}

static int other_name(struct finding *f, struct str json, int64_t edition, struct str *ret,
		      struct err *e)
{
	const struct list_mapping *m;
	struct list_row row;
	struct str *cells;
	size_t n;
	*ret = STR("");
	TRY(mapping_of(f, edition, &m, e));
	if (list_cells_read(json, f->a, &cells, &n, NULL) == 0) {
		list_row_understand(m, cells, n, f->a, &row);
		*ret = row.field[LIST_OTHER_NAME];
	}
	return 0;
}

static bool is_better(const struct candidate *x, const struct candidate *y)
{
	if (x->how != y->how)
		return x->how < y->how;
	return x->newest != y->newest ? x->newest : x->score > y->score;
}

static void keep(struct finding *f, const struct candidate *c)
{
	void **at = map_at(&f->known, id_key(&c->mention));
	if (!*at) {
		*at = NEW(f->a, struct candidate);
		*(struct candidate **)list_add(&f->candidates) = *at;
		*(struct candidate *)*at = *c;
	} else if (is_better(c, *at)) {
		*(struct candidate *)*at = *c;
	}
}

/* *ret false: it does not sound alike after all. */
static int take_alike(struct finding *f, struct stmt *q, struct candidate *c, bool *ret,
		      struct err *e)
{
	*ret = true;
	c->score = score(&f->name, c->said, f->a);
	if (c->score >= MENTION_SCORE_LEAST)
		return 0;
	TRY(other_name(f, col_text(q, 5, f->a), col_int(q, 6), &c->said, e));
	c->score = score(&f->name, c->said, f->a);
	*ret = c->score >= MENTION_SCORE_LEAST;
	return 0;
}

static int ask(struct finding *f, struct str expression, enum mention_how how, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool more;
	TRY(store_stmt(reg_store(f->r), &CANDIDATES, &q, e));
	bind_str(q, ":q", expression);
	bind_int(q, ":limit", MENTIONS_FOUND_MAX + 1);
	for (int n = 0;; n++) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		if (n == MENTIONS_FOUND_MAX) {
			f->cut = true;
			return 0;
		}
		struct candidate c = { .mention = col_int(q, 0),
				       .list = col_int(q, 3),
				       .row = col_id(q, 4),
				       .how = how,
				       .score = 1,
				       .newest = col_int(q, 1),
				       .said = col_text(q, 2, f->a) };
		bool alike = true;
		if (how == MENTION_SOUNDS)
			TRY(take_alike(f, q, &c, &alike, e));
		else if (how == MENTION_WORDS && str_eq(fold_key(f->a, c.said), f->key))
			c.how = MENTION_EXACT;
		if (alike)
			keep(f, &c);
	}
}

static int ask_number(struct finding *f, struct err *e)
{
	struct entity en;
	struct mention m;
	int rc = reg_entity(f->r, digits_ascii(f->a, f->text), f->a, &en, e);
	if (rc == ERR_NOTFOUND || (rc == 0 && !str_eq(en.kind, STR("mention"))))
		return 0;
	TRY(rc);
	rc = reg_mention(f->r, en.id, f->a, &m, e);
	if (rc == ERR_NOTFOUND || (rc == 0 && !m.standing))
		return 0; /* erased, or taken back */
	TRY(rc);
	keep(f, &(struct candidate){ .mention = m.entity.id,
				     .list = m.list.id,
				     .row = m.row,
				     .how = MENTION_EXACT,
				     .score = 1,
				     .newest = true,
				     .said = m.label });
	return 0;
}

/* ---- the page ----------------------------------------------------------- */

static int by_how(const void *x, const void *y)
{
	const struct candidate *a = *(const struct candidate *const *)x;
	const struct candidate *b = *(const struct candidate *const *)y;
	if (a->how != b->how)
		return a->how < b->how ? -1 : 1;
	if (a->score > b->score || a->score < b->score)
		return a->score > b->score ? -1 : 1;
	if (a->list != b->list)
		return a->list < b->list ? -1 : 1;
	if (a->row != b->row)
		return a->row < b->row ? -1 : 1;
	return (a->mention > b->mention) - (a->mention < b->mention);
}

static int show(struct finding *f, struct namer *names, const struct candidate *c,
		struct mention_found *ret, struct err *e)
{
	struct naming list;
	struct naming person;
	struct mention_found m = { .how = c->how,
				   .score = (int)(c->score * 100 + 0.5F),
				   .said = c->said,
				   .earlier = !c->newest };
	TRY(reg_mention(f->r, c->mention, f->a, &m.mention, e));
	TRY(namer_get(names, m.mention.list.id, &list, e));
	TRY(namer_get(names, m.mention.person.id, &person, e));
	m.list = list.number;
	m.list_label = list.label;
	m.person = person.number;
	m.person_label = person.label;
	*ret = m;
	return 0;
}

static int show_page(struct finding *f, int64_t offset, int64_t limit, struct mentions_found *ret,
		     struct err *e)
{
	struct candidate **all = f->candidates.p;
	size_t n = f->candidates.n;
	struct namer names;
	namer_init(&names, f->r, f->a);
	qsort(all, n, sizeof *all, by_how);
	ret->total = (int64_t)n;
	ret->cut = f->cut;
	size_t from = offset < (int64_t)n ? (size_t)offset : n;
	size_t left = n - from;
	ret->n = limit < (int64_t)left ? (size_t)limit : left;
	ret->p = NEW_N(f->a, ret->n, struct mention_found);
	for (size_t i = 0; i < ret->n; i++)
		TRY(show(f, &names, all[from + i], &ret->p[i], e));
	return 0;
}

int reg_find_mentions(struct reg *r, struct str text, int64_t offset, int64_t limit,
		      struct arena *a, struct mentions_found *ret, struct err *e)
{
	struct finding f = { .r = r, .a = a, .text = str_trim(text) };
	*ret = (struct mentions_found){ .n = 0 };
	if (offset < 0 || limit < 0)
		return err_set(e, ERR_INPUT, "a page cannot begin before the first row");
	if (f.text.n > MENTION_TEXT_MAX)
		return err_set(e, ERR_TOOBIG, "the search text is longer than %d bytes; shorten it",
			       MENTION_TEXT_MAX);
	if (!fold_words(a, f.text).n)
		return 0;
	f.key = fold_key(a, f.text);
	name_read(f.text, NAME_FULL, a, &f.name);
	map_init(&f.known, a);
	map_init(&f.mappings, a);
	list_init(&f.candidates, a, sizeof(struct candidate *));
	TRY(ask_number(&f, e));
	TRY(ask(&f, mention_index_words(f.text, false, a), MENTION_WORDS, e));
	TRY(ask(&f, mention_index_words(f.text, true, a), MENTION_OTHER, e));
	struct str sounds = mention_index_sounds(f.text, a);
	if (sounds.n)
		TRY(ask(&f, sounds, MENTION_SOUNDS, e));
	return show_page(&f, offset, limit, ret, e);
}
