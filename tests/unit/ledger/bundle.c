/* SPDX-License-Identifier: Apache-2.0 */
/* Bundles: what is written is accepted, and anything changed is refused, byte by byte and by those who
 * know how to make the sums fit again. */
#include "bundle_made.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "ledger/zip.h"

static struct policy policy_of(struct made *m, struct arena *a)
{
	struct policy p = { 0 };
	struct err e;
	CHECK_OK(policy_read(m->x.policy, a, &p, &e), &e);
	return p;
}

static int judged(struct memory_files *f, struct made *m, struct arena *a,
		  struct bundle_verdict *ret, struct err *e)
{
	struct policy p = policy_of(m, a);
	struct bundle_trust trust = { .policy = &p };
	struct bundle_verdict v;
	return bundle_verify(memory_set(f), &trust, a, ret ? ret : &v, e);
}

TEST(a_written_bundle_is_accepted_and_shows_what_it_holds)
{
	AUTO_ARENA *a = arena_new(0);
	struct made m;
	struct memory_files f;
	struct bundle_verdict v = { 0 };
	struct err e;
	made_in_memory(&f, &m, a);
	CHECK_OK(judged(&f, &m, a, &v, &e), &e);
	CHECK_INT(v.n, 2);
	CHECK_STR(v.records[0].folder, "data");
	CHECK_STR(v.records[1].folder, "data/records/002");
	CHECK_INT(v.records[0].proof.index, EXAMPLE_RECORD);
	CHECK_INT(v.records[1].proof.index, 4);
	CHECK_INT(v.records[1].proof.log.checkpoint.size, EXAMPLE_ENTRIES);
	CHECK_STR(v.records[1].proof.log.checkpoint.origin, EXAMPLE_ORIGIN);
	CHECK(claim_find(&v.records[1].proof.claim, STR("f1")));
	CHECK_INT(v.n_evidence, 1);
	CHECK_INT(v.evidence[0].record, 1);
	CHECK_STR(v.evidence[0].field, "f1");
	CHECK_STR(v.evidence[0].path, "data/files/photo-1.txt");
	CHECK_INT(v.n_times, 0);
	CHECK_STR(v.audience, "Example court 1");
	CHECK_STR(v.date, "2025-10-16");
	CHECK(v.usual_verify_txt);
	/* The founder's key stands once although both records rest on it. */
	CHECK(memory_find(&f, "data/keys/002/entry") >= 0);
	CHECK(memory_find(&f, "data/keys/003/entry") < 0);
	struct bundle_trust none = { .policy = NULL };
	(void)none;
	CHECK_STR(bundle_origin(memory_set(&f), a), EXAMPLE_ORIGIN);
}

TEST(without_its_file_the_evidence_is_told_as_not_there)
{
	AUTO_ARENA *a = arena_new(0);
	struct made m;
	struct memory_files f = { .a = a };
	struct bag_out out = memory_out(&f);
	struct bundle_verdict v = { 0 };
	struct err e;
	made_make(&m, a);
	made_bundle(&m, &out, false, a);
	CHECK_OK(judged(&f, &m, a, &v, &e), &e);
	CHECK_INT(v.n_evidence, 1);
	CHECK_INT(v.evidence[0].path.n, 0);
}

TEST(the_same_input_gives_the_same_bytes)
{
	AUTO_ARENA *a = arena_new(0);
	struct made m;
	struct memory_files f, g;
	made_in_memory(&f, &m, a);
	made_in_memory(&g, &m, a);
	CHECK_INT(f.n, g.n);
	for (size_t i = 0; i < f.n; i++)
		CHECK(str_eq(f.list[i].path, g.list[i].path) && str_eq(f.content[i], g.content[i]));
}

TEST(no_byte_of_any_file_is_free)
{
	AUTO_ARENA *a = arena_new(0);
	struct made m;
	struct memory_files f;
	int flips = 0;
	made_in_memory(&f, &m, a);
	for (size_t k = 0; k < f.n; k++) {
		struct str was = f.content[k];
		/* VERIFY.txt is one string under one hash: a sample of it says as much. */
		size_t step = str_eq(f.list[k].path, STR("VERIFY.txt")) ? 97 : 1;
		char *t = NEW_N(a, was.n, char);
		for (size_t i = 0; i < was.n; i += check_step(step)) {
			AUTO_ARENA *b = arena_new(0);
			memcpy(t, was.p, was.n);
			t[i] = (char)(t[i] ^ 1 << i % 8);
			f.content[k] = str_n(t, was.n);
			f.a = b;
			if (judged(&f, &m, b, NULL, NULL) == 0)
				FAIL("byte %zu of %.*s", i, STR_FMT(f.list[k].path));
			flips++;
		}
		f.content[k] = was;
		f.a = a;
	}
	printf("  flipped bytes refused: %d\n", flips);
	CHECK(flips > 8000 / (int)check_step(1));
}

/* A forger computes the sums of the bag again; what is signed and in the log then has to tell. Of each byte of the
 * files that are proofs, flipped: refused, or nothing else is shown. */
static struct str shown(const struct bundle_verdict *v, struct arena *a)
{
	AUTO_BUF b;
	buf_init(&b, 1 << 20);
	for (size_t i = 0; i < v->n; i++) {
		const struct proof_verdict *p = &v->records[i].proof;
		buf_printf(&b, "%lld %lld %.*s %zu\n", (long long)p->index,
			   (long long)p->log.checkpoint.size, STR_FMT(p->claim.kid), p->claim.n);
		for (size_t k = 0; k < p->claim.n; k++)
			buf_printf(&b, "%.*s %.*s\n", STR_FMT(p->claim.fields[k].name),
				   STR_FMT(p->claim.fields[k].value->raw));
	}
	for (size_t i = 0; i < v->n_evidence; i++)
		buf_printf(&b, "%.*s %.*s\n", STR_FMT(v->evidence[i].sha256),
			   STR_FMT(v->evidence[i].path));
	return buf_copy(&b, a);
}

TEST(sums_made_again_do_not_help_a_forger)
{
	AUTO_ARENA *a = arena_new(0);
	struct made m;
	struct memory_files f;
	struct bundle_verdict v = { 0 };
	struct err e;
	int refused = 0;
	int same = 0;
	made_in_memory(&f, &m, a);
	CHECK_OK(judged(&f, &m, a, &v, &e), &e);
	struct str was = shown(&v, a);
	for (size_t k = 0; k < f.n; k++) {
		struct str content = f.content[k];
		struct str path = f.list[k].path;
		if (!str_starts(path, STR("data/")) || str_eq(path, STR("data/policy")))
			continue;
		char *t = NEW_N(a, content.n, char);
		for (size_t i = 0; i < content.n; i += check_step(3)) {
			AUTO_ARENA *b = arena_new(0);
			struct memory_files forged = f;
			memcpy(t, content.p, content.n);
			t[i] = (char)(t[i] ^ 1 << i % 8);
			forged.content[k] = str_n(t, content.n);
			forged.a = b;
			made_rebag(&forged);
			if (judged(&forged, &m, b, &v, NULL) < 0)
				refused++;
			else if (str_eq(shown(&v, b), was))
				same++;
			else
				FAIL("byte %zu of %.*s shows something else", i, STR_FMT(path));
		}
	}
	printf("  forged and refused: %d, without effect: %d\n", refused, same);
	CHECK(refused > 2000 / (int)check_step(1));
	/* Signature lines of unknown keys do not count; there are none here. */
	CHECK_INT(same, 0);
}

static void move(struct memory_files *f, const char *from, const char *to)
{
	ptrdiff_t i = memory_find(f, from);
	assert(i >= 0);
	f->list[i].path = str_copy(f->a, str_of(to));
}

TEST(what_the_format_does_not_know_is_refused)
{
	static const struct {
		const char *from, *to; /* NULL: a new file, or taken away */
		const char *says;
	} CASES[] = {
		{ NULL, "data/more.txt", "no file data/more.txt" },
		{ NULL, "README", "no file README" },
		{ NULL, "data/keys/001/note", "no file data/keys/001/note" },
		{ NULL, "data/records/001/entry", "no file data/records/001" },
		{ NULL, "data/records/2/entry", "no file data/records/2" },
		{ NULL, "data/files/a/b", "no file data/files/a/b" },
		{ NULL, "data/files/photo 2.txt", "no file data/files/photo 2" },
		{ NULL, "data/files/other.txt", "no record shown speaks of" },
		{ NULL, "data/time/001.tsr", "no data/time/checkpoint" },
		{ NULL, "data/time/checkpoint", "is not the head" },
		{ NULL, "data/time/001.exe", "no file data/time/001.exe" },
		{ "data/entry", NULL, "no data/entry" },
		{ "data/record.sdjwt", NULL, "no data/record.sdjwt" },
		{ "data/keys/001/entry", NULL, "no data/keys/001/entry" },
		{ "VERIFY.txt", "data/keys/003/entry", "no data/keys/003/record.sdjwt" },
		{ "data/records/002/entry", "data/records/003/entry", "no data/records/002/entry" },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		AUTO_ARENA *a = arena_new(0);
		struct made m;
		struct memory_files f;
		struct err e = { 0 };
		made_in_memory(&f, &m, a);
		if (!CASES[i].from)
			memory_put(&f, CASES[i].to, STR("x"));
		else if (!CASES[i].to)
			memory_remove(&f, CASES[i].from);
		else
			move(&f, CASES[i].from, CASES[i].to);
		made_rebag(&f);
		if (judged(&f, &m, a, NULL, &e) == 0 ||
		    !str_has(str_of(e.text), str_of(CASES[i].says)))
			FAIL("case %zu: %s", i, e.text);
	}
}

TEST(parts_of_other_bundles_do_not_fit)
{
	static const struct {
		const char *from, *to;
	} SWAPS[] = {
		{ "data/entry", "data/records/002/entry" },
		{ "data/record.sdjwt", "data/records/002/record.sdjwt" },
		{ "data/proof.tlog-proof", "data/records/002/proof.tlog-proof" },
		{ "data/record.sdjwt", "data/keys/001/record.sdjwt" },
		{ "data/keys/001/record.sdjwt", "data/keys/002/record.sdjwt" },
		{ "data/keys/001/entry", "data/keys/002/entry" },
	};
	for (size_t i = 0; i < COUNT(SWAPS); i++) {
		AUTO_ARENA *a = arena_new(0);
		struct made m;
		struct memory_files f;
		made_in_memory(&f, &m, a);
		ptrdiff_t x = memory_find(&f, SWAPS[i].from);
		ptrdiff_t y = memory_find(&f, SWAPS[i].to);
		CHECK(x >= 0 && y >= 0);
		struct str t = f.content[x];
		f.content[x] = f.content[y];
		f.content[y] = t;
		made_rebag(&f);
		if (judged(&f, &m, a, NULL, NULL) == 0)
			FAIL("case %zu", i);
	}
}

TEST(keys_that_are_missing_twice_or_of_no_use)
{
	AUTO_ARENA *a = arena_new(0);
	struct made m;
	struct memory_files f;
	struct err e;
	made_in_memory(&f, &m, a);
	/* The second record alone needs the founder only. */
	struct bundle one = { .proofs = &m.proofs[1], .n = 1, .date = STR("2025-10-16") };
	f = (struct memory_files){ .a = a };
	struct bag_out out = memory_out(&f);
	CHECK_OK(bundle_write(&one, &out, a, &e), &e);
	CHECK_OK(judged(&f, &m, a, NULL, &e), &e);
	memory_put(&f, "data/keys/002/record.sdjwt", m.proofs[0].keys[0].record);
	memory_put(&f, "data/keys/002/entry", m.proofs[0].keys[0].entry);
	AUTO_BUF b;
	buf_init(&b, PROOF_MAX);
	tlog_proof_write(&b, &m.proofs[0].keys[0].proof);
	memory_put(&f, "data/keys/002/proof.tlog-proof", buf_copy(&b, a));
	made_rebag(&f);
	CHECK_ERR(judged(&f, &m, a, NULL, &e), ERR_INPUT);
	CHECK(str_has(str_of(e.text), STR("no record rests on data/keys/002")));
	ptrdiff_t first = memory_find(&f, "data/keys/001/record.sdjwt");
	memory_put(&f, "data/keys/002/record.sdjwt", f.content[first]);
	made_rebag(&f);
	CHECK_ERR(judged(&f, &m, a, NULL, &e), ERR_INPUT);
	CHECK(str_has(str_of(e.text), STR("are of one key")));
}

TEST(a_policy_of_somebody_else_refuses_it)
{
	AUTO_ARENA *a = arena_new(0);
	struct made m;
	struct memory_files f;
	struct note_key key;
	struct policy p;
	struct err e;
	struct sign_key other;
	AUTO_BUF b;
	made_in_memory(&f, &m, a);
	example_key(&other, 9);
	CHECK_OK(note_key_make(STR(EXAMPLE_ORIGIN), NOTE_ED25519, other.public, &key, &e), &e);
	buf_init(&b, POLICY_MAX);
	policy_write_log(&b, note_key_write(&key, a));
	CHECK_OK(policy_read(buf_str(&b), a, &p, &e), &e);
	struct bundle_trust trust = { .policy = &p };
	struct bundle_verdict v;
	CHECK_ERR(bundle_verify(memory_set(&f), &trust, a, &v, &e), ERR_DENIED);
}

TEST(what_does_not_fit_the_format_is_not_written)
{
	AUTO_ARENA *a = arena_new(0);
	struct made m;
	made_make(&m, a);
	struct bundle_file file = { .name = STR("../x"), .size = 0, .read = made_read };
	struct bundle cases[] = {
		{ .proofs = m.proofs, .n = 0, .date = STR("2025-10-16") },
		{ .proofs = m.proofs, .n = 1, .date = STR("2025-10-16\n") },
		{ .proofs = m.proofs, .n = 1, .date = STR("2025-10-16"), .audience = STR("a\nb") },
		{ .proofs = m.proofs,
		  .n = 1,
		  .date = STR("2025-10-16"),
		  .files = &file,
		  .n_files = 1 },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct memory_files f = { .a = a };
		struct bag_out out = memory_out(&f);
		if (bundle_write(&cases[i], &out, a, NULL) >= 0)
			FAIL("case %zu was written", i);
	}
	struct memory_files f = { .a = a };
	struct bag_out out = memory_out(&f);
	struct made_reader r = { STR("short") };
	file = (struct bundle_file){ .name = STR("x"), .size = 6, .read = made_read, .ctx = &r };
	CHECK_ERR(bundle_write(&cases[3], &out, a, NULL), ERR_CORRUPT);
	buf_done(&f.open);
}

/* ---- packed ---- */

static struct str packed(struct made *m, struct arena *a)
{
	char folder[4096];
	struct zip_writer w;
	struct err e;
	struct str s = STR("");
	check_folder(folder, sizeof folder, "bundle");
	const char *path = str_printf(a, "%s/b.zip", folder).p;
	AUTO_FD fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	zip_write_begin(&w, fd, STR("court/"), a);
	struct bag_out out = zip_bag_out(&w);
	made_make(m, a);
	made_bundle(m, &out, true, a);
	CHECK_OK(zip_write_end(&w, &e), &e);
	zip_write_done(&w);
	CHECK_OK(file_read(path, 1 << 20, a, &s, &e), &e);
	unlink(path);
	rmdir(folder);
	return s;
}

static struct str shown_packed(struct str s, const struct policy *p, struct arena *a)
{
	struct zip z;
	struct zip_source src = zip_source_str(&s);
	struct bundle_trust trust = { .policy = p };
	struct bundle_verdict v;
	if (zip_open(&z, &src, true, a, NULL) < 0 ||
	    bundle_verify(&z.files, &trust, a, &v, NULL) < 0)
		return STR("refused");
	return shown(&v, a);
}

/* Bytes of the file with one bit flipped, and lengths of it. */
TEST(a_packed_bundle_shows_the_same_or_nothing)
{
	AUTO_ARENA *a = arena_new(0);
	struct made m;
	int refused = 0;
	int same = 0;
	struct str s = packed(&m, a);
	struct policy p = policy_of(&m, a);
	struct str was = shown_packed(s, &p, a);
	char *t = NEW_N(a, s.n, char);
	CHECK(!str_eq(was, STR("refused")));
	for (size_t i = 0; i < s.n; i += check_step(1)) {
		AUTO_ARENA *b = arena_new(0);
		memcpy(t, s.p, s.n);
		t[i] = (char)(t[i] ^ 1 << i % 8);
		struct str now = shown_packed(str_n(t, s.n), &p, b);
		if (str_eq(now, STR("refused")))
			refused++;
		else if (str_eq(now, was))
			same++;
		else
			FAIL("byte %zu shows something else", i);
	}
	for (size_t n = 0; n < s.n; n += check_step(7)) {
		AUTO_ARENA *b = arena_new(0);
		if (!str_eq(shown_packed(str_n(s.p, n), &p, b), STR("refused")))
			FAIL("cut at %zu", n);
	}
	printf("  bytes of a packed bundle flipped: %zu, refused %d, without effect %d\n", s.n,
	       refused, same);
	/* Fields of a ZIP that nobody reads: who made it, rights, attributes of each entry. */
	CHECK(same < 300 && refused > 15000 / (int)check_step(1));
}

TEST(the_vector_is_what_is_made_now)
{
	AUTO_ARENA *a = arena_new(0);
	static const char PATH[] = "docs/formats/vectors/bundle.zip";
	const char *write = getenv("VIGIL_WRITE_VECTORS");
	struct made m;
	struct str s = STR_NULL;
	struct err e;
	struct str now = packed(&m, a);
	if (write && *write)
		CHECK_OK(file_write(PATH, now, 0644, &e), &e);
	CHECK_OK(file_read(PATH, 1 << 20, a, &s, &e), &e);
	if (!str_eq(s, now))
		FAIL("%s is not what is made now", PATH);
}
