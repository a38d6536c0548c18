/* SPDX-License-Identifier: Apache-2.0 */
/* Bags: the published conformance suite, and each fault alone. */
#include "dev_data.h"
#include "memory_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/file.h"

/* ---- one bag, and every fault in turn ---- */

static void small_bag(struct memory_files *m, struct arena *a)
{
	struct bag_info info[] = { { STR("External-Description"), STR("Example bag 1") } };
	struct bag_writer w;
	struct err e;
	*m = (struct memory_files){ .a = a };
	struct bag_out out = memory_out(m);
	CHECK_OK(bag_write_begin(&w, &out, a, &e), &e);
	CHECK_OK(bag_write_file(&w, STR("data/b.txt"), STR("second"), &e), &e);
	CHECK_OK(bag_write_file(&w, STR("data/a/100%.txt"), STR("first"), &e), &e);
	CHECK_OK(bag_write_file(&w, STR("NOTE.txt"), STR("a tag file"), &e), &e);
	CHECK_OK(bag_write_end(&w, info, 1, STR("2025-10-16"), &e), &e);
}

static struct bag_report judged(struct memory_files *m)
{
	struct bag_report r = { 0 };
	struct err e;
	CHECK_OK(bag_check(memory_set(m), m->a, &r, &e), &e);
	return r;
}

static struct str content(struct memory_files *m, const char *path)
{
	ptrdiff_t i = memory_find(m, path);
	CHECK(i >= 0);
	return m->content[i];
}

TEST(a_written_bag_is_what_the_standard_says)
{
	AUTO_ARENA *a = arena_new(0);
	struct memory_files m;
	small_bag(&m, a);
	CHECK_STR(content(&m, "bagit.txt"),
		  "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
	CHECK_STR(content(&m, "bag-info.txt"), "External-Description: Example bag 1\n"
					       "Bagging-Date: 2025-10-16\nPayload-Oxum: 11.2\n");
	CHECK_STR(
		content(&m, "manifest-sha256.txt"),
		"a7937b64b8caa58f03721bb6bacf5c78cb235febe0e70b1b84cd99541461a08e  data/a/100%25.txt\n"
		"16367aacb67a4a017c8da8ab95682ccb390863780f7114dda0a0e0c55644c7c4  data/b.txt\n");
	CHECK(str_has(content(&m, "tagmanifest-sha256.txt"), STR("  NOTE.txt\n")));
	CHECK(str_has(content(&m, "tagmanifest-sha256.txt"), STR("  manifest-sha256.txt\n")));
	struct bag_report r = judged(&m);
	CHECK_INT(r.errors, 0);
	CHECK_INT(r.warnings, 0);
	CHECK_INT(r.version, 100);
	CHECK_STR(r.algorithms, "sha256");
	CHECK_INT(r.payload_bytes, 11);
	CHECK_STR(bag_info_value(&r, STR("external-description")), "Example bag 1");
	for (size_t i = 0; i < m.files.n; i++) {
		bool payload = str_starts(m.files.list[i].path, STR("data/"));
		bool last = str_eq(m.files.list[i].path, STR("tagmanifest-sha256.txt"));
		CHECK(r.in_manifest[i] == payload && r.in_tagmanifest[i] == (!payload && !last));
	}
}

TEST(what_cannot_be_in_a_bag_is_not_written)
{
	static const char *const PATHS[] = {
		"bagit.txt",
		"bag-info.txt",
		"manifest-sha256.txt",
		"fetch.txt",
		"/etc/x",
		"../x",
		"data/../x",
		"data//x",
		"data/./x",
		"",
		"data\\x",
		"C:/x",
		"~/x",
		"data/\n",
		"data/\xE2\x80\xAEgpj.exe",
		"data/\xC2\x85",
		"data/\xFF",
		"data/",
	};
	AUTO_ARENA *a = arena_new(0);
	struct memory_files m = { .a = a };
	struct bag_out out = memory_out(&m);
	struct bag_writer w;
	struct err e;
	CHECK_OK(bag_write_begin(&w, &out, a, &e), &e);
	for (size_t i = 0; i < COUNT(PATHS); i++)
		if (bag_write_file(&w, str_of(PATHS[i]), STR("x"), NULL) != ERR_INPUT)
			FAIL("case %zu was written", i);
	struct bag_info info = { STR("Two"), STR("lines\nBagging-Date: 1900-01-01") };
	CHECK_ERR(bag_write_end(&w, &info, 1, STR("2025-10-16"), NULL), ERR_INPUT);
	CHECK_OK(bag_write_file(&w, STR("data/Name"), STR("x"), &e), &e);
	CHECK_OK(bag_write_file(&w, STR("data/name"), STR("y"), &e), &e);
	CHECK_ERR(bag_write_end(&w, NULL, 0, STR("2025-10-16"), NULL), ERR_INPUT);
}

static struct str changed(struct arena *a, struct str s, const char *from, const char *to)
{
	ptrdiff_t at = str_find(s, str_of(from));
	CHECK(at >= 0);
	return str_printf(a, "%.*s%s%.*s", (int)at, s.p, to,
			  STR_FMT(str_from(s, (size_t)at + strlen(from))));
}

struct fault {
	const char *path; /* changed in this file */
	const char *from; /* NULL: append; "": remove the file */
	const char *to;
	enum bag_code code;
};

TEST(each_fault_is_found_and_named)
{
	static const struct fault FAULTS[] = {
		{ "data/b.txt", "second", "SECOND", BAG_CHANGED },
		{ "data/b.txt", "", NULL, BAG_MISSING },
		{ "data/new", NULL, "x", BAG_NOT_LISTED },
		{ "NOTE.txt", "tag", "TAG", BAG_CHANGED },
		{ "NOTE.txt", "", NULL, BAG_MISSING },
		{ "bagit.txt", "", NULL, BAG_NO_BAGIT_TXT },
		{ "bagit.txt", "1.0", "1.1", BAG_VERSION },
		{ "bagit.txt", "UTF-8", "KOI8-R", BAG_ENCODING },
		{ "bagit.txt", ": 1.0", ":1.0", BAG_NO_BAGIT_TXT },
		{ "bagit.txt", ": 1.0", ": 1.0 ", BAG_NO_BAGIT_TXT },
		{ "bagit.txt", NULL, "More: x\n", BAG_NO_BAGIT_TXT },
		{ "manifest-sha256.txt", "", NULL, BAG_NO_MANIFEST },
		{ "manifest-sha256.txt", "data/b.txt", "data/../b.txt", BAG_PATH },
		{ "manifest-sha256.txt", "data/b.txt", "/data/b.txt", BAG_PATH },
		{ "manifest-sha256.txt", "data/b.txt", "NOTE.txt", BAG_PATH },
		{ "manifest-sha256.txt", "  data/b.txt", "data/b.txt", BAG_LINE },
		{ "manifest-sha256.txt", "16367a", "16367g", BAG_LINE },
		{ "manifest-sha256.txt", "16367a", "16367b", BAG_CHANGED },
		{ "manifest-sha256.txt", NULL,
		  "16367aacb67a4a017c8da8ab95682ccb390863780f7114dda0a0e0c55644c7c4  data/b.txt\n",
		  BAG_TWICE },
		{ "manifest-sha256.txt", "%25", "%%", BAG_MISSING },
		{ "manifest-sha512.txt", NULL, "", BAG_NOT_LISTED },
		{ "tagmanifest-sha256.txt", "NOTE.txt", "data/b.txt", BAG_PATH },
		{ "tagmanifest-sha256.txt", NULL, "\xFF", BAG_ENCODING },
		{ "bag-info.txt", "11.2", "11.3", BAG_OXUM },
		{ "bag-info.txt", "11.2", "many", BAG_OXUM },
		{ "fetch.txt", NULL, "https://example.org/x - ../x\n", BAG_PATH },
		{ "fetch.txt", NULL, "https://example.org/x\n", BAG_LINE },
	};
	for (size_t i = 0; i < COUNT(FAULTS); i++) {
		AUTO_ARENA *a = arena_new(0);
		const struct fault *f = &FAULTS[i];
		struct memory_files m;
		small_bag(&m, a);
		ptrdiff_t at = memory_find(&m, f->path);
		if (!f->from)
			memory_put(&m, f->path,
				   str_printf(a, "%.*s%s",
					      STR_FMT(at < 0 ? STR("") : m.content[at]), f->to));
		else if (!*f->from)
			memory_remove(&m, f->path);
		else
			memory_put(&m, f->path, changed(a, m.content[at], f->from, f->to));
		struct bag_report r = judged(&m);
		if (r.errors == 0 || !bag_report_has(&r, f->code))
			FAIL("fault %zu in %s: %zu errors, not %.*s", i, f->path, r.errors,
			     STR_FMT(bag_code_name(f->code)));
	}
}

TEST(every_byte_of_a_bag_counts)
{
	AUTO_ARENA *a = arena_new(0);
	struct memory_files m;
	int flips = 0;
	small_bag(&m, a);
	for (size_t f = 0; f < m.n; f++) {
		struct str was = m.content[f];
		char *t = NEW_N(a, was.n, char);
		for (size_t i = 0; i < was.n; i++) {
			AUTO_ARENA *b = arena_new(0);
			struct memory_files now = m;
			memcpy(t, was.p, was.n);
			t[i] = (char)(t[i] ^ 1 << i % 8);
			now.content[f] = str_n(t, was.n);
			now.a = b;
			struct bag_report r = judged(&now);
			/* The tag manifest is listed nowhere: case of a digit and white space are free. */
			bool free_form = str_eq(m.list[f].path, STR("tagmanifest-sha256.txt"));
			if (r.errors == 0 && !free_form)
				FAIL("byte %zu of %.*s", i, STR_FMT(m.list[f].path));
			flips++;
		}
	}
	CHECK_INT(flips, 632);
}

TEST(names_that_are_one_somewhere_are_told)
{
	static const struct {
		const char *a, *b;
		bool alike;
	} CASES[] = {
		{ "data/README", "data/readme", true },
		{ "data/N\xC3\xBA\xC3\xB1"
		  "ez",
		  "data/Nu\xCC\x81n\xCC\x83"
		  "ez",
		  true },
		{ "data/\xC3\x89", "data/e\xCC\x81", true },
		{ "data/\xD0\x96", "data/\xD0\xB6", true },
		{ "data/\xEA\xB0\x81", "data/\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8", true },
		{ "data/\xD8\xA3", "data/\xD8\xA7\xD9\x94", true },
		{ "data/x", "data/x/y", true },
		{ "data/X", "data/x/y", true },
		{ "data/x/1", "data/X/2", false },
		{ "data/e", "data/\xC3\xA9", false },
		{ "data/\xD9\x8A", "data/\xDB\x8C", false },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct bag_file list[] = { { str_of(CASES[i].a), 0 }, { str_of(CASES[i].b), 0 } };
		if ((bag_files_alike(list, 2, a) != NULL) != CASES[i].alike)
			FAIL("case %zu", i);
	}
}

/* ---- a folder ---- */

static void spill(const char *folder, struct memory_files *m)
{
	struct err e;
	for (size_t i = 0; i < m->n; i++) {
		struct str path = str_printf(m->a, "%s/%.*s", folder, STR_FMT(m->list[i].path));
		char *p = (char *)(uintptr_t)path.p;
		for (size_t k = strlen(folder) + 1; k < path.n; k++)
			if (p[k] == '/') {
				p[k] = '\0';
				mkdir(p, 0700);
				p[k] = '/';
			}
		CHECK_OK(file_write(p, m->content[i], 0600, &e), &e);
	}
}

static void clear_folder(struct arena *a, const char *folder)
{
	CHECK_INT(system(str_printf(a, "rm -rf '%s'", folder).p), 0);
}

TEST(a_folder_is_read_without_following_anything_out_of_it)
{
	AUTO_ARENA *a = arena_new(0);
	struct memory_files m;
	struct bag_report r = { 0 };
	char folder[4096];
	struct err e;
	small_bag(&m, a);
	check_folder(folder, sizeof folder, "bag");
	spill(folder, &m);
	{
		AUTO_BAG_FOLDER f = { .root = -1 };
		CHECK_OK(bag_folder_open(&f, folder, a, &e), &e);
		CHECK_INT(f.files.n, m.n);
		CHECK_OK(bag_check(&f.files, a, &r, &e), &e);
		CHECK_INT(r.errors, 0);
		/* What changes after it was listed is not the file that was listed. */
		const char *b = str_printf(a, "%s/data/b.txt", folder).p;
		CHECK_OK(file_write(b, STR("longer than before"), 0600, &e), &e);
		CHECK_OK(bag_check(&f.files, a, &r, &e), &e);
		CHECK(bag_report_has(&r, BAG_UNREADABLE));
		unlink(b);
		CHECK_INT(symlink("/etc/passwd", b), 0);
		CHECK_OK(bag_check(&f.files, a, &r, &e), &e);
		CHECK(bag_report_has(&r, BAG_UNREADABLE));
	}
	AUTO_BAG_FOLDER g = { .root = -1 };
	CHECK_ERR(bag_folder_open(&g, folder, a, &e), ERR_INPUT);
	CHECK(str_has(str_of(e.text), STR("data/b.txt is neither")));
	AUTO_BAG_FOLDER none = { .root = -1 };
	CHECK_ERR(bag_folder_open(&none, "no/such/folder", a, &e), ERR_NOTFOUND);
	clear_folder(a, folder);
}

/* ---- the conformance suite ---- */

enum outcome { VALID, WARNING, INVALID };
static const struct {
	const char *path;
	enum outcome want;
	enum bag_code code; /* of WARNING and INVALID */
} SUITE[] = {
	{ "v0.97/valid/ISO-8859-1-encoded-tag-files", VALID, 0 },
	{ "v0.97/valid/UTF-16-encoded-tag-files", VALID, 0 },
	{ "v0.97/valid/bag-in-a-bag", VALID, 0 },
	{ "v0.97/valid/bag-with-encoded-names", VALID, 0 },
	{ "v0.97/valid/bag-with-escapable-characters", VALID, 0 },
	{ "v0.97/valid/bag-with-leading-dot-slash-in-manifest", VALID, 0 },
	{ "v0.97/valid/bag-with-space", VALID, 0 },
	{ "v0.97/valid/basic-bag", VALID, 0 },
	{ "v0.97/valid/duplicate-metadata-entries", VALID, 0 },
	{ "v0.97/valid/holey-bag", VALID, 0 },
	{ "v0.97/valid/minimal-bag", VALID, 0 },
	{ "v0.97/valid/uncommon-metadata-separators", VALID, 0 },
	{ "v1.0/valid/basicBag", VALID, 0 },
	{ "v0.97/warning/duplicate-file-with-different-case", WARNING, BAG_ALIKE },
	{ "v0.97/warning/made-with-md5sum-tools", WARNING, BAG_STAR },
	{ "v0.97/warning/relative-path", WARNING, BAG_DOT_SLASH },
	{ "v0.97/warning/same-filename-listed-twice-with-different-normalization", WARNING,
	  BAG_ALIKE },
	{ "v0.97/warning/same-filename-listed-twice-with-the-same-hash", WARNING, BAG_TWICE },
	{ "v0.97/warning/special-system-files", WARNING, BAG_SYSTEM_FILE },
	{ "v0.97/invalid/baginfo-missing-encoding", INVALID, BAG_NO_BAGIT_TXT },
	{ "v0.97/invalid/bom-in-bagit.txt", INVALID, BAG_BOM },
	{ "v0.97/invalid/corrupt-data-file", INVALID, BAG_CHANGED },
	{ "v0.97/invalid/corrupt-tag-file", INVALID, BAG_CHANGED },
	{ "v0.97/invalid/extra-file-in-bag", INVALID, BAG_NOT_LISTED },
	{ "v0.97/invalid/invalid-version-number", INVALID, BAG_VERSION },
	{ "v0.97/invalid/missing-baginfo", INVALID, BAG_MISSING },
	{ "v0.97/invalid/missing-bagit.txt", INVALID, BAG_NO_BAGIT_TXT },
	{ "v0.97/invalid/out-of-scope-file-paths-using-dot-notation", INVALID, BAG_PATH },
	{ "v0.97/invalid/out-of-scope-file-paths-using-dot-notation-for-fetch", INVALID, BAG_PATH },
	{ "v0.97/invalid/same-filename-listed-twice-with-different-hashes", INVALID, BAG_TWICE },
	{ "v1.0/invalid/bagit-with-invalid-whitespace", INVALID, BAG_NO_BAGIT_TXT },
	{ "v1.0/invalid/notAllManifestsListAllFiles", INVALID, BAG_NOT_LISTED },
	{ "v1.0/invalid/same-filename-listed-twice-with-different-hashes", INVALID, BAG_TWICE },
	{ "v1.0/invalid/same-filename-listed-twice-with-the-same-hash", INVALID, BAG_TWICE },
	/* What is out of scope on one system is refused on all. */
	{ "v0.97/linux-only/out-of-scope-file-paths-using-absolute-path", INVALID, BAG_PATH },
	{ "v0.97/linux-only/out-of-scope-file-paths-using-absolute-path-for-fetch", INVALID,
	  BAG_PATH },
	{ "v0.97/linux-only/out-of-scope-file-paths-using-shortcut", INVALID, BAG_PATH },
	{ "v0.97/linux-only/out-of-scope-file-paths-using-shortcut-for-fetch", INVALID, BAG_PATH },
	{ "v0.97/linux-only/out-of-scope-file-paths-using-shortcut-username", INVALID, BAG_PATH },
	{ "v0.97/linux-only/out-of-scope-file-paths-using-shortcut-username-for-fetch", INVALID,
	  BAG_PATH },
	{ "v0.97/windows-only/out-of-scope-file-paths-using-absolute-path", INVALID, BAG_PATH },
	{ "v0.97/windows-only/out-of-scope-file-paths-using-absolute-path-for-fetch", INVALID,
	  BAG_PATH },
	{ "v0.97/windows-only/out-of-scope-file-paths-using-shortcut", INVALID, BAG_PATH },
	{ "v0.97/windows-only/out-of-scope-file-paths-using-shortcut-for-fetch", INVALID,
	  BAG_PATH },
	{ "v0.97/windows-only/out-of-scope-file-paths-using-unc", INVALID, BAG_PATH },
	{ "v0.97/windows-only/out-of-scope-file-paths-using-unc-for-fetch", INVALID, BAG_PATH },
};

TEST(the_conformance_suite_gets_the_expected_outcomes)
{
	AUTO_ARENA *a = arena_new(0);
	int right = 0;
	struct str root = dev_data(a, "bagit");
	if (!file_exists(root.p))
		SKIP("the published bags are not here (VIGIL_DEV_DATA)");
	for (size_t i = 0; i < COUNT(SUITE); i++) {
		AUTO_ARENA *b = arena_new(0);
		AUTO_BAG_FOLDER f = { .root = -1 };
		struct bag_report r = { 0 };
		struct err e;
		struct str path = str_printf(b, "%.*s/%s", STR_FMT(root), SUITE[i].path);
		CHECK_OK(bag_folder_open(&f, path.p, b, &e), &e);
		CHECK_OK(bag_check(&f.files, b, &r, &e), &e);
		bool ok = SUITE[i].want == INVALID ? r.errors > 0 : r.errors == 0;
		ok = ok && (SUITE[i].want == VALID ||
			    (r.warnings + r.errors > 0 && bag_report_has(&r, SUITE[i].code)));
		right += ok;
		if (ok)
			continue;
		FAIL("%s: %zu errors, %zu warnings", SUITE[i].path, r.errors, r.warnings);
		for (size_t k = 0; k < r.n; k++)
			printf("    %d %.*s %.*s: %.*s\n", (int)r.findings[k].level,
			       STR_FMT(bag_code_name(r.findings[k].code)),
			       STR_FMT(r.findings[k].path), STR_FMT(r.findings[k].text));
	}
	printf("  bags of the conformance suite with the expected outcome: %d of %zu\n", right,
	       COUNT(SUITE));
}
