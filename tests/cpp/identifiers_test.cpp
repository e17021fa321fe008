#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "abonado/value_types.hpp"

namespace abonado {
namespace {

// --- LegacyId -----------------------------------------------------------------------------------------------------

TEST(LegacyId, IsAPositiveNumberInDecimalDigits) {
    EXPECT_EQ(LegacyId::parse("1"), LegacyId{1});
    EXPECT_EQ(LegacyId::parse("12345"), LegacyId{12345});
    EXPECT_EQ(LegacyId::parse("0000000000000000000000012345"), LegacyId{12345});
    EXPECT_EQ(LegacyId::parse("9223372036854775807"), LegacyId{std::numeric_limits<std::int64_t>::max()});
    EXPECT_EQ(LegacyId::parse("12345")->to_string(), "12345");
}

TEST(LegacyId, NothingElseIs) {
    for (const std::string_view text : {"", "0", "000", "-1", "+1", "1.0", "1e3", " 1", "1 ", "0x1", "12a", "a12",
                                        "9223372036854775808", "99999999999999999999", "\xD9\xA1"}) {
        EXPECT_FALSE(LegacyId::parse(text)) << text;
    }
}

// --- Msisdn -------------------------------------------------------------------------------------------------------

struct Number {
    std::string_view typed;
    std::string_view e164;  // "" if refused
};

void expect_numbers(const std::vector<Number>& rows) {
    for (const auto& [typed, e164] : rows) {
        const auto msisdn = Msisdn::normalise(typed);
        EXPECT_EQ(msisdn ? msisdn->e164 : "", e164) << typed;
    }
}

TEST(Msisdn, SpanishNumbersAreBroughtToOneForm) {
    expect_numbers({
        {"600123456", "+34600123456"},
        {"34600123456", "+34600123456"},
        {"+34600123456", "+34600123456"},
        {"0034600123456", "+34600123456"},
        {"600 12 34 56", "+34600123456"},
        {"600-123-456", "+34600123456"},
        {"600.123.456", "+34600123456"},
        {" +34 600-12.34 56 ", "+34600123456"},
        {"0 0 34 600 123 456", "+34600123456"},
        {"943000000", "+34943000000"},
    });
}

TEST(Msisdn, SpanishNumberIsAMobileOrALandline) {
    expect_numbers({
        {"699999999", "+34699999999"},
        {"711111111", "+34711111111"},
        {"799999999", "+34799999999"},
        {"811111111", "+34811111111"},
        {"911111111", "+34911111111"},
        {"700000000", ""},  // 70 is for personal numbers
        {"500000000", ""},
        {"112345678", ""},
        {"+3460012345", ""},
        {"+346001234567", ""},
        {"003460012345", ""},
        {"34500000000", ""},
    });
}

TEST(Msisdn, ForeignNumbersNeedTheirPrefix) {
    expect_numbers({
        {"+447911123456", "+447911123456"},
        {"00447911123456", "+447911123456"},
        {"+12025550123", "+12025550123"},
        {"12025550123", ""},  // eleven digits, but not 34
        {"+37612345", "+37612345"},
        {"+3761234", ""},  // seven digits
        {"+123456789012345", "+123456789012345"},
        {"+1234567890123456", ""},  // sixteen
        {"00123456789012345", "+123456789012345"},
        {"001234567890123456", ""},
        {"+012345678", ""},
        {"000123456789", ""},
    });
}

TEST(Msisdn, OtherTextIsRefused) {
    expect_numbers({
        {"", ""},
        {" ", ""},
        {"+", ""},
        {"00", ""},
        {"N/A", ""},
        {"(+34) 600123456", ""},
        {"++34600123456", ""},
        {"00+34600123456", ""},
        {"+34+600123456", ""},
        {"60012345a", ""},
        {"6001234567", ""},
        {"60012345", ""},
        {"600\t123456", ""},
        {"600123456600123456600123456600123456", ""},
        {"+34600123456          0", ""},
    });
}

TEST(Msisdn, NormalFormStaysAsItIs) {
    for (const std::string_view typed : {"600123456", "00447911123456", "+123456789012345"}) {
        const auto once = Msisdn::normalise(typed);
        ASSERT_TRUE(once) << typed;
        EXPECT_EQ(Msisdn::normalise(once->e164), once) << typed;
    }
}

TEST(Msisdn, KindIsKnownForSpanishNumbersOnly) {
    struct Kind {
        std::string_view typed;
        bool mobile;
        bool landline;
    };
    for (const auto& [typed, mobile, landline] : std::vector<Kind>{{"600123456", true, false},
                                                                   {"711111111", true, false},
                                                                   {"943000000", false, true},
                                                                   {"811111111", false, true},
                                                                   {"+447911123456", false, false}}) {
        const auto msisdn = Msisdn::normalise(typed);
        ASSERT_TRUE(msisdn) << typed;
        EXPECT_EQ(msisdn->is_spanish_mobile(), mobile) << typed;
        EXPECT_EQ(msisdn->is_spanish_landline(), landline) << typed;
    }
    for (const char* text : {"", "+34", "+3470", "+34700000000", "+3460012345x", "600123456"}) {  // set by hand
        EXPECT_FALSE(Msisdn{text}.is_spanish_mobile() || Msisdn{text}.is_spanish_landline()) << text;
    }
}

// --- SIM and device -----------------------------------------------------------------------------------------------

TEST(Imsi, Is15Digits) {
    EXPECT_EQ(Imsi::parse("214041234567890"), Imsi{"214041234567890"});
    for (const std::string_view text :
         {"", "21404123456789", "2140412345678901", "21404123456789a", " 14041234567890"}) {
        EXPECT_FALSE(is_well_formed_imsi(text)) << text;
        EXPECT_FALSE(Imsi::parse(text)) << text;
    }
}

TEST(Iccid, Is19Or20DigitsWithALuhnSum) {
    for (const std::string_view text : {"8991101200003204514", "89014103211118510720"}) {
        EXPECT_EQ(Iccid::parse(text), Iccid{std::string(text)}) << text;
    }
}

TEST(Iccid, OneWrongDigitIsNoticedWhereverItIs) {
    for (const std::string good : {"8991101200003204514", "89014103211118510720"}) {
        for (std::size_t at = 0; at < good.size(); ++at) {
            int fitting = 0;
            for (char digit = '0'; digit <= '9'; ++digit) {
                std::string text = good;
                text[at] = digit;
                fitting += is_well_formed_iccid(text) ? 1 : 0;
            }
            EXPECT_EQ(fitting, 1) << good << ' ' << at;
        }
    }
}

TEST(Iccid, OtherTextIsRefused) {
    for (const std::string_view text : {"", "8991101200003204510", "899110120000320451", "899110120000320451a",
                                        "8991101200003204514 ", "000000000000000000000", "8991-10120-000320451"}) {
        EXPECT_FALSE(is_well_formed_iccid(text)) << text;
        EXPECT_FALSE(Iccid::parse(text)) << text;
    }
}

TEST(Mac, IsSixHexPairsSeparatedOneWay) {
    for (const std::string_view text : {"00:1A:2b:3C:4d:5E", "00-1A-2B-3C-4D-5E", "001A2B3C4D5E", "ffffffffffff"}) {
        EXPECT_TRUE(is_well_formed_mac(text)) << text;
    }
    for (const std::string_view text :
         {"", "00:1A-2B:3C:4D:5E", "00:1A:2B:3C:4D", "00:1A:2B:3C:4D:5E:", "00:1A:2B:3C:4D:5G", "001A2B3C4D5",
          "001A2B3C4D5E6", "00.1A.2B.3C.4D.5E", "001A.2B3C.4D5E", "0:01A:2B:3C:4D:5E", "00:1A:2B:3C:4D5E0",
          "00000000000000000"}) {
        EXPECT_FALSE(is_well_formed_mac(text)) << text;
    }
}

}  // namespace
}  // namespace abonado
