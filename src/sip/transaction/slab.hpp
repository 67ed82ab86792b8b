#pragma once
#include <cstdint>
#include <deque>
#include <memory>
#include <utility>

namespace vss::sip {

/// Objects that keep their place, found by an id that is never reused (place and generation); places are.
/// Finding, adding and removing take O(1). One thread.
template <class T>
class Slab {
 public:
  using Id = std::uint64_t;  ///< 0 is none

  Id Add(T value) {
    std::uint32_t place = free_;
    if (place == kNone) {
      place = static_cast<std::uint32_t>(cells_.size());
      cells_.emplace_back();
    } else {
      free_ = cells_[place].next_free;
    }
    Cell& cell = cells_[place];
    cell.value = std::move(value);
    cell.live = true;
    ++size_;
    return (Id{cell.generation} << 32) | place;
  }

  /// Null when there is none (any more). Adding others does not move it.
  T* Find(Id id) {
    Cell* cell = CellOf(id);
    return cell == nullptr ? nullptr : &cell->value;
  }

  void Remove(Id id) {
    Cell* cell = CellOf(id);
    if (cell == nullptr) return;
    // Not assigned: an emptied string would keep its memory.
    std::destroy_at(&cell->value);
    std::construct_at(&cell->value);
    cell->live = false;
    if (++cell->generation == 0) cell->generation = 1;
    cell->next_free = free_;
    free_ = static_cast<std::uint32_t>(id);
    --size_;
  }

  std::size_t size() const { return size_; }

 private:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};
  struct Cell {
    T value{};
    std::uint32_t generation = 1;
    std::uint32_t next_free = kNone;
    bool live = false;
  };

  Cell* CellOf(Id id) {
    const auto place = static_cast<std::uint32_t>(id);
    if (place >= cells_.size()) return nullptr;
    Cell& cell = cells_[place];
    return cell.live && cell.generation == id >> 32 ? &cell : nullptr;
  }

  std::deque<Cell> cells_;
  std::uint32_t free_ = kNone;
  std::size_t size_ = 0;
};
}  // namespace vss::sip
