#include "workspace/forwarding.hpp"

namespace vss::workspace {
namespace {
constexpr ForwardingRow kTable[] = {
    {"/api/point", "point"},       {"/api/auth", "point"},   {"/api/users", "point"},
    {"/api/teams", "point"},       {"/api/roles", "point"},  {"/api/security", "point"},
    {"/api/dci", "dci"},           {"/api/ottb", "ottb"},    {"/api/trunks", "ottb"},
    {"/api/slots", "ottb"},        {"/api/monitor", "ottb"}, {"/api/call", "ottb"},
    {"/api/calls", "ottb"},        {"/api/cdr", "ottb"},     {"/api/recordings", "ottb"},
    {"/api/autodialer", "ottb"},   {"/api/agents", "ottb"},  {"/api/stations", "ottb"},
    {"/api/prompts", "ottb"},      {"/api/ivr", "ottb"},     {"/api/inbound", "ottb"},
    {"/api/dnc", "ottb"},          {"/api/gacs", "ottb"},    {"/api/pbx", "ottb"},
    {"/api/provisioning", "ottb"},
};
}  // namespace

std::span<const ForwardingRow> ForwardingTable() { return kTable; }

void AddForwarding(http::Dispatcher& workspace,
                   const std::map<std::string, const http::Router*, std::less<>>& routers) {
  for (const ForwardingRow& row : kTable) {
    if (const auto target = routers.find(row.service); target != routers.end()) {
      workspace.Forward(std::string(row.prefix), *target->second);
    }
  }
}
}  // namespace vss::workspace
