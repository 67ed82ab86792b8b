#include "point/passwords/password_hasher.hpp"

#include <gtest/gtest.h>

#include "base/async/loop.hpp"

namespace vss::point {
namespace {
class PasswordHasherTest : public testing::Test {
 protected:
  Loop loop;
  BlockingPool pool{"cpu", 1, 16};
  SystemRandom random;
  PasswordHasher hasher{pool, random, 4};

  Secret Hash(const std::string& password) { return loop.RunUntilDone(hasher.Hash(Secret(password))); }
  bool Verify(const std::string& password, std::optional<Secret> hash) {
    return loop.RunUntilDone(hasher.Verify(Secret(password), std::move(hash)));
  }
};

TEST_F(PasswordHasherTest, MakesSaltedHashesOfKind2b) {
  const Secret first = Hash("a password"), second = Hash("a password");
  EXPECT_TRUE(first.Reveal().starts_with("$2b$04$"));
  EXPECT_TRUE(IsBcryptHash(first.Reveal()));
  EXPECT_NE(first.Reveal(), second.Reveal());
  EXPECT_TRUE(Verify("a password", first));
  EXPECT_FALSE(Verify("a passwore", first));
  EXPECT_FALSE(Verify("", first));
}

TEST_F(PasswordHasherTest, KnowsTheTestVectorsOfCryptBlowfish) {
  EXPECT_TRUE(Verify("U*U", Secret("$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")));
  EXPECT_TRUE(Verify("U*U*", Secret("$2b$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK")));
  EXPECT_TRUE(Verify("U*U*U", Secret("$2y$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a")));
}

TEST_F(PasswordHasherTest, PasswordsThatStartAlikeAreNotAlike) {
  const std::string start(72, 'x');
  const Secret hash = Hash(start);
  EXPECT_TRUE(Verify(start, hash));
  EXPECT_FALSE(Verify(start + "y", hash));
  // Longer than what bcrypt reads: 72 letters of two bytes.
  std::string letters;
  for (int i = 0; i < 71; ++i) letters += "я";
  const Secret of_letters = Hash(letters + "а");
  EXPECT_TRUE(Verify(letters + "а", of_letters));
  EXPECT_FALSE(Verify(letters + "б", of_letters));
  EXPECT_FALSE(Verify(std::string("a password\0more", 15), Hash("a password")));
}

TEST_F(PasswordHasherTest, NobodysPasswordIsRight) {
  EXPECT_FALSE(Verify("a password", std::nullopt));
  EXPECT_FALSE(Verify("", std::nullopt));
}

TEST_F(PasswordHasherTest, WhatIsNotBcryptMatchesNothing) {
  for (const char* stored : {"", "a password", "$1$salt$hash", "$2b$",
                             "$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "*0",
                             "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe!"}) {
    EXPECT_FALSE(IsBcryptHash(stored)) << stored;
    EXPECT_FALSE(Verify("a password", Secret(stored))) << stored;
  }
}
}  // namespace
}  // namespace vss::point
