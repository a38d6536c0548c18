/* SPDX-License-Identifier: Apache-2.0 */
/* ots_write.c - from a proof to bytes, and one proof out of two. */
#include "ledger/ots_priv.h"

#include <string.h>

static void write_number(struct buf *b, uint64_t v)
{
	for (; v >= 0x80; v >>= 7)
		buf_char(b, (char)(uint8_t)(v | 0x80));
	buf_char(b, (char)(uint8_t)v);
}

static void write_varbytes(struct buf *b, struct str s)
{
	write_number(b, s.n);
	buf_add(b, s);
}

static void write_fork(struct buf *b, bool more)
{
	if (more)
		buf_char(b, (char)(uint8_t)OTS_FORK);
}

static void write_node(struct buf *b, const struct ots_node *node)
{
	for (const struct ots_attestation *t = node->attestations; t; t = t->next) {
		write_fork(b, t->next || node->ops);
		buf_char(b, OTS_ATTESTATION);
		buf_add_n(b, t->tag, OTS_TAG_LEN);
		write_varbytes(b, t->payload);
	}
	for (const struct ots_op *op = node->ops; op; op = op->next) {
		write_fork(b, op->next);
		buf_char(b, (char)op->tag);
		if (ots_op_has_arg(op->tag))
			write_varbytes(b, op->arg);
		write_node(b, op->to);
	}
}

void ots_write(struct buf *b, const struct ots_proof *p)
{
	static const char START[] =
		"\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94\x01\x08";
	buf_add_n(b, START, sizeof START - 1);
	buf_add_n(b, p->file.b, HASH_LEN);
	write_node(b, p->root);
}

/* ---- merging --------------------------------------------------------------- */

static void merge_attestation(struct ots_node *into, const struct ots_attestation *from,
			      struct arena *a)
{
	struct ots_attestation **last = &into->attestations;
	for (; *last; last = &(*last)->next)
		if (memcmp((*last)->tag, from->tag, OTS_TAG_LEN) == 0 &&
		    str_eq((*last)->payload, from->payload))
			return;
	*last = NEW(a, struct ots_attestation);
	**last = *from;
	(*last)->payload = str_copy(a, from->payload);
	(*last)->uri = str_copy(a, from->uri);
	(*last)->next = NULL;
}

static size_t merge_op(struct ots_node *into, const struct ots_op *from, struct arena *a)
{
	struct ots_op **last = &into->ops;
	size_t made = 0;
	while (*last && !((*last)->tag == from->tag && str_eq((*last)->arg, from->arg)))
		last = &(*last)->next;
	if (!*last) {
		*last = NEW(a, struct ots_op);
		**last = (struct ots_op){ .tag = from->tag,
					  .arg = str_copy(a, from->arg),
					  .to = NEW(a, struct ots_node) };
		(*last)->to->msg = str_copy(a, from->to->msg);
		made = 1;
	}
	return made + ots_node_merge((*last)->to, from->to, a);
}

size_t ots_node_merge(struct ots_node *into, const struct ots_node *from, struct arena *a)
{
	size_t made = 0;
	for (const struct ots_attestation *t = from->attestations; t; t = t->next)
		merge_attestation(into, t, a);
	for (const struct ots_op *op = from->ops; op; op = op->next)
		made += merge_op(into, op, a);
	return made;
}

int ots_merge(struct ots_proof *into, const struct ots_proof *from, struct arena *a, struct err *e)
{
	if (!hash_eq(&into->file, &from->file))
		return err_set(e, ERR_CONFLICT, "the two proofs are of different files");
	if (into->nodes + from->nodes > OTS_NODES_MAX)
		return err_set(e, ERR_TOOBIG, "together the proofs have more than %d operations",
			       OTS_NODES_MAX);
	into->nodes += ots_node_merge(into->root, from->root, a);
	return 0;
}
