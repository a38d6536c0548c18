/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "watch/words.h"

const char *watch_state_code(enum alarm_state s)
{
	static const char *const CODES[] = { "quiet", "watch", "alert", "urgent" };
	return CODES[s];
}

const struct msg *watch_state_words(enum alarm_state s)
{
	static const struct msg WORDS[] = { MSG("quiet", "آرام"), MSG("watch", "زیر نظر"),
					    MSG("alert", "هشدار"), MSG("urgent", "فوری") };
	return &WORDS[s];
}

const char *watch_quiet_code(enum alarm_quiet q)
{
	static const char *const CODES[] = { "spoke", "too_few", "no_history", "no_fit" };
	return CODES[q];
}

const struct msg *watch_quiet_words(enum alarm_quiet q)
{
	static const struct msg WORDS[] = {
		MSG("judged", "سنجیده شد"),
		MSG("too few cases lately for a bound to mean anything; cusum and glr can judge it",
		    "موردهای اخیر کمتر از آن است که کران معنایی داشته باشد؛ cusum و glr می‌توانند بسنجند"),
		MSG("not enough history before it", "پیشینهٔ کافی ندارد"),
		MSG("no model fits the history",
		    "هیچ مدلی با پیشینه نمی‌خواند"),
	};
	return &WORDS[q];
}

struct str watch_refusal(const struct alarm_series *x, enum lang lang, struct arena *a)
{
	static const struct msg HISTORY = MSG(
		"\"{1}\" has {2} periods; this method has to have {3}, the last of which it judges. A longer series would help.",
		"«{1}» {2} دوره دارد؛ این روش دست‌کم {3} دوره می‌خواهد که آخرین آن‌ها را می‌سنجد. سری بلندتر کمک می‌کند.");
	static const struct msg FROM = MSG(
		"\"{1}\": the first period that may be judged is number {3} of {2}, since it learns from those before. A later --from would help.",
		"«{1}»: از {2} دوره، نخستین دوره‌ای که می‌توان سنجید دورهٔ {3} است، چون پیشینهٔ آن آموخته می‌شود. ‎--from دیرتر کمک می‌کند.");
	static const struct msg NO_CASE = MSG(
		"\"{1}\" has no case in the periods it would learn from, so nothing is ordinary. Add it to a larger series, of the province or the country.",
		"«{1}» در دوره‌هایی که باید از آن‌ها آموخت هیچ موردی ندارد و عادی معنا ندارد. آن را به سری بزرگ‌تری، استان یا کشور، بیفزایید.");
	static const struct msg NO_FIT = MSG(
		"No model fits the history of \"{1}\". Try another method.",
		"هیچ مدلی با پیشینهٔ «{1}» نمی‌خواند. روش دیگری را بیازمایید.");
	static const struct msg EMPTY = MSG(
		"\"{1}\" has no case in any of its {2} periods, so nothing is ordinary. Add it to a larger series, of the province or the country.",
		"«{1}» در هیچ یک از {2} دوره‌اش موردی ندارد و عادی معنا ندارد. آن را به سری بزرگ‌تری، استان یا کشور، بیفزایید.");
	static const struct msg CONSTANT = MSG(
		"\"{1}\" has {3} in every one of its {2} periods. Counts of what happens vary: look whether an average or a total was filled in, and give the count of each period.",
		"«{1}» در هر یک از {2} دوره‌اش {3} دارد. شمار رویدادها کم و زیاد می‌شود: ببینید میانگین یا جمعی در خانه‌ها نیامده باشد، و شمار هر دوره را بدهید.");
	static const struct msg BEYOND = MSG(
		"\"{1}\" ends before the first period that was to be judged: it has {2} periods. An earlier --from would help.",
		"«{1}» پیش از نخستین دوره‌ای که باید سنجیده می‌شد پایان می‌یابد: {2} دوره دارد. ‎--from زودتر کمک می‌کند.");
	const struct str args[] = { x->s->name, num_text(a, lang, (int64_t)x->s->n),
				    num_text(a, lang, (int64_t)x->needs) };
	switch (x->refusal) {
	case ALARM_REFUSED_HISTORY:
		return tr_fmt(a, lang, x->s->n >= x->needs ? &FROM : &HISTORY, args, COUNT(args));
	case ALARM_REFUSED_NO_CASE:
		return tr_fmt(a, lang, &NO_CASE, args, 1);
	case ALARM_REFUSED_EMPTY:
		return tr_fmt(a, lang, &EMPTY, args, 2);
	case ALARM_REFUSED_CONSTANT:
		return tr_fmt(a, lang, &CONSTANT, args, COUNT(args));
	case ALARM_REFUSED_BEYOND:
		return tr_fmt(a, lang, &BEYOND, args, 2);
	case ALARM_REFUSED_NO_FIT:
		return tr_fmt(a, lang, &NO_FIT, args, 1);
	case ALARM_REFUSED_OPTIONS:
		break;
	}
	return str_of(x->why.text);
}

struct str watch_period(const struct series *s, size_t t, enum lang lang, struct arena *a)
{
	if (s->label && s->label[t - 1].n)
		return digits_local(a, lang, s->label[t - 1]);
	int64_t number = s->by_date ? (int64_t)t : s->first + (int64_t)t - 1;
	return digits_local(a, lang, str_printf(a, "%lld", (long long)number));
}

struct str watch_recurrence(double p, int freq, enum lang lang, struct arena *a)
{
	double years = alarm_recurrence(p, freq);
	/* Nobody has seen a hundred years of such counts: what lies beyond is not told apart. */
	if (!(years < 100))
		return tr(lang, MSG_P("less than once in 100 years", "کمتر از یک بار در ۱۰۰ سال"));
	double n = years >= 1 ? years : 1 / years;
	struct str arg = num_text(a, lang, (int64_t)nearbyint(n));
	if (years >= 1)
		return tr_fmt(a, lang, MSG_P("about once in {1} years", "نزدیک یک بار در {1} سال"),
			      &arg, 1);
	return tr_fmt(a, lang, MSG_P("about {1} times a year", "نزدیک {1} بار در سال"), &arg, 1);
}
