// Bytes written while they are hashed.
#include "file_io.hpp"

#include <exception>
#include <system_error>
#include <thread>

namespace wbm {
namespace {

/// Writes on a thread of its own, which has ended when this goes.
class BackgroundWriter {
public:
    /// Throws std::system_error when no thread can be had.
    BackgroundWriter(std::string_view bytes, TempFile& target)
        : thread_([this, bytes, &target] {
              try {
                  target.write(bytes);
              } catch (...) {
                  failure_ = std::current_exception();
              }
          }) {}
    ~BackgroundWriter() {
        if (thread_.joinable()) thread_.join();
    }
    BackgroundWriter(const BackgroundWriter&) = delete;
    BackgroundWriter& operator=(const BackgroundWriter&) = delete;

    void finish() {
        thread_.join();
        if (failure_) std::rethrow_exception(failure_);
    }

private:
    std::exception_ptr failure_;
    std::thread thread_;  // last: it uses what is above
};

}  // namespace

Digests write_and_hash(std::string_view bytes, TempFile& target, Hashes which) {
    try {
        BackgroundWriter writer(bytes, target);
        const Digests digests = hash_bytes(bytes, which);
        writer.finish();
        return digests;
    } catch (const std::system_error&) {  // no thread
        target.write(bytes);
        return hash_bytes(bytes, which);
    }
}

}  // namespace wbm
