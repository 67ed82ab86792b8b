#pragma once
#include <cstddef>

namespace vss {

/// Raises the soft limit of open files to the hard one, which is as far as a process may go by itself: the
/// soft one is often 1024 for the sake of programs that use select(). Says what is allowed then.
std::size_t RaiseOpenFiles();

/// How many connections each side may hold, so that a flood on one leaves the others what they need.
struct FileShares {
  std::size_t http = 0, sip = 0;
  bool operator==(const FileShares&) const = default;
};
/// Of `allowed` files, some are for the database, logs and libraries, half of the rest at most is for HTTP
/// and a quarter for SIP over streams; what is left is for the sound of calls and for recordings. Pure.
FileShares ShareOpenFiles(std::size_t allowed, FileShares wanted);
}  // namespace vss
