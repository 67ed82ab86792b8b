#pragma once
#include <libpq-fe.h>
#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>

#include "base/testing/temp_folder.hpp"

namespace vss::test {

/// A real PostgreSQL in a temporary folder, on a unix socket only, without fsync: what is killed here is a
/// process, and what it wrote stays in the kernel. Dies with the test program. As root it runs as user
/// postgres. Throws with a sentence that says what to install when there is no PostgreSQL.
class PostgresServer {
 public:
  PostgresServer();
  ~PostgresServer();
  /// One for the whole program, started at first use. Tests that stop it take one of their own.
  static PostgresServer& Shared();

  /// The URL of a fresh database: empty, or a copy of another, to which nobody may be connected.
  std::string NewDatabase(const std::string& from = "template0");
  void DropDatabase(const std::string& url);
  /// As `pg_ctl stop -m immediate`: no checkpoint, clients are cut off.
  void StopImmediately();
  void Start();
  /// Freezes (SIGSTOP) and thaws the postmaster and everything it started.
  void Signal(int number) const;

 private:
  static std::filesystem::path Place();
  bool Run(const std::string& statement);
  std::string Url(const std::string& database) const;
  pid_t Spawn(const std::string& program, const std::vector<std::string>& arguments) const;
  void Await() const;

  struct Closing {
    void operator()(PGconn* connection) const;
  };
  test::TempFolder dir_{Place()};
  /// Kept: for each connection the server forks, which costs more here than what is asked on it.
  std::unique_ptr<PGconn, Closing> admin_;
  pid_t postmaster_ = -1;
  int databases_ = 0;
};
}  // namespace vss::test
