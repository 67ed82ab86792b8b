#include "sip/softphone/softphone_host.hpp"

#include "sip/message/writer.hpp"

namespace vss::sip {
namespace {
constexpr std::size_t kSamplesPerMs = 8;
constexpr std::string_view kAllow = "INVITE, ACK, BYE, CANCEL, OPTIONS, INFO, UPDATE";

media::Engine::Samples TwiceWithPause(const std::vector<std::int16_t>& prompt,
                                      std::chrono::milliseconds pause) {
  auto speech = std::make_shared<std::vector<std::int16_t>>(prompt);
  speech->resize(prompt.size() + kSamplesPerMs * static_cast<std::size_t>(pause.count()), 0);
  speech->insert(speech->end(), prompt.begin(), prompt.end());
  return speech;
}
}  // namespace

SoftphoneHost::SoftphoneHost(Stack& stack, media::Engine& media, Random& random, const Sounds& sounds,
                             SoftphoneSettings settings, SoftphoneUser& user)
    : stack_(stack),
      edge_(settings.edge),
      registrations_{
          .stack = stack,
          .random = random,
          .registrar = {Flow{.transport = Transport::kUdp, .remote = settings.edge}},
          .domain = settings.domain,
          .contact_host = fmt::format("{}:{}", settings.address, settings.port),
          .expires = settings.expires,
          .failed = [&user](const std::string& number,
                            std::string reason) { user.OnSoftphoneRefused(number, std::move(reason)); }},
      world_{
          .stack = stack,
          .media = media,
          .address = settings.address,
          .port = settings.port,
          .speech = TwiceWithPause(*sounds.prompt, settings.pause),
          .silence = sounds.silence,
          .digit = [&user](const std::string& number, char digit) { user.OnSoftphoneDigit(number, digit); }},
      sweep_(stack) {}

void SoftphoneHost::Put(const std::string& number, Account account, std::chrono::milliseconds delay) {
  auto& line = lines_[number];
  if (line) {
    line->Use(std::move(account));
  } else {
    line = std::make_unique<Registration>(registrations_, number, std::move(account));
  }
  line->Start(delay);
}

void SoftphoneHost::Remove(const std::string& number) { lines_.erase(number); }

void SoftphoneHost::ReRegister(const std::string& number) {
  const auto found = lines_.find(number);
  if (found != lines_.end()) found->second->Start({});
}

bool SoftphoneHost::SendDigit(const std::string& number, char digit, std::chrono::milliseconds duration) {
  const auto found = calls_.find(number);
  return found != calls_.end() && found->second->SendDigit(digit, duration);
}

void SoftphoneHost::EndAll() {
  std::vector<std::shared_ptr<SoftphoneCall>> all;
  for (const auto& [number, call] : calls_) all.push_back(call);
  for (const auto& call : all) call->End();
}

void SoftphoneHost::Close() {
  lines_.clear();
  calls_.clear();
  ended_.clear();
}

void SoftphoneHost::OnRequest(ServerId id, const Message& request, const Flow&) {
  if (request.method != Method::kOptions) return Refuse(id, request, 405);
  stack_.Respond(
      id, ResponseTo(request, 200, "s").Add("Allow", kAllow).Add("Accept", "application/sdp").Finish());
}

void SoftphoneHost::OnInvite(ServerId id, const Message& invite, const Flow& flow) {
  // Only the edge decides who talks to a line; anybody else on this machine is refused.
  if (flow.remote != edge_) return Refuse(id, invite, 403);
  const std::string number(invite.request_uri.user);
  if (!lines_.contains(number)) return Refuse(id, invite, 404);
  if (calls_.contains(number)) return Refuse(id, invite, 486);
  auto call =
      std::make_shared<SoftphoneCall>(world_, number, [this](const std::string& over) { Forget(over); });
  calls_.emplace(number, call);
  call->Begin(*layer_, id, invite, flow);
}

void SoftphoneHost::Refuse(ServerId id, const Message& request, int status) {
  Writer writer = ResponseTo(request, status, "s");
  if (status == 405) writer.Add("Allow", kAllow);
  stack_.Respond(id, writer.Finish());
}

// A call says so from inside its own methods: it is out of the books now and destroyed a moment later.
void SoftphoneHost::Forget(const std::string& number) {
  const auto found = calls_.find(number);
  if (found == calls_.end()) return;
  ended_.push_back(std::move(found->second));
  calls_.erase(found);
  sweep_.Start(std::chrono::milliseconds{0}, [this] { ended_.clear(); });
}
}  // namespace vss::sip
