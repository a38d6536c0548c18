/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ink.c - what each meaning looks like. The classes stand in assets/style.css, the colours in tokens.css; a
 * test holds these tables to both. */
#include "chart/chart_priv.h"

const struct ink_look INK_LOOKS[INKS] = {
	[INK_AXIS] = { "ax", NONE, INK, 1, NULL, false },
	[INK_TICK] = { "gr", NONE, RULE, 1, NULL, false },
	[INK_LINE] = { "ln", NONE, INK, 2, NULL, false },
	[INK_EXPECTED] = { "ex", NONE, EDGE, 1.5, "5 3", false },
	[INK_BAND] = { "bd", STEP_1, EDGE, 1, NULL, false },
	[INK_DASHED] = { "da", NONE, INK, 1.5, "4 3", false },
	[INK_BAR] = { "ba", STEP_3, NONE, 0, NULL, false },
	[INK_STRONG] = { "bs", INK, NONE, 0, NULL, false },
	[INK_OPEN] = { "op", NONE, STEP_3, 2, "4 3", false },
	[INK_MARK] = { "pe", PAPER, INK, 2, NULL, false },
	[INK_ON] = { "on", INK, NONE, 0, NULL, false },
	[INK_OFF] = { "of", NONE, EDGE, 1, NULL, false },
	[INK_SHADE_0] = { "s0", PAPER, EDGE, 1, NULL, false },
	[INK_SHADE_1] = { "s1", STEP_1, NONE, 0, NULL, false },
	[INK_SHADE_2] = { "s2", STEP_2, NONE, 0, NULL, false },
	[INK_SHADE_3] = { "s3", STEP_3, NONE, 0, NULL, false },
	[INK_SHADE_4] = { "s4", STEP_4, NONE, 0, NULL, false },
	[INK_FRAME] = { "fr", NONE, ACCENT, 3, NULL, false },
	[INK_TEXT] = { "lo", INK_2, NONE, 0, NULL, false },
	[INK_TEXT_STRONG] = { "hi", INK, NONE, 0, NULL, true },
	[INK_TEXT_ON_DARK] = { "od", PAPER, NONE, 0, NULL, false },
};

const struct ink_colour INK_COLOURS[COLOURS] = {
	[NONE] = { "", "none", "none" },
	[PAPER] = { "--paper", "#fcfbf7", "#171614" },
	[INK] = { "--ink", "#1b1a17", "#edeae1" },
	[INK_2] = { "--ink-2", "#56534a", "#b9b4a6" },
	[RULE] = { "--rule", "#d9d4c6", "#3b3932" },
	[EDGE] = { "--edge", "#7a7466", "#918b7c" },
	[ACCENT] = { "--accent", "#0b5864", "#84c7cf" },
	[STEP_1] = { "--step-1", "#e6e2d5", "#2e2c27" },
	[STEP_2] = { "--step-2", "#bdb7a6", "#57534a" },
	[STEP_3] = { "--step-3", "#6f6a5d", "#a39d8e" },
	[STEP_4] = { "--step-4", "#2b2924", "#e6e2d6" },
};
