/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ots_verify.c - what a proof attests, against block headers that the verifier brings.
 *
 * A header is 80 bytes: version 4, previous block 32, Merkle root 32, time 4, bits 4, nonce 4, numbers with
 * the lowest byte first. The message under a Bitcoin attestation is the Merkle root in just that order,
 * not reversed as people see it.
 */
#include "ledger/ots_priv.h"

#include <string.h>

#include "base/bytes.h"

enum { AT_ROOT = 36, AT_TIME = 68, AT_BITS = 72 };

/* ---- attestations ----------------------------------------------------------- */

static void each_end(const struct ots_node *node, bool weak, struct ots_end *list, size_t *n)
{
	for (const struct ots_attestation *t = node->attestations; t; t = t->next) {
		if (list)
			list[*n] = (struct ots_end){ .attestation = t,
						     .msg = node->msg,
						     .weak = weak };
		++*n;
	}
	for (const struct ots_op *op = node->ops; op; op = op->next)
		each_end(op->to, weak || ots_op_is_weak(op->tag), list, n);
}

void ots_ends(const struct ots_proof *p, struct arena *a, struct ots_end **ret, size_t *ret_n)
{
	size_t n = 0;
	each_end(p->root, false, NULL, &n);
	*ret = NEW_N(a, n, struct ots_end);
	*ret_n = 0;
	each_end(p->root, false, *ret, ret_n);
}

/* ---- headers ------------------------------------------------------------------ */

static uint32_t number_at(const struct ots_header *h, size_t at)
{
	const uint8_t *p = h->b + at;
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static struct hash block_hash(const struct ots_header *h)
{
	struct hash once = hash_of(str_n((const char *)h->b, OTS_HEADER_LEN));
	return hash_of(str_n((const char *)once.b, HASH_LEN));
}

/* The short form: one byte of length, three bytes of the highest digits; the highest bit is a sign.
 * `ret` has its highest byte first. */
static bool target_of(uint32_t bits, uint8_t ret[static HASH_LEN])
{
	uint32_t size = bits >> 24;
	memset(ret, 0, HASH_LEN);
	if (bits & 0x800000U || !(bits & 0x7fffffU) || size < 3 || size > HASH_LEN)
		return false;
	for (uint32_t i = 0; i < 3; i++)
		ret[HASH_LEN - size + i] = (uint8_t)(bits >> (16 - 8 * i));
	return true;
}

bool ots_header_works(const struct ots_header *h, uint32_t limit_bits)
{
	uint8_t target[HASH_LEN];
	uint8_t limit[HASH_LEN];
	uint8_t number[HASH_LEN];
	struct hash hash = block_hash(h);
	if (!target_of(number_at(h, AT_BITS), target) || !target_of(limit_bits, limit))
		return false;
	for (size_t i = 0; i < HASH_LEN; i++)
		number[i] = hash.b[HASH_LEN - 1 - i];
	return memcmp(target, limit, HASH_LEN) <= 0 && memcmp(number, target, HASH_LEN) <= 0;
}

static bool is_text(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if ((c < ' ' || c > '~') && c != '\n' && c != '\r' && c != '\t')
			return false;
	}
	return true;
}

static int header_line(struct str line, int64_t number, struct ots_header *ret, struct err *e)
{
	struct str height;
	struct str hex = str_trim(str_cut(line, ' ', &height));
	if (!str_to_int(height, &ret->height) || ret->height < 0 ||
	    !hex_decode(ret->b, OTS_HEADER_LEN, hex))
		return err_set(
			e, ERR_INPUT,
			"line %lld of the block headers is not a height and 160 hexadecimal digits",
			(long long)number);
	return 0;
}

static int headers_text(struct str s, struct ots_headers *list, struct err *e)
{
	for (int64_t number = 1; s.n; number++) {
		struct str line;
		s = str_cut(s, '\n', &line);
		line = str_trim(line);
		if (line.n == 0 || line.p[0] == '#')
			continue;
		if (list->n == OTS_HEADERS_MAX)
			return err_set(e, ERR_TOOBIG, "more than %d block headers",
				       OTS_HEADERS_MAX);
		TRY(header_line(line, number, &list->list[list->n], e));
		list->n++;
	}
	return 0;
}

static int headers_raw(struct str s, struct ots_headers *list, struct err *e)
{
	if (s.n % OTS_HEADER_LEN != 0)
		return err_set(
			e, ERR_INPUT,
			"block headers are lines of a height and 160 hexadecimal digits, or 80 bytes each");
	for (; s.n; s = str_from(s, OTS_HEADER_LEN)) {
		struct ots_header *h = &list->list[list->n++];
		h->height = -1;
		memcpy(h->b, s.p, OTS_HEADER_LEN);
	}
	return 0;
}

int ots_headers_read(struct str s, struct arena *a, struct ots_headers *ret, struct err *e)
{
	struct ots_headers list = { 0 };
	size_t most = s.n / OTS_HEADER_LEN + 1;
	if (s.n > (size_t)OTS_HEADERS_MAX * 200)
		return err_set(e, ERR_TOOBIG, "more than %d block headers", OTS_HEADERS_MAX);
	list.list = NEW_N(a, most < OTS_HEADERS_MAX ? most : OTS_HEADERS_MAX, struct ots_header);
	if (is_text(s))
		TRY(headers_text(s, &list, e));
	else
		TRY(headers_raw(s, &list, e));
	for (size_t i = 0; i < list.n; i++)
		if (!ots_header_works(&list.list[i], OTS_BITCOIN_LIMIT))
			return err_set(
				e, ERR_CORRUPT,
				"block header %zu has no proof of work as the Bitcoin chain asks for",
				i + 1);
	*ret = list;
	return 0;
}

/* ---- the verdict ----------------------------------------------------------------- */

struct str ots_state_name(enum ots_state s)
{
	switch (s) {
	case OTS_NOTHING:
		return STR("nothing");
	case OTS_PENDING:
		return STR("pending");
	case OTS_COMPLETE:
		return STR("complete");
	case OTS_VERIFIED:
		return STR("verified");
	}
	return STR("nothing");
}

/* The header with the message as its Merkle root. *ret_other: one is said to be of this height and has
 * another root. */
static const struct ots_header *header_for(const struct ots_end *end, const struct ots_headers *hs,
					   bool *ret_other)
{
	*ret_other = false;
	for (size_t i = 0; hs && i < hs->n; i++) {
		const struct ots_header *h = &hs->list[i];
		if (h->height >= 0 && h->height != end->attestation->height)
			continue;
		if (memcmp(h->b + AT_ROOT, end->msg.p, HASH_LEN) == 0)
			return h;
		*ret_other = *ret_other || h->height >= 0;
	}
	return NULL;
}

static void take_block(struct ots_verdict *v, const struct ots_end *end, const struct ots_header *h)
{
	enum ots_state state = h ? OTS_VERIFIED : OTS_COMPLETE;
	int64_t height = end->attestation->height;
	if (state < v->state || (state == v->state && height >= v->height))
		return;
	v->state = state;
	v->height = height;
	if (h) {
		v->time_ms = (int64_t)number_at(h, AT_TIME) * 1000;
		v->block = block_hash(h);
	}
}

int ots_verify(const struct ots_proof *p, const struct hash *data,
	       const struct ots_headers *headers, struct arena *a, struct ots_verdict *ret,
	       struct err *e)
{
	struct ots_verdict v = { .state = OTS_NOTHING, .height = -1, .calendar = STR("") };
	int64_t contradicted = -1;
	struct ots_end *ends;
	size_t n;
	if (!hash_eq(&p->file, data))
		return err_set(e, ERR_CORRUPT, "the OpenTimestamps proof is of other data");
	ots_ends(p, a, &ends, &n);
	for (size_t i = 0; i < n; i++) {
		const struct ots_attestation *t = ends[i].attestation;
		bool other;
		if (ends[i].weak) {
			v.weak = true;
		} else if (t->kind == OTS_KIND_CALENDAR) {
			if (v.calendar.n == 0)
				v.calendar = t->uri;
			if (v.state < OTS_PENDING)
				v.state = OTS_PENDING;
		} else if (t->kind == OTS_KIND_BITCOIN && ends[i].msg.n == HASH_LEN) {
			take_block(&v, &ends[i], header_for(&ends[i], headers, &other));
			if (other)
				contradicted = t->height;
		}
	}
	if (v.state != OTS_VERIFIED && contradicted >= 0)
		return err_set(
			e, ERR_CORRUPT,
			"the header given for block %lld has another Merkle root than the proof leads to",
			(long long)contradicted);
	*ret = v;
	return 0;
}
