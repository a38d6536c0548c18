/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of one property: what must be found, and what must not. */
#include "conflict_cases.h"

TEST(conflict_equal_values_never_conflict)
{
	static const struct conflict_case CASES[] = {
		{ "event hunger_strike", "start 2025-10-12 src:1\nstart 2025-10-12 src:2", "" },
		/* the same day, given in two calendars */
		{ "event hunger_strike",
		  "start 2025-10-12 src:1\nstart 2025-10-12 src:2 cal:jalali given:20_Mehr_1404",
		  "" },
		/* the same source again, in another part of its document */
		{ "event hunger_strike",
		  "start 2025-10-12 src:1 doc:9 pos:table\nstart 2025-10-12 src:1 doc:9 pos:body",
		  "" },
		{ "group", "count_at_risk 17 src:1 when:2025\ncount_at_risk 17 src:2 when:2025",
		  "" },
		{ "person", "father_name Nemouneh\nfather_name nemouneh", "" },
		{ "place", "location 35.70,51.40\nlocation 35.7001,51.4002", "" },
		{ "person", "age 40 when:2025 src:1", "" },
		{ "person", "", "" },
	};
	case_check_all(CASES, COUNT(CASES));
}

TEST(conflict_unequal_values_are_found)
{
	static const struct conflict_case CASES[] = {
		{ "person", "age 69 src:1\nage 65 src:2", "unequal_value/age{1|2}" },
		/* three sources against one, and equal ones on one side */
		{ "person", "age 48 src:1\nage 53 src:2\nage 48 src:3\nage 48 src:4",
		  "unequal_value/age{1,3,4|2}" },
		/* more than two sides, in the order of the log */
		{ "person", "age 70 src:1\nage 65 src:2\nage 69 src:3\nage 65 src:4",
		  "unequal_value/age{1|2,4|3}" },
		/* the word before the number is part of it */
		{ "group", "count_on_death_row >=17 src:1\ncount_on_death_row 17 src:1",
		  "unequal_value/count_on_death_row{1|2}" },
		{ "event protest",
		  "participants >1500 when:2025-10\nparticipants 1500 when:2025-10",
		  "unequal_value/participants{1|2}" },
		{ "event protest",
		  "participants ~1500 when:2025-10\nparticipants 1500 when:2025-10",
		  "unequal_value/participants{1|2}" },
		{ "event protest", "participants 10-12\nparticipants 11",
		  "unequal_value/participants{1|2}" },
		{ "figure", "total >1200 when:2025\ntotal >1276 when:2025",
		  "unequal_value/total{1|2}" },
		/* dates that cannot both hold, by their precision */
		{ "event arrest", "date 2022-09-09 src:1\ndate 2022-09-11 src:2",
		  "unequal_value/date{1|2}" },
		{ "figure", "onset 2024 src:1\nonset 2025-06 src:1", "unequal_value/onset{1|2}" },
		{ "event arrest", "date 2022-11 src:1\ndate 2022-12-06 src:2",
		  "unequal_value/date{1|2}" },
		{ "event arrest", "date [2022-09-08,2022-09-27] src:1\ndate 2022-09-15 src:2",
		  "unequal_value/date{1|2}" },
		{ "event arrest", "date 2022-09-08? src:1\ndate 2022-09-15 src:2",
		  "unequal_value/date{1|2}" },
		{ "event execution", "public_execution yes src:1\npublic_execution no src:2",
		  "unequal_value/public_execution{1|2}" },
		{ "event execution", "place 1 src:1\nplace 2 src:2", "unequal_value/place{1|2}" },
		{ "event arrest", "type arrest src:1\ntype disappearance src:2",
		  "unequal_value/type{1|2}" },
		{ "person", "sex male src:1\nsex female src:2", "unequal_value/sex{1|2}" },
		{ "person", "marital_status married src:1\nmarital_status single src:2",
		  "unequal_value/marital_status{1|2}" },
		{ "place", "location 35.70,51.40\nlocation 36.30,59.60",
		  "unequal_value/location{1|2}" },
		{ "place", "location 35.70,51.40\nlocation -35.70,51.40",
		  "unequal_value/location{1|2}" },
		/* one overlapping time is enough */
		{ "person", "prison 1 when:2024/..\nprison 2 when:2024/..",
		  "unequal_value/prison{1|2}" },
	};
	case_check_all(CASES, COUNT(CASES));
}

TEST(conflict_values_that_can_both_hold_are_left_alone)
{
	static const struct conflict_case CASES[] = {
		{ "event arrest", "date 2025-10 src:1\ndate 2025-10-12 src:2", "" },
		{ "event arrest", "date 2025 src:1\ndate 2025-10 src:2\ndate 2025-10-12 src:3",
		  "" },
		{ "event arrest", "date [2025-09-08,2025-09-27] src:1\ndate 2025-09-27 src:2", "" },
		{ "event arrest", "date 2025-09-08/2025-09-27 src:1\ndate 2025-09-15 src:2", "" },
		{ "event arrest", "date 2025-10~ src:1\ndate 2025-11-02 src:2", "" },
		{ "event arrest", "date 2025-07/.. src:1\ndate 2025-10-12 src:2", "" },
		/* many are true of properties that are not functional */
		{ "event death_sentence", "charge moharebeh src:1\ncharge efsad src:2", "" },
		{ "event execution", "victim 1\nvictim 2\nperpetrator 3\nperpetrator 4", "" },
		{ "person", "name Example_person_12\nname Nemouneh_Davazdahom lang:fa-Latn", "" },
		/* unknown contradicts nothing */
		{ "person", "age unknown src:1\nage 40 src:2", "" },
		{ "person", "sex unknown src:1\nsex male src:2", "" },
		{ "event arrest", "date unknown src:1\ndate 2025-10-12 src:2", "" },
		/* free words: another language, and one that only says more */
		{ "site", "new_use parking_lot\nnew_use پارکینگ lang:fa", "" },
		{ "site", "new_use parking\nnew_use parking_lot", "" },
		/* a place and what it lies in */
		{ "event execution", "place 1 src:1 in:2\nplace 2 src:2", "" },
		{ "event execution", "place 2 src:1\nplace 1 src:2 in:2", "" },
	};
	case_check_all(CASES, COUNT(CASES));
}

TEST(conflict_windows)
{
	static const struct conflict_case CASES[] = {
		/* the two totals */
		{ "figure",
		  "total >1200 when:2025~/2025-10~ where:x scope:executions\n"
		  "total >1276 when:2025 where:x scope:executions",
		  "unequal_window/total{1|2}" },
		{ "figure",
		  "total 1128 when:2025-01-01/2025-10-15 src:1\ntotal >1276 when:2025 src:2",
		  "unequal_window/total{1|2}" },
		/* windows that cross */
		{ "figure", "total 1537 when:2024-10/2025-10 src:1\ntotal 1276 when:2025 src:2",
		  "unequal_window/total{1|2}" },
		{ "figure", "total 1128 when:2025\ntotal 1276",
		  "unequal_window/total{1|2} missing_anchor/total{2}" },
		{ "person", "age 69 when:2025\nage 65 when:2025-07", "unequal_window/age{1|2}" },
		/* the same window, written as "early" and plain */
		{ "figure", "total 1200 when:2025~\ntotal 1276 when:2025",
		  "unequal_value/total{1|2}" },
		{ "assessment",
		  "likelihood likely period:2025\nlikelihood unlikely period:2025/2026",
		  "unequal_window/likelihood{1|2}" },
		/* a part larger than the whole */
		{ "figure", "total 80 when:2025\ntotal 97 when:2025-01",
		  "unequal_window/total{1|2}" },
		/* windows that do not meet */
		{ "figure", "total 975 when:2024\ntotal 1276 when:2025", "" },
		{ "person", "age 47 when:2024\nage 48 when:2025", "" },
		{ "person", "prison 1 when:2024\nprison 2 when:2025", "" },
		{ "assessment", "likelihood likely period:2024\nlikelihood unlikely period:2025",
		  "" },
		/* a year and its months */
		{ "figure", "total 975 when:2024\ntotal 80 when:2024-01\ntotal 72 when:2024-02",
		  "" },
		/* equal values in different windows */
		{ "figure", "total 1276 when:2025\ntotal 1276 when:2025-01-01/2025-10-15", "" },
		/* another place, another count */
		{ "figure", "total 1276 when:2025 where:iran\ntotal 30 when:2025 where:prison",
		  "" },
		{ "figure", "total 1276 when:2025 where:iran\ntotal 1201 when:2025 where:province",
		  "" },
	};
	case_check_all(CASES, COUNT(CASES));
}

TEST(conflict_scopes)
{
	static const struct conflict_case CASES[] = {
		/* the size of the strike */
		{ "event hunger_strike",
		  "participants ~1500 when:2025-10-12 where:q scope:death_row_prisoners pos:body\n"
		  "participants >1500 when:2025-10 where:q scope:prisoners pos:summary\n"
		  "participants >1500 when:2025-10 where:q scope:prisoners pos:call_to_action\n"
		  "participants 1500 when:2025-10 where:q scope:prisoners pos:conclusion",
		  "unequal_value/participants{2,3|4} unequal_scope/participants{1|2,3|4}" },
		{ "event protest",
		  "participants 1500 scope:death_row_prisoners\nparticipants >1500 scope:prisoners",
		  "unequal_scope/participants{1|2}" },
		/* more women than prisoners */
		{ "figure",
		  "total 300 when:2025 scope:drug_executions\ntotal 200 when:2025 scope:executions",
		  "unequal_scope/total{1|2}" },
		/* one of them does not say what it counts */
		{ "event protest", "participants 1200 scope:prisoners\nparticipants 1500",
		  "unequal_scope/participants{1|2}" },
		{ "event protest",
		  "participants 300 scope:women\nparticipants 800 scope:foreign_nationals",
		  "unequal_scope/participants{1|2}" },
		/* parts of a whole */
		{ "event protest",
		  "participants 1500 scope:prisoners\nparticipants 17 scope:political_prisoners",
		  "" },
		{ "figure",
		  "total 975 when:2024 scope:executions\ntotal 503 when:2024 scope:drug_executions\n"
		  "total 31 when:2024 scope:political_executions\ntotal 4 when:2024 scope:public_executions",
		  "" },
		/* different scopes, equal values */
		{ "event protest",
		  "participants 1500 scope:prisoners\nparticipants 1500 scope:death_row_prisoners",
		  "" },
	};
	case_check_all(CASES, COUNT(CASES));
}

TEST(conflict_derived_relayed_and_tabled_values_are_named_as_such)
{
	static const struct conflict_case CASES[] = {
		/* the start of the strike */
		{ "event hunger_strike",
		  "start 2025-10-12 src:1 doc:9 pos:body\n"
		  "start 2025-10-13 src:1 doc:8 via:9 pos:embedded_post derived",
		  "derived_against_stated/start{1|2}" },
		{ "event hunger_strike",
		  "start 2025-10-13 derived\nstart 2025-10-12\nstart 2025-10-13\nstart 2025-10-12",
		  "unequal_value/start{2,4|3} derived_against_stated/start{1|2,4}" },
		{ "event arrest", "date 2025-10-12 derived\ndate 2025-10 src:2", "" },
		{ "event arrest", "date 2025-10-12 derived src:1\ndate 2025-10-13 derived src:2",
		  "unequal_value/date{1|2}" },
		/* what a report says a letter says, and the letter */
		{ "event transfer",
		  "date 2025-07-15 src:1 doc:8 via:9\ndate 2025-07-17 src:1 doc:8",
		  "quotation_against_original/date{1|2}" },
		{ "event transfer",
		  "date 2025-07-17 src:1 doc:8 via:9\ndate 2025-07-17 src:1 doc:8", "" },
		/* another document of the same source is not the original of this one */
		{ "event transfer",
		  "date 2025-07-15 src:1 doc:8 via:9\ndate 2025-07-17 src:1 doc:7",
		  "unequal_value/date{1|2}" },
		{ "event transfer",
		  "date 2025-07-15 src:1 doc:8 via:9\ndate 2025-07-17 src:2 doc:8",
		  "unequal_value/date{1|2}" },
		/* the table of a report and its text */
		{ "figure",
		  "total 12 when:2025 src:1 doc:9 pos:table\ntotal 13 when:2025 src:1 doc:9 pos:body",
		  "table_against_text/total{1|2}" },
		{ "figure",
		  "total 12 when:2025 src:1 doc:9 pos:table\ntotal 13 when:2025 src:2 doc:8 pos:body",
		  "unequal_value/total{1|2} table_against_text/total{1}" },
	};
	case_check_all(CASES, COUNT(CASES));
}

TEST(conflict_day_numbers_against_the_start)
{
	static const struct conflict_case CASES[] = {
		{ "event hunger_strike", "start 2025-10-12\nday_number 2 when:2025-10-14",
		  "derived_against_stated/start{1|2}" },
		{ "event hunger_strike",
		  "start 2025-10-12\nday_number 2 when:2025-10-14 derived\nstart 2025-10-13 derived",
		  "derived_against_stated/start{1|2,3}" },
		{ "event hunger_strike", "start 2025-10-13\nday_number 2 when:2025-10-14", "" },
		{ "event hunger_strike", "start 2025-10\nday_number 2 when:2025-10-14", "" },
		{ "event hunger_strike", "start 2025-10-12\nday_number 2 when:2025-10", "" },
		{ "event hunger_strike", "start 2025-10-12\nday_number 2", "" },
		{ "event hunger_strike", "start 2025-10-12\nday_number >=2 when:2025-10-14", "" },
		{ "event hunger_strike", "start 2025-10-12\nday_number unknown when:2025-10-14",
		  "" },
	};
	case_check_all(CASES, COUNT(CASES));
}

TEST(conflict_what_stands_only_in_a_table)
{
	static const struct conflict_case CASES[] = {
		/* the second burial site */
		{ "event grave_destruction",
		  "type grave_destruction src:1 doc:9 pos:table\nsite 4 src:1 doc:9 pos:table\n"
		  "date 2025 src:1 doc:9 pos:table",
		  "table_against_text/site{1,2,3}" },
		{ "event grave_destruction", "site 4 src:1 doc:8 via:9 pos:caption",
		  "table_against_text/site{1}" },
		{ "event grave_destruction",
		  "type grave_destruction src:1 doc:9 pos:table\ndate 2025 src:1 doc:9 pos:body",
		  "" },
		{ "event grave_destruction",
		  "date 2025 src:1 doc:9 pos:table\nname Example src:2 doc:8 pos:body",
		  "table_against_text/date{1}" },
		/* the text names it without saying more */
		{ "event grave_destruction", "date 2025 src:1 doc:9 pos:table\n@mention 9 body",
		  "" },
		{ "event grave_destruction",
		  "date 2025 src:1 doc:9 pos:table\n@mention 9 table\n@mention 8 body",
		  "table_against_text/date{1}" },
		/* part of the document not recorded */
		{ "event grave_destruction",
		  "date 2025 src:1 doc:9 pos:table\nname Example src:1 doc:9", "" },
		{ "event grave_destruction", "date 2025 src:1 pos:table", "" },
		/* comparisons are at home in tables */
		{ "parallel", "dimension Ceasefire src:1 doc:9 pos:table", "" },
		{ "assessment", "thesis Something src:1 doc:9 pos:table", "" },
	};
	case_check_all(CASES, COUNT(CASES));
}

TEST(conflict_counts_against_lists)
{
	static const struct conflict_case CASES[] = {
		/* three framings of one group, and its six names */
		{ "group",
		  "count_at_risk 17 when:2025-10~ scope:facing_imminent_execution\n"
		  "count_on_death_row >=17 when:2025-10~ scope:political_death_row_prisoners\n"
		  "count_on_death_row 17 when:2025-10~ scope:political_death_row_prisoners\n"
		  "named_members 6 when:2025-10~ scope:named_persons derived\n"
		  "member 21 when:2025-10~ derived\nmember 22 when:2025-10~ derived\n"
		  "member 23 when:2025-10~ derived\nmember 24 when:2025-10~ derived\n"
		  "member 25 when:2025-10~ derived\nmember 26 when:2025-10~ derived\n"
		  "@member 21\n@member 22\n@member 23\n@member 24\n@member 25\n@member 26",
		  "unequal_value/count_on_death_row{2|3} unequal_scope/count_at_risk{1|2|3} "
		  "count_against_roster/count_at_risk{1|4,5,6,7,8,9,10} "
		  "count_against_roster/count_on_death_row{2|3|4,5,6,7,8,9,10}" },
		{ "list", "members_total 3\nmember 21\nmember 22\n@member 21\n@member 22",
		  "count_against_roster/members_total{1|2,3}" },
		{ "list", "members_total 1\nmember 21\nmember 22\n@member 21\n@member 22",
		  "count_against_roster/members_total{1|2,3}" },
		{ "list", "members_total >=3\nmember 21\nmember 22\n@member 21\n@member 22",
		  "count_against_roster/members_total{1|2,3}" },
		{ "list", "members_total 3\nnamed_members 2",
		  "count_against_roster/members_total{1|2}" },
		{ "list", "named_members 3\nmember 21\n@member 21",
		  "count_against_roster/named_members{1|2}" },
		{ "site", "count_of_sites >=2 when:2025\nincludes 21 when:2025\n@member 21",
		  "count_against_roster/count_of_sites{1|2}" },
		/* one who left before: the number of October, an execution in July */
		{ "group",
		  "members_total 2 when:2025-10\nmember 21\nmember 22\n@member 21\n@member 22 ended:2025-07-27",
		  "count_against_roster/members_total{1|2}" },
		{ "group",
		  "members_total 1 when:2025-10\nmember 21\nmember 22\n@member 21\n@member 22 ended:2025-07-27",
		  "" },
		{ "group",
		  "members_total 1 said:2025-10-15\nmember 21\nmember 22\n@member 21\n@member 22 ended:2025-07-27",
		  "" },
		/* all of them left */
		{ "group", "members_total 1 when:2025-10\nmember 22\n@member 22 ended:2025-07-27",
		  "count_against_roster/members_total{1|2}" },
		/* it fits */
		{ "list", "members_total 2\nmember 21\nmember 22\n@member 21\n@member 22", "" },
		{ "list",
		  "members_total >=2\nmember 21\nmember 22\nmember 23\n@member 21\n@member 22\n@member 23",
		  "" },
		{ "list", "members_total 1-3\nmember 21\nmember 22\n@member 21\n@member 22", "" },
		/* one named by two sources is one */
		{ "list", "members_total 1\nmember 21 src:1\nmember 21 src:2\n@member 21", "" },
		/* no name at all is no list */
		{ "list", "members_total 17", "" },
		{ "list", "members_total 17\nmember unknown", "" },
		/* members of another time */
		{ "group",
		  "members_total 1 when:2025\nmember 21 when:2025\nmember 22 when:2020\n@member 21\n@member 22",
		  "" },
		{ "group", "count_at_risk 6 when:2025\ncount_on_death_row 17 when:2020", "" },
		{ "group", "count_at_risk 17 when:2025\ncount_on_death_row 17 when:2025", "" },
		{ "group", "count_at_risk 6 when:2025\ncount_on_death_row 17 when:2025",
		  "unequal_value/count_at_risk{1|2}" },
		{ "group", "count_at_risk 6 when:2025-10\ncount_on_death_row 17 when:2025",
		  "unequal_window/count_at_risk{1|2}" },
		{ "group", "count_at_risk unknown\ncount_on_death_row 17", "" },
	};
	case_check_all(CASES, COUNT(CASES));
}
