#include "workspace/crm/leads/lead_csv.hpp"

#include <gtest/gtest.h>

namespace vss::crm {
namespace {
constexpr const char* kOlga = "11111111-1111-4111-8111-111111111111";

TEST(LeadCsv, HasTheColumnsOfALeadAndThoseThatWereAskedFor) {
  Lead lead{
      .id = "00000000-0000-4000-8000-000000000001", .client_name = "Anna, \"Ann\"", .phone = "+79990000001"};
  lead.status = LeadStatus::kWon;
  lead.assigned_seller = kOlga;
  lead.fields = {{"City", "Omsk"}, {"Secret", "not asked for"}};
  lead.created_at = lead.updated_at = Instant{std::chrono::milliseconds{1'760'000'000'000}};
  const std::vector<Lead> leads{lead};
  const LeadColumns columns{.fields = {"City", "Product"}, .sellers = {{kOlga, "olga"}}};
  EXPECT_EQ(ToCsv(leads, columns),
            "id,name,phone,email,status,assigned_seller,assigned_seller_name,source,region,timezone,last_"
            "call_at,created_at,"
            "updated_at,City,"
            "Product\r\n"
            "00000000-0000-4000-8000-000000000001,\"Anna, "
            "\"\"Ann\"\"\",+79990000001,,won,11111111-1111-4111-8111-111111111111,olga,,,,,2025-10-09T08:53:"
            "20.000Z,"
            "2025-10-09T08:53:20.000Z,Omsk,\r\n");
}

TEST(LeadCsv, HoldsNoFormula) {
  const std::vector<Lead> leads{{.client_name = "=HYPERLINK(1)", .phone = "+79990000001"}};
  EXPECT_NE(ToCsv(leads, {}).find(",'=HYPERLINK(1),+79990000001,"), std::string::npos);
}
}  // namespace
}  // namespace vss::crm
