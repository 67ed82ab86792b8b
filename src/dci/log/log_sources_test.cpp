#include "dci/log/log_sources.hpp"

#include <gtest/gtest.h>

namespace vss::dci {
namespace {

log::Line LineOf(Severity severity, std::string message, json::object fields = {}) {
  return {Instant(std::chrono::seconds(1)), severity, "OTTB", std::move(message), std::move(fields)};
}

TEST(FromLog, KeepsLinesFromInfoUp) {
  EXPECT_FALSE(FromLog(LineOf(Severity::kDebug, "detail")));
  EXPECT_TRUE(FromLog(LineOf(Severity::kInfo, "news")));
  const auto kept = FromLog(LineOf(Severity::kError, "trouble", {{"slot", 44}}));
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->module, "OTTB");
  EXPECT_EQ(kept->severity, Severity::kError);
  EXPECT_EQ(kept->message, "trouble");
  EXPECT_EQ(kept->fields.at("slot").as_int64(), 44);
}

TEST(FromLog, LeavesOutTheWritersOwnLinesSoThatFailuresDoNotFeedThemselves) {
  log::Line line = LineOf(Severity::kError, "cannot be written");
  line.module = kOwnModule;
  EXPECT_FALSE(FromLog(line));
}

TEST(FromLog, MovesTheRequestIdToItsColumn) {
  const auto kept = FromLog(LineOf(Severity::kInfo, "request", {{"request_id", "r-1"}, {"status", 200}}));
  EXPECT_EQ(kept->request_id, "r-1");
  EXPECT_FALSE(kept->fields.contains("request_id"));
  EXPECT_TRUE(kept->fields.contains("status"));
}

TEST(FromLog, CutsLongTextBetweenCharacters) {
  std::string text(kMaxMessageBytes - 1, 'x');
  text += "я";
  const auto kept = FromLog(LineOf(Severity::kInfo, text, {{"dump", std::string(kMaxFieldsBytes, 'y')}}));
  EXPECT_EQ(kept->message, std::string(kMaxMessageBytes - 1, 'x'));
  EXPECT_TRUE(kept->fields.at("truncated").as_bool());
  EXPECT_EQ(kept->fields.at("fields").as_array().at(0), "dump");
}

TEST(FromEvent, TellsOfTheEventInOneLine) {
  Event event{.id = "e-1", .event = "slot.update", .f_flow = "F-05", .source = "OTTB", .data = {{"id", 7}}};
  const LogLine line = FromEvent(event);
  EXPECT_EQ(line.module, "OTTB");
  EXPECT_EQ(line.message, "slot.update");
  EXPECT_EQ(line.severity, Severity::kInfo);
  EXPECT_EQ(line.event_id, "e-1");
  EXPECT_EQ(line.f_flow, "F-05");
  EXPECT_EQ(line.fields.at("id").as_int64(), 7);
  event.event = "lead.update";
  event.data = {{"id", "l-1"},
                {"status", "new"},
                {"phone", "+79991234567"},
                {"client_name", "Anna"},
                {"fields", {{"a", "b"}}}};
  EXPECT_EQ(FromEvent(event).fields, (json::object{{"id", "l-1"}, {"status", "new"}}));
  event.event = "system.alert";
  EXPECT_EQ(FromEvent(event).severity, Severity::kWarning);
}

TEST(HideNumbers, LeavesWhatIsNoTelephoneNumber) {
  json::object fields{{"phone_number", "+78125550001"},
                      {"caller_id", "+79161234567"},
                      {"sip_call_id", "7912345678@10.0.0.1"},
                      {"sip_status", 404}};
  HideNumbers(fields);
  EXPECT_EQ(fields, (json::object{{"phone_number", "+7812•••0001"},
                                  {"caller_id", "+7916•••4567"},
                                  {"sip_call_id", "7912345678@10.0.0.1"},
                                  {"sip_status", 404}}));
}

TEST(HideNumbers, LeavesOutLinesThatAreFoundByWhatIsHidden) {
  const auto search = [](std::string text) {
    Page<StoredLogLine> lines;
    lines.items.push_back(
        {.line = {.message = "a call from 5550", .fields = {{"phone_number", "+78125550001"}}}});
    lines.total = 1;
    HideNumbers(lines, std::move(text));
    EXPECT_EQ(lines.total, std::ssize(lines.items));
    return lines.items.size();
  };
  EXPECT_EQ(search("+78125550001"), 0U);
  EXPECT_EQ(search("55500"), 0U);
  EXPECT_EQ(search("125550"), 0U);
  EXPECT_EQ(search("5550"), 1U) << "the message has it";
  EXPECT_EQ(search("+7812"), 1U);
  EXPECT_EQ(search("CALL"), 1U) << "found without regard to case";
}
}  // namespace
}  // namespace vss::dci
