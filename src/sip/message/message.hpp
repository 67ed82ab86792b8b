#pragma once
#include <array>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

/// SIP messages as they stand on the wire (RFC 3261 §7, §25). Pure: bytes in, views out; no sockets, no
/// clock, no exceptions, no allocation while parsing.
namespace vss::sip {

enum class Method : std::uint8_t {
  kUnknown,
  kInvite,
  kAck,
  kBye,
  kCancel,
  kRegister,
  kOptions,
  kPrack,
  kUpdate,
  kInfo,
  kRefer,
  kNotify,
  kSubscribe,
  kMessage,
  kPublish,
};
std::string_view ToString(Method method);
/// Methods are case-sensitive (§7.1); kUnknown for one that is not listed.
Method ParseMethod(std::string_view text);

/// Headers that VSS reads. Long and compact names map to the same id (§7.3.3); kOther keeps its name.
enum class HeaderId : std::uint8_t {
  kOther,
  kVia,
  kFrom,
  kTo,
  kCallId,
  kCSeq,
  kContact,
  kMaxForwards,
  kRoute,
  kRecordRoute,
  kContentType,
  kContentLength,
  kExpires,
  kMinExpires,
  kAuthorization,
  kProxyAuthorization,
  kWwwAuthenticate,
  kProxyAuthenticate,
  kAuthenticationInfo,
  kAllow,
  kSupported,
  kRequire,
  kProxyRequire,
  kUnsupported,
  kUserAgent,
  kServer,
  kReason,
  kWarning,
  kRetryAfter,
  kEvent,
  kPAssertedIdentity,
  kPPreferredIdentity,
  kRemotePartyId,
  kPrivacy,
  kDiversion,
  kReferTo,
  kReferredBy,
  kReplaces,
  kRSeq,
  kRAck,
  kSessionExpires,
  kMinSe,
  kTimestamp,
  kDate,
  kAccept,
  kPath,
};
/// The long name as it is written; "" for kOther.
std::string_view ToString(HeaderId id);

/// `value` has no surrounding white space; a folded value keeps its line break, which counts as white space.
struct Header {
  HeaderId id = HeaderId::kOther;
  std::string_view name;
  std::string_view value;
};

struct Uri {
  std::string_view scheme;  ///< sip, sips, tel …, as written
  std::string_view user;    ///< for tel: the number
  std::string_view password;
  std::string_view host;    ///< an IPv6 reference keeps its brackets
  std::uint16_t port = 0;   ///< 0 when not given
  std::string_view params;  ///< after the first ';', without it
  std::string_view headers;
  bool IsSip() const;  ///< sip, without regard to case; not sips
  bool IsSips() const;
  bool IsTel() const;
};

/// name-addr or addr-spec with its header parameters (From, To, Contact, Route …).
struct Address {
  std::string_view display;   ///< without its quotes, escapes as they stand
  std::string_view uri_text;  ///< without <>
  Uri uri;
  std::string_view params;  ///< header parameters after the first ';', without it
  std::string_view tag;     ///< the parameter of that name, empty when none
};

struct Via {
  std::string_view protocol;  ///< UDP, TCP, TLS, WS, WSS, as written
  std::string_view host;
  std::uint16_t port = 0;
  std::string_view params;
  std::string_view branch;
  std::string_view received;
  bool has_rport = false;  ///< RFC 3581: present, with or without a value
  std::uint16_t rport = 0;
};

struct CSeq {
  std::uint32_t number = 0;
  Method method = Method::kUnknown;
  std::string_view method_text;
};

/// Why bytes are not a message that VSS will look at. For metrics and tests; nobody answers such bytes.
struct ParseError {
  std::string_view what;
};
inline std::unexpected<ParseError> Fail(std::string_view what) { return std::unexpected(ParseError{what}); }

/// Header field with parameters, as lists of them are walked.
std::expected<Uri, ParseError> ParseUri(std::string_view text);
/// Whether both name the same resource (RFC 3261 §19.1.4; RFC 3966 §4 for tel). URIs of other schemes are
/// compared as text, so the whole text is given.
bool Equivalent(std::string_view uri, std::string_view other);
std::expected<Address, ParseError> ParseAddress(std::string_view text);
std::expected<Via, ParseError> ParseVia(std::string_view text);
/// The value of `name` in ";a=b;c" text (no leading ';' needed), names without regard to case, quotes
/// removed;
/// "" for a parameter without value, nullopt when it is not there.
std::optional<std::string_view> FindParam(std::string_view params, std::string_view name);
/// Of a contact's header parameters: its q in thousandths (§20.10); 1000 when it is not given.
int PreferenceOf(std::string_view contact_params);
/// Takes the next comma-separated element (commas in quotes and <> do not separate) off `list`; false at the
/// end.
bool NextElement(std::string_view& list, std::string_view& element);
/// %HH undone (§19.1.2), for comparing users; the result may hold any byte.
std::string Unescape(std::string_view text);
bool EqualNoCase(std::string_view a, std::string_view b);
/// Unsigned decimal of at most ten digits, nothing else around it.
std::optional<std::uint32_t> ParseNumber(std::string_view text);

/// A parsed message: views into the bytes given to Parse, which must outlive it. Reused for message after
/// message; nothing is allocated.
class Message {
 public:
  static constexpr std::size_t kMaxBytes = 65'535;
  static constexpr std::size_t kMaxHeaders = 192;

  bool is_request = false;
  Method method = Method::kUnknown;  ///< of the request, or of the CSeq of a response
  std::string_view method_text;
  std::string_view request_uri_text;
  Uri request_uri;
  int status = 0;
  std::string_view reason;

  // Always there and well-formed after Parse.
  Via via;  ///< the topmost
  Address from, to;
  std::string_view call_id;
  CSeq cseq;

  int max_forwards = -1;  ///< -1 when not given
  std::string_view body;  ///< Content-Length bytes; all that follows the headers in a datagram without one
  std::string_view bytes;

  std::span<const Header> headers() const { return {headers_.data(), count_}; }
  /// The value of the first header with this id; empty when there is none.
  std::string_view Find(HeaderId id) const;
  std::string_view FindOther(std::string_view name) const;
  bool Has(HeaderId id) const;
  bool IsResponse() const { return !is_request; }
  void Clear();

 private:
  friend class Parser;
  static constexpr std::size_t kSpareHeaders = 16;
  std::array<Header, kMaxHeaders + kSpareHeaders> headers_;
  std::size_t count_ = 0;
  std::uint64_t present_ = 0;  ///< bit n: a header with id n is there
};

/// Walks the elements of a list header (Route, Contact, Via …) over all its lines and their commas (§7.3.1).
class Elements {
 public:
  Elements(const Message& message, HeaderId id) : message_(&message), id_(id) {}
  bool Next(std::string_view& element);

 private:
  const Message* message_;
  HeaderId id_;
  std::size_t next_ = 0;
  std::string_view list_;
};

/// One whole message (a datagram, or what Framer cut out of a stream). Checks what §8.1.1, §8.2 and §18.3 ask
/// of every message: mandatory headers, once each where only one is allowed, CSeq method equal to the
/// request's, Content-Length not beyond the bytes, sizes and counts bounded. When it is only the count of
/// headers that is beyond them (kTooManyHeaders), `out` has the rest, enough to refuse a request by. A
/// response cannot be refused, and a call waits for it: it may have any number of headers that mean nothing
/// here, which `out` then has in part.
inline constexpr std::string_view kTooManyHeaders = "too many headers";
std::expected<void, ParseError> Parse(std::string_view bytes, Message& out);

/// Keeps a message beyond the call that brought it: owns a copy of the bytes.
class StoredMessage {
 public:
  explicit StoredMessage(const Message& message);
  const Message& operator*() const { return *message_; }
  const Message* operator->() const { return message_.get(); }

 private:
  std::unique_ptr<char[]> bytes_;
  std::unique_ptr<Message> message_;
};
}  // namespace vss::sip
