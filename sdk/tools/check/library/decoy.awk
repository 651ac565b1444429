# Turns the symbols of Boost.JSON (nm --format=posix) into assembly: functions trap, objects are zeros.
BEGIN {
    print "#if defined(__x86_64__) || defined(__i386__)"
    print "#define TRAP ud2"
    print "#elif defined(__aarch64__)"
    print "#define TRAP udf #0"
    print "#else"
    print "#define TRAP .space 16  /* zeros are no instruction on most machines */"
    print "#endif"
}
$1 ~ /^_Z[A-Z]*N?K?5boost4json|^_ZN5boost4json|^_ZNK5boost4json/ && $2 ~ /^[TWVBDRu]$/ && !seen[$1]++ {
    function_like = $2 ~ /^[TW]$/
    print ".globl " $1
    print ".type " $1 ", " (function_like ? "@function" : "@object")
    print (function_like ? ".text" : ".data")
    print $1 ":"
    print (function_like ? "TRAP" : ".zero 64")
}
