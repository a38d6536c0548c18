/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "register/standing.h"

#include "register/kept.h"
#include "register/list_priv.h"
#include "register/query_priv.h"

#define COLUMNS "SELECT m.id, m.list, m.stands, coalesce(v.naming, 0), m.same_as IS NOT NULL,"
#define MENTIONS                                                                                   \
	COLUMNS " coalesce(b.person, 0) FROM mention m LEFT JOIN mention_version v"                \
		" ON v.pos = m.version LEFT JOIN belongs b ON b.record = m.id"
static const struct sql ALL = SQL(MENTIONS " ORDER BY m.id");
static const struct sql ONE = SQL(MENTIONS " WHERE m.id = :id");
static const struct sql PERSONS = SQL("SELECT b.record, 0, 0, 0, 0, b.person FROM belongs b"
				      " JOIN entity n ON n.id = b.record WHERE n.kind = 'person'");
static const struct sql PERSON = SQL("SELECT b.record, 0, 0, 0, 0, b.person FROM belongs b"
				     " WHERE b.record = :id");
/* Acts since that move records in another way than by assigning them. */
static const struct sql OTHERWISE = SQL(
	"SELECT EXISTS (SELECT 1 FROM statement WHERE pos > :since AND kind NOT IN ('statement', 'link', 'run',"
	" 'assign', 'pairs', 'model', 'compared', 'adopt', 'figure', 'batch'))");
static const struct sql MOVED = SQL(
	"SELECT DISTINCT record FROM assignment WHERE pos > :since ORDER BY record LIMIT :limit");
static const struct sql UNDER = SQL("SELECT record FROM belongs WHERE direct = :id");
/* More than that are read sooner all at once. */
enum { MOVED_MAX = 2000 };
static const size_t MEMORY_MAX = (size_t)8 << 30;
static const struct kept_key KEY = { &ALL, 0, KEPT_UNTIL_ACT };

/* What is kept: this, then the rows. */
struct block {
	int64_t rows, here, in_editions;
	struct standing p[];
};

static struct standings view_of(const struct block *b, size_t bytes)
{
	return (struct standings){ b->p, (bytes - sizeof *b) / sizeof *b->p, b->rows, b->here,
				   b->in_editions };
}

static void take(struct stmt *q, struct standing *ret)
{
	*ret = (struct standing){ .record = col_int(q, 0),
				  .list = col_int(q, 1),
				  .stands = (uint8_t)col_int(q, 2),
				  .naming = (uint8_t)col_int(q, 3),
				  .same_as = col_int(q, 4) != 0,
				  .person = col_int(q, 5) };
}

static int by_record(const void *x, const void *y)
{
	const struct standing *a = x;
	const struct standing *b = y;
	return (a->record > b->record) - (a->record < b->record);
}

static int read_rows(struct store *st, const struct sql *sql, struct list *to, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool more;
	TRY(store_stmt(st, sql, &q, e));
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		take(q, list_add(to));
	}
}

/* The block of these rows; and it is kept. */
static int keep(struct reg *r, const struct standings *s, struct arena *a, struct err *e)
{
	size_t bytes = sizeof(struct block) + s->n * sizeof *s->p;
	struct block *b = arena_alloc(a, 1, bytes);
	*b = (struct block){ s->rows, s->here, s->in_editions };
	if (s->n)
		memcpy(b->p, s->p, s->n * sizeof *s->p);
	return reg_keep(r, KEY, b, bytes, e);
}

static int read_all(struct reg *r, struct arena *a, struct standings *ret, struct err *e)
{
	struct list rows;
	struct store *st = reg_store(r);
	list_init(&rows, a, sizeof(struct standing));
	TRY(read_rows(st, &ALL, &rows, e));
	TRY(read_rows(st, &PERSONS, &rows, e));
	if (rows.n)
		qsort(rows.p, rows.n, sizeof(struct standing), by_record);
	*ret = (struct standings){ .p = rows.p, .n = rows.n };
	TRY(link_conserve_editions(st, &ret->rows, &ret->here, &ret->in_editions, e));
	return keep(r, ret, a, e);
}

/* ---- up to date ---- */

/* NULL: it is not there. */
static const struct standing *find(const struct standings *s, int64_t record)
{
	const struct standing key = { .record = record };
	return s->n ? bsearch(&key, s->p, s->n, sizeof key, by_record) : NULL;
}

static void add_once(struct list *l, struct map *known, int64_t id)
{
	void **at = map_at(known, str_n((const char *)&id, sizeof id));
	if (!*at)
		*(int64_t *)list_add(l) = id;
	*at = l;
}

static int moved_since(struct store *st, int64_t since, struct arena *a, struct list *ret,
		       struct err *e)
{
	AUTO_STMT *q = NULL;
	struct map known;
	bool more;
	list_init(ret, a, sizeof(int64_t));
	map_init(&known, a);
	TRY(store_stmt(st, &MOVED, &q, e));
	bind_int(q, ":since", since);
	bind_int(q, ":limit", MOVED_MAX);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		add_once(ret, &known, col_int(q, 0));
	}
	/* And what is found under what moved. */
	for (size_t i = 0; i < ret->n && ret->n < MOVED_MAX; i++) {
		AUTO_STMT *under = NULL;
		TRY(store_stmt(st, &UNDER, &under, e));
		bind_int(under, ":id", ((int64_t *)ret->p)[i]);
		for (;;) {
			TRY(stmt_next(under, &more, e));
			if (!more)
				break;
			add_once(ret, &known, col_int(under, 0));
		}
	}
	return 0;
}

static int read_one(struct store *st, int64_t record, struct standing *ret, struct err *e)
{
	const struct sql *const TRIED[] = { &ONE, &PERSON };
	*ret = (struct standing){ .record = record };
	for (size_t i = 0; i < COUNT(TRIED); i++) {
		AUTO_STMT *q = NULL;
		bool there;
		TRY(store_stmt(st, TRIED[i], &q, e));
		bind_int(q, ":id", record);
		TRY(stmt_next(q, &there, e));
		if (!there)
			continue;
		take(q, ret);
		return 0;
	}
	return 0;
}

/* *ret_done false: it has to be read anew. */
static int bring_up(struct reg *r, const struct standings *was, int64_t since, struct arena *a,
		    struct standings *ret, bool *ret_done, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct store *st = reg_store(r);
	struct list moved;
	*ret_done = false;
	TRY(store_stmt(st, &OTHERWISE, &q, e));
	bind_int(q, ":since", since);
	TRY(stmt_row(q, e));
	if (col_int(q, 0))
		return 0;
	TRY(moved_since(st, since, a, &moved, e));
	if (moved.n >= MOVED_MAX)
		return 0;
	TRY(link_conserve_moved(st, moved.p, moved.n, e));
	struct standing *p = NEW_N(a, was->n + moved.n, struct standing);
	size_t n = was->n;
	if (n)
		memcpy(p, was->p, n * sizeof *p);
	for (size_t i = 0; i < moved.n; i++) {
		struct standing one;
		TRY(read_one(st, ((int64_t *)moved.p)[i], &one, e));
		const struct standing *at = find(was, one.record);
		p[at ? (size_t)(at - was->p) : n++] = one;
	}
	if (n > was->n)
		qsort(p, n, sizeof *p, by_record);
	*ret = *was;
	ret->p = p;
	ret->n = n;
	*ret_done = true;
	return keep(r, ret, a, e);
}

static void copy_rows(struct standings *s, struct arena *a)
{
	struct standing *own = NEW_N(a, s->n, struct standing);
	if (s->n)
		memcpy(own, s->p, s->n * sizeof *own);
	s->p = own;
}

int reg_standings(struct reg *r, struct arena *a, struct standings *ret, struct err *e)
{
	AUTO_ARENA *scratch = NULL;
	struct standings made;
	const void *kept;
	size_t bytes;
	int64_t since;
	bool done = false;
	TRY(reg_kept(r, KEY, &kept, &bytes, e));
	if (kept) {
		*ret = view_of(kept, bytes);
		return 0;
	}
	scratch = arena_new(MEMORY_MAX);
	TRY(reg_kept_before(r, KEY, &kept, &bytes, &since, e));
	if (kept) {
		struct standings was = view_of(kept, bytes);
		TRY(bring_up(r, &was, since, scratch, &made, &done, e));
	}
	if (!done)
		TRY(read_all(r, scratch, &made, e));
	TRY(reg_kept(r, KEY, &kept, &bytes, e));
	if (kept) {
		*ret = view_of(kept, bytes);
		return 0;
	}
	/* Inside a transaction nothing is kept. */
	copy_rows(&made, a);
	*ret = made;
	return 0;
}

int standings_copy(struct reg *r, struct arena *a, struct standings *ret, struct err *e)
{
	TRY(reg_standings(r, a, ret, e));
	copy_rows(ret, a);
	return 0;
}

int64_t standing_whose(const struct standings *s, int64_t record)
{
	const struct standing *x = find(s, record);
	return x && x->person ? x->person : record;
}

bool standing_stands(const struct standings *s, int64_t record)
{
	const struct standing *x = find(s, record);
	return !x || !x->list || x->stands == 2;
}
