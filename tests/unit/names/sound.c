/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sounds: what each spelling is read as. */
#include "check.h"

#include <stdio.h>
#include <string.h>

#include "names/sound.h"

/* Classes with a point between. */
static const char *shown(const char *text, char *buf, size_t cap)
{
	uint8_t x[64];
	size_t n = sound_read(str_of(text), x, sizeof x);
	size_t at = 0;
	buf[0] = '\0';
	for (size_t i = 0; i < n; i++)
		at += (size_t)snprintf(buf + at, cap - at, "%s%.*s", i ? "." : "",
				       STR_FMT(sound_name(x[i])));
	return buf;
}

static const struct {
	const char *text, *classes;
} READ[] = {
	/* digraphs first, doubled letters once, case is nothing */
	{ "Mohammad", "m.o.h.a.m.a.d" },
	{ "MOHAMMED", "m.o.h.a.m.e.d" },
	{ "Khosrow", "kh.o.s.r.o.w" },
	{ "Shokoufeh", "sh.o.k.u.f.e.h" },
	{ "Gholam", "gh.o.l.a.m" },
	{ "Zhila", "zh.i.l.a" },
	{ "Djamal", "j.a.m.a.l" },
	{ "Tchehreh", "ch.e.h.r.e.h" },
	{ "Schäfer", "sh.a.f.e.r" },
	{ "Philipp", "f.i.l.i.p" },
	{ "Becker", "b.e.k.e.r" },
	/* an apostrophe keeps letters apart, and so do names that are known for it; ayn signs are nothing */
	{ "Is'haq", "i.s.h.a.q" },
	{ "Ishaq", "i.s.h.a.q" },
	{ "Fathollah", "f.a.t.h.o.l.a.h" },
	{ "Abolfathi", "a.b.o.l.f.a.t.h.i" },
	{ "Fathima", "f.a.th.i.m.a" },
	{ "Mohammadhossein", "m.o.h.a.m.a.d.h.o.s.e.i.n" },
	{ "ʿAlī", "a.l.i" },
	{ "Sa’id", "s.a.i.d" },
	/* letters that are sounds of their own */
	{ "Şêxmûs", "sh.e.x.m.u.s" },
	{ "Çiya", "ch.i.y.a" },
	{ "Dağ", "d.a.gh" },
	{ "Işık", "i.sh.i.k" },
	{ "İbrahim", "i.b.r.a.h.i.m" },
	{ "Ciwan", "c(e).i.w.a.n" },
	{ "Azad", "a.z.a.d" },
	/* ALA-LC, IJMES, DMG: the mark that is a sound keeps it, others are nothing */
	{ "Ḥusayn", "h.u.s.a.y.n" },
	{ "Ẕabīḥ", "z.a.b.i.h" },
	{ "Ḫān", "kh.a.n" },
	{ "Ǧamāl", "j.a.m.a.l" },
	{ "Ṯābit", "th.a.b.i.t" },
	{ "G\xCC\x87olām", "gh.o.l.a.m" }, /* the mark written apart */
	/* ArabTeX */
	{ ".husayn", "h.u.s.a.y.n" },
	{ "_hAlid", "kh.a.l.i.d" },
	{ "^g_a", "j.a" },
	/* Arabic script */
	{ "محمد", "م.ح.م.د" },
	{ "مُحَمَّد", "م.ح.م.د" },
	{ "محـــمد", "م.ح.م.د" },
	{ "علي", "ع.ل.ی" },
	{ "على", "ع.ل.ی" },
	{ "علی", "ع.ل.ی" },
	{ "كاظم", "ک.ا.ظ.م" },
	{ "أحمد", "ا.ح.م.د" },
	{ "\xD8\xA7\xD9\x94"
	  "حمد",
	  "ا.ح.م.د" }, /* hamza written apart */
	{ "آرش", "آ.ر.ش" },
	{ "\xD8\xA7\xD9\x93"
	  "رش",
	  "آ.ر.ش" }, /* and madda */
	{ "فاطمة", "ف.ا.ط.م.ة" },
	{ "رضا‌پور", "ر.ض.ا.پ.و.ر" }, /* ZWNJ */
	{ "\xE2\x80\x8Fرضا\xE2\x80\x8E", "ر.ض.ا" },
	{ "ﻋﻠﻲ", "ع.ل.ی" }, /* presentation forms */
	{ "ﻻله", "ل.ا.ل.ه" },
	/* two letters are two sounds, but for the l of Allah */
	{ "ممد", "م.م.د" },
	{ "نمونه‌ششم", "ن.م.و.ن.ه.ش.ش.م" },
	{ "الله", "ا.ل.ه" },
	/* Kurdish Sorani */
	{ "ژیان", "ژ.ی.ا.ن" },
	{ "شێرکۆ", "ش.ێ.ر.ک.ۆ" },
	{ "گوڵاڵە", "گ.و.ل.ا.ل.ە" },
	{ "کاروان", "ک.ا.ر.و.ا.ن" },
	{ "ڕێبوار", "ر.ێ.ب.و.ا.ر" },
	/* Cyrillic and Greek by their sound */
	{ "Фарҳод", "f.a.r.h.o.d" },
	{ "ҶАМШЕД", "j.a.m.sh.e.d" },
	{ "Γιώργος", "g.i.o.r.g.o.s" },
	/* Armenian, Georgian and Korean too; Hebrew and Syriac as letters of Arabic script */
	{ "Արուս", "a.r.u.s" },
	{ "გიორგი", "g.i.o.r.g.i" },
	{ "김가상", "g.i.m.g.a.s.a.n.g" },
	{ "דוד", "د.و.د" },
	{ "ܝܘܣܦ", "ی.و.س.پ" },
	/* digits of any script; not made one */
	{ "۱۲", "1.2" },
	{ "٣٣", "3.3" },
	{ "7", "7" },
	/* neither letters nor digits */
	{ "", "" },
	{ "-–…!", "" },
	{ "\xFF\xFE", "" },
	/* a letter of a script that is not read is told from most others by two classes */
	{ "明", "?.?" },
};

TEST(spellings_are_read)
{
	for (size_t i = 0; i < COUNT(READ); i++) {
		char buf[256];
		CHECK_STR(str_of(shown(READ[i].text, buf, sizeof buf)), READ[i].classes);
	}
}

TEST(reading_stops_at_the_room_given)
{
	uint8_t x[3] = { 99, 99, 99 };
	CHECK_INT((int)sound_read(STR("Philipp"), x, 2), 2);
	CHECK_INT(x[2], 99);
	CHECK_INT((int)sound_read(STR("Philipp"), x, 0), 0);
}
