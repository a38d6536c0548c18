/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * intake.h - what the room is for. There is nothing to include here but this page.
 *
 * What others collected comes in here. It is never believed and never improved: it is kept as it came,
 * what it says is written down as what it says, and where it says something that can be checked, the
 * check is made again and its outcome written down beside.
 *
 *	preserve.h	preservation work of others: BagIt bags, WACZ and WARC captures, ProofMode
 *			packages, what auto-archiver leaves
 *	evidence.h	files in the register: sealed, looked into, spoken of, handed out, checked
 *	table.h		tables of others, in CSV, XLSX, ODS or JSON: what they are, and their rows
 *	table_check.h	what the way of a list left in its cells
 */
