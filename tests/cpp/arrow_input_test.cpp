// Rows of Arrow's arrays as the lines of a dump: each type, and what is wrong with arrays.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "abonado/error.hpp"
#include "abonado/input.hpp"
#include "arrow_making.hpp"
#include "bulk/arrow_column.hpp"
#include "bulk/arrow_text.hpp"
#include "vectors.hpp"

namespace abonado {
namespace {

using arrow::bits;
using arrow::bytes;
using arrow::Column;
using arrow::list;
using arrow::object;
using arrow::plain;
using arrow::Released;
using arrow::texts;
using testing::HasSubstr;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Text {
    std::string lines;
    std::string error;
};

// All that an input gives, a few bytes at a time.
Text read_all(Input& input) {
    Text out;
    char buffer[7];
    try {
        for (std::size_t got = input.read(buffer, 7); got > 0; got = input.read(buffer, 7))
            out.lines.append(buffer, got);
    } catch (const Error& error) {
        out.error = error.what();
    }
    return out;
}

Text read(std::vector<Column> batches, const FrameRows& rows = {}, const char* error = nullptr) {
    Released released;
    ArrowArrayStream stream = arrow::stream_of(std::move(batches), &released, error);
    Text out;
    try {
        const auto input = arrow_input(&stream, rows, "<frame>");
        EXPECT_EQ(stream.release, nullptr) << "the stream was not taken over";
        out = read_all(*input);
    } catch (const Error& refused) {
        EXPECT_EQ(refused.code(), ErrorCode::invalid_argument);
        out.error = refused.what();
    }
    EXPECT_EQ(released.streams, 1);
    return out;
}

// What a column becomes as the member `v` of bodies, a line for each row; or the error.
std::string values(Column column) {
    column.name = "v";
    const std::int64_t rows = column.length;
    const Text out = read({object("", rows, {std::move(column)})}, {RecordKind::segment, ""});
    constexpr std::string_view kBefore = "{\"kind\":\"segment\",\"body\":{";
    std::string short_lines;
    std::size_t from = 0;
    while (from < out.lines.size()) {
        const std::size_t end = out.lines.find('\n', from);
        EXPECT_EQ(out.lines.substr(from, kBefore.size()), kBefore);
        const std::size_t begin = from + kBefore.size();
        const std::string member = out.lines.substr(begin, end - 2 - begin);
        EXPECT_TRUE(member.empty() || member.starts_with("\"v\":")) << member;
        short_lines += member.empty() ? "" : member.substr(4);
        short_lines += '\n';
        from = end + 1;
    }
    return short_lines + out.error;
}

Column one_text(std::string_view text) { return texts("v", {text}); }

// --- types -------------------------------------------------------------------------------------------------------------

TEST(ArrowTypes, Integers) {
    EXPECT_EQ(values(plain<std::int8_t>("c", "", {-128, 127})), "-128\n127\n");
    EXPECT_EQ(values(plain<std::uint8_t>("C", "", {0, 255})), "0\n255\n");
    EXPECT_EQ(values(plain<std::int16_t>("s", "", {-32768})), "-32768\n");
    EXPECT_EQ(values(plain<std::uint16_t>("S", "", {65535})), "65535\n");
    EXPECT_EQ(values(plain<std::int32_t>("i", "", {-2147483647 - 1})), "-2147483648\n");
    EXPECT_EQ(values(plain<std::uint32_t>("I", "", {4294967295})), "4294967295\n");
    EXPECT_EQ(values(plain<std::int64_t>("l", "", {std::numeric_limits<std::int64_t>::min()})),
              "-9223372036854775808\n");
    EXPECT_EQ(values(plain<std::uint64_t>("L", "", {std::numeric_limits<std::uint64_t>::max()})),
              "18446744073709551615\n");
}

TEST(ArrowTypes, NullsAreLeftOut) {
    EXPECT_EQ(values(plain<std::int32_t>("i", "", {1, 2, 3}, "101")), "1\n\n3\n");
    EXPECT_EQ(values({"n", "", 2, {}}), "\n\n");
    Column booleans{"b", "", 3, {bits("110"), bits("101")}};
    booleans.nulls = 1;
    EXPECT_EQ(values(booleans), "true\nfalse\n\n");
}

TEST(ArrowTypes, RealsAreTheirShortestDigits) {
    EXPECT_EQ(values(plain<double>("g", "", {0.1, 7.0, -0.5, 87.264463, 1e300})), "0.1\n7\n-0.5\n87.264463\n1e+300\n");
    EXPECT_EQ(values(plain<float>("f", "", {0.1F, 7.0F})), "0.1\n7\n");
    // 1, -2.5, 65504 (the largest), the smallest, NaN, infinity
    EXPECT_EQ(values(plain<std::uint16_t>("e", "", {0x3c00, 0xc100, 0x7bff, 0x0001, 0x7e00, 0x7c00})),
              "1\n-2.5\n65504\n5.9604645e-08\n[[\"NaN\"]]\n[[\"Infinity\"]]\n");
}

TEST(ArrowTypes, ARealThatMayHaveLostDigitsIsNoInteger) {
    EXPECT_EQ(values(plain<double>("g", "", {9007199254740991.0, 9007199254740992.0, -9007199254740994.0})),
              "9007199254740991\n9007199254740992.0\n-9007199254740994.0\n");
    EXPECT_EQ(values(plain<float>("f", "", {16777215.0F, 16777216.0F})), "16777215\n16777216.0\n");
}

TEST(ArrowTypes, NoNumberIsAListInAList) {
    EXPECT_EQ(values(plain<double>("g", "", {kNan, kInfinity, -kInfinity})),
              "[[\"NaN\"]]\n[[\"Infinity\"]]\n[[\"-Infinity\"]]\n");
}

TEST(ArrowTypes, DecimalsAreExact) {
    EXPECT_EQ(values(plain<std::int32_t>("d:9,2,32", "", {-12345, 100, 5, 0})), "-123.45\n1\n0.05\n0\n");
    EXPECT_EQ(values(plain<std::int64_t>("d:18,6,64", "", {87264463})), "87.264463\n");
    // Two halves each, the lower first; -1 has all bits set.
    EXPECT_EQ(values(Column{"d:38,3", "", 3, {{}, bytes<std::int64_t>({1234567, 0, -1, -1, 0, 1})}}),
              "1234.567\n-0.001\n18446744073709551.616\n");
    EXPECT_EQ(values(Column{"d:38,38", "", 1, {{}, bytes<std::uint64_t>({0xffffffffffffffff, 0x7fffffffffffffff})}}),
              "1.70141183460469231731687303715884105727\n");
    constexpr std::uint64_t kTop = 0x8000000000000000;
    EXPECT_EQ(values(Column{"d:76,0,256", "", 1, {{}, bytes<std::uint64_t>({0, 0, 0, kTop})}}),
              "-57896044618658097711785492504343953926634992332820282019728792003956564819968\n");
    EXPECT_EQ(values(plain<std::int64_t>("d:9,-3,64", "", {-12})), "-12000\n");
}

TEST(ArrowTypes, Texts) {
    EXPECT_EQ(values(texts("", {"a", std::nullopt, "", "ñ"})), "\"a\"\n\n\"\"\n\"ñ\"\n");
    EXPECT_EQ(values(texts<std::int64_t>("", {"a", std::nullopt, "b"})), "\"a\"\n\n\"b\"\n");
}

TEST(ArrowTypes, EmptyTextsNeedNoBytes) {
    EXPECT_EQ(values(texts("", {"", ""})), "\"\"\n\"\"\n");
    EXPECT_EQ(values({"u", "", 1, {{}, bytes<std::int32_t>({4, 4}), {}}}), "\"\"\n");
}

TEST(ArrowTypes, TextsOfViews) {
    const std::string longer = "a text of more than twelve bytes";
    std::string views(32, '\0');
    const std::int32_t three = 3;
    const auto size = static_cast<std::int32_t>(longer.size());
    std::memcpy(views.data(), &three, 4);
    std::memcpy(views.data() + 4, "abc", 3);
    std::memcpy(views.data() + 16, &size, 4);
    std::memcpy(views.data() + 20, "a te", 4);
    Column column{"vu", "", 2, {{}, views, longer, bytes<std::int64_t>({size})}};
    EXPECT_EQ(values(column), "\"abc\"\n\"" + longer + "\"\n");
    column.buffers[3] = bytes<std::int64_t>({size - 1});
    EXPECT_THAT(values(column), HasSubstr("\"abc\"\n<frame>: the column v has a text beyond its buffers"));
    column.buffers = {{}, views.substr(0, 16), {}};  // short ones need no buffer
    column.length = 1;
    EXPECT_EQ(values(column), "\"abc\"\n");
}

TEST(ArrowTypes, WhatATextMayHold) {
    EXPECT_EQ(values(one_text(std::string_view("\0\x01\n\r\t\"\\/\x7f", 9))),
              "\"\\u0000\\u0001\\n\\r\\t\\\"\\\\/\x7f\"\n");
    EXPECT_EQ(values(one_text("\xff")), "\"\xff\"\n") << "no UTF-8 is for rule DOC-001 to find";
    EXPECT_EQ(values(one_text("\"},\"kind\":\"max\"")), "\"\\\"},\\\"kind\\\":\\\"max\\\"\"\n");
}

TEST(ArrowTypes, Words) {
    Column column = plain<std::int8_t>("c", "", {1, 0, 1, 2}, "1101");
    column.dictionary = std::make_shared<Column>(texts("", {"a", "b", std::nullopt}));
    EXPECT_EQ(values(column), "\"b\"\n\"a\"\n\n\n");
    column.buffers[1] = bytes<std::int8_t>({3, 0, 0, 0});
    EXPECT_THAT(values(column), HasSubstr("the column v has an index beyond its dictionary"));
    column.buffers[1] = bytes<std::int8_t>({-1, 0, 0, 0});
    EXPECT_THAT(values(column), HasSubstr("the column v has an index beyond its dictionary"));
}

TEST(ArrowTypes, Dates) {
    EXPECT_EQ(values(plain<std::int32_t>("tdD", "", {0, 19723, -1, 2932897})),
              "\"1970-01-01\"\n\"2024-01-01\"\n\"1969-12-31\"\n\"+10000-01-01\"\n");
    EXPECT_EQ(values(plain<std::int64_t>("tdm", "", {86400000, -1})), "\"1970-01-02\"\n\"1969-12-31\"\n");
}

TEST(ArrowTypes, Timestamps) {
    EXPECT_EQ(values(plain<std::int64_t>("tss:UTC", "", {1714550400})), "\"2024-05-01T08:00:00Z\"\n");
    EXPECT_EQ(values(plain<std::int64_t>("tsm:Europe/Madrid", "", {1714550400500})),
              "\"2024-05-01T08:00:00.500000Z\"\n");
    EXPECT_EQ(values(plain<std::int64_t>("tsu:+02:00", "", {-1})), "\"1969-12-31T23:59:59.999999Z\"\n");
    EXPECT_EQ(values(plain<std::int64_t>("tsn:UTC", "", {1, 1000})),
              "\"1970-01-01T00:00:00.000000001Z\"\n\"1970-01-01T00:00:00.000001Z\"\n");
    EXPECT_EQ(values(plain<std::int64_t>("tsu:", "", {0})), "\"1970-01-01T00:00:00\"\n");
    // A year that no date holds is a number, which no date-time is.
    EXPECT_EQ(values(plain<std::int64_t>("tss:UTC", "", {std::numeric_limits<std::int64_t>::max()})),
              "9223372036854775807\n");
}

TEST(ArrowTypes, Uuids) {
    std::string metadata = bytes<std::int32_t>({1, 20}) + "ARROW:extension:name" + bytes<std::int32_t>({10}) +
                           "arrow.uuid";
    Column column{"w:16", "", 1, {{}, "\x12\x34\x56\x78\x9a\xbc\xde\xf0\x01\x02\x03\x04\x05\x06\x07\x08"}};
    column.metadata = metadata;
    EXPECT_EQ(values(column), "\"12345678-9abc-def0-0102-030405060708\"\n");
    column.metadata.clear();
    EXPECT_THAT(values(column), HasSubstr("the column v has a type that is not read: w:16"));
}

// --- nested ------------------------------------------------------------------------------------------------------------

TEST(ArrowNested, ObjectsAndLists) {
    const Column element = object(
        "item", 3, {plain<std::int32_t>("i", "a", {1, 2, 3}), texts("b", {"x", std::nullopt, "z"})}, "110");
    EXPECT_EQ(values(list("", {0, 2, 2, 3}, element)), "[{\"a\":1,\"b\":\"x\"},{\"a\":2}]\n[]\n[null]\n");
}

TEST(ArrowNested, AnObjectWithoutValuesIsEmptyAndANullOneIsLeftOut) {
    EXPECT_EQ(values(object("", 2, {plain<std::int32_t>("i", "a", {1, 2}, "00")}, "10")), "{}\n\n");
    EXPECT_EQ(values(object("", 2, {}, "10")), "{}\n\n");
}

TEST(ArrowNested, OtherLists) {
    const Column numbers = plain<std::int32_t>("i", "item", {1, 2, 3, 4});
    EXPECT_EQ(values({"+L", "", 2, {{}, bytes<std::int64_t>({1, 1, 4})}, {numbers}}), "[]\n[2,3,4]\n");
    EXPECT_EQ(values({"+w:2", "", 2, {{}}, {numbers}}), "[1,2]\n[3,4]\n");
    EXPECT_EQ(values({"+w:0", "", 1, {{}}, {numbers}}), "[]\n");
    EXPECT_EQ(values({"+vl", "", 2, {{}, bytes<std::int32_t>({2, 0}), bytes<std::int32_t>({2, 1})}, {numbers}}),
              "[3,4]\n[1]\n");
    EXPECT_EQ(values({"+vL", "", 1, {{}, bytes<std::int64_t>({1}), bytes<std::int64_t>({2})}, {numbers}}), "[2,3]\n");
}

TEST(ArrowNested, MapsAreObjects) {
    const Column entries = object("entries", 3,
                                  {texts("key", {"a", "b", "a"}), plain<std::int32_t>("i", "value", {1, 2, 3}, "101")});
    EXPECT_EQ(values({"+m", "", 2, {{}, bytes<std::int32_t>({0, 2, 3})}, {entries}}), "{\"a\":1}\n{\"a\":3}\n");
    const Column numbered = object("entries", 1,
                                   {plain<std::int32_t>("i", "key", {1}), plain<std::int32_t>("i", "value", {1})});
    EXPECT_THAT(values({"+m", "", 1, {{}, bytes<std::int32_t>({0, 1})}, {numbered}}),
                HasSubstr("keys that are no text"));
}

TEST(ArrowNested, Runs) {
    const Column ends = plain<std::int32_t>("i", "run_ends", {2, 5});
    Column column{"+r", "", 5, {}, {ends, texts("values", {"a", std::nullopt})}};
    EXPECT_EQ(values(column), "\"a\"\n\"a\"\n\n\n\n");
    column.length = 6;
    EXPECT_THAT(values(column), HasSubstr("the column v has a row beyond its runs"));
}

TEST(ArrowNested, SlicesBeginAtTheirOffset) {
    Column numbers = plain<std::int32_t>("i", "a", {0, 1, 2, 3, 4}, "11101");
    numbers.offset = 1;
    numbers.length = 4;
    Column inner = object("", 3, {numbers});
    inner.offset = 1;  // of the four; so the numbers from the third on
    EXPECT_EQ(values(inner), "{\"a\":2}\n{}\n{\"a\":4}\n");
    Column lists = list("", {0, 1, 2, 4}, numbers);
    lists.offset = 2;
    lists.length = 1;
    EXPECT_EQ(values(lists), "[null,4]\n");
    Column words = texts("", {"a", "b", "c"});
    words.offset = 1;
    words.length = 2;
    EXPECT_EQ(values(words), "\"b\"\n\"c\"\n");
    Column batch = object("", 2, {words});
    batch.children[0].name = "segment_id";
    batch.offset = 1;
    batch.length = 1;
    EXPECT_EQ(read({batch}, {RecordKind::segment, ""}).lines,
              "{\"kind\":\"segment\",\"body\":{\"segment_id\":\"c\"}}\n");
}

TEST(ArrowNested, OtherTypesAreRefusedByTheirPath) {
    for (const char* format : {"z", "Z", "vz", "w:8", "ttm", "tDu", "tiM", "+ud:0,1", "+us:0,1", "ts", "tsx:", "d:9",
                               "d:9,2,7", "d:9,101", "+w:-1", "", "?"}) {
        const Column inner{format, "deep", 0, {}};
        const Column outer = object("outer", 0, {list("all", {0}, object("item", 0, {inner}))});
        const Text out = read({object("", 0, {outer})}, {RecordKind::segment, ""});
        EXPECT_EQ(out.error,
                  "<frame>: the column outer.all[].deep has a type that is not read: " + std::string(format));
    }
}

TEST(ArrowNested, TypesNestedTooDeepAreRefused) {
    Column column = plain<std::int32_t>("i", "v", {1});
    for (int i = 0; i < 100; ++i) column = object("v", 1, {column});
    EXPECT_THAT(values(column), HasSubstr("nested deeper than 64 levels"));
}

// --- arrays that contradict themselves -----------------------------------------------------------------------------------

TEST(ArrowDamage, OffsetsOutOfOrder) {
    Column column = texts("", {"ab", "cd", "ef"});
    column.buffers[1] = bytes<std::int32_t>({0, 2, 1, 6});
    EXPECT_THAT(values(column), HasSubstr("\"ab\"\n<frame>: the column v has offsets of texts that are out of order"));
    column.buffers[1] = bytes<std::int32_t>({0, 2, 9, 6});
    EXPECT_THAT(values(column), HasSubstr("out of order"));
    column.buffers[1] = bytes<std::int32_t>({-5, 2, 4, 6});
    EXPECT_THAT(values(column), HasSubstr("out of order"));
}

TEST(ArrowDamage, ListsBeyondTheirElements) {
    const Column numbers = plain<std::int32_t>("i", "item", {1, 2});
    const char* const why = "the column v has a list beyond its elements";
    EXPECT_THAT(values(list("", {0, 3}, numbers)), HasSubstr(why));
    EXPECT_THAT(values(list("", {-1, 1}, numbers)), HasSubstr(why));
    EXPECT_THAT(values(list("", {2, 1}, numbers)), HasSubstr(why));
    EXPECT_THAT(values({"+w:2", "", 2, {{}}, {numbers}}), HasSubstr(why));
    constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
    EXPECT_THAT(values({"+vL", "", 1, {{}, bytes({kMost}), bytes({kMost})}, {numbers}}), HasSubstr(why));
    EXPECT_THAT(values({"+vl", "", 1, {{}, bytes<std::int32_t>({1}), bytes<std::int32_t>({-1})}, {numbers}}),
                HasSubstr(why));
}

TEST(ArrowDamage, PartsThatAreMissing) {
    Column column = plain<std::int32_t>("i", "", {1});
    column.buffers.pop_back();
    EXPECT_THAT(values(column), HasSubstr("the column v has an array of 1 buffers, its type 2"));
    column.buffers.emplace_back();
    EXPECT_THAT(values(column), HasSubstr("the column v has an array without its buffer 1"));
    column = plain<std::int32_t>("i", "", {1});
    column.nulls = 1;
    EXPECT_THAT(values(column), HasSubstr("has nulls and does not say which"));
    column = texts("", {"a"});
    column.buffers[2].clear();
    EXPECT_THAT(values(column), HasSubstr("has an array without its buffer 2"));
}

TEST(ArrowDamage, ChildrenThatAreTooShort) {
    Column column = object("", 2, {plain<std::int32_t>("i", "a", {1})});
    EXPECT_THAT(values(column), HasSubstr("the column v.a has an array of 1 rows from 0 where there should be 2"));
    column = plain<std::int32_t>("i", "", {1});
    column.offset = -1;
    EXPECT_THAT(values(column), HasSubstr("rows from -1"));
}

TEST(ArrowDamage, AnotherNumberOfChildrenThanTheSchemaHas) {
    const Column type = object("", 1, {plain<std::int32_t>("i", "a", {1})});
    Column other = type;
    other.children.push_back(other.children[0]);
    const Text out = read({type, other}, {RecordKind::segment, ""});
    EXPECT_EQ(out.lines, "{\"kind\":\"segment\",\"body\":{\"a\":1}}\n");
    EXPECT_EQ(out.error, "<frame>: the column of the rows has an array of 2 children, its type 1");
}

// --- streams -----------------------------------------------------------------------------------------------------------

Column numbered(std::initializer_list<std::int64_t> ids) {
    return object("", static_cast<std::int64_t>(ids.size()), {plain("l", "legacy_id", ids)});
}

const FrameRows kSegments{RecordKind::segment, "euskaltel"};

std::string line(int id) {
    return R"({"kind":"segment","org":"euskaltel","legacy_id":)" + std::to_string(id) + ",\"body\":{}}\n";
}

TEST(ArrowStreams, BatchesFollowEachOther) {
    EXPECT_EQ(read({numbered({1, 2}), numbered({}), numbered({3})}, kSegments).lines, line(1) + line(2) + line(3));
    EXPECT_EQ(read({numbered({})}, kSegments).lines, "");
}

TEST(ArrowStreams, AllIsGivenBackOnce) {
    Released released;
    {
        ArrowArrayStream stream = arrow::stream_of({numbered({1}), numbered({2})}, &released);
        const auto input = arrow_input(&stream, kSegments);
        EXPECT_EQ(released.schemas, 2) << "the schema is not needed any more";
        char byte = 0;
        EXPECT_EQ(input->read(&byte, 1), 1U);  // and leaves the rest
    }
    EXPECT_EQ(released.arrays, 2);
    EXPECT_EQ(released.streams, 1);
}

TEST(ArrowStreams, AnErrorOfTheProducerComesAfterTheRowsBeforeIt) {
    const Text out = read({numbered({1})}, kSegments, "the network is down");
    EXPECT_EQ(out.lines, line(1));
    EXPECT_EQ(out.error, "<frame>: the network is down");
    EXPECT_EQ(read({numbered({1})}, kSegments, "").error, "<frame>: Input/output error");
}

TEST(ArrowStreams, WithoutASchema) {
    Released released;
    ArrowArrayStream stream = arrow::stream_of({numbered({})}, &released, "no schema", false);
    try {
        (void)arrow_input(&stream, kSegments);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::input_unreadable);
        EXPECT_STREQ(error.what(), "<frame>: no schema");
    }
    EXPECT_EQ(released.streams, 1);
    EXPECT_THROW((void)arrow_input(&stream, kSegments), Error) << "it was given away";
}

TEST(ArrowStreams, ManyRowsAreReadAChunkAtATime) {
    std::string expected;
    std::vector<Column> batches;
    for (int i = 1; i <= 5000; ++i) {
        batches.push_back(numbered({i}));
        expected += line(i);
    }
    EXPECT_EQ(read(batches, kSegments).lines, expected);
}

TEST(ArrowStreams, AreValidated) {
    Released released;
    ArrowArrayStream stream = arrow::stream_of(
        {object("", 2,
                {plain<std::int64_t>("l", "legacy_id", {1, 2}), texts("segment_id", {"OM_A", "XX"}),
                 texts("segment_value", {"A", "B"}), texts("reason", {"r", std::nullopt})})},
        &released, "cut off");
    std::vector<std::unique_ptr<Input>> inputs;
    inputs.push_back(arrow_input(&stream, kSegments));
    std::string findings;
    const ValidateReport report = validate(inputs, {}, [&](const Finding& finding) {
        findings += std::to_string(finding.line) + " " + finding.pointer + "\n";
    });
    EXPECT_EQ(findings, "1 /segment_id\n2 /reason\n2 /segment_id\n") << "classes are not known (SEG-003)";
    ASSERT_EQ(report.failures.size(), 1U);
    EXPECT_EQ(report.failures[0].message, "<frame>: cut off");
}

// 100,000 views of a text of 10,000 bytes: a row of 1 GB, made of little.
Column far_views() {
    const std::string text(10'000, 'x');
    Column views{"+vl", "segment_id", 2, {{}, bytes<std::int32_t>({0, 1}), bytes<std::int32_t>({100'000, 1})}};
    Column inner{"+vl", "item", 100'000, {{}, std::string(400'000, '\0'), {}}, {texts("item", {text})}};
    for (int i = 0; i < 100'000; ++i) inner.buffers[2] += bytes<std::int32_t>({1});
    views.children = {std::move(inner)};
    return object("", 2, {std::move(views)});
}

TEST(ArrowStreams, ARowIsMadeNoLongerThanItIsLookedAt) {
    Released released;
    for (const Column& batch : {far_views(), object("", 2, {texts("segment_id", {std::string(400'000, 'x'), "y"})}),
                                object("", 2, {texts("body", {std::string(400'000, '{'), "y"})})}) {
        ArrowArrayStream stream = arrow::stream_of({batch}, &released);
        const auto input = arrow_input(&stream, kSegments);
        input->longest_line(1000);
        const Text out = read_all(*input);
        const std::size_t first = out.lines.find('\n');
        EXPECT_EQ(out.error, "");
        EXPECT_GT(first, 1000U);
        EXPECT_LT(first, 300'000U);
        EXPECT_LT(out.lines.size() - first, 12'000U) << "the next row is whole";
    }
}

TEST(ArrowStreams, ARowThatIsTooLongIsAFindingAsALineIs) {
    Released released;
    ArrowArrayStream stream = arrow::stream_of({far_views()}, &released);
    std::vector<std::unique_ptr<Input>> inputs;
    inputs.push_back(arrow_input(&stream, kSegments));
    std::string found;
    const ValidateReport report = validate(inputs, {}, [&](const Finding& finding) {
        found += std::to_string(finding.line) + " " + std::string(rules()[finding.rule].id) + "\n";
    });
    EXPECT_THAT(found, testing::StartsWith("1 DOC-006\n2 "));
    EXPECT_EQ(report.records, 2U);
    EXPECT_LT(report.bytes, std::uint64_t{18} << 20);
}

TEST(ArrowStreams, ATypeOfMoreChildrenThanATableHasIsRefused) {
    ArrowSchema schema{"+s", "", nullptr, 0, std::int64_t{1} << 60, nullptr, nullptr, nullptr, nullptr};
    try {
        const ArrowColumn column(schema, "");
        FAIL();
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("with 1152921504606846976 children"));
    }
}

// --- envelopes -----------------------------------------------------------------------------------------------------------

TEST(ArrowRows, OfEnvelopes) {
    const Column batch = object(
        "", 2,
        {object("body", 2, {texts("segment_id", {"A", "B"})}, "10"), plain<std::int64_t>("l", "legacy_id", {1, 2}),
         texts("kind", {"segment", std::nullopt}), texts("org", {std::nullopt, "yoigo"})});
    EXPECT_EQ(read({batch}).lines,
              "{\"kind\":\"segment\",\"legacy_id\":1,\"body\":{\"segment_id\":\"A\"}}\n"
              "{\"org\":\"yoigo\",\"legacy_id\":2}\n");
    EXPECT_EQ(read({batch}, {RecordKind::max, "telco"}).lines,
              "{\"kind\":\"segment\",\"org\":\"telco\",\"legacy_id\":1,\"body\":{\"segment_id\":\"A\"}}\n"
              "{\"kind\":\"max\",\"org\":\"yoigo\",\"legacy_id\":2}\n");
}

TEST(ArrowRows, WithBodiesOfText) {
    const auto body = [](std::string_view text) {
        const Text out = read({object("", 1, {texts("body", {text})})}, kSegments);
        constexpr std::string_view kBefore = R"({"kind":"segment","org":"euskaltel","body":)";
        EXPECT_TRUE(out.lines.starts_with(kBefore));
        return out.lines.substr(kBefore.size(), out.lines.size() - kBefore.size() - 2);
    };
    EXPECT_EQ(body(" {\"a\":\r\n[1,{\"b\":\"}\\\"\"}]} \n"), "{\"a\":  [1,{\"b\":\"}\\\"\"}]}");
    // What is no object stays text, and cannot reach into the envelope.
    EXPECT_EQ(body("{\"a\":1},\"org\":\"yoigo\""), "\"{\\\"a\\\":1},\\\"org\\\":\\\"yoigo\\\"\"");
    EXPECT_EQ(body("{\"a\":1}}{"), "\"{\\\"a\\\":1}}{\"");
    EXPECT_EQ(body("{\"a\":1"), "\"{\\\"a\\\":1\"");
    EXPECT_EQ(body("{\"a\":\"}"), "\"{\\\"a\\\":\\\"}\"");
    EXPECT_EQ(body("{\"a\":\"\n\"}"), "\"{\\\"a\\\":\\\"\\n\\\"}\"") << "a line end in a text is no JSON";
    EXPECT_EQ(body("[1]"), "\"[1]\"");
    EXPECT_EQ(body(""), "\"\"");
}

TEST(ArrowRows, OfBodiesWithMembersOfTheEnvelopeBesideThem) {
    const Column batch = object(
        "", 1,
        {texts("segment_value", {"P"}), plain<std::int64_t>("l", "legacy_id", {7}), texts("segment_class", {"PREPAID"}),
         texts("org", {"yoigo"}), texts("unheard_of", {"x"})});
    EXPECT_EQ(read({batch}, kSegments).lines,
              "{\"kind\":\"segment\",\"org\":\"yoigo\",\"legacy_id\":7,\"segment_class\":\"PREPAID\",\"body\":"
              "{\"segment_value\":\"P\",\"unheard_of\":\"x\"}}\n");
}

TEST(ArrowRows, AMemberOfTheBodyIsTheBodys) {
    // `kind` of a shipping says how it is sent.
    const Column batch = object("", 1, {texts("kind", {"PICKUP"}), plain<std::int64_t>("l", "legacy_id", {7})});
    EXPECT_EQ(read({batch}, {RecordKind::shipping, "yoigo"}).lines,
              "{\"kind\":\"shipping\",\"org\":\"yoigo\",\"legacy_id\":7,\"body\":{\"kind\":\"PICKUP\"}}\n");
}

TEST(ArrowRows, LabelsOfPandasAreLeftOut) {
    const Column batch = object("", 1,
                                {texts("segment_id", {"A"}), plain<std::int64_t>("l", "__index_level_0__", {7})});
    EXPECT_EQ(read({batch}, kSegments).lines,
              "{\"kind\":\"segment\",\"org\":\"euskaltel\",\"body\":{\"segment_id\":\"A\"}}\n");
}

TEST(ArrowRows, ThatCanBeNoRecordsAreRefused) {
    EXPECT_THAT(
        read({object("", 0, {texts("a", {}), texts("b", {})})}).error,
        HasSubstr("no column body, so that its rows are bodies whose kind must be given; the columns are a, b"));
    EXPECT_THAT(read({object("", 0, {texts("body", {})})}).error, HasSubstr("no column kind"));
    EXPECT_THAT(read({texts("", {"a"})}, kSegments).error, HasSubstr("is no table of columns"));
}

}  // namespace
}  // namespace abonado
