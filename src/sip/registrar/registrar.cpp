#include "sip/registrar/registrar.hpp"

#include <algorithm>

#include "base/crypto.hpp"
#include "base/unicode.hpp"
#include "sip/dialog/next_hop.hpp"
#include "sip/dialog/request_checks.hpp"

namespace vss::sip {
namespace {
constexpr std::size_t kMaxUserAgent = 128, kMaxCallId = 256;

std::uint64_t ConnectionKey(const Flow& flow) { return flow.connection << 8 ^ flow.shard; }

bool BehindNat(const Binding& binding) {
  const auto uri = ParseUri(binding.contact);
  return !uri || LiteralEndpoint(*uri) != binding.flow.remote;
}
}  // namespace

std::string_view ToString(UnboundReason reason) {
  switch (reason) {
    case UnboundReason::kExpired:
      return "expired";
    case UnboundReason::kUnregistered:
      return "unregistered";
    case UnboundReason::kReplaced:
      return "replaced";
    case UnboundReason::kFlowClosed:
      return "connection closed";
    case UnboundReason::kRemoved:
      return "removed";
  }
  return "";
}

struct Registrar::Contact {
  Contact(Stack& stack, Binding b) : binding(std::move(b)), expiry(stack) {}
  Binding binding;
  std::chrono::milliseconds ends{};  ///< on the stack's clock
  Timer expiry;
  std::optional<KeepAlive> keep_alive;

  bool unreachable() const { return keep_alive && keep_alive->reachability() == Reachability::kUnreachable; }
};

Registrar::Registrar(Stack& stack, Authenticator& authenticator, const Clock& clock, Random& random,
                     RegistrarListener& listener, Settings settings)
    : stack_(stack),
      authenticator_(authenticator),
      clock_(clock),
      random_(random),
      listener_(listener),
      settings_(std::move(settings)) {}

Registrar::~Registrar() = default;

std::string Registrar::Tag() {
  return settings_.make_tag ? settings_.make_tag() : crypto::Hex(random_.Bytes(8));
}

void Registrar::Refuse(ServerId id, const Message& request, int status) {
  Writer writer = ResponseTo(request, status, Tag());
  if (status == 423) writer.Add("Min-Expires", static_cast<std::uint64_t>(settings_.expiry.min.count()));
  stack_.Respond(id, writer.Add("Server", settings_.server).Finish());
}

void Registrar::OnRegister(ServerId id, const Message& request, const Flow& flow) {
  if (auto refusal = sip::Refuse(request, "REGISTER", Tag())) return stack_.Respond(id, *std::move(refusal));
  const std::string user = Unescape(request.to.uri.user);
  const auto verdict = authenticator_.Check(request, user, flow, SourceOf(user, flow));
  if (verdict != Authenticator::Verdict::kGood) {
    return stack_.Respond(id, authenticator_.Refusal(request, verdict, flow, Tag()));
  }
  Apply(id, request, flow, user);
}

void Registrar::Apply(ServerId id, const Message& request, const Flow& flow, const std::string& user) {
  const auto update = ReadContacts(request, settings_.expiry);
  if (!update) return Refuse(id, request, update.error());
  // Both are compared and stored as they are, so what §25.1 does not know is refused rather than cleaned.
  if (request.call_id.size() > kMaxCallId || !IsVisibleAscii(request.call_id))
    return Refuse(id, request, 400);
  const auto found = users_.find(user);
  if (found != users_.end() && !InOrder(found->second, *update, request)) return Refuse(id, request, 500);
  // All or nothing (§10.3 step 7): from here on nothing fails.
  switch (update->kind) {
    case ContactUpdate::Kind::kQuery:
      break;
    case ContactUpdate::Kind::kRemoveAll:
      DropAll(user, UnboundReason::kUnregistered);
      break;
    case ContactUpdate::Kind::kChange:
      Change(user, *update, request, flow);
      break;
  }
  Confirm(id, request, user);
}

bool Registrar::InOrder(const Contacts& contacts, const ContactUpdate& update, const Message& request) const {
  // §10.3 steps 6 and 7: with the same Call-ID only a higher CSeq changes a binding.
  return std::ranges::none_of(contacts, [&](const auto& contact) {
    const bool touched = update.kind == ContactUpdate::Kind::kRemoveAll ||
                         std::ranges::any_of(update.contacts, [&](const auto& c) {
                           return c.uri == contact->binding.contact;
                         });
    return touched && contact->binding.call_id == request.call_id &&
           request.cseq.number <= contact->binding.cseq;
  });
}

void Registrar::Change(const std::string& user, const ContactUpdate& update, const Message& request,
                       const Flow& flow) {
  for (const auto& [uri, expires] : update.contacts) {
    if (expires == std::chrono::seconds(0)) {
      Drop(user, uri, UnboundReason::kUnregistered);
      continue;
    }
    const Instant now = clock_.Now();
    Bind({.user = user,
          .contact = uri,
          .flow = flow,
          .call_id = std::string(request.call_id),
          .cseq = request.cseq.number,
          .user_agent = CleanText(request.Find(HeaderId::kUserAgent), kMaxUserAgent),
          .registered_at = now,
          .expires_at = now + expires},
         expires);
  }
}

void Registrar::Bind(Binding binding, std::chrono::milliseconds lifetime) {
  const std::string user = binding.user;
  Contacts& contacts = users_[user];
  const auto same =
      std::ranges::find_if(contacts, [&](const auto& c) { return c->binding.contact == binding.contact; });
  if (same != contacts.end()) {
    // A refresh keeps the time since when it is registered, and moves to the end: the last one bound is
    // called.
    binding.registered_at = (*same)->binding.registered_at;
    Forget(**same);
    contacts.erase(same);
  }
  contacts.push_back(std::make_unique<Contact>(stack_, std::move(binding)));
  ++count_;
  Watch(*contacts.back(), lifetime);
  listener_.OnBound(contacts.back()->binding);
  for (auto all = BindingsOf(user); all.size() > settings_.max_contacts; all.erase(all.begin())) {
    Drop(user, all.front().contact, UnboundReason::kReplaced);
  }
}

void Registrar::Watch(Contact& contact, std::chrono::milliseconds lifetime) {
  contact.ends = stack_.now() + lifetime;
  contact.expiry.Start(lifetime, [this, user = contact.binding.user, uri = contact.binding.contact] {
    Drop(user, uri, UnboundReason::kExpired);
  });
  const Flow& flow = contact.binding.flow;
  if (IsReliable(flow.transport)) connections_.emplace(ConnectionKey(flow), contact.binding.user);
  if (!IsReliable(flow.transport) && BehindNat(contact.binding)) KeepAwake(contact);
}

void Registrar::KeepAwake(Contact& contact) {
  contact.keep_alive.emplace(
      stack_, settings_.keep_alive,
      KeepAlive::Ask{.target = {contact.binding.flow},
                     .write = [this, uri = contact.binding.contact] { return OptionsTo(uri); }},
      [this, &contact](Reachability now) {
        now == Reachability::kUnreachable ? ++unreachable_ : --unreachable_;
        listener_.OnReachability(contact.binding, now);
      });
  // Spread over the interval, so that many phones that come at once are not pinged at once.
  const auto spread = static_cast<unsigned char>(random_.Bytes(1)[0]);
  contact.keep_alive->Start(settings_.keep_alive.every * spread / 256);
}

std::string Registrar::OptionsTo(const std::string& contact) {
  return WriteOptions({.uri = contact,
                       .from = "<sip:" + settings_.domain + ">;tag=" + Tag(),
                       .to = "<" + contact + ">",
                       .call_id = crypto::Hex(random_.Bytes(12)),
                       .user_agent = settings_.server});
}

void Registrar::Drop(const std::string& user, const std::string& contact, UnboundReason reason) {
  const auto found = users_.find(user);
  if (found == users_.end()) return;
  Contacts& contacts = found->second;
  const auto it =
      std::ranges::find_if(contacts, [&](const auto& c) { return c->binding.contact == contact; });
  if (it == contacts.end()) return;
  const std::unique_ptr<Contact> gone = std::move(*it);
  contacts.erase(it);
  const std::size_t left = contacts.size();
  if (left == 0) users_.erase(found);
  Forget(*gone);
  listener_.OnUnbound(gone->binding, reason, left);
}

void Registrar::Forget(const Contact& contact) {
  --count_;
  if (contact.unreachable()) --unreachable_;
  if (!IsReliable(contact.binding.flow.transport)) return;
  const auto [begin, end] = connections_.equal_range(ConnectionKey(contact.binding.flow));
  const auto it =
      std::find_if(begin, end, [&](const auto& entry) { return entry.second == contact.binding.user; });
  if (it != end) connections_.erase(it);
}

void Registrar::DropAll(const std::string& user, UnboundReason reason) {
  for (const Binding& binding : BindingsOf(user)) Drop(user, binding.contact, reason);
}

void Registrar::Unbind(const std::string& user) { DropAll(user, UnboundReason::kRemoved); }

void Registrar::OnFlowClosed(const Flow& flow) {
  if (!IsReliable(flow.transport)) return;
  std::vector<std::string> users;
  const auto [begin, end] = connections_.equal_range(ConnectionKey(flow));
  for (auto it = begin; it != end; ++it) users.push_back(it->second);
  for (const std::string& user : users) {
    for (const Binding& binding : BindingsOf(user)) {
      if (ConnectionKey(binding.flow) == ConnectionKey(flow))
        Drop(user, binding.contact, UnboundReason::kFlowClosed);
    }
  }
}

void Registrar::Restore(const std::vector<Binding>& bindings) {
  for (const Binding& binding : bindings) {
    const auto left =
        std::min<std::chrono::milliseconds>(binding.expires_at - clock_.Now(), settings_.expiry.max);
    const bool usable = left > std::chrono::milliseconds(0) && !IsReliable(binding.flow.transport);
    if (usable && authenticator_.Knows(binding.user)) Bind(binding, left);
  }
}

void Registrar::Confirm(ServerId id, const Message& request, const std::string& user) {
  Writer writer = ResponseTo(request, 200, Tag());
  const auto found = users_.find(user);
  if (found != users_.end()) {
    for (const auto& contact : found->second) {
      const auto left = std::chrono::ceil<std::chrono::seconds>(contact->ends - stack_.now());
      writer.Add("Contact", "<" + contact->binding.contact + ">;expires=" + std::to_string(left.count()));
    }
  }
  stack_.Respond(id, writer.Add("Server", settings_.server).Finish());
}

std::optional<Registrar::Place> Registrar::Find(const std::string& user) const {
  const auto found = users_.find(user);
  if (found == users_.end()) return std::nullopt;
  const Binding& binding = found->second.back()->binding;
  return Place{binding.contact, Target{binding.flow}, BehindNat(binding)};
}

std::vector<Binding> Registrar::BindingsOf(const std::string& user) const {
  std::vector<Binding> bindings;
  const auto found = users_.find(user);
  if (found == users_.end()) return bindings;
  for (const auto& contact : found->second) bindings.push_back(contact->binding);
  return bindings;
}

Authenticator::Source Registrar::SourceOf(const std::string& user, const Flow& flow) const {
  const auto found = users_.find(user);
  if (found == users_.end()) return Authenticator::Source::kUnknown;
  const bool live = std::ranges::any_of(found->second, [&](const auto& contact) {
    const Flow& bound = contact->binding.flow;
    return bound.transport == flow.transport && bound.remote == flow.remote;
  });
  return live ? Authenticator::Source::kRegistered : Authenticator::Source::kUnknown;
}
}  // namespace vss::sip
