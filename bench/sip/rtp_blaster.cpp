// RTP load: sends G.711 from one socket to many ports, and counts and times what comes back to it.
//   rtp_blaster ADDRESS PORT SERVER SECONDS < ports, one a line
// Every call of the benchmark names ADDRESS:PORT as the media address of both its legs, so this one socket is
// both peers of every call: what it sends to a leg's port, a relay sends back from the other leg's. Each port
// gets a stream of its own (SSRC, sequence, timestamp), one packet of 20 ms every 20 ms, all spread evenly
// over the 20 ms. A packet carries when it was sent, so that the relay's delay is seen. Prints one line of
// JSON.
#include <arpa/inet.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <thread>
#include <vector>

namespace {
using Clock = std::uint64_t;  // ns

Clock Now() {
  timespec t{};
  clock_gettime(CLOCK_MONOTONIC, &t);
  return static_cast<Clock>(t.tv_sec) * 1'000'000'000 + static_cast<Clock>(t.tv_nsec);
}

constexpr Clock kPacketTime = 20'000'000, kSlice = 1'000'000;
constexpr std::size_t kHeader = 12, kPacket = kHeader + 160, kBatch = 64;

struct Leg {
  sockaddr_in to{};
  std::uint16_t sequence = 0;
  std::uint32_t timestamp = 0, ssrc = 0;
};

sockaddr_in Address(const char* host, int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  if (inet_pton(AF_INET, host, &address.sin_addr) != 1) std::exit(2);
  return address;
}

void Write(Leg& leg, std::uint8_t* packet, Clock now) {
  const std::uint16_t sequence = htons(leg.sequence++);
  const std::uint32_t timestamp = htonl(leg.timestamp), ssrc = htonl(leg.ssrc);
  leg.timestamp += 160;
  packet[0] = 0x80;
  packet[1] = 8;  // PCMA
  std::memcpy(packet + 2, &sequence, 2);
  std::memcpy(packet + 4, &timestamp, 4);
  std::memcpy(packet + 8, &ssrc, 4);
  std::memset(packet + kHeader, 0xd5, 160);
  std::memcpy(packet + kHeader, &now, sizeof now);
}

/// Up to kBatch packets with one system call; says how many the kernel took.
int SendBatch(int fd, Leg* legs, std::size_t count) {
  static std::array<std::array<std::uint8_t, kPacket>, kBatch> packets;
  std::array<mmsghdr, kBatch> messages{};
  std::array<iovec, kBatch> buffers{};
  const Clock now = Now();
  for (std::size_t i = 0; i < count; ++i) {
    Write(legs[i], packets[i].data(), now);
    buffers[i] = {packets[i].data(), kPacket};
    messages[i].msg_hdr.msg_name = &legs[i].to;
    messages[i].msg_hdr.msg_namelen = sizeof legs[i].to;
    messages[i].msg_hdr.msg_iov = &buffers[i];
    messages[i].msg_hdr.msg_iovlen = 1;
  }
  return std::max(0, sendmmsg(fd, messages.data(), static_cast<unsigned>(count), 0));
}

struct Received {
  std::uint64_t packets = 0;
  std::array<std::uint64_t, 100'000> delays{};  // of 10 µs each: up to a second
};

void Receive(int fd, const std::atomic<bool>& stop, Received& out) {
  static std::array<std::array<std::uint8_t, 2048>, kBatch> packets;
  std::array<mmsghdr, kBatch> messages{};
  std::array<iovec, kBatch> buffers{};
  for (std::size_t i = 0; i < kBatch; ++i) {
    buffers[i] = {packets[i].data(), packets[i].size()};
    messages[i].msg_hdr.msg_iov = &buffers[i];
    messages[i].msg_hdr.msg_iovlen = 1;
  }
  while (!stop) {
    const int count = recvmmsg(fd, messages.data(), kBatch, MSG_WAITFORONE, nullptr);
    const Clock now = Now();
    for (int i = 0; i < count; ++i) {
      const auto& packet = packets[static_cast<std::size_t>(i)];
      if (messages[static_cast<std::size_t>(i)].msg_len != kPacket || packet[1] != 8) continue;
      Clock sent = 0;
      std::memcpy(&sent, packet.data() + kHeader, sizeof sent);
      if (sent == 0 || sent > now) continue;
      ++out.packets;
      ++out.delays[std::min<std::size_t>((now - sent) / 10'000, out.delays.size() - 1)];
    }
  }
}

double Quantile(const Received& received, double part) {
  auto left = static_cast<std::uint64_t>(part * static_cast<double>(received.packets));
  for (std::size_t i = 0; i < received.delays.size(); ++i) {
    if (received.delays[i] > left) return static_cast<double>(i) / 100;
    left -= received.delays[i];
  }
  return 0;
}
}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  const int fd = socket(AF_INET, SOCK_DGRAM, 0);
  const sockaddr_in here = Address(argv[1], std::atoi(argv[2]));
  const int buffer = 8 << 20;
  setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
  const timeval wait{0, 200'000};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
  if (bind(fd, reinterpret_cast<const sockaddr*>(&here), sizeof here) != 0) return std::perror("bind"), 1;
  std::vector<Leg> legs;
  for (int port = 0; std::cin >> port;) {
    legs.push_back(
        {.to = Address(argv[3], port), .ssrc = 0x10000000U + static_cast<std::uint32_t>(legs.size())});
  }
  if (legs.empty()) return std::fputs("no ports\n", stderr), 2;

  static Received received;
  std::atomic<bool> stop = false;
  std::thread receiver(Receive, fd, std::cref(stop), std::ref(received));
  std::uint64_t sent = 0, refused = 0, late = 0;
  const Clock began = Now(), end = began + static_cast<Clock>(std::atof(argv[4]) * 1e9);
  const std::size_t slices = kPacketTime / kSlice;
  for (Clock slice = 0, due = began; due < end; due = began + ++slice * kSlice) {
    const timespec at{static_cast<time_t>(due / 1'000'000'000), static_cast<long>(due % 1'000'000'000)};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, nullptr);
    if (Now() > due + kPacketTime) ++late;
    const std::size_t from = legs.size() * (slice % slices) / slices,
                      to = legs.size() * (slice % slices + 1) / slices;
    for (std::size_t i = from; i < to;) {
      const std::size_t count = std::min(kBatch, to - i);
      const auto taken = static_cast<std::size_t>(SendBatch(fd, &legs[i], count));
      sent += taken;
      refused += count - taken;
      i += count;
    }
  }
  usleep(300'000);
  stop = true;
  receiver.join();
  std::printf(
      R"({"legs":%zu,"sent":%llu,"refused":%llu,"received":%llu,"late_ms":%llu,"p50_ms":%.2f,"p99_ms":%.2f})"
      "\n",
      legs.size(), static_cast<unsigned long long>(sent), static_cast<unsigned long long>(refused),
      static_cast<unsigned long long>(received.packets), static_cast<unsigned long long>(late),
      Quantile(received, 0.5), Quantile(received, 0.99));
}
