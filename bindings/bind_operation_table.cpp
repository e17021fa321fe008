// The operation table as plain Python data.
#include "abonado/operations.hpp"
#include "module.hpp"
#include "value_casters.hpp"

namespace abonado::python {

namespace {

py::object name_or_none(const StructInfo& (*info)() noexcept) {
    if (info == nullptr) return py::none();
    return to_str(info().name);
}

py::list operation_rows() {
    py::list rows;
    for (const OperationInfo& operation : operations()) {
        py::tuple errors(operation.errors.size());
        for (std::size_t i = 0; i < operation.errors.size(); ++i) errors[i] = operation.errors[i];
        py::dict row;
        row["name"] = to_str(to_word(operation.operation));
        row["verb"] = to_str(to_word(operation.verb));
        row["path"] = to_str_or_none(operation.path);
        row["success"] = operation.success;
        row["other_success"] = operation.other_success == 0 ? py::object(py::none())
                                                            : py::object(py::int_(operation.other_success));
        row["errors"] = errors;
        row["form"] = to_str(to_word(operation.form));
        row["request"] = name_or_none(operation.request);
        row["answer"] = name_or_none(operation.answer);
        row["answers_list"] = operation.answers_list;
        row["writes"] = operation.writes;
        row["doc"] = to_str(operation.doc);
        row["source"] = to_str(operation.source);
        rows.append(row);
    }
    return rows;
}

}  // namespace

void bind_operation_table(py::module_& m) {
    m.def("operations", &operation_rows, "The operation table, in the order of the documents.");
}

}  // namespace abonado::python
