int in_another_library(void);
int in_another_library(void) { return 1; }
