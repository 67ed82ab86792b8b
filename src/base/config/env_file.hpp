#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace vss::config {

struct EnvLine {
  std::string value;
  int line = 0;
};

struct EnvFile {
  std::map<std::string, EnvLine, std::less<>> values;
  std::vector<std::string> problems;  ///< "line 7: …"; never shows a value, which may be a secret
};

inline constexpr std::size_t kMaxEnvFileBytes = 256 * 1024;

/// Parses `NAME=value` lines: comments, blank lines, `export `, CRLF, a byte order mark, 'literal' and
/// "escaped"
/// (\n \t \" \\ \$) values, and a comment after a value behind white space. Nothing is expanded, a value is
/// one line.
EnvFile ParseEnvFile(std::string_view text);
}  // namespace vss::config
