// Operations of the v3 migration documents (seeds 0, 1 and 3), on a body as JSON text: the methods of Engine and its handle()
// do the same.
#pragma once

#include <string_view>

#include "abonado/operations.hpp"
#include "operations/writing.hpp"

namespace abonado {

// Throws Error(refusal) unless the organisation is one of MigrationOrg.
void require_migration_org(const std::string& org, ErrorCode refusal = ErrorCode::forbidden_organization);

void create_segment(Writing& writing, std::string_view body, std::optional<SegmentClass> given,
                    const RuleOptions& options);
void delete_segments(Writing& writing);
void create_credit_limits(Writing& writing, std::string_view body, const RuleOptions& options);
void delete_credit_limits(Writing& writing);
// The kind of the records that have this body.
template <Described T>
inline constexpr RecordKind kKindOf{};
template <>
inline constexpr RecordKind kKindOf<Max> = RecordKind::max;
template <>
inline constexpr RecordKind kKindOf<Disney> = RecordKind::disney;
template <>
inline constexpr RecordKind kKindOf<AmazonPrime> = RecordKind::amazon_prime;
// `kind` is max, disney or amazon_prime.
void migrate(Writing& writing, RecordKind kind, std::string_view body, const MigrateOptions& given,
             const RuleOptions& options);

}  // namespace abonado
