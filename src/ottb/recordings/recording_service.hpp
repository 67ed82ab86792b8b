#pragma once
#include <deque>
#include <unordered_map>

#include "base/async/blocking_pool.hpp"
#include "base/error.hpp"
#include "base/files.hpp"
#include "contracts/leads.hpp"
#include "contracts/principal.hpp"
#include "ottb/ports/pbx.hpp"
#include "ottb/ports/store.hpp"
#include "ottb/recordings/waveform.hpp"
#include "ottb/settings.hpp"

namespace vss::ottb {

/// The sound of a recording, open.
struct Audio {
  Recording recording;
  std::shared_ptr<const FileHandle> file;
  std::uint64_t bytes = 0;  ///< of the file as it is now
};

/// Who asks for which part: players fetch one file in many pieces.
enum class Listening : std::uint8_t { kFromTheStart, kFurther };

/// Recordings as callers of the API see them. Lives on the HTTP loop.
class RecordingService {
 public:
  RecordingService(Store<Transaction>& store, const Clock& clock, LeadDirectory& leads, const Pbx& pbx,
                   BlockingPool& pool, const Settings& settings)
      : store_(store), clock_(clock), leads_(leads), pbx_(pbx), pool_(pool), settings_(settings) {}

  Task<Page<Recording>> List(const Caller& caller, RecordingFilter filter, PageRequest request);
  /// Throws kNotFound, also for a recording that the caller may not hear.
  Task<Recording> Get(const Caller& caller, RecordingId id);
  /// Opens it and audits `recordings.play`: each time from the start (a player that asks for the start again
  /// within seconds is still beginning), and further pieces once in five minutes for one session, so that
  /// skipping the first byte does not skip the audit. Throws kNotFound, also when
  /// its file is gone, and kRecordBasisMissing, audited, for a recording of others while the centre has not
  /// said what lets it be made.
  Task<Audio> Play(const Caller& caller, RecordingId id, Listening listening);
  /// What it looks like, for those who may listen to it. Nobody hears anything by it: not audited. Throws
  /// like Play, and kNotFound when its file is no sound.
  Task<std::shared_ptr<const Waveform>> Draw(const Caller& caller, RecordingId id);
  /// Removes the file, then the row; audited. After a failure in between it can be repeated.
  Task<Recording> Delete(const Caller& caller, RecordingId id);

 private:
  std::optional<Error> BasisMissing(const Caller& caller, const Recording& recording) const;
  Task<void> RequireBasis(const Caller& caller, const Recording& recording);
  Audio Open(Recording recording) const;
  Task<Waveform> ReadWaveform(const Audio& audio);
  bool IsNewListener(const Caller& caller, RecordingId id, Listening listening);

  Store<Transaction>& store_;
  const Clock& clock_;
  LeadDirectory& leads_;
  const Pbx& pbx_;
  BlockingPool& pool_;
  const Settings& settings_;
  std::unordered_map<std::string, Steady> heard_;  ///< session and recording → when it was audited; bounded
  /// The last that were drawn, by file and size: a recording that is still written to grows.
  std::deque<std::pair<std::string, std::shared_ptr<const Waveform>>> drawn_;
};
}  // namespace vss::ottb
