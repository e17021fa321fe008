// The audit log on one connection.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "abonado/operations.hpp"
#include "store/connection.hpp"

namespace abonado {

// Used by one thread at a time; writes need a transaction around them.
class AuditLog {
public:
    explicit AuditLog(Connection& connection) : connection_(connection) {}

    // Adds an entry; its `id` does not count.
    void add(const AuditEntry& entry);
    // The entries of a subscription, an organisation, or (empty) all, the oldest first.
    void each(const std::string& org, std::optional<std::int64_t> legacy_id,
              const std::function<void(const AuditEntry&)>& take);

private:
    Connection& connection_;
};

}  // namespace abonado
