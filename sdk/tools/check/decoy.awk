# Turns the symbols of Boost.JSON (nm --format=posix) into assembly: functions trap, objects are zeros.
$1 ~ /^_Z[A-Z]*N?K?5boost4json|^_ZN5boost4json|^_ZNK5boost4json/ && $2 ~ /^[TWVBDRu]$/ && !seen[$1]++ {
    function_like = $2 ~ /^[TW]$/
    print ".globl " $1
    print ".type " $1 ", " (function_like ? "@function" : "@object")
    print (function_like ? ".text" : ".data")
    print $1 ":"
    print (function_like ? ".byte 0x0f, 0x0b" : ".zero 64")
}
