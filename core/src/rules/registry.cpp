#include "rules/registry.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "abonado/error.hpp"
#include "model/civil.hpp"
#include "rules/envelope_rules.hpp"
#include "rules/legacy_rules.hpp"
#include "rules/part_rules.hpp"
#include "rules/product_rules.hpp"
#include "rules/request_rules.hpp"
#include "rules/subscription_rules.hpp"

namespace abonado {

namespace {

// The order of the reference: documents, envelope, subscriptions and their parts, requests, tariffs, history, dump, store.
constexpr auto kRecordRules = std::tuple_cat(kEnvelopeRules, kSubscriptionRules, kPartRules, kRequestRules,
                                             kProductRules, kLegacyRules);
constexpr std::size_t kRecordRuleCount = std::tuple_size_v<decltype(kRecordRules)>;
constexpr std::size_t kFirstRecordRule = kTextRules.size();
constexpr std::size_t kFirstDumpRule = kFirstRecordRule + kRecordRuleCount;
constexpr std::size_t kFirstStoreRule = kFirstDumpRule + kDumpRules.size();
constexpr std::size_t kRuleCount = kFirstStoreRule + kStoreRules.size();

template <std::size_t... RecordRule>
consteval std::array<RuleInfo, kRuleCount> rule_table(std::index_sequence<RecordRule...>) {
    std::array<RuleInfo, kRuleCount> out{};
    std::size_t i = 0;
    for (const TextRule& rule : kTextRules) out[i++] = rule.info;
    ((out[i++] = std::get<RecordRule>(kRecordRules).info()), ...);
    for (const RuleInfo& rule : kDumpRules) out[i++] = rule;
    for (const RuleInfo& rule : kStoreRules) out[i++] = rule;
    return out;
}

constexpr std::array<RuleInfo, kRuleCount> kRules = rule_table(std::make_index_sequence<kRecordRuleCount>{});

consteval std::size_t number_of(std::string_view id) {
    for (std::size_t i = 0; i < kRuleCount; ++i) {
        if (kRules[i].id == id) return i;
    }
    throw std::logic_error("no such rule");
}

consteval bool ids_are_unique() {
    for (std::size_t i = 0; i < kRuleCount; ++i) {
        if (number_of(kRules[i].id) != i) return false;
    }
    return true;
}
static_assert(ids_are_unique());

constexpr std::size_t kEnvelopeRule = number_of("ENV-001");

consteval bool text_rules_are_in_order() {
    for (std::size_t i = 0; i < kTextRules.size(); ++i) {
        if (static_cast<std::size_t>(kTextRules[i].fault) != i) return false;
    }
    return true;
}
static_assert(text_rules_are_in_order(), "rows stand in the order of Fault");

// Runs every rule whose subject is T or the struct that T extends.
template <Described T, std::size_t... I>
void run_rules(const View<T>& subject, Check& check, std::index_sequence<I...>) {
    const std::uint64_t bad = subject.node().bad;
    const auto run = [&]<std::size_t Index>() {
        using Row = std::tuple_element_t<Index, std::remove_const_t<decltype(kRecordRules)>>;
        using Subject = typename Row::Subject;
        if constexpr (std::is_base_of_v<Subject, T>) {
            constexpr std::size_t number = kFirstRecordRule + Index;
            if ((bad & Row::needs) != 0 || !check.is_on(number)) return;
            check.begin(number);
            std::get<Index>(kRecordRules).predicate(View<Subject>(subject), check);
        }
    };
    (run.template operator()<I>(), ...);
}

// Checks an object and all that it holds, following the field tables.
template <Described T>
void check_tree(const View<T>& subject, Check& check) {
    run_rules(subject, check, std::make_index_sequence<kRecordRuleCount>{});
    const auto visit = [&]<auto M>(const Field<M>&) {
        if constexpr (Field<M>::type == FieldType::object) {
            if (const auto child = subject.template get<M>()) check_tree(*child, check);
        } else if constexpr (Field<M>::type == FieldType::object_list) {
            for (const auto child : subject.template get<M>()) check_tree(child, check);
        }
    };
    std::apply([&](const auto&... row) { (visit(row), ...); }, FieldsOf<T>::table);
}

// The types of bodies, in the order of the kinds.
using Bodies = std::tuple<Max, Disney, AmazonPrime, SubscriptionBase, GetSubscription, CreateCreditLimitsRequest,
                          CreateSegmentRequest, SubscriptionProduct, Product, GetSubscriptionShipping>;
constexpr std::make_index_sequence<std::tuple_size_v<Bodies>> kBodies;

template <std::size_t... I>
consteval bool are_of_their_kinds(std::index_sequence<I...>) {
    return ((kRecordKinds[I].body == &struct_info<std::tuple_element_t<I, Bodies>>)&&...);
}
static_assert(kBodies.size() == kRecordKinds.size() && are_of_their_kinds(kBodies));

// Calls `visit` with the type of the kind's body.
void with_body_type(RecordKind kind, const auto& visit) {
    const auto visit_own = [&]<std::size_t I>() {
        if (static_cast<std::size_t>(kind) == I) visit(std::type_identity<std::tuple_element_t<I, Bodies>>{});
    };
    [&]<std::size_t... I>(std::index_sequence<I...>) { (visit_own.template operator()<I>(), ...); }
    (kBodies);
}

void check_body(const Record& record, Check& check) {
    with_body_type(*record.kind,
                   [&]<class T>(std::type_identity<T>) { check_tree(View<T>(record, record.body), check); });
}

using KindSet = std::uint16_t;  // bit i: the RecordKind i
constexpr KindSet kAllKinds = (1U << kRecordKinds.size()) - 1;

// Calls `visit` with T and the types of all objects that it holds.
template <Described T>
void each_type(const auto& visit, std::vector<const StructInfo*>& seen) {
    if (std::find(seen.begin(), seen.end(), &struct_info<T>()) != seen.end()) return;
    seen.push_back(&struct_info<T>());
    visit(std::type_identity<T>{});
    const auto row = [&]<auto M>(const Field<M>&) {
        if constexpr (Field<M>::type == FieldType::object) each_type<typename Field<M>::Value>(visit, seen);
        else if constexpr (Field<M>::type == FieldType::object_list) each_type<typename Field<M>::Element>(visit, seen);
    };
    std::apply([&](const auto&... rows) { (row(rows), ...); }, FieldsOf<T>::table);
}

std::array<KindSet, kRuleCount> kinds_of_rules() {
    std::array<KindSet, kRuleCount> out{};
    out.fill(kAllKinds);
    for (std::size_t i = 0; i < kRecordRuleCount; ++i) out[kFirstRecordRule + i] = 0;
    for (const KindInfo& kind : kRecordKinds) {
        const auto visit = [&]<class T>(std::type_identity<T>) {
            const auto row = [&]<std::size_t I>() {
                using Subject = typename std::tuple_element_t<I, std::remove_const_t<decltype(kRecordRules)>>::Subject;
                if constexpr (std::is_base_of_v<Subject, T>) {
                    out[kFirstRecordRule + I] |= static_cast<KindSet>(1U << static_cast<unsigned>(kind.kind));
                }
            };
            [&]<std::size_t... I>(std::index_sequence<I...>) { (row.template operator()<I>(), ...); }
            (std::make_index_sequence<kRecordRuleCount>{});
        };
        std::vector<const StructInfo*> seen;
        each_type<Envelope>(visit, seen);
        with_body_type(kind.kind, [&]<class T>(std::type_identity<T>) { each_type<T>(visit, seen); });
    }
    return out;
}

}  // namespace

std::span<const RuleInfo> rules() noexcept { return kRules; }

int find_rule(std::string_view id) noexcept {
    for (std::size_t i = 0; i < kRuleCount; ++i) {
        if (kRules[i].id == id) return static_cast<int>(i);
    }
    return -1;
}

std::vector<RecordKind> kinds_of_rule(std::size_t rule) {
    static const std::array<KindSet, kRuleCount> sets = kinds_of_rules();
    std::vector<RecordKind> out;
    for (const KindInfo& kind : kRecordKinds) {
        if ((unsigned{sets[rule]} >> static_cast<unsigned>(kind.kind) & 1U) != 0) out.push_back(kind.kind);
    }
    return out;
}

std::size_t rule_number(Fault fault) noexcept {
    return fault == Fault::envelope ? kEnvelopeRule : static_cast<std::size_t>(fault);
}

std::size_t rule_number(DumpRule rule) noexcept { return kFirstDumpRule + static_cast<std::size_t>(rule); }
std::size_t rule_number(StoreRule rule) noexcept { return kFirstStoreRule + static_cast<std::size_t>(rule); }

namespace {

void take_faults(const Record& record, const CompiledOptions& compiled, Check& check, RuleHits& hits) {
    for (const DecodeFault& fault : record.faults) {
        const std::size_t number = rule_number(fault.fault);
        if (compiled.severities[number] == Severity::off) continue;
        hits.hits.push_back({static_cast<std::uint16_t>(number), compiled.severities[number], fault.place,
                             fault.message, fault.expected, fault.at});
    }
    if (record.faults.size() < record.max_faults) return;
    for (std::size_t fault = 0; fault < kFaultCount; ++fault) {
        check.begin(rule_number(static_cast<Fault>(fault)));
        if (record.more_faults[fault] > 0) check.count(record.more_faults[fault]);
    }
}

}  // namespace

void check_record(const Record& record, const CompiledOptions& compiled, RuleHits& hits) {
    Check check(record, compiled, hits);
    take_faults(record, compiled, check, hits);
    const bool readable = record.faults.empty() || record.faults.front().at == kNowhere;
    if (record.envelope != kNoObject && readable) check_tree(View<Envelope>(record, record.envelope), check);
    if (record.body != kNoObject && record.kind) check_body(record, check);
}

CompiledOptions::CompiledOptions(RuleOptions given) : options(std::move(given)) {
    if (options.now) detail::refuse_uncivil(*options.now);
    severities.reserve(kRuleCount);
    for (const RuleInfo& rule : kRules) severities.push_back(rule.severity);
    if (options.strict) severities[rule_number(Fault::unknown_member)] = Severity::error;
    for (const auto& [id, severity] : options.severities) {
        const int number = find_rule(id);
        if (number < 0) throw Error(ErrorCode::invalid_argument, "there is no rule " + id);
        severities[static_cast<std::size_t>(number)] = severity;
    }
    reasons.insert(options.status_reasons.begin(), options.status_reasons.end());
}

}  // namespace abonado
