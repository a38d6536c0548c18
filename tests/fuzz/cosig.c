/* SPDX-License-Identifier: Apache-2.0 */
/* room: ledger */
/* Answers of witnesses: no crash; of lines only those that stand in the corpus are taken for the key's. */
#include "fuzz.h"

#include "ledger/witness.h"

/* The checkpoint of docs/formats/vectors/ and the witness of seed 32 times 0x21. */
static const char TEXT[] = "vigil.example/000102030405060708090a0b0c0d0e0f\n7\n"
			   "4Xg2cOQ6y7KoozLqfxn7j6aWliBOFO+C0C+h7qqSzYM=\n";
static const char VKEY[] =
	"witness.example/w1+c86d6a3f+BIhLiFf06qFhPGFQTbNNS+rzRlF6DjHePN3U2bQgHZ0L";
static const char LINE[] =
	"\xE2\x80\x94 witness.example/w1 yG1qPwAAAABlU/EAlRifyAhCcajRaPmmnKNgRy4egTLOinykNjgfVEzuVFOWqPpcNWhyDVrikGsypiOBlHGO755w35FcDDsq1/pQAA==\n";

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new(0);
	struct str s = str_n((const char *)p, n);
	struct witness_answer w;
	struct note_key key;
	struct str got;
	size_t which;
	if (crypto_init(NULL) < 0 || note_key_read(str_of(VKEY), a, &key, NULL) < 0)
		die("the fixed key is none");
	if (witness_answer_read(s, &w, NULL) < 0)
		return 0;
	if (w.size < 0 || (w.lines.n && w.size))
		die("an answer that is both");
	if (!w.lines.n ||
	    witness_answer_check(w.lines, str_of(TEXT), &key, 1, a, &got, &which, NULL) < 0)
		return 0;
	if ((which == 0) != (got.n > 0))
		die("lines without a key");
	/* It may stand there more than once. */
	while (str_starts(got, str_of(LINE)))
		got = str_from(got, sizeof LINE - 1);
	if (got.n)
		die("a line that the witness did not write");
	return 0;
}
