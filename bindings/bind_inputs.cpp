// A file as the core reads it, for sources that Python turns into records.
#include <memory>
#include <string>

#include "abonado/input.hpp"
#include "gil.hpp"
#include "module.hpp"

namespace abonado::python {

namespace {

// Used by one thread at a time.
class InputBytes {
public:
    explicit InputBytes(const std::string& path) : input_(open_input(path)) {}

    py::bytes read(std::size_t size) {
        std::string buffer(size, '\0');
        {
            const WithoutGil released;
            buffer.resize(input_->read(buffer.data(), size));
        }
        return buffer;
    }

private:
    std::unique_ptr<Input> input_;
};

}  // namespace

void bind_inputs(py::module_& m) {
    py::class_<InputBytes>(m, "InputBytes", py::is_final(), plain_metaclass(),
                           "The unpacked bytes of a file (bytes), or of - .")
        .def(py::init<const std::string&>(), py::arg("path"))
        .def("read", &InputBytes::read, py::arg("size"), "Up to so many bytes, none at the end.");
}

}  // namespace abonado::python
