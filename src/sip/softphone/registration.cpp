#include "sip/softphone/registration.hpp"

#include "base/unicode.hpp"
#include "sip/dialog/reason_header.hpp"
#include "sip/message/writer.hpp"
#include "sip/softphone/refresh_policy.hpp"

namespace vss::sip {
namespace {
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::uint32_t kLongestExpiry_s = 3600;

bool Asks(int status) { return status == 401 || status == 407; }
}  // namespace

std::optional<seconds> GrantedExpiry(const Message& response, std::string_view contact_uri) {
  for (const Header& header : response.headers()) {
    if (header.id != HeaderId::kContact) continue;
    std::string_view list = header.value, element;
    while (NextElement(list, element)) {
      const auto address = ParseAddress(element);
      if (!address || !Equivalent(address->uri_text, contact_uri)) continue;
      const auto param = FindParam(address->params, "expires");
      if (const auto granted = param ? ParseNumber(*param) : std::nullopt) return seconds{*granted};
    }
  }
  const auto header = ParseNumber(response.Find(HeaderId::kExpires));
  return header ? std::optional(seconds{*header}) : std::nullopt;
}

Registration::Registration(RegistrationWorld& world, std::string number, Account account)
    : world_(world),
      number_(std::move(number)),
      auth_(std::in_place, std::move(account), world.random),
      call_id_(world.random.Token(12)),
      tag_(world.random.Token(8)),
      expires_s_(static_cast<std::uint32_t>(world.expires.count())),
      timer_(world.stack) {}

Registration::~Registration() {
  if (pending_ != ClientId{}) world_.stack.Forget(pending_);
}

void Registration::Start(milliseconds delay) {
  if (pending_ != ClientId{}) world_.stack.Forget(std::exchange(pending_, ClientId{}));
  failures_ = 0;
  Wait(delay);
}

void Registration::Use(Account account) { auth_.emplace(std::move(account), world_.random); }

void Registration::Wait(milliseconds delay) {
  timer_.Start(delay, [this] {
    auth_->BeginRequest();
    Send();
  });
}

void Registration::Send() { pending_ = world_.stack.SendRequest(world_.registrar, Write(), *this); }

std::string Registration::Write() {
  const std::string uri = fmt::format("sip:{}", world_.domain);
  const std::string aor = fmt::format("<sip:{}@{}>", number_, world_.domain);
  Writer writer = Writer::Request(Method::kRegister, uri);
  writer.Add("Max-Forwards", "70")
      .Add("From", fmt::format("{};tag={}", aor, tag_))
      .Add("To", aor)
      .Add("Call-ID", call_id_)
      .Add("CSeq", fmt::format("{} REGISTER", ++cseq_))
      .Add("Contact", fmt::format("<sip:{}@{}>", number_, world_.contact_host))
      .Add("Expires", expires_s_)
      .Add("User-Agent", world_.user_agent);
  auth_->Authorize(writer, Method::kRegister, uri);
  return writer.Finish();
}

void Registration::OnResponse(ClientId, const Message& response) {
  if (response.status < 200) return;
  pending_ = {};
  if (response.status < 300) return Succeed(response);
  if (Asks(response.status)) {
    return auth_->TakeChallenge(response) == ClientAuth::Verdict::kRetry ? Send()
                                                                         : Fail("refused: wrong credentials");
  }
  if (response.status == 423) {  // RFC 3261 §10.2.8: again with at least Min-Expires
    const auto least = ParseNumber(response.Find(HeaderId::kMinExpires));
    if (least && *least > expires_s_ && *least <= kLongestExpiry_s) {
      expires_s_ = *least;
      return Send();
    }
  }
  Fail(fmt::format("refused: {} {}", response.status, CleanText(response.reason, kMaxReasonText)));
}

void Registration::OnRequestFailed(ClientId, TransactionFailure failure) {
  pending_ = {};
  Fail(failure == TransactionFailure::kTimeout ? "the registrar does not answer"
                                               : "the registrar cannot be reached");
}

void Registration::Succeed(const Message& response) {
  const std::string contact = fmt::format("sip:{}@{}", number_, world_.contact_host);
  const auto granted = GrantedExpiry(response, contact);
  registered_ = true;
  failures_ = 0;
  Wait(RefreshDelay(granted.value_or(seconds{expires_s_}), Luck()));
}

void Registration::Fail(std::string reason) {
  registered_ = false;
  if (failures_ < 100) ++failures_;
  Wait(RetryDelay(failures_, Luck()));
  world_.failed(number_, std::move(reason));
}

double Registration::Luck() { return static_cast<unsigned char>(world_.random.Bytes(1)[0]) / 255.0; }
}  // namespace vss::sip
