#include "bulk/suggestion.hpp"

#include <string>

#include "abonado/json.hpp"
#include "rules/mends.hpp"
#include "rules/registry.hpp"

namespace abonado {

namespace {

// Writes operations of RFC 6902, one after the other.
class Patch {
public:
    void add(std::string_view op, std::string_view path, std::string_view value_name, std::string_view value) {
        text_ += text_.empty() ? "[" : ",";
        text_ += R"({"op":)";
        append_json_string(text_, op);
        text_ += R"(,"path":)";
        append_json_string(text_, path);
        text_ += ",\"";
        text_ += value_name;
        text_ += "\":";
        text_ += value;
        text_ += '}';
    }
    void replace(std::string_view path, std::string_view json) { add("replace", path, "value", json); }
    std::string finish() { return std::move(text_) + "]"; }

private:
    std::string text_;
};

std::string json_string(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

constexpr std::size_t kMaxMend = 1000;  // bytes: findings are kept by the thousand

// What a record says of its billing apart from the name of its type: in the envelope, in a v1 body, or nowhere.
enum class Billing : std::uint8_t { no_place, not_said, same, other };

template <auto M, Described T>
Billing said(const View<T>& subject, BillingType billing) {
    if (subject.template is_bad<M>()) return Billing::other;
    const auto value = subject.template get<M>();
    if (!value) return Billing::not_said;
    return *value == billing ? Billing::same : Billing::other;
}

Billing billing_of(const Record& record, BillingType billing) {
    if (!record.kind || record.body == kNoObject) return Billing::no_place;
    if (*record.kind == RecordKind::legacy_subscription) {
        return said<&GetSubscription::billing_type>(View<GetSubscription>(record, record.body), billing);
    }
    if (*record.kind != RecordKind::subscription || record.envelope == kNoObject) return Billing::no_place;
    return said<&Envelope::billing_type>(View<Envelope>(record, record.envelope), billing);
}

// Says in the record what the former value said beyond the new one; false if that is lost.
bool keep_billing(const Record& record, BillingType billing, Patch& patch) {
    switch (billing_of(record, billing)) {
        case Billing::same:
            return true;
        case Billing::not_said: {
            const bool in_body = *record.kind == RecordKind::legacy_subscription;
            Place place;
            place.object = in_body ? record.body : record.envelope;
            const std::string path = record.line_pointer(place) + "/billing_type";
            patch.add("add", path, "value", json_string(to_word(billing)));
            return true;
        }
        case Billing::no_place:
        case Billing::other:
            return false;
    }
    return false;
}

// A member under a former name: the one that is read as `field`.
const FieldInfo* find_former(const StructInfo& type, std::string_view alias) {
    for (const FieldInfo& field : type.fields) {
        if (!field.alias.empty() && field.alias == alias) return &field;
    }
    return nullptr;
}

void rename(const Record& record, const RuleHit& hit, std::string_view pointer, Finding& finding) {
    const std::size_t slash = pointer.rfind('/');
    if (slash == std::string_view::npos) return;
    const ObjectNode& object = record.object(hit.place.object);
    const FieldInfo* field = find_former(*object.type, pointer.substr(slash + 1));
    if (field == nullptr) return;
    const auto index = static_cast<std::size_t>(field - object.type->fields.data());
    if ((object.bad & field_bit(index)) != 0) return;  // both names
    Patch patch;
    const std::string path = std::string(pointer.substr(0, slash + 1)) + std::string(field->name);
    patch.add("move", path, "from", json_string(pointer));
    finding.patch = patch.finish();
    finding.patch_is_safe = true;
}

}  // namespace

void suggest(const Record& record, const RuleHit& hit, const LocateTarget& place, const RuleOptions& options,
             Finding& finding) {
    if (hit.place.object == kNoObject) return;
    if (hit.rule == rule_number(Fault::former_name)) return rename(record, hit, place.pointer, finding);
    const bool is_member = hit.place.field != kNoField && hit.place.tail.empty() && hit.place.element == kNoElement &&
                           hit.place.occurrence == 1;
    if (!is_member) return;
    const FieldInfo& field = record.object(hit.place.object).type->fields[static_cast<std::size_t>(hit.place.field)];
    const std::string_view token = record.text.substr(place.begin, place.end - place.begin);
    const bool is_string = token.starts_with('"');
    const std::string content = is_string ? unescape(token) : std::string();
    FaultyValue value{record, field, token, {}};
    if (is_string) value.text = content;
    const std::optional<Mend> mend = mend_of(hit.rule, value, options);
    if (!mend || mend->text.size() > kMaxMend) return;
    Patch patch;
    patch.replace(place.pointer, mend->is_literal ? mend->text : json_string(mend->text));
    finding.patch_is_safe = !mend->technology && (!mend->billing || keep_billing(record, *mend->billing, patch));
    finding.patch = patch.finish();
}

}  // namespace abonado
