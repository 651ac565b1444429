#include "interrupt.hpp"

#include <csignal>
#include <initializer_list>

namespace wbm::tool {

namespace {

volatile std::sig_atomic_t noted_signal = 0;

extern "C" void note_signal(int number) {
    noted_signal = number;
    // The user who signals twice does not want to wait for the end of the work in hand.
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
}

}  // namespace

void catch_signals() {
    for (const int number : {SIGINT, SIGTERM}) {
        struct sigaction old {};
        sigaction(number, nullptr, &old);
        if (old.sa_handler == SIG_IGN) continue;
        struct sigaction action {};
        action.sa_handler = note_signal;
        sigemptyset(&action.sa_mask);
        // No SA_RESTART: a read from a pipe must come back to see the note.
        sigaction(number, &action, nullptr);
    }
}

void check_interrupt() {
    if (noted_signal != 0) throw Interrupted{};
}

bool is_interrupted() noexcept { return noted_signal != 0; }

void die_of_signal() noexcept {
    if (noted_signal == 0) return;
    std::signal(noted_signal, SIG_DFL);
    std::raise(noted_signal);
}

}  // namespace wbm::tool
