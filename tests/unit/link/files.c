/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables by a config: what is refused, what is noted, what is written. */
#include "check.h"

#include <unistd.h>

#include "base/file.h"
#include "link/files.h"

static char folder[200];

static struct str put(struct arena *a, const char *name, const char *content)
{
	struct err e = { 0 };
	struct str path = str_printf(a, "%s/%s", folder, name);
	CHECK_OK(file_write(path.p, str_of(content), 0600, &e), &e);
	return path;
}

static const char CONFIG[] =
	"{\"id\":\"id\",\"fields\":[{\"column\":\"name\",\"type\":\"name\"},"
	"{\"column\":\"died\",\"type\":\"date\"},{\"column\":\"town\",\"type\":\"text\"}]}";

static int read_tables(struct arena *a, const struct str *paths, size_t n, struct link_set **ret,
		       size_t *ret_notes, struct err *e)
{
	struct link_config c;
	struct link_warning *notes;
	CHECK_OK(link_config_read(str_of(CONFIG), a, &c, e), e);
	return link_files_read(&c, paths, n, a, ret, &notes, ret_notes, e);
}

TEST(refuses_a_broken_table_with_its_place)
{
	static const struct {
		const char *csv, *says;
	} CASES[] = {
		{ "id,name,died,town\n1,a,2001\n", "row 2" },
		{ "id,name,died,town\n1,a,2001,b\n1,c,2002,d\n", "two records have the id 1" },
		{ "id,name,died,town\n,a,2001,b\n", "a record has no id" },
		{ "nr,name,died,town\n1,a,2001,b\n", "no column \"id\"" },
		{ "id,name,died\n1,a,2001\n", "no file has a column \"town\"" },
		{ "id,name,died,town\n", "there is no record" },
		{ "id,name,died,town\n1,a\xFF,2001,b\n", "row 2" },
	};
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	check_folder(folder, sizeof folder, "link");
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct err e = { 0 };
		struct link_set *s;
		size_t notes;
		struct str path = put(a, "a.csv", CASES[i].csv);
		CHECK(read_tables(a, &path, 1, &s, &notes, &e) < 0);
		if (!str_has(str_of(e.text), str_of(CASES[i].says)))
			FAIL("%s: %s", CASES[i].says, e.text);
		unlink(path.p);
	}
	rmdir(folder);
}

TEST(each_file_is_a_list_and_missing_columns_are_noted)
{
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	struct err e = { 0 };
	struct link_set *s;
	size_t notes;
	check_folder(folder, sizeof folder, "link");
	struct str paths[] = { put(a, "first.list.csv",
				   "id,name,died,town\n1,Nemouneh Yekom,soon,Abad\n"),
			       put(a, "second.csv", "name,id,died\nNemouneh Yekom,2,2001\n") };
	CHECK_OK(read_tables(a, paths, 2, &s, &notes, &e), &e);
	CHECK_STR(s->lists[0].name, "first.list");
	CHECK_STR(s->lists[1].name, "second");
	CHECK_INT(notes, 2); /* no column town in the second; "soon" is no date */
	CHECK_INT(s->values[0].n, 2);
	for (size_t i = 0; i < 2; i++)
		unlink(paths[i].p);
	rmdir(folder);
}

TEST(writes_all_or_nothing)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e = { 0 };
	check_folder(folder, sizeof folder, "link");
	struct str good = str_printf(a, "%s/clusters.csv", folder);
	struct str bad = str_printf(a, "%s/none/pairs.csv", folder);
	struct link_output out[] = { { good, STR("a\n") }, { bad, STR("b\n") } };
	CHECK(link_files_write(out, 2, &e) < 0);
	CHECK(!file_exists(good.p));
	CHECK(!file_exists(str_printf(a, "%s.part", good.p).p));
	CHECK_OK(link_files_write(out, 1, &e), &e);
	CHECK(file_exists(good.p));
	unlink(good.p);
	rmdir(folder);
}
