#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include <condition_variable>
#include <fstream>
#include <iterator>

#include "base/testing/temp_folder.hpp"
#include "media/recorder.hpp"
#include "media/recording_writer.hpp"
#include "media/wav_header.hpp"
#include "media/wav_reader.hpp"

namespace vss::media {
namespace {
namespace fs = std::filesystem;
using Bytes = std::vector<std::uint8_t>;

Bytes Read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
void Write(const fs::path& path, const Bytes& bytes) {
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

/// Waits for the writer's thread.
class Outcome {
 public:
  RecordingWriter::Done Take() {
    return [this](RecordingResult result) {
      const std::lock_guard lock(mutex_);
      result_ = std::move(result);
      wake_.notify_one();
    };
  }
  RecordingResult Wait() {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(wake_.wait_for(lock, std::chrono::seconds(10), [this] { return result_.has_value(); }));
    return result_.value_or(RecordingResult{});
  }

 private:
  std::mutex mutex_;
  std::condition_variable wake_;
  std::optional<RecordingResult> result_;
};

TEST(RecordingWriter, TheFileAppearsUnderItsNameOnlyWhenWhole) {
  const test::TempFolder folder;
  RecordingWriter writer;
  const auto path = folder / "2026/11/c_1.wav";
  const auto id = writer.Open(path);
  EXPECT_TRUE(writer.Append(id, Bytes(32'000, 0xD5)));
  EXPECT_FALSE(fs::exists(path));
  Outcome outcome;
  writer.Finish(id, outcome.Take());
  const RecordingResult result = outcome.Wait();
  EXPECT_FALSE(result.truncated);
  EXPECT_EQ(result.duration, std::chrono::seconds(2));
  EXPECT_EQ(result.bytes, fs::file_size(path));
  EXPECT_FALSE(fs::exists(path.string() + ".part"));
  EXPECT_EQ(fs::status(path).permissions() & fs::perms::all, fs::perms::owner_read | fs::perms::owner_write);
  const auto wav = DecodeWav(Read(path));
  ASSERT_TRUE(wav) << wav.error();
  EXPECT_EQ(wav->samples.size(), 16'000U);
}

TEST(RecordingWriter, NeverReplacesAFinishedRecording) {
  const test::TempFolder folder;
  Write(folder / "c.wav", {1, 2, 3});
  RecordingWriter writer;
  const auto id = writer.Open(folder / "c.wav");
  Outcome outcome;
  writer.Finish(id, outcome.Take());
  EXPECT_TRUE(outcome.Wait().truncated);
  EXPECT_EQ(Read(folder / "c.wav").size(), 3U);
}

TEST(RecordingWriter, AFullQueueIsRefusedAndSaid) {
  const test::TempFolder folder;
  RecordingWriter writer({.max_queued_bytes = 1000});
  const auto id = writer.Open(folder / "c.wav");
  EXPECT_FALSE(writer.Append(id, Bytes(2000, 0xD5)));
  Outcome outcome;
  writer.Finish(id, outcome.Take());
  EXPECT_TRUE(outcome.Wait().truncated);
}

TEST(RecordingWriter, AFolderThatCannotBeMadeEndsTheRecordingOnly) {
  const test::TempFolder folder;
  Write(folder / "file", {1});
  RecordingWriter writer;
  const auto id = writer.Open(folder / "file/c.wav");
  writer.Append(id, Bytes(100, 0xD5));
  Outcome outcome;
  writer.Finish(id, outcome.Take());
  EXPECT_TRUE(outcome.Wait().truncated);
}

/// Files of this process may not grow beyond `bytes` while it lives; as a full disk, writes come up short.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    getrlimit(RLIMIT_FSIZE, &before_);
    handler_ = signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &before_);
    signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_;
  void (*handler_)(int);
};

TEST(RecordingWriter, AFullDiskLeavesAFileThatPlaysUpToThere) {
  const test::TempFolder folder;
  RecordingWriter writer;
  const auto id = writer.Open(folder / "c.wav");
  Outcome outcome;
  RecordingResult result;
  {
    const FileSizeLimit full(50'001);
    for (int n = 0; n < 4; ++n) writer.Append(id, Bytes(32'768, 0xAA));
    writer.Finish(id, outcome.Take());
    result = outcome.Wait();
  }
  EXPECT_TRUE(result.truncated);
  EXPECT_EQ(result.bytes, fs::file_size(folder / "c.wav"));
  const auto wav = DecodeWav(Read(folder / "c.wav"));
  ASSERT_TRUE(wav) << wav.error();
  EXPECT_EQ(wav->samples.size(), (50'001 - kRecordingHeaderBytes) / 2);
}

// A disk that was full for a while: the recording goes on behind silence that stands for what is missing.
TEST(RecordingWriter, GoesOnWhenTheDiskHasSpaceAgain) {
  const test::TempFolder folder;
  RecordingWriter writer;
  const auto id = writer.Open(folder / "c.wav");
  writer.Append(id, Bytes(32'000, 0xAA));
  {
    const FileSizeLimit full(kRecordingHeaderBytes + 32'100);
    for (int n = 0; n < 3; ++n) writer.Append(id, Bytes(32'000, 0xBB));
    Outcome reached;
    writer.Finish(writer.Open(folder / "other.wav"), reached.Take());
    reached.Wait();
  }
  writer.Append(id, Bytes(32'000, 0xCC));
  Outcome outcome;
  writer.Finish(id, outcome.Take());
  const RecordingResult result = outcome.Wait();
  EXPECT_TRUE(result.truncated);
  EXPECT_EQ(result.duration, std::chrono::seconds(10));
  const Bytes file = Read(folder / "c.wav");
  ASSERT_EQ(file.size(), kRecordingHeaderBytes + 160'000);
  const auto at = [&](std::size_t byte) { return file[kRecordingHeaderBytes + byte]; };
  EXPECT_EQ(at(31'999), 0xAA);
  EXPECT_EQ(at(32'099), 0xBB);
  EXPECT_EQ(at(32'100), kAlawSilence);
  EXPECT_EQ(at(127'999), kAlawSilence);
  EXPECT_EQ(at(128'000), 0xCC);
  EXPECT_TRUE(DecodeWav(file));
}

TEST(RecordingWriter, PutsSilenceForWhatTheQueueDidNotTake) {
  const test::TempFolder folder;
  RecordingWriter writer({.max_queued_bytes = 1000});
  const auto id = writer.Open(folder / "c.wav");
  EXPECT_FALSE(writer.Append(id, Bytes(2000, 0xAA)));
  EXPECT_TRUE(writer.Append(id, Bytes(160, 0xBB)));
  Outcome outcome;
  writer.Finish(id, outcome.Take());
  EXPECT_TRUE(outcome.Wait().truncated);
  const Bytes file = Read(folder / "c.wav");
  ASSERT_EQ(file.size(), kRecordingHeaderBytes + 2160);
  EXPECT_EQ(file[kRecordingHeaderBytes + 1999], kAlawSilence);
  EXPECT_EQ(file[kRecordingHeaderBytes + 2000], 0xBB);
}

TEST(RecoverPartials, MakesWhatACrashLeftPlayable) {
  const test::TempFolder folder;
  fs::create_directories(folder / "2026");
  Bytes crashed;
  for (const auto byte : RecordingHeader(0)) crashed.push_back(byte);
  crashed.resize(crashed.size() + 1601, 0xAA);  // half a sample at its end
  Write(folder / "2026/c_1.wav.part", crashed);
  Write(folder / "empty.wav.part", Bytes(10, 0));
  Write(folder / "other.part", Bytes(100, 7));
  Write(folder / "done.wav", {1});
  Write(folder / "done.wav.part", crashed);
  fs::create_symlink("/etc/passwd", folder / "link.wav.part");

  const auto recovered = RecoverPartials(folder.path());
  ASSERT_EQ(recovered.size(), 1U);
  EXPECT_EQ(recovered[0].file, folder / "2026/c_1.wav");
  EXPECT_TRUE(recovered[0].truncated);
  EXPECT_EQ(recovered[0].duration, std::chrono::milliseconds(100));
  const auto wav = DecodeWav(Read(folder / "2026/c_1.wav"));
  ASSERT_TRUE(wav);
  EXPECT_EQ(wav->samples.size(), 800U);
  EXPECT_FALSE(fs::exists(folder / "empty.wav.part")) << "nothing to play";
  EXPECT_TRUE(fs::exists(folder / "other.part")) << "not ours";
  EXPECT_EQ(Read(folder / "done.wav").size(), 1U);
  EXPECT_TRUE(RecoverPartials(folder / "none").empty());
}

TEST(RecordingWriter, WhatWasNotFinishedIsRecoveredAtTheNextStart) {
  const test::TempFolder folder;
  {
    RecordingWriter writer;
    writer.Append(writer.Open(folder / "c.wav"), Bytes(3200, 0xAA));
  }
  const auto recovered = RecoverPartials(folder.path());
  ASSERT_EQ(recovered.size(), 1U);
  EXPECT_EQ(recovered[0].duration, std::chrono::milliseconds(200));
}

Frame FrameOf(const Bytes& payload, std::uint32_t timestamp, std::uint32_t ssrc = 1) {
  return {.payload = payload, .codec = Codec::kPcma, .timestamp = timestamp, .ssrc = ssrc};
}

TEST(StereoTimeline, PutsFramesInPlaceWithSilenceBetween) {
  StereoTimeline timeline;
  timeline.Write(0, 10, FrameOf(Bytes(5, 1), 0));
  timeline.Write(1, 12, FrameOf(Bytes(2, 2), 0));
  const Bytes all = timeline.Rest(20);
  ASSERT_EQ(all.size(), 40U);
  for (std::size_t n = 0; n < 20; ++n) {
    EXPECT_EQ(all[2 * n], n >= 10 && n < 15 ? 1 : kAlawSilence) << n;
    EXPECT_EQ(all[2 * n + 1], n == 12 || n == 13 ? 2 : kAlawSilence) << n;
  }
}

TEST(StereoTimeline, GivesLargeChunksOnceLateFramesHadTheirTime) {
  StereoTimeline timeline;
  constexpr auto kEnd = StereoTimeline::kChunkSamples;
  timeline.Write(0, kEnd - 2, FrameOf(Bytes(4, 7), 0));  // across the border
  EXPECT_FALSE(timeline.Take(kEnd + StereoTimeline::kPatience - 1));
  const auto chunk = timeline.Take(kEnd + StereoTimeline::kPatience);
  ASSERT_TRUE(chunk);
  EXPECT_EQ(chunk->size(), 32'768U);
  EXPECT_EQ((*chunk)[chunk->size() - 2], 7);
  timeline.Write(0, 5, FrameOf(Bytes(4, 9), 0));  // too late: its chunk is gone
  const Bytes rest = timeline.Rest(kEnd + 3);
  EXPECT_EQ(rest, (Bytes{7, kAlawSilence, 7, kAlawSilence, kAlawSilence, kAlawSilence}));
}

TEST(TrackClock, JitterDoesNotMoveFramesButAPauseDoes) {
  TrackClock track;
  const Bytes payload(160, 0);
  EXPECT_EQ(track.Place(FrameOf(payload, 5000), 800), 800);
  EXPECT_EQ(track.Place(FrameOf(payload, 5160), 1400), 960) << "55 ms late";
  EXPECT_EQ(track.Place(FrameOf(payload, 5320), 1130), 1120);
  EXPECT_EQ(track.Place(FrameOf(payload, 13'320), 9125), 9120) << "a pause that the timestamps tell";
  EXPECT_EQ(track.Place(FrameOf(payload, 13'480), 17'000), 17'000) << "one that they do not";
  EXPECT_EQ(track.Place(FrameOf(payload, 99, 2), 17'160), 17'160) << "a new source";
  EXPECT_EQ(track.Place(FrameOf(payload, 99 + 8000, 2), 17'320), 17'320) << "far too early";
}

TEST(TrackClock, ALastingDelayIsFollowed) {
  TrackClock track;
  const Bytes payload(160, 0);
  track.Place(FrameOf(payload, 0), 0);
  std::int64_t last = 0;
  for (std::uint32_t n = 1; n <= 25; ++n) last = track.Place(FrameOf(payload, n * 160), n * 160 + 1000);
  EXPECT_EQ(last, 25 * 160 + 1000);
}
}  // namespace
}  // namespace vss::media
