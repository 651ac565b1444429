// The SDK's own Boost.JSON: a plugin must not share one with the program that loads it, and distributions ship no
// position independent archive of it.
#include <boost/json/src.hpp>
