// Frames of a store: the rows of a request become batches.
#include "abonado/frames.hpp"

#include <unistd.h>

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "base/held.hpp"
#include "base/text.hpp"
#include "columns/batch.hpp"
#include "columns/schema.hpp"
#include "columns/stream.hpp"
#include "engine/frame_query.hpp"
#include "engine/impl.hpp"
#include "engine/user_sql.hpp"
#include "rules/redacted_errors.hpp"
#include "store/frame_tables.hpp"

namespace abonado {

namespace {

void append_cell(ColumnBuilder& column, const SQLite::Column& value) {
    if (value.isNull()) return column.append_null();
    switch (column.column().kind) {
        case ColumnKind::real:
            return column.append(value.getDouble());
        case ColumnKind::text:
        case ColumnKind::json:
        case ColumnKind::word:
        case ColumnKind::uuid:
        case ColumnKind::blob: {
            const void* const bytes = value.getBlob();  // of a text too, as it is
            return column.append({static_cast<const char*>(bytes), static_cast<std::size_t>(value.getBytes())});
        }
        default:
            return column.append(value.getInt64());
    }
}

// Rows are read whatever their length; a condition is SQL of a user and has the limit of a query.
std::uint64_t longest_value(const FrameRequest& request) {
    return is_blank(request.where) ? std::numeric_limits<std::uint64_t>::max() : QueryOptions::kLongestValue;
}

// Appends rows up to the limit; false if there is none.
bool fill(SQLite::Statement& statement, const LongestValue& longest, BatchBuilder& batch, std::size_t most) {
    const std::span<ColumnBuilder> columns = batch.columns();
    return user_sql(longest, [&] {
        while (static_cast<std::size_t>(batch.rows()) < most && !batch.is_full() && !statement.isDone() &&
               statement.executeStep()) {
            for (std::size_t i = 0; i < columns.size(); ++i) {
                append_cell(columns[i], statement.getColumn(static_cast<int>(i)));
            }
            batch.end_row();
        }
        return batch.rows() > 0;
    });
}

// Reads batch by batch, with a connection of its own.
class ReadingSource : public BatchSource {
public:
    ReadingSource(const StorePath& store, const ConnectOptions& options, const FrameRequest& request)
        : columns_(chosen_columns(request)),
          redaction_(options.rules.redaction),
          batch_(columns_),
          most_(std::max<std::size_t>(request.batch_rows, 1)),
          process_(::getpid()),
          read_(std::make_unique<Read>(store, options.patience, request, columns_)) {}
    ~ReadingSource() override {
        // In a forked child, closing would take away locks of the parent.
        if (::getpid() != process_) static_cast<void>(read_.release());
    }

    std::span<const FrameColumn> columns() const override { return columns_; }

    bool next(ArrowArray* out) override {
        if (!read_) return false;
        if (::getpid() != process_) throw Error(ErrorCode::handle_closed, "the stream is of another process");
        return with_redacted_errors(redaction_,
                                    [&] { return guarded(read_->connection.path(), [&] { return read(out); }); });
    }

private:
    bool read(ArrowArray* out) {
        const bool any = fill(read_->statement, read_->longest, batch_, most_);
        // At once, so that no reader keeps the write-ahead log from shrinking.
        if (read_->statement.isDone()) read_.reset();
        if (!any) return false;
        *out = batch_.finish();
        return true;
    }

    struct Read {
        Read(const StorePath& store, std::chrono::milliseconds patience, const FrameRequest& request,
             std::span<const FrameColumn> columns)
            : connection(store, Access::read, patience),
              query_only(connection),
              longest(connection, longest_value(request)),
              transaction(begin(connection)),
              statement(prepare_frame(connection, request, columns)) {}

        // A transaction sees the state of its first read.
        static SQLite::Transaction begin(Connection& connection) {
            return SQLite::Transaction(connection.database(), SQLite::TransactionBehavior::DEFERRED);
        }

        Connection connection;
        QueryOnly query_only;
        LongestValue longest;
        SQLite::Transaction transaction;
        std::int64_t state = connection.integer("SELECT count(*) FROM organisations");
        SQLite::Statement statement;
    };

    std::vector<FrameColumn> columns_;
    Redaction redaction_;
    BatchBuilder batch_;
    std::size_t most_;
    int process_;
    std::unique_ptr<Read> read_;
};

// Batches that were made before.
class MadeSource : public BatchSource {
public:
    MadeSource(Connection& connection, const FrameRequest& request) : columns_(chosen_columns(request)) {
        const LongestValue longest(connection, longest_value(request));
        SQLite::Statement statement = prepare_frame(connection, request, columns_);
        BatchBuilder batch(columns_);
        while (fill(statement, longest, batch, std::max<std::size_t>(request.batch_rows, 1))) {
            Held made(batch.finish());  // before the list grows, which may fail
            made_.push_back(std::move(made));
        }
    }

    std::span<const FrameColumn> columns() const override { return columns_; }

    bool next(ArrowArray* out) override {
        if (given_ == made_.size()) return false;
        *out = made_[given_++].take();
        return true;
    }

private:
    std::vector<FrameColumn> columns_;
    std::vector<Held<ArrowArray>> made_;
    std::size_t given_ = 0;
};

}  // namespace

std::span<const FrameInfo> frames() {
    static const std::vector<FrameInfo> all = [] {
        std::vector<FrameInfo> out;
        for (const FrameTable& frame : frame_tables()) out.push_back(frame.info);
        return out;
    }();
    return all;
}

void frame_schema(std::string_view name, std::span<const std::string> columns, ArrowSchema* out) {
    export_schema(chosen_columns(name, columns), out);
}

void Engine::frame(const FrameRequest& request, ArrowArrayStream* out) {
    impl_->require_open();
    std::unique_ptr<BatchSource> source;
    if (impl_->is_memory) {
        source = impl_->read([&](Connection& connection) {
            const QueryOnly query_only(connection);
            return std::make_unique<MadeSource>(connection, request);
        });
    } else {
        source = impl_->telling([&] { return std::make_unique<ReadingSource>(impl_->store, impl_->options, request); });
    }
    export_stream(std::move(source), out);
}

void Engine::check_frame(const FrameRequest& request) {
    impl_->read([&](Connection& connection) {
        const QueryOnly query_only(connection);
        prepare_frame(connection, request, chosen_columns(request));
        return true;
    });
}

}  // namespace abonado
