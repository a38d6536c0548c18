/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/stamp_show.h"

#include "base/bytes.h"
#include "base/clock.h"
#include "cli/grid.h"
#include "cli/jout.h"

enum { DAY_MS = 24 * 3600 * 1000, DATE_LEN = 10 };

struct shown {
	struct stamp stamp;
	struct stamp_judged judged;
	bool renewed;	/* another token covers it */
	bool ends_soon; /* its certificate, and nothing covers it */
};

struct state {
	int64_t head;	 /* size of our log */
	int64_t stamped; /* of the newest head that has a token; 0: none */
	struct shown *list;
	size_t n;
	size_t authorities; /* of that head */
	size_t pending;	    /* proofs that wait for a block */
};

/* ---- loading ---------------------------------------------------------------------- */

static void find_renewed(struct state *st, int64_t now_ms)
{
	int64_t soon = now_ms + (int64_t)STAMP_EXPIRES_DAYS * DAY_MS;
	for (size_t i = 0; i < st->n; i++) {
		struct shown *s = &st->list[i];
		for (size_t j = 0; j < st->n; j++)
			s->renewed = s->renewed || (st->list[j].stamp.over >= s->stamp.id &&
						    st->list[j].stamp.site == s->stamp.site &&
						    st->list[j].stamp.size == s->stamp.size);
		s->ends_soon = s->stamp.kind == STAMP_RFC3161 && !s->renewed &&
			       s->judged.tsp.cert_until_ms > 0 &&
			       s->judged.tsp.cert_until_ms < soon;
	}
}

/* Authorities are told apart by their names; that two names are two bodies is for people to know. */
static void count_authorities(struct state *st, int64_t site)
{
	for (size_t i = 0; i < st->n; i++)
		if (st->list[i].stamp.site == site && st->list[i].stamp.kind == STAMP_RFC3161 &&
		    st->list[i].stamp.size > st->stamped)
			st->stamped = st->list[i].stamp.size;
	for (size_t i = 0; i < st->n; i++) {
		const struct shown *s = &st->list[i];
		bool new = s->stamp.site == site && s->stamp.kind == STAMP_RFC3161 &&
			   s->stamp.size == st->stamped;
		for (size_t j = 0; j < i && new; j++)
			new = st->list[j].stamp.site != site ||
			      st->list[j].stamp.size != st->stamped ||
			      st->list[j].stamp.kind != STAMP_RFC3161 ||
			      !str_eq(st->list[j].judged.tsp.tsa, s->judged.tsp.tsa);
		st->authorities += new;
	}
}

static int load(struct app *app, struct state *ret, struct err *e)
{
	struct vault *v = reg_vault(app->reg);
	struct vault_log own;
	struct stamp *all;
	*ret = (struct state){ 0 };
	TRY(vault_log_by_origin(v, vault_origin(v), app->a, &own, e));
	ret->head = own.size;
	TRY(stamp_all(v, app->a, &all, &ret->n, e));
	ret->list = NEW_N(app->a, ret->n, struct shown);
	for (size_t i = 0; i < ret->n; i++) {
		struct shown *s = &ret->list[i];
		s->stamp = all[i];
		TRY(stamp_judge(v, &all[i], app->a, &s->judged, e));
		ret->pending += all[i].kind == STAMP_OTS && s->judged.ots.state == OTS_PENDING;
	}
	find_renewed(ret, clock_now_ms());
	count_authorities(ret, own.site);
	return 0;
}

/* ---- as text ------------------------------------------------------------------------ */

static struct str day(struct app *app, int64_t ms)
{
	char text[CLOCK_TEXT_LEN + 1];
	clock_text(ms, text);
	return str_copy(app->a, str_n(text, DATE_LEN));
}

struct str stamp_when(struct app *app, const struct tsp_info *info)
{
	if (info->accuracy_ms < 0)
		return info->time;
	return str_printf(app->a, "%.*s (± %lld.%03lld s)", STR_FMT(info->time),
			  (long long)(info->accuracy_ms / 1000),
			  (long long)(info->accuracy_ms % 1000));
}

static struct str block_text(struct app *app, const struct ots_verdict *v)
{
	if (v->height < 0)
		return v->calendar;
	return tr_fmt(app->a, app->lang,
		      MSG_P("Bitcoin block {1}", "بلوک بیت‌کوین {1}"),
		      ARGS(str_printf(app->a, "%lld", (long long)v->height)));
}

static struct str state_word(struct app *app, const struct shown *s)
{
	if (s->judged.verified)
		return app_tr(app, MSG_P("verified", "راستی‌آزموده"));
	if (s->stamp.kind == STAMP_RFC3161)
		return app_tr(app, MSG_P("not verified by us",
					 "نزد ما راستی‌آزموده نیست"));
	switch (s->judged.ots.state) {
	case OTS_PENDING:
		return app_tr(app, MSG_P("pending: no proof yet", "در انتظار: هنوز برهان نیست"));
	case OTS_COMPLETE:
		return app_tr(app, MSG_P("needs the block's header", "نیازمند سرآیند بلوک"));
	case OTS_NOTHING:
	case OTS_VERIFIED:
		break;
	}
	return app_tr(app, MSG_P("proves nothing", "چیزی ثابت نمی‌کند"));
}

static struct str time_of(struct app *app, const struct shown *s)
{
	char text[CLOCK_TEXT_LEN + 1];
	if (s->stamp.kind == STAMP_RFC3161)
		return s->judged.tsp.time.n ? stamp_when(app, &s->judged.tsp) : STR("");
	if (!s->judged.verified)
		return STR("");
	clock_text(s->judged.ots.time_ms, text);
	return str_copy(app->a, str_of(text));
}

static void put_list(struct app *app, const struct state *st)
{
	struct grid g = grid_new(app->a, 5);
	for (size_t i = 0; i < st->n; i++) {
		const struct shown *s = &st->list[i];
		bool tsa = s->stamp.kind == STAMP_RFC3161;
		grid_add(&g, str_printf(app->a, "%lld", (long long)s->stamp.id));
		grid_add(&g, tr_fmt(app->a, app->lang,
				    s->stamp.over ? MSG_P("size {1}, renewal", "اندازهٔ {1}، تمدید")
						  : MSG_P("size {1}", "اندازهٔ {1}"),
				    ARGS(app_num(app, s->stamp.size))));
		grid_add(&g, tsa ? s->judged.tsp.tsa : block_text(app, &s->judged.ots));
		grid_add(&g, time_of(app, s));
		grid_add(&g, state_word(app, s));
	}
	grid_put(&g, 2, &app->out);
}

static void put_reasons(struct app *app, const struct state *st)
{
	for (size_t i = 0; i < st->n; i++) {
		const struct shown *s = &st->list[i];
		struct str id = str_printf(app->a, "%lld", (long long)s->stamp.id);
		if (!s->judged.verified && s->judged.why.n)
			app_say(app, MSG_P("{1}: {2}.", "{1}: {2}."), ARGS(id, s->judged.why));
		if (s->ends_soon)
			app_say(app,
				MSG_P("{1}: its certificate ends on {2}. Renew it before: `vigil stamp --renew {1}`.",
				      "{1}: گواهی آن در {2} پایان می‌یابد. پیش از آن تمدید کنید: `vigil stamp --renew {1}`."),
				ARGS(id, day(app, s->judged.tsp.cert_until_ms)));
	}
}

static void put_missing(struct app *app, const struct state *st)
{
	struct str head = app_num(app, st->head);
	struct str size = app_num(app, st->stamped);
	if (!st->stamped)
		app_say(app,
			MSG_P("No authority has stamped a head of this log, which has size {1}.",
			      "هیچ مرجعی سری از این گزارش را که اندازه‌اش {1} است مهر زمان نزده است."),
			ARGS(head));
	else
		app_say(app,
			MSG_P("The newest head with the stamp of an authority is that of size {2}; the log has size {1}.",
			      "تازه‌ترین سرِ مهرخورده به اندازهٔ {2} است؛ گزارش به اندازهٔ {1} است."),
			ARGS(head, size));
	if (st->stamped && st->authorities < 2)
		app_say(app,
			MSG_P("A second authority is missing for it: one alone can fail or be doubted.",
			      "مرجع دومی برای آن نیست: یک مرجع تنها ممکن است از کار بیفتد یا محل تردید شود."),
			NULL, 0);
	if (st->pending)
		app_say(app,
			MSG_P("{1} OpenTimestamps pending, which is no proof. Upgrade after some hours.",
			      "{1} مورد OpenTimestamps در انتظار است که برهان نیست. پس از چند ساعت ارتقا دهید."),
			ARGS(app_num(app, (int64_t)st->pending)));
}

int stamp_show(struct app *app, struct err *e)
{
	struct state st;
	TRY(load(app, &st, e));
	put_missing(app, &st);
	put_list(app, &st);
	put_reasons(app, &st);
	return 0;
}

/* ---- as JSON --------------------------------------------------------------------------- */

static void put_number(struct jout *j, const char *key, int64_t v, bool known)
{
	if (known)
		jout_int(j, key, v);
	else
		jout_null(j, key);
}

static void put_ms(struct jout *j, const char *key, int64_t ms)
{
	if (ms > 0)
		jout_time(j, key, ms);
	else
		jout_null(j, key);
}

static void put_stamp(struct jout *j, const struct shown *s)
{
	const struct tsp_info *t = &s->judged.tsp;
	bool tsa = s->stamp.kind == STAMP_RFC3161;
	jout_object(j, NULL);
	jout_int(j, "stamp", s->stamp.id);
	jout_int(j, "size", s->stamp.size);
	jout_str(j, "kind", tsa ? STR("rfc3161") : STR("ots"));
	jout_bool(j, "verified", s->judged.verified);
	jout_text(j, "why", s->judged.why);
	jout_text(j, "authority", tsa ? t->tsa : STR(""));
	jout_text(j, "serial", tsa ? t->serial : STR(""));
	put_ms(j, "time", tsa ? t->time_ms : s->judged.ots.time_ms);
	put_number(j, "accuracy_ms", t->accuracy_ms, tsa && t->accuracy_ms >= 0);
	put_ms(j, "certificate_until", t->cert_until_ms);
	jout_bool(j, "revocation_known", t->revocation_known);
	put_number(j, "renews_to", s->stamp.over, s->stamp.over > 0);
	jout_bool(j, "ends_soon", s->ends_soon);
	jout_text(j, "state", tsa ? STR("") : ots_state_name(s->judged.ots.state));
	put_number(j, "block", s->judged.ots.height, !tsa && s->judged.ots.height >= 0);
	jout_text(j, "calendar", tsa ? STR("") : s->judged.ots.calendar);
	jout_close(j);
}

int stamp_show_json(struct app *app, int64_t taken, struct str file, struct err *e)
{
	struct state st;
	TRY(load(app, &st, e));
	struct jout j = jout_begin(&app->out);
	put_number(&j, "taken", taken, taken > 0);
	jout_text(&j, "file", file.p ? file : STR(""));
	jout_int(&j, "head", st.head);
	put_number(&j, "stamped", st.stamped, st.stamped > 0);
	jout_int(&j, "authorities", (int64_t)st.authorities);
	jout_int(&j, "pending", (int64_t)st.pending);
	jout_array(&j, "stamps");
	for (size_t i = 0; i < st.n; i++)
		put_stamp(&j, &st.list[i]);
	jout_close(&j);
	jout_end(&j);
	return 0;
}
