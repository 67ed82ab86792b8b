#include "sip/message/writer.hpp"

#include <fmt/format.h>

namespace vss::sip {
namespace {
constexpr std::size_t kUsualBytes = 1024;

/// A NUL becomes a space and is not dropped, because behind a backslash something must stay to be quoted.
void AppendClean(std::string& out, std::string_view text) {
  constexpr std::string_view kUnclean("\r\n\0", 3);
  for (std::size_t bad; (bad = text.find_first_of(kUnclean)) != std::string_view::npos;) {
    out += text.substr(0, bad);
    if (text[bad] == '\0') out += ' ';
    text.remove_prefix(bad + 1);
  }
  out += text;
}

/// Request-URIs and methods end at a space, so they have none.
void AppendWord(std::string& out, std::string_view text) {
  const std::size_t start = out.size();
  AppendClean(out, text);
  out.erase(std::remove(out.begin() + static_cast<std::ptrdiff_t>(start), out.end(), ' '), out.end());
}
}  // namespace

Writer Writer::Request(std::string_view method, std::string_view request_uri) {
  Writer writer;
  writer.out_.reserve(kUsualBytes);
  AppendWord(writer.out_, method);
  writer.out_ += ' ';
  AppendWord(writer.out_, request_uri);
  writer.out_ += " SIP/2.0\r\n";
  return writer;
}

Writer Writer::Response(int status, std::string_view reason) {
  Writer writer;
  writer.out_.reserve(kUsualBytes);
  fmt::format_to(std::back_inserter(writer.out_), "SIP/2.0 {} ", status);
  AppendClean(writer.out_, reason.empty() ? ReasonPhrase(status) : reason);
  writer.out_ += "\r\n";
  return writer;
}

Writer& Writer::Add(std::string_view name, std::string_view value) {
  AppendClean(out_, name);
  out_ += ": ";
  AppendClean(out_, value);
  out_ += "\r\n";
  return *this;
}

Writer& Writer::Add(std::string_view name, std::uint64_t value) {
  return Add(name, std::string_view(fmt::format_int(value).c_str()));
}

Writer& Writer::Copy(const Message& from, HeaderId id) {
  if (!from.Has(id)) return *this;
  for (const Header& header : from.headers()) {
    if (header.id == id) Add(id == HeaderId::kOther ? header.name : ToString(id), header.value);
  }
  return *this;
}

std::string Writer::Finish(std::string_view content_type, std::string_view body) {
  if (!body.empty()) Add("Content-Type", content_type);
  Add("Content-Length", body.size());
  out_ += "\r\n";
  out_ += body;
  return std::move(out_);
}

Writer ResponseTo(const Message& request, int status, std::string_view to_tag, std::string_view reason) {
  Writer writer = Writer::Response(status, reason);
  writer.Copy(request, HeaderId::kVia).Copy(request, HeaderId::kFrom);
  if (request.to.tag.empty() && !to_tag.empty()) {
    writer.Add("To", fmt::format("{};tag={}", request.Find(HeaderId::kTo), to_tag));
  } else {
    writer.Copy(request, HeaderId::kTo);
  }
  return std::move(writer.Copy(request, HeaderId::kCallId).Copy(request, HeaderId::kCSeq));
}
}  // namespace vss::sip
