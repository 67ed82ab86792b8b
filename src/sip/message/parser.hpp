#pragma once
#include "sip/message/lines.hpp"
#include "sip/message/message.hpp"

namespace vss::sip {

/// One run of Parse(): start line, header lines, then what the headers must say. Each step names what is
/// wrong.
class Parser {
 public:
  Parser(std::string_view bytes, Message& out);
  std::expected<void, ParseError> Run();

 private:
  using Step = std::expected<void, ParseError>;
  Step StartLine();
  Step RequestLine(std::string_view line);
  Step StatusLine(std::string_view line);
  Step HeaderLines();
  Step HeaderLine(std::string_view line);
  Step Mandatory();
  Step CSeqFits();
  Step MaxForwards();
  Step Body();

  std::string_view bytes_;
  Lines lines_;
  Message& out_;
  bool overfull_ = false;  ///< there are more headers than Message::kMaxHeaders
  bool lacks_ = false;     ///< of one that means something there was no room
};
}  // namespace vss::sip
