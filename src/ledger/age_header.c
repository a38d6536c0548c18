/* SPDX-License-Identifier: Apache-2.0 */
/* age_header.c - the header as lines, both ways. What a stanza means is in age_wrap.c. */
#include "ledger/age_priv.h"

#include "base/bytes.h"

static const struct str VERSION = { "age-encryption.org/v1", 21 };
static const struct str END = { "---", 3 };

enum { COLUMNS = 64, MAC_CHARS = 43 };

/* The next line without its newline; false at the end, and when the last line has none. */
static bool next_line(struct str s, size_t *at, struct str *ret)
{
	struct str rest = str_from(s, *at);
	const char *nl = rest.n ? memchr(rest.p, '\n', rest.n) : NULL;
	if (!nl)
		return false;
	*ret = str_n(rest.p, (size_t)(nl - rest.p));
	*at += ret->n + 1;
	return true;
}

static int cut_short(size_t have, struct err *e)
{
	if (have >= AGE_HEADER_MAX)
		return err_set(e, ERR_TOOBIG, "the header of the age file has more than %d bytes",
			       AGE_HEADER_MAX);
	return err_set(e, ERR_INPUT, "the header of the age file is cut short");
}

static bool is_argument(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < 0x21 || s.p[i] > 0x7E)
			return false;
	return s.n > 0;
}

/* `line` follows the arrow and its space. */
static int read_arguments(struct str line, struct arena *a, struct age_stanza *ret, struct err *e)
{
	struct str *args = NEW_N(a, AGE_ARGS_MAX, struct str);
	size_t n = 0;
	struct str rest = line;
	do {
		struct str word;
		rest = str_cut(rest, ' ', &word);
		if (!is_argument(word))
			return err_set(
				e, ERR_INPUT,
				"a recipient of the age file has an empty word or a character "
				"that is not printable ASCII");
		if (n == AGE_ARGS_MAX)
			return err_set(e, ERR_TOOBIG,
				       "a recipient of the age file has more than %d words",
				       AGE_ARGS_MAX);
		args[n++] = word;
	} while (rest.p);
	ret->type = args[0];
	ret->args = args + 1;
	ret->n_args = n - 1;
	return 0;
}

/* Full lines, then a shorter one, which may be empty. Decoded line by line: 64 columns are 48 bytes, so
 * only the short line can be anything but canonical. */
static int read_body(struct str s, size_t *at, struct arena *a, struct age_stanza *ret,
		     struct err *e)
{
	size_t first = *at;
	struct str line;
	do {
		if (!next_line(s, at, &line))
			return cut_short(s.n, e);
	} while (line.n == COLUMNS);
	size_t max = (*at - first) / 4 * 3 + 3;
	uint8_t *body = NEW_N(a, max, uint8_t);
	size_t n = 0;
	for (size_t i = first; i < *at;) {
		size_t got = 0;
		if (!next_line(s, &i, &line) || line.n > COLUMNS ||
		    !b64raw_decode(body + n, max - n, &got, line))
			return err_set(
				e, ERR_INPUT,
				"the body of a recipient of the age file is not base64 in lines "
				"of %d columns",
				COLUMNS);
		n += got;
	}
	ret->body = str_n((const char *)body, n);
	return 0;
}

static int read_mac(struct str line, struct age_header *h, struct err *e)
{
	size_t n = 0;
	struct str mac = str_from(line, END.n + 1);
	if (line.n < END.n + 1 || line.p[END.n] != ' ' || mac.n != MAC_CHARS ||
	    !b64raw_decode(h->mac, sizeof h->mac, &n, mac))
		return err_set(e, ERR_INPUT,
			       "the last line of the age header is not `--- ` and %d "
			       "characters of base64",
			       MAC_CHARS);
	return 0;
}

/* A passphrase stands alone, so that who knows it knows that nobody else made the file readable. */
static int check_alone(const struct age_header *h, struct err *e)
{
	for (size_t i = 0; h->n > 1 && i < h->n; i++)
		if (str_eq(h->stanzas[i].type, AGE_SCRYPT))
			return err_set(e, ERR_INPUT,
				       "the age file has a passphrase beside other recipients");
	return 0;
}

int age_header_read(struct str s, struct arena *a, struct age_header *ret, struct err *e)
{
	struct age_header h = { 0 };
	struct age_stanza *stanzas = NEW_N(a, AGE_STANZAS_MAX, struct age_stanza);
	size_t at = 0;
	struct str line;
	if (s.n > AGE_HEADER_MAX)
		s.n = AGE_HEADER_MAX; /* what follows is the payload, or too much */
	if (!next_line(s, &at, &line) || !str_eq(line, VERSION))
		return err_set(e, ERR_INPUT,
			       "this is not an age file of version 1: the first line "
			       "is not age-encryption.org/v1");
	for (;;) {
		size_t begin = at;
		if (!next_line(s, &at, &line))
			return cut_short(s.n, e);
		if (str_starts(line, END)) {
			h.covered = str_n(s.p, begin + END.n);
			break;
		}
		if (!str_starts(line, STR("-> ")))
			return err_set(
				e, ERR_INPUT,
				"a line of the age header begins neither with `-> ` nor with "
				"`---`");
		if (h.n == AGE_STANZAS_MAX)
			return err_set(e, ERR_TOOBIG, "the age file has more than %d recipients",
				       AGE_STANZAS_MAX);
		TRY(read_arguments(str_from(line, 3), a, &stanzas[h.n], e));
		TRY(read_body(s, &at, a, &stanzas[h.n], e));
		h.n++;
	}
	TRY(read_mac(line, &h, e));
	if (h.n == 0)
		return err_set(e, ERR_INPUT, "the age file has no recipient");
	h.stanzas = stanzas;
	h.bytes = at;
	TRY(check_alone(&h, e));
	*ret = h;
	return 0;
}

static void put_b64(struct buf *b, const uint8_t *p, size_t n)
{
	char t[COLUMNS];
	assert(b64url_len(n) < sizeof t && "one short line");
	b64raw_encode(t, p, n);
	buf_add_n(b, t, b64url_len(n));
}

int age_header_write(const struct age_file_key *k, const uint8_t (*recipients)[KEY_LEN], size_t n,
		     struct arena *a, struct str *ret, struct err *e)
{
	AUTO_BUF b;
	uint8_t mac[KEY_LEN];
	assert(n > 0 && n <= AGE_RECIPIENTS_MAX);
	buf_init(&b, AGE_HEADER_MAX);
	buf_add(&b, VERSION);
	buf_char(&b, '\n');
	for (size_t i = 0; i < n; i++) {
		struct age_wrapped w;
		TRY(age_wrap_x25519(k, recipients[i], &w, e));
		buf_lit(&b, "-> X25519 ");
		put_b64(&b, w.share, sizeof w.share);
		buf_char(&b, '\n');
		put_b64(&b, w.body, sizeof w.body);
		buf_char(&b, '\n');
	}
	buf_add(&b, END);
	age_header_mac(k, buf_str(&b), mac);
	buf_char(&b, ' ');
	put_b64(&b, mac, sizeof mac);
	buf_char(&b, '\n');
	TRY(buf_check(&b, e));
	*ret = buf_copy(&b, a);
	return 0;
}
