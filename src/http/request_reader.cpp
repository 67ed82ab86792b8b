#include "http/request_reader.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <vector>

#include "base/log.hpp"
#include "http/request_head.hpp"
#include "http/response_writer.hpp"

namespace vss::http {
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace {
constexpr std::size_t kFirstPiece = 4096, kReadPiece = 64 * 1024, kUploadPiece = 64 * 1024;

Error NotHttp(std::string_view why) {
  return Error(ErrorCode::kInvalidParams, fmt::format("this is not HTTP/1.1: {}", why));
}

Method ToMethod(beast::http::verb verb) {
  switch (verb) {
    case beast::http::verb::get:
      return Method::kGet;
    case beast::http::verb::head:
      return Method::kHead;
    case beast::http::verb::post:
      return Method::kPost;
    case beast::http::verb::put:
      return Method::kPut;
    case beast::http::verb::patch:
      return Method::kPatch;
    case beast::http::verb::delete_:
      return Method::kDelete;
    case beast::http::verb::options:
      return Method::kOptions;
    default:
      return Method::kOther;
  }
}
}  // namespace

/// The head of a request, on its way in.
struct RequestReader::Head {
  using Parser = beast::http::request_parser<beast::http::string_body>;

  explicit Head(RequestReader& r) : reader(r) {
    parser.header_limit(reader.options_.max_header_bytes);
    parser.body_limit(boost::none);
  }

  struct Outcome {
    bool complete = false;
    std::optional<Error> refusal;  ///< otherwise; nothing: the peer is gone
  };
  Task<Outcome> Read();
  std::optional<std::string> Take(Request& request);

  RequestReader& reader;
  Parser parser;
};

/// A body, on its way into memory or into a file.
struct RequestReader::Body {
  RequestReader& reader;
  const Dispatcher::BodyPlan& plan;
  Request& request;

  Error TooLarge() const {
    return Error(ErrorCode::kPayloadTooLarge,
                 fmt::format("the body is over the {} bytes that this request takes", plan.limit),
                 {{"limit_bytes", plan.limit}});
  }
  template <class Parser>
  Task<boost::system::error_code> ReadPart(Parser& parser);
  Task<bool> ReadIntoMemory(Head::Parser& parser);
  Task<bool> ReadIntoFile(Head::Parser& head);
  Task<void> Refuse(const boost::system::error_code& broken);
};

RequestReader::RequestReader(Connection& connection, Dispatcher& dispatcher, const ServerOptions& options,
                             std::shared_ptr<ConnectionBudget> uploads)
    : connection_(connection),
      dispatcher_(dispatcher),
      options_(options),
      uploads_(std::move(uploads)),
      buffer_(options.max_header_bytes * 4) {}

Task<std::optional<RequestReader::Incoming>> RequestReader::Next() {
  if (!co_await WaitForRequest()) co_return std::nullopt;
  Head head(*this);
  connection_.ExpireAfter(options_.header_timeout);
  if (const Head::Outcome outcome = co_await head.Read(); !outcome.complete) {
    if (outcome.refusal) co_await Refuse(*outcome.refusal, Method::kGet);
    co_return std::nullopt;
  }
  Incoming incoming;
  if (const auto problem = head.Take(incoming.request)) {
    co_await Refuse(Error(ErrorCode::kInvalidParams, *problem), incoming.request.method);
    co_return std::nullopt;
  }
  if (!co_await TakeBody(incoming, head)) co_return std::nullopt;
  co_return incoming;
}

Task<bool> RequestReader::WaitForRequest() {
  if (buffer_.size() > 0) co_return true;
  connection_.ExpireAfter(options_.idle_timeout);
  const auto [failure, count] = co_await connection_.ReadSome(buffer_.prepare(kFirstPiece));
  buffer_.commit(count);
  co_return !failure;
}

/// More bytes into the buffer, as many as come; what ended the connection otherwise.
Task<boost::system::error_code> RequestReader::ReadMore() {
  if (buffer_.size() == buffer_.max_size()) co_return beast::http::error::buffer_overflow;
  const auto [failure, count] = co_await connection_.ReadSome(
      buffer_.prepare(std::min(kReadPiece, buffer_.max_size() - buffer_.size())));
  buffer_.commit(count);
  co_return failure;
}

Task<RequestReader::Head::Outcome> RequestReader::Head::Read() {
  auto& buffer = reader.buffer_;
  const std::size_t most = reader.options_.max_header_bytes;
  while (true) {
    const bool at_start = !parser.got_some();
    // RFC 9112 §2.2: empty lines before the request line are passed over.
    while (at_start && reader.received().starts_with("\r\n")) buffer.consume(2);
    if (buffer.size() > 0 && !(at_start && reader.received() == "\r")) {
      if (const auto problem = at_start ? RequestLineProblem(reader.received()) : std::nullopt)
        co_return Outcome{.refusal = NotHttp(*problem)};
      boost::system::error_code failure;
      buffer.consume(parser.put(buffer.data(), failure));
      if (!failure && parser.is_header_done()) co_return Outcome{.complete = true};
      if (failure == beast::http::error::header_limit) break;
      if (failure && failure != beast::http::error::need_more)
        co_return Outcome{.refusal = NotHttp(failure.message())};
    }
    if (buffer.size() > most) break;
    if (co_await reader.ReadMore()) co_return Outcome{};
  }
  co_return Outcome{.refusal = Error(ErrorCode::kPayloadTooLarge,
                                     fmt::format("the request's head is over {} bytes", most))};
}

/// Fills in what the head says; or what is wrong with it.
std::optional<std::string> RequestReader::Head::Take(Request& request) {
  const auto& head = parser.get();
  request.method = ToMethod(head.method());
  for (const auto& field : head) request.headers.Add(field.name_string(), std::string(field.value()));
  const RequestTarget said = OriginForm(head.target());
  if (said.host) request.headers.Set("Host", std::string(*said.host));
  request.target = std::string(said.target);
  auto target = ParseTarget(request.target);
  auto problem = HeadProblem(request.headers, head.version() == 10 ? HttpVersion::k10 : HttpVersion::k11);
  if (!problem) problem = TargetProblem(request.method, target);
  if (!problem) request.parsed = std::move(*target);
  return problem;
}

Task<bool> RequestReader::TakeBody(Incoming& incoming, Head& head) {
  Request& request = incoming.request;
  Dispatcher::BodyPlan plan = dispatcher_.PlanBody(request);
  Body body{*this, plan, request};
  if (head.parser.content_length().value_or(0) > plan.limit) {
    co_await Refuse(body.TooLarge(), request.method);
    co_return false;
  }
  if (plan.refusal) {
    co_await AnswerAndLinger(connection_, std::move(*plan.refusal), request.method, options_.write_timeout);
    co_return false;
  }
  head.parser.body_limit(plan.limit);
  connection_.ExpireAfter(options_.body_timeout);
  if (beast::iequals(head.parser.get()[beast::http::field::expect], "100-continue")) {
    constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    if (!co_await connection_.Write(kContinue, {}, options_.body_timeout)) co_return false;
  }
  incoming.persistence = head.parser.get().keep_alive() ? Persistence::kKeepAlive : Persistence::kClose;
  request.remote_address = RemoteAddress(request);
  if (!plan.spool_folder.empty()) co_return co_await body.ReadIntoFile(head.parser);
  co_return co_await body.ReadIntoMemory(head.parser);
}

Task<void> RequestReader::Refuse(const Error& error, Method method) {
  return AnswerAndLinger(connection_, dispatcher_.Refuse(error), method, options_.write_timeout);
}

std::string RequestReader::RemoteAddress(const Request& request) const {
  const std::string& peer = connection_.remote();
  if (std::ranges::find(options_.trusted_proxies, peer) == options_.trusted_proxies.end()) return peer;
  const auto real = request.headers.Find("X-Real-IP");
  boost::system::error_code failure;
  if (!real) return peer;
  const auto address = asio::ip::make_address(std::string(*real), failure);
  return failure ? peer : address.to_string();
}

/// Gives the parser what there is, and reads when that is not enough.
template <class Parser>
Task<boost::system::error_code> RequestReader::Body::ReadPart(Parser& parser) {
  auto& buffer = reader.buffer_;
  boost::system::error_code failure;
  if (buffer.size() > 0) {
    buffer.consume(parser.put(buffer.data(), failure));
    if (failure != beast::http::error::need_more) co_return failure;
    if (parser.chunked() && ChunkLineProblem(reader.received()))
      co_return beast::http::error::bad_chunk_extension;
  }
  co_return co_await reader.ReadMore();
}

Task<bool> RequestReader::Body::ReadIntoMemory(Head::Parser& parser) {
  while (!parser.is_done()) {
    const auto broken = co_await ReadPart(parser);
    if (broken) co_await Refuse(broken);
    if (broken) co_return false;
  }
  request.body = std::move(parser.get().body());
  co_return true;
}

// Large bodies take as long as they take, so each piece has the time that a small body has as a whole.
Task<bool> RequestReader::Body::ReadIntoFile(Head::Parser& head) {
  boost::system::error_code no_address;
  const auto place = TakePlace(reader.uploads_, asio::ip::make_address(request.remote_address, no_address));
  if (!place) {
    const Error busy =
        Error(ErrorCode::kServiceUnavailable, "too many uploads at once").RetryAfter(std::chrono::seconds(5));
    co_await reader.Refuse(busy, request.method);
    co_return false;
  }
  std::optional<Error> refusal;
  try {
    request.spooled = std::make_shared<SpooledBody>(plan.spool_folder);
    beast::http::request_parser<beast::http::buffer_body> parser(std::move(head));
    std::vector<char> piece(kUploadPiece);
    while (!parser.is_done()) {
      parser.get().body().data = piece.data();
      parser.get().body().size = piece.size();
      reader.connection_.ExpireAfter(reader.options_.body_timeout);
      const auto broken = co_await ReadPart(parser);
      if (broken && broken != beast::http::error::need_buffer) {
        co_await Refuse(broken);
        co_return false;
      }
      request.spooled->Append({piece.data(), piece.size() - parser.get().body().size});
    }
    co_return true;
  } catch (const Error& error) {
    log::Error("HTTP", "an upload could not be kept", {{"error", error.internal()}});
    refusal = error;
  }
  if (refusal) co_await reader.Refuse(*refusal, request.method);
  co_return false;
}

/// Tells a peer that is still there why its body was not taken.
Task<void> RequestReader::Body::Refuse(const boost::system::error_code& broken) {
  if (broken == beast::http::error::body_limit) co_return co_await reader.Refuse(TooLarge(), request.method);
  if (broken.category() != beast::http::make_error_code(beast::http::error::bad_chunk).category()) co_return;
  const Error malformed(ErrorCode::kInvalidParams,
                        fmt::format("the request's body is not well-formed: {}", broken.message()));
  co_await reader.Refuse(malformed, request.method);
}
}  // namespace vss::http
