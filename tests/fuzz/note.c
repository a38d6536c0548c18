/* SPDX-License-Identifier: Apache-2.0 */
/* room: ledger */
/* Notes, checkpoints and verifier keys: no crash; a key is written as it was read; only the one note
 * in the corpus is signed by its key. */
#include "fuzz.h"

#include "ledger/checkpoint.h"

static const char VKEY[] =
	"vigil.example/000102030405060708090a0b0c0d0e0f+cd2adaa8+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c";

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new(0);
	struct str s = str_n((const char *)p, n);
	struct note note;
	struct note_key k;
	struct checkpoint c = { 0 };
	struct err e;
	if (crypto_init(NULL) < 0)
		return 0;
	if (note_key_read(s, a, &k, NULL) == 0) {
		struct note_key again;
		struct str written = note_key_write(&k, a);
		/* The id may have been in upper case. */
		if (written.n != s.n || note_key_read(written, a, &again, NULL) < 0)
			die("a key is not written as it was read");
	}
	(void)!checkpoint_parse(s, &c, NULL);
	if (note_key_read(str_of(VKEY), a, &k, NULL) < 0)
		die("the fixed key is none");
	if (note_parse(s, a, &note, NULL) < 0)
		return 0;
	if (note.n == 0 || note.n > NOTE_SIGS_MAX || !str_ends(note.text, STR("\n")))
		die("a note without signature or text");
	if (checkpoint_open(s, &k, a, &c, &e) == 0 && c.size != 7)
		die("a signed checkpoint that nobody signed");
	return 0;
}
