/* SPDX-License-Identifier: GPL-3.0-or-later */
/* token_sound.c - pieces into classes of sounds; compounds written as one word are taken apart. */
#include "names/names_priv.h"

size_t name_add_codes(struct name_builder *b, struct str s)
{
	size_t room = NAME_CODES_MAX - b->n_codes;
	size_t n = room ? sound_read(s, b->codes + b->n_codes, room) : 0;
	b->cut = b->cut || (n == room && s.n);
	b->n_codes += n;
	return n;
}

/* abdul, abdur before r, abdel, عبدال: how many bytes of `f` are that, when a name follows. */
static size_t abd_in_word(struct str f)
{
	if (str_starts(f, STR("عبدال")) && f.n >= STR("عبدال").n + 4)
		return STR("عبدال").n;
	if (!str_starts(f, STR("abd")) && !str_starts(f, STR("ebd")))
		return 0;
	size_t i = 3;
	while (i < f.n && i < 5 && strchr("aeou", f.p[i]))
		i++;
	if (i == 3 || i + 3 > f.n)
		return 0;
	bool doubled = f.p[i] == f.p[i + 1] || (f.n > i + 3 && f.p[i] == 's' && f.p[i + 2] == 's');
	if (f.p[i] == 'l')
		return i + 1;
	return doubled ? i + 1 : 0;
}

/* Gholam before a given name. */
static size_t gholam_in_word(struct str f)
{
	static const char *const GHOLAM[] = { "gholam", "ghulam", "gulam", "golam",
					      "qolam",	"kholam", "غلام" };
	uint16_t known[NAME_VARIANTS_MAX];
	for (size_t i = 0; i < COUNT(GHOLAM); i++) {
		struct str head = str_of(GHOLAM[i]);
		if (!str_starts(f, head))
			continue;
		name_variants(str_from(f, head.n), known);
		return known[0] ? head.n : 0;
	}
	return 0;
}

/* Second words of compounds as they stand at the end of one word, and what they are read as. */
static const struct {
	struct str end, as;
} ENDS[] = {
#define END(end, as)                                                                               \
	{                                                                                          \
		{ end, sizeof end - 1 },                                                           \
		{                                                                                  \
			as, sizeof as - 1                                                          \
		}                                                                                  \
	}
	END("الدین", "دین"),	END("الاسلام", "اسلام"), END("الله", "له"),
	END("eddine", "din"),	END("uddine", "din"),	 END("addine", "din"),
	END("aldine", "din"),	END("eldine", "din"),	 END("eddin", "din"),
	END("uddin", "din"),	END("addin", "din"),	 END("oddin", "din"),
	END("aldin", "din"),	END("eldin", "din"),	 END("uldin", "din"),
	END("oldin", "din"),	END("eddeen", "din"),	 END("uddeen", "din"),
	END("aldeen", "din"),	END("uldeen", "din"),	 END("oleslam", "slam"),
	END("ulislam", "slam"), END("alislam", "slam"),	 END("olislam", "slam"),
	END("eleslam", "slam"), END("elislam", "slam"),	 END("ollah", "lah"),
	END("ullah", "lah"),	END("allah", "lah"),	 END("ulla", "lah"),
	END("olla", "lah"),
#undef END
};

static bool end_in_word(struct str f, size_t *ret_stem, struct str *ret_as)
{
	for (size_t i = 0; i < COUNT(ENDS); i++) {
		if (str_ends(f, ENDS[i].end) && f.n >= ENDS[i].end.n + 3) {
			*ret_stem = f.n - ENDS[i].end.n;
			*ret_as = ENDS[i].as;
			return true;
		}
	}
	return false;
}

size_t name_article_in(const struct piece *p)
{
	struct str f = piece_folded(p);
	if (p->variant[0] && !p->derived)
		return 0;
	if (str_starts(f, STR("ال")))
		return f.n >= STR("ال").n + 6 ? STR("ال").n : 0;
	if (!str_starts(f, STR("al")) && !str_starts(f, STR("el")))
		return 0;
	return f.n >= 7 && !strchr("aeiouy", f.p[2]) ? 2 : 0;
}

void name_add_piece(struct name_builder *b, struct name_token *t, const struct piece *p)
{
	struct str f = piece_folded(p);
	size_t abd = abd_in_word(f);
	size_t gholam = gholam_in_word(f);
	size_t stem;
	struct str as;
	if (abd) {
		t->seam =
			(uint8_t)(t->seam + name_add_codes(b, p->arabic ? STR("عبد") : STR("abd")));
		name_add_codes(b, str_from(f, abd));
	} else if (gholam) {
		t->seam = (uint8_t)(t->seam + name_add_codes(b, str_n(f.p, gholam)));
		name_add_codes(b, str_from(f, gholam));
	} else if (end_in_word(f, &stem, &as)) {
		size_t n = name_add_codes(b, str_n(f.p, stem));
		if (!t->seam) {
			t->seam = (uint8_t)n;
			t->called_by_first = true;
		}
		name_add_codes(b, as);
	} else {
		name_add_codes(b, p->raw);
	}
}
