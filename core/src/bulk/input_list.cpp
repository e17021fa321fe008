#include "bulk/input_list.hpp"

#include <filesystem>

namespace abonado {

namespace {

class GivenInputs : public InputList {
public:
    explicit GivenInputs(std::span<const std::unique_ptr<Input>> inputs) : inputs_(inputs) {}
    std::size_t count() const override { return inputs_.size(); }
    std::string name(std::size_t i) const override { return inputs_[i]->name(); }
    std::optional<std::uint64_t> size() const override {
        std::uint64_t sum = 0;
        for (const auto& input : inputs_) {
            if (!input->size()) return std::nullopt;
            sum += *input->size();
        }
        return sum;
    }
    Input& open(std::size_t i) override { return *inputs_[i]; }

private:
    std::span<const std::unique_ptr<Input>> inputs_;
};

class Files : public InputList {
public:
    explicit Files(std::span<const std::string> paths) : paths_(paths) {}
    std::size_t count() const override { return paths_.size(); }
    std::string name(std::size_t i) const override {
        return paths_[i] == "-" ? std::string(kStandardInputName) : paths_[i];
    }
    std::optional<std::uint64_t> size() const override {
        std::uint64_t sum = 0;
        for (const std::string& path : paths_) {
            std::error_code error;
            if (path == "-" || !std::filesystem::is_regular_file(path, error)) return std::nullopt;
            sum += std::filesystem::file_size(path, error);
        }
        return sum;
    }
    Input& open(std::size_t i) override {
        open_ = open_input(paths_[i]);
        return *open_;
    }

private:
    std::span<const std::string> paths_;
    std::unique_ptr<Input> open_;
};

}  // namespace

std::unique_ptr<InputList> given_inputs(std::span<const std::unique_ptr<Input>> inputs) {
    return std::make_unique<GivenInputs>(inputs);
}

std::unique_ptr<InputList> file_inputs(std::span<const std::string> paths) { return std::make_unique<Files>(paths); }

}  // namespace abonado
