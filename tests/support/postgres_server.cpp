#include "support/postgres_server.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>
#include <vector>

namespace vss::test {
namespace {
std::string BinFolder() {
  for (const int major : {15, 16, 17}) {
    const std::string folder = fmt::format("/usr/lib/postgresql/{}/bin", major);
    if (::access((folder + "/initdb").c_str(), X_OK) == 0) return folder;
  }
  throw std::runtime_error(
      "the storage contract tests need a real PostgreSQL and found none in /usr/lib/postgresql: apt-get "
      "install postgresql-15");
}

const passwd* Owner() {
  if (::geteuid() != 0) return nullptr;
  const passwd* user = ::getpwnam("postgres");
  if (user == nullptr)
    throw std::runtime_error("PostgreSQL does not run as root and there is no user postgres");
  return user;
}
}  // namespace

// Hundreds of databases come and go, of some 300 files each: in memory, where there is enough, that takes a
// fraction of the time.
std::filesystem::path PostgresServer::Place() {
  constexpr std::uintmax_t kEnough = 1024 * 1024 * 1024;
  std::error_code none;
  const auto space = std::filesystem::space("/dev/shm", none);
  return !none && space.available >= kEnough && ::access("/dev/shm", W_OK) == 0
             ? std::filesystem::path("/dev/shm")
             : std::filesystem::temp_directory_path();
}

PostgresServer& PostgresServer::Shared() {
  static PostgresServer server;
  return server;
}

PostgresServer::PostgresServer() {
  if (const passwd* owner = Owner();
      owner != nullptr && ::chown(dir_.path().c_str(), owner->pw_uid, owner->pw_gid) != 0) {
    throw std::runtime_error("cannot give the folder of PostgreSQL to user postgres");
  }
  const pid_t initdb = Spawn("initdb", {"-D", dir_ / "data", "-U", "postgres", "-A", "trust",
                                        "--locale=C.UTF-8", "--encoding=UTF8", "--no-sync"});
  int status = 0;
  ::waitpid(initdb, &status, 0);
  if (status != 0) throw std::runtime_error("initdb failed; see " + (dir_ / "log").string());
  Start();
}

PostgresServer::~PostgresServer() {
  if (postmaster_ > 0) StopImmediately();
}

pid_t PostgresServer::Spawn(const std::string& program, const std::vector<std::string>& arguments) const {
  const std::string path = BinFolder() + "/" + program;
  const passwd* owner = Owner();
  std::vector<char*> argv{const_cast<char*>(path.c_str())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  const std::string log = dir_ / "log";

  const pid_t child = ::fork();
  if (child != 0) return child;
  if (owner != nullptr &&
      (::setgroups(0, nullptr) != 0 || ::setgid(owner->pw_gid) != 0 || ::setuid(owner->pw_uid) != 0))
    ::_exit(1);
  ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
  const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(out, STDERR_FILENO);
  ::execv(path.c_str(), argv.data());
  ::_exit(1);
}

void PostgresServer::Start() {
  postmaster_ = Spawn("postgres", {"-D", dir_ / "data", "-k", dir_.path(), "-c", "listen_addresses=", "-c",
                                   "fsync=off", "-c", "autovacuum=off", "-c", "max_wal_size=128MB"});
  Await();
}

void PostgresServer::Await() const {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (PQping(Url("postgres").c_str()) != PQPING_OK) {
    if (std::chrono::steady_clock::now() > until)
      throw std::runtime_error("PostgreSQL did not start within 30 s");
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

void PostgresServer::StopImmediately() {
  admin_.reset();
  ::kill(postmaster_, SIGQUIT);
  ::waitpid(postmaster_, nullptr, 0);
  postmaster_ = -1;
}

void PostgresServer::Signal(int number) const {
  // Its children lead process groups of their own, so they are asked for one by one.
  const std::string list = fmt::format("/proc/{0}/task/{0}/children", postmaster_);
  std::string children;
  if (std::FILE* file = std::fopen(list.c_str(), "r"); file != nullptr) {
    char buffer[4096];
    children.assign(buffer, std::fread(buffer, 1, sizeof buffer, file));
    std::fclose(file);
  }
  ::kill(postmaster_, number);
  for (std::size_t at = 0; at < children.size(); at = children.find(' ', at) + 1) {
    ::kill(static_cast<pid_t>(std::stol(children.substr(at))), number);
  }
}

std::string PostgresServer::Url(const std::string& database) const {
  return fmt::format("postgresql://postgres@/{}?host={}", database, dir_.path().string());
}

void PostgresServer::Closing::operator()(PGconn* connection) const { PQfinish(connection); }

bool PostgresServer::Run(const std::string& statement) {
  if (!admin_) admin_.reset(PQconnectdb(Url("postgres").c_str()));
  PGresult* result = PQexec(admin_.get(), statement.c_str());
  const bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
  PQclear(result);
  return done;
}

std::string PostgresServer::NewDatabase(const std::string& from) {
  const std::string name = fmt::format("test{}", ++databases_);
  // As files: by the log, which is the default, takes five times as long here, and loses what lets a
  // connection start quickly.
  if (!Run(fmt::format("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, from))) {
    throw std::runtime_error("cannot make a test database");
  }
  return Url(name);
}

void PostgresServer::DropDatabase(const std::string& url) {
  for (int i = 1; i <= databases_; ++i) {
    const std::string name = fmt::format("test{}", i);
    if (Url(name) == url) Run(fmt::format("DROP DATABASE IF EXISTS {} WITH (FORCE)", name));
  }
}
}  // namespace vss::test
