#include "workspace/crm/import/uploaded_text.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "base/error.hpp"
#include "base/file_kind.hpp"
#include "base/files.hpp"
#include "base/utf16.hpp"

namespace vss::crm {
namespace {
// The next piece of the file; empty at its end.
std::string_view ReadPiece(const FileHandle& file, std::string& room) {
  ssize_t got = 0;
  do {
    got = ::read(file.get(), room.data(), room.size());
  } while (got < 0 && errno == EINTR);
  if (got < 0)
    throw InternalError(fmt::format("cannot read an upload: {}", std::generic_category().message(errno)));
  return std::string_view(room).substr(0, static_cast<std::size_t>(got));
}
}  // namespace

std::shared_ptr<http::SpooledBody> ReadableUpload(std::shared_ptr<http::SpooledBody> upload,
                                                  ImportOptions& options) {
  const FileHandle file(::open(upload->path().c_str(), O_RDONLY | O_CLOEXEC));
  if (!file)
    throw InternalError(
        fmt::format("cannot open {}: {}", upload->path().string(), std::generic_category().message(errno)));
  std::string room(std::size_t{64} * 1024, '\0');
  std::string_view piece = ReadPiece(file, room);
  if (const auto reason = WhyNoCsv(piece)) throw InvalidField("file", *reason);
  const auto order = FindUtf16(piece);
  if (!order) return upload;
  options.encoding = Encoding::kUtf8;
  auto text = std::make_shared<http::SpooledBody>(upload->path().parent_path());
  for (Utf16Decoder decoder(*order); !piece.empty(); piece = ReadPiece(file, room))
    text->Append(decoder.Next(piece));
  return text;
}
}  // namespace vss::crm
