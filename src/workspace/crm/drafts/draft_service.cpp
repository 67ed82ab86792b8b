#include "workspace/crm/drafts/draft_service.hpp"

#include <algorithm>

#include "base/error.hpp"

namespace vss::crm {

Task<std::vector<Draft>> DraftService::List(const Caller& caller) {
  co_return co_await store_.Read([&](Transaction& tx) { return tx.drafts().List(caller.principal.user_id); });
}

Task<Draft> DraftService::Put(const Caller& caller, std::string name, Fields fields, Sent sent) {
  const Draft draft{.user_id = caller.principal.user_id,
                    .name = std::move(name),
                    .fields = std::move(fields),
                    .updated_at = clock_.Now()};
  co_await store_.Write([&](Transaction& tx) {
    if (sent == Sent::kAgain && tx.drafts().WasDropped(draft))
      throw Error(ErrorCode::kConflict, "this text was saved or discarded elsewhere meanwhile");
    tx.drafts().Put(draft);
    tx.drafts().KeepNewest(draft.user_id, kMostDrafts);
  });
  co_return draft;
}

Task<void> DraftService::Delete(const Caller& caller, std::string name) {
  const std::string& user = caller.principal.user_id;
  const Instant now = clock_.Now();
  co_await store_.Write([&](Transaction& tx) {
    if (const auto draft = tx.drafts().Find(user, name)) tx.drafts().RememberDropped(*draft, now);
    tx.drafts().Delete(user, name);
  });
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

void EraseDrafts(Transaction& tx, std::span<const std::string> subjects, const std::string& phone) {
  for (const std::string& subject : subjects) tx.drafts().ForgetDropped(subject);
  tx.drafts().ForgetDropped(
      "");  // forms of new leads: which of them were the person's, a digest does not tell
  for (const Draft& draft : tx.drafts().ListAll()) {
    if (std::ranges::find(subjects, SubjectOf(draft.name)) != subjects.end() ||
        HoldsNumber(draft.fields, phone))
      tx.drafts().Delete(draft.user_id, draft.name);
  }
}
}  // namespace vss::crm
