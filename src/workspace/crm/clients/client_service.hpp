#pragma once
#include "base/random.hpp"
#include "contracts/principal.hpp"
#include "workspace/crm/ports/store.hpp"

namespace vss::crm {

/// The rules of clients. A seller sees those of the seller's leads and those that the seller made. Lives on
/// the HTTP loop, without state of its own.
class ClientService {
 public:
  ClientService(Store<Transaction>& store, const Clock& clock, Random& random)
      : store_(store), clock_(clock), random_(random) {}

  Task<Client> Create(const Caller& caller, CreateClient command);
  Task<Client> Get(const Caller& caller, std::string id);
  Task<Page<Client>> List(const Caller& caller, ClientFilter filter, PageRequest request);
  Task<Client> Update(const Caller& caller, std::string id, UpdateClient change);
  /// Its leads stay.
  Task<Client> Delete(const Caller& caller, std::string id);

 private:
  Store<Transaction>& store_;
  const Clock& clock_;
  Random& random_;
};
}  // namespace vss::crm
