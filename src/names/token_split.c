/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * token_split.c - text into pieces. What separates is listed here; every other character belongs to a piece,
 * so that no letter of any script is lost.
 */
#include "names/names_priv.h"

#include "text/fold.h"
#include "text/utf8.h"

enum mark {
	MARK_LETTER,
	MARK_DIGIT,
	MARK_INSIDE, /* apostrophes, invisible characters: no boundary and no letter */
	MARK_SPACE,
	MARK_HYPHEN,
	MARK_ZWNJ,
	MARK_DOT,
	MARK_COMMA,
	MARK_OPEN, /* of an alternative name */
	MARK_CLOSE,
	MARK_QUOTE,
	MARK_AND
};

static enum mark mark_ascii(uint32_t c)
{
	if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
		return MARK_LETTER;
	if (c >= '0' && c <= '9')
		return MARK_DIGIT;
	switch (c) {
	case '\'':
	case '`':
	case '_': /* ArabTeX, and names of files */
	case '^':
		return MARK_INSIDE;
	case '-':
		return MARK_HYPHEN;
	case '.':
		return MARK_DOT;
	case ',':
	case ';':
		return MARK_COMMA;
	case '(':
	case '[':
	case '{':
	case '<':
		return MARK_OPEN;
	case ')':
	case ']':
	case '}':
	case '>':
		return MARK_CLOSE;
	case '"':
		return MARK_QUOTE;
	case '&':
		return MARK_AND;
	default:
		return MARK_SPACE;
	}
}

static const struct {
	uint16_t first, last;
	uint8_t mark;
} MARKS[] = {
	{ 0x0080, 0x00A9, MARK_SPACE },	 { 0x00AB, 0x00AB, MARK_OPEN },
	{ 0x00AD, 0x00AD, MARK_INSIDE }, { 0x00B4, 0x00B4, MARK_INSIDE },
	{ 0x00B7, 0x00B7, MARK_SPACE },	 { 0x00BB, 0x00BB, MARK_CLOSE },
	{ 0x02B0, 0x036F, MARK_INSIDE }, { 0x060C, 0x060C, MARK_COMMA },
	{ 0x0610, 0x061A, MARK_INSIDE }, { 0x061B, 0x061B, MARK_COMMA },
	{ 0x061C, 0x061C, MARK_INSIDE }, { 0x061D, 0x061F, MARK_SPACE },
	{ 0x0640, 0x0640, MARK_INSIDE }, { 0x064B, 0x065F, MARK_INSIDE },
	{ 0x0660, 0x0669, MARK_DIGIT },	 { 0x066A, 0x066D, MARK_SPACE },
	{ 0x0670, 0x0670, MARK_INSIDE }, { 0x06D4, 0x06D4, MARK_DOT },
	{ 0x06F0, 0x06F9, MARK_DIGIT },	 { 0x2000, 0x200A, MARK_SPACE },
	{ 0x200B, 0x200B, MARK_INSIDE }, { 0x200C, 0x200C, MARK_ZWNJ },
	{ 0x200D, 0x200F, MARK_INSIDE }, { 0x2010, 0x2015, MARK_HYPHEN },
	{ 0x2018, 0x201B, MARK_INSIDE }, { 0x201C, 0x201F, MARK_QUOTE },
	{ 0x2020, 0x2029, MARK_SPACE },	 { 0x202A, 0x202E, MARK_INSIDE },
	{ 0x202F, 0x2031, MARK_SPACE },	 { 0x2032, 0x2032, MARK_INSIDE },
	{ 0x2033, 0x205F, MARK_SPACE },	 { 0x2060, 0x206F, MARK_INSIDE },
	{ 0x3000, 0x3002, MARK_SPACE },	 { 0x30FB, 0x30FB, MARK_SPACE },
	{ 0xFD3E, 0xFD3E, MARK_OPEN },	 { 0xFD3F, 0xFD3F, MARK_CLOSE },
	{ 0xFE00, 0xFE0F, MARK_INSIDE }, { 0xFEFF, 0xFEFF, MARK_INSIDE },
	{ 0xFF08, 0xFF08, MARK_OPEN },	 { 0xFF09, 0xFF09, MARK_CLOSE },
	{ 0xFF0C, 0xFF0C, MARK_COMMA },	 { 0xFFFC, 0xFFFD, MARK_INSIDE },
};

static enum mark mark_of(uint32_t cp)
{
	if (cp < 0x80)
		return mark_ascii(cp);
	for (size_t i = 0; i < COUNT(MARKS) && cp >= MARKS[i].first; i++) {
		if (cp <= MARKS[i].last)
			return (enum mark)MARKS[i].mark;
	}
	return MARK_LETTER;
}

struct split {
	struct str text;
	struct piece *p;
	size_t n;
	bool cut;
	size_t at; /* the piece being read begins here */
	bool in_piece;
	uint8_t gap, comma, alias, aliases;
	bool quoted;
	uint8_t letters, digits, uppers;
};

static void end_piece(struct split *s, size_t to, uint8_t gap_behind)
{
	if (!s->in_piece) {
		if (s->n && gap_behind == GAP_SPACE)
			s->gap = GAP_SPACE;
		return;
	}
	s->in_piece = false;
	if (s->n == PIECES_MAX) {
		s->cut = true;
		return;
	}
	struct piece *p = &s->p[s->n++];
	*p = (struct piece){ .raw = str_n(s->text.p + s->at, to - s->at),
			     .gap = s->gap,
			     .alias = s->alias,
			     .comma = s->comma,
			     .letters = s->letters,
			     .digits = s->digits,
			     .capitals = s->uppers > 1 && s->uppers == s->letters };
	p->n_folded = (uint8_t)fold_key_into(p->raw, p->folded, sizeof p->folded);
	struct str first = p->raw;
	uint32_t cp = 0;
	while (utf8_next(&first, &cp) && mark_of(cp) == MARK_INSIDE)
		;
	p->upper = (cp >= 'A' && cp <= 'Z') || (cp >= 0xC0 && cp <= 0xDE) ||
		   (cp >= 0x410 && cp <= 0x42F) || (cp >= 0x391 && cp <= 0x3A9);
	p->arabic = (cp >= 0x600 && cp < 0x700) || (cp >= 0x750 && cp < 0x780) ||
		    (cp >= 0xFB50 && cp < 0xFF00);
	s->gap = gap_behind;
	name_piece_look_up(p);
	if (p->n_folded == 0)
		s->n--;
}

static void begin_piece(struct split *s, size_t at)
{
	if (s->in_piece)
		return;
	s->in_piece = true;
	s->at = at;
	s->letters = s->digits = s->uppers = 0;
}

static void up(uint8_t *n)
{
	if (*n < 255)
		(*n)++;
}

static bool is_small_letter(struct str s, size_t at)
{
	return at < s.n && s.p[at] >= 'a' && s.p[at] <= 'z';
}

/* "Mu.hammad": a dot between small letters is a mark of ArabTeX, any other ends a word. */
static bool dot_inside(struct str text, size_t at)
{
	static const char DOTTED[] = "hsdtzgk";
	return at > 0 && is_small_letter(text, at - 1) && is_small_letter(text, at + 1) &&
	       strchr(DOTTED, text.p[at + 1]) && is_small_letter(text, at + 2);
}

static void alias_begin(struct split *s)
{
	if (s->n || s->in_piece)
		up(&s->aliases);
	s->alias = s->aliases;
}

static void take(struct split *s, enum mark m, uint32_t cp, size_t at, size_t next)
{
	switch (m) {
	case MARK_LETTER:
	case MARK_DIGIT:
		begin_piece(s, at);
		up(m == MARK_LETTER ? &s->letters : &s->digits);
		if ((cp >= 'A' && cp <= 'Z') || (cp >= 0xC0 && cp <= 0xDE))
			up(&s->uppers);
		return;
	case MARK_INSIDE:
		if (cp == '_' || cp == '^')
			begin_piece(s, at);
		return;
	case MARK_DOT:
		if (s->in_piece && dot_inside(s->text, at))
			return;
		if (s->in_piece) {
			end_piece(s, at, GAP_SPACE);
			if (s->n && !s->cut)
				s->p[s->n - 1].dot = true;
		}
		return;
	case MARK_HYPHEN:
		end_piece(s, at, GAP_HYPHEN);
		return;
	case MARK_ZWNJ:
		end_piece(s, at, GAP_ZWNJ);
		return;
	case MARK_AND:
		end_piece(s, at, GAP_SPACE);
		begin_piece(s, at);
		end_piece(s, next, GAP_SPACE);
		return;
	case MARK_SPACE:
	case MARK_COMMA:
	case MARK_OPEN:
	case MARK_CLOSE:
	case MARK_QUOTE:
		break;
	}
	end_piece(s, at, GAP_SPACE);
	if (m == MARK_COMMA && s->n)
		up(&s->comma);
	if (m == MARK_OPEN || (m == MARK_QUOTE && !s->quoted))
		alias_begin(s);
	if (m == MARK_CLOSE || (m == MARK_QUOTE && s->quoted))
		s->alias = 0;
	if (m == MARK_QUOTE)
		s->quoted = !s->quoted;
}

size_t name_split(struct str text, struct piece *ret, bool *ret_cut)
{
	struct split s = { .text = text, .p = ret };
	struct str rest = text;
	uint32_t cp;
	while (rest.n) {
		size_t at = text.n - rest.n;
		utf8_next(&rest, &cp);
		take(&s, mark_of(cp), cp, at, text.n - rest.n);
	}
	end_piece(&s, text.n, GAP_SPACE);
	*ret_cut = s.cut;
	return s.n;
}
