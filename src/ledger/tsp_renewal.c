/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tsp_renewal.c - what a renewing token is over. Bytes and not hashes of them, so that a renewal by a
 * stronger hash is as strong as that hash (RFC 4998 section 5.2 does it anew from the data for the same
 * reason).
 */
#include "ledger/tsp.h"

static const char FIRST[] = "vigil/stamp-renewal/v1\n";

int tsp_renewal_write(struct str text, const struct tsp_covered *list, size_t n, struct buf *b,
		      struct err *e)
{
	if (n == 0 || n > TSP_COVERED_MAX)
		return err_set(e, ERR_TOOBIG, "a renewal covers 1 to %d tokens", TSP_COVERED_MAX);
	buf_add(b, str_of(FIRST));
	buf_printf(b, "text %zu\n", text.n);
	buf_add(b, text);
	for (size_t i = 0; i < n; i++) {
		buf_printf(b, "rfc3161 %zu %zu\n", list[i].token.n, list[i].chain.n);
		buf_add(b, list[i].token);
		buf_add(b, list[i].chain);
	}
	return buf_check(b, e);
}

static int bad(struct err *e)
{
	return err_set(e, ERR_INPUT, "these are not the bytes of a renewal");
}

/* A number in its one spelling, at most `max`. */
static bool number(struct str s, size_t max, size_t *ret)
{
	int64_t v;
	if (s.n == 0 || s.n > 9 || s.p[0] < '0' || s.p[0] > '9' || (s.n > 1 && s.p[0] == '0') ||
	    !str_to_int(s, &v) || (size_t)v > max)
		return false;
	*ret = (size_t)v;
	return true;
}

static bool cut_bytes(struct str *rest, size_t n, struct str *ret)
{
	if (rest->n < n)
		return false;
	*ret = str_n(rest->p, n);
	*rest = str_from(*rest, n);
	return true;
}

static bool cut_text(struct str *rest, struct str *ret)
{
	struct str line;
	struct str word;
	size_t n;
	if (!str_starts(*rest, str_of(FIRST)))
		return false;
	*rest = str_cut(str_from(*rest, sizeof FIRST - 1), '\n', &line);
	struct str size = str_cut(line, ' ', &word);
	return rest->p && str_eq(word, STR("text")) && number(size, TSP_TEXT_MAX, &n) &&
	       cut_bytes(rest, n, ret);
}

static bool cut_token(struct str *rest, struct tsp_covered *ret)
{
	struct str line;
	struct str word;
	struct str size;
	size_t token;
	size_t chain;
	*rest = str_cut(*rest, '\n', &line);
	line = str_cut(line, ' ', &word);
	line = str_cut(line, ' ', &size);
	return rest->p && str_eq(word, STR("rfc3161")) && number(size, TSP_TOKEN_MAX, &token) &&
	       number(line, TSP_PEM_MAX, &chain) && cut_bytes(rest, token, &ret->token) &&
	       cut_bytes(rest, chain, &ret->chain);
}

int tsp_renewal_read(struct str bytes, struct arena *a, struct str *ret_text,
		     struct tsp_covered **ret, size_t *ret_n, struct err *e)
{
	struct tsp_covered *list = NEW_N(a, TSP_COVERED_MAX, struct tsp_covered);
	struct str text;
	size_t n = 0;
	if (!cut_text(&bytes, &text))
		return bad(e);
	while (bytes.n) {
		if (n == TSP_COVERED_MAX || !cut_token(&bytes, &list[n]))
			return bad(e);
		n++;
	}
	if (n == 0)
		return bad(e);
	*ret_text = text;
	*ret = list;
	*ret_n = n;
	return 0;
}
