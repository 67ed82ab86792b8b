#include "telephony.hpp"

#include <fmt/format.h>

#include "base/config/load.hpp"
#include "exit_code.hpp"
#include "file_shares.hpp"
#include "media/prompts.hpp"
#include "media/speech.hpp"

namespace vss {
namespace {
sip::DigestOffer DigestOf(SipDigest digest) {
  switch (digest) {
    case SipDigest::kMd5:
      return sip::DigestOffer::kMd5;
    case SipDigest::kSha256:
      return sip::DigestOffer::kSha256;
    case SipDigest::kBoth:
      break;
  }
  return sip::DigestOffer::kBoth;
}

std::vector<Network> NetworksOf(const std::vector<std::string>& texts) {
  std::vector<Network> networks;
  for (const std::string& text : texts) networks.push_back(Network::Parse(text).value());
  return networks;
}

media::Peer::Source SourceOf(ProviderMedia media) {
  switch (media) {
    case ProviderMedia::kStrict:
      break;
    case ProviderMedia::kSameHost:
      return media::Peer::Source::kSameHost;
    case ProviderMedia::kNetworks:
      return media::Peer::Source::kNetworks;
  }
  return media::Peer::Source::kStrict;
}

// What AUTO lines play; nothing when it was left to the engine.
media::Engine::Samples PromptOf(const Config& config) {
  if (config.prompt_file.empty() && config.prompt_text.empty()) return nullptr;
  const auto loaded = config.prompt_file.empty()
                          ? media::SpeakToSamples(config.prompt_text, config.prompt_language)
                          : media::LoadPrompt(config.prompt_file);
  if (loaded) return *loaded;
  throw ConfigError({config.prompt_file.empty() ? fmt::format("VSS_PROMPT_TEXT: {}", loaded.error())
                                                : fmt::format("VSS_PROMPT_FILE: {}: {}",
                                                              config.prompt_file.string(), loaded.error())});
}

pbx_embedded::Settings SettingsOf(const Config& config) {
  pbx_embedded::Settings settings;
  settings.bind = boost::asio::ip::make_address(config.sip_bind);
  settings.port = config.sip_port;
  settings.external_ip = config.external_ip;
  settings.domain = config.sip_domain;
  settings.first_rtp_port = config.rtp_ports.first;
  settings.last_rtp_port = config.rtp_ports.last;
  settings.shards = config.sip_shards;
  settings.media_timeout = config.media_timeout;
  settings.phone_networks = NetworksOf(config.phone_media_networks);
  settings.prompt = PromptOf(config);
  settings.digest = DigestOf(config.sip_digest);
  settings.connections.total = OpenFileShares(config).sip;
  for (const std::string& address : config.sip_trusted)
    settings.trusted.push_back(boost::asio::ip::make_address(address));
  if (!config.provider_host.empty()) {
    settings.provider = pbx_embedded::Provider{.host = config.provider_host,
                                               .port = config.provider_port,
                                               .domain = config.provider_domain,
                                               .user = config.provider_user,
                                               .password = config.provider_password,
                                               .calls_per_second = config.provider_calls_per_second,
                                               .concurrent_calls = config.provider_max_calls};
    settings.provider->registers = config.provider_register == Switch::kOn
                                       ? pbx_embedded::ProviderRegistration::kOn
                                       : pbx_embedded::ProviderRegistration::kOff;
    settings.provider->media = SourceOf(config.provider_media);
    settings.provider->media_networks = NetworksOf(config.provider_media_networks);
    settings.provider->ping = config.provider_ping == Switch::kOn ? pbx_embedded::ProviderPing::kOn
                                                                  : pbx_embedded::ProviderPing::kOff;
  }
  return settings;
}
}  // namespace

void Telephony::Open(const Config& config) {
  try {
    engine_ =
        std::make_unique<pbx_embedded::EmbeddedPbx>(loop_, clock_, random_, metrics_, SettingsOf(config));
  } catch (const pbx_embedded::PortInUse& error) {
    throw PortInUse(error.what());
  }
  if (observer_) engine_->SetObserver(*observer_);
}

Task<void> Telephony::Close(std::chrono::milliseconds grace) {
  if (engine_) co_await engine_->Stop(grace);
}

void Telephony::SetObserver(ottb::PbxObserver& observer) {
  observer_ = &observer;
  if (engine_) engine_->SetObserver(observer);
}

// As the engine sees a line: it hosts those of type AUTO.
ottb::LineAccount Telephony::Seen(ottb::LineAccount line) const {
  if (hosted_ == Hosted::kAll) line.type = ottb::TrunkType::kAuto;
  return line;
}

void Telephony::Start(std::vector<ottb::LineAccount> lines, std::vector<ottb::Registration> registrations) {
  for (ottb::LineAccount& line : lines) line = Seen(std::move(line));
  if (engine_) engine_->Start(std::move(lines), std::move(registrations));
}
void Telephony::PutLine(const ottb::LineAccount& line) {
  if (engine_) engine_->PutLine(Seen(line));
}
void Telephony::RemoveLine(int number) {
  if (engine_) engine_->RemoveLine(number);
}
void Telephony::ReRegister(int number) {
  if (engine_) engine_->ReRegister(number);
}
void Telephony::StartCall(const ottb::CallOrder& order) {
  // Status() says that nothing is up, so nobody orders a call before Open().
  if (!engine_) return;
  ottb::CallOrder seen = order;
  if (hosted_ == Hosted::kAll) seen.line_type = ottb::TrunkType::kAuto;
  engine_->StartCall(seen);
}
void Telephony::EndCall(ottb::CallId id, ottb::HangupReason reason) {
  if (engine_) engine_->EndCall(id, reason);
}

ottb::PbxStatus Telephony::Status() const {
  return engine_ ? engine_->Status() : ottb::PbxStatus{.up = false, .kind = "embedded"};
}

std::optional<ottb::CallQuality> Telephony::QualityOf(ottb::CallId id) const {
  return engine_ ? engine_->QualityOf(id) : std::nullopt;
}
}  // namespace vss
