#include "bulk/duplicates.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <tuple>

#include "json/locate.hpp"

namespace abonado {

namespace {

std::uint64_t hash64(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

std::array<std::uint64_t, 2> hash128(std::string_view bytes) {
    const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
    return {hash.low64, hash.high64};
}

template <class T>
void append_bytes(std::string& out, const T& value) {
    out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

// Bytes to hash, in a place that is used again.
std::string& scratch(std::string_view begin) {
    thread_local std::string bytes;
    bytes.assign(begin);
    return bytes;
}

// A subscription by organisation and legacy id; a record that does not say them stands for itself.
std::uint64_t subscription_of(const Record& record, std::uint64_t content) {
    if (record.legacy_id == 0) return content;
    std::string& bytes = scratch(record.org);
    append_bytes(bytes, record.legacy_id);
    return hash64(bytes);
}

// What a record of its kind is named by, beyond organisation and legacy id; nothing if that cannot be read.
std::optional<std::string_view> further_key(const Record& record) {
    if (record.kind == RecordKind::segment) {
        return View<CreateSegmentRequest>(record, record.body).get<&CreateSegmentRequest::segment_id>();
    }
    if (record.kind == RecordKind::shipping) {
        return View<GetSubscriptionShipping>(record, record.body).get<&GetSubscriptionShipping::shipping_order_id>();
    }
    return std::string_view{};
}

bool is_migrated_subscription(RecordKind kind) {
    return kind == RecordKind::max || kind == RecordKind::disney || kind == RecordKind::amazon_prime ||
           kind == RecordKind::subscription;
}

bool is_live(const Record& record) {
    if (is_migrated_subscription(*record.kind)) {
        const View<SubscriptionBase> body(record, record.body);
        return body.get<&SubscriptionBase::status>() == SubscriptionStatus::active;
    }
    if (record.kind != RecordKind::legacy_subscription) return false;
    const auto status = View<GetSubscription>(record, record.body).get<&GetSubscription::current_status>();
    return status == LiveStatus::active || status == LiveStatus::pre_active;
}

// Where the value of a field stands in the line. Text that begins with an escape has to be looked for.
std::uint64_t offset_of(const Record& record, std::uint32_t object, std::size_t field) {
    const Slot& slot = record.slot(record.object(object), field);
    if (slot.source != nullptr) return static_cast<std::uint64_t>(slot.source - record.text.data());
    Place place;
    place.object = object;
    place.field = static_cast<std::int16_t>(field);
    LocateTarget target;
    target.pointer = record.line_pointer(place);
    std::vector<LocateTarget*> targets{&target};
    locate(record.text, targets);
    return target.begin;
}

std::uint64_t offset_of_id(const Record& record) {
    if (kind_info(*record.kind).key_in_envelope) {
        return offset_of(record, record.envelope, field_index<Envelope, &Envelope::legacy_id>());
    }
    return offset_of(record, record.body, static_cast<std::size_t>(record.object(record.body).type->find("id")));
}

void append_key(const Record& record, DuplicateKey key, std::vector<DuplicateKey>& out) {
    const KindInfo& kind = kind_info(*record.kind);
    const std::optional<std::string_view> further = further_key(record);
    if (!further) return;
    std::string& name = scratch(kind.needs_org ? record.org : std::string_view{});
    name += '\0';
    name += static_cast<char>(*record.kind);
    append_bytes(name, record.legacy_id);
    name += *further;
    key.rule = DumpRule::repeated_key;
    key.key = hash128(name);
    if (record.envelope != kNoObject || !kind.key_in_envelope) key.offset += offset_of_id(record);
    out.push_back(key);
}

void append_uuid(const Record& record, DuplicateKey key, std::vector<DuplicateKey>& out) {
    const View<SubscriptionBase> body(record, record.body);
    const auto uuid = body.get<&SubscriptionBase::id>();
    if (!uuid) return;
    key.rule = DumpRule::shared_uuid;
    std::memcpy(key.key.data(), uuid->bytes.data(), uuid->bytes.size());
    key.offset += offset_of(record, body.object(), field_index<SubscriptionBase, &SubscriptionBase::id>());
    out.push_back(key);
}

void append_msisdn(const Record& record, DuplicateKey key, std::vector<DuplicateKey>& out) {
    if (record.envelope == kNoObject || !is_live(record)) return;
    const auto identifiers = View<Envelope>(record, record.envelope).get<&Envelope::identifiers>();
    const auto text = identifiers ? identifiers->get<&Identifiers::msisdn>() : std::nullopt;
    const auto number = text ? Msisdn::normalise(*text) : std::nullopt;
    if (!number) return;
    key.rule = DumpRule::shared_msisdn;
    const char* const end = number->e164.data() + number->e164.size();
    key.key[0] = hash64(scratch(record.org).append(1, '\0').append(number->e164));
    std::from_chars(number->e164.data() + 1, end, key.key[1]);
    key.offset += offset_of(record, identifiers->object(), field_index<Identifiers, &Identifiers::msisdn>());
    out.push_back(key);
}

// Organisation and legacy id are not there twice.
bool is_name_readable(const Record& record) {
    if (record.envelope == kNoObject) return true;
    const View<Envelope> envelope(record, record.envelope);
    return !envelope.is_bad<&Envelope::org>() && !envelope.is_bad<&Envelope::legacy_id>();
}

}  // namespace

void append_duplicate_keys(const Record& record, const RuleHits& hits, std::uint64_t line_offset, bool invalid,
                           std::vector<DuplicateKey>& out) {
    if (record.body == kNoObject || !record.kind) return;
    const auto envelope_rule = rule_number(Fault::envelope);
    const bool unnamed = std::any_of(hits.hits.begin(), hits.hits.end(),
                                     [&](const RuleHit& hit) { return hit.rule == envelope_rule; });
    if (unnamed || !is_name_readable(record)) return;
    DuplicateKey key{};
    key.meaning = hash64(record.text);
    key.offset = line_offset;
    key.legacy_id = record.legacy_id;
    key.kind = *record.kind;
    key.invalid = invalid;
    key.named = record.is_named;
    if (!key.named && !kind_info(*record.kind).key_in_envelope) return;  // its body does not name it
    if (key.named) append_key(record, key, out);
    key.meaning = subscription_of(record, key.meaning);
    if (is_migrated_subscription(*record.kind)) append_uuid(record, key, out);
    append_msisdn(record, key, out);
}

bool DuplicateIndex::ByKey::operator()(const DuplicateKey& a, const DuplicateKey& b) const noexcept {
    return std::tie(a.key, a.rule, a.input, a.line) < std::tie(b.key, b.rule, b.input, b.line);
}

bool DuplicateIndex::ByPlace::operator()(const Conflict& a, const Conflict& b) const noexcept {
    return std::tie(a.key.input, a.key.line, a.key.rule) < std::tie(b.key.input, b.key.line, b.key.rule);
}

DuplicateIndex::DuplicateIndex(std::size_t memory, const std::string& temporary_directory)
    : keys_(memory, temporary_directory), conflicts_(memory / 4, temporary_directory), organisations_{""} {}

std::uint32_t DuplicateIndex::organisation(std::string_view name) {
    constexpr std::size_t kMost = 10'000;  // dumps name a handful; more would be a way to fill the memory
    const auto [at, is_new] = numbers_.try_emplace(std::string(name),
                                                   static_cast<std::uint32_t>(organisations_.size()));
    if (!is_new) return at->second;
    if (organisations_.size() >= kMost) {
        numbers_.erase(at);
        return 0;
    }
    organisations_.emplace_back(name);
    return at->second;
}

void DuplicateIndex::collect_conflicts() {
    DuplicateKey first{};
    bool any = false;
    while (const DuplicateKey* key = keys_.next_shared()) {
        if (!any || key->rule != first.rule || key->key != first.key) {
            first = *key;
            any = true;
            continue;
        }
        const bool same = key->meaning == first.meaning;
        // A uuid or number may come again with its own subscription; a key may not come again at all.
        if (key->rule != DumpRule::repeated_key && same) continue;
        conflicts_.add({*key, first.line, first.input, same});
    }
}

Finding DuplicateIndex::describe(const Conflict& conflict, Severity severity,
                                 std::span<const std::string> inputs) const {
    const DuplicateKey& key = conflict.key;
    Finding out;
    out.rule = static_cast<std::uint16_t>(rule_number(key.rule));
    out.severity = severity;
    out.input = key.input;
    out.line = key.line;
    out.byte_offset = key.offset;
    out.kind = to_word(key.kind);
    out.org = organisations_[key.org];
    out.legacy_id = key.legacy_id;
    std::string first = "on line " + std::to_string(conflict.first_line);
    if (conflict.first_input != key.input) first += " of " + inputs[conflict.first_input];
    switch (key.rule) {
        case DumpRule::repeated_key:
            out.pointer = kind_info(key.kind).key_in_envelope ? "/legacy_id" : "/id";
            out.value = std::to_string(key.legacy_id);
            out.message = "names the same record as " + first +
                          (conflict.same_content ? ", with the same content" : ", with different content");
            out.expected = "each key once";
            break;
        case DumpRule::shared_uuid: {
            Uuid uuid;
            std::memcpy(uuid.bytes.data(), key.key.data(), uuid.bytes.size());
            out.pointer = "/id";
            out.value = uuid.to_string();
            out.message = "is the uuid of another subscription " + first;
            out.expected = "a uuid of its own";
            break;
        }
        case DumpRule::shared_msisdn:
            out.pointer = "/identifiers/MSISDN";
            out.value = "+" + std::to_string(key.key[1]);
            out.message = "is on another live subscription " + first;
            out.expected = "a number of its own";
            break;
    }
    return out;
}

void DuplicateIndex::finish(const CompiledOptions& options, std::span<const std::string> inputs,
                            const std::function<void(Finding&&, bool newly_invalid)>& found) {
    collect_conflicts();
    std::uint64_t line = 0;  // of the record that was counted as invalid last
    std::uint32_t input = 0;
    while (const Conflict* conflict = conflicts_.next()) {
        Severity severity = options.severities[rule_number(conflict->key.rule)];
        const bool repeated = conflict->key.rule == DumpRule::repeated_key && conflict->same_content;
        if (repeated) severity = std::min(severity, Severity::warning);
        if (severity == Severity::off) continue;
        const bool counted = line == conflict->key.line && input == conflict->key.input;
        const bool newly_invalid = severity == Severity::error && !conflict->key.invalid && !counted;
        if (newly_invalid) {
            line = conflict->key.line;
            input = conflict->key.input;
        }
        found(describe(*conflict, severity, inputs), newly_invalid);
    }
}

}  // namespace abonado
