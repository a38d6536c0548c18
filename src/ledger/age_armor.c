/* SPDX-License-Identifier: Apache-2.0 */
/* age_armor.c - a file as text: PEM in the strict form of RFC 7468 section 3, nothing around it but white
 * space. */
#include "ledger/age.h"

#include "base/bytes.h"

static const struct str BEGIN = { "-----BEGIN AGE ENCRYPTED FILE-----", 34 };
static const struct str STOP = { "-----END AGE ENCRYPTED FILE-----", 32 };

enum { COLUMNS = 64 };

/* The next line without LF or CR LF; the last may have neither. False at the end. */
static bool next_line(struct str *s, struct str *ret)
{
	if (s->n == 0)
		return false;
	struct str rest = str_cut(*s, '\n', ret);
	bool ended = rest.p != NULL;
	*s = ended ? rest : STR_NULL;
	if (ended && ret->n && ret->p[ret->n - 1] == '\r')
		ret->n--;
	return true;
}

static bool decode_line(struct str line, struct buf *ret)
{
	uint8_t t[COLUMNS / 4 * 3];
	size_t n = 0;
	if (line.n == 0 || line.n > COLUMNS || !b64_decode(t, sizeof t, &n, line))
		return false;
	buf_add_n(ret, t, n);
	return true;
}

int age_dearmor(struct str text, struct buf *ret, struct err *e)
{
	struct str s = str_trim(text);
	struct str line;
	bool short_line = false;
	if (!next_line(&s, &line) || !str_eq(line, BEGIN))
		return err_set(e, ERR_INPUT, "the text does not begin with %s", BEGIN.p);
	for (;;) {
		if (!next_line(&s, &line))
			return err_set(e, ERR_INPUT, "the text does not end with %s", STOP.p);
		if (str_eq(line, STOP))
			break;
		/* Only the last line is shorter than the others, and only it has padding. */
		if (short_line || !decode_line(line, ret))
			return err_set(e, ERR_INPUT,
				       "a line of the text is not base64 in lines of %d columns",
				       COLUMNS);
		short_line = line.n < COLUMNS || line.p[COLUMNS - 1] == '=';
	}
	if (s.n)
		return err_set(e, ERR_INPUT, "something follows after the end of the text");
	return buf_check(ret, e);
}
