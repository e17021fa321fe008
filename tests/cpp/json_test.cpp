// The strict codec: from_json and to_json over the field tables.
#include "abonado/json.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "abonado/error.hpp"
#include "vectors.hpp"

namespace abonado {
namespace {

// Reads `text` as the struct of this name and writes it again.
std::string read_and_write(std::string_view name, std::string_view text) {
    std::string out;
    bool known = false;
    AllStructs::for_each([&]<class T>() {
        if (struct_info<T>().name != name) return;
        known = true;
        const T value = from_json<T>(text);
        out = to_json(value);
        EXPECT_EQ(from_json<T>(out), value) << out;
        EXPECT_EQ(to_json(from_json<T>(out)), out);
    });
    EXPECT_TRUE(known) << name;
    return out;
}

template <class T>
std::string pointer_of_error(std::string_view text, const ReadOptions& options = {}) {
    try {
        (void)from_json<T>(text, options);
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::invalid_document);
        EXPECT_NE(std::string(error.what()), "");
        return error.pointer();
    }
    return "accepted";
}

std::set<std::string> json_files(std::string_view directory) {
    std::set<std::string> out;
    for (const auto& entry : std::filesystem::directory_iterator(vectors::path(directory))) {
        if (entry.path().extension() == ".json") out.insert(entry.path().filename().string());
    }
    return out;
}

std::string struct_of(const std::string& file) { return file.substr(0, file.find('.')); }

// ---- tests/vectors/json

TEST(JsonVectors, AcceptedDocumentsAreWrittenAsListed) {
    std::set<std::string> listed;
    for (const std::string& row : vectors::lines(vectors::read("json/accept/written.txt"))) {
        const std::string file = row.substr(0, row.find(' '));
        SCOPED_TRACE(file);
        listed.insert(file);
        try {
            const std::string written = read_and_write(struct_of(file), vectors::read("json/accept/" + file));
            EXPECT_EQ(written, row.substr(file.size() + 1));
        } catch (const Error& error) {
            ADD_FAILURE() << "rejected: " << error.what();
        }
    }
    EXPECT_EQ(listed, json_files("json/accept"));
}

TEST(JsonVectors, RejectedDocumentsRaiseAnErrorWithThePointer) {
    std::set<std::string> listed;
    for (const std::string& row : vectors::lines(vectors::read("json/reject/pointers.txt"))) {
        const std::string file = row.substr(0, row.find(' '));
        SCOPED_TRACE(file);
        listed.insert(file);
        try {
            const std::string written = read_and_write(struct_of(file), vectors::read("json/reject/" + file));
            ADD_FAILURE() << "accepted as " << written.substr(0, 200);
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::invalid_document);
            EXPECT_EQ(error.pointer(), file.size() < row.size() ? row.substr(file.size() + 1) : "");
        }
    }
    EXPECT_EQ(listed, json_files("json/reject"));
}

// ---- tests/vectors/seeds

struct SeedRow {
    std::string file;
    std::string type;
    std::string kind;  // "-" if it is no body of a record
};

std::vector<SeedRow> seeds() {
    std::vector<SeedRow> out;
    for (const std::string& line : vectors::lines(vectors::read("seeds/index.txt"))) {
        if (line.starts_with('#')) continue;
        const std::size_t first = line.find(' ');
        const std::size_t second = line.find(' ', first + 1);
        out.push_back({line.substr(0, first), line.substr(first + 1, second - first - 1), line.substr(second + 1)});
    }
    return out;
}

std::string one_line(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

std::string seed_envelope(const SeedRow& row) {
    return R"({"kind":")" + row.kind + R"(","org":"euskaltel",)" +
           (row.kind == "segment" || row.kind == "credit_limits" ? R"("legacy_id":12345,)" : "") + R"("body":)" +
           one_line(vectors::read("seeds/" + row.file)) + "}\n";
}

TEST(SeedVectors, TheIndexListsEveryFile) {
    std::set<std::string> listed;
    for (const SeedRow& row : seeds()) listed.insert(row.file);
    EXPECT_EQ(listed, json_files("seeds"));
    EXPECT_EQ(listed.size(), 11U);
}

TEST(SeedVectors, BodiesOfTheDocumentsSurviveARoundTrip) {
    for (const SeedRow& row : seeds()) {
        SCOPED_TRACE(row.file);
        const std::string text = vectors::read("seeds/" + row.file);
        const std::string written = read_and_write(row.type, text);
        const auto before = vectors::json(text);
        const auto after = vectors::json(written);
        ASSERT_TRUE(before && after);
        EXPECT_TRUE(*before == *after) << written;
    }
}

TEST(SeedVectors, RecordsOfTheDocumentsPass) {
    std::size_t checked = 0;
    for (const SeedRow& row : seeds()) {
        if (row.kind == "-") continue;
        SCOPED_TRACE(row.file);
        ++checked;
        const auto result = vectors::verdict(seed_envelope(row));
        EXPECT_EQ(result.report.records, 1U);
        EXPECT_EQ(result.report.valid, 1U);
        const std::string expected = row.type == "GetSubscription"        ? "1 HIS-003 /cancellation_reason\n"
                                     : row.type == "CreateSegmentRequest" ? "1 SEG-002 /segment_id\n"
                                                                          : "";
        EXPECT_EQ(result.text(), expected);
    }
    EXPECT_EQ(checked, 4U);
}

// ---- errors

constexpr std::string_view kPromotion =
    R"({"catalogue_promotion_id":"P","creation_date":"2023-02-01T09:00:00Z","creation_user":"u","status":"ACTIVE")";

TEST(FromJson, ErrorCarriesThePointerOfTheFirstFaultInTheText) {
    const std::string promotion(kPromotion);
    EXPECT_EQ(pointer_of_error<Promotion>(promotion + R"(,"commitments":[{},{"legacy_id":"x"}]})"),
              "/commitments/1/legacy_id");
    EXPECT_EQ(pointer_of_error<Promotion>(promotion + R"(,"activation_date":"x","expiration_date":"y"})"),
              "/activation_date");
    EXPECT_EQ(pointer_of_error<Promotion>(promotion + R"(,"expiration_date":"y","activation_date":"x"})"),
              "/expiration_date");
    EXPECT_EQ(pointer_of_error<Promotion>(R"({"status":"ACTIVE","status_detail":7})"), "/status_detail");
    EXPECT_EQ(pointer_of_error<CreateSegmentRequest>(R"({"segment_id":"OM","segment_value":"V"})"), "/reason");
    EXPECT_EQ(pointer_of_error<GetSubscription>("[]"), "");
    EXPECT_EQ(pointer_of_error<GetSubscription>("{"), "");
}

TEST(FromJson, MessageNamesPointerAndExpectation) {
    try {
        (void)from_json<CreateSegmentRequest>(R"({"segment_id":"OM","segment_value":"V","reason":7})");
        FAIL();
    } catch (const Error& error) {
        const std::string message = error.what();
        EXPECT_NE(message.find("/reason"), std::string::npos) << message;
        EXPECT_NE(message.find("string"), std::string::npos) << message;
        EXPECT_EQ(error.word(), error_info(ErrorCode::invalid_document).word);
        EXPECT_EQ(error.http_status(), 400);
    }
}

TEST(FromJson, EnvelopesAreReadWithTheBodyOfTheirKind) {
    const std::string text =
        R"({"kind":"segment","org":"euskaltel","legacy_id":12345,"body":{"segment_id":"OM","segment_value":"V","reason":"r"},)"
        R"("segment_class":"POSTPAID_MOBILE"})";
    const Envelope envelope = from_json<Envelope>(text);
    EXPECT_EQ(envelope.kind, RecordKind::segment);
    EXPECT_EQ(envelope.legacy_id, LegacyId{12345});
    EXPECT_EQ(std::get<CreateSegmentRequest>(envelope.body).segment_id, "OM");
    EXPECT_EQ(from_json<Envelope>(to_json(envelope)), envelope);
    const std::string body_first =
        R"({"body":{"segment_id":"OM","segment_value":"V","reason":"r"},"segment_class":"POSTPAID_MOBILE","legacy_id":12345,)"
        R"("org":"euskaltel","kind":"segment"})";
    EXPECT_EQ(from_json<Envelope>(body_first), envelope);
    EXPECT_EQ(pointer_of_error<Envelope>(vectors::with(text, R"("kind":"segment")", R"("kind":"netflix")")), "/kind");
    EXPECT_EQ(pointer_of_error<Envelope>(vectors::with(text, R"("reason":"r")", R"("reason":"")")), "/reason");
    EXPECT_EQ(pointer_of_error<Envelope>("{}"), "/kind");
}

TEST(FromJson, EveryKindSurvivesARoundTripAsEnvelope) {
    std::set<RecordKind> kinds;
    for (const RuleInfo& rule : rules()) {
        for (const std::string& line : vectors::lines(vectors::read("rules/" + std::string(rule.id) + "/ok.ndjson"))) {
            const Envelope envelope = from_json<Envelope>(line);
            kinds.insert(envelope.kind);
            const std::string written = to_json(envelope);
            EXPECT_EQ(from_json<Envelope>(written), envelope) << line;
            EXPECT_EQ(vectors::verdict(written + "\n").text(), "") << written;
        }
    }
    EXPECT_EQ(kinds.size(), EnumTable<RecordKind>::words.size());
}

// ---- members that no table knows

TEST(UnknownMembers, SurviveInNestedObjectsInTheirOrder) {
    const std::string text = std::string(kPromotion) +
                             R"(,"commitments":[{"x":1},{"catalogue_id":"C","y":{"deep":[{}, null]},"a":"\u00f1"}],)"
                             R"("z/~\"":1e400,"b":"last"})";
    const Promotion promotion = from_json<Promotion>(text);
    ASSERT_EQ(promotion.unknown.size(), 2U);
    EXPECT_EQ(promotion.unknown[0], (UnknownMember{"z/~\"", "1e400"}));
    EXPECT_EQ(promotion.unknown[1], (UnknownMember{"b", "\"last\""}));
    const auto& commitments = *promotion.commitments;
    EXPECT_EQ(commitments[0].unknown, (UnknownMembers{{"x", "1"}}));
    EXPECT_EQ(commitments[1].unknown, (UnknownMembers{{"y", R"({"deep":[{}, null]})"}, {"a", R"("\u00f1")"}}));
    EXPECT_EQ(to_json(promotion), text);
}

TEST(UnknownMembers, AreRefusedUnderStrict) {
    EXPECT_EQ(pointer_of_error<HealthResponse>(R"({"global":"pass","Global":1})", {.strict = true}), "/Global");
    EXPECT_EQ(pointer_of_error<HealthResponse>(R"({"a/b~c":1})", {.strict = true}), "/a~1b~0c");
    EXPECT_EQ(pointer_of_error<BundleRelatedInfo>(R"({"anything":1})", {.strict = true}), "accepted");
    EXPECT_EQ(pointer_of_error<Commitment>(R"({"catalogue_term_id":"C"})", {.strict = true}), "accepted");
}

TEST(UnknownMembers, ManyOfThemAreKeptInTime) {
    std::string text = "{";
    for (int i = 0; i < 20000; ++i) text += (i > 0 ? ",\"m" : "\"m") + std::to_string(i) + "\":" + std::to_string(i);
    text += "}";
    const auto value = from_json<HealthResponse>(text);
    ASSERT_EQ(value.unknown.size(), 20000U);
    EXPECT_EQ(value.unknown[19999], (UnknownMember{"m19999", "19999"}));
    EXPECT_EQ(to_json(value), text);
}

// ---- members that are seen in bodies but not documented

TEST(SeenOnlyMembers, AreTypedWhereTheyFitAndKeptWhereTheyDoNot) {
    const auto typed = from_json<BundleRelatedInfo>(
        R"({"bundle_id":"8F14E45F-CEEA-467F-9575-0A1B2C3D4E5F","legacy_bundle_id":7,"mandatory":true})");
    EXPECT_EQ(typed.bundle_id, Uuid::parse("8f14e45f-ceea-467f-9575-0a1b2c3d4e5f"));
    EXPECT_EQ(typed.legacy_bundle_id, LegacyId{7});
    EXPECT_EQ(typed.mandatory, true);
    EXPECT_TRUE(typed.unknown.empty());

    for (const std::string text :
         {R"({"bundle_id":"B-1"})", R"({"bundle_id":17})", R"({"bundle_id":{"id":1}})", R"({"legacy_bundle_id":0})",
          R"({"legacy_bundle_id":1.5})", R"({"legacy_bundle_id":99999999999999999999})", R"({"legacy_bundle_id":"7"})",
          R"({"mandatory":"yes"})", R"({"mandatory":[]})"}) {
        const auto kept = from_json<BundleRelatedInfo>(text);
        EXPECT_FALSE(kept.bundle_id || kept.legacy_bundle_id || kept.mandatory) << text;
        EXPECT_EQ(kept.unknown.size(), 1U) << text;
        EXPECT_EQ(to_json(kept), text);
    }
    for (const std::string text : {R"({"devices":"none"})", R"({"devices":{"a":1}})", R"({"devices":7})"}) {
        const auto kept = from_json<DevicesRelatedInfo>(text);
        EXPECT_FALSE(kept.devices) << text;
        EXPECT_EQ(to_json(kept), text);
    }
}

// ---- forms that are kept

TEST(Catalogue, CompatibilitiesKeepTheFormInWhichTheyCome) {
    const std::string text =
        R"({"kind":"catalogue_product","body":{"id":3001,"compatibilities":[3002,{"id":3003,"value":"TARIFA"},3004]}})";
    const Envelope envelope = from_json<Envelope>(text);
    const auto& compatible = *std::get<Product>(envelope.body).compatibilities;
    ASSERT_EQ(compatible.size(), 3U);
    EXPECT_EQ(compatible[0].id, 3002);
    EXPECT_TRUE(compatible[0].written_as_id);
    EXPECT_FALSE(compatible[1].written_as_id);
    EXPECT_EQ(compatible[2].id, 3004);
    EXPECT_EQ(to_json(envelope), text);
}

TEST(Catalogue, IdsAloneAreForTheCatalogueOnly) {
    const std::string text =
        R"({"kind":"product","org":"telco","body":{"id":1,"product":{"id":3001,"compatibilities":[3002]}}})";
    EXPECT_EQ(pointer_of_error<Envelope>(text), "/product/compatibilities/0");
    EXPECT_EQ(vectors::verdict(text).text(), "1 DOC-003 /product/compatibilities/0\n");
}

TEST(ExternalId, NumbersStayNumbersAndTextsStayTexts) {
    using Details = SubscriptionAdditionalDetails;
    EXPECT_EQ(from_json<Details>(R"({"external_id":11111111})").external_id, (ExternalId{"11111111", true}));
    EXPECT_EQ(from_json<Details>(R"({"external_id":"11111111"})").external_id, (ExternalId{"11111111", false}));
    EXPECT_EQ(from_json<Details>(R"({"external_id":"A\u002d1"})").external_id, (ExternalId{"A-1", false}));
    EXPECT_EQ(from_json<Details>(R"({"external_id":""})").external_id, (ExternalId{"", false}));
    EXPECT_FALSE(from_json<Details>(R"({"external_id":null})").external_id);
}

TEST(Alias, CatalogueTermIdIsReadAsCatalogueId) {
    const auto commitment = from_json<Commitment>(R"({"catalogue_term_id":"PERM_12M"})");
    EXPECT_EQ(commitment.catalogue_id, "PERM_12M");
    EXPECT_TRUE(commitment.unknown.empty());
    EXPECT_EQ(to_json(commitment), R"({"catalogue_id":"PERM_12M"})");
    // The member that stands the second time, as it is written.
    EXPECT_EQ(pointer_of_error<Commitment>(R"({"catalogue_id":"A","catalogue_term_id":"B"})"), "/catalogue_term_id");
    EXPECT_EQ(pointer_of_error<Commitment>(R"({"catalogue_term_id":"A","catalogue_id":"B"})"), "/catalogue_id");
}

TEST(Instants, WithoutOffsetAreReadOnRequestOnly) {
    const std::string text = R"({"status_date":"2017-09-15T22:00:00","status":"ACTIVE"})";
    EXPECT_EQ(pointer_of_error<StatusHistoryEntry>(text), "/status_date");
    const auto entry = from_json<StatusHistoryEntry>(text, {.naive = NaiveTime::utc});
    EXPECT_EQ(to_json(entry), R"({"status_date":"2017-09-15T22:00:00Z","status":"ACTIVE"})");
}

TEST(Depth, IsAnOption) {
    const std::string text = R"({"x":[[]]})";
    EXPECT_EQ(pointer_of_error<HealthResponse>(text, {.max_depth = 3}), "accepted");
    EXPECT_EQ(pointer_of_error<HealthResponse>(text, {.max_depth = 2}), "");
}

// ---- writing

TEST(ToJson, ValuesHaveOneForm) {
    StatusHistoryEntry entry{*Instant::parse("2017-09-15T23:00:00.500+01:00"), LiveStatus::pre_active, {}};
    EXPECT_EQ(to_json(entry), R"({"status_date":"2017-09-15T22:00:00.500000Z","status":"PRE_ACTIVE"})");
    CreditLimit limit{CreditLimitId::mobile_total, *Money::parse("87.264463"), "r", {}};
    EXPECT_EQ(to_json(limit), R"({"credit_limit_id":"MOBILE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT",)"
                              R"("credit_limit_value":87.264463,"reason":"r"})");
}

TEST(ToJson, TextsAreEscapedWhereJsonDemandsIt) {
    std::string out;
    append_json_string(out, std::string_view("\"\\/\b\f\n\r\t\x01\x1f\x7f\0z", 13));
    EXPECT_EQ(out, R"("\"\\/\u0008\u000c\n\r\t\u0001\u001f)"
                   "\x7f"
                   R"(\u0000z")");
    out.clear();
    append_json_string(out, "\xc3\xb1\xf0\x9f\x98\x80");
    EXPECT_EQ(out, "\"\xc3\xb1\xf0\x9f\x98\x80\"");
}

// Wherever in a text they stand: it is looked through sixteen bytes at a time.
TEST(ToJson, WhatIsEscapedIsSeenAtEachPlace) {
    for (std::size_t size = 1; size <= 40; ++size) {
        for (std::size_t at = 0; at < size; ++at) {
            std::string text(size, 'x');
            for (const auto& [c, escaped] : std::vector<std::pair<char, std::string>>{{'"', "\\\""},
                                                                                      {'\\', "\\\\"},
                                                                                      {'\x1f', "\\u001f"},
                                                                                      {'\0', "\\u0000"},
                                                                                      {'\x7f', "\x7f"},
                                                                                      {'\xc3', "\xc3"}}) {
                text[at] = c;
                std::string out;
                append_json_string(out, text);
                EXPECT_EQ(out, '"' + text.substr(0, at) + escaped + text.substr(at + 1) + '"');
            }
        }
    }
}

TEST(ToJson, NestedProductsOfTheDocumentsAreKept) {
    const std::string text = R"({"id":1,"compatibilities":[{"id":2,"compatibilities":[],"scheduled":{}}],)"
                             R"("scheduled":{"destination_product":{"id":2,"scheduled":{}}}})";
    const auto product = from_json<Product>(text);
    EXPECT_EQ(to_json(product), text);
    ASSERT_TRUE(product.scheduled && product.scheduled->destination_product);
    EXPECT_EQ(product.scheduled->destination_product->id, 2);
    const Product copy = product;
    EXPECT_EQ(copy, product);
}

}  // namespace
}  // namespace abonado
