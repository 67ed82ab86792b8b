#include "adapters/pbx_embedded/pbx_metrics.hpp"

namespace vss::pbx_embedded {
namespace {
constexpr auto kTransactions = "vss_sip_transactions";
constexpr auto kTransactionsHelp = "SIP transactions that have not ended.";
constexpr auto kMessages = "vss_sip_messages_total";
constexpr auto kMessagesHelp = "SIP messages of the edge.";
constexpr auto kDropped = "vss_sip_dropped_total";
constexpr auto kDroppedHelp = "What came to the SIP port and was not looked at, by why.";
constexpr auto kRtp = "vss_rtp_packets_total";
constexpr auto kRtpHelp = "RTP packets; foreign ones came from where nobody was expected.";

void Grow(prometheus::Counter& counter, std::uint64_t before, std::uint64_t now) {
  if (now > before) counter.Increment(static_cast<double>(now - before));
}

prometheus::Counter& Dropped(Metrics& metrics, const char* why) {
  return metrics.Counter(kDropped, kDroppedHelp, {{"why", why}});
}
}  // namespace

PbxMetrics::PbxMetrics(Metrics& metrics, std::uint16_t shards)
    : metrics_(metrics),
      last_(shards),
      running_(metrics.Gauge("vss_calls_running", "Ordered calls that have not ended.")),
      registrations_(metrics.Gauge("vss_sip_registrations", "Contacts that are registered.")),
      unreachable_(metrics.Gauge("vss_sip_contacts_unreachable",
                                 "Registered contacts that do not answer keep-alives.")),
      softphones_(metrics.Gauge("vss_softphones", "AUTO lines that VSS hosts.")),
      client_transactions_(metrics.Gauge(kTransactions, kTransactionsHelp, {{"side", "client"}})),
      server_transactions_(metrics.Gauge(kTransactions, kTransactionsHelp, {{"side", "server"}})),
      streams_(metrics.Gauge("vss_rtp_streams", "RTP streams that are open.")),
      received_(metrics.Counter(kMessages, kMessagesHelp, {{"direction", "in"}})),
      sent_(metrics.Counter(kMessages, kMessagesHelp, {{"direction", "out"}})),
      repeated_(
          metrics.Counter("vss_sip_retransmissions_total", "Requests and responses that were sent again.")),
      malformed_(Dropped(metrics, "malformed")),
      garbage_(Dropped(metrics, "garbage")),
      scanners_(Dropped(metrics, "scanner")),
      rate_limited_(Dropped(metrics, "rate")),
      kernel_(Dropped(metrics, "kernel")),
      foreign_requests_(metrics.Counter("vss_sip_foreign_requests_total",
                                        "Requests in a dialog from an address not its peer's.")),
      auth_failures_(metrics.Counter("vss_sip_auth_failures_total",
                                     "SIP requests with a wrong password or of an unknown user.")),
      rtp_in_(metrics.Counter(kRtp, kRtpHelp, {{"kind", "in"}})),
      rtp_out_(metrics.Counter(kRtp, kRtpHelp, {{"kind", "out"}})),
      rtp_foreign_(metrics.Counter(kRtp, kRtpHelp, {{"kind", "foreign"}})),
      rtp_malformed_(metrics.Counter(kRtp, kRtpHelp, {{"kind", "malformed"}})),
      truncated_(metrics.Counter("vss_recordings_truncated_total", "Recordings that lost audio.")),
      recordings_(metrics.Counter("vss_recordings_total", "Recordings that were finished.")),
      post_dial_delay_(metrics.Latency("vss_post_dial_delay_seconds",
                                       "From INVITE to the number until it rings or answers.")) {}

void PbxMetrics::Take(const ShardReport& report) {
  ShardReport& before = last_.at(report.shard);
  Grow(received_, before.edge.received, report.edge.received);
  Grow(sent_, before.edge.sent, report.edge.sent);
  Grow(repeated_, before.edge.retransmissions_out, report.edge.retransmissions_out);
  Grow(malformed_, before.edge.malformed, report.edge.malformed);
  Grow(garbage_, before.admission.garbage, report.admission.garbage);
  Grow(scanners_, before.admission.scanners + before.admission.banned,
       report.admission.scanners + report.admission.banned);
  Grow(rate_limited_, before.admission.rate_limited, report.admission.rate_limited);
  Grow(kernel_, before.kernel_drops, report.kernel_drops);
  Grow(foreign_requests_, before.dialogs.foreign, report.dialogs.foreign);
  Grow(auth_failures_, before.auth_failures, report.auth_failures);
  Grow(rtp_in_, before.media.packets_in, report.media.packets_in);
  Grow(rtp_out_, before.media.packets_out, report.media.packets_out);
  Grow(rtp_foreign_, before.media.foreign, report.media.foreign);
  Grow(rtp_malformed_, before.media.malformed, report.media.malformed);
  Grow(truncated_, before.media.recordings_truncated, report.media.recordings_truncated);
  if (report.provider) SetProvider(*report.provider);
  before = report;
  SetGauges();
}

void PbxMetrics::SetProvider(const ProviderState& now) {
  metrics_.Gauge("vss_provider_up", "0 when the provider stopped answering OPTIONS, else 1.")
      .Set(now.reachability == sip::Reachability::kUnreachable ? 0 : 1);
  if (now.registered) {
    metrics_.Gauge("vss_provider_registered", "Whether VSS is registered at the provider.")
        .Set(*now.registered ? 1 : 0);
  }
}

void PbxMetrics::SetGauges() {
  ShardReport sum;
  for (const ShardReport& report : last_) {
    sum.bindings += report.bindings;
    sum.unreachable += report.unreachable;
    sum.softphones += report.softphones;
    sum.edge.client_transactions += report.edge.client_transactions;
    sum.edge.server_transactions += report.edge.server_transactions;
    sum.media.streams += report.media.streams;
  }
  registrations_.Set(static_cast<double>(sum.bindings));
  unreachable_.Set(static_cast<double>(sum.unreachable));
  softphones_.Set(static_cast<double>(sum.softphones));
  client_transactions_.Set(static_cast<double>(sum.edge.client_transactions));
  server_transactions_.Set(static_cast<double>(sum.edge.server_transactions));
  streams_.Set(static_cast<double>(sum.media.streams));
}

void PbxMetrics::CallEnded(const ottb::CallResult& result) {
  metrics_
      .Counter("vss_calls_ended_total", "Ordered calls that ended, by why.",
               {{"cause", std::string(ottb::Describe(result.reason).name)}})
      .Increment();
  if (result.recording) recordings_.Increment();
  for (const ottb::Leg& leg : result.legs) {
    if (leg.role != ottb::LegRole::kNumber || !leg.invited_at) continue;
    const auto heard = leg.ringing_at ? leg.ringing_at : leg.answered_at;
    if (heard) post_dial_delay_.Observe(std::chrono::duration<double>(*heard - *leg.invited_at).count());
  }
}
}  // namespace vss::pbx_embedded
