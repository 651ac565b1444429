/* It has an object that is one for the whole process. */
#include "base.h"

__asm__(
    ".globl flawed_unique\n.type flawed_unique, @gnu_unique_object\n.data\nflawed_unique:\n.long 0\n"
    ".size flawed_unique, 4\n.text");

BAD_PLUGIN(NULL)
