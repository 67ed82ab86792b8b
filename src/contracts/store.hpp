#pragma once
#include <functional>
#include <optional>
#include <type_traits>

#include "base/async/task.hpp"

namespace vss {

/// How a service reaches its tables. The service declares `Tx`, an interface in domain words; an adapter
/// implements it. The function given to Read or Write runs on a database thread, sees only its `Tx`, and
/// changes nothing else, because a commit that must be retried runs it again.
template <class Tx>
class Store {
 public:
  virtual ~Store() = default;

  template <class F>
  auto Read(F work) -> Task<std::invoke_result_t<F&, Tx&>> {
    std::optional<std::invoke_result_t<F&, Tx&>> result;
    co_await RunRead([&](Tx& tx) { result.emplace(work(tx)); });
    co_return std::move(*result);
  }
  /// All or nothing, with what the work wrote to the journal; resolves when it is durable.
  template <class F>
  auto Write(F work) -> Task<std::invoke_result_t<F&, Tx&>> {
    using R = std::invoke_result_t<F&, Tx&>;
    if constexpr (std::is_void_v<R>) {
      co_await RunWrite([&](Tx& tx) { work(tx); });
    } else {
      std::optional<R> result;
      co_await RunWrite([&](Tx& tx) { result.emplace(work(tx)); });
      co_return std::move(*result);
    }
  }

 protected:
  virtual Task<void> RunRead(std::function<void(Tx&)> work) = 0;
  virtual Task<void> RunWrite(std::function<void(Tx&)> work) = 0;
};
}  // namespace vss
