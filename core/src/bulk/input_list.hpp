// The inputs of a run, opened one after the other, so that a thousand files need one descriptor.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "abonado/input.hpp"

namespace abonado {

// Used by one thread at a time.
class InputList {
public:
    virtual ~InputList() = default;
    virtual std::size_t count() const = 0;
    virtual std::string name(std::size_t i) const = 0;
    virtual std::optional<std::uint64_t> size() const = 0;  // of all, as far as known beforehand
    virtual Input& open(std::size_t i) = 0;                 // throws Error(input_unreadable)

    std::vector<std::string> names() const {
        std::vector<std::string> out;
        out.reserve(count());
        for (std::size_t i = 0; i < count(); ++i) out.push_back(name(i));
        return out;
    }
};

// What standard input is called, which is the path "-".
constexpr std::string_view kStandardInputName = "<stdin>";

// Inputs that are open already; they outlive the list.
std::unique_ptr<InputList> given_inputs(std::span<const std::unique_ptr<Input>> inputs);
// Files by path, "-" for standard input; the paths outlive the list.
std::unique_ptr<InputList> file_inputs(std::span<const std::string> paths);

}  // namespace abonado
