#include "json/read_plan.hpp"

#include <memory>
#include <stdexcept>
#include <string>
#include <unordered_map>

#include "abonado/model_envelope.hpp"

namespace abonado {

QuotedName::QuotedName(std::string_view name) : size_(name.size() + 2) {
    if (size_ > kReach) throw std::logic_error("a wire name is too long to be compared at once: " + std::string(name));
    const std::string quoted = "\"" + std::string(name) + "\"";
    const std::string mask(size_, '\xff');
    std::memcpy(text_.data(), quoted.data(), size_);
    std::memcpy(mask_.data(), mask.data(), size_);
}

namespace {

class Plans {
public:
    Plans() {
        envelope = &plan(struct_info<Envelope>());
        for (const KindInfo& kind : kRecordKinds) bodies.push_back(&plan(kind.body()));
    }

    const ReadPlan* envelope;
    std::vector<const ReadPlan*> bodies;  // by kind

private:
    // Tables may hold themselves, so a plan is known before its fields are.
    const ReadPlan& plan(const StructInfo& type) {
        std::unique_ptr<ReadPlan>& known = all_[&type];
        if (known) return *known;
        known = std::make_unique<ReadPlan>(ReadPlan{&type, {}});
        ReadPlan& out = *known;
        for (const FieldInfo& field : type.fields) {
            const ReadPlan* child = field.child == nullptr ? nullptr : &plan(field.child());
            out.fields.push_back(
                {QuotedName(field.name), &field, child, field.type, field.required && field.type == FieldType::text});
        }
        return out;
    }

    std::unordered_map<const StructInfo*, std::unique_ptr<ReadPlan>> all_;
};

const Plans& plans() {
    static const Plans all;
    return all;
}

}  // namespace

const ReadPlan& envelope_plan() { return *plans().envelope; }
const ReadPlan& body_plan(RecordKind kind) { return *plans().bodies[static_cast<std::size_t>(kind)]; }

}  // namespace abonado
