#include "store/frame_tables.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace abonado {

namespace {

// Frames that are not simply a table under its own name.
struct Renamed {
    std::string_view frame;
    std::string_view table;
};
constexpr Renamed kRenamed[] = {{"scheduled", "scheduled_changes"}};

// The tables that become one frame, with the word that its column `of` has for the rows of each.
struct Joined {
    std::string_view table;
    std::string_view of;
};
constexpr std::string_view kCommitments = "commitments";
constexpr Joined kJoined[] = {{"device_commitments", "device"}, {"promotion_commitments", "promotion"}};
constexpr std::string_view kOwners[] = {"device", "promotion"};
constexpr EnumInfo kOwnerWords{"CommitmentOwner", "decided here", kOwners};

const Joined* joined(const Table& table) {
    const auto* const found = std::find_if(std::begin(kJoined), std::end(kJoined),
                                           [&](const Joined& row) { return row.table == table.name; });
    return found == std::end(kJoined) ? nullptr : found;
}

std::string frame_name(const Table& table) {
    for (const Renamed& row : kRenamed) {
        if (row.table == table.name) return std::string(row.frame);
    }
    return table.name;
}

std::vector<FrameColumn> columns_of(const Table& table) {
    if (table.name == "subscriptions") return subscriptions_view_columns();
    std::vector<FrameColumn> out;
    if (table.of_documents || table.of_subscriptions) {
        out.push_back({"org", ColumnKind::text, nullptr, "Organisation of the subscription"});
        out.push_back({"subscription_legacy_id", ColumnKind::integer, nullptr, "Legacy id of the subscription"});
    }
    for (const TableColumn& column : table.columns) {
        out.push_back({column.name, kind_of(column), column.words, column.doc});
    }
    return out;
}

FrameTable commitments(const Table& first) {
    FrameTable out{{std::string(kCommitments), "Commitments of devices and of promotions", columns_of(first)}, {}};
    constexpr std::ptrdiff_t kAfterSubscription = 2;
    out.info.columns.insert(out.info.columns.begin() + kAfterSubscription,
                            {"of", ColumnKind::word, &kOwnerWords, "Whether its owner is a device or a promotion"});
    return out;
}

std::vector<FrameTable> all_frames() {
    std::vector<FrameTable> out;
    for (const Table& table : store_schema()) {
        if (joined(table) == nullptr) {
            out.push_back({{frame_name(table), table.doc, columns_of(table)}, {&table}});
            continue;
        }
        const auto found = std::find_if(out.begin(), out.end(),
                                        [](const FrameTable& frame) { return frame.info.name == kCommitments; });
        FrameTable& frame = found == out.end() ? out.emplace_back(commitments(table)) : *found;
        frame.tables.push_back(&table);
    }
    return out;
}

}  // namespace

const std::vector<FrameTable>& frame_tables() {
    static const std::vector<FrameTable> frames = all_frames();
    return frames;
}

std::string frame_select_sql(const FrameTable& frame, const AsOfRun* as_of) {
    if (frame.tables.size() == 1) return view_select_sql(*frame.tables.front(), as_of, Cells::raw);
    std::string out;
    for (const Table* table : frame.tables) {
        if (!out.empty()) out += " UNION ALL ";
        out += "SELECT ";
        for (const FrameColumn& column : frame.info.columns) {
            if (&column != &frame.info.columns.front()) out += ", ";
            if (column.words == &kOwnerWords) out += "'" + std::string(joined(*table)->of) + "' AS ";
            out += "\"" + column.name + "\"";
        }
        out += " FROM (" + view_select_sql(*table, as_of, Cells::raw) + ")";
    }
    return out;
}

}  // namespace abonado
