#include <gmock/gmock.h>

#include "base/files.hpp"
#include "contract/ottb_fixture.hpp"
#include "contract/pbx_double.hpp"
#include "ottb/recordings/recording_service.hpp"

namespace vss::ottb {
namespace {
class Recordings : public OttbTest {
 protected:
  Recordings() { settings.data_dir = folder_.path(); }

  /// A call of a lead, recorded into `file`.
  Recording Record(std::string file, std::optional<std::string> lead = std::nullopt) {
    std::filesystem::create_directories((settings.RecordingsDir() / file).parent_path());
    WriteWholeFile(settings.RecordingsDir() / file, "RIFF and so on", 0600);
    return Insert(std::move(file), std::move(lead));
  }
  Recording Insert(std::string file, std::optional<std::string> lead = std::nullopt) {
    return Run(store.Write([&](Transaction& tx) {
      const Call call = tx.calls().Insert({.slot_id = SlotId{1},
                                           .trunk_id = TrunkId{1},
                                           .line = 6001,
                                           .username = "admin",
                                           .lead_id = lead,
                                           .phone_number = "+79991234567",
                                           .started_at = clock.Now(),
                                           .seen_at = clock.Now()});
      return tx.recordings().Insert({.call_id = call.id,
                                     .slot_id = call.slot_id,
                                     .lead_id = lead,
                                     .phone_number = call.phone_number,
                                     .file = file,
                                     .bytes = 14,
                                     .duration = std::chrono::seconds(1),
                                     .started_at = clock.Now()},
                                    clock.Now());
    }));
  }
  std::int64_t Plays() { return Number("SELECT COUNT(*) FROM audit WHERE action = 'recordings.play'"); }

  test::TempFolder folder_;
  NoLeads leads;
  test::PbxDouble pbx;
  BlockingPool pool_{"test", 1, 8};
  RecordingService recordings{store, clock, leads, pbx, pool_, settings};
};
VSS_ON_EACH_ENGINE(Recordings);

class RecordingsOnAFullDisk : public Recordings {};
INSTANTIATE_TEST_SUITE_P(Engines, RecordingsOnAFullDisk, testing::Values(sql::Dialect::kSqlite),
                         test::EngineName);

/// One lead, and whose it is.
struct OwnLead final : LeadDirectory {
  static constexpr const char* kLead = "33333333-3333-4333-8333-333333333333";
  static constexpr const char* kSeller = "22222222-2222-4222-8222-222222222222";
  Task<std::optional<LeadOwner>> OwnerOf(std::string lead_id) override {
    co_return lead_id == kLead ? std::optional(LeadOwner{kSeller, {}}) : std::nullopt;
  }
  bool Remembers(std::string_view, std::optional<LeadOwner>&) override { return false; }
};
}  // namespace

TEST_P(Recordings, AreHeardAndTheListenerIsAudited) {
  const Recording kept = Record("2026/01/15/c_1.wav");
  const Audio audio = Run(recordings.Play(admin, kept.id, Listening::kFromTheStart));
  EXPECT_EQ(audio.bytes, 14U);
  EXPECT_EQ(LastAudit().action, "recordings.play");
  EXPECT_EQ(LastAudit().target, "recording r_1");
  Run(recordings.Play(admin, kept.id, Listening::kFurther));
  Run(recordings.Play(admin, kept.id, Listening::kFromTheStart));
  EXPECT_EQ(Plays(), 1) << "the same listening: a player asks for the first bytes, then for all";
  clock.Advance(std::chrono::seconds(6));
  Run(recordings.Play(admin, kept.id, Listening::kFromTheStart));
  EXPECT_EQ(Plays(), 2);
  clock.Advance(std::chrono::minutes(6));
  Run(recordings.Play(admin, kept.id, Listening::kFurther));
  EXPECT_EQ(Plays(), 3) << "skipping the start does not skip the audit";
}

// Two A-law channels: the number is loud first, our side then.
constexpr std::string_view kSmallWav(
    "RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x06\0\x02\0\x40\x1F\0\0\x80\x3E\0\0\x02\0\x08\0data\x04\0\0\0"
    "\xAA\xD5\xD5\xAA",
    48);

TEST_P(Recordings, AreDrawnWithoutBeingHeard) {
  const Recording kept = Record("2026/01/15/c_1.wav");
  EXPECT_EQ(RefusalOf(recordings.Draw(admin, kept.id)).code(), ErrorCode::kNotFound) << "no sound";
  WriteWholeFile(settings.RecordingsDir() / kept.file, kSmallWav, 0600);
  const auto drawn = Run(recordings.Draw(admin, kept.id));
  ASSERT_EQ(drawn->channels.size(), 2U);
  EXPECT_EQ(drawn->channels[0][0], 984);
  EXPECT_EQ(drawn->channels[1][300], 984);
  EXPECT_EQ(Run(recordings.Draw(admin, kept.id)), drawn) << "kept";
  EXPECT_EQ(Plays(), 0);
  Write(fmt::format("UPDATE recordings SET user_id = '{}'", kOlga));
  pbx.status.test_exchange = false;
  EXPECT_EQ(RefusalOf(recordings.Draw(admin, kept.id)).code(), ErrorCode::kRecordBasisMissing);
  EXPECT_EQ(Run(recordings.Draw(olga, kept.id)), drawn) << "their own";
  EXPECT_EQ(Plays(), 0);
  Run(recordings.Delete(olga, kept.id));
  EXPECT_EQ(RefusalOf(recordings.Draw(olga, kept.id)).code(), ErrorCode::kNotFound);
}

TEST_P(Recordings, AreServedOnlyFromTheirFolder) {
  WriteWholeFile(folder_ / "secrets.json", "secret", 0600);
  std::filesystem::create_directories(settings.RecordingsDir());
  std::filesystem::create_symlink(folder_ / "secrets.json", settings.RecordingsDir() / "c_9.wav");
  for (const char* file : {"../secrets.json", "c_9.wav", "/etc/passwd", "", "2026/gone.wav"}) {
    const Recording bad = Insert(file);
    EXPECT_EQ(RefusalOf(recordings.Play(admin, bad.id, Listening::kFromTheStart)).code(),
              ErrorCode::kNotFound)
        << file;
  }
  EXPECT_EQ(Plays(), 0);
  Run(recordings.Delete(admin, RecordingId{1}));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "secrets.json"));
}

TEST_P(Recordings, AreRemovedWithTheirFile) {
  const Recording kept = Record("2026/01/15/c_1.wav");
  Run(recordings.Delete(admin, kept.id));
  EXPECT_FALSE(std::filesystem::exists(settings.RecordingsDir() / kept.file));
  EXPECT_EQ(LastAudit().action, "recordings.delete");
  EXPECT_EQ(RefusalOf(recordings.Get(admin, kept.id)).code(), ErrorCode::kNotFound);
  EXPECT_EQ(RefusalOf(recordings.Delete(admin, kept.id)).code(), ErrorCode::kNotFound);
}

TEST_P(RecordingsOnAFullDisk, GiveTheirSpaceBackBeforeTheirRemovalIsWritten) {
  std::vector<Recording> kept;
  for (int i = 0; i < 100; ++i) kept.push_back(Record(fmt::format("2026/01/15/c_{}.wav", i)));
  FillDisk();
  std::optional<Error> refusal;
  std::size_t removed = 0;
  for (; removed < kept.size() && !refusal; ++removed) {
    try {
      Run(recordings.Delete(admin, kept[removed].id));
    } catch (const Error& error) {
      refusal = error;
    }
    EXPECT_FALSE(std::filesystem::exists(settings.RecordingsDir() / kept[removed].file));
  }
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->message(), kDiskIsFull);
  FreeDisk();
  const Recording& last = kept[removed - 1];
  Run(recordings.Delete(admin, last.id));
  EXPECT_EQ(LastAudit().target, fmt::format("recording {}", Wire(last.id)));
  EXPECT_EQ(RefusalOf(recordings.Get(admin, last.id)).code(), ErrorCode::kNotFound);
}

// With people at the other end, what lets a conversation be recorded lets it be heard.
TEST_P(Recordings, OfOthersAreNotHeardWithoutABasis) {
  const Recording kept = Record("2026/01/15/c_1.wav");
  Write(fmt::format("UPDATE recordings SET user_id = '{}'", kOlga));
  pbx.status.test_exchange = false;
  EXPECT_EQ(RefusalOf(recordings.Play(admin, kept.id, Listening::kFromTheStart)).code(),
            ErrorCode::kRecordBasisMissing);
  EXPECT_EQ(LastAudit().action, "recordings.play");
  EXPECT_EQ(LastAudit().detail.at("code"), json::value("RECORD_BASIS_MISSING"));
  EXPECT_EQ(Number("SELECT COUNT(*) FROM audit WHERE action = 'recordings.play' AND success = 0"), 1);
  EXPECT_EQ(Run(recordings.Play(olga, kept.id, Listening::kFromTheStart)).bytes, 14U) << "their own";
  settings.calls.record_basis = RecordBasis::kAnnouncement;
  EXPECT_EQ(Run(recordings.Play(admin, kept.id, Listening::kFromTheStart)).bytes, 14U);
}

TEST_P(Recordings, OfTheirLeadsAreForSellers) {
  Write(
      "INSERT INTO crm_leads (id, client_name, phone, status, assigned_seller, fields, search, created_at, "
      "updated_at, version) "
      "VALUES ('33333333-3333-4333-8333-333333333333', 'Ivan', '+79991234567', 'new', "
      "'22222222-2222-4222-8222-222222222222', '{}', 'ivan', 0, 0, 1)");
  const Recording other = Record("2026/01/15/c_1.wav"), own = Record("2026/01/15/c_2.wav", OwnLead::kLead);
  Caller seller = CallerWith(kPetr, "petr", R"({"recordings": ["read"]})");
  seller.principal.scopes = ScopeSet();
  OwnLead one;
  RecordingService with_crm(store, clock, one, pbx, pool_, settings);
  EXPECT_EQ(Run(with_crm.List(seller, {}, {})).total, 1);
  Caller another = seller;
  another.principal.user_id = kOlga;
  EXPECT_EQ(Run(with_crm.List(another, {}, {})).total, 0);
  EXPECT_EQ(RefusalOf(with_crm.Get(another, own.id)).code(), ErrorCode::kNotFound);
  EXPECT_EQ(Run(with_crm.Get(seller, own.id)).id, own.id);
  EXPECT_EQ(RefusalOf(with_crm.Play(seller, other.id, Listening::kFromTheStart)).code(),
            ErrorCode::kNotFound);
  EXPECT_EQ(Run(with_crm.List(admin, {}, {})).total, 2);
}
}  // namespace vss::ottb
