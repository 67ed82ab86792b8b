#include "http/spooled_body.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "base/error.hpp"

namespace vss::http {
namespace {
Error NoRoom(std::string what) {
  return Error(ErrorCode::kServiceUnavailable,
               errno == ENOSPC ? std::string(kDiskIsFull) : "the upload could not be kept")
      .Internal(std::move(what))
      .RetryAfter(std::chrono::seconds(60));
}

std::string Reason() { return std::generic_category().message(errno); }
}  // namespace

SpooledBody::SpooledBody(const std::filesystem::path& folder) {
  try {
    MakePrivateFolder(folder);
  } catch (const std::exception& error) {
    throw NoRoom(error.what());
  }
  std::string name = (folder / "upload-XXXXXX").string();
  file_ = FileHandle(::mkostemp(name.data(), O_CLOEXEC));  // mode 0600
  if (!file_) throw NoRoom(fmt::format("cannot make {}: {}", name, Reason()));
  path_ = name;
}

SpooledBody::~SpooledBody() {
  if (!path_.empty()) ::unlink(path_.c_str());
}

void SpooledBody::Append(std::string_view piece) {
  while (!piece.empty()) {
    const ssize_t written =
        HasRoom(file_.get(), piece.size()) ? ::write(file_.get(), piece.data(), piece.size()) : -1;
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw NoRoom(fmt::format("cannot write {}: {}", path_.string(), Reason()));
    piece.remove_prefix(static_cast<std::size_t>(written));
    bytes_ += static_cast<std::uint64_t>(written);
  }
}

void SpooledBody::MoveTo(const std::filesystem::path& target) {
  std::error_code failure;
  std::filesystem::rename(path_, target, failure);
  if (failure) throw NoRoom(fmt::format("cannot move {}: {}", path_.string(), failure.message()));
  path_.clear();
}
}  // namespace vss::http
