// The SIP engine alone, without HTTP and database: b2bua_bench OPTIONS…, options as NAME=VALUE (see Options).
// Phones and the provider are SIPp; each call invites a phone, then the provider, as call/start does.
// Commands on its standard input:
//   run RATE SECONDS RECORD   orders RATE calls a second; RECORD: a folder, or - for none
//   end                       hangs up what runs
//   quit
// After `run` and `end` it waits until no call is being set up (none at all after `end`), and prints one line
// of JSON.
#include <algorithm>
#include <iostream>
#include <map>
#include <thread>

#include "adapters/pbx_embedded/embedded_pbx.hpp"
#include "base/random.hpp"

namespace {
using namespace vss;
using namespace std::chrono_literals;
using pbx_embedded::EmbeddedPbx;
using std::chrono::steady_clock;

struct Options {
  std::map<std::string, std::string> values{{"port", "15060"},
                                            {"rtp", "20000-29999"},
                                            {"shards", "1"},
                                            {"lines", "0"},
                                            {"first", "8001"},
                                            {"password", "secret"},
                                            {"phone", "127.0.0.2:15061"},
                                            {"provider", "127.0.0.3:15090"},
                                            {"registering", "127.0.0.4"}};

  Options(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
      const std::string_view word = argv[i];
      const auto at = word.find('=');
      const auto found = values.find(std::string(word.substr(0, at)));
      if (at == word.npos || found == values.end())
        throw std::runtime_error(fmt::format("unknown option {}", word));
      found->second = word.substr(at + 1);
    }
  }
  int Number(const char* name) const { return std::stoi(values.at(name)); }
  std::pair<std::string, int> Pair(const char* name, char separator) const {
    const std::string& text = values.at(name);
    const auto at = text.find(separator);
    return {text.substr(0, at), std::stoi(text.substr(at + 1))};
  }
};

pbx_embedded::Settings ToSettings(const Options& options) {
  pbx_embedded::Settings settings;
  settings.bind = boost::asio::ip::make_address("127.0.0.1");
  settings.port = static_cast<std::uint16_t>(options.Number("port"));
  const auto [first, last] = options.Pair("rtp", '-');
  settings.first_rtp_port = static_cast<std::uint16_t>(std::stoi(first));
  settings.last_rtp_port = static_cast<std::uint16_t>(last);
  settings.shards = options.Number("shards");
  const auto [host, port] = options.Pair("provider", ':');
  settings.provider = pbx_embedded::Provider{.host = host, .port = static_cast<std::uint16_t>(port)};
  // Hundreds of telephones at one address each.
  for (const std::string& peer : {options.Pair("phone", ':').first, options.Pair("provider", ':').first,
                                  options.values.at("registering")})
    settings.trusted.push_back(boost::asio::ip::make_address(peer));
  settings.media_timeout = 24h;  // most runs have no audio
  return settings;
}

double Quantile(std::vector<double> values, double part) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  return values[std::min(values.size() - 1,
                         static_cast<std::size_t>(part * static_cast<double>(values.size())))];
}

/// What became of the ordered calls.
class Books final : public ottb::PbxObserver {
 public:
  void Ordered(ottb::CallId id) { calls_[id] = {steady_clock::now(), false}; }
  std::size_t ringing() const { return calls_.size() - answered_now_; }
  std::size_t running() const { return calls_.size(); }
  std::vector<ottb::CallId> Ids() const {
    std::vector<ottb::CallId> ids;
    for (const auto& [id, call] : calls_) ids.push_back(id);
    return ids;
  }
  void Begin() { ordered_ = 0, setup_ms_.clear(), ends_.clear(); }
  void Count() { ++ordered_; }
  void Print(double seconds) const {
    std::string ends;
    for (const auto& [reason, count] : ends_) {
      ends += fmt::format("{}\"{}\":{}", ends.empty() ? "" : ",",
                          ToString(ottb::Describe(reason).disposition), count);
    }
    std::cout
        << fmt::format(
               R"({{"ordered":{},"answered":{},"running":{},"seconds":{:.2f},"setup_p50_ms":{:.2f},"setup_p99_ms":{:.2f},"ends":{{{}}}}})",
               ordered_, setup_ms_.size(), running(), seconds, Quantile(setup_ms_, 0.5),
               Quantile(setup_ms_, 0.99), ends)
        << std::endl;
  }

 private:
  void OnRegistered(const ottb::Registration&) override {}
  void OnUnregistered(int, std::string) override {}
  void OnReachability(int, ottb::PhoneReachability) override {}
  void OnRegistrationFailed(int, std::string) override {}
  void OnIncomingCall(const ottb::IncomingCall&) override {}
  void OnCallProgress(const ottb::CallProgress& progress) override {
    const auto call = calls_.find(progress.id);
    if (progress.state != ottb::CallState::kAnswered || call == calls_.end() || call->second.second) return;
    call->second.second = true;
    ++answered_now_;
    setup_ms_.push_back(
        std::chrono::duration<double, std::milli>(steady_clock::now() - call->second.first).count());
  }
  void OnCallEnded(const ottb::CallResult& result) override {
    const auto call = calls_.find(result.id);
    if (call == calls_.end()) return;
    if (call->second.second) --answered_now_;
    calls_.erase(call);
    ++ends_[result.reason];
  }

  std::unordered_map<ottb::CallId, std::pair<steady_clock::time_point, bool>> calls_;
  std::size_t answered_now_ = 0, ordered_ = 0;
  std::vector<double> setup_ms_;
  std::map<ottb::HangupReason, std::size_t> ends_;
};

class Bench {
 public:
  explicit Bench(const Options& options)
      : lines_(options.Number("lines")),
        first_(options.Number("first")),
        pbx_(loop_, clock_, random_, metrics_, ToSettings(options)) {
    pbx_.SetObserver(books_);
    std::vector<ottb::LineAccount> lines;
    std::vector<ottb::Registration> registrations;
    for (int number = first_; number < first_ + lines_; ++number) {
      lines.push_back({.slot = ottb::SlotId{number},
                       .number = number,
                       .type = ottb::TrunkType::kLs,
                       .credential = ottb::MakeSipCredential(std::to_string(number), "vss.internal",
                                                             Secret(options.values.at("password")))});
      registrations.push_back({.number = number,
                               .contact = fmt::format("sip:{}@{}", number, options.values.at("phone")),
                               .source = "udp:" + options.values.at("phone"),
                               .call_id = fmt::format("bench-{}", number),
                               .cseq = 1,
                               .user_agent = "bench",
                               .registered_at = clock_.Now(),
                               .expires_at = clock_.Now() + 12h});
    }
    pbx_.Start(std::move(lines), std::move(registrations));
  }

  /// False when there is nothing more to do.
  bool Obey(const std::string& line) {
    std::istringstream words(line);
    std::string what, folder;
    double rate = 0, seconds = 0;
    words >> what;
    const auto began = steady_clock::now();
    books_.Begin();
    if (what == "run" && words >> rate >> seconds >> folder) {
      Order(rate, seconds, folder);
      RunUntil([&] { return books_.ringing() == 0; });
    } else if (what == "end") {
      for (const ottb::CallId id : books_.Ids()) pbx_.EndCall(id, ottb::HangupReason::kNormal);
      RunUntil([&] { return books_.running() == 0; });
    } else if (what == "quit") {
      loop_.context().restart();
      loop_.RunUntilDone(pbx_.Stop(5s));
      return false;
    } else {
      std::cerr << "not understood: " << line << '\n';
      return true;
    }
    books_.Print(std::chrono::duration<double>(steady_clock::now() - began).count());
    return true;
  }

 private:
  void Order(double rate, double seconds, const std::string& folder) {
    const auto began = steady_clock::now();
    const auto total = static_cast<std::int64_t>(rate * seconds);
    for (std::int64_t n = 0; n < total;) {
      const double passed = std::chrono::duration<double>(steady_clock::now() - began).count();
      for (; n < total && static_cast<double>(n) <= passed * rate; ++n) OrderOne(folder);
      RunFor(1ms);
    }
  }

  void OrderOne(const std::string& folder) {
    ottb::CallOrder order{.id = ottb::CallId{++last_id_},
                          .line = first_ + static_cast<int>(last_id_ % lines_),
                          .line_type = ottb::TrunkType::kLs,
                          .callee = "+79990000001"};
    if (folder != "-") order.recording = std::filesystem::path(folder) / fmt::format("{}.wav", last_id_);
    books_.Count();
    books_.Ordered(order.id);
    pbx_.StartCall(order);
  }

  void RunFor(std::chrono::milliseconds time) {
    loop_.context().restart();
    loop_.context().run_for(time);
  }
  // SIP's longest wait is 32 s (RFC 3261 Timer B): what is not over then is a fault, and shows in the
  // numbers.
  template <class Condition>
  void RunUntil(Condition done) {
    const auto deadline = steady_clock::now() + 40s;
    while (!done() && steady_clock::now() < deadline) RunFor(5ms);
  }

  Loop loop_;
  // Without it a loop that waits for nothing would return at once, and waiting would take a whole core.
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> awake_{
      boost::asio::make_work_guard(loop_.context())};
  SystemClock clock_;
  SystemRandom random_;
  Metrics metrics_;
  Books books_;
  int lines_, first_;
  std::int64_t last_id_ = 0;
  EmbeddedPbx pbx_;
};
}  // namespace

int main(int argc, char** argv) try {
  Bench bench{Options(argc, argv)};
  std::cout << "ready" << std::endl;
  for (std::string line; std::getline(std::cin, line) && bench.Obey(line);) {
  }
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
