// After the ideas of RFC 4475 and RFC 5118, with messages of our own: what is odd but right must be read,
// what is wrong must be refused for the right reason.
#include <gmock/gmock.h>

#include "sip/message/message.hpp"
#include "sip/message/testing/wire.hpp"

namespace vss::sip {
namespace {
using test::Wire;

struct Lines {
  std::string start = "OPTIONS sip:carol@vss.example SIP/2.0";
  std::string via = "Via: SIP/2.0/UDP ua.example:5060;branch=z9hG4bKt1";
  std::string from = "From: <sip:alice@vss.example>;tag=a1";
  std::string to = "To: <sip:carol@vss.example>";
  std::string call_id = "Call-ID: c1@ua.example";
  std::string cseq = "CSeq: 7 OPTIONS";
  std::string more;  ///< whole lines
};

std::string Text(const Lines& lines) {
  std::string text;
  for (const std::string* line :
       {&lines.start, &lines.via, &lines.from, &lines.to, &lines.call_id, &lines.cseq}) {
    if (!line->empty()) text += *line + "\n";
  }
  return Wire(text + lines.more);
}

struct Case {
  std::string name;
  Lines lines;
  std::string_view problem;  ///< "" when the message is good
};

class Torture : public testing::TestWithParam<Case> {};

TEST_P(Torture, IsReadOrRefused) {
  const std::string bytes = Text(GetParam().lines);
  Message message;
  const auto done = Parse(bytes, message);
  EXPECT_EQ(done ? "" : done.error().what, GetParam().problem);
}

INSTANTIATE_TEST_SUITE_P(
    Good, Torture,
    testing::Values(
        Case{"plain", {}},
        Case{"compact_names",
             {.via = "v: SIP/2.0/UDP a", .from = "f: sip:a@b;tag=1", .to = "T: sip:c@d", .call_id = "i: 1"}},
        Case{"names_without_regard_to_case", {.via = "vIA: SIP/2.0/UDP a", .call_id = "CALL-id: 1"}},
        // §3.1.1.1, a short tortuous INVITE: white space and folds wherever the grammar has them.
        Case{"white_space_everywhere",
             {.via = "Via  : SIP  / 2.0\n /UDP\n    192.0.2.2 : 5060 ; branch = z9hG4bK390skd",
              .from = "From   : \"J Rosenberg \\\\\\\"\"\n  <sip:j@example.com>\n  ;\n tag = 98asjd8",
              .cseq = "CSeq: 0009\n OPTIONS",
              .more = "Max-Forwards: 0068\nUnknownHeaderWithUnusualValue: ;;,,;;,;\nl: 0000\n"}},
        // §3.1.1.2: every character that a method, a name and a quoted string may have.
        Case{"unusual_method",
             {.start = "!odd-Method0123456789_*+`.%in'~ "
                       "sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*@a.example "
                       "SIP/2.0",
              .to = "To: \"BEL:\\\x07 DEL:\\\x7F\" "
                    "<sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*@a.example>",
              .cseq = "CSeq: 139122385 !odd-Method0123456789_*+`.%in'~",
              .more = "extensionHeader-!.%*+_`'~: \xE5\xA4\xA7\xE5\x81\x9C\n"}},
        Case{"escaped_nul_in_quotes", {.to = std::string("To: \"a\\\0b\" <sip:a@b>", 20)}},
        // §3.1.1.3, §3.1.1.4: %-escapes stay as they are, also %00 and %25.
        Case{"escapes", {.start = "OPTIONS sip:sips%3Auser%40example.com%25@example.net SIP/2.0"}},
        Case{"escaped_nul_in_uri", {.to = "To: <sip:null-%00-null@example.com>"}},
        // §3.1.1.8: a semicolon inside the user part.
        Case{"semicolon_in_user", {.start = "OPTIONS sip:user;par=u%40example.net@example.com SIP/2.0"}},
        // §3.1.1.9: a transport that nobody knows.
        Case{"unknown_transport", {.via = "Via: SIP/2.0/UNKNOWN t1.example;branch=z9hG4bK1"}},
        // §3.1.1.13: an empty reason phrase.
        Case{"empty_reason", {.start = "SIP/2.0 100 "}}, Case{"no_reason", {.start = "SIP/2.0 100"}},
        Case{"reason_with_utf8", {.start = "SIP/2.0 200 = 2**3 * 5**2 \xD0\xBD\xD0\xBE"}},
        Case{"unknown_scheme", {.start = "OPTIONS nobody:totally,opaque?content SIP/2.0"}},
        Case{"unknown_scheme_in_headers",
             {.from = "From: <http://example.com>;tag=1", .to = "To: isbn:2983792873"}},
        Case{"tel_uri", {.to = "To: <tel:+1-201-555-0123;phone-context=x>"}},
        // §8.1.1.3, §8.1.1.7: RFC 2543 knew neither From tags nor branches that identify.
        Case{"rfc_2543", {.via = "Via: SIP/2.0/UDP h", .from = "From: sip:a@b"}},
        Case{"empty_values", {.more = "Supported:\nSubject:   \n"}},
        // RFC 5118 §4: IPv6 references.
        Case{"ipv6",
             {.start = "OPTIONS sip:[2001:db8::10]:5070 SIP/2.0",
              .via = "Via: SIP/2.0/UDP [2001:db8::9:1];received=2001:db8::9:255;branch=z9hG4bK1",
              .to = "To: sip:user@[::ffff:192.0.2.10]"}},
        Case{"ipv6_received_in_brackets",
             {.via = "Via: SIP/2.0/UDP [2001:db8::9:1];received=[2001:db8::9:255];branch=z9hG4bK1"}},
        Case{"version_in_lower_case", {.start = "OPTIONS sip:a@b sip/2.0"}},
        Case{"name_with_foreign_characters", {.from = "From: Bell! (A.G.) <sip:a@b>;tag=1"}},
        Case{"parameters_of_all_kinds",
             {.from = "From: <sip:a@b>;p1;p2=x;p3=\"q;,\\\"\";p4=[::1];tag=1;p5=a/b@c"}}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Bad, Torture,
    testing::Values(
        Case{"no_via", {.via = ""}, "no Via"}, Case{"no_from", {.from = ""}, "URI without scheme"},
        Case{"no_to", {.to = ""}, "URI without scheme"}, Case{"no_call_id", {.call_id = ""}, "no Call-ID"},
        Case{"no_cseq", {.cseq = ""}, "CSeq's number"},
        // §3.1.2.1: separators with nothing between them.
        Case{"separators_in_via", {.via = "Via: SIP/2.0/UDP a;branch=z9hG4bK1;;,;,,"}, "Via's parameters"},
        Case{"separators_in_from", {.from = "From: \"Joe\" <sip:joe@example.org>;;;;"}, "header parameters"},
        // §3.1.2.2, §3.1.2.3: Content-Length beyond the message, and below nothing.
        Case{"content_length_beyond", {.more = "Content-Length: 1\n"}, "Content-Length"},
        Case{"content_length_negative", {.more = "Content-Length: -999\n"}, "Content-Length"},
        Case{"content_length_huge", {.more = "Content-Length: 18446744073709551616\n"}, "Content-Length"},
        Case{
            "content_length_twice", {.more = "Content-Length: 0\nl: 0\n"}, "header that may stand once only"},
        // §3.1.2.4, §3.1.2.5: numbers too large.
        Case{"cseq_huge", {.cseq = "CSeq: 36893488147419103232 OPTIONS"}, "CSeq's number"},
        Case{"cseq_two_to_the_31", {.cseq = "CSeq: 2147483648 OPTIONS"}, "CSeq's number"},
        Case{"max_forwards_300", {.more = "Max-Forwards: 300\n"}, "Max-Forwards"},
        Case{"port_huge", {.via = "Via: SIP/2.0/UDP a:65536"}, "Via's sent-by"},
        // §3.1.2.6: a quote that never ends.
        Case{"unterminated_quote", {.to = "To: \"Mr. J. User <sip:j.user@example.com>"}, "display name"},
        Case{"unterminated_bracket", {.to = "To: <sip:j.user@example.com"}, "< without >"},
        // §3.1.2.7: <> around the Request-URI.
        Case{"brackets_around_request_uri", {.start = "OPTIONS <sip:a@b> SIP/2.0"}, "URI without scheme"},
        // §3.1.2.8, §3.1.2.9: white space in the Request-URI and in the start line.
        Case{"space_in_request_uri", {.start = "OPTIONS sip:a@b; lr SIP/2.0"}, "character that no URI has"},
        Case{"two_spaces_in_start_line", {.start = "OPTIONS  sip:a@b SIP/2.0"}, "URI without scheme"},
        Case{"space_at_end_of_start_line", {.start = "OPTIONS sip:a@b SIP/2.0 "}, "SIP version"},
        // §3.1.2.13: a name-addr without <> around a URI with a parameter list that only makes sense inside.
        Case{"comma_without_brackets", {.from = "From: sip:a@b,c@d;tag=1"}, "URI that needs <>"},
        Case{"space_inside_brackets", {.from = "From: < sip:a@b >;tag=1"}, "URI without scheme"},
        // §3.1.2.15: a comma in a name without quotes.
        Case{"comma_in_display_name", {.from = "From: Bell, Alexander <sip:a@b>;tag=1"}, "display name"},
        // §3.1.2.16 to 19: versions, methods and codes.
        Case{"version_7", {.start = "OPTIONS sip:a@b SIP/7.0"}, "SIP version"},
        Case{"version_7_response", {.start = "SIP/7.0 200 OK"}, "SIP version"},
        Case{"cseq_of_another_method", {.cseq = "CSeq: 7 INVITE"}, "CSeq of another method"},
        Case{"method_in_other_case", {.start = "options sip:a@b SIP/2.0"}, "CSeq of another method"},
        Case{"status_too_large", {.start = "SIP/2.0 4294967301 better not break"}, "status line"},
        Case{"status_700", {.start = "SIP/2.0 700 x"}, "status code"},
        Case{"status_099", {.start = "SIP/2.0 099 x"}, "status code"},
        // §3.3.8: several of what is single.
        Case{"two_cseqs", {.more = "CSeq: 8 OPTIONS\n"}, "header that may stand once only"},
        Case{"two_froms", {.more = "f: <sip:x@y>;tag=a1\n"}, "header that may stand once only"},
        Case{"two_call_ids", {.more = "i: x\n"}, "header that may stand once only"},
        Case{"two_tags", {.from = "From: <sip:a@b>;tag=1;tag=2"}, "header parameters"},
        Case{"quoted_tag", {.from = "From: <sip:a@b>;tag=\"1;x\""}, "header parameters"},
        Case{"empty_tag", {.from = "From: <sip:a@b>;tag="}, "header parameters"},
        Case{
            "two_branches", {.via = "Via: SIP/2.0/UDP a;branch=z9hG4bK1;branch=z9hG4bK2"}, "Via's parameter"},
        Case{"two_hosts", {.start = "OPTIONS sip:a@good@evil SIP/2.0"}, "two @ in a URI"},
        Case{"half_an_escape", {.start = "OPTIONS sip:a%2@b SIP/2.0"}, "URI's escape"},
        Case{"no_host", {.start = "OPTIONS sip:a@ SIP/2.0"}, "URI without host"},
        Case{"ipv6_without_brackets", {.start = "OPTIONS sip:2001:db8::10 SIP/2.0"}, "URI's port"},
        Case{"ipv6_with_letters", {.start = "OPTIONS sip:[xyz] SIP/2.0"}, "URI without host"},
        Case{"port_zero", {.start = "OPTIONS sip:a@b:0 SIP/2.0"}, "URI's port"},
        Case{"empty_port", {.start = "OPTIONS sip:a@b: SIP/2.0"}, "URI's port"},
        Case{"call_id_of_two_words", {.call_id = "Call-ID: a b"}, "Call-ID"},
        Case{"header_without_colon", {.more = "Nonsense\n"}, "header without colon"},
        Case{"header_without_name", {.more = ": x\n"}, "header without name"},
        Case{"fold_behind_start_line", {.via = " Via: SIP/2.0/UDP a"}, "header without name"},
        Case{"nul_in_header", {.more = std::string("X: a\0b\n", 7)}, "NUL in a header"},
        Case{"nul_in_start_line", {.start = std::string("OPTIONS sip:a\0@b SIP/2.0", 24)}, "NUL in a header"},
        Case{"via_of_http", {.via = "Via: HTTP/2.0/UDP a"}, "Via's protocol"},
        Case{"via_without_host", {.via = "Via: SIP/2.0/UDP ;branch=z9hG4bK1"}, "Via's sent-by"},
        Case{"rport_of_letters", {.via = "Via: SIP/2.0/UDP a;rport=abc"}, "Via's parameter"},
        Case{"http_request", {.start = "GET / HTTP/1.1"}, "SIP version"}),
    [](const auto& info) { return info.param.name; });
}  // namespace
}  // namespace vss::sip
