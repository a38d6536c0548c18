/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_names.c - two names beside each other: how near they are, and why. Needs no vault. */
#include "cli/app.h"
#include "cli/grid.h"
#include "cli/jout.h"
#include "names/names.h"

struct pair {
	struct name x, y;
	struct name_explanation e;
};

/* ---- words ---------------------------------------------------------------- */

static const char *const KIND_CODES[] = { "plain", "title",  "particle", "kunya",
					  "nisba", "suffix", "initial" };
static const char *const HOW_CODES[] = {
	"same", "sound", "variant", "initial", "joined", "left_out"
};

static struct str kind_words(struct app *app, enum token_kind k)
{
	static const struct msg WORDS[] = {
		MSG("name", "نام"),	   MSG("title", "عنوان"),    MSG("particle", "حرف پیوند"),
		MSG("kunya", "کنیه"),	   MSG("of origin", "نسبت"), MSG("suffix", "پسوند"),
		MSG("initial", "حرف اول"),
	};
	return app_tr(app, &WORDS[k]);
}

static struct str how_words(struct app *app, const struct name_pairing *p)
{
	static const struct msg WORDS[] = {
		MSG("same", "یکسان"),
		MSG("by sound", "از روی آوا"),
		MSG("stands for it", "صورت دیگر همان نام"),
		MSG("initial", "حرف اول"),
		MSG("two words here, one there",
		    "این‌جا دو واژه، آن‌جا یک واژه"),
		MSG("only here", "تنها در یکی"),
	};
	return app_tr(app, &WORDS[p->how]);
}

/* By the levels of the design note; nothing is decided by them. */
static const char *nearness(const struct pair *p)
{
	if (p->x.missing || p->y.missing)
		return "unknown";
	if (p->x.folded == p->y.folded)
		return "letters";
	return p->e.score >= 0.94F ? "sound" : p->e.score >= 0.82F ? "near" : "far";
}

static struct str nearness_words(struct app *app, const struct pair *p)
{
	const char *code = nearness(p);
	if (strcmp(code, "unknown") == 0)
		return app_tr(app, MSG_P("cannot be compared", "مقایسه‌پذیر نیست"));
	if (strcmp(code, "letters") == 0)
		return app_tr(app, MSG_P("the same letters", "همان حرف‌ها"));
	if (strcmp(code, "sound") == 0)
		return app_tr(app, MSG_P("the same in sound", "هم‌آوا"));
	if (strcmp(code, "near") == 0)
		return app_tr(app,
			      MSG_P("near; may be different people", "نزدیک؛ شاید دو نفر باشند"));
	return app_tr(app, MSG_P("far", "دور"));
}

static struct str token_text(const struct name *n, int i, int more)
{
	if (i < 0)
		return STR("");
	const struct name_token *t = &n->tokens[i];
	const struct name_token *last = more < 0 ? t : &n->tokens[more];
	return str_n(n->given.p + t->from, (size_t)(last->from + last->len - t->from));
}

/* ---- what differs ----------------------------------------------------------- */

typedef void difference(void *ctx, const char *code, const struct msg *m, struct str x,
			struct str y);

static void of_name(const struct name *n, const char *missing, const char *group, difference *say,
		    void *ctx)
{
	if (n->missing)
		say(ctx, missing, MSG_P("“{1}” names nobody.", "«{1}» نام کسی نیست."), n->given,
		    STR(""));
	if (n->group)
		say(ctx, group,
		    MSG_P("“{1}” speaks of several people.",
			  "«{1}» از چند نفر می‌گوید."),
		    n->given, STR(""));
}

static void of_pairing(const struct pair *p, const struct name_pairing *q, difference *say,
		       void *ctx)
{
	struct str x = token_text(&p->x, q->x, q->x_more);
	struct str y = token_text(&p->y, q->y, q->y_more);
	switch (q->how) {
	case MATCH_SAME:
		break;
	case MATCH_SOUND:
		if (q->similarity < 0.5F)
			say(ctx, "different",
			    MSG_P("{1} and {2} are different names.",
				  "{1} و {2} دو نام متفاوت‌اند."),
			    x, y);
		else if (q->similarity < 0.965F)
			say(ctx, "sound",
			    MSG_P("{1} and {2} sound alike.",
				  "{1} و {2} هم‌آوا هستند."),
			    x, y);
		break;
	case MATCH_VARIANT:
		say(ctx, "variant",
		    MSG_P("{1} and {2} stand for each other.",
			  "{1} و {2} به جای هم به کار می‌روند."),
		    x, y);
		break;
	case MATCH_INITIAL:
		say(ctx, q->similarity < 0.5F ? "different" : "initial",
		    q->similarity < 0.5F
			    ? MSG_P("{1} cannot be short for {2}, nor {2} for {1}.",
				    "{1} و {2} کوتاه‌شدهٔ هم نیستند.")
			    : MSG_P("{1} can be {2}.", "{1} می‌تواند {2} باشد."),
		    x, y);
		break;
	case MATCH_JOINED:
		say(ctx, "joined",
		    MSG_P("{1} and {2} are one word here, two there.",
			  "{1} و {2}: یکی جدا و دیگری پیوسته نوشته شده است."),
		    x, y);
		break;
	case MATCH_LEFT_OUT:
		say(ctx, "left_out", MSG_P("{1} is only on one side.", "{1} تنها در یکی آمده است."),
		    x.n ? x : y, STR(""));
		break;
	}
	if (q->moved)
		say(ctx, "moved",
		    MSG_P("{1} stands in another place.", "{1} در جای دیگری آمده است."), x, y);
}

static void differences(const struct pair *p, difference *say, void *ctx)
{
	of_name(&p->x, "missing", "group", say, ctx);
	of_name(&p->y, "missing", "group", say, ctx);
	if (p->x.missing || p->y.missing)
		return;
	for (size_t i = 0; i < p->e.n; i++)
		of_pairing(p, &p->e.pairings[i], say, ctx);
	size_t x = 0;
	size_t y = 0;
	for (size_t i = 0; i < p->e.n; i++) {
		x += p->e.pairings[i].x >= 0;
		y += p->e.pairings[i].y >= 0;
	}
	if ((x == 1) != (y == 1) && p->x.folded != p->y.folded)
		say(ctx, "few",
		    MSG_P("One word stands against several, which says little.",
			  "یک واژه در برابر چند واژه است و چیز زیادی نمی‌گوید."),
		    STR(""), STR(""));
	if (p->e.as_one)
		say(ctx, "blanks",
		    MSG_P("Read without blanks, the names are nearly the same.",
			  "اگر بی‌فاصله خوانده شوند، دو نام کم‌وبیش یکی هستند."),
		    STR(""), STR(""));
	if (p->e.in_order)
		say(ctx, "in_order",
		    MSG_P("Between two scripts, all sounds in their order are a second witness: nearer than the "
			  "words, so a third of what the words cost counts and two thirds of what the sounds cost.",
			  "میان دو خط، همهٔ آواها به ترتیب گواه دوم‌اند: از واژه‌ها نزدیک‌ترند، پس یک‌سوم هزینهٔ واژه‌ها "
			  "و دوسوم هزینهٔ آواها به حساب می‌آید."),
		    STR(""), STR(""));
	if (p->e.shuffled)
		say(ctx, "order",
		    MSG_P("The names stand in another order, as a father's and a son's do.",
			  "نام‌ها به ترتیب دیگری آمده‌اند، چنان‌که نام پدر و پسر."),
		    STR(""), STR(""));
	if (p->e.titles)
		say(ctx, "titles",
		    MSG_P("Their titles are not the same, which says little.",
			  "عنوان‌هایشان یکی نیست و این چیز زیادی نمی‌گوید."),
		    STR(""), STR(""));
	if (name_generation(&p->x) != name_generation(&p->y))
		say(ctx, "generation",
		    MSG_P("Junior, senior or a number is not the same.",
			  "پسوندِ کوچک و بزرگ یا شماره یکی نیست."),
		    STR(""), STR(""));
}

/* ---- text ------------------------------------------------------------------ */

static struct str decimals(struct app *app, float v)
{
	return decimal_text(app->a, app->lang, (double)v, 3);
}

static void put_tokens(struct app *app, const struct name *n, struct str label)
{
	struct grid g = grid_new(app->a, 2);
	buf_char(&app->out, '\n');
	buf_add(&app->out, label);
	buf_lit(&app->out, ": ");
	buf_add(&app->out, text_harmless(app->a, n->given));
	buf_char(&app->out, '\n');
	for (size_t i = 0; i < n->n_tokens; i++) {
		grid_add(&g, token_text(n, (int)i, -1));
		grid_add(&g, kind_words(app, (enum token_kind)n->tokens[i].kind));
	}
	grid_put(&g, 2, &app->out);
}

/* Two rows of classes, what met what under each other; long ones in several pieces. */
static void put_steps(struct app *app, const struct name_pairing *q)
{
	for (size_t from = 0; from < q->n_steps; from += GRID_COLUMNS_MAX) {
		size_t n =
			q->n_steps - from < GRID_COLUMNS_MAX ? q->n_steps - from : GRID_COLUMNS_MAX;
		struct grid g = grid_new(app->a, n);
		for (size_t i = 0; i < 2 * n; i++) {
			const struct sound_step *step = &q->steps[from + i % n];
			uint8_t s = i < n ? step->x : step->y;
			grid_add(&g, s == SOUND_NONE ? STR("·") : sound_name(s));
		}
		grid_put(&g, 4, &app->out);
	}
}

static void say_line(void *ctx, const char *code, const struct msg *m, struct str x, struct str y)
{
	struct app *app = ctx;
	struct str args[] = { text_harmless(app->a, x), text_harmless(app->a, y) };
	(void)code;
	app_say(app, m, args, 2);
}

static void put_text(struct app *app, const struct pair *p)
{
	struct str score[] = { decimals(app, p->e.score), nearness_words(app, p) };
	app_say(app, MSG_P("score {1}: {2}", "امتیاز {1}: {2}"), score, 2);
	put_tokens(app, &p->x, STR("A"));
	put_tokens(app, &p->y, STR("B"));
	for (size_t i = 0; i < p->e.n; i++) {
		const struct name_pairing *q = &p->e.pairings[i];
		struct grid g = grid_new(app->a, 4);
		buf_char(&app->out, '\n');
		grid_add(&g, q->x < 0 ? STR("–") : token_text(&p->x, q->x, q->x_more));
		grid_add(&g, q->y < 0 ? STR("–") : token_text(&p->y, q->y, q->y_more));
		grid_add(&g, how_words(app, q));
		grid_add(&g, q->how == MATCH_LEFT_OUT ? STR("") : decimals(app, q->similarity));
		grid_put(&g, 2, &app->out);
		if (q->how == MATCH_SOUND || q->how == MATCH_JOINED)
			put_steps(app, q);
	}
	buf_char(&app->out, '\n');
	differences(p, say_line, app);
}

/* ---- JSON ------------------------------------------------------------------ */

static void number(struct app *app, struct jout *j, const char *key, float v)
{
	jout_raw(j, key, str_printf(app->a, "%.6f", (double)v));
}

static void put_name(struct jout *j, const char *key, const struct name *n)
{
	static const char *const PARTS[] = { "full", "given", "family", "father", "other" };
	jout_object(j, key);
	jout_str(j, "given", n->given);
	jout_bool(j, "missing", n->missing);
	jout_bool(j, "group", n->group);
	jout_bool(j, "cut", n->cut);
	jout_array(j, "tokens");
	for (size_t i = 0; i < n->n_tokens; i++) {
		const struct name_token *t = &n->tokens[i];
		jout_object(j, NULL);
		jout_str(j, "text", token_text(n, (int)i, -1));
		jout_str(j, "role", str_of(KIND_CODES[t->kind]));
		jout_str(j, "part", str_of(PARTS[t->part]));
		jout_int(j, "alias", t->alias);
		jout_array(j, "classes");
		for (size_t k = 0; k < t->n; k++)
			jout_str(j, NULL, sound_name(n->codes[t->at + k]));
		jout_close(j);
		jout_close(j);
	}
	jout_close(j);
	jout_close(j);
}

static void tokens_of(struct jout *j, const char *key, int i, int more)
{
	jout_array(j, key);
	if (i >= 0)
		jout_int(j, NULL, i);
	if (more >= 0)
		jout_int(j, NULL, more);
	jout_close(j);
}

static void put_pairing(struct app *app, struct jout *j, const struct name_pairing *q)
{
	jout_object(j, NULL);
	jout_str(j, "how", str_of(HOW_CODES[q->how]));
	tokens_of(j, "x", q->x, q->x_more);
	tokens_of(j, "y", q->y, q->y_more);
	number(app, j, "similarity", q->similarity);
	number(app, j, "weight", q->weight);
	number(app, j, "cost", q->cost);
	jout_bool(j, "moved", q->moved);
	jout_array(j, "steps");
	for (size_t i = 0; i < q->n_steps; i++) {
		const struct sound_step *s = &q->steps[i];
		jout_array(j, NULL);
		jout_text(j, NULL, s->x == SOUND_NONE ? STR("") : sound_name(s->x));
		jout_text(j, NULL, s->y == SOUND_NONE ? STR("") : sound_name(s->y));
		jout_int(j, NULL, s->cost);
		jout_close(j);
	}
	jout_close(j);
	jout_close(j);
}

struct say_json {
	struct app *app;
	struct jout *j;
};

static void say_json(void *ctx, const char *code, const struct msg *m, struct str x, struct str y)
{
	struct say_json *s = ctx;
	struct str args[] = { x, y };
	jout_object(s->j, NULL);
	jout_str(s->j, "code", str_of(code));
	jout_str(s->j, "words", tr_fmt(s->app->a, s->app->lang, m, args, 2));
	jout_close(s->j);
}

static void put_json(struct app *app, const struct pair *p)
{
	struct jout j = jout_begin(&app->out);
	struct say_json s = { app, &j };
	number(app, &j, "score", p->e.score);
	number(app, &j, "by_words", p->e.words);
	number(app, &j, "by_order", p->e.order);
	jout_str(&j, "same", str_of(nearness(p)));
	put_name(&j, "x", &p->x);
	put_name(&j, "y", &p->y);
	jout_array(&j, "pairings");
	for (size_t i = 0; i < p->e.n; i++)
		put_pairing(app, &j, &p->e.pairings[i]);
	jout_close(&j);
	jout_array(&j, "differs");
	differences(p, say_json, &s);
	jout_close(&j);
	jout_end(&j);
}

static int run(struct app *app, struct err *e)
{
	struct pair p = { 0 };
	(void)e;
	name_read(given_arg(&app->given, 0), NAME_FULL, app->a, &p.x);
	name_read(given_arg(&app->given, 1), NAME_FULL, app->a, &p.y);
	name_explain(&p.x, &p.y, NULL, app->a, &p.e);
	if (app->json)
		put_json(app, &p);
	else
		put_text(app, &p);
	return 0;
}

const struct command cmd_names_compare = {
	.name = "names compare",
	.args = "A B",
	.summary = MSG("Compare two names in any script, and say why.",
		       "مقایسهٔ دو نام به هر خط، با دلیل."),
	.help = MSG(
		"Persian, Arabic, Kurdish and Latin spellings are read into sounds and aligned word by word; titles, "
		"initials, nicknames, compounds and another order of the words are known. The score is from 0 to 1. "
		"It says how near two names are, never that two people are one.",
		"نوشته‌های فارسی، عربی، کردی و لاتین به آوا خوانده و واژه به واژه سنجیده می‌شوند؛ عنوان‌ها، حرف‌های "
		"اول، نام‌های کوتاه، نام‌های مرکب و ترتیب دیگر واژه‌ها شناخته می‌شوند. امتیاز از ۰ تا ۱ است و "
		"می‌گوید دو نام چه اندازه نزدیک‌اند، نه این‌که دو نفر یکی هستند."),
	.needs = HAS_JSON,
	.run = run,
};
