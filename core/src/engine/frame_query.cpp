// A request for a frame becomes one SELECT.
#include "engine/frame_query.hpp"

#include <algorithm>
#include <string>

#include "base/text.hpp"
#include "engine/user_sql.hpp"
#include "store/expression.hpp"
#include "store/frame_tables.hpp"

namespace abonado {

namespace {

// A parameter of this name in a condition would be the same one.
const std::string kOrgParameter = ":abonado_org";

[[noreturn]] void refuse(const Wording& what) { throw Error(ErrorCode::invalid_argument, what); }

template <class List, class Name>
std::string names(const List& list, Name&& name) {
    std::string out;
    for (const auto& row : list) out += (out.empty() ? "" : ", ") + name(row);
    return out;
}
const std::string& column_name(const FrameColumn& column) { return column.name; }
std::string quoted_name(const FrameColumn& column) { return '"' + column.name + '"'; }

const FrameTable& frame_of(std::string_view name) {
    const std::vector<FrameTable>& all = frame_tables();
    const auto found = std::find_if(all.begin(), all.end(), [&](const FrameTable& f) { return f.info.name == name; });
    if (found != all.end()) return *found;
    refuse("there is no frame " + told(name) + "; there are " +
           names(all, [](const FrameTable& frame) { return frame.info.name; }));
}

std::vector<FrameColumn> chosen(const FrameInfo& frame, std::span<const std::string> wanted) {
    if (wanted.empty()) return frame.columns;
    std::vector<FrameColumn> out;
    for (const std::string& name : wanted) {
        const auto is_it = [&](const FrameColumn& column) { return column.name == name; };
        if (std::any_of(out.begin(), out.end(), is_it)) refuse("the column " + name + " is asked for twice");
        const auto found = std::find_if(frame.columns.begin(), frame.columns.end(), is_it);
        if (found == frame.columns.end()) {
            refuse("the frame " + frame.name + " has no column " + told(name) + "; it has " +
                   names(frame.columns, &column_name));
        }
        out.push_back(*found);
    }
    return out;
}

std::string select_sql(const FrameTable& frame, const FrameRequest& request, std::span<const FrameColumn> columns,
                       const AsOfRun* as_of) {
    std::string rows = '(' + frame_select_sql(frame, as_of) + ") AS frame";
    if (!is_blank(request.where)) {
        if (const std::string fault = expression_fault(request.where); !fault.empty()) refuse("where: " + fault);
        if (request.where.find(kOrgParameter) != std::string::npos) refuse("where: it may not hold " + kOrgParameter);
        rows = "(SELECT * FROM " + rows + " WHERE (\n" + request.where + "\n)) AS frame";
    }
    std::string out = "SELECT " + names(columns, &quoted_name) + " FROM " + rows;
    if (!request.org.empty()) {
        if (!frame.info.has_org()) refuse("the rows of the frame " + frame.info.name + " are of no organisation");
        // Not beside the condition: whatever that lets through, it is held against the organisation.
        out += " WHERE org = " + kOrgParameter;
    }
    if (request.limit) out += " LIMIT " + std::to_string(std::max<std::int64_t>(*request.limit, 0));
    return out;
}

}  // namespace

std::vector<FrameColumn> chosen_columns(std::string_view name, std::span<const std::string> wanted) {
    return chosen(frame_of(name).info, wanted);
}

SQLite::Statement prepare_frame(Connection& connection, const FrameRequest& request,
                                std::span<const FrameColumn> columns) {
    const FrameTable& frame = frame_of(request.name);
    const bool is_past = request.as_of.known || request.as_of.valid;
    const AsOfRun at = is_past ? as_of_run(connection, request.as_of) : AsOfRun{};
    const std::string sql = select_sql(frame, request, columns, is_past ? &at : nullptr);
    try {
        return user_sql([&] {
            if (!is_blank(request.where)) check_expression(connection, request.where, frame.info.columns);
            const OnlyReading only_reading(connection);
            SQLite::Statement statement(connection.database(), sql);
            bind_all(statement, request.parameters, request.org.empty() ? 0 : 1);
            if (!request.org.empty()) statement.bind(kOrgParameter, request.org);
            return statement;
        });
    } catch (const Error& error) {
        refuse("where: " + error.details().front().wording() + "; the frame " + request.name + " has the columns " +
               names(frame.info.columns, &column_name));
    }
}

}  // namespace abonado
