#pragma once
#include <string>
#include <string_view>

/// People of a demo centre, made up: the same for the same number, no two alike. Pure.
namespace vss::demo {

inline constexpr int kPeople = 3000;

struct Person {
  std::string name;      ///< Russian or English
  std::string phone;     ///< of the test exchange's town (docs/reference/test-exchange.md)
  std::string email;     ///< at a domain that nobody can have (RFC 2606)
  std::string city;      ///< and the interest, in the person's language
  std::string interest;  ///< what they asked for
};
/// `index` from 0 to kPeople - 1.
Person PersonOf(int index);

/// The user name of who sits at a desk of the centre: demo_anna_ivanova. `index` from 0 to kSeats - 1.
inline constexpr int kSeats = 50;
std::string SeatOf(int index);

/// What somebody could have written down after a call with who has this name, in the person's language; the
/// same for the same number.
std::string NoteOf(std::string_view name, unsigned number);
}  // namespace vss::demo
