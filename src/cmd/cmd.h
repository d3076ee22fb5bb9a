/*
 * cmd - what `fichep WORD` runs, one function a row of cmd.def.
 *
 * A command gets its own word as argv[0]; its result is the status of the
 * process: 0, or one of the numbers below (those of sysexits.h).
 */
#ifndef CMD_H
#define CMD_H

#define CMD_USAGE  64 /* called with words it does not know */
#define CMD_FAILED 70 /* it tried, and says why */

/* Say on standard error how `command`, a row, is called: CMD_USAGE. */
int cmd_usage(const char *command);

#define CMD(name, function, usage, help) int function(int argc, char **argv);
#include "cmd/cmd.def"
#undef CMD

#endif
