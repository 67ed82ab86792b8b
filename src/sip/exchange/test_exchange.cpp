#include "sip/exchange/test_exchange.hpp"

namespace vss::sip {

void TestExchange::OnRequest(ServerId id, const Message& request, const Flow&) {
  const bool options = request.method == Method::kOptions;
  Writer writer = AnswerTo(request, options ? 200 : 405);
  world_.stack.Respond(id, writer.Add("Allow", "INVITE, ACK, BYE, CANCEL, OPTIONS, INFO, UPDATE").Finish());
}

void TestExchange::OnInvite(ServerId id, const Message& invite, const Flow& flow) {
  if (flow.remote != edge_) return world_.stack.Respond(id, AnswerTo(invite, 403).Finish());
  const NumberPlan* plan = FindNumberPlan(invite.request_uri.user);
  if (!plan) return world_.stack.Respond(id, AnswerTo(invite, 404).Finish());
  if (plan->status == 302) return Redirect(id, invite, *plan);
  const std::uint64_t number = ++last_call_;
  auto call = std::make_shared<ExchangeCall>(world_, *plan, [this, number] { Forget(number); });
  calls_.emplace(number, call);
  call->Begin(*layer_, id, invite, flow);
}

void TestExchange::Redirect(ServerId id, const Message& invite, const NumberPlan& plan) {
  const std::string contact = fmt::format("<sip:{}@{}:{}>", plan.redirect, world_.address, world_.port);
  world_.stack.Respond(id, AnswerTo(invite, plan.status).Add("Contact", contact).Finish());
}

Writer TestExchange::AnswerTo(const Message& request, int status) {
  return std::move(ResponseTo(request, status, world_.random.Token(9)).Add("Server", kExchangeName));
}

void TestExchange::EndAll() {
  std::vector<std::shared_ptr<ExchangeCall>> all;
  for (const auto& [number, call] : calls_) all.push_back(call);
  for (const auto& call : all) call->End();
}

void TestExchange::Close() {
  calls_.clear();
  ended_.clear();
}

// A call says so from inside its own methods: it is out of the books now and destroyed a moment later.
void TestExchange::Forget(std::uint64_t number) {
  const auto found = calls_.find(number);
  if (found == calls_.end()) return;
  ended_.push_back(std::move(found->second));
  calls_.erase(found);
  sweep_.Start(std::chrono::milliseconds{0}, [this] { ended_.clear(); });
}
}  // namespace vss::sip
