// The small values a subscription is made of: instants, dates, uuids, money and the identifiers of telecom.
//
// Every type here is a plain value without invariants beyond its parse function: `parse` returns nothing for
// text that breaks the rule, never throws, and what it accepts is written back in one canonical form. No function
// keeps state, so all of them may be called from any number of threads; a single object follows the usual rule
// (many readers, or one writer).
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "abonado/export.h"

namespace ABONADO_PUBLIC abonado {

/// What Instant::parse does with a date-time that carries no offset.
enum class NaiveTime : std::uint8_t {
    refuse,  ///< the text is not an Instant
    utc,     ///< the text is read as UTC; for dumps written without offsets
};

/// A day of the proleptic Gregorian calendar, without a time or a zone.
struct Date {
    std::int32_t days = 0;  ///< since 1970-01-01; negative before it

    /// A day as people write it.
    struct Ymd {
        int year;
        int month;  ///< 1..12
        int day;    ///< 1..31
    };

    /// Reads exactly `YYYY-MM-DD`: a day that exists, in the years 0001..9999. Does not allocate.
    static std::optional<Date> parse(std::string_view text) noexcept;

    /// The same rule for numbers: nothing unless the day exists and the year is in 1..9999.
    static std::optional<Date> from_ymd(int year, int month, int day) noexcept;

    /// Defined for every value of `days`, also outside the years 0001..9999.
    Ymd ymd() const noexcept;

    /// Writes `YYYY-MM-DD`. A year outside 0..9999 gets a sign and as many digits as it needs; parse refuses those.
    void append_to(std::string& out) const;
    /// The same as a text of its own.
    std::string to_string() const;

    auto operator<=>(const Date&) const = default;
};

/// A point in time, held in UTC to the microsecond.
struct Instant {
    std::int64_t micros = 0;  ///< since 1970-01-01T00:00:00Z, leap seconds not counted; negative before it

    /// Reads an RFC 3339 date-time: `YYYY-MM-DDThh:mm:ss[.f…](Z|±hh:mm)`; `t` and `z` are accepted too.
    ///
    /// * The offset is mandatory unless `naive` is NaiveTime::utc. `-00:00` is UTC.
    /// * A fraction has one digit or more; digits after the sixth are dropped, not rounded.
    /// * The year is 0001..9999, as written and again in UTC.
    /// * `:60` is accepted where UTC had a leap second (the 27 announced from 1972 to 2016) and means the second
    ///   that follows it, so `2016-12-31T23:59:60.5Z` is `2017-01-01T00:00:00.500000Z`.
    /// * Refused: `24:00`, the basic and week forms, a comma before the fraction, a space in place of T.
    ///
    /// Does not allocate.
    static std::optional<Instant> parse(std::string_view text, NaiveTime naive = NaiveTime::refuse) noexcept;

    /// Writes `YYYY-MM-DDThh:mm:ssZ`, with `.ffffff` (six digits) before the Z only if the microseconds are not 0.
    /// Years outside 0..9999 are written as Date does.
    void append_to(std::string& out) const;
    /// The same as a text of its own.
    std::string to_string() const;

    auto operator<=>(const Instant&) const = default;
};

/// A 128-bit identifier of any version, in the byte order of its text.
struct Uuid {
    std::array<std::uint8_t, 16> bytes{};

    /// Reads `8-4-4-4-12` hexadecimal digits of either case; no braces, no `urn:` prefix. Does not allocate.
    static std::optional<Uuid> parse(std::string_view text) noexcept;

    /// Writes the 36 characters in lower case.
    void append_to(std::string& out) const;
    /// The same as a text of its own.
    std::string to_string() const;

    auto operator<=>(const Uuid&) const = default;
};

/// An exact decimal amount with six places. It knows no currency.
struct Money {
    std::int64_t millionths = 0;  ///< of the unit: 87.264463 is 87264463

    /// Reads a JSON number literal (`-` optional, no `+`, no leading zeros, optional fraction and exponent) without
    /// going through a double. Nothing if it is not such a literal, if its value needs a seventh decimal place
    /// (`1.0000000` does not) or if it does not fit. Does not allocate; time is linear in the length of the text.
    static std::optional<Money> parse(std::string_view literal) noexcept;

    /// Writes the shortest decimal: `300`, `87.264463`, `-0.5`. Never an exponent, never `-0`.
    void append_to(std::string& out) const;
    /// The same as a text of its own.
    std::string to_string() const;

    auto operator<=>(const Money&) const = default;
};

/// The number by which the legacy system knows a subscription.
struct LegacyId {
    std::int64_t value = 0;  ///< valid values are 1 and above

    /// Reads the form it has in a path: decimal digits only, 1..9223372036854775807. Leading zeros do not count.
    static std::optional<LegacyId> parse(std::string_view digits) noexcept;

    /// Writes decimal digits.
    void append_to(std::string& out) const;
    /// The same as a text of its own.
    std::string to_string() const;

    auto operator<=>(const LegacyId&) const = default;
};

/// A telephone number in E.164: `+`, then 8 to 15 digits of which the first is not 0.
struct Msisdn {
    std::string e164;

    /// Removes spaces, `-` and `.`; reads a leading `00` as `+`; gives `+34` to nine digits, and `+` to eleven digits
    /// that start with 34; refuses anything else that has no `+`. A +34 number must be a Spanish mobile or landline.
    /// Searches take text as it comes: use this for storing and for a first try, not to refuse a question.
    static std::optional<Msisdn> normalise(std::string_view text);

    /// +34 6xxxxxxxx or +34 7[1-9]xxxxxxx.
    bool is_spanish_mobile() const noexcept;
    /// +34 [89]xxxxxxxx.
    bool is_spanish_landline() const noexcept;

    bool operator==(const Msisdn&) const = default;
    auto operator<=>(const Msisdn&) const = default;
};

/// 15 decimal digits.
bool is_well_formed_imsi(std::string_view text) noexcept;
/// 19 or 20 decimal digits, the Luhn sum over all of them being a multiple of 10.
bool is_well_formed_iccid(std::string_view text) noexcept;
/// Six pairs of hexadecimal digits, separated all by `:`, all by `-`, or not at all.
bool is_well_formed_mac(std::string_view text) noexcept;

/// The identity of a SIM's subscriber. Always text: as a JSON number it would lose digits.
struct Imsi {
    std::string text;

    /// The text as given if is_well_formed_imsi says so.
    static std::optional<Imsi> parse(std::string_view text);

    bool operator==(const Imsi&) const = default;
    auto operator<=>(const Imsi&) const = default;
};

/// The number printed on a SIM card. Always text.
struct Iccid {
    std::string text;

    /// The text as given if is_well_formed_iccid says so.
    static std::optional<Iccid> parse(std::string_view text);

    bool operator==(const Iccid&) const = default;
    auto operator<=>(const Iccid&) const = default;
};

/// The instant at which a day begins in Europe/Madrid: how a Date becomes an Instant.
///
/// Central European time with summer time from the last Sunday of March to the last Sunday of September (1981..1995)
/// or October (from 1996 on), changed at 01:00 UTC. That is what the tz database says from 1981 on. Summer time is
/// not known before 1981: days of 1950..1973 are right all the same, those in the summers of 1974..1980 begin an hour
/// late, and earlier ones follow a zone that Spain did not have. After 2100 today's rule is assumed to go on.
/// A date outside the years 0001..9999 is taken as the nearest one inside. Day 0001-01-01 begins in year 0 of UTC,
/// which Instant can hold and write, but not read back.
Instant start_of_day_in_madrid(Date day) noexcept;

/// The day it is in Europe/Madrid at an instant, by the rule of start_of_day_in_madrid, whose inverse it is:
/// `start_of_day_in_madrid(d) <= i < start_of_day_in_madrid(d + 1)` for the `d` it returns.
/// Defined for every Instant; outside the years 0001..9999 there is no summer time.
Date date_in_madrid(Instant instant) noexcept;

}  // namespace abonado
