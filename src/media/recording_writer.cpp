#include "media/recording_writer.hpp"

namespace vss::media {

RecordingWriter::RecordingWriter(Limits limits) : limits_(limits), thread_([this] { Run(); }) {}

RecordingWriter::~RecordingWriter() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void RecordingWriter::Push(Job job) {
  {
    const std::lock_guard lock(mutex_);
    queued_bytes_ += job.bytes;
    queue_.push_back(std::move(job));
  }
  wake_.notify_one();
}

RecordingWriter::Id RecordingWriter::Open(std::filesystem::path path) {
  const Id id = [this] {
    const std::lock_guard lock(mutex_);
    return next_++;
  }();
  Push({.id = id, .work = [this, id, path = std::move(path)] { files_.try_emplace(id, path); }});
  return id;
}

bool RecordingWriter::Append(Id id, std::vector<std::uint8_t> audio) {
  const std::size_t bytes = audio.size();
  const bool full = [&] {
    const std::lock_guard lock(mutex_);
    return queued_bytes_ + bytes > limits_.max_queued_bytes;
  }();
  if (full) {
    Push({.id = id, .work = [this, id, bytes] { files_.at(id).Skip(bytes); }});
    return false;
  }
  Push({.id = id,
        .work = [this, id, audio = std::move(audio)] { files_.at(id).Append(audio); },
        .bytes = bytes});
  return true;
}

void RecordingWriter::Finish(Id id, Done done) {
  Push({.id = id, .work = [this, id, done = std::move(done)]() mutable {
          const RecordingResult result = files_.at(id).Finish();
          files_.erase(id);
          done(result);
        }});
}

void RecordingWriter::Run() {
  while (true) {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return;
    Job job = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    job.work();
    lock.lock();
    queued_bytes_ -= job.bytes;
  }
}
}  // namespace vss::media
