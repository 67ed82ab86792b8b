#include "base/config/text.hpp"

#include <ranges>

#include "base/config/option.hpp"

namespace vss::config {
namespace {
constexpr std::string_view kExampleHead =
    "# VSS configuration: cp .env.example .env, then edit .env.\n"
    "# Nothing has to be set: an empty value, or a line behind a #, means the default, and secrets that are "
    "not set\n"
    "# are generated at the first start. The environment wins over this file. Quote values with spaces: "
    "\"two words\".\n"
    "# Made by `vss config example` from src/base/config/options.cpp; docs/reference/config.md says the same "
    "as a table.\n";

constexpr std::string_view kReferenceHead =
    "# Configuration\n\n"
    "<!-- Made by `vss config reference` from src/base/config/options.cpp. -->\n\n"
    "Options are read from the environment and from `.env` in the working directory (or the file that "
    "`VSS_ENV_FILE`\n"
    "names); the environment wins, an empty value is not set. What is wrong is said all at once, by name, "
    "with exit\n"
    "code 2; so is an unknown `VSS_…` or `PORT_…`. Secrets that are placeholders (`changeme`, "
    "`your_password` …) are\n"
    "refused. `vss config show` prints what is in effect and where it comes from, `vss doctor` checks that "
    "it works.\n\n"
    "`.env` has lines `NAME=value`; `#` begins a comment, `export ` before a name is allowed, a value is "
    "bare,\n"
    "`'literal'` or `\"escaped\"` (`\\n`, `\\t`, `\\\"`, `\\\\`, `\\$`), and nothing in it is expanded.\n";

// Words of at most 110 columns behind "# ", for sentences longer than a line.
std::string AsComment(std::string_view text) {
  std::string out = "#";
  std::size_t column = 1;
  for (const auto part : std::views::split(text, ' ')) {
    const std::string_view word(part);
    if (column + 1 + word.size() > 110) {
      out += "\n#";
      column = 1;
    }
    out += ' ';
    out += word;
    column += 1 + word.size();
  }
  return out + "\n";
}

std::string Quoted(std::string_view value) {
  return value.contains(' ') ? fmt::format("\"{}\"", value) : std::string(value);
}

std::string Escaped(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '|' ? std::string("\\|") : std::string(1, c);
  return out;
}

std::string DefaultOf(const Option& option) {
  if (!option.fallback.empty()) return fmt::format("`{}`", option.fallback);
  if (!option.example.empty()) return fmt::format("– (such as `{}`)", option.example);
  return "–";
}

// user:password@ is what must not show; the rest of a URL helps.
std::string MaskedUrl(const std::string& url) {
  const std::size_t start = url.find("://") + 3, at = url.rfind('@');
  if (at == std::string::npos || at < start) return url;
  const std::size_t colon = url.find(':', start);
  return colon < at ? url.substr(0, colon + 1) + "****" + url.substr(at) : url;
}

std::string Shown(const Option& option, const std::string& text) {
  if (option.type == Type::kUrl) return MaskedUrl(text);
  return IsSecret(option) ? "****" : text;
}

// Calls `begin(group)` before the first option of each group.
template <class Begin, class Each>
void ForEachInGroups(Begin begin, Each each) {
  const Option* before = nullptr;
  for (const Option& option : AllOptions()) {
    if (before == nullptr || before->group != option.group) begin(option.group);
    each(option);
    before = &option;
  }
}
}  // namespace

std::string ExampleFile() {
  std::string out(kExampleHead);
  ForEachInGroups([&](Group group) { out += fmt::format("\n# === {} ===\n", Title(group)); },
                  [&](const Option& option) {
                    if (option.shipped == Shipped::kEnvironmentOnly) return;
                    const std::string_view value = option.fallback.empty() ? option.example : option.fallback;
                    out += AsComment(option.doc);
                    out += fmt::format("{}{}={}\n", option.shipped == Shipped::kLive ? "" : "#", option.name,
                                       Quoted(value));
                  });
  return out;
}

std::string ReferencePage() {
  std::string out(kReferenceHead);
  ForEachInGroups(
      [&](Group group) {
        out += fmt::format("\n## {}\n\n| Name | Takes | Default | Meaning |\n| --- | --- | --- | --- |\n",
                           Title(group));
      },
      [&](const Option& option) {
        out += fmt::format("| `{}` | {} | {} | {} |\n", option.name, Escaped(Wants(option)),
                           DefaultOf(option), Escaped(option.doc));
      });
  return out;
}

std::string Show(const Loaded& loaded) {
  std::string out;
  for (const Option& option : AllOptions()) {
    const auto text = loaded.texts.find(option.name);
    if (text == loaded.texts.end()) {
      out += fmt::format("{:<26} {}\n", option.name, "–");
    } else {
      out += fmt::format("{:<26} {}  ({})\n", option.name, Shown(option, text->second),
                         loaded.origins.find(option.name)->second);
    }
  }
  return out;
}
}  // namespace vss::config
