// Findings and errors without the values that they tell, by the field tables.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "abonado/error.hpp"
#include "abonado/model.hpp"
#include "abonado/operations.hpp"
#include "abonado/rules.hpp"
#include "model/record.hpp"

namespace abonado {

namespace {

// What the field tables know of a name, whichever structs have it.
struct KnownName {
    bool is_list = false;
    std::vector<const EnumInfo*> words = {};
};

class KnownNames {
public:
    KnownNames() {
        add(struct_info<Envelope>());
        for (const KindInfo& kind : kRecordKinds) add(kind.body());
        for (const OperationInfo& operation : operations()) {
            if (operation.request != nullptr) add(operation.request());
        }
    }

    const KnownName* find(std::string_view name) const {
        const auto found = names_.find(name);
        return found == names_.end() ? nullptr : &found->second;
    }

private:
    void add(const StructInfo& type) {
        if (!seen_.insert(&type).second) return;
        for (const FieldInfo& field : type.fields) {
            if (!field.alias.empty()) names_[field.alias];
            KnownName& name = names_[field.name];
            name.is_list = name.is_list || field.type == FieldType::object_list || field.type == FieldType::text_list;
            if (field.enumeration != nullptr) name.words.push_back(field.enumeration);
            if (field.child != nullptr) add(field.child());
        }
    }

    std::unordered_set<const StructInfo*> seen_;
    std::unordered_map<std::string_view, KnownName> names_;
};

const KnownNames& known_names() {
    static const KnownNames names;
    return names;
}

// A position, unless it is long enough to be a number that names something.
bool is_position(std::string_view segment) {
    constexpr std::size_t kMostDigits = 4;
    return !segment.empty() && segment.size() <= kMostDigits &&
           std::all_of(segment.begin(), segment.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Calls `visit` with each segment of a pointer, without its slash and as it is escaped.
template <class Visit>
void each_segment(std::string_view pointer, Visit visit) {
    while (!pointer.empty()) {
        const std::size_t end = std::min(pointer.find('/', 1), pointer.size());
        visit(pointer.substr(1, end - 1));
        pointer.remove_prefix(end);
    }
}

std::string unescaped(std::string_view segment) {
    std::string out;
    for (std::size_t i = 0; i < segment.size(); ++i) {
        const bool is_escape = segment[i] == '~' && i + 1 < segment.size();
        if (is_escape) out += segment[++i] == '1' ? '/' : '~';
        else out += segment[i];
    }
    return out;
}

// The member that a pointer ends at: the last segment that is no position.
std::string_view member_of(std::string_view pointer) {
    std::string_view out;
    each_segment(pointer, [&out](std::string_view segment) {
        if (!is_position(segment)) out = segment;
    });
    return out;
}

bool tells_nothing(std::string_view member, std::string_view value) {
    if (value == "true" || value == "false" || value == "null") return true;
    const KnownName* name = known_names().find(member);
    return name != nullptr && std::any_of(name->words.begin(), name->words.end(), [value](const EnumInfo* words) {
               return find_word(words->words, value) >= 0;
           });
}

}  // namespace

std::string Redaction::pointer(std::string_view pointer) const {
    if (!is_on_) return std::string(pointer);
    std::string out;
    bool is_list = false;
    each_segment(pointer, [&](std::string_view segment) {
        const KnownName* name = known_names().find(segment);
        out += '/';
        if (name != nullptr || (is_list && is_position(segment))) out += segment;
        else out += text(unescaped(segment));
        is_list = name != nullptr && name->is_list;
    });
    return out;
}

Finding redacted(const Finding& finding, const Redaction& redaction) {
    if (!redaction.is_on()) return finding;
    Finding out = finding;
    const std::string_view member = member_of(finding.pointer);
    if (out.value && !tells_nothing(member, *out.value)) out.value = redaction.text_of(member, *out.value);
    out.org = redaction.organisation(finding.org);
    out.legacy_id = redaction.id(finding.legacy_id);
    if (!finding.system.empty()) out.system = redaction.text(finding.system);
    out.pointer = redaction.pointer(finding.pointer);
    out.message = redaction.text(finding.message, finding.message_values);
    out.expected = redaction.text(finding.expected, finding.expected_values);
    out.message_values.clear();
    out.expected_values.clear();
    out.patch.clear();
    out.patch_is_safe = false;
    return out;
}

Error redacted(const Error& error, const Redaction& redaction) {
    if (!redaction.is_on()) return error;
    std::vector<ErrorDetail> details;
    for (const ErrorDetail& detail : error.details()) {
        details.push_back({redaction.pointer(detail.pointer), redaction.text(detail.message, detail.values)});
    }
    if (details.size() == 1 && error.details().front().message == error.what()) {
        return Error(error.code(), details.front().message, details.front().pointer);
    }
    return Error(error.code(), std::move(details));
}

}  // namespace abonado
