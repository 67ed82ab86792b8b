#include "ottb/monitor/proc_text.hpp"

#include <charconv>

namespace vss::ottb::proc {
namespace {
using Words = std::vector<std::string_view>;

std::string_view TakeLine(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  return line;
}

Words Split(std::string_view line) {
  constexpr std::string_view kBlank = " \t\r\n";
  Words words;
  while (true) {
    const std::size_t start = line.find_first_not_of(kBlank);
    if (start == std::string_view::npos) return words;
    line.remove_prefix(start);
    const std::size_t end = std::min(line.find_first_of(kBlank), line.size());
    words.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
}

template <class Number>
std::optional<Number> ToNumber(std::string_view word) {
  Number number{};
  const auto [end, failure] = std::from_chars(word.data(), word.data() + word.size(), number);
  return failure == std::errc() && end == word.data() + word.size() ? std::optional(number) : std::nullopt;
}

/// The words of the first line that starts with `key`, which is one of them.
Words FindLine(std::string_view text, std::string_view key) {
  while (!text.empty()) {
    Words words = Split(TakeLine(text));
    if (!words.empty() && words[0] == key) return words;
  }
  return {};
}

std::optional<std::uint64_t> Count(const Words& words, std::size_t place) {
  return place < words.size() ? ToNumber<std::uint64_t>(words[place]) : std::nullopt;
}

/// "MemTotal:  24683656 kB", where the kernel means 1024 bytes.
std::optional<std::uint64_t> Kibibytes(std::string_view text, std::string_view key) {
  const auto count = Count(FindLine(text, key), 1);
  return count ? std::optional(*count * 1024) : std::nullopt;
}

/// The columns after the name: 0 … 7 received, 8 … 15 sent.
std::optional<Interface> ParseInterface(std::string_view line) {
  const std::size_t colon = line.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const Words name = Split(line.substr(0, colon)), counters = Split(line.substr(colon + 1));
  if (name.size() != 1 || counters.size() < 16) return std::nullopt;
  const auto at = [&](std::size_t place) { return Count(counters, place).value_or(0); };
  return Interface{.name = std::string(name[0]),
                   .rx_bytes = at(0),
                   .rx_packets = at(1),
                   .rx_drops = at(3),
                   .tx_bytes = at(8),
                   .tx_packets = at(9),
                   .tx_drops = at(11)};
}
}  // namespace

std::optional<CpuTimes> ParseStat(std::string_view text) {
  constexpr std::size_t kIdle = 4, kIoWait = 5, kSteal = 8;
  const Words words = FindLine(text, "cpu");
  if (words.size() <= kIoWait) return std::nullopt;
  CpuTimes times;
  // What follows steal (guest, guest_nice) is contained in user and nice already.
  for (std::size_t i = 1; i < words.size() && i <= kSteal; ++i) {
    const auto ticks = Count(words, i);
    if (!ticks) return std::nullopt;
    times.total += *ticks;
    if (i != kIdle && i != kIoWait) times.busy += *ticks;
  }
  return times;
}

std::optional<Memory> ParseMeminfo(std::string_view text) {
  const auto total = Kibibytes(text, "MemTotal:"), available = Kibibytes(text, "MemAvailable:");
  if (!total || !available) return std::nullopt;
  return Memory{*total, *available};
}

std::optional<Load> ParseLoadavg(std::string_view text) {
  const Words words = Split(TakeLine(text));
  if (words.size() < 3) return std::nullopt;
  const auto one = ToNumber<double>(words[0]), five = ToNumber<double>(words[1]),
             fifteen = ToNumber<double>(words[2]);
  if (!one || !five || !fifteen) return std::nullopt;
  return Load{*one, *five, *fifteen};
}

std::optional<double> ParseUptime(std::string_view text) {
  const Words words = Split(TakeLine(text));
  return words.empty() ? std::nullopt : ToNumber<double>(words[0]);
}

std::optional<Process> ParseStatus(std::string_view text) {
  const auto rss = Kibibytes(text, "VmRSS:"), threads = Count(FindLine(text, "Threads:"), 1);
  if (!rss || !threads) return std::nullopt;
  return Process{*rss, *threads};
}

std::vector<Interface> ParseNetDev(std::string_view text) {
  std::vector<Interface> interfaces;
  while (!text.empty()) {
    if (auto found = ParseInterface(TakeLine(text))) interfaces.push_back(std::move(*found));
  }
  return interfaces;
}

std::optional<std::uint64_t> ParseSocketsInUse(std::string_view text, std::string_view protocol) {
  const Words words = FindLine(text, std::string(protocol) + ":");
  return words.size() > 2 && words[1] == "inuse" ? Count(words, 2) : std::nullopt;
}

std::optional<std::uint64_t> ParseUdpDrops(std::string_view text) {
  // Two lines each: names, then numbers in the same places.
  while (!text.empty()) {
    const Words names = Split(TakeLine(text));
    if (names.empty() || names[0] != "Udp:") continue;
    const Words numbers = Split(TakeLine(text));
    const auto found = std::ranges::find(names, "RcvbufErrors");
    return found == names.end() ? std::nullopt
                                : Count(numbers, static_cast<std::size_t>(found - names.begin()));
  }
  return std::nullopt;
}

std::optional<double> ParseTemperature(std::string_view text) {
  const Words words = Split(TakeLine(text));
  const auto millidegrees = words.empty() ? std::nullopt : ToNumber<double>(words[0]);
  return millidegrees ? std::optional(*millidegrees / 1000) : std::nullopt;
}
}  // namespace vss::ottb::proc
