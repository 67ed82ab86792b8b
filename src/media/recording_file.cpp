#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/log.hpp"
#include "media/g711.hpp"
#include "media/recording_writer.hpp"
#include "media/wav_header.hpp"

namespace vss::media {
namespace fs = std::filesystem;
namespace {
constexpr unsigned kChunksPerHeader = 4;
constexpr int kBytesPerMs = 16;  // two channels of 8 kHz

/// How much was written: less than all when the disk is full.
std::size_t WriteAt(int fd, std::span<const std::uint8_t> bytes, std::uint64_t at) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const auto written =
        ::pwrite(fd, bytes.data() + done, bytes.size() - done, static_cast<off_t>(at + done));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) break;
    done += static_cast<std::size_t>(written);
  }
  return done;
}

bool SyncFolder(const fs::path& folder) {
  const FileHandle handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return handle && ::fsync(handle.get()) == 0;
}

/// false when it could not; a file that is there already is never replaced.
bool Publish(const fs::path& part, const fs::path& final) {
  if (::renameat2(AT_FDCWD, part.c_str(), AT_FDCWD, final.c_str(), RENAME_NOREPLACE) != 0) return false;
  return SyncFolder(final.parent_path());
}

bool IsOurs(int fd) {
  std::array<std::uint8_t, kRecordingHeaderBytes> header{};
  if (::pread(fd, header.data(), header.size(), 0) != static_cast<ssize_t>(header.size())) return false;
  const auto ours = RecordingHeader(0);
  return std::memcmp(header.data() + 8, ours.data() + 8, 30) == 0;  // from WAVE to the end of fmt
}

std::optional<RecordingResult> Recover(const fs::path& part) {
  const FileHandle file(::open(part.c_str(), O_RDWR | O_NOFOLLOW | O_CLOEXEC));
  const auto size = file ? ::lseek(file.get(), 0, SEEK_END) : -1;
  if (size >= 0 && static_cast<std::size_t>(size) <= kRecordingHeaderBytes) {
    ::unlink(part.c_str());
    return std::nullopt;
  }
  if (size < 0 || !IsOurs(file.get())) {
    log::Warning("MEDIA", "left a partial recording alone: it is not one of VSS", {{"file", part.string()}});
    return std::nullopt;
  }
  const std::uint64_t audio = (static_cast<std::uint64_t>(size) - kRecordingHeaderBytes) & ~1ULL;
  const auto header = RecordingHeader(audio);
  fs::path final = part;
  final.replace_extension();
  const bool good = ::ftruncate(file.get(), static_cast<off_t>(kRecordingHeaderBytes + audio)) == 0 &&
                    WriteAt(file.get(), header, 0) == header.size() && ::fsync(file.get()) == 0 &&
                    Publish(part, final);
  if (!good) {
    log::Error("MEDIA", "cannot recover a partial recording",
               {{"file", part.string()}, {"reason", std::strerror(errno)}});
    return std::nullopt;
  }
  return RecordingResult{.file = final,
                         .bytes = kRecordingHeaderBytes + audio,
                         .duration = std::chrono::milliseconds(audio / kBytesPerMs),
                         .truncated = true};
}
}  // namespace

RecordingFile::RecordingFile(fs::path path) : path_(std::move(path)), part_(path_.string() + ".part") {
  Open();
}

bool RecordingFile::Open() {
  try {
    MakePrivateFolder(path_.parent_path());
  } catch (const std::exception& error) {
    Fail(error.what());
    return false;
  }
  file_ = FileHandle(::open(part_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (file_)
    WriteHeader();
  else
    Fail(std::strerror(errno));
  return static_cast<bool>(file_);
}

/// Says it once; the call goes on without its recording until the disk takes more.
void RecordingFile::Fail(std::string_view what) {
  if (!failing_) log::Error("MEDIA", "a recording stops", {{"file", path_.string()}, {"reason", what}});
  failing_ = truncated_ = true;
}

void RecordingFile::GoOn() {
  if (!std::exchange(failing_, false)) return;
  log::Warning("MEDIA", "a recording goes on; silence stands for what is missing",
               {{"file", path_.string()}, {"missing_ms", missing_ / kBytesPerMs}});
}

void RecordingFile::WriteHeader() {
  const auto header = RecordingHeader(written_);
  if (WriteAt(file_.get(), header, 0) != header.size()) Fail(std::strerror(errno));
}

/// As much of the sound as the disk has room for.
std::size_t RecordingFile::WriteSound(std::span<const std::uint8_t> audio) {
  if (!HasRoom(file_.get(), audio.size())) return 0;
  return WriteAt(file_.get(), audio, kRecordingHeaderBytes + written_);
}

/// Whether the file is there and has all before `position`, with silence for what is missing.
bool RecordingFile::ReachesTo(std::uint64_t position) {
  static const std::vector<std::uint8_t> kSilence(32 << 10, kAlawSilence);
  if (!file_ && !Open()) return false;
  while (written_ < position) {
    const std::size_t wanted = std::min<std::uint64_t>(kSilence.size(), position - written_);
    const std::size_t done = WriteSound(std::span(kSilence).first(wanted));
    written_ += done & ~std::size_t{1};
    if (done < wanted) return false;
  }
  return true;
}

void RecordingFile::Append(std::span<const std::uint8_t> audio) {
  const std::uint64_t begin = std::exchange(end_, end_ + audio.size());
  if (!ReachesTo(begin)) {
    missing_ += audio.size();
    return;
  }
  const std::size_t written = WriteSound(audio) & ~std::size_t{1};
  written_ += written;
  missing_ += audio.size() - written;
  written < audio.size() ? Fail(std::strerror(errno)) : GoOn();
  if (failing_ || ++chunks_ % kChunksPerHeader == 0) WriteHeader();
}

void RecordingFile::Skip(std::size_t bytes) {
  end_ += bytes;
  missing_ += bytes;
  truncated_ = true;
}

RecordingResult RecordingFile::Finish() {
  ReachesTo(end_);
  if (!file_) return {.file = path_, .truncated = true};
  WriteHeader();
  if (::ftruncate(file_.get(), static_cast<off_t>(kRecordingHeaderBytes + written_)) != 0 ||
      ::fsync(file_.get()) != 0 || !Publish(part_, path_))
    Fail(std::strerror(errno));
  if (missing_ > 0) {
    log::Warning("MEDIA", "a recording lacks parts of its call",
                 {{"file", path_.string()}, {"missing_ms", missing_ / kBytesPerMs}});
  }
  return {.file = path_,
          .bytes = kRecordingHeaderBytes + written_,
          .duration = std::chrono::milliseconds(written_ / kBytesPerMs),
          .truncated = truncated_};
}

std::vector<RecordingResult> RecoverPartials(const fs::path& folder) {
  std::vector<fs::path> parts;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
    if (it->path().extension() == ".part" && it->is_regular_file(error)) parts.push_back(it->path());
  std::vector<RecordingResult> recovered;
  for (const auto& part : parts)
    if (auto result = Recover(part)) recovered.push_back(std::move(*result));
  return recovered;
}
}  // namespace vss::media
