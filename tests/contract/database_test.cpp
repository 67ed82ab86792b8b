// What every engine promises through sql::Database.
#include "adapters/storage_sql/database.hpp"

#include <gmock/gmock.h>

#include <future>

#include "base/async/loop.hpp"
#include "base/error.hpp"
#include "support/postgres_server.hpp"
#include "support/test_database.hpp"

namespace vss::sql {
namespace {
using Kind = ConstraintViolation::Kind;

/// Keeps the writer busy until it is opened, so that works wait together.
class Gate {
 public:
  explicit Gate(Database& database) {
    blocked_ = std::async(std::launch::async, [this, &database] {
      database.WriteNow([this](Session&) {
        running_.set_value();
        open_.get_future().wait();
      });
    });
    running_.get_future().wait();
  }
  void Open() {
    open_.set_value();
    blocked_.get();
  }

 private:
  std::promise<void> running_, open_;
  std::future<void> blocked_;
};

class DatabaseTest : public test::EngineTest {
 protected:
  DatabaseTest() : EngineTest(Schema::kEmpty) {
    Write("CREATE TABLE parent (id BIGINT PRIMARY KEY, name TEXT UNIQUE CHECK (name <> ''))");
    Write("CREATE TABLE child (id BIGINT PRIMARY KEY, parent_id BIGINT NOT NULL REFERENCES parent (id))");
  }
  void Insert(std::int64_t id, std::string name) {
    database().WriteNow(
        [&](Session& s) { s.Execute("INSERT INTO parent (id, name) VALUES ($1, $2)", {id, name}); });
  }
  std::optional<Kind> ViolationOf(std::string_view statement) {
    try {
      Write(statement);
    } catch (const ConstraintViolation& violation) {
      return violation.kind();
    }
    return std::nullopt;
  }
  template <class F>
  ErrorCode CodeOf(F call) {
    try {
      call();
    } catch (const Error& error) {
      return error.code();
    }
    ADD_FAILURE() << "nothing was thrown";
    return ErrorCode::kInternal;
  }
};
VSS_ON_EACH_ENGINE(DatabaseTest);

TEST_P(DatabaseTest, KeepsEveryKindOfValue) {
  Write("CREATE TABLE kinds (i BIGINT, r DOUBLE PRECISION, t TEXT, n TEXT)");
  const std::string text = "кавычка ' и \"; DROP TABLE kinds; --\n\\";
  database().WriteNow([&](Session& s) {
    s.Execute("INSERT INTO kinds VALUES ($1, $2, $3, $4)",
              {std::int64_t{-9007199254740993}, 0.1, text, Value()});
  });
  database().ReadNow([&](Session& s) {
    const Row row = s.QueryOne("SELECT i, r, t, n FROM kinds").value();
    EXPECT_EQ(row.Int(0), -9007199254740993);
    EXPECT_EQ(row.Real(1), 0.1);
    EXPECT_EQ(row.Text(2), text);
    EXPECT_TRUE(row.IsNull(3));
    EXPECT_EQ(row.OptionalText(3), std::nullopt);
  });
}

TEST_P(DatabaseTest, NumbersParametersByTheirNumberNotByTheirPlace) {
  database().ReadNow([](Session& s) {
    const Row row =
        s.QueryOne("SELECT CAST($2 AS BIGINT), CAST($1 AS BIGINT), CAST($2 AS BIGINT)", {1, 2}).value();
    EXPECT_EQ(row.Int(0), 2);
    EXPECT_EQ(row.Int(1), 1);
    EXPECT_EQ(row.Int(2), 2);
  });
}

TEST_P(DatabaseTest, ReturnsRowsOfInsertReturningAndCountsChanges) {
  database().WriteNow([](Session& s) {
    EXPECT_EQ(s.QueryOne("INSERT INTO parent (id, name) VALUES (7, 'a') RETURNING id")->Int(0), 7);
    EXPECT_EQ(s.ExecuteCounting("UPDATE parent SET name = $1", {"b"}), 1);
    EXPECT_EQ(s.ExecuteCounting("DELETE FROM parent WHERE id = $1", {8}), 0);
  });
}

TEST_P(DatabaseTest, ReadsWhatTheSameTransactionQueued) {
  database().WriteNow([](Session& s) {
    s.Execute("INSERT INTO parent (id, name) VALUES (1, 'a')");
    EXPECT_EQ(s.Query("SELECT name FROM parent WHERE id = 1").at(0).Text(0), "a");
  });
}

TEST_P(DatabaseTest, TellsTheKindsOfBrokenRules) {
  Insert(1, "a");
  EXPECT_EQ(ViolationOf("INSERT INTO parent (id, name) VALUES (1, 'b')"), Kind::kUnique);
  EXPECT_EQ(ViolationOf("INSERT INTO parent (id, name) VALUES (2, 'a')"), Kind::kUnique);
  EXPECT_EQ(ViolationOf("INSERT INTO child (id, parent_id) VALUES (1, 99)"), Kind::kForeignKey);
  EXPECT_EQ(ViolationOf("INSERT INTO child (id) VALUES (1)"), Kind::kOther);
  EXPECT_EQ(ViolationOf("INSERT INTO parent (id, name) VALUES (3, '')"), Kind::kOther);
  EXPECT_EQ(Number("SELECT COUNT(*) FROM parent"), 1);
}

TEST_P(DatabaseTest, RollsBackAWorkThatThrowsWithEverythingItDid) {
  const auto work = [&] {
    database().WriteNow([](Session& s) {
      s.Execute("INSERT INTO parent (id, name) VALUES (1, 'a')");
      throw NotFound("trunk 5");
    });
  };
  EXPECT_EQ(CodeOf(work), ErrorCode::kNotFound);
  EXPECT_EQ(Number("SELECT COUNT(*) FROM parent"), 0);
}

TEST_P(DatabaseTest, RefusesToGoOnAfterAStatementFailed) {
  Insert(1, "a");
  const auto swallow = [&] {
    database().WriteNow([](Session& s) {
      try {
        s.Query("INSERT INTO parent (id, name) VALUES (1, 'b')");
      } catch (const ConstraintViolation&) {
      }
      s.Execute("INSERT INTO parent (id, name) VALUES (2, 'b')");
    });
  };
  EXPECT_EQ(CodeOf(swallow), ErrorCode::kInternal);
  EXPECT_EQ(Number("SELECT COUNT(*) FROM parent"), 1);
}

TEST_P(DatabaseTest, AWorkThatFailsInsideABatchLeavesTheOthersAlone) {
  // However slow the machine is, the batch may wait for all that is queued.
  const auto patient = files().Open({.writer = {.max_batch_time = std::chrono::minutes(1)}});
  Gate gate(*patient);
  std::vector<std::future<void>> works;
  for (int i = 0; i < 30; ++i) {
    works.push_back(std::async(std::launch::async, [&patient, i] {
      patient->WriteNow([i](Session& s) {
        s.Execute("INSERT INTO parent (id, name) VALUES ($1, $2)", {i % 10, fmt::format("name {}", i % 10)});
      });
    }));
  }
  while (patient->stats().write_queue < 30) std::this_thread::yield();
  const auto before = patient->stats();
  gate.Open();
  int failed = 0;
  for (auto& work : works) {
    try {
      work.get();
    } catch (const ConstraintViolation&) {
      ++failed;
    }
  }
  EXPECT_EQ(failed, 20);
  EXPECT_EQ(Number("SELECT COUNT(*) FROM parent"), 10);
  EXPECT_EQ(patient->stats().writes - before.writes, 31U);
  EXPECT_LE(patient->stats().commits - before.commits, 2U) << "works that wait together share a commit";
}

TEST_P(DatabaseTest, TheFirstWorkOfABatchThatFailsTakesOnlyItsOwnAlong) {
  const auto patient = files().Open({.writer = {.max_batch_time = std::chrono::minutes(1)}});
  std::promise<void> running, open;
  const auto write = [&patient](std::int64_t id) {
    return std::async(std::launch::async, [&patient, id] {
      patient->WriteNow(
          [id](Session& s) { s.Execute("INSERT INTO parent (id, name) VALUES ($1, $2)", {id, "b"}); });
    });
  };
  auto first = std::async(std::launch::async, [&] {
    patient->WriteNow([&](Session& s) {
      s.Execute("INSERT INTO parent (id, name) VALUES (1, 'a')");
      running.set_value();
      open.get_future().wait();
      throw NotFound("trunk 5");
    });
  });
  running.get_future().wait();
  auto second = write(2), third = write(2);  // one of them breaks the rule, whichever comes later
  while (patient->stats().write_queue < 2) std::this_thread::yield();
  open.set_value();
  EXPECT_THROW(first.get(), Error);
  int failed = 0;
  for (auto* work : {&second, &third}) {
    try {
      work->get();
    } catch (const ConstraintViolation&) {
      ++failed;
    }
  }
  EXPECT_EQ(failed, 1);
  EXPECT_EQ(Number("SELECT COUNT(*) FROM parent WHERE id = 1"), 0);
  EXPECT_EQ(Number("SELECT COUNT(*) FROM parent WHERE id = 2"), 1);
}

TEST_P(DatabaseTest, CommitsAreThereForAnotherProcessAtOnce) {
  const auto other = files().Open();
  Insert(1, "a");
  other->ReadNow([](Session& s) { EXPECT_EQ(s.Query("SELECT COUNT(*) FROM parent").at(0).Int(0), 1); });
  other->WriteNow([](Session& s) { s.Execute("INSERT INTO parent (id, name) VALUES (2, 'b')"); });
  EXPECT_EQ(Number("SELECT COUNT(*) FROM parent"), 2);
}

TEST_P(DatabaseTest, ReadersCannotWrite) {
  EXPECT_ANY_THROW(
      database().ReadNow([](Session& s) { s.Execute("INSERT INTO parent (id, name) VALUES (1, 'a')"); }));
  EXPECT_EQ(Number("SELECT COUNT(*) FROM parent"), 0);
}

TEST_P(DatabaseTest, AnswersUnavailableAtOnceWhenTheQueueIsFull) {
  const auto small = files().Open({.writer = {.max_queued = 2}});
  Gate gate(*small);
  std::vector<std::future<void>> waiting;
  for (int i = 0; i < 2; ++i)
    waiting.push_back(std::async(std::launch::async, [&] { small->WriteNow([](Session&) {}); }));
  while (small->stats().write_queue < 2) std::this_thread::yield();
  try {
    small->WriteNow([](Session&) {});
    ADD_FAILURE() << "a full queue took a work";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kServiceUnavailable);
    EXPECT_TRUE(error.retry_after().has_value());
  }
  gate.Open();
  for (auto& work : waiting) work.get();
}

TEST_P(DatabaseTest, ResumesCoroutinesOnTheirOwnLoop) {
  const auto thread = std::this_thread::get_id();
  const auto task = [](Database& database, std::thread::id home) -> Task<int> {
    const auto insert = [](Session& s) {
      return static_cast<int>(s.ExecuteCounting("INSERT INTO parent (id, name) VALUES ($1, $2)", {1, "a"}));
    };
    const int written = co_await database.Write(insert);
    EXPECT_EQ(std::this_thread::get_id(), home);
    const auto count = [](Session& s) {
      return static_cast<int>(s.Query("SELECT COUNT(*) FROM parent").at(0).Int(0));
    };
    co_return written + co_await database.Read(count);
  };
  EXPECT_EQ(loop().RunUntilDone(task(database(), thread)), 2);
}

TEST_P(DatabaseTest, FinishesQueuedWorkOnStopAndRefusesMore) {
  Gate gate(database());
  auto queued = std::async(std::launch::async, [&] { Insert(1, "a"); });
  while (database().stats().write_queue < 1) std::this_thread::yield();
  auto stop = std::async(std::launch::async, [&] { database().Stop(); });
  gate.Open();
  stop.get();
  EXPECT_NO_THROW(queued.get());
  EXPECT_EQ(CodeOf([&] { Insert(2, "b"); }), ErrorCode::kServiceUnavailable);
}

TEST_P(DatabaseTest, RefusesTextWithNul) {
  EXPECT_EQ(CodeOf([&] { Insert(1, std::string("a\0b", 3)); }), ErrorCode::kInvalidParams);
  EXPECT_EQ(Number("SELECT COUNT(*) FROM parent"), 0);
}

TEST_P(DatabaseTest, LowersLettersOfEveryAlphabet) {
  database().ReadNow(
      [](Session& s) { EXPECT_EQ(s.Query("SELECT LOWER('Анна ÉCOLE')").at(0).Text(0), "анна école"); });
}
}  // namespace
}  // namespace vss::sql
