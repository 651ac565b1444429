#include "background_files.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

#include "file_io.hpp"

namespace wbm {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t max_waiting_bytes = std::size_t{16} << 20;

struct Job {
    std::string bytes;
    fs::path place;
};

}  // namespace

struct BackgroundFiles::State {
    fs::path folder;
    std::mutex guard;  // of all below
    std::condition_variable work_came, room_came;
    std::deque<Job> waiting;
    std::size_t waiting_bytes = 0;
    bool is_busy = false, is_over = false;
    std::vector<Failed> failed;
    std::thread thread;

    void run() {
        std::unique_lock lock(guard);
        while (true) {
            is_busy = false;
            if (waiting.empty()) room_came.notify_one();
            work_came.wait(lock, [this] { return is_over || !waiting.empty(); });
            if (waiting.empty()) return;
            is_busy = true;
            std::deque<Job> jobs = std::exchange(waiting, {});
            waiting_bytes = 0;
            room_came.notify_one();
            lock.unlock();
            std::vector<Failed> bad;
            for (Job& job : jobs) do_one(job, bad);
            lock.lock();
            for (Failed& one : bad) failed.push_back(std::move(one));
        }
    }

    void do_one(Job& job, std::vector<Failed>& bad) const {
        try {
            TempFile temp(folder);
            temp.write(job.bytes);
            if (!temp.publish_new(job.place)) bad.push_back({std::move(job.place), std::move(job.bytes), nullptr});
        } catch (...) {
            bad.push_back({std::move(job.place), std::move(job.bytes), std::current_exception()});
        }
    }
};

BackgroundFiles::BackgroundFiles(fs::path folder) : state_(std::make_unique<State>()) {
    state_->folder = std::move(folder);
    state_->thread = std::thread([state = state_.get()] { state->run(); });
}

BackgroundFiles::~BackgroundFiles() {
    {
        const std::lock_guard lock(state_->guard);
        state_->is_over = true;
    }
    state_->work_came.notify_one();
    state_->thread.join();
}

void BackgroundFiles::write(std::string_view bytes, fs::path place) {
    Job job{std::string(bytes), std::move(place)};
    std::unique_lock lock(state_->guard);
    state_->room_came.wait(lock, [this] { return state_->waiting_bytes < max_waiting_bytes; });
    const bool was_empty = state_->waiting.empty();
    state_->waiting_bytes += job.bytes.size();
    state_->waiting.push_back(std::move(job));
    lock.unlock();
    if (was_empty) state_->work_came.notify_one();
}

std::vector<BackgroundFiles::Failed> BackgroundFiles::wait() {
    std::unique_lock lock(state_->guard);
    state_->room_came.wait(lock, [this] { return state_->waiting.empty() && !state_->is_busy; });
    return std::exchange(state_->failed, {});
}

}  // namespace wbm
