// The tables of a store as plain Python data.
#include "abonado/engine.hpp"
#include "module.hpp"
#include "value_casters.hpp"

namespace abonado::python {

namespace {

py::list texts(const std::vector<std::string>& from) {
    py::list out;
    for (const std::string& text : from) out.append(to_str(text));
    return out;
}

py::list table_rows() {
    py::list rows;
    for (const TableInfo& table : store_tables()) {
        py::list columns;
        for (const TableInfo::Column& column : table.columns) {
            py::dict row;
            row["name"] = to_str(column.name);
            row["declaration"] = to_str(column.declaration);
            row["doc"] = to_str(column.doc);
            columns.append(row);
        }
        py::dict row;
        row["name"] = to_str(table.name);
        row["view"] = to_str(table.view);
        row["doc"] = to_str(table.doc);
        row["columns"] = columns;
        row["constraints"] = texts(table.constraints);
        row["indexes"] = texts(table.indexes);
        rows.append(row);
    }
    return rows;
}

}  // namespace

void bind_store_tables(py::module_& m) {
    m.def("store_tables", &table_rows, "The tables of a store with their views, those first that others refer to.");
}

}  // namespace abonado::python
