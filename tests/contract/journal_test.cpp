// Journal, audit chain and outbox on both engines.
#include <gmock/gmock.h>

#include <set>

#include "adapters/storage_sql/audit_chain.hpp"
#include "adapters/storage_sql/audit_persons.hpp"
#include "adapters/storage_sql/outbox.hpp"
#include "adapters/storage_sql/sql_journal.hpp"
#include "base/async/loop.hpp"
#include "base/error.hpp"
#include "support/test_database.hpp"

namespace vss::sql {
namespace {
class JournalTest : public test::EngineTest {
 protected:
  void Audit(std::string username) {
    database().WriteNow([&](Session& s) {
      SqlJournal(s, context_)
          .Audit({.user_id = "u1",
                  .username = username,
                  .action = "auth.login",
                  .target = "user " + username,
                  .address = "127.0.0.1",
                  .request_id = "r",
                  .detail = {{"reason", "тест"}}});
    });
  }
  void WriteRecords(int count) {
    database().WriteNow([&](Session& s) {
      for (int i = 1; i <= count; ++i)
        SqlJournal(s, context_).Audit({.username = fmt::format("user{}", i), .action = "a"});
    });
  }
  AuditVerdict Verify() {
    AuditVerdict verdict;
    database().ReadNow([&](Session& s) { verdict = VerifyAuditChain(s, context_.audit_key); });
    return verdict;
  }
  /// What only the owner of the database can do: the triggers are switched off first.
  void Tamper(std::vector<std::string> statements) {
    const bool postgres = GetParam() == Dialect::kPostgres;
    std::vector<std::string> all =
        postgres ? std::vector<std::string>{"ALTER TABLE audit DISABLE TRIGGER ALL"}
                 : std::vector<std::string>{"DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete"};
    all.insert(all.end(), statements.begin(), statements.end());
    for (const std::string& statement : all) Write(statement);
  }
  void ExpectBroken(std::int64_t id, AuditFault fault) {
    const AuditVerdict verdict = Verify();
    ASSERT_TRUE(verdict.broken.has_value());
    EXPECT_EQ(verdict.broken->id, id) << verdict.broken->why;
    EXPECT_EQ(ToString(verdict.broken->fault), ToString(fault)) << verdict.broken->why;
  }

  SystemClock clock_;
  SystemRandom random_;
  JournalContext context_{clock_, random_, Secret("test key of the audit chain")};
};
VSS_ON_EACH_ENGINE(JournalTest);

TEST_P(JournalTest, CommitsOrVanishesWithTheTransaction) {
  const auto failing = [&] {
    database().WriteNow([&](Session& s) {
      SqlJournal journal(s, context_);
      journal.Publish("slot.update", "F-05", "OTTB", {{"id", 1}});
      journal.Audit({.username = "a", .action = "b"});
      throw Error(ErrorCode::kConflict, "no");
    });
  };
  EXPECT_THROW(failing(), Error);
  EXPECT_EQ(Number("SELECT COUNT(*) FROM outbox"), 0);
  EXPECT_EQ(Number("SELECT COUNT(*) FROM audit"), 0);
  Audit("anna");
  EXPECT_EQ(Number("SELECT id FROM audit"), 1);
}

TEST_P(JournalTest, HandsOutEventsInOrderUntilTheyAreDone) {
  database().WriteNow([&](Session& s) {
    SqlJournal journal(s, context_);
    journal.Publish("slot.update", "F-05", "OTTB", {{"id", 1}});
    journal.Publish("trunk.update", std::nullopt, "OTTB", {{"name", "хаб"}});
  });
  OutboxReader outbox(database());
  const auto events = loop().RunUntilDone(outbox.Next(10));
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].event, "slot.update");
  EXPECT_EQ(events[0].f_flow, "F-05");
  EXPECT_EQ(events[1].f_flow, std::nullopt);
  EXPECT_EQ(events[1].data.at("name"), "хаб");
  loop().RunUntilDone(outbox.Done({events[0].id}));
  const auto rest = loop().RunUntilDone(outbox.Next(10));
  ASSERT_EQ(rest.size(), 1U);
  EXPECT_EQ(rest[0].id, events[1].id);
}

TEST_P(JournalTest, VerifiesAnUntouchedChainOverManyPortions) {
  EXPECT_FALSE(Verify().broken.has_value());
  WriteRecords(2500);
  const AuditVerdict verdict = Verify();
  EXPECT_FALSE(verdict.broken.has_value()) << verdict.broken->why;
  EXPECT_EQ(verdict.verified, 2500);
}

TEST_P(JournalTest, KeepsOddTextOfFailedLoginsVerifiable) {
  Audit(std::string("no\0user\xFF\xC3", 9));
  EXPECT_FALSE(Verify().broken.has_value());
}

TEST_P(JournalTest, RefusesToChangeOrDeleteRecords) {
  WriteRecords(2);
  EXPECT_THROW(Write("UPDATE audit SET username = 'x' WHERE id = 1"), ConstraintViolation);
  EXPECT_THROW(Write("DELETE FROM audit WHERE id = 1"), ConstraintViolation);
  EXPECT_EQ(Number("SELECT COUNT(*) FROM audit"), 2);
}

TEST_P(JournalTest, NamesTheRecordThatWasChanged) {
  WriteRecords(9);
  Tamper({"UPDATE audit SET success = 0 WHERE id = 5"});
  ExpectBroken(5, AuditFault::kChanged);
}

TEST_P(JournalTest, NamesTheRecordThatWasDeleted) {
  WriteRecords(9);
  Tamper({"DELETE FROM audit WHERE id = 5"});
  ExpectBroken(5, AuditFault::kMissing);
}

TEST_P(JournalTest, NamesTheRecordThatWasDeletedWhenTheIdsAreClosedUp) {
  WriteRecords(6);
  Tamper({"DELETE FROM audit WHERE id = 5", "UPDATE audit SET id = 5 WHERE id = 6"});
  ExpectBroken(5, AuditFault::kReordered);
}

TEST_P(JournalTest, NamesTheRecordThatWasMoved) {
  WriteRecords(9);
  Tamper({"UPDATE audit SET id = 100 WHERE id = 4", "UPDATE audit SET id = 4 WHERE id = 5",
          "UPDATE audit SET id = 5 WHERE id = 100"});
  ExpectBroken(4, AuditFault::kReordered);
}

TEST_P(JournalTest, NoticesACutTail) {
  WriteRecords(9);
  Tamper({"DELETE FROM audit WHERE id > 7"});
  ExpectBroken(8, AuditFault::kTailCut);
}

TEST_P(JournalTest, NoticesACutTailWithAForgedHeadAlsoAfterMoreRecords) {
  WriteRecords(9);
  Tamper(
      {"DELETE FROM audit WHERE id > 7",
       "UPDATE audit_head SET last_id = 7, entries = 7, last_hash = (SELECT hash FROM audit WHERE id = 7)"});
  ExpectBroken(7, AuditFault::kHeadTampered);
  WriteRecords(1);
  ExpectBroken(8, AuditFault::kHeadTampered);
}

TEST_P(JournalTest, NoticesARecordAddedWithoutTheKey) {
  WriteRecords(3);
  Write(
      "INSERT INTO audit (id, at, username, action, target, address, request_id, success, detail, "
      "previous_hash, hash) "
      "SELECT 4, at, username, action, target, address, request_id, success, detail, hash, hash FROM audit "
      "WHERE id = 3");
  ExpectBroken(4, AuditFault::kChanged);
}

TEST_P(JournalTest, NoticesAMissingHead) {
  WriteRecords(3);
  Write("DELETE FROM audit_head");
  ExpectBroken(3, AuditFault::kHeadTampered);
}

class AuditPersonsTest : public JournalTest {
 protected:
  void AuditCall(std::string number, std::string caller_id = "+4930111111") {
    database().WriteNow([&](Session& s) {
      SqlJournal(s, context_)
          .Audit({.username = "anna",
                  .action = "calls.start",
                  .target = "call c_1 to " + number,
                  .detail = {{"phone_number", number},
                             {"caller_id", caller_id},
                             {"changes", {{"reason", {"was", "c_1 to " + number}}}}}});
    });
  }
  /// As VSS wrote it before it had pseudonyms.
  void AuditCallPlainly(std::string number) {
    database().WriteNow([&](Session& s) {
      const auto head = FindAuditHead(s).value_or(AuditHead{});
      AuditRecord record{.id = head.last_id + 1,
                         .at = 1,
                         .username = "anna",
                         .action = "calls.start",
                         .target = "number " + number,
                         .detail = ToText(json::object{{"phone_number", number}}),
                         .previous_hash = head.last_hash};
      record.hash = HashOf(record, context_.audit_key);
      s.Execute(
          "INSERT INTO audit (id, at, username, action, target, address, request_id, success, detail, "
          "previous_hash, hash) VALUES ($1, $2, $3, $4, $5, '', '', 1, $6, $7, $8)",
          {record.id, record.at, record.username, record.action, record.target, record.detail,
           record.previous_hash, record.hash});
      AuditHead next{record.id, record.hash, record.id, ""};
      next.mac = MacOf(next, context_.audit_key);
      s.Execute("DELETE FROM audit_head", {});
      s.Execute("INSERT INTO audit_head (id, last_id, last_hash, entries, mac) VALUES (1, $1, $2, $3, $4)",
                {next.last_id, next.last_hash, next.entries, next.mac});
      s.Execute("UPDATE audit_plain SET last_id = $1", {record.id});
    });
  }
  std::int64_t RecordsWith(std::string_view text) {
    return Number(
        fmt::format("SELECT COUNT(*) FROM audit WHERE target LIKE '%{0}%' OR detail LIKE '%{0}%'", text));
  }
  std::string Shown(std::int64_t id) {
    AuditEntry entry;
    database().ReadNow([&](Session& s) {
      const auto row = s.QueryOne("SELECT target, detail FROM audit WHERE id = $1", {id}).value();
      entry.target = row.Text(0);
      entry.detail = ParseTrustedJson(row.Text(1)).as_object();
      ShowPersons(s, {&entry});
    });
    return entry.target + " " + ToText(entry.detail);
  }
  std::int64_t Erase(std::set<std::string> numbers) {
    std::int64_t closed = 0;
    database().WriteNow([&](Session& s) {
      AuditPersons persons(s, context_);
      closed = persons.CloseRecords(numbers);
      persons.DropKeys(numbers);
    });
    return closed;
  }
};
VSS_ON_EACH_ENGINE(AuditPersonsTest);

TEST_P(AuditPersonsTest, RecordsNamePersonsByPseudonymsThatStayTheSame) {
  AuditCall("+79161234567");
  AuditCall("+79161234567");
  AuditCall("+79160000000");
  EXPECT_EQ(RecordsWith("7916"), 0);
  EXPECT_EQ(RecordsWith("+4930111111"), 3) << "the number that calls show is the centre's own";
  EXPECT_EQ(Number("SELECT COUNT(*) FROM audit_persons"), 2);
  EXPECT_EQ(Shown(1), Shown(2));
  EXPECT_EQ(Shown(1), R"(call c_1 to +79161234567 {"phone_number":"+79161234567","caller_id":"+4930111111",)"
                      R"("changes":{"reason":["was","c_1 to +79161234567"]}})");
  EXPECT_FALSE(Verify().broken);
}

TEST_P(AuditPersonsTest, WhatIsNoNumberStays) {
  AuditCall("+0123456789");
  AuditCall("1+1=2, +123, +1234567890123456");
  EXPECT_EQ(Number("SELECT COUNT(*) FROM audit_persons"), 0);
  EXPECT_EQ(RecordsWith("+1234567890123456"), 1);
}

TEST_P(AuditPersonsTest, ErasingDeletesTheKeyAndTheChainStillVerifies) {
  AuditCall("+79161234567");
  AuditCall("+79160000000");
  EXPECT_EQ(Erase({"+79161234567"}), 0);
  EXPECT_THAT(Shown(1), testing::Not(testing::HasSubstr("7916")));
  EXPECT_THAT(Shown(1), testing::HasSubstr("to p_"));
  EXPECT_THAT(Shown(2), testing::HasSubstr("+79160000000"));
  const AuditVerdict verdict = Verify();
  EXPECT_FALSE(verdict.broken);
  EXPECT_EQ(verdict.reanchored, 0);
  AuditCall("+79161234567");  // the same number later is another person
  EXPECT_NE(Number("SELECT COUNT(DISTINCT target) FROM audit WHERE id IN (1, 3)"), 1);
}

TEST_P(AuditPersonsTest, OlderRecordsAreClosedByASignedReanchor) {
  AuditCallPlainly("+79161234567");
  AuditCallPlainly("+79160000000");
  AuditCall("+79161234567");
  EXPECT_EQ(RecordsWith("+79161234567"), 1);
  EXPECT_EQ(Erase({"+79161234567"}), 1);
  EXPECT_EQ(RecordsWith("+79161234567"), 0);
  EXPECT_EQ(RecordsWith("+79160000000"), 1);
  EXPECT_EQ(Number("SELECT COUNT(DISTINCT target) FROM audit WHERE id = 1 AND target LIKE 'number p_%'"), 1);
  const AuditVerdict verdict = Verify();
  EXPECT_FALSE(verdict.broken) << verdict.broken->why;
  EXPECT_EQ(verdict.verified, 3);
  EXPECT_EQ(verdict.reanchored, 1);
}

TEST_P(AuditPersonsTest, AReanchorVouchesForItsOwnTextOnly) {
  AuditCallPlainly("+79161234567");
  AuditCallPlainly("+79160000000");
  Erase({"+79161234567"});
  // Who has no key can neither change a closed record further nor close one.
  EXPECT_THROW(Write("UPDATE audit SET username = 'eve' WHERE id = 1"), std::exception);
  EXPECT_THROW(Write("UPDATE audit SET target = 'x' WHERE id = 2"), std::exception);
  Write("UPDATE audit SET target = 'number +1' WHERE id = 1");
  ExpectBroken(1, AuditFault::kChanged);
}

TEST_P(AuditPersonsTest, AForgedReanchorShows) {
  AuditCallPlainly("+79161234567");
  AuditCallPlainly("+79160000000");
  Erase({"+79161234567"});
  Write("INSERT INTO audit_reanchors (record_id, at, mac) SELECT 2, at, mac FROM audit_reanchors");
  Write("UPDATE audit SET target = (SELECT a.target FROM audit a WHERE a.id = 1) WHERE id = 2");
  ExpectBroken(2, AuditFault::kChanged);
}
}  // namespace
}  // namespace vss::sql
