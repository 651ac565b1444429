// kernel.hpp - a loop that compilers turn into vector code, for each generation of processors. What it computes is
// the same on all of them.
#pragma once

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define WBM_VIDEO_KERNEL __attribute__((target_clones("arch=x86-64-v4", "avx2", "sse4.1", "default"), optimize("O3")))
#else
#define WBM_VIDEO_KERNEL
#endif
