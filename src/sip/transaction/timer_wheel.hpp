#pragma once
#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace vss::sip {

/// Hierarchical timer wheel (Varghese and Lauck): ticks of 10 ms, four levels of 64 slots, so 46 hours before
/// a timer has to go round again. Add and Cancel are O(1); nodes live in one vector and are reused, so a
/// steady number of timers allocates nothing. Time is what Advance is told. One thread.
template <class Payload>
class TimerWheel {
 public:
  using Milliseconds = std::chrono::milliseconds;
  using Id =
      std::uint64_t;  ///< 0 is none; an id that has fired or was cancelled names nothing for ever after
  static constexpr Milliseconds kTick{10};

  explicit TimerWheel(Milliseconds now = Milliseconds{0}) : tick_(TickOf(now)) {
    for (auto& level : slots_) level.fill(kNil);
  }

  /// Fires at the first Advance to `now + delay` or later; never inside this call, also with a delay of
  /// nothing.
  Id Add(Milliseconds now, Milliseconds delay, Payload payload) {
    const std::uint32_t index = Take();
    Node& node = nodes_[index];
    node.payload = payload;
    const Milliseconds due = now + std::max(delay, Milliseconds{0});
    node.expires = std::max(tick_ + 1, TickOf(due + kTick - Milliseconds{1}));
    Link(index);
    ++size_;
    return IdOf(index);
  }

  /// Whether there was such a timer.
  bool Cancel(Id id) {
    const auto index = static_cast<std::uint32_t>(id);
    if (id == 0 || index >= nodes_.size() || IdOf(index) != id || !nodes_[index].linked) return false;
    Unlink(index);
    Release(index);
    return true;
  }

  /// Calls fire(payload) for every timer that is due at `now`, in order of ticks. `fire` may add and cancel.
  template <class Fire>
  void Advance(Milliseconds now, Fire&& fire) {
    const std::uint64_t target = TickOf(now);
    while (tick_ < target) {
      if (size_ == 0) {
        tick_ = target;
        return;
      }
      ++tick_;
      Cascade();
      FireSlot(slots_[0][tick_ % kSlots], fire);
    }
  }

  /// When something has to be looked at next, at the latest: a timer is due or a level turns. None when
  /// empty.
  std::optional<Milliseconds> NextWork() const {
    if (size_ == 0) return std::nullopt;
    std::uint64_t next = ~std::uint64_t{0};
    for (unsigned level = 0; level < kLevels; ++level) {
      if (occupied_[level] == 0) continue;
      const std::uint64_t turn = tick_ >> (kBits * level);
      const auto at = static_cast<unsigned>((turn + 1) % kSlots);
      const auto ahead =
          static_cast<unsigned>(std::countr_zero(std::rotr(occupied_[level], static_cast<int>(at))));
      next = std::min(next, (turn + 1 + ahead) << (kBits * level));
    }
    return Milliseconds(static_cast<std::int64_t>(next) * kTick.count());
  }

  std::size_t size() const { return size_; }

 private:
  static constexpr unsigned kBits = 6, kSlots = 1U << kBits, kLevels = 4;
  static constexpr std::uint32_t kNil = ~std::uint32_t{0};

  struct Node {
    std::uint64_t expires = 0;
    std::uint32_t next = kNil, previous = kNil;
    std::uint32_t generation = 1;
    std::uint8_t level = 0, slot = 0;
    bool linked = false;
    Payload payload{};
  };

  static std::uint64_t TickOf(Milliseconds time) { return static_cast<std::uint64_t>(time / kTick); }
  Id IdOf(std::uint32_t index) const { return (Id{nodes_[index].generation} << 32) | index; }

  std::uint32_t Take() {
    if (free_ == kNil) {
      nodes_.emplace_back();
      return static_cast<std::uint32_t>(nodes_.size() - 1);
    }
    const std::uint32_t index = free_;
    free_ = nodes_[index].next;
    return index;
  }

  void Release(std::uint32_t index) {
    Node& node = nodes_[index];
    if (++node.generation == 0) node.generation = 1;
    node.next = free_;
    free_ = index;
    --size_;
  }

  /// The level is the lowest one that this turn of it still reaches; beyond the last, its farthest slot.
  void Link(std::uint32_t index) {
    Node& node = nodes_[index];
    unsigned level = 0;
    while (level + 1 < kLevels && (node.expires >> (kBits * level)) - (tick_ >> (kBits * level)) >= kSlots)
      ++level;
    const std::uint64_t turn = tick_ >> (kBits * level);
    const std::uint64_t at = std::min(node.expires >> (kBits * level), turn + kSlots - 1);
    node.level = static_cast<std::uint8_t>(level);
    node.slot = static_cast<std::uint8_t>(at % kSlots);
    std::uint32_t& head = slots_[level][node.slot];
    node.previous = kNil;
    node.next = head;
    if (head != kNil) nodes_[head].previous = index;
    head = index;
    node.linked = true;
    occupied_[level] |= std::uint64_t{1} << node.slot;
  }

  void Unlink(std::uint32_t index) {
    Node& node = nodes_[index];
    std::uint32_t& head = slots_[node.level][node.slot];
    if (node.previous == kNil) {
      head = node.next;
    } else {
      nodes_[node.previous].next = node.next;
    }
    if (node.next != kNil) nodes_[node.next].previous = node.previous;
    if (head == kNil) occupied_[node.level] &= ~(std::uint64_t{1} << node.slot);
    node.linked = false;
  }

  /// Where a level has turned, what waits in its new slot goes to finer levels.
  void Cascade() {
    for (unsigned level = 1; level < kLevels; ++level) {
      if (tick_ % (std::uint64_t{1} << (kBits * level)) != 0) return;
      std::uint32_t index = slots_[level][(tick_ >> (kBits * level)) % kSlots];
      while (index != kNil) {
        const std::uint32_t next = nodes_[index].next;
        Unlink(index);
        Link(index);
        index = next;
      }
    }
  }

  /// One by one from the head, so that what `fire` cancels is not fired; what it adds is due at a later tick.
  template <class Fire>
  void FireSlot(std::uint32_t& head, Fire& fire) {
    while (head != kNil) {
      const std::uint32_t index = head;
      Unlink(index);
      Payload payload = nodes_[index].payload;
      Release(index);
      fire(payload);
    }
  }

  std::vector<Node> nodes_;
  std::array<std::array<std::uint32_t, kSlots>, kLevels> slots_;
  std::array<std::uint64_t, kLevels> occupied_{};
  std::uint32_t free_ = kNil;
  std::uint64_t tick_;
  std::size_t size_ = 0;
};
}  // namespace vss::sip
