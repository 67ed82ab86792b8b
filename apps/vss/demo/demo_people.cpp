#include "demo/demo_people.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace vss::demo {
namespace {
struct Word {
  std::string_view text, latin;
};
constexpr std::array<Word, 12> kWomen = {{{"Анна", "anna"},
                                          {"Мария", "maria"},
                                          {"Елена", "elena"},
                                          {"Ольга", "olga"},
                                          {"Наталья", "natalya"},
                                          {"Екатерина", "ekaterina"},
                                          {"Татьяна", "tatyana"},
                                          {"Ирина", "irina"},
                                          {"Светлана", "svetlana"},
                                          {"Дарья", "darya"},
                                          {"Полина", "polina"},
                                          {"Вера", "vera"}}};
constexpr std::array<Word, 12> kMen = {{{"Александр", "alexander"},
                                        {"Дмитрий", "dmitry"},
                                        {"Сергей", "sergey"},
                                        {"Андрей", "andrey"},
                                        {"Алексей", "alexey"},
                                        {"Михаил", "mikhail"},
                                        {"Иван", "ivan"},
                                        {"Николай", "nikolay"},
                                        {"Павел", "pavel"},
                                        {"Роман", "roman"},
                                        {"Виктор", "viktor"},
                                        {"Глеб", "gleb"}}};
// A woman's has an а at its end.
constexpr std::array<Word, 30> kSurnames = {
    {{"Иванов", "ivanov"},       {"Смирнов", "smirnov"},    {"Кузнецов", "kuznetsov"},
     {"Попов", "popov"},         {"Васильев", "vasilyev"},  {"Петров", "petrov"},
     {"Соколов", "sokolov"},     {"Михайлов", "mikhaylov"}, {"Новиков", "novikov"},
     {"Фёдоров", "fyodorov"},    {"Морозов", "morozov"},    {"Волков", "volkov"},
     {"Лебедев", "lebedev"},     {"Семёнов", "semyonov"},   {"Егоров", "egorov"},
     {"Павлов", "pavlov"},       {"Козлов", "kozlov"},      {"Степанов", "stepanov"},
     {"Николаев", "nikolaev"},   {"Орлов", "orlov"},        {"Андреев", "andreev"},
     {"Макаров", "makarov"},     {"Киселёв", "kiselyov"},   {"Захаров", "zakharov"},
     {"Соловьёв", "solovyov"},   {"Борисов", "borisov"},    {"Яковлев", "yakovlev"},
     {"Григорьев", "grigoryev"}, {"Романов", "romanov"},    {"Воробьёв", "vorobyov"}}};
constexpr std::array<std::string_view, 10> kGiven = {"James", "Emma",  "Oliver", "Grace",  "Henry",
                                                     "Alice", "Peter", "Sophie", "Thomas", "Laura"};
constexpr std::array<std::string_view, 9> kFamily = {"Baker",  "Carter", "Evans", "Fisher", "Hughes",
                                                     "Morgan", "Palmer", "Reed",  "Turner"};
constexpr std::array<std::string_view, 10> kCities = {
    "Москва", "Санкт-Петербург", "Казань",    "Омск",  "Пермь",
    "Самара", "Екатеринбург",    "Краснодар", "Томск", "Тула"};
constexpr std::array<std::string_view, 6> kInterests = {"интернет в офис", "виртуальная АТС",
                                                        "видеонаблюдение", "CRM для отдела продаж",
                                                        "номер 8-800",     "запись разговоров"};
constexpr std::array<std::string_view, 6> kTowns = {"London", "Leeds", "Bristol", "York", "Dublin", "Oxford"};
constexpr std::array<std::string_view, 6> kWishes = {
    "internet for the office", "hosted PBX",       "cameras",
    "CRM for sales",           "toll-free number", "call recording"};
constexpr std::array<std::string_view, 8> kNotes = {"Просит коммерческое предложение на почту.",
                                                    "Удобно говорить после 15:00, перезвонить.",
                                                    "Уже есть договор с другим оператором до конца квартала.",
                                                    "Интересует скидка при оплате за год.",
                                                    "Передаст руководителю, решение на следующей неделе.",
                                                    "Нужна демонстрация для трёх сотрудников.",
                                                    "Доволен, готов рекомендовать коллегам.",
                                                    "Просит писать на почту, а не звонить."};
constexpr std::array<std::string_view, 6> kEnglishNotes = {"Asked for the price list by e-mail.",
                                                           "Wants a trial for two weeks, then decides.",
                                                           "Under contract with another carrier until March.",
                                                           "Best reached after 3 pm, call back.",
                                                           "Asked for a discount on annual billing.",
                                                           "Will talk to the manager, decision next week."};

template <class Item, std::size_t N>
std::size_t At(const std::array<Item, N>&, int number) {
  return static_cast<std::size_t>(number) % N;
}

Person Russian(int index) {
  const bool woman = index % 2 == 0;
  const auto given = static_cast<std::size_t>(index / 2) % kWomen.size();
  const auto family =
      static_cast<std::size_t>(index / 2 / static_cast<int>(kWomen.size()) + index / 2) % kSurnames.size();
  const Word& first = woman ? kWomen.at(given) : kMen.at(given);
  const Word& last = kSurnames.at(family);
  return {.name = fmt::format("{} {}{}", first.text, last.text, woman ? "а" : ""),
          .email = fmt::format("{}.{}{}", first.latin, last.latin, woman ? "a" : "")};
}

Person English(int index) {
  const auto given = kGiven.at(At(kGiven, index));
  const auto family = kFamily.at(At(kFamily, index));
  Person person{.name = fmt::format("{} {}", given, family), .email = fmt::format("{}.{}", given, family)};
  for (char& c : person.email)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return person;
}
}  // namespace

Person PersonOf(int index) {
  const bool english = index % 6 == 5;
  Person person = english ? English(index / 6) : Russian(index - index / 6);
  person.phone = fmt::format("+7999001{:04}", 1000 + index * 7 % 8999);
  person.email = fmt::format("{}.{}@example.com", person.email, index);
  person.city = english ? kTowns.at(At(kTowns, index / 6)) : kCities.at(At(kCities, index * 3 + index / 10));
  person.interest = english ? kWishes.at(At(kWishes, index / 6)) : kInterests.at(At(kInterests, index));
  return person;
}

std::string SeatOf(int index) {
  const bool woman = index % 2 == 0;
  const Word& first = woman ? kWomen.at(At(kWomen, index / 2)) : kMen.at(At(kMen, index / 2));
  const Word& last = kSurnames.at(At(kSurnames, index * 7 + index / 24));
  return fmt::format("demo_{}_{}{}", first.latin, last.latin, woman ? "a" : "");
}

std::string NoteOf(std::string_view name, unsigned number) {
  const bool english = !name.empty() && static_cast<unsigned char>(name.front()) < 0x80;
  return std::string(english ? kEnglishNotes.at(number % kEnglishNotes.size())
                             : kNotes.at(number % kNotes.size()));
}
}  // namespace vss::demo
