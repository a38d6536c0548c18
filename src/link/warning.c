/* SPDX-License-Identifier: GPL-3.0-or-later */
/* warning.c - warnings in words. */
#include "link/warning.h"

#include "register/list.h"

struct words {
	const char *code;
	struct msg what, todo;
};
/* {1} to {3} are the texts, {4} to {6} the numbers. */
static const struct words WORDS[LINK_WARNINGS] = {
	[LINK_WARN_STARTS] = { "starts",
			       MSG("learning from different starts did not agree: {4}, {5} and {6} of all pairs are one person",
				   "آموختن از آغازهای گوناگون به یک پاسخ نرسید: {4}، {5} و {6} از همهٔ جفت‌ها یک نفرند"),
			       MSG("review pairs of middling probability; add a field that tells people apart",
				   "جفت‌های با احتمال میانه را ببینید؛ ستونی بیفزایید که آدم‌ها را از هم باز شناسد") },
	[LINK_WARN_HELD] = { "held",
			     MSG("the share of pairs that are one person was held at {4}: sure links are {5}",
				 "سهم جفت‌هایی که یک نفرند در {4} نگه داشته شد: پیوندهای بی‌گمان {5} است"),
			     MSG("compare with a reviewed sample before using probabilities",
				 "پیش از به کار بردن احتمال‌ها با نمونه‌ای که کسان دیده‌اند بسنجید") },
	[LINK_WARN_ORDER] = { "order",
			      MSG("levels of {1} were not in order and have been put in order",
				  "پله‌های «{1}» به ترتیب نبود و به ترتیب گذاشته شد"),
			      MSG("look whether the column has the type it was given",
				  "ببینید آیا ستون همان گونه‌ای است که به آن داده شده") },
	[LINK_WARN_TOGETHER] = { "together",
				 MSG("{1} and {2} go together: agreement in both was counted {4} bits lower",
				     "«{1}» و «{2}» با هم می‌آیند: همخوانی در هر دو {4} بیت کمتر به شمار آمد"),
				 MSG("nothing, unless one of them is made from the other: then leave it out",
				     "کاری نیست، مگر یکی از دیگری ساخته شده باشد: آنگاه کنارش بگذارید") },
	[LINK_WARN_DUPLICATES] = { "duplicates",
				   MSG("list {1} is said to be without duplicates; {4} pairs within it look like one person",
				       "گفته شده فهرست {1} تکرار ندارد؛ {4} جفت درون آن به یک نفر می‌ماند"),
				   MSG("look at them; if they are, take the list out of duplicate_free",
				       "ببینیدشان؛ اگر چنین بود فهرست را از duplicate_free بردارید") },
	[LINK_WARN_DOUBLES] = { "doubles",
				MSG("list {1} is said to be without duplicates, but {4} pairs of its own records look like one person",
				    "گفته شده فهرست {1} تکرار ندارد، ولی {4} جفت از رکوردهای خودش به یک نفر می‌ماند"),
				MSG("look at them; when they are, say duplicate_free no of the list",
				    "ببینیدشان؛ اگر چنین بود دربارهٔ فهرست بگویید duplicate_free no") },
	[LINK_WARN_COLUMN] = { "column", MSG("{1} has no column \"{2}\"", "{1} ستون «{2}» ندارد"),
			       MSG("its records are compared without it",
				   "رکوردهایش بی آن سنجیده می‌شود") },
	[LINK_WARN_UNREAD] = { "unread",
			       MSG("{1}: {4} spellings could not be read as {2}, among them \"{3}\"",
				   "{1}: {4} نگارش را نمی‌شد {2} خواند، از جمله «{3}»"),
			       MSG("they are compared as missing",
				   "چون نبودن سنجیده می‌شوند") },
	[LINK_WARN_TWO_WAYS] = { "two_ways",
				 MSG("{1}: {4} dates can be day/month or month/day",
				     "{1}: {4} تاریخ می‌تواند روز/ماه یا ماه/روز باشد"),
				 MSG("they are taken as either; write dates as 2025-10-12",
				     "هر دو خواندن گرفته می‌شود؛ تاریخ را چون 2025-10-12 بنویسید") },
	[LINK_WARN_FIRST_DAYS] = { "first_days",
				   MSG("{1}: {4} records have the first day of a year, far too many",
				       "{1}: {4} رکورد نخستین روز سال را دارد، بسی بیش از اندازه"),
				   MSG("they are compared as years",
				       "چون سال سنجیده می‌شوند") },
	[LINK_WARN_APART] = { "apart",
			      MSG("{1}: between {4} of {5} pairs of lists, or within a list, one number does not stand for one person",
				  "{1}: میان {4} جفت از {5} جفت فهرست، یا درون یک فهرست، یک شماره نشان یک نفر نیست"),
			      MSG("it is not compared between these: each list numbers its own records",
				  "میان این‌ها سنجیده نمی‌شود: هر فهرست رکوردهایش را خود شماره می‌زند") },
	[LINK_WARN_NO_DAY] = { "no_day",
			       MSG("{1}: {4} records have a date that does not exist, among them \"{3}\"",
				   "{1}: {4} رکورد تاریخی دارد که نیست، از جمله «{3}»"),
			       MSG("its figures are compared, as those of a typing error; look whether the calendar is the one that was said",
				   "رقم‌هایش چون غلط تایپی سنجیده می‌شود؛ ببینید آیا گاه‌شمار همان است که گفته شده") },
	[LINK_WARN_NEVER] = { "never",
			      MSG("{4} pairs agree as one person would, but one is born after the date of the other, or they are a man and a woman by sex and name: they are kept apart",
				  "{4} جفت چنان همخوان است که یک نفر، ولی یکی پس از تاریخ دیگری زاده شده، یا به جنس و نام یکی مرد و یکی زن است: جدا نگه داشته می‌شوند"),
			      MSG("look whether a date or a sex is mistyped; people may still call them the same",
				  "ببینید آیا تاریخی یا جنسی اشتباه نوشته شده؛ کسان هنوز می‌توانند یکی‌شان بدانند") },
	[LINK_WARN_FAMILIES] = { "families",
				 MSG("most pairs taken for one person have two given names: families pass for persons",
				     "بیشتر جفت‌هایی که یک نفر به شمار آمده دو نام کوچک دارد: خانواده‌ها به جای آدم‌ها گرفته می‌شود"),
				 MSG("do not use this count; read the columns of the name as one name",
				     "این شمار را به کار نبرید؛ ستون‌های نام را یک نام بخوانید") },
	[LINK_WARN_JOINED] = { "joined",
			       MSG("{1} are read as one name: column by column, families would pass for persons",
				   "{1} یک نام خوانده می‌شود: ستون به ستون، خانواده‌ها به جای آدم‌ها گرفته می‌شد"),
			       MSG("nothing; a config with these as \"columns\" of one name says the same",
				   "کاری نیست؛ پیکربندی با این‌ها چون \"columns\" یک نام همین را می‌گوید") },
	[LINK_WARN_FEW] = { "few",
			    MSG("{4} records teach little: what an agreement is worth is mostly taken from other lists, and chance can look like one person",
				"{4} رکورد کم می‌آموزد: ارزش هر همخوانی بیشتر از فهرست‌های دیگر گرفته شده، و تصادف می‌تواند به یک نفر بماند"),
			    MSG("look at every link, also at those that were accepted, and at names that stand alone",
				"همهٔ پیوندها را ببینید، پذیرفته‌ها را هم، و نام‌هایی را که تنها مانده‌اند") },
	[LINK_WARN_OTHER] = { "other",
			      MSG("a newer version of the program warned of this: {1}",
				  "نسخهٔ تازه‌تری از برنامه دربارهٔ این هشدار داده: {1}"),
			      MSG("look at the run with that version",
				  "اجرا را با همان نسخه ببینید") },
};

const char *link_warning_code(enum link_warning_code c)
{
	return WORDS[c].code;
}

enum link_warning_code link_warning_of(struct str code)
{
	for (int i = 0; i < LINK_WARN_OTHER; i++)
		if (str_eq(code, str_of(WORDS[i].code)))
			return (enum link_warning_code)i;
	return LINK_WARN_OTHER;
}

static bool is_field(enum link_warning_code c, size_t text)
{
	switch (c) {
	case LINK_WARN_ORDER:
	case LINK_WARN_UNREAD:
	case LINK_WARN_TWO_WAYS:
	case LINK_WARN_FIRST_DAYS:
	case LINK_WARN_APART:
	case LINK_WARN_NO_DAY:
		return text == 0;
	case LINK_WARN_TOGETHER:
		return text < 2;
	case LINK_WARN_COLUMN:
		return text == 1;
	case LINK_WARN_STARTS:
	case LINK_WARN_HELD:
	case LINK_WARN_DUPLICATES:
	case LINK_WARN_DOUBLES:
	case LINK_WARN_FAMILIES:
	case LINK_WARN_JOINED:
	case LINK_WARN_NEVER:
	case LINK_WARN_FEW:
	case LINK_WARN_OTHER:
	case LINK_WARNINGS:
		break;
	}
	return false;
}

/* Shares of all pairs are far below a hundredth; bits have one decimal; all else is counted. */
static struct str number(const struct link_warning *w, size_t i, enum lang lang, struct arena *a)
{
	bool share = w->code == LINK_WARN_STARTS || (w->code == LINK_WARN_HELD && i == 0);
	if (share)
		return number_local(a, lang, str_printf(a, "%.3g", w->n[i]));
	if (w->code == LINK_WARN_TOGETHER)
		return decimal_text(a, lang, w->n[i], 1);
	return decimal_text(a, lang, w->n[i], 0);
}

struct str link_warning_what(const struct link_warning *w, enum lang lang, bool fields,
			     struct arena *a)
{
	struct str args[LINK_WARN_TEXTS + LINK_WARN_NUMBERS];
	enum list_field f;
	for (size_t i = 0; i < LINK_WARN_TEXTS; i++) {
		args[i] = w->text[i].n ? w->text[i] : STR("");
		if (fields && is_field(w->code, i) && list_field_parse(w->text[i], &f))
			args[i] = tr(lang, list_field_label(f));
	}
	for (size_t i = 0; i < LINK_WARN_NUMBERS; i++)
		args[LINK_WARN_TEXTS + i] = number(w, i, lang, a);
	return tr_fmt(a, lang, &WORDS[w->code].what, args, COUNT(args));
}

struct str link_warning_todo(const struct link_warning *w, enum lang lang)
{
	return tr(lang, &WORDS[w->code].todo);
}
