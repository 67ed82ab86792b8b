#include "adapters/storage_sql/script.hpp"

#include <algorithm>
#include <cctype>

namespace vss::sql {
namespace {
bool IsWordCharacter(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }
bool IsSpace(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

/// Where the quoted text that starts at `from` ends; a doubled quote stands for itself.
std::size_t EndOfQuoted(std::string_view sql, std::size_t from) {
  const char quote = sql[from];
  for (std::size_t i = from + 1; i < sql.size(); ++i) {
    if (sql[i] != quote) continue;
    if (i + 1 < sql.size() && sql[i + 1] == quote) {
      ++i;
    } else {
      return i + 1;
    }
  }
  return sql.size();
}

std::size_t EndAfter(std::string_view sql, std::string_view closing, std::size_t from) {
  const std::size_t found = sql.find(closing, from);
  return found == std::string_view::npos ? sql.size() : found + closing.size();
}

/// `$$` or `$tag$` at `from`; empty for a parameter such as $1.
std::string_view DollarTag(std::string_view sql, std::size_t from) {
  std::size_t end = from + 1;
  while (end < sql.size() && IsWordCharacter(sql[end])) ++end;
  const bool parameter = end > from + 1 && std::isdigit(static_cast<unsigned char>(sql[from + 1]));
  if (end >= sql.size() || sql[end] != '$' || parameter) return {};
  return sql.substr(from, end + 1 - from);
}

class Splitter {
 public:
  explicit Splitter(std::string_view sql) : sql_(sql) {}

  std::vector<std::string> Run() {
    while (at_ < sql_.size()) Step();
    Finish();
    return std::move(statements_);
  }

 private:
  void Step() {
    const char c = sql_[at_];
    if (sql_.substr(at_).starts_with("--")) {
      at_ = EndAfter(sql_, "\n", at_);
      statement_ += '\n';
    } else if (sql_.substr(at_).starts_with("/*")) {
      at_ = EndAfter(sql_, "*/", at_ + 2);
      statement_ += ' ';
    } else if (c == '\'' || c == '"') {
      Keep(EndOfQuoted(sql_, at_));
    } else if (c == '$' && !DollarTag(sql_, at_).empty()) {
      const std::string_view tag = DollarTag(sql_, at_);
      Keep(EndAfter(sql_, tag, at_ + tag.size()));
    } else if (IsWordCharacter(c)) {
      Word();
    } else if (c == ';' && depth_ == 0) {
      ++at_;
      Finish();
    } else {
      Keep(at_ + 1);
    }
  }

  void Keep(std::size_t end) {
    statement_ += sql_.substr(at_, end - at_);
    at_ = end;
  }

  /// A semicolon inside the body of a CREATE TRIGGER does not end it. CASE … END inside the body has an END
  /// too.
  void Word() {
    std::size_t end = at_;
    while (end < sql_.size() && IsWordCharacter(sql_[end])) ++end;
    std::string word(sql_.substr(at_, end - at_));
    std::ranges::transform(word, word.begin(), [](unsigned char c) { return std::toupper(c); });
    if (first_word_.empty()) first_word_ = word;
    if (first_word_ == "CREATE") {
      if (word == "TRIGGER") trigger_ = true;
      if (trigger_ && (word == "BEGIN" || (word == "CASE" && depth_ > 0))) ++depth_;
      if (word == "END" && depth_ > 0) --depth_;
    }
    Keep(end);
  }

  void Finish() {
    const auto begin = std::ranges::find_if_not(statement_, IsSpace);
    if (begin != statement_.end()) {
      while (IsSpace(statement_.back())) statement_.pop_back();
      statements_.emplace_back(begin, statement_.end());
    }
    statement_.clear();
    first_word_.clear();
    trigger_ = false;
    depth_ = 0;
  }

  std::string_view sql_;
  std::size_t at_ = 0;
  std::string statement_, first_word_;
  bool trigger_ = false;
  int depth_ = 0;
  std::vector<std::string> statements_;
};
}  // namespace

std::vector<std::string> SplitStatements(std::string_view script) { return Splitter(script).Run(); }
}  // namespace vss::sql
