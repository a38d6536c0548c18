/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ots_priv.h - what the files of OpenTimestamps share: the operations, and reading one tree.
 */
#ifndef VIGIL_LEDGER_OTS_PRIV_H
#define VIGIL_LEDGER_OTS_PRIV_H

#include "ledger/ots.h"

enum ots_tag {
	OTS_SHA1 = 0x02,
	OTS_RIPEMD160 = 0x03,
	OTS_SHA256 = 0x08,
	OTS_KECCAK256 = 0x67,
	OTS_APPEND = 0xf0,
	OTS_PREPEND = 0xf1,
	OTS_REVERSE = 0xf2,
	OTS_HEXLIFY = 0xf3,
	OTS_ATTESTATION = 0x00,
	OTS_FORK = 0xff
};

bool ots_op_is_known(uint8_t tag);
bool ots_op_has_arg(uint8_t tag);
bool ots_op_is_weak(uint8_t tag); /* collisions of it can be made */
/* The message after one operation. ERR_TOOBIG: longer than OTS_MESSAGE_MAX. */
int ots_op_apply(uint8_t tag, struct str arg, struct str msg, struct arena *a, struct str *ret,
		 struct err *e) MUST_USE;

/* Keccak-f[1600] sponge with 32 bytes out: `pad` 0x01 is Keccak-256 of 2011, 0x06 is SHA3-256. */
void ots_keccak(struct str s, uint8_t pad, uint8_t ret[static HASH_LEN]);

extern const uint8_t OTS_TAG_BITCOIN[OTS_TAG_LEN];
extern const uint8_t OTS_TAG_LITECOIN[OTS_TAG_LEN];
extern const uint8_t OTS_TAG_CALENDAR[OTS_TAG_LEN];

/* A tree that begins at `msg` and fills all of `s`; `depth` operations lead to it already, `nodes` are
 * there already. Strings are copied into `a`. */
int ots_tree_read(struct str s, struct str msg, size_t depth, size_t nodes, struct arena *a,
		  struct ots_node **ret, size_t *ret_nodes, struct err *e) MUST_USE;
/* Add to `into` what only `from` has, copying; both have the same message. Gives the nodes made. */
size_t ots_node_merge(struct ots_node *into, const struct ots_node *from, struct arena *a);

#endif
