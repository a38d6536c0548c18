/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mkassets.c - turns files into one table of C (html/assets.h).
 *
 *	mkassets NAME=FILE... >assets.c
 *
 * An asset's address is /assets/SET/NAME, where SET is the beginning of one
 * hash over all names and contents. One hash for the set, not one for each
 * file: style.css asks for "tokens.css" beside itself, and a file that stays
 * as it was delivered cannot know another file's hash.
 */
#include "base/buf.h"
#include "base/bytes.h"
#include "base/file.h"
#include "base/hash.h"

enum { FILE_MAX = 16 << 20, SET_CHARS = 16 };

struct input {
	struct str name;
	struct str bytes;
	struct str sha256; /* hex */
};

static struct str media_type(struct str name)
{
	static const struct {
		const char *end;
		const char *type;
	} TYPES[] = {
		{ ".css", "text/css; charset=utf-8" },
		{ ".woff2", "font/woff2" },
		{ ".txt", "text/plain; charset=utf-8" },
	};
	for (size_t i = 0; i < COUNT(TYPES); i++)
		if (str_ends(name, str_of(TYPES[i].end)))
			return str_of(TYPES[i].type);
	die("%.*s: no media type is known for this name", STR_FMT(name));
}

/* Names go into a C string and a URL as they are. */
static void check_name(struct str name)
{
	static const char ALLOWED[] = "abcdefghijklmnopqrstuvwxyzOFL0123456789-./";
	if (!name.n)
		die("an asset has no name");
	for (size_t i = 0; i < name.n; i++)
		if (!memchr(ALLOWED, name.p[i], sizeof ALLOWED - 1))
			die("%.*s: not a name for an asset", STR_FMT(name));
}

static struct input read_input(const char *arg, struct arena *a)
{
	struct input in = { 0 };
	struct err e;
	struct str path = str_cut(str_of(arg), '=', &in.name);
	if (!path.p)
		die("usage: mkassets NAME=FILE...");
	check_name(in.name);
	if (file_read(str_z(a, path), FILE_MAX, a, &in.bytes, &e) < 0)
		die("%s", e.text);
	struct hash h = hash_of(in.bytes);
	in.sha256 = hex_str(a, h.b, HASH_LEN);
	return in;
}

static struct str set_hash(const struct input *in, size_t n, struct arena *a)
{
	struct hasher *h = hasher_new();
	for (size_t i = 0; i < n; i++) {
		hasher_add(h, in[i].name.p, in[i].name.n);
		hasher_add(h, "", 1);
		hasher_add(h, in[i].sha256.p, in[i].sha256.n);
	}
	struct hash set = hasher_end(h);
	return str_n(hex_str(a, set.b, HASH_LEN).p, SET_CHARS);
}

/* A braced initializer for a struct str: STR() is not one under -Wpedantic. */
static void write_str(struct str s)
{
	printf("{ \"%.*s\", %zu }, ", STR_FMT(s), s.n);
}

static void write_bytes(size_t number, struct str bytes)
{
	printf("static const unsigned char B%zu[] = {", number);
	for (size_t i = 0; i < bytes.n; i++)
		printf("%s%d,", i % 24 ? "" : "\n", (unsigned char)bytes.p[i]);
	printf("\n};\n");
}

int main(int argc, char **argv)
{
	AUTO_ARENA *a = arena_new(0);
	size_t n = (size_t)argc - 1;
	struct input *in = NEW_N(a, n, struct input);
	for (size_t i = 0; i < n; i++)
		in[i] = read_input(argv[i + 1], a);
	struct str set = set_hash(in, n, a);

	printf("/* made by tools/mkassets from assets/ and the font packages; do not edit */\n"
	       "#include \"html/assets.h\"\n\n");
	for (size_t i = 0; i < n; i++)
		write_bytes(i, in[i].bytes);
	printf("\nconst struct asset ASSETS[] = {\n");
	for (size_t i = 0; i < n; i++) {
		printf("\t{ ");
		write_str(in[i].name);
		write_str(str_printf(a, "/assets/%.*s/%.*s", STR_FMT(set), STR_FMT(in[i].name)));
		write_str(media_type(in[i].name));
		printf("B%zu, %zu, ", i, in[i].bytes.n);
		write_str(in[i].sha256);
		printf("},\n");
	}
	printf("};\nconst size_t ASSETS_N = %zu;\n", n);
	if (fflush(stdout) || ferror(stdout))
		die("the table could not be written");
	return 0;
}
