#pragma once
#include <algorithm>
#include <vector>

namespace vss::media {

/// Objects that are called in turn and may come and go while they are.
template <class T>
class CallbackList {
 public:
  void Add(T* item) { items_.push_back(item); }
  void Remove(T* item) { std::ranges::replace(items_, item, static_cast<T*>(nullptr)); }
  bool empty() const {
    return std::ranges::all_of(items_, [](T* item) { return item == nullptr; });
  }

  /// Those that were there at the start and still are when their turn comes. Not to be nested.
  template <class F>
  void ForEach(F call) {
    for (std::size_t n = 0, count = items_.size(); n < count; ++n)
      if (items_[n] != nullptr) call(*items_[n]);
    std::erase(items_, nullptr);
  }

 private:
  std::vector<T*> items_;
};
}  // namespace vss::media
