/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * splink_settings.c - a model as settings of Splink 4.
 *
 * Splink lifts a weight by log2(u of the level / frequency of the commoner value), times a share for each level;
 * ours is a number of bits for each value times a share. So the frequency that gives the same bits goes out.
 * Whatever else counts goes out as comparisons of its own, of bits alone.
 */
#include "link/splink_priv.h"

#include <math.h>

#include "base/json.h"
#include "link/link_priv.h"

enum { SQL_MAX = 8 << 20 }; /* of one condition: all lists with all others, by their names */

/* That a pair of classes is at a level. The table has each pair of classes once, the lower one first, so no two
 * levels hold at once; with equalities only, so that an index or a join finds the row. */
static void put_condition(struct buf *sql, struct str col, size_t f, const char *what, int is)
{
	static const char *const ENDS[] = { "_l", "_r" };
	buf_printf(sql, "EXISTS (SELECT 1 FROM levels t WHERE t.field = %zu AND t.%s = %d", f, what,
		   is);
	for (size_t i = 0; i < COUNT(ENDS); i++)
		buf_printf(sql,
			   " AND t.class%s = CASE WHEN %.*s_class_l <= %.*s_class_r THEN "
			   "%.*s_class%s ELSE %.*s_class%s END",
			   ENDS[i], STR_FMT(col), STR_FMT(col), STR_FMT(col), ENDS[i], STR_FMT(col),
			   ENDS[1 - i]);
	buf_char(sql, ')');
}

/* One level of a comparison: its weight is log2(m / u). */
static void put_weight(struct buf *b, struct str sql, struct str label, double bits, double u)
{
	buf_lit(b, ",\n   {\"sql_condition\":");
	json_put_str(b, sql);
	buf_lit(b, ",\"label_for_charts\":");
	json_put_str(b, label);
	buf_printf(b, ",\"m_probability\":%.12g,\"u_probability\":%.12g", u * exp2(bits), u);
}

static void put_level(struct buf *b, const struct link_model_field *mf, struct str col, size_t f,
		      size_t l)
{
	AUTO_BUF sql;
	size_t n;
	const struct link_level_kind *kind = &link_levels_of(mf->field.type, &n)[l];
	double weight = (double)kind->frequent;
	/* Where words in common are asked, they say what the frequency of the whole would. */
	bool asks_words = mf->tokens && mf->levels[l].words > 0;
	bool rare = mf->by_frequency && mf->common > 0 && weight > 0 && !asks_words;
	double u = mf->levels[l].u;
	double bits = mf->levels[l].bits;
	buf_init(&sql, 4096);
	if (l + 1 == n)
		buf_lit(&sql, "ELSE");
	else
		put_condition(&sql, col, f, "level", (int)l);
	/* Splink lifts by this level's own u, ours by what the first level stands for: m makes up for it. A smaller u
	 * changes nothing, as it stands in both. */
	if (rare)
		bits += weight * log2(mf->levels[0].u / u);
	while (u * exp2(bits) > 1 && u > 1e-9) {
		u /= 2;
		bits += rare ? weight : 0;
		if (rare && weight >= 1)
			break;
	}
	put_weight(b, buf_str(&sql), mf->levels[l].what, bits, u);
	if (rare)
		buf_printf(b,
			   ",\"tf_adjustment_column\":\"%.*s_group\",\"tf_adjustment_weight\":%.6g"
			   ",\"disable_tf_exact_match_detection\":true",
			   STR_FMT(col), weight);
	buf_char(b, '}');
}

/* That the records are of these two lists. */
static void put_lists(struct buf *sql, const struct link_set *s, size_t x, size_t y)
{
	size_t of[] = { x, y, y, x };
	buf_char(sql, '(');
	for (size_t i = 0; i < COUNT(of); i++) {
		struct str name = s->lists[of[i]].name;
		buf_printf(sql, "%slist_%c = '",
			   i == 2  ? " OR "
			   : i % 2 ? " AND "
				   : "",
			   "lr"[i % 2]);
		for (size_t k = 0; k < name.n; k++) {
			buf_add(sql, name.p[k] == '\'' ? STR("'") : STR(""));
			buf_char(sql, name.p[k]);
		}
		buf_char(sql, '\'');
	}
	buf_char(sql, ')');
}

/* That lists number in ways of their own in this field. */
static void put_apart(struct buf *sql, const struct link_set *s, size_t f)
{
	for (size_t x = 0; x < s->n_lists && s->apart[f]; x++)
		for (size_t y = x; y < s->n_lists; y++) {
			if (!s->apart[f][x * s->n_lists + y])
				continue;
			buf_lit(sql, " OR ");
			put_lists(sql, s, x, y);
		}
}

/* SQL that parts of a whole name are there to be asked, of one role. */
static struct str parts_of(const struct link_set *s, size_t whole, enum name_role role,
			   const struct str *asked, struct arena *a)
{
	struct str sql = STR("1 = 0");
	for (size_t g = 0; g < s->n_fields; g++)
		if ((s->holds[whole] >> g & 1) && !s->holds[g] && s->fields[g].role == role)
			sql = str_printf(a, "%.*s OR %.*s", STR_FMT(sql), STR_FMT(asked[g]));
	return sql;
}

/* What link_repeats_once does, as SQL: of each field that it is asked. */
static void find_asked(const struct link_set *s, struct str asked[LINK_FIELDS_MAX], struct arena *a)
{
	for (size_t f = 0; f < s->n_fields; f++) {
		struct str col = link_splink_column(s, f, a);
		asked[f] = str_printf(a, "(%.*s_class_l IS NOT NULL AND %.*s_class_r IS NOT NULL)",
				      STR_FMT(col), STR_FMT(col));
	}
	for (int most = LINK_FIELDS_MAX; most > 0; most--)
		for (size_t f = 0; f < s->n_fields; f++) {
			if (__builtin_popcount(s->holds[f]) != most)
				continue;
			struct str given = parts_of(s, f, NAME_GIVEN, asked, a);
			struct str family = parts_of(s, f, NAME_FAMILY, asked, a);
			asked[f] = str_printf(a, "(%.*s AND NOT ((%.*s) AND (%.*s)))",
					      STR_FMT(asked[f]), STR_FMT(given), STR_FMT(family));
			for (size_t g = 0; g < s->n_fields; g++)
				if (s->holds[f] >> g & 1)
					asked[g] = str_printf(a, "(%.*s AND NOT %.*s)",
							      STR_FMT(asked[g]), STR_FMT(asked[f]));
		}
}

/* Another column says the same of these two. */
static void put_repeated(struct buf *sql, const struct link_set *s, size_t f, struct arena *a)
{
	struct str asked[LINK_FIELDS_MAX];
	bool any = s->holds[f] != 0;
	for (size_t g = 0; g < s->n_fields; g++)
		any |= s->holds[g] >> f & 1;
	if (!any)
		return;
	find_asked(s, asked, a);
	buf_printf(sql, " OR NOT %.*s", STR_FMT(asked[f]));
}

/* A field says nothing where a side is empty, between such lists, and where another column says the same. */
static struct str null_of(const struct link_set *s, size_t f, struct arena *a)
{
	AUTO_BUF sql;
	buf_init(&sql, SQL_MAX);
	struct str col = link_splink_column(s, f, a);
	buf_printf(&sql, "%.*s_class_l IS NULL OR %.*s_class_r IS NULL", STR_FMT(col),
		   STR_FMT(col));
	put_apart(&sql, s, f);
	put_repeated(&sql, s, f, a);
	return buf_copy(&sql, a);
}

static void put_null_level(struct buf *b, struct str sql)
{
	buf_lit(b, "{\"sql_condition\":");
	json_put_str(b, sql);
	buf_lit(b, ",\"label_for_charts\":\"missing\",\"is_null_level\":true}");
}

/* A comparison beside those of fields, of bits alone. */
static void begin_more(struct buf *b, struct str name, struct str null)
{
	buf_printf(b, ",\n  {\"output_column_name\":\"%.*s\",\"comparison_levels\":[\n   ",
		   STR_FMT(name));
	put_null_level(b, null);
}

static void put_more(struct buf *b, struct str sql, const char *label, double bits)
{
	put_weight(b, sql, str_of(label), bits, bits > 0 ? exp2(-bits) : 1);
	buf_char(b, '}');
}

static void end_more(struct buf *b)
{
	put_more(b, STR("ELSE"), "neither", 0);
	buf_lit(b, "]}");
}

/* What is taken off where two fields agree that often do. */
static void put_together(struct buf *b, const struct link_set *s, const struct link_model *m,
			 const struct link_together *t, struct arena *a)
{
	struct str f = link_splink_column(s, t->f, a);
	struct str g = link_splink_column(s, t->g, a);
	AUTO_BUF null;
	buf_init(&null, SQL_MAX);
	buf_add(&null, null_of(s, t->f, a));
	put_apart(&null, s, t->g);
	put_repeated(&null, s, t->g, a);
	begin_more(b, str_printf(a, "together_%.*s_%.*s", STR_FMT(f), STR_FMT(g)), buf_str(&null));
	for (size_t lf = 0; lf + 1 < m->fields[t->f].n_levels; lf++)
		for (size_t lg = 0; lg + 1 < m->fields[t->g].n_levels; lg++) {
			uint64_t pattern = ~(uint64_t)0;
			pattern &= ~((uint64_t)15 << (4 * t->f)) & ~((uint64_t)15 << (4 * t->g));
			pattern |= (uint64_t)lf << (4 * t->f) | (uint64_t)lg << (4 * t->g);
			double bits = link_together_bits(m, pattern);
			if (!(bits < 0))
				continue;
			AUTO_BUF sql;
			buf_init(&sql, 4096);
			put_condition(&sql, f, t->f, "level", (int)lf);
			buf_lit(&sql, " AND ");
			put_condition(&sql, g, t->g, "level", (int)lg);
			put_more(b, buf_str(&sql), "both, as often by chance", bits);
		}
	end_more(b);
}

/* How rare the words are that names have in common; `there`: bit i, i - SPLINK_STEPS of LINK_WORDS_STEP. */
static void put_words(struct buf *b, const struct link_set *s, size_t f, uint64_t there,
		      struct arena *a)
{
	struct str col = link_splink_column(s, f, a);
	if (!(there & ~((uint64_t)1 << SPLINK_STEPS)))
		return;
	begin_more(b, str_printf(a, "words_%.*s", STR_FMT(col)), null_of(s, f, a));
	for (int steps = -SPLINK_STEPS; steps <= SPLINK_STEPS; steps++) {
		AUTO_BUF sql;
		buf_init(&sql, 4096);
		put_condition(&sql, col, f, "words", steps);
		if (steps && (there >> (steps + SPLINK_STEPS) & 1))
			put_more(b, buf_str(&sql), "words in common", steps * LINK_WORDS_STEP);
	}
	end_more(b);
}

/* What two lists have of their own: a prior (f: n_fields), and weights of a field. */
static void put_between(struct buf *b, const struct link_set *s, const struct link_model *m,
			size_t f, struct arena *a)
{
	bool prior = f == m->n_fields;
	struct str col = prior ? STR("list") : link_splink_column(s, f, a);
	begin_more(b, str_join(a, STR("lists_"), col),
		   prior ? STR("list_l IS NULL OR list_r IS NULL") : null_of(s, f, a));
	for (size_t x = 0; x < s->n_lists; x++)
		for (size_t y = x; y < s->n_lists; y++) {
			const struct link_between *k = link_between_of(
				m, link_hash(s->lists[x].name), link_hash(s->lists[y].name));
			size_t levels = prior ? 1 : m->fields[f].n_levels;
			for (size_t l = 0; k && (prior || k->own) && l < levels; l++) {
				AUTO_BUF sql;
				buf_init(&sql, 1 << 16);
				put_lists(&sql, s, x, y);
				/* The last level is what is left. */
				if (l + 1 < levels) {
					buf_lit(&sql, " AND ");
					put_condition(&sql, col, f, "level", (int)l);
				}
				put_more(b, buf_str(&sql), "these two lists",
					 prior ? k->prior : k->levels[f][l]);
			}
		}
	end_more(b);
}

/* Everything is compared with everything when no keys are given. Pairs within lists are asked for with one table
 * of all of them, of which Splink's "dedupe_only" knows nothing. */
static void put_blocking(struct buf *b, bool within, size_t families)
{
	const char *same = within ? " AND l.list = r.list" : "";
	buf_lit(b, "],\n \"blocking_rules_to_generate_predictions\":[");
	if (!families)
		buf_printf(b, "\n  {\"blocking_rule\":\"1=1%s\"}", same);
	for (size_t k = 0; k < families; k++)
		buf_printf(
			b,
			"%s\n  {\"blocking_rule\":\"l.key_%zu = r.key_%zu%s\",\"arrays_to_explode\":"
			"[\"key_%zu\"]}",
			k ? "," : "", k, k, same, k);
	buf_lit(b, "]}\n");
}

void link_splink_settings(const struct link_result *r, enum link_mode mode, size_t families,
			  const uint64_t *steps, struct arena *a, struct buf *b)
{
	static const char *const MODES[] = { "dedupe_only", "link_only", "link_and_dedupe" };
	const struct link_set *s = r->set;
	const struct link_model *m = r->model;
	buf_printf(b,
		   "{\"link_type\":\"%s\",\"unique_id_column_name\":\"record_id\","
		   "\"source_dataset_column_name\":\"list\",\n"
		   " \"probability_two_random_records_match\":%.12g,\n \"comparisons\":[",
		   MODES[mode], link_probability(m->prior_bits));
	for (size_t f = 0; f < s->n_fields; f++) {
		struct str col = link_splink_column(s, f, a);
		buf_printf(b, "%s\n  {\"output_column_name\":\"%.*s\",\"comparison_levels\":[\n   ",
			   f ? "," : "", STR_FMT(col));
		put_null_level(b, null_of(s, f, a));
		for (size_t l = 0; l < m->fields[f].n_levels; l++)
			put_level(b, &m->fields[f], col, f, l);
		buf_lit(b, "]}");
	}
	for (size_t i = 0; i < m->n_together; i++)
		put_together(b, s, m, &m->together[i], a);
	for (size_t f = 0; f < m->n_fields; f++)
		put_words(b, s, f, steps[f], a);
	for (size_t f = 0; f <= m->n_fields && m->n_between; f++)
		put_between(b, s, m, f, a);
	put_blocking(b, mode == LINK_DEDUPE && s->n_lists > 1, families);
}
