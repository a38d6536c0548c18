/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cli.h - the commands of the program `vigil`.
 *
 * One command, one file: cmd_NAME.c reads its options into a typed struct, loads what it needs,
 * computes, and writes text for people or, with --json, one object for programs. It ends with its
 * descriptor; commands.c lists the descriptors in the order of the manual, and help, man pages and
 * completion are made from them. No rule of the register is decided here.
 *
 * The answer goes to standard output, in one piece, when a command has done its work; errors and
 * progress to standard error. Exit statuses: 0 done, 1 the answer is no, 2 called wrongly, 3 the
 * input was refused, 4 the vault or the system failed.
 */
#ifndef VIGIL_CLI_H
#define VIGIL_CLI_H

/* The whole program. What stands in argv may name people: it is copied and then blanked there, so
 * that it does not stay in the list of processes. Returns the exit status. */
int cli_main(int argc, char **argv);

#endif
