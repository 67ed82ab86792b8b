#include "ottb/monitor/proc_text.hpp"

#include <gtest/gtest.h>

// Texts recorded on Linux 6.1.
namespace vss::ottb::proc {

TEST(ProcText, CountsBusyAndAllTicks) {
  const auto times = ParseStat(
      "cpu  21609 38840 11647 413766 1591 0 340 25 7 3\n"
      "cpu0 8236 19160 5027 211219 148 0 28 9 0 0\n");
  ASSERT_TRUE(times);
  EXPECT_EQ(times->busy, 21609U + 38840 + 11647 + 0 + 340 + 25);
  EXPECT_EQ(times->total, times->busy + 413766 + 1591);
}

TEST(ProcText, RefusesAStatWithoutTheSumOfProcessors) {
  EXPECT_FALSE(ParseStat("cpu0 8236 19160 5027 211219 148\n"));
  EXPECT_FALSE(ParseStat("cpu  1 2 3\n"));
  EXPECT_FALSE(ParseStat("cpu  1 2 3 x 5\n"));
  EXPECT_FALSE(ParseStat(""));
}

TEST(ProcText, ReadsMemoryInBytes) {
  const auto memory =
      ParseMeminfo("MemTotal:       24683656 kB\nMemFree:        22457768 kB\nMemAvailable:   24145296 kB\n");
  ASSERT_TRUE(memory);
  EXPECT_EQ(memory->total_bytes, 24683656ULL * 1024);
  EXPECT_EQ(memory->available_bytes, 24145296ULL * 1024);
  EXPECT_FALSE(ParseMeminfo("MemTotal: 1 kB\n"));
}

TEST(ProcText, ReadsLoadAndUptime) {
  const auto load = ParseLoadavg("3.01 1.82 0.96 1/94 32304\n");
  ASSERT_TRUE(load);
  EXPECT_DOUBLE_EQ(load->one, 3.01);
  EXPECT_DOUBLE_EQ(load->fifteen, 0.96);
  EXPECT_FALSE(ParseLoadavg("3.01 1.82"));
  EXPECT_DOUBLE_EQ(ParseUptime("2443.52 4137.66\n").value_or(0), 2443.52);
  EXPECT_FALSE(ParseUptime("\n"));
}

TEST(ProcText, ReadsTheProcess) {
  const auto process = ParseStatus("Name:\tvss\nVmRSS:\t    1972 kB\nThreads:\t7\n");
  ASSERT_TRUE(process);
  EXPECT_EQ(process->rss_bytes, 1972U * 1024);
  EXPECT_EQ(process->threads, 7U);
  EXPECT_FALSE(ParseStatus("Name:\tvss\nThreads:\t7\n"));
}

TEST(ProcText, ReadsInterfacesAndSkipsTheHead) {
  const auto interfaces = ParseNetDev(
      "Inter-|   Receive                                                |  Transmit\n"
      " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo "
      "colls "
      "carrier compressed\n"
      "    lo:    3267      29    0    0    0     0          0         0     3267      29    0    0    0     "
      "0       "
      "0          0\n"
      "  eth0: 432172066   11233    0    4    0     0          0         0   599028    5850    0    5    0   "
      "  0     "
      "  0          0\n"
      "eth0:1:12 1 0 0 0 0 0 0 13 1 0 0 0 0 0 0\n");
  ASSERT_EQ(interfaces.size(), 3U);
  EXPECT_EQ(interfaces[0].name, "lo");
  EXPECT_EQ(interfaces[1].rx_bytes, 432172066U);
  EXPECT_EQ(interfaces[1].rx_packets, 11233U);
  EXPECT_EQ(interfaces[1].rx_drops, 4U);
  EXPECT_EQ(interfaces[1].tx_bytes, 599028U);
  EXPECT_EQ(interfaces[1].tx_packets, 5850U);
  EXPECT_EQ(interfaces[1].tx_drops, 5U);
  EXPECT_EQ(interfaces[2].name, "eth0:1");
  EXPECT_EQ(interfaces[2].tx_bytes, 13U);
}

TEST(ProcText, CountsSocketsPerProtocol) {
  constexpr std::string_view kText =
      "sockets: used 16\nTCP: inuse 4 orphan 0 tw 0 alloc 1 mem 189\nUDP: inuse 2 mem 0\nUDPLITE: inuse 9\n";
  EXPECT_EQ(ParseSocketsInUse(kText, "TCP"), 4U);
  EXPECT_EQ(ParseSocketsInUse(kText, "UDP"), 2U);
  EXPECT_FALSE(ParseSocketsInUse(kText, "TCP6"));
}

TEST(ProcText, FindsUdpDropsByTheirName) {
  EXPECT_EQ(ParseUdpDrops("Tcp: RtoAlgorithm RtoMin\nTcp: 1 200\n"
                          "Udp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors\n"
                          "Udp: 91 0 0 92 17 0\nUdpLite: InDatagrams\nUdpLite: 0\n"),
            17U);
  EXPECT_FALSE(ParseUdpDrops("Udp: InDatagrams RcvbufErrors\nUdp: 91\n"));
  EXPECT_FALSE(ParseUdpDrops("Udp: InDatagrams\nUdp: 91\n"));
}

TEST(ProcText, ReadsThousandthsOfADegree) {
  EXPECT_DOUBLE_EQ(ParseTemperature("47250\n").value_or(0), 47.25);
  EXPECT_DOUBLE_EQ(ParseTemperature("-5000\n").value_or(0), -5);
  EXPECT_FALSE(ParseTemperature("n/a\n"));
}
}  // namespace vss::ottb::proc
