/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * refusal.c - why a page or a form is refused, for readers of another language than that of error messages.
 *
 * What finds it out knows no language, and says it in English; here it is found again by its words. Those of tables and of
 * taking in lists are known where tables are (intake/table_refusal.c). What is not found stays as it is.
 */
#include "web/page.h"

#include "intake/table.h"

static const struct msg REFUSALS[] = {
	/* ---- of every page */
	MSG("there is no page at this address", "در این نشانی صفحه‌ای نیست"),
	MSG("this form is not ours or too old; open the page again",
	    "این فرم از ما نیست یا بسیار کهنه است؛ صفحه را دوباره باز کنید"),
	MSG("this is for editors and officers only", "این تنها برای ویراستاران و مسئولان است"),
	MSG("this is for officers only", "این تنها برای مسئولان است"),
	MSG("“{1}” in the address has to be a whole number", "«{1}» در نشانی باید عددی درست باشد"),
	MSG("“{1}” in the address begins with 1",
	    "«{1}» در نشانی از ۱ آغاز می‌شود"),
	MSG("there is no {1} with this number", "رکوردی از این گونه با این شماره نیست"),
	MSG("no record has this number", "هیچ رکوردی این شماره را ندارد"),
	MSG("no record has this key", "هیچ رکوردی این کلید را ندارد"),
	MSG("no record has this id", "هیچ رکوردی این شناسه را ندارد"),
	MSG("this is neither a record number (P-00012), a key (person:example) nor an id",
	    "این نه شمارهٔ رکورد است (P-00012)، نه کلید (person:example) و نه شناسه"),
	MSG("too many members have this register open",
	    "کسانی بیش از اندازه این دفتر را باز دارند"),
	MSG("the register changed meanwhile; look at the form again",
	    "دفتر در این میان عوض شد؛ دوباره به فرم نگاه کنید"),
	MSG("the register changed while it was read; try again",
	    "دفتر هنگام خواندن عوض شد؛ دوباره بکوشید"),
	MSG("the search text is longer than {1} bytes; shorten it",
	    "متن جست‌وجو از {1} بایت بلندتر است؛ کوتاهش کنید"),
	MSG("the form ends in the middle of a part",
	    "فرم در میانهٔ بخشی بریده شده است؛ دوباره بفرستید"),
	MSG("your membership was revoked", "عضویت شما پایان یافته است"),
	MSG("another program is using the vault; nothing was written. Wait until it is done, then try again",
	    "برنامه‌ای دیگر پرونده را در دست دارد؛ چیزی نوشته نشد. تا پایان کارش بمانید و دوباره بکوشید"),
	MSG("process {1} is writing to the vault; nothing was written. Wait until it is done, then try again",
	    "فرایند {1} در پرونده می‌نویسد؛ چیزی نوشته نشد. تا پایان کارش بمانید و دوباره بکوشید"),
	MSG("the vault is open for reading only (while {1})", "پرونده تنها برای خواندن باز است"),
	MSG("nothing can be written where {1} is. It can be looked at there and not added to; to work with it, copy it with "
	    "its key slots and its evidence to a folder of your own (`vigil backup FOLDER`)",
	    "آنجا که {1} است چیزی نمی‌توان نوشت. آنجا می‌توان آن را دید و نمی‌توان بر آن افزود؛ برای کار با آن، آن را با "
	    "جای کلیدها و مدرک‌هایش در پوشه‌ای از خود رونوشت کنید (`vigil backup FOLDER`)"),
	MSG("the disk is full (while {1}); nothing of this step was written. Free some space and try again",
	    "دیسک پر است؛ چیزی از این گام نوشته نشد. کمی جا باز کنید و دوباره بکوشید"),

	/* ---- what takes long, and files */
	MSG("this is being worked on already", "همین اکنون در دست کار است"),
	MSG("something long is under way in this session; wait for it",
	    "در این نشست کاری دراز در میان است؛ تا پایان آن بمانید"),
	MSG("stopped", "متوقف شد"),
	MSG("a file is no longer kept here",
	    "فایلی دیگر اینجا نگه داشته نمی‌شود"),
	MSG("the file is larger than {1} MB; take it in with `vigil list import`",
	    "فایل از {1} مگابایت بزرگ‌تر است؛ آن را با `vigil list import` بیاورید"),
	MSG("the row of the header is a number; 0: there is none",
	    "ردیف سرستون عدد است؛ ۰ یعنی نیست"),

	/* ---- lists and their rows */
	MSG("this record is no list", "این رکورد فهرست نیست"),
	MSG("this record is no list; `vigil list add` makes one",
	    "این رکورد فهرست نیست؛ `vigil list add` یکی می‌سازد"),
	MSG("this list has no such editions to compare",
	    "این فهرست چنین ویرایش‌هایی برای سنجیدن ندارد"),
	MSG("there is no edition of a list by this number", "ویرایشی از فهرست با این شماره نیست"),
	MSG("these are editions of two lists",
	    "این‌ها ویرایش‌های دو فهرست است"),
	MSG("this is no row of a list that can be read", "این ردیفی از فهرست نیست که بتوان خواند"),
	MSG("an import has the number of its entry in the log",
	    "هر آوردن شمارهٔ مدخلش در دفتر را دارد"),
	MSG("there is no import with this number", "آوردنی با این شماره نیست"),
	MSG("what can be taken back has the number of its entry in the log",
	    "آنچه می‌توان پس گرفت شمارهٔ مدخلش در دفتر را دارد"),
	MSG("entry {1} is no claim that could be taken back or adopted",
	    "مدخل {1} ادعایی نیست که بتوان پس گرفت یا پذیرفت"),
	MSG("entry {1} was taken back before, by entry {2}",
	    "مدخل {1} پیش‌تر با مدخل {2} پس گرفته شد"),
	MSG("only an editor or officer takes back what somebody else entered",
	    "آنچه را دیگری نوشته تنها ویراستار یا مسئول پس می‌گیرد"),

	/* ---- linking and its decisions */
	MSG("a pair is two record numbers: /match/N-1/N-2",
	    "جفت دو شمارهٔ رکورد است: /match/N-1/N-2"),
	MSG("these are one and the same record", "این دو یک رکورد است"),
	MSG("one of them is no record that can be linked",
	    "یکی از آن‌ها رکوردی نیست که بتوان پیوند داد"),
	MSG("this is no record that can be linked: neither a row that stands nor a person with claims",
	    "این رکوردی نیست که بتوان پیوند داد: نه ردیفی است که بر جا باشد و نه شخصی که ادعایی دارد"),
	MSG("only rows of lists and persons can be linked",
	    "تنها ردیف‌های فهرست‌ها و اشخاص را می‌توان پیوند داد"),
	MSG("this row is one that another site took in as well: decide about that one",
	    "این ردیف همان است که جای دیگری هم آورده: دربارهٔ آن تصمیم بگیرید"),
	MSG("two readers answered already; an editor decides between them",
	    "دو خواننده پیش‌تر پاسخ داده‌اند؛ ویراستار میانشان تصمیم می‌گیرد"),
	MSG("only an editor or officer decides between two rounds",
	    "میان دو دور تنها ویراستار یا مسئول تصمیم می‌گیرد"),
	MSG("only an editor or officer decides between claims",
	    "میان ادعاها تنها ویراستار یا مسئول تصمیم می‌گیرد"),
	MSG("only an editor or officer says which records are of one person",
	    "این را که کدام رکوردها از یک نفر است تنها ویراستار یا مسئول می‌گوید"),
	MSG("only an editor or officer links lists",
	    "فهرست‌ها را تنها ویراستار یا مسئول پیوند می‌دهد"),
	MSG("only an editor or officer moves records by hand",
	    "رکوردها را تنها ویراستار یا مسئول به دست جابه‌جا می‌کند"),
	MSG("why are they not one, or cannot be told? Write one sentence",
	    "چرا یک نفر نیستند، یا نمی‌توان گفت؟ یک جمله بنویسید"),
	MSG("a reason is needed; write one sentence", "دلیلی لازم است؛ یک جمله بنویسید"),
	MSG("a decision needs a reason; write one sentence",
	    "هر تصمیم دلیلی می‌خواهد؛ یک جمله بنویسید"),
	MSG("a decision has the number of its entry in the log",
	    "هر تصمیم شمارهٔ مدخلش در دفتر را دارد"),
	MSG("no decision by this number stands", "تصمیمی با این شماره بر جا نیست"),
	MSG("this person is found under another one by now",
	    "این شخص اکنون زیر شخص دیگری یافت می‌شود"),
	MSG("only a person has records that belong to it", "تنها شخص رکوردهایی از آنِ خود دارد"),
	MSG("one of the records is not of that person", "یکی از رکوردها از آن شخص نیست"),
	MSG("a split takes some records of a person, and leaves some",
	    "جدا کردن چند رکورد شخص را می‌برد و چندتا را می‌گذارد"),
	MSG("too many at once: split off fewer records",
	    "یک‌باره بیش از اندازه است: رکوردهای کمتری جدا کنید"),
	MSG("it is of that person already", "پیشاپیش از همان شخص است"),
	MSG("that person is found under this one: a circle",
	    "آن شخص زیر همین یکی یافت می‌شود: دور باطل"),
	MSG("these persons have too many records for this",
	    "رکوردهای این اشخاص برای این کار بیش از اندازه است"),
	MSG("more than {1} records hang together here: use `vigil link run`",
	    "اینجا بیش از {1} رکورد به هم پیوسته است: `vigil link run` را به کار برید"),
	MSG("there is no run by this number", "اجرایی با این شماره نیست"),
	MSG("there is no run by this number that stands", "اجرایی با این شماره بر جا نیست"),
	MSG("lists were not linked yet: `vigil link run`",
	    "فهرست‌ها هنوز پیوند داده نشده است: `vigil link run`"),
	MSG("there is no run yet whose model could be taken",
	    "هنوز اجرایی نیست که بتوان مدلش را برداشت"),
	MSG("lists were linked by another version of the program, whose model this one cannot read: link them again, "
	    "without --new",
	    "فهرست‌ها را نسخهٔ دیگری از برنامه پیوند داده که این یکی مدلش را نمی‌خواند: بی --new دوباره پیوند دهید"),
	MSG("there is nothing to link: no list was imported",
	    "چیزی برای پیوند دادن نیست: فهرستی آورده نشده است"),
	MSG("records or decisions came in since this was computed: run it again",
	    "از هنگام این محاسبه رکورد یا تصمیمی آمده است: دوباره اجرا کنید"),
	MSG("the pairs that would be linked agree less than pairs taken at random: these columns cannot tell who is who. "
	    "Check that each column has the type it was given.",
	    "جفت‌هایی که باید پیوند بخورد کمتر از جفت‌های تصادفی همخوان است: این ستون‌ها نمی‌تواند بگوید چه کسی کیست. "
	    "ببینید آیا هر ستون همان گونه‌ای است که به آن داده شده."),
};

struct str page_refusal(struct arena *a, enum lang lang, struct str why)
{
	struct str said = tr_english(a, lang, REFUSALS, COUNT(REFUSALS), why);
	return said.p == why.p ? table_refusal(a, lang, why) : said;
}
