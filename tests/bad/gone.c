/* The library that missing_dependency.so needs; the tests do not put it beside it. */
int gone_function(void);
int gone_function(void) { return 1; }
