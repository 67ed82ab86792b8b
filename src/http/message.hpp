#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/files.hpp"
#include "base/json.hpp"
#include "http/spooled_body.hpp"

/// HTTP as VSS sees it: plain values, no Beast. Only connection, byte_stream and request_reader know the
/// library.
namespace vss::http {

enum class Method { kGet, kHead, kPost, kPut, kPatch, kDelete, kOptions, kOther };
std::string_view ToString(Method method);

/// Header fields in order; names compare without case.
class Headers {
 public:
  void Set(std::string_view name, std::string value);
  void Add(std::string_view name, std::string value) { fields_.emplace_back(name, std::move(value)); }
  std::optional<std::string_view> Find(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& all() const { return fields_; }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

/// What a request's target says: decoded path ("*" for the server as a whole), decoded query in order.
/// nullopt when it is malformed.
struct Target {
  std::string path;
  std::vector<std::pair<std::string, std::string>> query;
};
std::optional<Target> ParseTarget(std::string_view target);

struct Request {
  Method method = Method::kGet;
  std::string target;  ///< as received
  Target parsed;
  Headers headers;
  std::string body;
  std::shared_ptr<SpooledBody> spooled;  ///< instead of `body`, where the route asked for a file
  std::string remote_address;
};

/// A part of an open file that follows the head instead of `body`, read and sent piece by piece.
struct FileBody {
  std::shared_ptr<const FileHandle> file;
  std::uint64_t offset = 0, length = 0;
};

class ByteStream;

struct Response {
  int status = 200;
  Headers headers;
  std::string content_type;
  std::string body;
  std::optional<FileBody> file;
  /// Of a response with status 101: gets the connection when the head is sent. It is no longer the server's
  /// then, nor counted there; whoever takes it bounds how many it holds and closes them when it stops.
  std::function<void(std::shared_ptr<ByteStream>)> upgrade;
};

Response Ok(const json::value& body);
Response Created(std::string location, const json::value& body);
Response NoContent();
Response Text(std::string body, std::string content_type = "text/plain; charset=utf-8");
Response Json(int status, const json::value& body);
}  // namespace vss::http
