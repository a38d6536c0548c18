/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/words.h"

#include <stdio.h>

static struct str count(double v, enum lang lang, struct arena *a)
{
	return num_text(a, lang, (int64_t)nearbyint(v));
}

static struct str decimal(double v, int places, enum lang lang, struct arena *a)
{
	return decimal_text(a, lang, v, places);
}

static struct str percent(double v, enum lang lang, struct arena *a)
{
	double p = 100 * v;
	return decimal(p, fabs(p) < 1 ? 2 : 1, lang, a);
}

/* Three figures: a thousandth of what is known to a tenth says nothing. */
struct str words_round(double v, enum lang lang, struct arena *a)
{
	double unit = 1;
	while (v / unit >= 1000)
		unit *= 10;
	return count(nearbyint(v / unit) * unit, lang, a);
}

struct str words_verdict(const struct estimate_result *r, enum lang lang, struct arena *a)
{
	struct str arg[] = { count((double)r->cells->total, lang, a),
			     words_round(r->range.lo, lang, a), words_round(r->range.hi, lang, a),
			     words_round(r->range.centre, lang, a) };
	switch (r->verdict) {
	case ESTIMATE_GIVEN:
		return tr_fmt(
			a, lang,
			MSG_P("Estimate: {2} to {3} people in all, about {4} as likely too low as too high. {1} of them are on the lists.",
			      "برآورد: روی هم {2} تا {3} نفر؛ حدود {4} به یک اندازه ممکن است کم یا زیاد باشد. {1} نفر در فهرست‌ها هستند."),
			arg, 4);
	case ESTIMATE_RANGE:
		return tr_fmt(
			a, lang,
			MSG_P("A range only: {2} to {3} people in all. {1} of them are on the lists. No single number is given.",
			      "تنها یک بازه: روی هم {2} تا {3} نفر. {1} نفر در فهرست‌ها هستند. یک عدد تنها داده نمی‌شود."),
			arg, 4);
	case ESTIMATE_REFUSED:
		break;
	}
	return tr_fmt(
		a, lang,
		MSG_P("No estimate is given. {1} people are on the lists; the total is not known.",
		      "برآوردی داده نمی‌شود. {1} نفر در فهرست‌ها هستند؛ شمار کل دانسته نیست."),
		arg, 1);
}

struct str words_say(const struct estimate_result *r, enum lang lang, struct arena *a)
{
	struct str arg[] = { count((double)r->cells->total, lang, a),
			     words_round(r->range.lo, lang, a), words_round(r->range.hi, lang, a),
			     words_round(r->range.lo - (double)r->cells->total, lang, a),
			     words_round(r->range.hi - (double)r->cells->total, lang, a) };
	if (r->verdict == ESTIMATE_REFUSED)
		return tr_fmt(
			a, lang,
			MSG_P("“{1} documented; the total is not known.”",
			      "«{1} نفر ثبت شده‌اند؛ شمار کل دانسته نیست.»"),
			arg, 1);
	return tr_fmt(
		a, lang,
		MSG_P("“{1} documented; we estimate between {2} and {3} in all, if the assumptions below hold.”",
		      "«{1} نفر ثبت شده‌اند؛ برآورد ما با فرض‌های زیر بین {2} و {3} نفر است.»"),
		arg, 5);
}

struct str words_not_say(const struct estimate_result *r, enum lang lang, struct arena *a)
{
	struct str arg[] = { words_round(r->lcmcr.head.made ? r->lcmcr.median : r->range.lo, lang,
					 a) };
	if (r->verdict == ESTIMATE_REFUSED)
		return tr(
			lang,
			MSG_P("any total, a “hidden figure”, or a number of the models.",
			      "هیچ شمار کلی، «رقم پنهان» یا عدد یکی از مدل‌ها را."));
	return tr_fmt(
		a, lang,
		MSG_P("“{1} people”, “at least”, or a single number of one of the models.",
		      "«{1} نفر»، «دست‌کم» یا عدد تنهای یکی از مدل‌ها را."),
		arg, 1);
}

/* ---- reasons ---------------------------------------------------------------- */

static struct str lists_words(const struct estimate_result *r, const struct estimate_reason *x,
			      enum lang lang, struct arena *a)
{
	struct str arg[] = { count(x->value[0], lang, a), count(x->value[1], lang, a),
			     count(r->limits.lists, lang, a),
			     count((double)r->limits.list_people, lang, a), x->name[0] };
	return tr_fmt(
		a, lang,
		x->name[0].n
			? MSG_P("{1} of {2} lists can be used; at least {3} are needed, each with {4} people or more and some of them on another list. “{5}” is not such a list.",
				"{1} از {2} فهرست به کار می‌آید؛ دست‌کم {3} فهرست لازم است، هر یک با {4} نفر یا بیشتر که کسی از آنان در فهرست دیگری هم باشد. «{5}» چنین نیست.")
			: MSG_P("{1} of {2} lists can be used; at least {3} are needed. From two lists nobody can tell whether one leads to the other.",
				"{1} از {2} فهرست به کار می‌آید؛ دست‌کم {3} فهرست لازم است. از دو فهرست نمی‌توان دانست که یکی از دیگری گرفته شده است یا نه."),
		arg, 5);
}

static struct str copy_words(const struct estimate_reason *x, enum lang lang, struct arena *a)
{
	struct str arg[] = { x->name[0], x->name[1], count(x->value[0], lang, a),
			     count(x->value[1], lang, a) };
	return tr_fmt(
		a, lang,
		x->at_best == ESTIMATE_REFUSED
			? MSG_P("“{1}” and “{2}” hold the same people ({3} shared): one is a copy of the other, and a copy tells nothing new.",
				"«{1}» و «{2}» همان افراد را دارند ({3} نفر مشترک): یکی رونوشت دیگری است و چیز تازه‌ای نمی‌گوید.")
			: MSG_P("All {4} people of “{1}” are also on “{2}”, far more than chance gives: it was probably compiled from it.",
				"همهٔ {4} نفر «{1}» در «{2}» هم هستند، بسیار بیش از آنچه تصادف می‌دهد: گویا از روی آن گرد آمده است."),
		arg, 4);
}

static struct str overlap_words(const struct estimate_result *r, const struct estimate_reason *x,
				enum lang lang, struct arena *a)
{
	struct str arg[] = { percent(x->value[0], lang, a), count(x->value[1], lang, a),
			     count(x->value[2], lang, a), percent(r->limits.overlap_share, lang, a),
			     count((double)r->limits.overlap_triples, lang, a) };
	return tr_fmt(
		a, lang,
		x->value[3] >= 4
			? MSG_P("The lists hardly overlap: {2} people ({1} %) are on two or more, {3} on three or more. Below {4} % or {5} people on three, the model decides the number and not the lists.",
				"فهرست‌ها کم هم‌پوشانی دارند: {2} نفر ({1} ٪) در دو فهرست یا بیشتر و {3} نفر در سه فهرست یا بیشتر. زیر {4} ٪ یا {5} نفر در سه فهرست، مدل عدد را می‌سازد نه فهرست‌ها.")
			: MSG_P("The lists hardly overlap: {2} people ({1} %) are on two or more. Below {4} % the model decides the number and not the lists.",
				"فهرست‌ها کم هم‌پوشانی دارند: {2} نفر ({1} ٪) در دو فهرست یا بیشتر. زیر {4} ٪ مدل عدد را می‌سازد نه فهرست‌ها."),
		arg, 5);
}

static struct str chains_words(const struct estimate_result *r, const struct estimate_reason *x,
			       enum lang lang, struct arena *a)
{
	struct str arg[] = { decimal(x->value[0], 3, lang, a), count(x->value[1], lang, a),
			     count(x->value[2], lang, a), decimal(r->limits.rhat, 2, lang, a),
			     count(r->limits.ess, lang, a) };
	return tr_fmt(
		a, lang,
		MSG_P("Runs of the model that began in different places do not agree: R-hat {1} (good up to {4}), worth {2} independent draws in the middle and {3} in the tails (good from {5}).",
		      "اجراهای مدل که از جاهای مختلف آغاز شدند یکی نشدند: R-hat برابر {1} (خوب تا {4})، به ارزش {2} نمونهٔ مستقل در میانه و {3} در دنباله‌ها (خوب از {5})."),
		arg, 5);
}

static struct str agreement_words(const struct estimate_result *r, const struct estimate_reason *x,
				  enum lang lang, struct arena *a)
{
	struct str arg[] = { count(x->value[0], lang, a), count(x->value[1], lang, a), x->name[0],
			     x->name[1], decimal(r->limits.agreement, 1, lang, a) };
	if (str_eq(x->name[0], x->name[1]) && !(x->value[2] > r->limits.agreement))
		return tr(
			lang,
			MSG_P("One method alone was asked: nothing says whether others agree.",
			      "تنها یک روش پرسیده شد: معلوم نیست روش‌های دیگر همین را بگویند."));
	return tr_fmt(
		a, lang,
		x->value[3] > 0
			? MSG_P("Models that fit give different answers, from {1} ({3}) to {2} ({4}), and not even their intervals meet.",
				"مدل‌های برازنده پاسخ‌های دیگرگون می‌دهند، از {1} ({3}) تا {2} ({4})، و بازه‌هایشان نیز به هم نمی‌رسند.")
			: MSG_P("Models that fit nearly equally well give from {1} ({3}) to {2} ({4}): more than {5} times apart.",
				"مدل‌هایی که کم‌وبیش به یک اندازه برازنده‌اند از {1} ({3}) تا {2} ({4}) می‌دهند: بیش از {5} برابر."),
		arg, 5);
}

/* Of a variant whose runs did not come together nobody knows how far it moves. */
static struct str untold_words(const struct estimate_reason *x, enum lang lang, struct arena *a)
{
	struct str arg[] = { x->name[0], decimal(x->value[1], 2, lang, a) };
	return tr_fmt(
		a, lang,
		x->gate == GATE_PRIOR
			? MSG_P("With another assumption beforehand ({1}) runs from different places did not settle on one answer (R-hat {2}): how far the number moves cannot be told.",
				"با پیش‌فرض دیگر ({1}) اجراها از جاهای مختلف یکی نشدند (R-hat برابر {2}): نمی‌توان گفت عدد چه اندازه جابه‌جا می‌شود.")
			: MSG_P("Without the list “{1}” runs from different places did not settle on one answer (R-hat {2}): how far the number moves cannot be told.",
				"بی فهرست «{1}» اجراها از جاهای مختلف یکی نشدند (R-hat برابر {2}): نمی‌توان گفت عدد چه اندازه جابه‌جا می‌شود."),
		arg, 2);
}

static struct str moved_words(const struct estimate_reason *x, double limit, const struct msg *m,
			      enum lang lang, struct arena *a)
{
	if (isnan(x->value[0]))
		return untold_words(x, lang, a);
	struct str arg[] = { x->name[0], percent(fabs(x->value[0]), lang, a),
			     percent(limit, lang, a) };
	return tr_fmt(a, lang, m, arg, 3);
}

static struct str ceiling_words(const struct estimate_result *r, const struct estimate_reason *x,
				enum lang lang, struct arena *a)
{
	struct str arg[] = { decimal(x->value[1], 1, lang, a), count(r->limits.expansion, lang, a),
			     percent(x->value[0], lang, a), percent(r->limits.at_cap, lang, a) };
	return tr_fmt(
		a, lang,
		MSG_P("The lists set no upper bound: the model's centre is {1} times the people seen (up to {2} is allowed), and {3} % of its weight lies beyond twenty times (up to {4} %).",
		      "فهرست‌ها کران بالایی نمی‌دهند: میانهٔ مدل {1} برابر افراد دیده‌شده است (تا {2} مجاز است) و {3} ٪ وزن آن فراتر از بیست برابر است (تا {4} ٪)."),
		arg, 4);
}

static struct str existence_words(const struct estimate_reason *x, enum lang lang, struct arena *a)
{
	struct str arg[] = { count(x->value[0], lang, a), count(x->value[1], lang, a), x->name[0] };
	return tr_fmt(
		a, lang,
		MSG_P("{1} log-linear models or terms have no estimate on this table and were left out; the first: {3}.",
		      "{1} مدل یا جملهٔ لگ‌خطی روی این جدول برآورد ندارند و کنار گذاشته شدند؛ نخستین: {3}."),
		arg, 3);
}

struct str words_reason(const struct estimate_result *r, const struct estimate_reason *x,
			enum lang lang, struct arena *a)
{
	switch (x->gate) {
	case GATE_LISTS:
		return lists_words(r, x, lang, a);
	case GATE_COPY:
		return copy_words(x, lang, a);
	case GATE_CONNECTED:
		return tr_fmt(
			a, lang,
			MSG_P("The lists fall apart: nobody connects “{1}” with “{2}”.",
			      "فهرست‌ها از هم جدا هستند: هیچ‌کس «{1}» را به «{2}» نمی‌پیوندد."),
			x->name, 2);
	case GATE_OVERLAP:
		return overlap_words(r, x, lang, a);
	case GATE_EXISTENCE:
		return existence_words(x, lang, a);
	case GATE_CONVERGENCE:
		return chains_words(r, x, lang, a);
	case GATE_AGREEMENT:
		return agreement_words(r, x, lang, a);
	case GATE_PRIOR:
		return moved_words(
			x, r->limits.prior,
			MSG_P("With another assumption beforehand ({1}) the number moves by {2} %; more than {3} % says that the assumption speaks and not the lists.",
			      "با پیش‌فرض دیگر ({1}) عدد {2} ٪ جابه‌جا می‌شود؛ بیش از {3} ٪ یعنی پیش‌فرض سخن می‌گوید نه فهرست‌ها."),
			lang, a);
	case GATE_CEILING:
		return ceiling_words(r, x, lang, a);
	case GATE_LEAVE_ONE_OUT:
		return moved_words(
			x, r->limits.leave_one_out,
			MSG_P("Without the list “{1}” the number moves by {2} % (up to {3} % is allowed): that one list carries it.",
			      "بی فهرست «{1}» عدد {2} ٪ جابه‌جا می‌شود (تا {3} ٪ مجاز است): همان یک فهرست آن را نگه می‌دارد."),
			lang, a);
	case GATES:
		break;
	}
	return STR("");
}

struct str words_todo(const struct estimate_reason *x, enum lang lang, struct arena *a)
{
	static const struct msg TODO[GATES] = {
		[GATE_LISTS] = MSG(
			"A third list, collected independently, or more people on the small ones.",
			"فهرست سومی که جداگانه گرد آمده باشد، یا افراد بیشتر در فهرست‌های کوچک."),
		[GATE_COPY] = MSG(
			"Ask how the lists were made; leave out the copy, and use a list of other origin.",
			"بپرسید فهرست‌ها چگونه ساخته شدند؛ رونوشت را کنار بگذارید و فهرستی با خاستگاه دیگر بیاورید."),
		[GATE_CONNECTED] = MSG(
			"Check whether the lists speak of the same place and time and whether linking missed pairs; else estimate each group alone.",
			"ببینید فهرست‌ها دربارهٔ یک جا و زمان‌اند و پیوندزدن جفتی را جا نگذاشته باشد؛ وگرنه هر گروه را جدا برآورد کنید."),
		[GATE_OVERLAP] = MSG(
			"Another list, or a wider one; a second reader for doubtful pairs: each pair missed is counted as two people.",
			"فهرستی دیگر یا گسترده‌تر؛ خوانندهٔ دومی برای جفت‌های مشکوک: هر جفت جاافتاده دو نفر شمرده می‌شود."),
		[GATE_EXISTENCE] = MSG(
			"Nothing needs doing: the other models were used.",
			"کاری لازم نیست: مدل‌های دیگر به کار رفتند."),
		[GATE_CONVERGENCE] = MSG(
			"A larger --budget; if that does not help, the table does not decide the question, and more overlap would.",
			"‎--budget بزرگ‌تر؛ اگر سود نداشت، جدول پاسخ را روشن نمی‌کند و هم‌پوشانی بیشتر می‌کند."),
		[GATE_AGREEMENT] = MSG(
			"Say the range, not a number. Estimating smaller groups apart (by place, by month) often brings models together.",
			"بازه را بگویید نه عدد را. برآورد جداگانهٔ گروه‌های کوچک‌تر (بر پایهٔ جا یا ماه) مدل‌ها را به هم نزدیک می‌کند."),
		[GATE_PRIOR] = MSG(
			"More lists or more overlap; until then say the range and which assumption moves it.",
			"فهرست‌ها یا هم‌پوشانی بیشتر؛ تا آن زمان بازه را بگویید و این‌که کدام فرض آن را جابه‌جا می‌کند."),
		[GATE_CEILING] = MSG(
			"A list that reaches people the others do not; nothing can be computed instead of it.",
			"فهرستی که به کسانی می‌رسد که دیگران نمی‌رسند؛ محاسبه جای آن را نمی‌گیرد."),
		[GATE_LEAVE_ONE_OUT] = MSG(
			"Learn how that list was made, and whether it copies another or avoids what others have.",
			"بدانید آن فهرست چگونه ساخته شد و آیا از دیگری برداشته یا از آنِ دیگران پرهیز می‌کند."),
	};
	static const struct msg TRULY_ONE = MSG(
		"Ask the other methods too: leave --method out.",
		"روش‌های دیگر را هم بپرسید: ‎--method را ننویسید.");
	static const struct msg TWO_MORE = MSG("Two more lists, collected independently.",
					       "دو فهرست دیگر که جداگانه گرد آمده باشند.");
	(void)a;
	if (x->gate == GATE_LISTS && x->value[1] < 2)
		return tr(lang, &TWO_MORE);
	if (x->gate == GATE_AGREEMENT && str_eq(x->name[0], x->name[1]) && !(x->value[2] > 1))
		return tr(lang, &TRULY_ONE);
	return tr(lang, &TODO[x->gate]);
}

struct str words_nothing_left_out(const struct estimate_result *r, enum lang lang)
{
	if (!r->lcmcr.head.made || r->n_left_out || r->cells->n_lists != 3)
		return STR("");
	return tr(
		lang,
		MSG_P("Of three lists none can be left out, since two give no number: whether one of them carries the answer is not known.",
		      "از سه فهرست نمی‌توان یکی را کنار گذاشت، چون دو فهرست عددی نمی‌دهند: معلوم نیست یکی از آن‌ها به‌تنهایی پاسخ را نگه می‌دارد یا نه."));
}

struct str words_assumption(size_t i, enum lang lang)
{
	static const struct msg SAID[WORDS_ASSUMPTIONS] = {
		MSG("People missing from every list are taken to behave, towards the lists, like some of the people who are on them. People whom no list could ever reach are not in the number, and the true number can be higher. No table can test this.",
		    "فرض این است که کسانی که در هیچ فهرستی نیستند در برابر فهرست‌ها مانند برخی از کسانی باشند که در آن‌ها هستند. کسانی که هیچ فهرستی هرگز به آنان نمی‌رسید در این عدد نیستند و شمار راستین می‌تواند بیشتر باشد. هیچ جدولی این را نمی‌آزماید."),
		MSG("All lists speak of the same people, places and time, and nobody joined or left in between.",
		    "همهٔ فهرست‌ها دربارهٔ همان افراد، جاها و زمان‌اند و در این میان کسی افزوده یا کم نشده است."),
		MSG("Records were linked correctly: a pair that was missed makes the number too large, a wrong pair too small.",
		    "ردیف‌ها درست به هم پیوند خورده‌اند: جفت جاافتاده عدد را بزرگ و جفت نادرست آن را کوچک می‌کند."),
		MSG("No list was compiled from another.",
		    "هیچ فهرستی از روی دیگری گردآوری نشده است."),
	};
	assert(i < WORDS_ASSUMPTIONS);
	return tr(lang, &SAID[i]);
}
