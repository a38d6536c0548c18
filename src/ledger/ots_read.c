/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ots_read.c - from bytes to a proof, and what a calendar answers.
 *
 * The tree is read by recursion, as deep as OTS_DEPTH_MAX. Two bytes can ask for a message of 4096
 * (fork, reverse), so the number of nodes has a ceiling of its own.
 */
#include "ledger/ots_priv.h"

#include <string.h>

static const char MAGIC[] = "\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94";
enum { MAGIC_LEN = sizeof MAGIC - 1, VERSION = 1 };

const uint8_t OTS_TAG_BITCOIN[OTS_TAG_LEN] = { 0x05, 0x88, 0x96, 0x0d, 0x73, 0xd7, 0x19, 0x01 };
const uint8_t OTS_TAG_LITECOIN[OTS_TAG_LEN] = { 0x06, 0x86, 0x9a, 0x0d, 0x73, 0xd7, 0x1b, 0x45 };
const uint8_t OTS_TAG_CALENDAR[OTS_TAG_LEN] = { 0x83, 0xdf, 0xe3, 0x0d, 0x2e, 0xf9, 0x0c, 0x8e };

struct reader {
	struct str rest;
	struct arena *a;
	size_t nodes;
};

static int cut_short(struct err *e)
{
	return err_set(e, ERR_INPUT, "the OpenTimestamps proof is cut short");
}

static int read_byte(struct reader *r, uint8_t *ret, struct err *e)
{
	if (r->rest.n == 0)
		return cut_short(e);
	*ret = (uint8_t)r->rest.p[0];
	r->rest = str_from(r->rest, 1);
	return 0;
}

static int read_bytes(struct reader *r, size_t n, struct str *ret, struct err *e)
{
	if (r->rest.n < n)
		return cut_short(e);
	*ret = str_n(r->rest.p, n);
	r->rest = str_from(r->rest, n);
	return 0;
}

/* Seven bits a byte, lowest first. Below 2^53: no height or length comes near. */
static int read_number(struct reader *r, int64_t *ret, struct err *e)
{
	uint64_t v = 0;
	for (unsigned shift = 0;; shift += 7) {
		uint8_t b;
		TRY(read_byte(r, &b, e));
		if (shift > 49 || (shift == 49 && (b & 0x7f) > 0xf))
			return err_set(e, ERR_TOOBIG, "a number in the proof is too large");
		v |= (uint64_t)(b & 0x7f) << shift;
		if (!(b & 0x80))
			break;
	}
	*ret = (int64_t)v;
	return 0;
}

static int read_varbytes(struct reader *r, int64_t min, int64_t max, struct str *ret, struct err *e)
{
	int64_t n;
	TRY(read_number(r, &n, e));
	if (n < min || n > max)
		return err_set(e, ERR_TOOBIG,
			       "a part of the proof has %lld bytes, not %lld to %lld", (long long)n,
			       (long long)min, (long long)max);
	return read_bytes(r, (size_t)n, ret, e);
}

static int all_read(const struct reader *r, struct err *e)
{
	if (r->rest.n)
		return err_set(e, ERR_INPUT, "there is more than a proof: %zu bytes", r->rest.n);
	return 0;
}

/* The characters that the reference client allows: none can steer a terminal or a request. */
static bool is_uri(struct str s)
{
	static const char MORE[] = "-._/:";
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') &&
		    !memchr(MORE, c, sizeof MORE - 1))
			return false;
	}
	return true;
}

static int read_payload(struct ots_attestation *t, struct arena *a, struct err *e)
{
	struct reader r = { .rest = t->payload, .a = a };
	if (memcmp(t->tag, OTS_TAG_CALENDAR, OTS_TAG_LEN) == 0) {
		t->kind = OTS_KIND_CALENDAR;
		TRY(read_varbytes(&r, 0, OTS_URI_MAX, &t->uri, e));
		if (!is_uri(t->uri))
			return err_set(e, ERR_INPUT,
				       "the address of a calendar has characters that it may not");
		return all_read(&r, e);
	}
	bool bitcoin = memcmp(t->tag, OTS_TAG_BITCOIN, OTS_TAG_LEN) == 0;
	if (!bitcoin && memcmp(t->tag, OTS_TAG_LITECOIN, OTS_TAG_LEN) != 0)
		return 0; /* kept as it stands */
	t->kind = bitcoin ? OTS_KIND_BITCOIN : OTS_KIND_LITECOIN;
	TRY(read_number(&r, &t->height, e));
	return all_read(&r, e);
}

static int read_attestation(struct reader *r, struct ots_node *node, struct err *e)
{
	struct ots_attestation *t = NEW(r->a, struct ots_attestation);
	struct ots_attestation **last = &node->attestations;
	struct str tag;
	*t = (struct ots_attestation){ .kind = OTS_KIND_UNKNOWN, .height = -1, .uri = STR("") };
	TRY(read_bytes(r, OTS_TAG_LEN, &tag, e));
	memcpy(t->tag, tag.p, OTS_TAG_LEN);
	TRY(read_varbytes(r, 0, OTS_PAYLOAD_MAX, &t->payload, e));
	t->payload = str_copy(r->a, t->payload);
	TRY(read_payload(t, r->a, e));
	while (*last)
		last = &(*last)->next;
	*last = t;
	return 0;
}

static int read_node(struct reader *r, struct str msg, size_t depth, struct ots_node **ret,
		     struct err *e);

static int read_op(struct reader *r, uint8_t tag, struct ots_node *node, size_t depth,
		   struct err *e)
{
	struct ots_op *op = NEW(r->a, struct ots_op);
	struct ots_op **last = &node->ops;
	struct str msg;
	op->tag = tag;
	if (ots_op_has_arg(tag)) {
		TRY(read_varbytes(r, 1, OTS_MESSAGE_MAX, &op->arg, e));
		op->arg = str_copy(r->a, op->arg);
	}
	TRY(ots_op_apply(tag, op->arg, node->msg, r->a, &msg, e));
	TRY(read_node(r, msg, depth + 1, &op->to, e));
	while (*last)
		last = &(*last)->next;
	*last = op;
	return 0;
}

static int read_item(struct reader *r, uint8_t tag, struct ots_node *node, size_t depth,
		     struct err *e)
{
	return tag == OTS_ATTESTATION ? read_attestation(r, node, e)
				      : read_op(r, tag, node, depth, e);
}

/* Every item but the last has a fork before it. */
static int read_node(struct reader *r, struct str msg, size_t depth, struct ots_node **ret,
		     struct err *e)
{
	struct ots_node *node = NEW(r->a, struct ots_node);
	uint8_t tag;
	if (depth > OTS_DEPTH_MAX)
		return err_set(e, ERR_TOOBIG, "the proof has more than %d operations in a row",
			       OTS_DEPTH_MAX);
	if (++r->nodes > OTS_NODES_MAX)
		return err_set(e, ERR_TOOBIG, "the proof has more than %d operations",
			       OTS_NODES_MAX);
	node->msg = msg;
	TRY(read_byte(r, &tag, e));
	while (tag == OTS_FORK) {
		TRY(read_byte(r, &tag, e));
		TRY(read_item(r, tag, node, depth, e));
		TRY(read_byte(r, &tag, e));
	}
	TRY(read_item(r, tag, node, depth, e));
	*ret = node;
	return 0;
}

int ots_tree_read(struct str s, struct str msg, size_t depth, size_t nodes, struct arena *a,
		  struct ots_node **ret, size_t *ret_nodes, struct err *e)
{
	struct reader r = { .rest = s, .a = a, .nodes = nodes };
	struct ots_node *node;
	if (s.n > OTS_MAX)
		return err_set(e, ERR_TOOBIG, "an OpenTimestamps proof has at most %d bytes",
			       OTS_MAX);
	TRY(read_node(&r, msg, depth, &node, e));
	TRY(all_read(&r, e));
	*ret = node;
	*ret_nodes = r.nodes;
	return 0;
}

static int read_start(struct reader *r, struct err *e)
{
	uint8_t hash;
	int64_t version;
	if (!str_starts(r->rest, str_n(MAGIC, MAGIC_LEN)))
		return err_set(e, ERR_INPUT, "this is no OpenTimestamps proof");
	r->rest = str_from(r->rest, MAGIC_LEN);
	TRY(read_number(r, &version, e));
	if (version != VERSION)
		return err_set(e, ERR_INPUT,
			       "the OpenTimestamps proof is of version %lld; only 1 is known",
			       (long long)version);
	TRY(read_byte(r, &hash, e));
	if (hash == OTS_SHA1 || hash == OTS_RIPEMD160)
		return err_set(e, ERR_DENIED,
			       "the proof knows its file by %s only, which two files can share",
			       hash == OTS_SHA1 ? "SHA-1" : "RIPEMD-160");
	if (hash == OTS_KECCAK256)
		return err_set(e, ERR_DENIED,
			       "the proof knows its file by Keccak-256, not SHA-256");
	if (hash != OTS_SHA256)
		return err_set(e, ERR_INPUT,
			       "the proof knows its file by a hash that is not known (%02x)", hash);
	return 0;
}

int ots_read(struct str bytes, struct arena *a, struct ots_proof *ret, struct err *e)
{
	struct reader r = { .rest = bytes };
	struct ots_proof p;
	struct str file;
	if (bytes.n > OTS_MAX)
		return err_set(e, ERR_TOOBIG, "an OpenTimestamps proof has at most %d bytes",
			       OTS_MAX);
	TRY(read_start(&r, e));
	TRY(read_bytes(&r, HASH_LEN, &file, e));
	memcpy(p.file.b, file.p, HASH_LEN);
	TRY(ots_tree_read(r.rest, str_copy(a, file), 0, 0, a, &p.root, &p.nodes, e));
	*ret = p;
	return 0;
}

/* ---- calendars ------------------------------------------------------------ */

void ots_blind(const struct hash *file, const uint8_t nonce[static OTS_NONCE_LEN], struct hash *ret)
{
	char both[HASH_LEN + OTS_NONCE_LEN];
	memcpy(both, file->b, HASH_LEN);
	memcpy(both + HASH_LEN, nonce, OTS_NONCE_LEN);
	*ret = hash_of(str_n(both, sizeof both));
}

static struct ots_node *step(struct ots_node *from, uint8_t tag, struct str arg, struct str msg,
			     struct arena *a)
{
	struct ots_op *op = NEW(a, struct ots_op);
	*op = (struct ots_op){ .tag = tag, .arg = arg, .to = NEW(a, struct ots_node) };
	op->to->msg = msg;
	from->ops = op;
	return op->to;
}

int ots_from_calendar(const struct hash *file, const uint8_t nonce[static OTS_NONCE_LEN],
		      struct str answer, struct arena *a, struct ots_proof *ret, struct err *e)
{
	struct ots_proof p = { .file = *file, .root = NEW(a, struct ots_node), .nodes = 3 };
	struct str salt = str_copy(a, str_n((const char *)nonce, OTS_NONCE_LEN));
	struct ots_node *node;
	struct ots_node *tree;
	struct hash blind;
	ots_blind(file, nonce, &blind);
	p.root->msg = str_copy(a, str_n((const char *)file->b, HASH_LEN));
	node = step(p.root, OTS_APPEND, salt, str_join(a, p.root->msg, salt), a);
	node = step(node, OTS_SHA256, STR(""), str_copy(a, str_n((const char *)blind.b, HASH_LEN)),
		    a);
	TRY(ots_tree_read(answer, node->msg, 2, 2, a, &tree, &p.nodes, e));
	*node = *tree;
	*ret = p;
	return 0;
}

static bool has_calendar(const struct ots_node *node)
{
	for (const struct ots_attestation *t = node->attestations; t; t = t->next)
		if (t->kind == OTS_KIND_CALENDAR)
			return true;
	return false;
}

static struct ots_node *find_pending(struct ots_node *node, struct str msg, size_t depth,
				     size_t *ret_depth)
{
	if (str_eq(node->msg, msg) && has_calendar(node)) {
		*ret_depth = depth;
		return node;
	}
	for (const struct ots_op *op = node->ops; op; op = op->next) {
		struct ots_node *found = find_pending(op->to, msg, depth + 1, ret_depth);
		if (found)
			return found;
	}
	return NULL;
}

int ots_upgrade(struct ots_proof *p, struct str msg, struct str answer, struct arena *a,
		struct err *e)
{
	size_t depth = 0;
	struct ots_node *node = find_pending(p->root, msg, 0, &depth);
	struct ots_node *tree;
	size_t nodes;
	if (!node)
		return err_set(e, ERR_NOTFOUND, "no calendar attests that message in this proof");
	TRY(ots_tree_read(answer, node->msg, depth, p->nodes, a, &tree, &nodes, e));
	p->nodes += ots_node_merge(node, tree, a);
	return 0;
}
