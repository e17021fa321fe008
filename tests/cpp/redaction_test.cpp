// Keyed hashes in place of values: their form, what joins, and what a finding and an error still tell.
#include "abonado/redaction.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "abonado/frames.hpp"
#include "abonado/rules.hpp"
#include "stores.hpp"

namespace abonado {
namespace {

const Redaction& redaction() {
    static const Redaction made = Redaction::with_secret("sixteen bytes at least");
    return made;
}

TEST(Redaction, OfAShortSecretIsRefused) {
    EXPECT_THROW(Redaction::with_secret("fifteen bytes.."), Error);
    EXPECT_NO_THROW(Redaction::with_secret("sixteen bytes..."));
}

TEST(Redaction, ThatIsOffChangesNothing) {
    const Redaction off;
    EXPECT_EQ(off.text("612345678"), "612345678");
    EXPECT_EQ(off.id(7), 7);
    EXPECT_EQ(off.pointer("/nobody/knows"), "/nobody/knows");
    EXPECT_EQ(off.organisation("612345678"), "612345678");
    EXPECT_EQ(off.text_of("MSISDN", "612 345 678"), "612 345 678");
    EXPECT_EQ(off.text("is not 612345678", {{7, 9}}), "is not 612345678");
    EXPECT_EQ(redacted(Finding{}, off), Finding{});
}

// Computed with Python: hashlib.blake2b(b"MARIA GARCIA", key=blake2b(secret, digest_size=32).digest(), digest_size=32).
TEST(Redaction, IsBlake2bWithTheKey) { EXPECT_EQ(redaction().text("MARIA GARCIA"), "#3e7d5b1f67979594"); }

TEST(Redaction, JoinsEqualValuesAndTellsOthersApart) {
    EXPECT_EQ(redaction().text("MARIA"), Redaction::with_secret("sixteen bytes at least").text("MARIA"));
    EXPECT_NE(redaction().text("MARIA"), redaction().text("MARIO"));
    EXPECT_NE(redaction().text("MARIA"), Redaction::with_secret("sixteen other bytes").text("MARIA"));
    EXPECT_NE(Redaction::with_random_key().text("MARIA"), Redaction::with_random_key().text("MARIA"));
    EXPECT_EQ(redaction().text("2026-01-01T00:00:00Z"), redaction().text("2026-01-01T01:00:00+01:00"));
    EXPECT_EQ(redaction().text("12.50"), redaction().text("12.5"));
    EXPECT_EQ(redaction().text("6F1C1A52-8A8E-4B6D-9D5A-2F1F7C1E9A10"),
              redaction().text("6f1c1a52-8a8e-4b6d-9d5a-2f1f7c1e9a10"));
    EXPECT_EQ(redaction().text_of("MSISDN", "612 345 678"), redaction().text("+34612345678"));
    EXPECT_EQ(redaction().text_of("LANDLINENUMBER", "0034 912345678"), redaction().text("+34912345678"));
    EXPECT_EQ(redaction().text_of("MSISDN", "none"), redaction().text("none"));  // no number at all
}

TEST(Redaction, GivesAnIdTheDigitsOfItsText) {
    for (const std::int64_t id : {1L, 12345L, 9'223'372'036'854'775'807L}) {
        EXPECT_GT(redaction().id(id), 0);
        const std::string digits = redaction().text(std::to_string(id)).substr(1);
        EXPECT_EQ(std::stoll(digits, nullptr, 16), redaction().id(id));
    }
    EXPECT_EQ(redaction().id(0), 0);
}

TEST(Redaction, KeepsNamesOfCompaniesOnly) {
    for (const char* name : {"euskaltel", "telco", "R Cable_2.0", "racctel-norte"}) {
        EXPECT_EQ(redaction().organisation(name), name);
    }
    for (const char* text :
         {"612345678", "(other)", "{other}", "maria@example.com", "a name that has more than thirty-two letters"}) {
        EXPECT_TRUE(redaction().organisation(text).starts_with('#')) << text;
    }
}

TEST(Redaction, KeepsWhatTheFieldTablesKnowOfAPointer) {
    EXPECT_EQ(redaction().pointer("/add_ons/12/status"), "/add_ons/12/status");
    EXPECT_EQ(redaction().pointer("/identifiers/MSISDN"), "/identifiers/MSISDN");
    EXPECT_EQ(redaction().pointer("/status/612345678"), "/status/" + redaction().text("612345678"));
    EXPECT_EQ(redaction().pointer("/add_ons/612345678"), "/add_ons/" + redaction().text("612345678"));
    EXPECT_EQ(redaction().pointer("/a~1b"), "/" + redaction().text("a/b"));
    EXPECT_EQ(redaction().pointer("/a~0b"), "/" + redaction().text("a~b"));
    EXPECT_EQ(redaction().pointer("/a~"), "/" + redaction().text("a~"));
    for (const std::string segment : {"", "x", "-", "1-2"}) {  // where a position could stand
        EXPECT_EQ(redaction().pointer("/add_ons/" + segment), "/add_ons/" + redaction().text(segment)) << segment;
    }
    EXPECT_EQ(redaction().pointer(""), "");
}

TEST(Redaction, TakesTheMarkedValuesOutOfAnError) {
    const Error error(ErrorCode::subscription_not_found,
                      "organisation " + told_organisation("telco") + " has no subscription " + told(12345) + " yet");
    const Error shown = redacted(error, redaction());
    EXPECT_EQ(std::string(error.what()), "organisation telco has no subscription 12345 yet");
    EXPECT_EQ(std::string(shown.what()),
              "organisation telco has no subscription " + redaction().text("12345") + " yet");
    EXPECT_EQ(shown.code(), error.code());
    // Once is enough.
    EXPECT_EQ(std::string(redacted(shown, redaction()).what()), shown.what());
    EXPECT_EQ(std::string(redacted(error, Redaction()).what()), error.what());
}

ErrorDetail detail(std::string pointer, const Wording& message) {
    return {std::move(pointer), message.text, message.values};
}

TEST(Redaction, TakesTheValuesOutOfEachDetailOfAnError) {
    const Error error(ErrorCode::invalid_argument,
                      {detail("/status", "is not " + told("612345678")),
                       detail("/nobody", "is " + told("0034 612345678", ValueKind::phone_number)),
                       detail("", "of " + told_organisation("612345678"))});
    const Error shown = redacted(error, redaction());
    ASSERT_EQ(shown.details().size(), 3U);
    EXPECT_EQ(shown.details()[0].message, "is not " + redaction().text("612345678"));
    EXPECT_EQ(shown.details()[1].message, "is " + redaction().text("+34612345678"));
    EXPECT_EQ(shown.details()[1].pointer, "/" + redaction().text("nobody"));
    EXPECT_EQ(shown.details()[2].message, "of " + redaction().text("612345678"));
    // One detail, which the error tells with its place before it.
    const Error one(ErrorCode::invalid_argument, {detail("/status", "is not " + told("612345678"))});
    EXPECT_EQ(redacted(one, redaction()).details().front().message, "is not " + redaction().text("612345678"));
}

TEST(Redaction, LeavesOfAFindingWhatTellsNobody) {
    Finding finding;
    finding.rule = 3;
    finding.line = 7;
    finding.org = "telco";
    finding.legacy_id = 12345;
    finding.pointer = "/status";
    finding.value = "ACTIVE";
    finding.system = "MYSIM";
    finding.message = "is not 612345678";
    finding.message_values = {{7, 9}};
    finding.expected = "one of ACTIVE";
    finding.patch = "[]";
    const Finding shown = redacted(finding, redaction());
    EXPECT_EQ(shown.value, "ACTIVE");  // a word of its enum
    EXPECT_EQ(shown.message, "is not " + redaction().text("612345678"));
    EXPECT_EQ(shown.expected, finding.expected);
    EXPECT_EQ(shown.legacy_id, redaction().id(12345));
    EXPECT_EQ(shown.system, redaction().text("MYSIM"));
    EXPECT_EQ(shown.org, "telco");
    EXPECT_EQ(shown.patch, "");
    EXPECT_EQ(shown.line, 7U);
    finding.value = "MARIA";
    EXPECT_EQ(redacted(finding, redaction()).value, redaction().text("MARIA"));
    EXPECT_EQ(redacted(finding, Redaction()), finding);

    finding.system = "";
    finding.value.reset();
    EXPECT_EQ(redacted(finding, redaction()).system, "");
    EXPECT_FALSE(redacted(finding, redaction()).value);
}

TEST(Redaction, LeavesLiteralsAndWordsOfTheMemberInAFinding) {
    const auto shown = [](std::string_view pointer, std::string_view value) {
        Finding finding;
        finding.pointer = pointer;
        finding.value = value;
        return redacted(finding, redaction()).value.value();
    };
    for (const std::string literal : {"true", "false", "null"}) EXPECT_EQ(shown("/nobody/knows", literal), literal);
    EXPECT_EQ(shown("/nobody/knows", "ACTIVE"), redaction().text("ACTIVE"));
    EXPECT_EQ(shown("/add_ons/0", "ACTIVE"), redaction().text("ACTIVE"));  // add_ons has no words
    EXPECT_EQ(shown("/add_ons/0/status", "ACTIVE"), "ACTIVE");
}

// What a store says of SQL quotes the SQL, and what it read: a stored value may come out of an error.
class RedactedSql : public testing::Test {
protected:
    RedactedSql() { stores::load(engine_, dumps::segment(612345678)); }

    static ConnectOptions redacted_options() {
        ConnectOptions options;
        options.rules.redaction = redaction();
        return options;
    }
    template <class Work>
    static std::string told(Work&& work) {
        try {
            work();
        } catch (const Error& error) {
            return error.what();
        }
        return "no error";
    }

    Engine engine_{":memory:", redacted_options()};
};

TEST_F(RedactedSql, ErrorsOfAQueryTellNoValue) {
    const std::string hash = redaction().text("612345678");
    const std::pair<std::string, std::string> cases[] = {
        {"SELECT json_extract('{}', CAST(legacy_id AS TEXT)) FROM subscriptions",
         "JSON path error near '" + hash + "'"},
        {"SELECT \"612345678\" FROM (SELECT 1 AS a) JOIN (SELECT 2 AS b) USING (\"612345678\")",
         "cannot join using column " + hash + " - column not present in both tables"},
        {"SELECT x612345678 FROM runs", "no such column: " + redaction().text("x612345678")},
        {"SELECT 1 FROM x612345678", "no such table: " + redaction().text("x612345678")},
        {"SELECT 1 612345678", "near \"" + hash + "\": syntax error"},
    };
    for (const auto& [sql, message] : cases) {
        EXPECT_EQ(told([&, &text = sql] { engine_.query(text); }), message) << sql;
    }
}

// Of a store in memory batches are made at once, of a file while the stream is read.
TEST_F(RedactedSql, ErrorsOfAFrameTellNoValue) {
    const stores::Directory directory;
    Engine in_file(directory.file("s.db"), redacted_options());
    stores::load(in_file, dumps::segment(612345678));
    for (Engine* engine : {&engine_, &in_file}) {
        FrameRequest request;
        request.name = "subscriptions";
        for (const std::string where : {"c612345678 = 1", "json_extract('{}', CAST(legacy_id AS TEXT)) = 1"}) {
            request.where = where;
            ArrowArrayStream stream{};
            ArrowArray batch{};
            std::string message = told([&] { engine->frame(request, &stream); });
            if (message == "no error") {
                EXPECT_NE(stream.get_next(&stream, &batch), 0) << where;
                message = stream.get_last_error(&stream);
            }
            if (stream.release != nullptr) stream.release(&stream);
            EXPECT_EQ(message.find("612345678"), std::string::npos) << message;
            EXPECT_NE(message.find('#'), std::string::npos) << message;
        }
    }
}

}  // namespace
}  // namespace abonado
