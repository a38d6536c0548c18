/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bag_check.c - whether a bag is what its manifests say: first read what is listed, then read every
 * file once and compare, then look for files nobody listed.
 */
#include "ledger/bag_priv.h"

struct listed {
	ptrdiff_t file; /* in the set, -1: not there */
	struct str path;
	const uint8_t *hash;
};

struct bag_list { /* a manifest */
	struct str name;
	enum bag_alg alg;
	bool payload;
	struct listed *lines;
	size_t n, cap;
	struct map seen; /* path -> struct listed index + 1 */
};

struct str bag_code_name(enum bag_code c)
{
	static const char *const NAMES[BAG_CODES] = {
		"no-bagit-txt", "version",	"encoding",    "byte-order-mark",
		"no-manifest",	"algorithm",	"weak-hash",   "line",
		"path",		"listed-twice", "names-alike", "system-file",
		"dot-slash",	"star",		"missing",     "not-listed",
		"changed",	"fetch",	"oxum",	       "bag-info",
		"unreadable",
	};
	return str_of(NAMES[c]);
}

void bag_find(struct bag_checking *c, enum bag_level level, enum bag_code code, struct str path,
	      const char *text)
{
	c->r->errors += level == BAG_ERROR;
	c->r->warnings += level == BAG_WARNING;
	if (c->r->n < BAG_FINDINGS_MAX)
		c->r->findings[c->r->n++] =
			(struct bag_finding){ level, code, str_copy(c->a, path), str_of(text) };
}

bool bag_report_has(const struct bag_report *r, enum bag_code c)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->findings[i].code == c)
			return true;
	return false;
}

static bool is_payload(struct str path)
{
	return str_starts(path, STR("data/"));
}

/* ---- what is listed -------------------------------------------------------- */

/* manifest-ALG.txt and tagmanifest-ALG.txt at the top. */
static bool manifest_name(struct str path, bool *ret_payload, struct str *ret_alg)
{
	static const struct str KINDS[] = { { "tagmanifest-", 12 }, { "manifest-", 9 } };
	if (!str_ends(path, STR(".txt")) || memchr(path.p, '/', path.n))
		return false;
	for (size_t i = 0; i < COUNT(KINDS); i++)
		if (str_starts(path, KINDS[i]) && path.n > KINDS[i].n + 4) {
			*ret_payload = i == 1;
			*ret_alg = str_n(path.p + KINDS[i].n, path.n - KINDS[i].n - 4);
			return true;
		}
	return false;
}

static bool find_alg(struct str name, enum bag_alg *ret)
{
	for (int g = 0; g < BAG_ALGS; g++)
		if (str_eq(name, bag_alg_name((enum bag_alg)g))) {
			*ret = (enum bag_alg)g;
			return true;
		}
	return false;
}

static void add_line(struct bag_checking *c, struct bag_list *l, struct str path,
		     const uint8_t *hash)
{
	uintptr_t *at = (uintptr_t *)map_at(&l->seen, path);
	if (*at) {
		bool same = memcmp(l->lines[*at - 1].hash, hash, bag_alg_bytes(l->alg)) == 0;
		bag_find(c, same && c->r->version < 100 ? BAG_WARNING : BAG_ERROR, BAG_TWICE, path,
			 same ? "it is listed twice in a manifest"
			      : "it is listed twice in a manifest, with two hashes");
		return;
	}
	l->lines = arena_grow(c->a, l->lines, l->n, &l->cap, sizeof *l->lines);
	l->lines[l->n++] = (struct listed){ bag_files_find(c->files, path), path, hash };
	*at = l->n;
}

static void read_line(struct bag_checking *c, struct bag_list *l, struct str line)
{
	uint8_t *hash = NEW_N(c->a, BAG_DIGEST_MAX, uint8_t);
	struct str path;
	bool star;
	if (!bag_manifest_line(line, bag_alg_bytes(l->alg), hash, &path, &star)) {
		bag_find(c, BAG_ERROR, BAG_LINE, l->name, "a line is not a hash and a path");
		return;
	}
	if (star)
		bag_find(c, BAG_WARNING, BAG_STAR, path,
			 "it is marked with a star, as md5sum does");
	if (str_starts(path, STR("./"))) {
		bag_find(c, BAG_WARNING, BAG_DOT_SLASH, path, "it begins with ./");
		path = str_from(path, 2);
	}
	path = bag_decode_path(path, c->r->version, c->a);
	/* A file that is there under just this name was let in by whoever made the set. */
	const char *fault = bag_files_find(c->files, path) < 0 ? bag_path_fault(path) : NULL;
	if (fault || is_payload(path) != l->payload) {
		bag_find(c, BAG_ERROR, BAG_PATH, path,
			 fault	      ? "a manifest leads out of the bag"
			 : l->payload ? "a manifest lists what is not below data/"
				      : "a tag manifest lists what is below data/");
		return;
	}
	add_line(c, l, path, hash);
}

static int read_manifest(struct bag_checking *c, struct bag_list *l)
{
	struct str line;
	struct str s = bag_tag_file(c, l->name);
	map_init(&l->seen, c->a);
	while (bag_line(&s, &line)) {
		if (str_trim(line).n == 0)
			continue;
		if (++c->lines > BAG_LINES_MAX)
			return err_set(c->e, ERR_TOOBIG, "the manifests have more than %d lines",
				       BAG_LINES_MAX);
		read_line(c, l, line);
	}
	return 0;
}

/* Names only: that one of them is there does not matter here. */
static void check_names_listed(struct bag_checking *c, const struct bag_list *l)
{
	struct bag_file *names = NEW_N(c->a, l->n, struct bag_file);
	for (size_t i = 0; i < l->n; i++)
		names[i].path = l->lines[i].path;
	const struct bag_file *twin = bag_files_alike(names, l->n, c->a);
	if (twin)
		bag_find(c, BAG_WARNING, BAG_ALIKE, twin->path,
			 "another name in a manifest is the same on some systems");
}

static int read_manifests(struct bag_checking *c)
{
	struct str algs = STR("");
	bool strong = false;
	c->lists = NEW_N(c->a, (size_t)2 * BAG_ALGS, struct bag_list);
	for (size_t i = 0; i < c->files->n; i++) {
		struct bag_list l = { .name = c->files->list[i].path };
		struct str alg;
		if (!manifest_name(l.name, &l.payload, &alg))
			continue;
		if (!find_alg(alg, &l.alg)) {
			bag_find(c, BAG_WARNING, BAG_ALGORITHM, l.name,
				 "its hash is not one we can compute");
			continue;
		}
		TRY(read_manifest(c, &l));
		check_names_listed(c, &l);
		c->algs |= 1u << l.alg;
		c->lists[c->n_lists++] = l;
		if (!l.payload)
			continue;
		algs = str_printf(c->a, "%.*s%s%.*s", STR_FMT(algs), algs.n ? ", " : "",
				  STR_FMT(alg));
		strong = strong || (l.alg != BAG_MD5 && l.alg != BAG_SHA1);
	}
	c->r->algorithms = algs;
	if (!algs.n)
		bag_find(c, BAG_ERROR, BAG_NO_MANIFEST, STR(""),
			 "no manifest says which files there are");
	else if (!strong)
		bag_find(c, BAG_WARNING, BAG_WEAK, STR(""),
			 "its manifests are of MD5 or SHA-1, which can be forged");
	return 0;
}

/* ---- what is there ----------------------------------------------------------- */

/* Systems make and remove these by themselves, so that they come and go with copying. */
static bool is_system_file(struct str path)
{
	static const struct str NAMES[] = { { ".DS_Store", 9 },
					    { "Thumbs.db", 9 },
					    { "desktop.ini", 11 } };
	for (size_t i = 0; i < COUNT(NAMES); i++)
		if (str_eq(path, NAMES[i]) || (str_ends(path, NAMES[i]) && path.n > NAMES[i].n &&
					       path.p[path.n - NAMES[i].n - 1] == '/'))
			return true;
	return false;
}

/* Whether the set has a file whose name is this one on some systems. */
static bool has_twin(const struct bag_checking *c, struct str path)
{
	AUTO_ARENA *scratch = arena_new(0);
	struct hash folded = bag_path_fold(path, scratch);
	for (size_t i = 0; i < c->files->n; i++) {
		arena_clear(scratch);
		struct hash h = bag_path_fold(c->files->list[i].path, scratch);
		if (hash_eq(&h, &folded))
			return true;
	}
	return false;
}

static void check_missing(struct bag_checking *c, const struct bag_list *l)
{
	int looked = 0;
	for (size_t i = 0; i < l->n; i++) {
		struct str path = l->lines[i].path;
		if (l->lines[i].file >= 0)
			continue;
		if (is_system_file(path)) {
			bag_find(c, BAG_WARNING, BAG_SYSTEM_FILE, path,
				 "it is listed and not there; systems remove such files");
			c->system_missing += l->payload;
		} else if (map_get(&c->fetched, path)) {
			bag_find(c, BAG_ERROR, BAG_MISSING, path, "it was never fetched");
		} else if (looked++ < 100 && has_twin(c, path)) {
			/* Looked for a hundred times at most: it takes the whole set each time. */
			bag_find(c, BAG_WARNING, BAG_ALIKE, path,
				 "it is listed and not there, but a file with nearly its name is");
		} else {
			bag_find(c, BAG_ERROR, BAG_MISSING, path, "it is listed and not there");
		}
	}
}

static void compare(struct bag_checking *c, const struct bag_list *l, const struct bag_digests *all,
		    const bool *readable, bool *in)
{
	for (size_t i = 0; i < l->n; i++) {
		ptrdiff_t f = l->lines[i].file;
		if (f < 0 || !readable[f])
			continue;
		if (memcmp(all[f].b[l->alg], l->lines[i].hash, bag_alg_bytes(l->alg)) != 0)
			bag_find(c, BAG_ERROR, BAG_CHANGED, l->lines[i].path,
				 "its hash is not the one listed");
		else
			in[f] = true;
	}
}

/* In version 1.0 every payload manifest lists every payload file, before that one of them did. */
static void check_unlisted(struct bag_checking *c)
{
	for (size_t f = 0; f < c->files->n; f++) {
		struct str path = c->files->list[f].path;
		size_t in = 0;
		size_t of = 0;
		if (!is_payload(path))
			continue;
		for (size_t i = 0; i < c->n_lists; i++)
			if (c->lists[i].payload) {
				of++;
				in += map_get(&c->lists[i].seen, path) != NULL;
			}
		if (in < of && (in == 0 || c->r->version >= 100))
			bag_find(c, BAG_ERROR, BAG_NOT_LISTED, path,
				 in ? "not every manifest lists it" : "no manifest lists it");
		if (is_system_file(path))
			bag_find(c, BAG_WARNING, BAG_SYSTEM_FILE, path,
				 "systems make and remove such files");
	}
}

static void read_files(struct bag_checking *c)
{
	size_t n = c->files->n;
	struct bag_digests *all = NEW_N(c->a, n, struct bag_digests);
	struct hash *sha256 = NEW_N(c->a, n, struct hash);
	bool *readable = NEW_N(c->a, n, bool);
	bool *payload = NEW_N(c->a, n, bool);
	bool *tags = NEW_N(c->a, n, bool);
	for (size_t i = 0; i < n; i++) {
		struct err e;
		if (bag_hash_file(c->files, i, c->algs, &all[i], &e) < 0) {
			bag_find(c, BAG_ERROR, BAG_UNREADABLE, c->files->list[i].path,
				 "it could not be read as the set describes it");
			continue;
		}
		readable[i] = true;
		memcpy(sha256[i].b, all[i].b[BAG_SHA256], HASH_LEN);
		if (is_payload(c->files->list[i].path)) {
			c->r->payload_files++;
			c->r->payload_bytes += c->files->list[i].size;
		}
	}
	for (size_t i = 0; i < c->n_lists; i++) {
		check_missing(c, &c->lists[i]);
		compare(c, &c->lists[i], all, readable, c->lists[i].payload ? payload : tags);
	}
	c->r->sha256 = sha256;
	c->r->in_manifest = payload;
	c->r->in_tagmanifest = tags;
}

/* All that will be held in memory, several times over. */
static int check_tag_sizes(const struct bag_files *files, struct err *e)
{
	int64_t sum = 0;
	struct str alg;
	bool payload;
	for (size_t i = 0; i < files->n; i++)
		if (manifest_name(files->list[i].path, &payload, &alg))
			sum += files->list[i].size;
	if (sum > BAG_TAGS_MAX)
		return err_set(e, ERR_TOOBIG, "the manifests have more than %d bytes",
			       BAG_TAGS_MAX);
	return 0;
}

int bag_check(const struct bag_files *files, struct arena *a, struct bag_report *ret, struct err *e)
{
	struct bag_report r = { .findings = NEW_N(a, BAG_FINDINGS_MAX, struct bag_finding) };
	struct bag_checking c = {
		.files = files, .a = a, .e = e, .r = &r, .algs = 1u << BAG_SHA256
	};
	if (files->n > BAG_FILES_MAX)
		return err_set(e, ERR_TOOBIG, "a bag has more than %d files", BAG_FILES_MAX);
	TRY(check_tag_sizes(files, e));
	bag_check_declaration(&c);
	bag_check_fetch(&c);
	TRY(read_manifests(&c));
	const struct bag_file *twin = bag_files_alike(files->list, files->n, a);
	if (twin)
		bag_find(&c, BAG_WARNING, BAG_ALIKE, twin->path,
			 "another file has the same name on some systems");
	read_files(&c);
	check_unlisted(&c);
	bag_check_info(&c);
	*ret = r;
	return 0;
}
