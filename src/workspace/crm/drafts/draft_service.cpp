#include "workspace/crm/drafts/draft_service.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "workspace/crm/values.hpp"

namespace vss::crm {
namespace {
bool IsAsSeen(const Draft& draft, const DraftService::Seen& seen) {
  return !seen || *seen == FormatRfc3339(draft.updated_at);
}
}  // namespace

json::object ToJson(const Draft& draft) {
  return {{"name", draft.name},
          {"fields", ToJson(draft.fields)},
          {"updated_at", FormatRfc3339(draft.updated_at)}};
}

Task<std::vector<Draft>> DraftService::List(const Caller& caller) {
  co_return co_await store_.Read([&](Transaction& tx) { return tx.drafts().List(caller.principal.user_id); });
}

Task<Draft> DraftService::Put(const Caller& caller, std::string name, Fields fields, Sent sent, Seen seen) {
  Draft draft{.user_id = caller.principal.user_id,
              .name = std::move(name),
              .fields = std::move(fields),
              .updated_at = clock_.Now()};
  co_await store_.Write([&](Transaction& tx) {
    const auto there = tx.drafts().Find(draft.user_id, draft.name);
    if (there && there->fields != draft.fields && !IsAsSeen(*there, seen)) {
      throw Error(ErrorCode::kConflict, "this was written on elsewhere meanwhile",
                  {{"draft", ToJson(*there)}});
    }
    // Two of one millisecond would look like one that was seen.
    if (there) draft.updated_at = std::max(clock_.Now(), there->updated_at + std::chrono::milliseconds(1));
    if (sent == Sent::kAgain && tx.drafts().WasDropped(draft))
      throw Error(ErrorCode::kConflict, "this text was saved or discarded elsewhere meanwhile");
    tx.drafts().Put(draft);
    tx.drafts().KeepNewest(draft.user_id, kMostDrafts);
  });
  listener_(draft.user_id, ToJson(draft));
  co_return draft;
}

Task<void> DraftService::Delete(const Caller& caller, std::string name, Seen seen) {
  const std::string& user = caller.principal.user_id;
  const Instant now = clock_.Now();
  const auto dropped = co_await store_.Write([&](Transaction& tx) {
    auto draft = tx.drafts().Find(user, name);
    if (!draft || !IsAsSeen(*draft, seen)) return std::optional<Draft>();
    tx.drafts().RememberDropped(*draft, now);
    tx.drafts().Delete(user, name);
    return draft;
  });
  if (dropped) listener_(user, {{"name", name}, {"fields", nullptr}, {"dropped", ToJson(dropped->fields)}});
}

void DraftService::TellErased(const std::vector<Draft>& erased) {
  for (const Draft& draft : erased)
    listener_(draft.user_id, {{"name", draft.name}, {"fields", nullptr}, {"erased", true}});
}

void DraftService::Start(TaskScope& scope) {
  scope.Every("old drafts", std::chrono::hours(1), [this]() -> Task<void> {
    const Instant before = clock_.Now() - kDraftsKept;
    co_await store_.Write([&](Transaction& tx) { tx.drafts().DeleteBefore(before); });
  });
}

void MoveDrafts(Transaction& tx, const std::string& from, const std::string& into) {
  for (Draft& draft : tx.drafts().ListAbout(from)) {
    tx.drafts().Delete(draft.user_id, draft.name);
    auto name = NameAfterMerge(draft.name, into);
    if (!name) continue;
    draft.name = std::move(*name);
    if (auto there = tx.drafts().Find(draft.user_id, draft.name))
      draft.fields = Joined(std::move(there->fields), draft.fields);
    tx.drafts().Put(draft);
  }
}

std::vector<Draft> EraseDrafts(Transaction& tx, std::span<const std::string> subjects,
                               const std::string& phone) {
  std::vector<Draft> erased;
  for (const std::string& subject : subjects) tx.drafts().ForgetDropped(subject);
  tx.drafts().ForgetDropped(
      "");  // forms of new leads: which of them were the person's, a digest does not tell
  for (Draft& draft : tx.drafts().ListAll()) {
    if (std::ranges::find(subjects, SubjectOf(draft.name)) == subjects.end() &&
        !HoldsNumber(draft.fields, phone))
      continue;
    tx.drafts().Delete(draft.user_id, draft.name);
    erased.push_back(std::move(draft));
  }
  return erased;
}
}  // namespace vss::crm
