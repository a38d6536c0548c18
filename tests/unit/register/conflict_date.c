/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates: sets shared, weekdays, calendars, order, dates counted from others. */
#include "conflict_cases.h"

TEST(conflict_sets_without_mapping)
{
	static const struct conflict_case CASES[] = {
		/* three persons, two dates; borne by the first of them */
		{ "event death_sentence",
		  "date [2025-09-08,2025-09-27] src:1\n"
		  "@twin 11 date [2025-09-08,2025-09-27] src:1\n@twin 12 date [2025-09-08,2025-09-27] src:1",
		  "set_without_mapping/date{1|t11|t12}" },
		{ "event death_sentence",
		  "date [2025-09-08,2025-09-27] src:1\n"
		  "@twin 9 date [2025-09-08,2025-09-27] src:1\n@twin 12 date [2025-09-08,2025-09-27] src:1",
		  "" },
		{ "event death_sentence",
		  "date [2025-09-08,2025-09-27] src:1\n@twin 11 date [2025-09-08,2025-09-27] src:1",
		  "set_without_mapping/date{1|t11}" },
		/* one person and two dates is no more than uncertain */
		{ "event death_sentence", "date [2025-09-08,2025-09-27] src:1", "" },
		/* two persons, three dates: not a mapping that was left out */
		{ "event death_sentence",
		  "date [2025-09-08,2025-09-20,2025-09-27] src:1\n"
		  "@twin 11 date [2025-09-08,2025-09-20,2025-09-27] src:1",
		  "" },
		/* another set, another source */
		{ "event death_sentence",
		  "date [2025-09-08,2025-09-27] src:1\n@twin 11 date [2025-09-08,2025-09-28] src:1",
		  "" },
		{ "event death_sentence",
		  "date [2025-09-08,2025-09-27] src:1\n@twin 11 date [2025-09-08,2025-09-27] src:2",
		  "" },
		/* the same source says which */
		{ "event death_sentence",
		  "date [2025-09-08,2025-09-27] src:1\ndate 2025-09-27 src:1\n"
		  "@twin 11 date [2025-09-08,2025-09-27] src:1",
		  "" },
		/* some day between two days */
		{ "event death_sentence",
		  "date [2025-09-08..2025-09-27] src:1\n@twin 11 date [2025-09-08..2025-09-27] src:1",
		  "" },
	};
	case_check_all(CASES, COUNT(CASES));
}

TEST(conflict_weekdays)
{
	static const struct conflict_case CASES[] = {
		/* 12 October 2025 was a Sunday, 20 Mehr 1404 the same day */
		{ "event protest", "start 2025-10-12 given:Monday_12_October_2025",
		  "wrong_weekday/start{1}" },
		{ "event protest", "start 2025-10-12 given:Sunday,_12_October_2025", "" },
		{ "event protest", "start 2025-10-12 given:Mon,_12_Oct", "wrong_weekday/start{1}" },
		{ "event protest", "start 2025-10-12 given:دوشنبه_۲۰_مهر_۱۴۰۴",
		  "wrong_weekday/start{1}" },
		{ "event protest", "start 2025-10-12 given:یکشنبه_۲۰_مهر_۱۴۰۴", "" },
		{ "event protest", "start 2025-10-12 given:یک‌شنبه_۲۰_مهر_۱۴۰۴",
		  "" },
		{ "event protest", "start 2025-10-12 given:یک_شنبه_۲۰_مهر_۱۴۰۴", "" },
		{ "event protest", "start 2025-10-12 given:شنبه_۲۰_مهر_۱۴۰۴",
		  "wrong_weekday/start{1}" },
		{ "event protest", "start 2025-10-12 given:سه‌شنبه_۲۰_مهر",
		  "wrong_weekday/start{1}" },
		{ "event protest", "start 2025-10-10 given:جمعه_۱۸_مهر_۱۴۰۴", "" },
		{ "event protest", "start 2025-10-12 given:الأحد_12_تشرين", "" },
		{ "event protest", "start 2025-10-12 given:الاثنين", "wrong_weekday/start{1}" },
		{ "event protest", "start 2025-10-12 word:on_a_Friday", "wrong_weekday/start{1}" },
		/* the wording of a derived day may speak of the other one */
		{ "event protest", "start 2025-10-12 derived word:the_day_after_Saturday", "" },
		/* two weekdays, no single day, no weekday */
		{ "event protest", "start 2025-10-12 given:Sunday_or_Monday", "" },
		{ "event protest", "start 2025-10 given:a_Monday_in_October", "" },
		{ "event protest", "start 2025-10-12 given:12_October_2025", "" },
		{ "event protest", "start 2025-10-12 word:monitored_since_then", "" },
	};
	case_check_all(CASES, COUNT(CASES));
}

TEST(conflict_calendars)
{
	static const struct conflict_case CASES[] = {
		/* 20 Mehr 1404 is 12 October; somebody wrote 20 October */
		{ "event protest", "start 2025-10-12 src:1\nstart 2025-10-20 src:2",
		  "unequal_value/start{1|2} wrong_calendar/start{1|2}" },
		{ "event protest", "start 2025-10-20 src:1\nstart 2025-10-12 src:2 cal:jalali",
		  "unequal_value/start{1|2} wrong_calendar/start{1|2}" },
		/* 5 Dey 1403 is 25 December 2024; 5 January 2025, over the end of a year */
		{ "event protest", "start 2024-12-25\nstart 2025-01-05",
		  "unequal_value/start{1|2} wrong_calendar/start{1|2}" },
		{ "event protest", "start 2025-10-12\nstart 2025-10-13",
		  "unequal_value/start{1|2}" },
		{ "event protest", "start 2025-10-12\nstart 2025-12-20",
		  "unequal_value/start{1|2}" },
		/* the first twenty days of Mehr, and of October */
		{ "figure",
		  "total 120 when:2025-09-23/2025-10-12\ntotal 120 when:2025-10-01/2025-10-20",
		  "wrong_calendar/total{1|2}" },
		{ "figure", "total 120 when:2025-10-01/2025-10-20 said:2025-10-14",
		  "wrong_calendar/total{1}" },
		{ "figure", "total 120 when:2025-10-01/2025-10-20 said:2025-10-21", "" },
		/* a year or month that is still going on */
		{ "figure", "total 120 when:2025 said:2025-10-14", "" },
		{ "figure", "total 120 when:2025-10 said:2025-10-14", "" },
		/* told as past before it came */
		{ "event protest", "start 2025-10-20 said:2025-10-15",
		  "impossible_order/start{1} wrong_calendar/start{1}" },
		{ "event execution", "date 2025-12-20 said:2025-10-15",
		  "impossible_order/date{1}" },
		{ "event execution", "date 2025-10-12 said:2025-10-15", "" },
		{ "event execution", "date 2025-10 said:2025-10-15", "" },
		/* what may lie ahead */
		{ "ask", "due 2025-10-30 said:2025-10-15\naddressee 3", "" },
		{ "event debate", "date 2025-10-30 said:2025-10-15", "" },
		{ "event transfer", "date 2025-10-20 said:2025-10-15\ncarried_out unknown", "" },
		{ "event transfer", "date 2025-10-20 said:2025-10-15\ncarried_out yes",
		  "impossible_order/date{1} wrong_calendar/date{1}" },
		/* years */
		{ "event protest", "start 1404-07-20", "wrong_calendar/start{1}" },
		{ "event protest", "start 2646-10-12 cal:jalali", "wrong_calendar/start{1}" },
		{ "person", "birth_date 1988", "" },
	};
	case_check_all(CASES, COUNT(CASES));
}

TEST(conflict_order_of_events)
{
	static const struct conflict_case CASES[] = {
		{ "person", "@event 1 death_sentence 2025-07-12\n@event 2 execution 2025-06-01",
		  "impossible_order/date{e1|e2}" },
		{ "person", "@event 1 death_sentence 2025-07-12\n@event 2 review_rejected 2025-02",
		  "impossible_order/date{e1|e2}" },
		{ "person", "@event 1 trial 2025-07-12\n@event 2 review_rejected 2025-02",
		  "impossible_order/date{e1|e2}" },
		{ "person", "@event 1 trial 2025-07-12\n@event 2 death_sentence 2025-02",
		  "impossible_order/date{e1|e2}" },
		{ "person", "@event 1 execution 2025-07-12\n@event 2 transfer 2025-07-20",
		  "impossible_order/date{e1|e2}" },
		{ "person", "@event 1 death_in_custody 2025-07-12\n@event 2 hunger_strike 2025-08",
		  "impossible_order/date{e1|e2}" },
		/* dead twice */
		{ "person", "@event 1 execution 2025-07-12\n@event 2 execution 2025-07-27",
		  "impossible_order/date{e1|e2}" },
		{ "person", "birth_date 2001\n@event 1 arrest 1999-01-01",
		  "impossible_order/birth_date{1|e1}" },
		{ "person", "death_date 2025-07-01\n@event 1 trial 2025-07-12",
		  "impossible_order/death_date{1|e1}" },
		{ "person", "birth_date 2001\ndeath_date 1999",
		  "impossible_order/death_date{1|2}" },
		/* the right order, and dates that leave it open */
		{ "person",
		  "@event 1 arrest 2022\n@event 2 trial 2023\n@event 3 death_sentence 2024-01\n"
		  "@event 4 review_rejected 2025-07-13\n@event 5 execution 2025-07-27\n@event 6 burial 2025-08",
		  "" },
		{ "person", "@event 1 death_sentence 2025-07-12\n@event 2 review_rejected 2025",
		  "" },
		{ "person", "@event 1 death_sentence 2025-07-12\n@event 2 review_rejected unknown",
		  "" },
		{ "person", "@event 1 death_sentence 2025-07-12\n@event 2 execution 2025-07-12",
		  "" },
		/* one sentence was before */
		{ "person",
		  "@event 1 death_sentence 2023\n@event 2 review_rejected 2024\n@event 3 death_sentence 2025",
		  "" },
		{ "person",
		  "@event 1 sentence_quashed 2024\n@event 2 death_sentence 2025\n@event 3 review_rejected 2023",
		  "" },
		/* in solitary before the sentence, arrested again, a second request */
		{ "person", "@event 1 transfer_to_solitary 2024\n@event 2 death_sentence 2025",
		  "" },
		{ "person", "@event 1 release 2023\n@event 2 arrest 2024", "" },
		{ "person", "@event 1 review_rejected 2025-02\n@event 2 review_requested 2025-06",
		  "" },
		{ "person", "@event 1 execution 2025-07-27\n@event 2 family_harassment 2025-08",
		  "" },
		{ "person", "death_date 2025-07-01\n@event 1 burial 2025-07-12", "" },
	};
	case_check_all(CASES, COUNT(CASES));
}

TEST(conflict_order_within_an_event)
{
	static const struct conflict_case CASES[] = {
		{ "event protest", "start 2025-10-12\nend 2025-10-10",
		  "impossible_order/end{1|2}" },
		{ "event protest", "date 2025-10-15\nend 2025-10-10", "impossible_order/end{1|2}" },
		{ "event protest", "start 2025-10-12\ndate 2025-10-10",
		  "impossible_order/date{1|2}" },
		{ "event review_rejected", "date 2025-07-13\nrelates_to 3\n@anchor 3 2025-08-01",
		  "impossible_order/date{1|a3}" },
		{ "event protest", "start 2025-10-12\nend 2025-10-12", "" },
		{ "event protest", "start 2025-10-12\nend 2025-10", "" },
		{ "event protest", "start 2025-10-12 src:1\nstart 2025-10-08 src:2\nend 2025-10-10",
		  "unequal_value/start{1|2}" },
		{ "event review_rejected", "date 2025-07-13\nrelates_to 3\n@anchor 3 2025-07-12",
		  "" },
		{ "event review_rejected", "date 2025-07-13\nrelates_to 3\n@anchor 3 none", "" },
	};
	case_check_all(CASES, COUNT(CASES));
}

TEST(conflict_dates_counted_from_others)
{
	static const struct conflict_case CASES[] = {
		/* the day after a sentence against others */
		{ "event review_rejected",
		  "date 2025-07-13 derived rel:3\n@anchor 3 2025-07-12 parties",
		  "relative_date/date{1|a3}" },
		{ "event review_rejected",
		  "date 2025-07-13 derived rel:3\n@anchor 3 2025-07-12 parties shared", "" },
		{ "event protest", "start 2025-10-13 derived rel:3\n@anchor 3 2025-10-15", "" },
		/* its day is not one day, or not known */
		{ "event protest",
		  "start 2025-10-13 derived rel:3\n@anchor 3 2025-10-12/2025-10-13",
		  "relative_date/start{1|a3}" },
		{ "event protest", "start 2025-10-13 derived rel:3\n@anchor 3 none",
		  "relative_date/start{1}" },
		{ "event protest", "start 2025-10-13 derived rel?", "relative_date/start{1}" },
		{ "figure",
		  "total >30 when:2025-10-12/2025-10-14 derived rel:3\n@anchor 3 2025-10-12/2025-10-13",
		  "relative_date/total{1|a3}" },
		/* counted from two things, to two days */
		{ "event protest",
		  "start 2025-10-13 derived rel:3 src:1\nstart 2025-10-12 derived rel:4 src:2\n"
		  "@anchor 3 2025-10-15\n@anchor 4 2025-10-11",
		  "unequal_value/start{1|2} relative_date/start{1|2|a3,a4}" },
		/* stated as well: nothing was counted */
		{ "event protest", "start 2025-10-13 rel:3\n@anchor 3 none", "" },
	};
	case_check_all(CASES, COUNT(CASES));
}
