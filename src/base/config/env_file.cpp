#include "base/config/env_file.hpp"

#include <expected>

namespace vss::config {
namespace {
constexpr std::string_view kBlank = " \t\r";
// Problems repeat a name, so a line of garbage must not pass for one.
constexpr std::size_t kMaxNameBytes = 128;

std::string_view Trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

bool IsName(std::string_view text) {
  const auto is_word = [](char c) { return c == '_' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
  return !text.empty() && text.size() <= kMaxNameBytes && is_word(text[0]) &&
         std::ranges::all_of(text, [&](char c) { return is_word(c) || (c >= '0' && c <= '9'); });
}

using Value = std::expected<std::string, std::string_view>;

// After a closing quote only a comment may follow.
Value EndQuoted(std::string value, std::string_view rest) {
  rest = Trim(rest);
  if (!rest.empty() && rest[0] != '#') return std::unexpected("there is text after the closing quote");
  return value;
}

Value ParseSingleQuoted(std::string_view text) {
  const std::size_t end = text.find('\'', 1);
  if (end == std::string_view::npos) return std::unexpected("the quote ' is not closed on this line");
  return EndQuoted(std::string(text.substr(1, end - 1)), text.substr(end + 1));
}

Value ParseDoubleQuoted(std::string_view text) {
  std::string value;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') return EndQuoted(std::move(value), text.substr(i + 1));
    if (text[i] != '\\') {
      value += text[i];
      continue;
    }
    switch (++i < text.size() ? text[i] : '\0') {
      case 'n':
        value += '\n';
        break;
      case 't':
        value += '\t';
        break;
      case '"':
      case '\\':
      case '$':
        value += text[i];
        break;
      default:
        return std::unexpected("after a backslash only n, t, \", \\ and $ are known (or use single quotes)");
    }
  }
  return std::unexpected("the quote \" is not closed on this line");
}

Value ParseBare(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    // A "#" directly behind "=" or inside a word belongs to the value: passwords have them.
    if (text[i] == '#' && i > 0 && kBlank.contains(text[i - 1])) return std::string(Trim(text.substr(0, i)));
  }
  return std::string(Trim(text));
}

Value ParseValue(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return std::unexpected("there is a NUL byte");
  const std::string_view trimmed = Trim(text);
  if (trimmed.starts_with('\'')) return ParseSingleQuoted(trimmed);
  if (trimmed.starts_with('"')) return ParseDoubleQuoted(trimmed);
  return ParseBare(text);
}

void ParseLine(std::string_view text, int number, EnvFile& file) {
  const auto problem = [&](std::string_view what) {
    file.problems.push_back(fmt::format("line {}: {}", number, what));
  };
  text = Trim(text);
  if (text.empty() || text[0] == '#') return;
  if (text.starts_with("export ") || text.starts_with("export\t")) text = Trim(text.substr(7));
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) return problem("there is no NAME=value");
  const std::string_view name = Trim(text.substr(0, equals));
  if (!IsName(name)) return problem("the name before = may have letters, digits and _ only, at most 128");
  Value value = ParseValue(text.substr(equals + 1));
  if (!value) return problem(fmt::format("{}: {}", name, value.error()));
  const auto [place, added] = file.values.try_emplace(std::string(name), std::move(*value), number);
  if (!added) problem(fmt::format("{} is set a second time (first on line {})", name, place->second.line));
}
}  // namespace

EnvFile ParseEnvFile(std::string_view text) {
  EnvFile file;
  if (text.size() > kMaxEnvFileBytes) {
    file.problems.push_back(fmt::format("is larger than {} KiB", kMaxEnvFileBytes / 1024));
    return file;
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    ParseLine(text.substr(0, end), number, file);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return file;
}
}  // namespace vss::config
