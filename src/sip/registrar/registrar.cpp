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

// The same contact; the same instance by the same registration (RFC 5626 §6); or what one user agent
// registered before, which uses one Call-ID for all its registrations (RFC 3261 §10.2.4), when that is one
// contact.
const Binding* BeforeMove(const std::vector<Binding>& before, const Binding& now) {
  const Binding* same_agent = nullptr;
  int of_agent = 0;
  for (const Binding& old : before) {
    const bool same_instance = !now.instance.empty() && old.instance == now.instance;
    if (same_instance || Equivalent(old.contact, now.contact)) return &old;
    if (old.call_id != now.call_id) continue;
    same_agent = &old;
    ++of_agent;
  }
  return of_agent == 1 ? same_agent : nullptr;
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
  if (auto refusal = sip::Refuse(request, "REGISTER", stack_.TagOnce(request)))
    return stack_.RespondOnce(id, *std::move(refusal));
  const std::string user = Unescape(request.to.uri.user);
  const auto verdict = authenticator_.Check(request, user, flow, SourceOf(user, flow));
  if (verdict != Authenticator::Verdict::kGood) {
    if (verdict == Authenticator::Verdict::kRefused && authenticator_.Knows(user))
      listener_.OnRefused(user, flow);
    return stack_.RespondOnce(id, authenticator_.Refusal(request, verdict, flow, stack_.TagOnce(request)));
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
                           return Equivalent(c.uri, contact->binding.contact);
                         });
    return touched && contact->binding.call_id == request.call_id &&
           request.cseq.number <= contact->binding.cseq;
  });
}

// New contacts come before old ones go, so that a phone that moves is never without one.
void Registrar::Change(const std::string& user, const ContactUpdate& update, const Message& request,
                       const Flow& flow) {
  const Instant now = clock_.Now();
  const std::vector<Binding> before = BindingsOf(user);
  std::vector<Binding> bound;
  for (const ContactUpdate::Contact& contact : update.contacts) {
    if (contact.expires == std::chrono::seconds(0)) continue;
    bound.push_back(Bind({.user = user,
                          .contact = contact.uri,
                          .flow = flow,
                          .call_id = std::string(request.call_id),
                          .cseq = request.cseq.number,
                          .user_agent = CleanText(request.Find(HeaderId::kUserAgent), kMaxUserAgent),
                          .registered_at = now,
                          .expires_at = now + contact.expires,
                          .preference = contact.preference,
                          .instance = contact.instance},
                         contact.expires));
  }
  for (const Binding& binding : bound) listener_.OnBound(binding);
  for (const Binding& binding : bound) {
    const Binding* const old = BeforeMove(before, binding);
    if (old != nullptr && (old->flow != binding.flow || old->contact != binding.contact))
      listener_.OnMoved(*old, binding);
  }
  for (const ContactUpdate::Contact& contact : update.contacts) {
    if (contact.expires > std::chrono::seconds(0)) continue;
    for (const Binding& binding : BindingsOf(user)) {
      if (Equivalent(binding.contact, contact.uri)) Drop(user, binding.contact, UnboundReason::kUnregistered);
    }
  }
  if (!bound.empty()) DropBeyondLimit(user, bound.size());
}

/// The oldest go; what has just been bound stands last and stays.
void Registrar::DropBeyondLimit(const std::string& user, std::size_t just_bound) {
  const std::size_t limit = std::max(settings_.max_contacts, just_bound);
  for (auto all = BindingsOf(user); all.size() > limit; all.erase(all.begin())) {
    Drop(user, all.front().contact, UnboundReason::kReplaced);
  }
}

const Binding& Registrar::Bind(Binding binding, std::chrono::milliseconds lifetime) {
  Contacts& contacts = users_[binding.user];
  const auto same = std::ranges::find_if(
      contacts, [&](const auto& c) { return Equivalent(c->binding.contact, binding.contact); });
  bool answered_before = false;
  if (same != contacts.end()) {
    // A refresh keeps the time since when it is registered, and moves to the end: the last one bound is
    // called.
    binding.registered_at = (*same)->binding.registered_at;
    answered_before = (*same)->keep_alive && (*same)->keep_alive->answered_once();
    Forget(**same);
    contacts.erase(same);
  }
  contacts.push_back(std::make_unique<Contact>(stack_, std::move(binding)));
  ++count_;
  Contact& contact = *contacts.back();
  Watch(contact, lifetime);
  if (answered_before && contact.keep_alive) contact.keep_alive->NoteAnswered();
  return contact.binding;
}

void Registrar::Watch(Contact& contact, std::chrono::milliseconds lifetime) {
  contact.ends = stack_.now() + lifetime;
  contact.expiry.Start(lifetime, [this, user = contact.binding.user, uri = contact.binding.contact] {
    Drop(user, uri, UnboundReason::kExpired);
  });
  const Flow& flow = contact.binding.flow;
  if (IsReliable(flow.transport)) connections_.emplace(ConnectionKey(flow), contact.binding.user);
  if (!settings_.is_hosted(contact.binding.user)) KeepAwake(contact);
}

void Registrar::KeepAwake(Contact& contact) {
  const bool mapped = !IsReliable(contact.binding.flow.transport) && BehindNat(contact.binding);
  const KeepAlive::Settings& settings = mapped ? settings_.keep_alive : settings_.probe;
  contact.keep_alive.emplace(
      stack_, settings,
      KeepAlive::Ask{.target = {contact.binding.flow},
                     .write = [this, uri = contact.binding.contact] { return OptionsTo(uri); }},
      [this, &contact](Reachability now) {
        now == Reachability::kUnreachable ? ++unreachable_ : --unreachable_;
        listener_.OnReachability(contact.binding, now);
      });
  // Spread, so that many phones that come at once are not asked at once: a NAT must be kept open within the
  // interval, the others have just given a sign of life.
  const auto spread = static_cast<unsigned char>(random_.Bytes(1)[0]);
  contact.keep_alive->Start(mapped ? settings.every * spread / 256
                                   : settings.every + settings.every * spread / 1024);
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

void Registrar::Suspect(const std::string& user) {
  Contact* const best = BestOf(user);
  if (best != nullptr && best->keep_alive) best->keep_alive->Suspect();
}

void Registrar::Suspect(const std::string& user, std::string_view contact) {
  for (Contact* const known : Ranked(user)) {
    if (known->keep_alive && Equivalent(known->binding.contact, contact)) known->keep_alive->Suspect();
  }
}

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
    if (left <= std::chrono::milliseconds(0) || !authenticator_.Knows(binding.user)) continue;
    if (IsReliable(binding.flow.transport)) {
      listener_.OnUnbound(binding, UnboundReason::kFlowClosed, BindingsOf(binding.user).size());
    } else {
      listener_.OnBound(Bind(binding, left));
    }
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

std::vector<Registrar::Contact*> Registrar::Ranked(const std::string& user) const {
  std::vector<Contact*> ranked;
  const auto found = users_.find(user);
  if (found == users_.end()) return ranked;
  const auto better = [](const Contact& one, const Contact& other) {
    return std::pair(!one.unreachable(), one.binding.preference) >
           std::pair(!other.unreachable(), other.binding.preference);
  };
  // Of equals the last bound comes first.
  for (const auto& contact : found->second) {
    const auto place =
        std::ranges::find_if(ranked, [&](const Contact* other) { return !better(*other, *contact); });
    ranked.insert(place, contact.get());
  }
  return ranked;
}

Registrar::Contact* Registrar::BestOf(const std::string& user) const {
  const auto ranked = Ranked(user);
  return ranked.empty() ? nullptr : ranked.front();
}

std::vector<Registrar::Place> Registrar::Places(const std::string& user) const {
  std::vector<Place> places;
  for (const Contact* contact : Ranked(user)) {
    const Binding& binding = contact->binding;
    places.push_back({binding.contact, Target{binding.flow}, BehindNat(binding)});
  }
  return places;
}

std::optional<Registrar::Place> Registrar::Find(const std::string& user) const {
  auto places = Places(user);
  return places.empty() ? std::nullopt : std::optional(std::move(places.front()));
}

std::optional<Binding> Registrar::Preferred(const std::string& user) const {
  const Contact* const best = BestOf(user);
  return best == nullptr ? std::nullopt : std::optional(best->binding);
}

bool Registrar::Reaches(const std::string& user) const {
  const Contact* const best = BestOf(user);
  return best != nullptr && !best->unreachable();
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
