// Columns in the layout of Arrow, and who gives what back.
#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

#include "abonado/error.hpp"
#include "arrow_reading.hpp"
#include "columns/batch.hpp"
#include "columns/schema.hpp"
#include "columns/stream.hpp"

namespace abonado {
namespace {

using arrow::cell;
using arrow::Held;

constexpr std::string_view kTwo[] = {"YES", "NO"};
constexpr EnumInfo kYesNo{"YesNo", "test", kTwo};

const std::vector<FrameColumn>& all_kinds() {
    static const std::vector<FrameColumn> columns = {
        {"integer", ColumnKind::integer}, {"real", ColumnKind::real},       {"text", ColumnKind::text},
        {"boolean", ColumnKind::boolean}, {"instant", ColumnKind::instant}, {"date", ColumnKind::date},
        {"uuid", ColumnKind::uuid},       {"amount", ColumnKind::amount},   {"word", ColumnKind::word, &kYesNo},
        {"blob", ColumnKind::blob},       {"json", ColumnKind::json}};
    return columns;
}

void append_row(BatchBuilder& batch) {
    const auto columns = batch.columns();
    columns[0].append(std::int64_t{-7});
    columns[1].append(0.5);
    columns[2].append("ñandú");
    columns[3].append(std::int64_t{1});
    columns[4].append(std::int64_t{-1});
    columns[5].append(std::int64_t{19000});
    columns[6].append(std::string_view("\x12\x34\x56\x78\x9a\xbc\xde\xf0\x00\x11\x22\x33\x44\x55\x66\x77", 16));
    columns[7].append(std::int64_t{-1500000});
    columns[8].append("NO");
    columns[9].append(std::string_view("\xff\x00", 2));
    columns[10].append("{}");
    batch.end_row();
}

void append_nulls(BatchBuilder& batch) {
    for (ColumnBuilder& column : batch.columns()) column.append_null();
    batch.end_row();
}

const std::vector<std::string> kRow = {"-7",
                                       "0.500000",
                                       "ñandú",
                                       "true",
                                       "-1",
                                       "19000",
                                       "12345678-9abc-def0-0011-223344556677",
                                       "-1500000",
                                       "NO",
                                       std::string("\xff\x00", 2),
                                       "{}"};

std::vector<std::string> row_of(const ArrowSchema& schema, const ArrowArray& batch, std::int64_t row) {
    std::vector<std::string> out;
    for (std::int64_t i = 0; i < batch.n_children; ++i)
        out.push_back(cell(*schema.children[i], *batch.children[i], row));
    return out;
}

TEST(Columns, SchemaOfEachKind) {
    Held<ArrowSchema> schema;
    export_schema(all_kinds(), &schema);
    EXPECT_STREQ(schema.format, "+s");
    std::vector<std::string> formats;
    for (std::int64_t i = 0; i < schema.n_children; ++i) {
        const ArrowSchema& child = *schema.children[i];
        EXPECT_EQ(child.name, all_kinds()[static_cast<std::size_t>(i)].name);
        EXPECT_EQ(child.flags, ARROW_FLAG_NULLABLE);
        formats.emplace_back(child.format);
    }
    EXPECT_EQ(formats, (std::vector<std::string>{"l", "g", "u", "b", "tsu:UTC", "tdD", "u", "d:38,6", "c", "z", "u"}));
    ASSERT_NE(schema.children[8]->dictionary, nullptr);
    EXPECT_STREQ(schema.children[8]->dictionary->format, "u");
}

TEST(Columns, ManyWordsHaveWiderIndexes) {
    const std::vector<std::string_view> many(200, "X");
    const EnumInfo info{"Many", "test", many};
    const FrameColumn column{"w", ColumnKind::word, &info};
    EXPECT_EQ(index_width(column), 2U);
    EXPECT_EQ(arrow_type(column), "dictionary<int16, utf8>");
}

TEST(Columns, ValuesAndNullsOfEachKind) {
    Held<ArrowSchema> schema;
    export_schema(all_kinds(), &schema);
    BatchBuilder builder(all_kinds());
    const std::vector<std::string> nulls(kRow.size(), "null");
    for (int i = 0; i < 20; ++i) i % 3 == 2 ? append_nulls(builder) : append_row(builder);
    Held<ArrowArray> batch;
    static_cast<ArrowArray&>(batch) = builder.finish();
    EXPECT_EQ(batch.length, 20);
    for (std::int64_t i = 0; i < 20; ++i) EXPECT_EQ(row_of(schema, batch, i), i % 3 == 2 ? nulls : kRow) << i;
    for (std::int64_t i = 0; i < batch.n_children; ++i) EXPECT_EQ(batch.children[i]->null_count, 6) << i;
    // The builder begins anew.
    append_row(builder);
    Held<ArrowArray> next;
    static_cast<ArrowArray&>(next) = builder.finish();
    EXPECT_EQ(next.length, 1);
    EXPECT_EQ(next.children[0]->null_count, 0);
    EXPECT_EQ(next.children[0]->buffers[0], nullptr);
    EXPECT_EQ(row_of(schema, next, 0), kRow);
}

TEST(Columns, BuffersAreAligned) {
    BatchBuilder builder(all_kinds());
    for (int i = 0; i < 100; ++i) append_row(builder);
    Held<ArrowArray> batch;
    static_cast<ArrowArray&>(batch) = builder.finish();
    for (std::int64_t i = 0; i < batch.n_children; ++i) {
        const ArrowArray& child = *batch.children[i];
        for (std::int64_t j = 1; j < child.n_buffers; ++j) {
            EXPECT_EQ(reinterpret_cast<std::uintptr_t>(child.buffers[j]) % 64, 0U);
        }
    }
}

TEST(Columns, WithoutRowsEachBufferIsThere) {
    BatchBuilder builder(all_kinds());
    Held<ArrowArray> batch;
    static_cast<ArrowArray&>(batch) = builder.finish();
    EXPECT_EQ(batch.length, 0);
    for (std::int64_t i = 0; i < batch.n_children; ++i) {
        const ArrowArray& child = *batch.children[i];
        for (std::int64_t j = 1; j < child.n_buffers; ++j) EXPECT_NE(child.buffers[j], nullptr);
    }
}

TEST(Columns, NoUtf8BecomesReplacementCharacters) {
    const FrameColumn column{"t", ColumnKind::text};
    ColumnBuilder builder(column);
    builder.append(std::string_view("a\xff"));
    Held<ArrowArray> array;
    static_cast<ArrowArray&>(array) = builder.finish();
    EXPECT_EQ(arrow::text_at(array, 0), "a\xef\xbf\xbd");
}

TEST(Columns, ValuesOfAnotherKindAreRefused) {
    const FrameColumn word{"w", ColumnKind::word, &kYesNo};
    EXPECT_THROW(ColumnBuilder(word).append("MAYBE"), Error);
    EXPECT_THROW(ColumnBuilder(word).append(std::int64_t{1}), Error);
    const FrameColumn uuid{"u", ColumnKind::uuid};
    EXPECT_THROW(ColumnBuilder(uuid).append("short"), Error);
    const FrameColumn integer{"i", ColumnKind::integer};
    EXPECT_THROW(ColumnBuilder(integer).append("1"), Error);
    EXPECT_THROW(ColumnBuilder(integer).append(1.5), Error);
}

// --- who gives what back; AddressSanitizer sees what is given back twice or never -------------------------------------

TEST(Release, AChildMayBeMovedAwayFirst) {
    BatchBuilder builder(all_kinds());
    append_row(builder);
    ArrowArray batch = builder.finish();
    ArrowArray child = *batch.children[2];
    batch.children[2]->release = nullptr;  // that is how the specification moves
    batch.release(&batch);
    EXPECT_EQ(batch.release, nullptr);
    EXPECT_EQ(arrow::text_at(child, 0), "ñandú");
    child.release(&child);
    EXPECT_EQ(child.release, nullptr);
}

TEST(Release, ASchemaToo) {
    ArrowSchema schema{};
    export_schema(all_kinds(), &schema);
    ArrowSchema child = *schema.children[8];
    schema.children[8]->release = nullptr;
    schema.release(&schema);
    EXPECT_EQ(schema.release, nullptr);
    EXPECT_STREQ(child.name, "word");
    child.release(&child);
}

// --- streams -----------------------------------------------------------------------------------------------------------

class Counting : public BatchSource {
public:
    Counting(int batches, int* alive, bool fails = false)
        : batches_(batches), alive_(alive), fails_(fails), batch_(all_kinds()) {
        ++*alive_;
    }
    ~Counting() override { --*alive_; }
    std::span<const FrameColumn> columns() const override { return all_kinds(); }
    bool next(ArrowArray* out) override {
        if (batches_-- == 0) {
            if (fails_) throw std::runtime_error("the disk is gone");
            return false;
        }
        append_row(batch_);
        *out = batch_.finish();
        return true;
    }

private:
    int batches_;
    int* alive_;
    bool fails_;
    BatchBuilder batch_;
};

TEST(Stream, EndsAndStaysAtItsEnd) {
    int alive = 0;
    {
        Held<ArrowArrayStream> stream;
        export_stream(std::make_unique<Counting>(3, &alive), &stream);
        const arrow::Rows rows = arrow::read(stream);
        EXPECT_EQ(rows.batches, (std::vector<std::int64_t>{1, 1, 1}));
        EXPECT_EQ(rows.rows.at(2), kRow);
        for (int i = 0; i < 2; ++i) {
            Held<ArrowArray> after;
            EXPECT_EQ(stream.get_next(&stream, &after), 0);
            EXPECT_EQ(after.release, nullptr);
        }
        EXPECT_EQ(stream.get_last_error(&stream), nullptr);
    }
    EXPECT_EQ(alive, 0);
}

TEST(Stream, TellsItsErrorAtEachCall) {
    int alive = 0;
    Held<ArrowArrayStream> stream;
    export_stream(std::make_unique<Counting>(1, &alive, true), &stream);
    EXPECT_EQ(arrow::read(stream).error, "the disk is gone");
    Held<ArrowArray> after;
    EXPECT_NE(stream.get_next(&stream, &after), 0);
    EXPECT_STREQ(stream.get_last_error(&stream), "the disk is gone");
}

TEST(Stream, BatchesOutliveIt) {
    int alive = 0;
    Held<ArrowArray> batch;
    Held<ArrowSchema> schema;
    {
        Held<ArrowArrayStream> stream;
        export_stream(std::make_unique<Counting>(1, &alive), &stream);
        ASSERT_EQ(stream.get_schema(&stream, &schema), 0);
        ASSERT_EQ(stream.get_next(&stream, &batch), 0);
    }
    EXPECT_EQ(alive, 0);
    EXPECT_EQ(row_of(schema, batch, 0), kRow);
}

}  // namespace
}  // namespace abonado
