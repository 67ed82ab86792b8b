#include "workspace/crm/persons/erasure.hpp"

namespace vss::crm {
namespace {
template <class Texts>
json::array ArrayOf(const Texts& texts) {
  return json::array(texts.begin(), texts.end());
}

template <class Texts>
Texts TextsOf(const json::object& from, std::string_view name) {
  Texts texts;
  for (const json::value& text : from.at(name).as_array())
    texts.insert(texts.end(), std::string(text.as_string()));
  return texts;
}
}  // namespace

json::object ToJson(const Erasure& erasure) {
  return {{"stage", erasure.stage == Erasure::Stage::kBegun ? "begun" : "watched"},
          {"phones", ArrayOf(erasure.marks.phones)},
          {"emails", ArrayOf(erasure.marks.emails)},
          {"words", ArrayOf(erasure.words)},
          {"recording_files", ArrayOf(erasure.recording_files)},
          {"from_line", erasure.from_line},
          {"looks_left", erasure.looks_left},
          {"due", erasure.due.time_since_epoch().count()},
          {"user_id", erasure.begun.user_id.value_or("")},
          {"username", erasure.begun.username},
          {"address", erasure.begun.address},
          {"request_id", erasure.begun.request_id}};
}

Erasure ParseErasure(std::string id, const json::object& rest) {
  const auto text = [&](std::string_view name) { return std::string(rest.at(name).as_string()); };
  Erasure erasure{.id = std::move(id),
                  .stage = text("stage") == "begun" ? Erasure::Stage::kBegun : Erasure::Stage::kWatched,
                  .marks = {.phones = TextsOf<std::set<std::string>>(rest, "phones"),
                            .emails = TextsOf<std::set<std::string>>(rest, "emails")},
                  .words = TextsOf<std::vector<std::string>>(rest, "words"),
                  .recording_files = TextsOf<std::vector<std::string>>(rest, "recording_files"),
                  .from_line = rest.at("from_line").to_number<std::int64_t>(),
                  .looks_left = rest.at("looks_left").to_number<std::int64_t>(),
                  .due = Instant(Instant::duration(rest.at("due").to_number<std::int64_t>()))};
  if (const std::string user = text("user_id"); !user.empty()) erasure.begun.user_id = user;
  erasure.begun.username = text("username");
  erasure.begun.address = text("address");
  erasure.begun.request_id = text("request_id");
  return erasure;
}
}  // namespace vss::crm
