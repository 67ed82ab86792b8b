#pragma once
#include <span>
#include <string_view>

/// Files that are part of the binary (cmake/embed.cmake puts them there).
namespace vss::embedded {
struct File {
  std::string_view path;
  std::string_view bytes;
};
}  // namespace vss::embedded
