#include "base/config/rules.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>

#include "base/config/placeholder.hpp"

namespace vss::config {
namespace {
using Problems = std::vector<std::string>;

void CheckPorts(const Config& config, Problems& problems) {
  const std::array<std::pair<std::string_view, std::uint16_t>, 7> ports = {
      {{"PORT_WORKSPACE", config.port_workspace},
       {"PORT_POINT", config.port_point},
       {"PORT_DCI", config.port_dci},
       {"PORT_OTTB", config.port_ottb},
       {"PORT_GUACAMOLE", config.port_guacamole},
       {"VSS_SIP_PORT", config.sip_port},
       {"VSS_SIPS_PORT", config.sips_port}}};
  for (std::size_t i = 0; i < ports.size(); ++i) {
    for (std::size_t j = i + 1; j < ports.size(); ++j) {
      if (ports[i].second == ports[j].second) {
        problems.push_back(fmt::format("{}: must differ from {}, both are {}", ports[j].first, ports[i].first,
                                       ports[i].second));
      }
    }
  }
  if (config.sip_port >= config.rtp_ports.first && config.sip_port <= config.rtp_ports.last) {
    problems.push_back(
        fmt::format("VSS_SIP_PORT: {} must not lie in VSS_RTP_PORTS, both are UDP", config.sip_port));
  }
}

void CheckProvider(const Config& config, Problems& problems) {
  if (config.provider_register == Switch::kOn && config.provider_user.empty())
    problems.push_back("PROVIDER_USER: must be set when PROVIDER_REGISTER is on");
  if (config.provider_media == ProviderMedia::kNetworks && config.provider_media_networks.empty())
    problems.push_back("PROVIDER_MEDIA_NETWORKS: must be set when PROVIDER_MEDIA is networks");
  if (!config.provider_host.empty()) return;
  const std::array<std::pair<std::string_view, bool>, 3> given = {
      {{"PROVIDER_DOMAIN", !config.provider_domain.empty()},
       {"PROVIDER_USER", !config.provider_user.empty()},
       {"PROVIDER_PASSWORD", !config.provider_password.empty()}}};
  for (const auto& [name, is_set] : given) {
    if (is_set) problems.push_back(fmt::format("PROVIDER_HOST: must be set too, because {} is", name));
  }
}

void CheckUrl(std::string_view name, const Secret& secret, Problems& problems) {
  if (secret.empty()) return;
  const auto url = boost::urls::parse_uri(secret.Reveal());
  if (!url) {
    problems.push_back(
        fmt::format("{}: is not a URL; reserved characters in its password must be %-encoded", name));
  } else if (url->has_password() && IsPlaceholder(url->password())) {
    problems.push_back(fmt::format("{}: its password is a placeholder that everybody knows", name));
  }
}

void CompleteUrl(Secret& secret, const Secret& password) {
  if (secret.empty() || password.empty()) return;
  boost::urls::url url(boost::urls::parse_uri(secret.Reveal()).value());
  if (url.has_password()) return;
  url.set_password(password.Reveal());
  secret = Secret(std::string(url.buffer()));
}
}  // namespace

void CheckTogether(const Config& config, Problems& problems) {
  CheckPorts(config, problems);
  CheckProvider(config, problems);
  CheckUrl("POSTGRES_URL", config.postgres_url, problems);
  CheckUrl("RABBITMQ_URL", config.rabbitmq_url, problems);
  CheckUrl("REDIS_URL", config.redis_url, problems);
  if (config.tls_cert.empty() != config.tls_key.empty()) {
    problems.push_back("VSS_TLS_CERT and VSS_TLS_KEY: must both be set, or neither");
  }
  if (config.pbx == PbxKind::kAsterisk && config.ami_password.empty()) {
    problems.push_back("AMI_PASSWORD: must be set when VSS_PBX is asterisk");
  }
}

void CompleteUrls(Config& config) {
  CompleteUrl(config.postgres_url, config.db_password);
  CompleteUrl(config.rabbitmq_url, config.rabbitmq_password);
  CompleteUrl(config.redis_url, config.redis_password);
}
}  // namespace vss::config
