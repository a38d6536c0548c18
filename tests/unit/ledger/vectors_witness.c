/* SPDX-License-Identifier: Apache-2.0 */
/* The vectors of consistency files and of witnesses, made again and compared (vectors.c says how). */
#include "example.h"
#include "vectors.h"

#include "ledger/witness.h"

enum { OLD = 5 };

TEST(the_vectors_of_witnesses_are_what_is_made)
{
	AUTO_ARENA *a = arena_new(0);
	struct example *x = NEW(a, struct example);
	struct hash proof[PROOF_HASHES_MAX + 1];
	struct checkpoint old = { .origin = STR(EXAMPLE_ORIGIN), .size = OLD };
	struct consistency c = { .hashes = proof };
	struct sign_key witness;
	struct note_key key;
	struct note note;
	struct str line = STR_NULL;
	struct err e;
	AUTO_BUF b;
	buf_init(&b, PROOF_TEXT_MAX);
	example_make(x, a);
	CHECK_OK(tree_root_at(&x->tiles, OLD, &old.root, &e), &e);
	CHECK_OK(tree_consistency(&x->tiles, OLD, EXAMPLE_ENTRIES, proof, &c.n, &e), &e);
	CHECK_OK(checkpoint_sign(&old, &x->log, a, &c.old_note, &e), &e);
	c.note = x->note;
	consistency_write(&b, &c);
	compare(a, "consistency", buf_str(&b));

	struct witness_request r = { .old = OLD, .hashes = proof, .n = c.n, .note = x->note };
	buf_clear(&b);
	witness_request_write(&b, &r);
	compare(a, "request.addckpt", buf_str(&b));

	example_key(&witness, 0x21);
	CHECK_OK(note_key_make(STR("witness.example/vectors"), NOTE_COSIGNATURE, witness.public,
			       &key, &e),
		 &e);
	CHECK_OK(note_parse(x->note, a, &note, &e), &e);
	CHECK_OK(note_cosign(note.text, 1700000000, key.name, &witness, a, &line, &e), &e);
	compare(a, "answer.cosig", line);
	compare(a, "witness.vkey", str_printf(a, "%.*s\n", STR_FMT(note_key_write(&key, a))));
}
