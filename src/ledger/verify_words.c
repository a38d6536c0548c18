/* SPDX-License-Identifier: Apache-2.0 */
/* verify_words.c - how vigil-verify says things: nothing foreign reaches the terminal unescaped. */
#include "ledger/verify_priv.h"

#include "base/bytes.h"

static const char *const LIMITS[] = {
	"that what the record says is true",
	"that its source is reliable, or who stands behind a key",
	"when it was recorded in real time: a time in the record is what a device said",
	"that no other record is missing, or says otherwise",
	"that the author's key had not been revoked before: that takes the whole log",
};

/* ---- escaping ---- */

static size_t steering(struct str s, unsigned *ret)
{
	const uint8_t *p = (const uint8_t *)s.p;
	if (p[0] == 0x7F) {
		*ret = 0x7F;
		return 1;
	}
	if (s.n >= 2 && p[0] == 0xC2 && p[1] < 0xA0) {
		*ret = p[1];
		return 2;
	}
	if (s.n >= 3 && p[0] == 0xE2) {
		unsigned c = 0x2000u | (unsigned)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
		if ((c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069)) {
			*ret = c;
			return 3;
		}
	}
	return 0;
}

void verify_put_safe(struct buf *b, struct str s)
{
	while (s.n) {
		unsigned c;
		size_t n = steering(s, &c);
		if (n) {
			buf_printf(b, "\\u%04x", c);
		} else {
			n = 1;
			buf_char(b, *s.p);
		}
		s = str_from(s, n);
	}
}

void verify_put_quoted(struct buf *b, struct str s)
{
	AUTO_BUF t;
	buf_init(&t, 6 * s.n + 2);
	if (str_is_utf8(s) && !memchr(s.p, 0, s.n))
		json_put_str(&t, s);
	else
		buf_lit(&t, "\"?\"");
	verify_put_safe(b, buf_str(&t));
}

/* Text from a hostile file may stand in a message, cut anywhere. */
static struct str printable(struct arena *a, const char *text)
{
	struct str s = str_of(text);
	char *p = NEW_N(a, s.n, char);
	for (size_t i = 0; i < s.n; i++)
		p[i] = s.p[i] >= 0x20 && s.p[i] < 0x7F ? s.p[i] : '?';
	return str_n(p, s.n);
}

/* ---- refusing ---- */

int verify_refuse(struct verifying *v, const char *why)
{
	struct str reason = printable(v->a, why);
	/* What was written before was on its way to another verdict. */
	buf_clear(v->out);
	if (v->q.json) {
		buf_lit(v->out, "{\"verdict\":\"refused\",\"reason\":");
		json_put_str(v->out, reason);
		buf_lit(v->out, "}\n");
	} else {
		buf_printf(v->out, "refused: %.*s\n", STR_FMT(reason));
	}
	return REFUSED;
}

int verify_no_policy(struct verifying *v, struct str origin)
{
	if (origin.n > 200)
		origin.n = 200;
	return verify_refuse(
		v, str_printf(v->a,
			      "no policy was given, so nothing is trusted. Missing: the key of the "
			      "log %.*s from someone you trust, in a file for --policy",
			      STR_FMT(origin))
			   .p);
}

struct str verify_origin(struct verifying *v, struct str note)
{
	struct note n;
	struct checkpoint c;
	if (note_parse(note, v->a, &n, NULL) == 0 && checkpoint_parse(n.text, &c, NULL) == 0)
		return c.origin;
	return STR("unknown");
}

/* ---- what is shown ---- */

static void put_path(struct buf *b, const struct claim_view *v, const struct claim_field *f)
{
	if (f->parent >= 0) {
		put_path(b, v, &v->fields[f->parent]);
		buf_char(b, '/');
	}
	buf_add(b, f->name);
}

void verify_put_fields(struct buf *b, const struct claim_view *c, bool json)
{
	bool some = false;
	for (size_t i = 0; i < c->n; i++) {
		const struct claim_field *f = &c->fields[i];
		if (f->parts)
			continue;
		buf_add(b, !json ? STR("  ") : some ? STR(",\"") : STR("\""));
		put_path(b, c, f);
		buf_add(b, json ? STR("\":") : STR(": "));
		verify_put_safe(b, f->value->raw);
		if (!json)
			buf_char(b, '\n');
		some = true;
	}
}

void verify_put_withheld(struct buf *b, const struct claim_view *c)
{
	buf_printf(
		b,
		"  withheld: at most %zu more (decoys are among them, so the number says little)\n",
		c->withheld);
}

struct verify_list verify_list_begin(struct verifying *v, const char *title, const char *member)
{
	struct verify_list l = { .b = v->out, .json = v->q.json };
	if (l.json)
		buf_printf(l.b, ",\"%s\":[", member);
	else
		buf_printf(l.b, "\n%s\n", title);
	return l;
}

void verify_item(struct verify_list *l, const char *fmt, ...)
{
	char text[1000];
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	assert(n > 0 && (size_t)n < sizeof text);
	/* Only words of our own, numbers and base64 come here: nothing to be escaped. */
	if (l->json)
		buf_printf(l->b, "%s\"%s\"", l->some ? "," : "", text);
	else
		buf_printf(l->b, "  %s\n", text);
	l->some = true;
}

void verify_list_end(struct verify_list *l)
{
	if (l->json)
		buf_char(l->b, ']');
}

void verify_put_limits(struct verifying *v, const char *const *more, size_t n)
{
	struct verify_list l = verify_list_begin(v, "This does not show", "does_not_show");
	for (size_t i = 0; more ? i < n : i < COUNT(LIMITS); i++)
		verify_item(&l, "%s", more ? more[i] : LIMITS[i]);
	verify_list_end(&l);
}

bool verify_file_is(const struct verifying *v, struct str sha256, int64_t bytes)
{
	uint8_t b[HASH_LEN];
	return hex_decode(b, HASH_LEN, sha256) && memcmp(b, v->file_sha256.b, HASH_LEN) == 0 &&
	       bytes == v->file_bytes;
}
