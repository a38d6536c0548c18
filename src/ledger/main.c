/* SPDX-License-Identifier: Apache-2.0 */
/*
 * main.c - vigil-verify: judge a proof, a bundle, a head or a whole log by the policy of whoever asks.
 *
 * It opens the files it is told of, asks nobody and trusts nothing that came with what it judges. It
 * says what is shown and what is not, since a reader will otherwise believe that all is shown.
 * Exit status: 0 accepted, 1 refused, 2 the question could not be put.
 */
#include "ledger/verify_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/crypto.h"
#include "base/file.h"
#include "ledger/zip.h"

enum { STDIN_MAX = 64 << 20, HEADERS_MAX = 32 << 20 };

static const char USAGE_TEXT[] =
	"usage: vigil-verify [OPTION]... [WHAT|-]\n"
	"\n"
	"Judges WHAT, a file, a folder or standard input:\n"
	"  a proof         as `vigil proof` prints it\n"
	"  a bundle        as `vigil bundle` packs it (ZIP), or unpacked\n"
	"  a checkpoint    the signed head of a log\n"
	"  a consistency   file of two heads, as `vigil log consistency` prints it\n"
	"  a folder        of tiles, as `vigil log export` writes it: all of it is computed again\n"
	"\n"
	"  --policy FILE       whom you trust: log keys, witnesses, quorum (C2SP tlog-policy).\n"
	"                      Without it nothing is accepted.\n"
	"  --tsa-roots FILE    certificates (PEM) of time-stamping authorities you trust\n"
	"  --ots-headers FILE  Bitcoin block headers that you trust, for OpenTimestamps proofs\n"
	"  --file FILE         also ask whether this is a file that the record names\n"
	"  --json              the verdict as JSON\n"
	"  --version, --help\n"
	"Exit status: 0 accepted, 1 refused, 2 usage or an unusable policy.\n";

/* ---- the question ---- */

static bool read_arguments(int argc, char **argv, struct question *q)
{
	const struct {
		struct str name;
		const char **to;
	} WITH_FILE[] = {
		{ STR("--policy"), &q->policy },
		{ STR("--tsa-roots"), &q->tsa_roots },
		{ STR("--ots-headers"), &q->ots_headers },
		{ STR("--file"), &q->file },
	};
	for (int i = 1; i < argc; i++) {
		struct str s = str_of(argv[i]);
		bool took = false;
		for (size_t k = 0; k < COUNT(WITH_FILE) && !took; k++)
			if (str_eq(s, WITH_FILE[k].name) && i + 1 < argc && !*WITH_FILE[k].to) {
				*WITH_FILE[k].to = argv[++i];
				took = true;
			}
		if (took)
			continue;
		if (str_eq(s, STR("--json")))
			q->json = true;
		else if ((str_starts(s, STR("-")) && s.n > 1) || q->what)
			return false;
		else
			q->what = argv[i];
	}
	if (!q->what)
		q->what = "-";
	return true;
}

static int unusable(const char *path, const struct err *e)
{
	fprintf(stderr, "vigil-verify: %s: %s\n", path, e->text);
	return USAGE;
}

/* What could not be read names its path itself. */
static int unreadable(const struct err *e)
{
	fprintf(stderr, "vigil-verify: %s\n", e->text);
	return USAGE;
}

/* A wrong file would otherwise refuse good time stamps, or none when there are none to judge. */
static int check_roots(struct str pem, struct arena *a, struct err *e)
{
	size_t n;
	struct str clean;
	TRY(tsp_pem_clean(pem, a, &clean, &n, NULL, e));
	return n ? 0 : err_set(e, ERR_INPUT, "there is no certificate in it");
}

static int hash_file(struct verifying *v, const char *path, struct err *e)
{
	AUTO_FD fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	char chunk[65536];
	ssize_t n;
	if (fd < 0)
		return err_set(e, ERR_IO, "cannot read it: %s", strerror(errno));
	struct hasher *h = hasher_new();
	while ((n = read(fd, chunk, sizeof chunk)) > 0) {
		hasher_add(h, chunk, (size_t)n);
		v->file_bytes += n;
	}
	v->file_sha256 = hasher_end(h);
	v->has_file = true;
	return n < 0 ? err_set(e, ERR_IO, "cannot read it: %s", strerror(errno)) : 0;
}

/* What the verifier brings. */
static int read_trust(struct verifying *v)
{
	const struct question *q = &v->q;
	struct err e;
	struct str s;
	if (q->policy && file_read(q->policy, POLICY_MAX, v->a, &s, &e) < 0)
		return unreadable(&e);
	if (q->policy && policy_read(s, v->a, &v->policy, &e) < 0)
		return unusable(q->policy, &e);
	v->has_policy = q->policy != NULL;
	if (q->tsa_roots && file_read(q->tsa_roots, TSP_PEM_MAX, v->a, &v->tsa_roots, &e) < 0)
		return unreadable(&e);
	if (q->tsa_roots && check_roots(v->tsa_roots, v->a, &e) < 0)
		return unusable(q->tsa_roots, &e);
	if (q->ots_headers && file_read(q->ots_headers, HEADERS_MAX, v->a, &s, &e) < 0)
		return unreadable(&e);
	if (q->ots_headers && ots_headers_read(s, v->a, &v->headers, &e) < 0)
		return unusable(q->ots_headers, &e);
	if (q->file && hash_file(v, q->file, &e) < 0)
		return unusable(q->file, &e);
	return ACCEPTED;
}

/* ---- what it is ---- */

static int judge_text(struct verifying *v, struct str s)
{
	struct note n;
	struct checkpoint c;
	if (str_starts(s, STR("vigil/consistency/")))
		return verify_consistency(v, s);
	if (str_starts(s, STR("vigil/proof/")))
		return verify_proof(v, s);
	if (note_parse(s, v->a, &n, NULL) == 0 && checkpoint_parse(n.text, &c, NULL) == 0)
		return verify_checkpoint(v, s);
	return verify_refuse(
		v, "this is no proof, no bundle, no signed head and no consistency file, or not "
		   "all of it");
}

static int judge_zip(struct verifying *v, const struct zip_source *src)
{
	struct zip z;
	struct err e;
	if (zip_open(&z, src, true, v->a, &e) < 0)
		return verify_refuse(v, e.text);
	return verify_bundle(v, &z.files);
}

static int judge_folder(struct verifying *v)
{
	struct err e;
	const char *path = v->q.what;
	bool bag = file_exists(str_printf(v->a, "%s/bagit.txt", path).p);
	if (!bag && file_exists(str_printf(v->a, "%s/checkpoint", path).p))
		return verify_tiles(v, path);
	if (!bag)
		return verify_refuse(
			v, "the folder has no bagit.txt, so it is no bundle, and no checkpoint, so "
			   "it is no exported log");
	AUTO_BAG_FOLDER f = { .root = -1 };
	int rc = bag_folder_open(&f, path, v->a, &e);
	if (rc == ERR_IO || rc == ERR_NOTFOUND)
		return unusable(path, &e);
	return rc < 0 ? verify_refuse(v, e.text) : verify_bundle(v, &f.files);
}

static int judge_file(struct verifying *v)
{
	char head[4] = { 0 };
	struct stat st;
	struct str s;
	struct err e;
	AUTO_FD fd = open(v->q.what, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    pread(fd, head, sizeof head, 0) == (ssize_t)sizeof head &&
	    zip_looks_like_one(str_n(head, sizeof head))) {
		struct zip_source src = zip_source_fd(&fd, (int64_t)st.st_size);
		return judge_zip(v, &src);
	}
	int rc = file_read(v->q.what, PROOF_TEXT_MAX, v->a, &s, &e);
	if (rc == ERR_TOOBIG)
		return verify_refuse(v, e.text);
	if (rc < 0)
		return unreadable(&e);
	return judge_text(v, s);
}

static int judge_stdin(struct verifying *v)
{
	struct str s;
	struct err e;
	int rc = file_read("-", STDIN_MAX, v->a, &s, &e);
	if (rc == ERR_TOOBIG)
		return verify_refuse(v,
				     "more than 64 MiB on standard input: give the file instead");
	if (rc < 0)
		return unreadable(&e);
	struct zip_source src = zip_source_str(&s);
	return zip_looks_like_one(s) ? judge_zip(v, &src) : judge_text(v, s);
}

static int judge(struct verifying *v)
{
	struct stat st;
	int status = read_trust(v);
	if (status != ACCEPTED)
		return status;
	if (strcmp(v->q.what, "-") == 0)
		return judge_stdin(v);
	if (stat(v->q.what, &st) == 0 && S_ISDIR(st.st_mode))
		return judge_folder(v);
	return judge_file(v);
}

int main(int argc, char **argv)
{
	struct verifying v = { 0 };
	struct err e;
	if (argc == 2 && str_eq(str_of(argv[1]), STR("--help"))) {
		fputs(USAGE_TEXT, stdout);
		return fflush(stdout) ? USAGE : 0;
	}
	if (argc == 2 && str_eq(str_of(argv[1]), STR("--version"))) {
		puts("vigil-verify " VIGIL_VERSION);
		return fflush(stdout) ? USAGE : 0;
	}
	if (!read_arguments(argc, argv, &v.q)) {
		fputs(USAGE_TEXT, stderr);
		return USAGE;
	}
	if (crypto_init(&e) < 0)
		return unreadable(&e);
	AUTO_ARENA *a = arena_new((size_t)2 << 30);
	AUTO_BUF b;
	buf_init(&b, 64 << 20);
	v.a = a;
	v.out = &b;
	int status = judge(&v);
	/* A verdict that could not be written is none. */
	struct str out = buf_str(&b);
	if (buf_check(&b, &e) < 0 || fwrite(out.p, 1, out.n, stdout) != out.n || fflush(stdout)) {
		fputs("vigil-verify: the verdict could not be written\n", stderr);
		return USAGE;
	}
	return status;
}
