/* SPDX-License-Identifier: Apache-2.0 */
/* Hashes, keys, ids, clock and files. */
#include "check.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/confine.h"
#include "base/crypto.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/id.h"

static void hex_is(const uint8_t *p, size_t n, const char *want)
{
	AUTO_ARENA *a = arena_new(0);
	CHECK_STR(hex_str(a, p, n), want);
}

TEST(sha256_matches_fips_180)
{
	struct hash h = hash_of(STR("abc"));
	hex_is(h.b, HASH_LEN, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	h = hash_of(STR(""));
	hex_is(h.b, HASH_LEN, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	struct hasher *s = hasher_new();
	hasher_add(s, "a", 1);
	hasher_add(s, "bc", 2);
	struct hash t = hasher_end(s);
	h = hash_of(STR("abc"));
	CHECK(hash_eq(&t, &h));
}

/* RFC 8032 section 7.1, test 2. */
TEST(ed25519_matches_rfc_8032)
{
	struct key seed;
	AUTO_SIGN_KEY k;
	uint8_t sig[SIG_LEN];
	struct err e;
	CHECK_OK(crypto_init(&e), &e);
	CHECK(hex_decode(seed.b, KEY_LEN,
			 STR("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")));
	sign_key_from_seed(&k, &seed);
	hex_is(k.public, KEY_LEN,
	       "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
	sign(sig, STR("r"), &k);
	hex_is(sig, SIG_LEN,
	       "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
	       "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
	CHECK(sign_verify(sig, STR("r"), k.public));
	sig[0] ^= 1;
	CHECK(!sign_verify(sig, STR("r"), k.public));
}

TEST(aead_opens_what_it_sealed_and_nothing_else)
{
	struct key k;
	uint8_t nonce[AEAD_NONCE_LEN];
	uint8_t c[64];
	uint8_t p[64];
	random_bytes(&k, sizeof k);
	random_bytes(nonce, sizeof nonce);
	aead_seal(c, STR("secret"), STR("group"), nonce, &k);
	CHECK(aead_open(p, c, 6 + AEAD_TAG_LEN, STR("group"), nonce, &k) &&
	      memcmp(p, "secret", 6) == 0);
	CHECK(!aead_open(p, c, 6 + AEAD_TAG_LEN, STR("other"), nonce, &k));
	for (size_t i = 0; i < 6 + AEAD_TAG_LEN; i++) {
		c[i] ^= 1;
		CHECK(!aead_open(p, c, 6 + AEAD_TAG_LEN, STR("group"), nonce, &k));
		c[i] ^= 1;
	}
	CHECK(!aead_open(p, c, 3, STR("group"), nonce, &k));
	aead_seal(c, STR(""), STR(""), nonce, &k);
	CHECK(aead_open(p, c, AEAD_TAG_LEN, STR(""), nonce, &k));
}

TEST(sealed_boxes_open_for_their_member_only)
{
	struct key s1;
	struct key s2;
	struct box_key a;
	struct box_key b;
	uint8_t c[32 + SEAL_EXTRA];
	uint8_t p[32];
	random_bytes(&s1, sizeof s1);
	random_bytes(&s2, sizeof s2);
	box_key_from_seed(&a, &s1);
	box_key_from_seed(&b, &s2);
	box_seal(c, str_n((char *)s1.b, 32), a.public);
	CHECK(box_open(p, c, sizeof c, &a) && memcmp(p, s1.b, 32) == 0);
	CHECK(!box_open(p, c, sizeof c, &b));
	CHECK(!box_open(p, c, SEAL_EXTRA - 1, &a));
}

TEST(random_differs_in_a_forked_child)
{
	uint8_t mine[16];
	uint8_t theirs[16];
	int fd[2];
	random_bytes(mine, 1); /* fill the pool first */
	CHECK(pipe(fd) == 0);
	pid_t pid = fork();
	if (pid == 0) {
		random_bytes(theirs, sizeof theirs);
		_exit(write(fd[1], theirs, sizeof theirs) != sizeof theirs);
	}
	random_bytes(mine, sizeof mine);
	CHECK(read(fd[0], theirs, sizeof theirs) == sizeof theirs);
	waitpid(pid, NULL, 0);
	CHECK(memcmp(mine, theirs, sizeof mine) != 0);
	close(fd[0]);
	close(fd[1]);
}

TEST(ids_ascend_and_read_back)
{
	struct id was = id_new();
	for (int i = 0; i < 5000; i++) {
		struct id now = id_new();
		struct id back;
		char t[ID_TEXT_LEN + 1];
		if (memcmp(now.b, was.b, ID_LEN) <= 0)
			FAIL("id %d does not ascend", i);
		CHECK((now.b[6] >> 4) == 7 && (now.b[8] >> 6) == 2);
		id_text(&now, t);
		CHECK(id_parse(str_of(t), &back) && id_eq(&now, &back));
		was = now;
	}
	struct id x;
	CHECK(!id_parse(STR("0199f000-0000-7000-8000-00000000000"), &x));
	CHECK(!id_parse(STR("0199F000-0000-7000-8000-000000000000"), &x));
	CHECK(!id_parse(STR("0199f000_0000-7000-8000-000000000000"), &x));
	CHECK(id_parse(STR("0199f000-0000-7000-8000-000000000000"), &x));
}

TEST(clock_text_reads_back_and_refuses_days_that_are_not)
{
	static const char *const BAD[] = { "2025-02-29T00:00:00Z", "2025-13-01T00:00:00Z",
					   "2025-10-12 09:15:00Z", "2025-10-12T24:00:00Z",
					   "2025-10-12T09:15:00",  "2025-10-00T09:15:00Z" };
	char t[CLOCK_TEXT_LEN + 1];
	int64_t ms;
	CHECK(clock_parse(STR("2025-10-12T09:15:00Z"), &ms) && ms == 1760260500000);
	clock_text(ms + 999, t);
	CHECK_STR(str_of(t), "2025-10-12T09:15:00Z");
	clock_text(-1, t);
	CHECK_STR(str_of(t), "1969-12-31T23:59:59Z");
	for (int64_t day = -25567; day < 80000; day += 13) {
		clock_text(day * 86400000, t);
		CHECK(clock_parse(str_of(t), &ms) && ms == day * 86400000);
	}
	for (size_t i = 0; i < COUNT(BAD); i++)
		if (clock_parse(str_of(BAD[i]), &ms))
			FAIL("took %s", BAD[i]);
}

TEST(files_are_replaced_whole)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct str s;
	char dir[64];
	check_folder(dir, sizeof dir, "vigil-test");
	const char *path = str_printf(a, "%s/f", dir).p;
	CHECK_ERR(file_read(path, 100, a, &s, &e), ERR_NOTFOUND);
	CHECK_OK(file_write(path, STR("one"), 0600, &e), &e);
	CHECK_OK(file_write(path, STR("two\0three"), 0600, &e), &e);
	CHECK_OK(file_read(path, 100, a, &s, &e), &e);
	CHECK_INT(s.n, 9);
	struct stat st;
	CHECK(stat(path, &st) == 0 && (st.st_mode & 0777) == 0600);
	CHECK_ERR(file_read(path, 8, a, &s, &e), ERR_TOOBIG);
	CHECK_ERR(file_write(str_printf(a, "%s/none/f", dir).p, STR("x"), 0600, &e), ERR_IO);
	unlink(path);
	rmdir(dir);
}

/* In a child, because it cannot be taken back. */
static int confined_child(const char *in, const char *out)
{
	struct err e;
	bool done;
	const char *const folders[] = { in, "/nowhere/at/all" };
	const char *const readable[] = { "/proc" };
	AUTO_ARENA *a = arena_new(0);
	struct str s;
	if (confine_files(folders, 2, readable, 1, &done, &e) < 0)
		return 2;
	if (!done)
		return 99;
	const char *mine = str_printf(a, "%s/f", in).p;
	if (file_write(mine, STR("x"), 0600, &e) < 0 || file_read(mine, 10, a, &s, &e) < 0 ||
	    unlink(mine) != 0)
		return 3;
	if (file_read("/proc/self/comm", 100, a, &s, &e) < 0)
		return 4;
	if (file_write(str_printf(a, "%s/f", out).p, STR("x"), 0600, &e) != ERR_IO)
		return 5;
	if (file_read("/etc/passwd", 1 << 20, a, &s, &e) != ERR_IO)
		return 6;
	execl("/bin/true", "/bin/true", (char *)NULL);
	return 0; /* it could not be started */
}

TEST(a_confined_program_reaches_its_folder_and_nothing_else)
{
	char in[64], out[64];
	int status = 0;
	check_folder(in, sizeof in, "vigil-in");
	check_folder(out, sizeof out, "vigil-out");
	pid_t pid = fork();
	if (pid == 0)
		_exit(confined_child(in, out) + 10);
	waitpid(pid, &status, 0);
	rmdir(in);
	rmdir(out);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 109)
		SKIP("this kernel has no Landlock");
	CHECK(WIFEXITED(status));
	CHECK_INT(WEXITSTATUS(status), 10); /* 0: /bin/true was started after all */
}
