#include "json/decoder.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include "json/direct_reader.hpp"
#include "json/handler.hpp"

namespace abonado {

namespace json = boost::json;

namespace {

json::parse_options parser_options(const DecodeOptions& options) {
    json::parse_options out;
    out.max_depth = options.max_depth;
    return out;
}

// Only the fault of the text as a whole is told: what was found before it may come of the same fault.
void reject_text(Record& out, Fault what, std::size_t at, Wording message, Wording expected) {
    out.faults.clear();
    out.unknown.clear();
    out.body = kNoObject;
    DecodeFault fault{what, {}, std::move(message), std::move(expected)};
    fault.at = at;
    out.faults.push_back(std::move(fault));
}

}  // namespace

struct Decoder::Parser {
    explicit Parser(const DecodeOptions& options)
        : sax(parser_options(options), Handler(options)),
          direct(options),
          reads_directly(options.reads_directly),
          max_depth(options.max_depth),
          max_elements(options.max_elements) {}

    // Returns false if the text is not one JSON object within the limits.
    bool run(std::string_view text, const StructInfo& root, std::optional<RecordKind> kind, Record& out) {
        out.reset(text);
        sax.reset();
        sax.handler().start(out, root, kind);
        json::error_code ec;
        const std::size_t used = sax.write_some(false, text.data(), text.size(), ec);
        out.kind = sax.handler().kind();
        if (ec == json::error::too_deep) {
            reject_text(out, Fault::over_limit, used, "is nested too deep",
                        "nesting of at most " + std::to_string(max_depth));
            return false;
        }
        if (ec == json::error::array_too_large) {  // the handler's word for it
            reject_text(out, Fault::over_limit, used, "holds too many objects or members",
                        "at most " + std::to_string(max_elements) + " of a sort");
            return false;
        }
        if (ec == json::error::exponent_overflow) {  // well-formed JSON, but more than any amount can be
            reject_text(out, Fault::not_an_amount, used, "holds a number that is too large",
                        "numbers of any sane size");
            return false;
        }
        if (ec) {
            reject_text(out, Fault::not_an_object, used,
                        "is not valid JSON: " + ec.message() + " at byte " + std::to_string(used) + " of the line",
                        "one JSON object in UTF-8");
            return false;
        }
        if (used < text.size()) {
            reject_text(out, Fault::not_an_object, used,
                        "goes on after the object, at byte " + std::to_string(used) + " of the line",
                        "one JSON object in UTF-8");
            return false;
        }
        if (out.object_count() == 0) {
            reject_text(out, Fault::not_an_object, 0, "is JSON, but not an object", "one JSON object in UTF-8");
            return false;
        }
        return true;
    }

    void run_line(std::string_view line, Record& out) {
        if (reads_directly && direct.read_line(line, out)) return;
        const bool good = run(line, struct_info<Envelope>(), std::nullopt, out);
        if (good && sax.handler().body_was_deferred() && out.kind) run(line, struct_info<Envelope>(), out.kind, out);
    }

    void run_body(std::string_view text, RecordKind kind, Record& out) {
        if (reads_directly && direct.read_body(text, kind, out)) return;
        run(text, kind_info(kind).body(), kind, out);
    }

    json::basic_parser<Handler> sax;
    DirectReader direct;
    bool reads_directly;
    std::size_t max_depth;
    std::size_t max_elements;
};

Decoder::Decoder(const DecodeOptions& options) : parser_(std::make_unique<Parser>(options)) {}
Decoder::~Decoder() = default;

namespace {

// Kinds that are named by their body take their id from there.
void take_id_from_body(Record& out) {
    if (out.body == kNoObject || !out.kind) return;
    const auto take = [&out](auto id) {
        out.is_named = id.has_value();
        if constexpr (std::is_same_v<decltype(id), std::optional<LegacyId>>)
            out.legacy_id = id.value_or(LegacyId{}).value;
        else out.legacy_id = id.value_or(0);
    };
    switch (*out.kind) {
        case RecordKind::legacy_subscription:
            return take(View<GetSubscription>(out, out.body).get<&GetSubscription::id>());
        case RecordKind::product:
            return take(View<SubscriptionProduct>(out, out.body).get<&SubscriptionProduct::id>());
        case RecordKind::catalogue_product:
            return take(View<Product>(out, out.body).get<&Product::id>());
        default:
            break;
    }
}

}  // namespace

void Decoder::decode_line(std::string_view line, Record& out) {
    parser_->run_line(line, out);
    if (out.envelope == kNoObject) return;
    const View<Envelope> envelope(out, out.envelope);
    out.org = envelope.get<&Envelope::org>().value_or(std::string_view{});
    out.legacy_id = envelope.get<&Envelope::legacy_id>().value_or(LegacyId{}).value;
    out.is_named = out.legacy_id != 0;
    take_id_from_body(out);
}

void Decoder::decode_body(std::string_view text, RecordKind kind, Record& out) {
    parser_->run_body(text, kind, out);
    take_id_from_body(out);
}

void Decoder::decode_struct(std::string_view text, const StructInfo& type, Record& out) {
    parser_->run(text, type, std::nullopt, out);
}

}  // namespace abonado
