// to_json and from_json for every struct of the model.
#include "abonado/error.hpp"
#include "abonado/json.hpp"
#include "json/decoder.hpp"
#include "json/encode.hpp"
#include "json/envelope.hpp"
#include "json/materialize.hpp"
#include "json/partial.hpp"
#include "json/scan.hpp"

namespace abonado {

UnknownTexts::UnknownTexts(const Record& record) {
    if (record.unknown.empty()) return;
    std::vector<LocateTarget> targets(record.unknown.size());
    std::vector<LocateTarget*> order;
    for (std::size_t i = 0; i < targets.size(); ++i) {
        Place place;
        place.object = record.unknown[i].object;
        append_segment(place.tail, record.unknown[i].name);
        targets[i].pointer = record.line_pointer(place);
        order.push_back(&targets[i]);
    }
    locate(record.text, order);
    for (std::size_t i = 0; i < targets.size(); ++i) {
        by_object_[record.unknown[i].object].push_back(
            {std::string(record.unknown[i].name),
             std::string(record.text.substr(targets[i].begin, targets[i].end - targets[i].begin))});
    }
}

namespace {

bool is_tolerated(Fault fault, const ReadOptions& options) {
    return fault == Fault::former_name || (fault == Fault::unknown_member && !options.strict);
}

// A part lacks what stands elsewhere; of an envelope, this is told as a fault of the envelope.
bool is_tolerated_in_part(Fault fault) {
    return fault == Fault::missing || fault == Fault::unknown_member || fault == Fault::envelope;
}

template <class IsTolerated>
void refuse_faults(const Record& record, IsTolerated is_tolerated) {
    for (const DecodeFault& fault : record.faults) {
        if (is_tolerated(fault.fault)) continue;
        const std::string pointer = record.pointer(fault.place);
        const std::string where = pointer.empty() ? "the document" : pointer;
        throw Error(ErrorCode::invalid_document, where + " " + fault.message + "; expected " + fault.expected, pointer);
    }
}

template <std::size_t I = 0>
void materialize_body(const Record& record, UnknownTexts& unknown, Body& out) {
    if constexpr (I < std::variant_size_v<Body>) {
        if (static_cast<std::size_t>(*record.kind) != I) return materialize_body<I + 1>(record, unknown, out);
        using T = std::variant_alternative_t<I, Body>;
        materialize(View<T>(record, record.body), unknown, out.emplace<T>());
    }
}

}  // namespace

Envelope to_envelope(const Record& record) {
    UnknownTexts unknown(record);
    Envelope out;
    if (record.envelope != kNoObject) {
        materialize(View<Envelope>(record, record.envelope), unknown, out);
    } else {
        out.kind = *record.kind;
        if (!record.org.empty()) out.org = record.org;
    }
    materialize_body(record, unknown, out.body);
    return out;
}

template <Described T>
T from_json(std::string_view text, const ReadOptions& options) {
    Decoder decoder({.naive = options.naive, .max_depth = options.max_depth});
    Record record;
    if constexpr (std::is_same_v<T, Envelope>) decoder.decode_line(text, record);
    else if constexpr (std::is_same_v<T, Product>) decoder.decode_body(text, RecordKind::catalogue_product, record);
    else decoder.decode_struct(text, struct_info<T>(), record);
    refuse_faults(record, [&](Fault fault) { return is_tolerated(fault, options); });
    UnknownTexts unknown(record);
    T out;
    materialize(View<T>(record, 0), unknown, out);
    if constexpr (std::is_same_v<T, Envelope>) materialize_body(record, unknown, out.body);
    return out;
}

template <Described T>
void append_members(std::string& out, const T& value, std::uint64_t fields) {
    encode::object(out, value, fields);
}

template <Described T>
void read_members(std::string_view json, T& out) {
    constexpr std::size_t kAnyDepth = 2000;  // what was stored was within the limits when it was checked
    Decoder decoder({.max_depth = kAnyDepth, .max_elements = static_cast<std::size_t>(-1)});
    Record record;
    if constexpr (std::is_same_v<T, Product>) decoder.decode_body(json, RecordKind::catalogue_product, record);
    else decoder.decode_struct(json, struct_info<T>(), record);
    refuse_faults(record, is_tolerated_in_part);
    UnknownTexts unknown(record);
    materialize(View<T>(record, 0), unknown, out);
}

template <Described T>
void append_json(std::string& out, const T& value) {
    encode::object(out, value);
}

namespace {

void append_escaped(std::string& out, char c) {
    static constexpr char kHex[] = "0123456789abcdef";
    switch (c) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            break;
    }
    out += "\\u00";
    out += kHex[c >> 4];
    out += kHex[c & 15];
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    const char* const end = text.data() + text.size();
    for (const char* p = text.data(); p != end;) {
        const char* const escaped = find_special<BeyondAscii::passes>(p, end);
        out.append(p, escaped);
        if (escaped == end) break;
        append_escaped(out, *escaped);
        p = escaped + 1;
    }
    out += '"';
}

// NOLINTBEGIN(bugprone-macro-parentheses): T is a type
#define ABONADO_JSON(T)                                                     \
    template T from_json<T>(std::string_view, const ReadOptions&);          \
    template void append_json<T>(std::string&, const T&);                   \
    template void append_members<T>(std::string&, const T&, std::uint64_t); \
    template void read_members<T>(std::string_view, T&)
// NOLINTEND(bugprone-macro-parentheses)
ABONADO_JSON(Commitment);
ABONADO_JSON(AddOn);
ABONADO_JSON(FreeUnitsPackage);
ABONADO_JSON(Device);
ABONADO_JSON(DevicesRelatedInfo);
ABONADO_JSON(BundleRelatedInfo);
ABONADO_JSON(Promotion);
ABONADO_JSON(SubscriptionBundleHistory);
ABONADO_JSON(SubscriptionBase);
ABONADO_JSON(MaxSpecificData);
ABONADO_JSON(DisneySpecificData);
ABONADO_JSON(AmazonPrimeSpecificData);
ABONADO_JSON(Max);
ABONADO_JSON(Disney);
ABONADO_JSON(AmazonPrime);
ABONADO_JSON(CreditLimit);
ABONADO_JSON(CreateCreditLimitsRequest);
ABONADO_JSON(CreateSegmentRequest);
ABONADO_JSON(ErrorDetails);
ABONADO_JSON(ErrorResponse);
ABONADO_JSON(HealthResponse);
ABONADO_JSON(DeactivateNetflixRequest);
ABONADO_JSON(CancelActivationSubscriptionRequest);
ABONADO_JSON(PatchStatusChange);
ABONADO_JSON(PatchSubscription);
ABONADO_JSON(ErrorMessageItem);
ABONADO_JSON(ErrorMessage);
ABONADO_JSON(AccountBundle);
ABONADO_JSON(AddressLine);
ABONADO_JSON(ContactDetails);
ABONADO_JSON(Address);
ABONADO_JSON(InstalledComponent);
ABONADO_JSON(SubscriptionAdditionalDetails);
ABONADO_JSON(CancellationReason);
ABONADO_JSON(StatusHistoryEntry);
ABONADO_JSON(GetSubscription);
ABONADO_JSON(GetSubscriptionShipping);
ABONADO_JSON(Scheduled);
ABONADO_JSON(Product);
ABONADO_JSON(HistoricalProduct);
ABONADO_JSON(Bundle);
ABONADO_JSON(SubscriptionProduct);
ABONADO_JSON(ProductQuery);
ABONADO_JSON(ChangeSubscriptionProductRequest);
ABONADO_JSON(ChangeSubscriptionProductResponse);
ABONADO_JSON(Identifiers);
ABONADO_JSON(Envelope);
#undef ABONADO_JSON

}  // namespace abonado
