/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/note.h"

#include "base/bytes.h"
#include "base/hash.h"
#include "base/json.h"

static const struct str DASH = { "\xE2\x80\x94 ", 4 }; /* U+2014 and a space */

enum { MATERIAL_MAX = 4096, COSIGNATURE_LEN = 8 + SIG_LEN };

/* ---- keys ---- */

/* The Unicode spaces (White_Space) outside ASCII control characters, as UTF-8. */
static bool has_space(struct str s)
{
	static const char *const SPACES[] = {
		" ",
		"\xC2\x85",
		"\xC2\xA0",
		"\xE1\x9A\x80",
		"\xE2\x80\x80",
		"\xE2\x80\x81",
		"\xE2\x80\x82",
		"\xE2\x80\x83",
		"\xE2\x80\x84",
		"\xE2\x80\x85",
		"\xE2\x80\x86",
		"\xE2\x80\x87",
		"\xE2\x80\x88",
		"\xE2\x80\x89",
		"\xE2\x80\x8A",
		"\xE2\x80\xA8",
		"\xE2\x80\xA9",
		"\xE2\x80\xAF",
		"\xE2\x81\x9F",
		"\xE3\x80\x80",
	};
	for (size_t i = 0; i < COUNT(SPACES); i++)
		if (str_has(s, str_of(SPACES[i])))
			return true;
	return false;
}

static bool is_plain(struct str s)
{
	if (!str_is_utf8(s))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if ((uint8_t)s.p[i] < 0x20)
			return false;
	return true;
}

static bool is_key_name(struct str s)
{
	return s.n > 0 && s.n <= 1024 && is_plain(s) && !str_has(s, STR("+")) && !has_space(s);
}

static bool can_verify(uint8_t type)
{
	return type == NOTE_ED25519 || type == NOTE_COSIGNATURE;
}

/* SHA-256(name || newline || type || key)[:4] */
static void key_id(uint8_t ret[static NOTE_KEY_ID_LEN], struct str name, uint8_t type,
		   struct str material)
{
	struct hasher *h = hasher_new();
	hasher_add(h, name.p, name.n);
	hasher_add(h, "\n", 1);
	hasher_add(h, &type, 1);
	hasher_add(h, material.p, material.n);
	struct hash d = hasher_end(h);
	memcpy(ret, d.b, NOTE_KEY_ID_LEN);
}

int note_key_make(struct str name, uint8_t type, const uint8_t pub[static KEY_LEN],
		  struct note_key *ret, struct err *e)
{
	assert(can_verify(type) && "a key of our own is of a type we verify");
	if (!is_key_name(name))
		return err_set(e, ERR_INPUT, "the name of a key is empty or has a space or a plus");
	ret->name = name;
	ret->type = type;
	ret->material = str_n((const char *)pub, KEY_LEN);
	key_id(ret->id, name, type, ret->material);
	return 0;
}

int note_key_read(struct str vkey, struct arena *a, struct note_key *ret, struct err *e)
{
	struct str name;
	struct str id;
	struct note_key k = { 0 };
	struct str rest = str_cut(vkey, '+', &name);
	struct str b64 = str_cut(rest, '+', &id);
	size_t n = 0;
	if (!is_key_name(name) || !hex_decode(k.id, NOTE_KEY_ID_LEN, id))
		return err_set(e, ERR_INPUT, "a verifier key is name+8 hexadecimal digits+base64");
	if (b64.n > b64_len(MATERIAL_MAX))
		return err_set(e, ERR_TOOBIG, "a verifier key has more than %d bytes",
			       MATERIAL_MAX);
	uint8_t *p = NEW_N(a, b64.n, uint8_t);
	if (!b64_decode(p, b64.n, &n, b64) || n < 2)
		return err_set(e, ERR_INPUT, "the last part of a verifier key is not base64");
	k.name = name;
	k.type = p[0];
	k.material = str_n((const char *)p + 1, n - 1);
	if (can_verify(k.type)) {
		uint8_t want[NOTE_KEY_ID_LEN];
		key_id(want, k.name, k.type, k.material);
		if (k.material.n != KEY_LEN || memcmp(want, k.id, sizeof want) != 0)
			return err_set(e, ERR_INPUT,
				       "a verifier key does not have the id it states");
	}
	*ret = k;
	return 0;
}

struct str note_key_write(const struct note_key *k, struct arena *a)
{
	uint8_t *p = NEW_N(a, k->material.n + 1, uint8_t);
	p[0] = k->type;
	memcpy(p + 1, k->material.p, k->material.n);
	struct str id = hex_str(a, k->id, NOTE_KEY_ID_LEN);
	struct str b64 = b64_str(a, p, k->material.n + 1);
	return str_printf(a, "%.*s+%.*s+%.*s", STR_FMT(k->name), STR_FMT(id), STR_FMT(b64));
}

/* ---- signing ---- */

static bool is_note_text(struct str text)
{
	if (!str_ends(text, STR("\n")) || !str_is_utf8(text))
		return false;
	for (size_t i = 0; i < text.n; i++)
		if ((uint8_t)text.p[i] < 0x20 && text.p[i] != '\n')
			return false;
	return true;
}

static struct str sig_line(const struct note_key *k, const uint8_t *sig, size_t n, struct arena *a)
{
	uint8_t t[NOTE_KEY_ID_LEN + COSIGNATURE_LEN];
	assert(n <= COSIGNATURE_LEN);
	memcpy(t, k->id, NOTE_KEY_ID_LEN);
	memcpy(t + NOTE_KEY_ID_LEN, sig, n);
	struct str b64 = b64_str(a, t, NOTE_KEY_ID_LEN + n);
	return str_printf(a, "%.*s%.*s %.*s\n", STR_FMT(DASH), STR_FMT(k->name), STR_FMT(b64));
}

int note_sign(struct str text, struct str name, const struct sign_key *k, struct arena *a,
	      struct str *ret, struct err *e)
{
	struct note_key key;
	uint8_t sig[SIG_LEN];
	TRY(note_key_make(name, NOTE_ED25519, k->public, &key, e));
	if (!is_note_text(text))
		return err_set(e, ERR_INPUT, "the text of a note is lines of UTF-8");
	sign(sig, text, k);
	struct str line = sig_line(&key, sig, sizeof sig, a);
	*ret = str_printf(a, "%.*s\n%.*s", STR_FMT(text), STR_FMT(line));
	return 0;
}

static struct str cosigned_message(struct str text, int64_t time, struct arena *a)
{
	return str_printf(a, "cosignature/v1\ntime %lld\n%.*s", (long long)time, STR_FMT(text));
}

int note_cosign(struct str text, int64_t time, struct str name, const struct sign_key *k,
		struct arena *a, struct str *ret, struct err *e)
{
	struct note_key key;
	uint8_t sig[COSIGNATURE_LEN];
	TRY(note_key_make(name, NOTE_COSIGNATURE, k->public, &key, e));
	if (!is_note_text(text) || time < 0)
		return err_set(e, ERR_INPUT,
			       "the text of a note is lines of UTF-8, its time not negative");
	for (int i = 0; i < 8; i++)
		sig[i] = (uint8_t)((uint64_t)time >> (56 - 8 * i));
	sign(sig + 8, cosigned_message(text, time, a), k);
	*ret = sig_line(&key, sig, sizeof sig, a);
	return 0;
}

/* ---- reading ---- */

static int parse_sig(struct str line, struct arena *a, struct note_sig *ret, struct err *e)
{
	size_t n = 0;
	if (line.n > NOTE_SIG_LINE_MAX)
		return err_set(e, ERR_TOOBIG, "a signature line has more than %d bytes",
			       NOTE_SIG_LINE_MAX);
	if (!str_starts(line, DASH))
		return err_set(e, ERR_INPUT,
			       "a signature line does not begin with a dash and a space");
	struct str b64 = str_cut(str_from(line, DASH.n), ' ', &ret->name);
	if (!is_key_name(ret->name))
		return err_set(e, ERR_INPUT, "a signature line names no key");
	uint8_t *p = NEW_N(a, b64.n, uint8_t);
	if (!b64_decode(p, b64.n, &n, b64) || n <= NOTE_KEY_ID_LEN)
		return err_set(e, ERR_INPUT, "a signature is not base64");
	memcpy(ret->id, p, NOTE_KEY_ID_LEN);
	ret->sig = str_n((const char *)p + NOTE_KEY_ID_LEN, n - NOTE_KEY_ID_LEN);
	return 0;
}

/* Offset of the last empty line: of its newline. */
static ptrdiff_t last_empty_line(struct str s)
{
	for (size_t i = s.n; i-- > 1;)
		if (s.p[i] == '\n' && s.p[i - 1] == '\n')
			return (ptrdiff_t)i;
	return -1;
}

int note_parse(struct str s, struct arena *a, struct note *ret, struct err *e)
{
	if (s.n > NOTE_MAX)
		return err_set(e, ERR_TOOBIG, "a note has more than %d bytes", NOTE_MAX);
	if (!is_note_text(s))
		return err_set(e, ERR_INPUT, "a note is lines of UTF-8");
	ptrdiff_t at = last_empty_line(s);
	if (at < 0 || (size_t)at + 1 == s.n)
		return err_set(e, ERR_INPUT, "a note without a signature");
	struct note_sig *sigs = NEW_N(a, NOTE_SIGS_MAX, struct note_sig);
	size_t n = 0;
	struct str rest = str_from(s, (size_t)at + 1);
	while (rest.n) {
		struct str line;
		rest = str_cut(rest, '\n', &line);
		if (n == NOTE_SIGS_MAX)
			return err_set(e, ERR_TOOBIG, "a note with more than %d signatures",
				       NOTE_SIGS_MAX);
		TRY(parse_sig(line, a, &sigs[n++], e));
	}
	*ret = (struct note){ .text = str_n(s.p, (size_t)at), .sigs = sigs, .n = n };
	return 0;
}

static bool holds(const struct note *n, const struct note_key *k, struct str sig, struct arena *a,
		  int64_t *ret_time)
{
	const uint8_t *p = (const uint8_t *)sig.p;
	const uint8_t *pub = (const uint8_t *)k->material.p;
	if (k->type == NOTE_ED25519) {
		*ret_time = 0;
		return sig.n == SIG_LEN && sign_verify(p, n->text, pub);
	}
	if (sig.n != COSIGNATURE_LEN || p[0] > 0x7F) /* times stay below 2^63 */
		return false;
	uint64_t time = 0;
	for (int i = 0; i < 8; i++)
		time = time << 8 | p[i];
	*ret_time = (int64_t)time;
	return sign_verify(p + 8, cosigned_message(n->text, (int64_t)time, a), pub);
}

int note_check(const struct note *n, const struct note_key *k, bool *ret_signed, int64_t *ret_time,
	       struct err *e)
{
	bool found = false;
	int64_t latest = 0;
	if (can_verify(k->type)) {
		AUTO_ARENA *a = arena_new(0);
		for (size_t i = 0; i < n->n; i++) {
			const struct note_sig *s = &n->sigs[i];
			int64_t time;
			if (!str_eq(s->name, k->name) || memcmp(s->id, k->id, sizeof k->id) != 0)
				continue;
			if (!holds(n, k, s->sig, a, &time))
				return err_set(e, ERR_CORRUPT,
					       "the signature of %.*s does not hold",
					       STR_FMT(k->name));
			found = true;
			latest = time > latest ? time : latest;
		}
	}
	*ret_signed = found;
	if (ret_time)
		*ret_time = latest;
	return 0;
}
