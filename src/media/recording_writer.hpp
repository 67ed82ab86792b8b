#pragma once
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "base/files.hpp"
#include "media/engine.hpp"

namespace vss::media {

/// One file of the writer: appended to, its header rewritten every few chunks so that after a crash the
/// `.part` plays up to there. What the disk does not take is missing, and silence stands in its place once
/// the disk takes more: each piece of audio (two seconds) is one try. On the writer's thread only.
class RecordingFile {
 public:
  explicit RecordingFile(std::filesystem::path path);
  void Append(std::span<const std::uint8_t> audio);
  /// Header, fsync, rename to its name without `.part`, fsync of the folder.
  RecordingResult Finish();
  /// Audio that came and will never be here.
  void Skip(std::size_t bytes);

 private:
  bool Open();
  std::size_t WriteSound(std::span<const std::uint8_t> audio);
  bool ReachesTo(std::uint64_t position);
  void WriteHeader();
  void Fail(std::string_view what);
  void GoOn();

  std::filesystem::path path_, part_;
  FileHandle file_;
  std::uint64_t end_ = 0;      ///< of the audio that came
  std::uint64_t written_ = 0;  ///< of it, in the file, with silence for what is missing
  std::uint64_t missing_ = 0;
  unsigned chunks_ = 0;
  bool failing_ = false, truncated_ = false;
};

/// See engine.hpp. All calls from any thread. Destroyed before the loops whose engines use it.
class RecordingWriter {
 public:
  struct Limits {
    std::size_t max_queued_bytes = 64 << 20;  ///< of audio that waits for the disk
  };
  using Id = std::uint64_t;
  using Done = std::move_only_function<void(RecordingResult)>;

  explicit RecordingWriter(Limits limits);
  RecordingWriter() : RecordingWriter(Limits{}) {}
  /// Writes what is queued. A recording that was not finished stays a `.part` that plays.
  ~RecordingWriter();
  RecordingWriter(const RecordingWriter&) = delete;
  RecordingWriter& operator=(const RecordingWriter&) = delete;

  Id Open(std::filesystem::path path);
  /// Interleaved A-law, left and right. false: the queue is full; silence will stand in its place, and the
  /// recording will be called truncated.
  bool Append(Id id, std::vector<std::uint8_t> audio);
  /// `done` is called on the writer's thread.
  void Finish(Id id, Done done);

 private:
  struct Job {
    Id id;
    std::move_only_function<void()> work;
    std::size_t bytes = 0;
  };
  void Run();
  void Push(Job job);

  const Limits limits_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> queue_;
  std::size_t queued_bytes_ = 0;
  Id next_ = 1;
  bool stopping_ = false;
  std::map<Id, RecordingFile> files_;  ///< the thread's own
  std::jthread thread_;                ///< last: it uses all of the above
};

/// At start: makes every `.part` below `folder` a playable file under its final name, called truncated. Files
/// that hold no audio are removed; what is not ours, or would replace a finished file, is left and logged.
std::vector<RecordingResult> RecoverPartials(const std::filesystem::path& folder);
}  // namespace vss::media
