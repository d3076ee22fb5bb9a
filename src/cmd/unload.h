/*
 * unload - `fichep unsent import`: at a central, take what was carried by hand
 * (core/bring.h).
 */
#ifndef UNLOAD_H
#define UNLOAD_H

/* Its arguments after these two words. */
int unload_main(int argc, char **argv);

#endif
