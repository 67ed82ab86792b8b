#include "ottb/recordings/recording_service.hpp"

#include <sys/stat.h>

#include <algorithm>

#include "base/error.hpp"
#include "ottb/recordings/record_basis.hpp"

namespace vss::ottb {
namespace {
constexpr std::chrono::minutes kOneListening{5};
constexpr std::chrono::seconds kOneStart{5};
constexpr std::size_t kMaxHeard = 4096;
constexpr std::size_t kMostDrawn = 256;  // of 2.4 kB

json::value TextOrNull(const std::optional<std::string>& text) { return text ? json::value(*text) : nullptr; }

json::object About(const Recording& recording) {
  return {{"call_id", Wire(recording.call_id)},
          {"phone_number", recording.phone_number},
          {"file", recording.file}};
}
}  // namespace

Task<Page<Recording>> RecordingService::List(const Caller& caller, RecordingFilter filter,
                                             PageRequest request) {
  filter.visible = ScopeOf(caller.principal, ScopedResource::kRecordings);
  co_return co_await store_.Read([&](Transaction& tx) { return tx.recordings().List(filter, request); });
}

Task<Recording> RecordingService::Get(const Caller& caller, RecordingId id) {
  auto recording = co_await store_.Read([&](Transaction& tx) { return tx.recordings().Find(id); });
  if (!recording ||
      !co_await MaySee(leads_, ScopeOf(caller.principal, ScopedResource::kRecordings), OwnerOf(*recording)))
    throw NotFound(Name(id));
  co_return std::move(*recording);
}

bool RecordingService::IsNewListener(const Caller& caller, RecordingId id, Listening listening) {
  const Steady now = clock_.SteadyNow();
  if (heard_.size() >= kMaxHeard) {
    std::erase_if(heard_, [&](const auto& entry) { return now - entry.second >= kOneListening; });
    if (heard_.size() >= kMaxHeard) heard_.clear();  // audits some pieces twice rather than none
  }
  const std::string key = fmt::format("{} {}", caller.principal.session_id, id.value);
  const auto found = heard_.find(key);
  // A player asks for the first bytes, then for all; for the end, then for the start.
  const auto one_play = listening == Listening::kFurther ? Steady::duration(kOneListening) : kOneStart;
  if (found != heard_.end() && now - found->second < one_play) return false;
  heard_[key] = now;
  return true;
}

std::optional<Error> RecordingService::BasisMissing(const Caller& caller, const Recording& recording) const {
  const bool own = recording.user_id && *recording.user_id == caller.principal.user_id;
  if (own || MayRecord(settings_.calls, pbx_.Status())) return std::nullopt;
  return Error(ErrorCode::kRecordBasisMissing,
               "recordings of others are not played before VSS_RECORD_BASIS says what lets them be made");
}

Task<void> RecordingService::RequireBasis(const Caller& caller, const Recording& recording) {
  const auto refusal = BasisMissing(caller, recording);
  if (!refusal) co_return;
  AuditEntry entry = caller.Did("recordings.play", Name(recording.id), About(recording));
  entry.success = false;
  entry.detail["code"] = Describe(refusal->code()).name;
  co_await store_.Write([&](Transaction& tx) { tx.journal().Audit(entry); });
  throw *refusal;
}

Audio RecordingService::Open(Recording recording) const {
  Audio audio{.recording = std::move(recording)};
  audio.file =
      std::make_shared<const FileHandle>(OpenBeneath(settings_.RecordingsDir(), audio.recording.file));
  struct stat info{};
  if (!*audio.file || fstat(audio.file->get(), &info) != 0)
    throw NotFound(Name(audio.recording.id) + " as a file");
  audio.bytes = static_cast<std::uint64_t>(info.st_size);
  return audio;
}

Task<Waveform> RecordingService::ReadWaveform(const Audio& audio) {
  std::optional<WaveformReader> reader;
  co_await pool_.Run([&] { reader.emplace(audio.file, audio.bytes); });
  if (!reader->IsOpen()) throw NotFound(Name(audio.recording.id) + " as sound");
  while (co_await pool_.Run([&] { return reader->Next(); })) {
  }
  co_return std::move(*reader).Take();
}

Task<std::shared_ptr<const Waveform>> RecordingService::Draw(const Caller& caller, RecordingId id) {
  Recording recording = co_await Get(caller, id);
  if (const auto refusal = BasisMissing(caller, recording)) throw *refusal;
  const Audio audio = Open(std::move(recording));
  const std::string key = fmt::format("{} {}", audio.recording.file, audio.bytes);
  const auto known = std::ranges::find(drawn_, key, &decltype(drawn_)::value_type::first);
  if (known != drawn_.end()) co_return known->second;
  auto waveform = std::make_shared<const Waveform>(co_await ReadWaveform(audio));
  drawn_.emplace_back(key, waveform);
  if (drawn_.size() > kMostDrawn) drawn_.pop_front();
  co_return waveform;
}

Task<Audio> RecordingService::Play(const Caller& caller, RecordingId id, Listening listening) {
  Recording recording = co_await Get(caller, id);
  co_await RequireBasis(caller, recording);
  Audio audio = Open(std::move(recording));
  if (IsNewListener(caller, id, listening)) {
    co_await store_.Write([&](Transaction& tx) {
      tx.journal().Audit(caller.Did("recordings.play", Name(id), About(audio.recording)));
    });
  }
  co_return audio;
}

Task<Recording> RecordingService::Delete(const Caller& caller, RecordingId id) {
  const Recording recording = co_await Get(caller, id);
  // The file first: on a full disk what is written about its removal needs the space that it took.
  RemoveBeneath(settings_.RecordingsDir(), recording.file);
  co_await store_.Write([&](Transaction& tx) {
    if (!tx.recordings().Delete(id)) throw NotFound(Name(id));
    tx.journal().Publish("recording.update", "F-14", "OTTB",
                         {{"recording_id", Wire(id)},
                          {"call_id", Wire(recording.call_id)},
                          {"user_id", TextOrNull(recording.user_id)},
                          {"team_id", TextOrNull(recording.team_id)},
                          {"lead_id", TextOrNull(recording.lead_id)},
                          {"deleted", true}});
    tx.journal().Audit(caller.Did("recordings.delete", Name(id), About(recording)));
  });
  co_return recording;
}
}  // namespace vss::ottb
