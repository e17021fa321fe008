#include "abonado/generate.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "abonado/error.hpp"
#include "abonado/json.hpp"
#include "generate/bodies.hpp"
#include "generate/injectors.hpp"

namespace abonado {

namespace gen {

namespace {

using InjectorGroup = std::span<const Injector> (*)() noexcept;
constexpr std::array<InjectorGroup, 8> kGroups{document_injectors, envelope_injectors, subscription_injectors,
                                               part_injectors,     request_injectors,  product_injectors,
                                               legacy_injectors,   dump_injectors};

// The share of each kind in a telecom-shaped dump, in the order of RecordKind; in all 1000.
constexpr std::array<double, kRecordKinds.size()> kUsualMix{100, 100, 70, 340, 190, 50, 60, 50, 5, 35};

[[noreturn]] void refuse(const std::string& message) { throw Error(ErrorCode::invalid_argument, message); }

class Generator {
public:
    explicit Generator(const GenerateOptions& options) : options_(options), sampling_(options.seed, ~std::uint64_t{0}) {
        check_range();
        take_kinds();
        take_defects();
    }

    GenerateReport run(const LineSink& line, const LabelSink& label) {
        GenerateReport report;
        for (std::uint64_t i = 0; i < options_.records; ++i) {
            Draft draft(options_.seed, i, options_.now, subjects_, sources_);
            const Injector* injector = make(draft);
            ++report.records;
            report.bytes += draft.line.size() + 1;
            if (injector != nullptr) {
                ++report.defective;
                if (label) label(label_of(draft.envelope, i + 1, *injector));
            } else {
                remember(draft);
            }
            if (!line(draft.line)) break;
        }
        return report;
    }

private:
    struct Defect {
        double upto;  // the sum of the shares so far
        const Injector* injector;
    };

    void check_range() const {
        constexpr Instant kFirstNow{13514 * kDayMicros};   // 2007-01-01: histories need room after 2005
        constexpr Instant kLastNow{339'676 * kDayMicros};  // 2900-01-01: before what SUB-010 calls the future
        if (options_.now < kFirstNow || options_.now > kLastNow) refuse("now must lie in the years 2007 to 2899");
        if (options_.records > kMaxRecords) refuse("a dump has at most " + std::to_string(kMaxRecords) + " records");
    }

    void take_kinds() {
        weights_ = options_.kinds.empty() ? kUsualMix : std::array<double, kRecordKinds.size()>{};
        for (const auto& [kind, weight] : options_.kinds) {
            if (!std::isfinite(weight) || weight < 0) refuse("the weight of a kind must not be negative");
            weights_[static_cast<std::size_t>(kind)] = weight;
        }
        if (total(kAllKinds) <= 0) refuse("no kind has a weight");
    }

    void take_defects() {
        double sum = 0;
        for (const auto& [rule, share] : options_.defects) {
            const Injector* injector = find_injector(rule);
            if (injector == nullptr && find_rule(rule) >= 0) {
                refuse("rule " + rule + " compares a record with what a store holds: a dump alone cannot break it");
            }
            if (injector == nullptr) refuse("there is no rule " + rule);
            if (!(share >= 0 && share <= 1)) refuse("the share of " + rule + " must be from 0 to 1");
            if (share <= 0) continue;
            if (total(injector->kinds) <= 0) refuse("no record of the chosen kinds can break " + rule);
            defects_.push_back({sum += share, injector});
        }
        constexpr double kRounding = 1e-9;  // ten shares of 0.1 are a little more than 1
        if (sum > 1 + kRounding) refuse("the shares of the defects are above 1 in sum");
    }

    double total(Kinds kinds) const {
        double sum = 0;
        for (std::size_t k = 0; k < weights_.size(); ++k) {
            if (kinds.has(static_cast<RecordKind>(k))) sum += weights_[k];
        }
        return sum;
    }

    RecordKind draw_kind(Random& random, Kinds kinds) const {
        double left = random.unit() * total(kinds);
        RecordKind last{};
        for (std::size_t k = 0; k < weights_.size(); ++k) {
            const auto kind = static_cast<RecordKind>(k);
            if (!kinds.has(kind) || weights_[k] <= 0) continue;
            last = kind;  // rounding may leave a little after all of them
            if (left < weights_[k]) break;
            left -= weights_[k];
        }
        return last;
    }

    // The defect is drawn before the kind: its share is one of all records, whatever kinds the rule can hit.
    const Injector* make(Draft& draft) const {
        const double roll = draft.random.unit();
        const auto drawn = std::find_if(defects_.begin(), defects_.end(),
                                        [&](const Defect& d) { return roll < d.upto; });
        const Injector* injector = drawn == defects_.end() ? nullptr : drawn->injector;
        make_clean(draft, draw_kind(draft.random, injector != nullptr ? injector->kinds : kAllKinds));
        if (injector != nullptr && !injector->edit(draft)) injector = nullptr;
        append_json(draft.line, draft.envelope);
        if (injector != nullptr && injector->rewrite != nullptr) injector->rewrite(draft);
        return injector;
    }

    static Label label_of(const Envelope& envelope, std::uint64_t line, const Injector& injector) {
        return {line,
                envelope.kind,
                envelope.org.value_or(""),
                id_of(envelope),
                {static_cast<std::uint16_t>(find_rule(injector.rule))}};
    }

    // What later records may refer to.
    void remember(const Draft& draft) {
        const Envelope& e = draft.envelope;
        sources_.any.offer(e, sampling_);
        const SubscriptionBase* base = base_of(e.body);
        const auto* legacy = std::get_if<GetSubscription>(&e.body);
        if (base == nullptr && legacy == nullptr) return;
        if (base != nullptr && base->id) sources_.by_uuid.offer(e, sampling_);
        const bool rings = e.identifiers && e.identifiers->msisdn && is_live(e);
        if (rings && from_word<MigrationOrg>(*e.org)) sources_.by_msisdn.offer(e, sampling_);
        const bool is_v3 = base != nullptr;
        SubscriptionType type{};
        if (legacy != nullptr) type = legacy->subscription_type;
        else if (base->type) type = *base->type;
        else type = kind_info(e.kind).type.value_or(SubscriptionType::mobile);
        subjects_.add(
            {*e.org, id_of(e), type, legacy != nullptr ? legacy->billing_type : e.billing_type, is_v3, kAllKinds});
    }

    const GenerateOptions& options_;
    Random sampling_;
    std::array<double, kRecordKinds.size()> weights_{};
    std::vector<Defect> defects_;
    Subjects subjects_;
    AllSources sources_;
};

}  // namespace

const Injector* find_injector(std::string_view rule) noexcept {
    for (const InjectorGroup group : kGroups) {
        for (const Injector& injector : group()) {
            if (injector.rule == rule) return &injector;
        }
    }
    return nullptr;
}

}  // namespace gen

GenerateReport generate(const GenerateOptions& options, const LineSink& line, const LabelSink& label) {
    return gen::Generator(options).run(line, label);
}

std::string to_json_line(const Label& label) {
    std::string out = R"({"line":)" + std::to_string(label.line) + R"(,"kind":")" + std::string(to_word(label.kind)) +
                      R"(","org":)";
    append_json_string(out, label.org);
    out += R"(,"legacy_id":)" + std::to_string(label.legacy_id) + R"(,"rules":[)";
    for (std::size_t i = 0; i < label.rules.size(); ++i) {
        if (i > 0) out += ',';
        out.append("\"").append(rules()[label.rules[i]].id).append("\"");
    }
    return out += "]}";
}

std::vector<std::uint16_t> injectable_rules() {
    std::vector<std::uint16_t> out;
    for (std::size_t i = 0; i < rules().size(); ++i) {
        if (gen::find_injector(rules()[i].id) != nullptr) out.push_back(static_cast<std::uint16_t>(i));
    }
    return out;
}

}  // namespace abonado
