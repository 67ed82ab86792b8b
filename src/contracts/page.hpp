#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/json.hpp"

namespace vss {

/// What a list was asked for. Order is (sort field, id), so a cursor stays right while rows come and go.
struct PageRequest {
  std::size_t limit = 100;  ///< 1 … 1000
  std::string sort = "id";  ///< a field that the list declared sortable
  bool descending = false;
  json::array after;  ///< [last sort value, last id] of the page before, or empty
  /// So many rows are passed over, after `after`: a look into the middle of a list. The engine walks them.
  std::size_t skip = 0;
};

template <class T>
struct Page {
  std::vector<T> items;
  std::int64_t total = 0;
  json::array next;  ///< `after` of the next page, empty on the last one
};
}  // namespace vss
