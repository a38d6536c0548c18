/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/proof.h"

#include "base/bytes.h"
#include "ledger/ledger_priv.h"

static const struct str MAGIC = { "c2sp.org/tlog-proof@v1", 22 };

static void put_b64(struct buf *b, const void *p, size_t n)
{
	char t[64];
	size_t at = 0;
	/* By 48 bytes, which is a whole number of quanta: only the last piece is padded. */
	for (; n - at > 48; at += 48) {
		b64_encode(t, (const uint8_t *)p + at, 48);
		buf_add_n(b, t, sizeof t);
	}
	b64_encode(t, (const uint8_t *)p + at, n - at);
	buf_add_n(b, t, b64_len(n - at));
}

void tlog_proof_write(struct buf *b, const struct tlog_proof *p)
{
	buf_add(b, MAGIC);
	buf_char(b, '\n');
	if (p->extra.p) {
		buf_lit(b, "extra ");
		put_b64(b, p->extra.p, p->extra.n);
		buf_char(b, '\n');
	}
	buf_printf(b, "index %lld\n", (long long)p->index);
	ledger_put_hashes(b, p->hashes, p->n);
	buf_char(b, '\n');
	buf_add(b, p->note);
}

static int read_extra(struct str line, struct arena *a, struct str *ret, struct err *e)
{
	struct str b64 = str_from(line, STR("extra ").n);
	size_t n = 0;
	uint8_t *p = NEW_N(a, b64.n, uint8_t);
	if (!b64_decode(p, b64.n, &n, b64))
		return err_set(e, ERR_INPUT, "the extra line of a proof is not base64");
	*ret = str_n((const char *)p, n);
	return 0;
}

int tlog_proof_read(struct str s, struct arena *a, struct tlog_proof *ret, struct err *e)
{
	struct tlog_proof p = { 0 };
	struct str line;
	if (s.n > PROOF_MAX)
		return err_set(e, ERR_TOOBIG, "a proof has more than %d bytes", PROOF_MAX);
	s = str_cut(s, '\n', &line);
	if (!str_eq(line, MAGIC))
		return err_set(e, ERR_INPUT, "not a tlog-proof");
	s = str_cut(s, '\n', &line);
	if (str_starts(line, STR("extra "))) {
		TRY(read_extra(line, a, &p.extra, e));
		s = str_cut(s, '\n', &line);
	}
	if (!str_starts(line, STR("index ")) ||
	    !ledger_decimal(str_from(line, STR("index ").n), &p.index))
		return err_set(e, ERR_INPUT, "a proof does not say which entry it is of");
	TRY(ledger_read_hashes(&s, a, &p.hashes, &p.n, e));
	p.note = s;
	*ret = p;
	return 0;
}
