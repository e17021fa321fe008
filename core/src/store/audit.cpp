#include "store/audit.hpp"

namespace abonado {

void AuditLog::add(const AuditEntry& entry) {
    Query query(connection_.statement(
        "INSERT INTO audit (run, operation, org, legacy_id, at, user, reason, error, before, after) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    query.bind(entry.run).bind_word(to_word(entry.operation)).bind(entry.org).bind(entry.legacy_id);
    query.bind(entry.at.micros).bind(entry.user).bind(entry.reason).bind(entry.error);
    query.bind(entry.before).bind(entry.after).run();
}

void AuditLog::each(const std::string& org, std::optional<std::int64_t> legacy_id,
                    const std::function<void(const AuditEntry&)>& take) {
    std::string sql =
        "SELECT id, run, operation, org, legacy_id, at, user, reason, error, before, after FROM audit WHERE id <= "
        "(SELECT max(id) FROM audit)";
    if (!org.empty()) sql += " AND org = ?";
    if (legacy_id) sql += " AND legacy_id = ?";
    // Not a shared statement: who takes the entries may ask for others.
    SQLite::Statement statement(connection_.database(), sql + " ORDER BY id");
    Query query(statement);
    if (!org.empty()) query.bind(org);
    if (legacy_id) query.bind(*legacy_id);
    const auto text = [&](int column) {
        return query.is_null(column) ? std::nullopt : std::optional(query.text(column));
    };
    while (query.next()) {
        AuditEntry entry;
        entry.id = query.integer(0);
        entry.run = query.maybe_integer(1);
        entry.operation = from_word<Operation>(query.bytes(2)).value();
        entry.org = query.text(3);
        entry.legacy_id = query.integer(4);
        entry.at = Instant{query.integer(5)};
        entry.user = query.text(6);
        entry.reason = query.text(7);
        entry.error = text(8);
        entry.before = text(9);
        entry.after = text(10);
        take(entry);
    }
}

}  // namespace abonado
