// Values that are kept out of what is said: hashed with a key, so that equal ones can still be told to be equal.
//
// What is hashed, and what stays, is in docs/how-to/redact.md; docs/decisions/0013-redaction.md says why.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "abonado/error.hpp"
#include "abonado/export.h"
#include "abonado/wording.hpp"

namespace ABONADO_PUBLIC abonado {

// Whether values are hashed, and with which key. Constant once made: may be read from any thread. The hash is BLAKE2b.
class Redaction {
public:
    // Off: values stay as they are.
    Redaction() = default;
    // On, with a key of this secret: equal secrets give equal hashes, whatever run, file or machine. Throws
    // Error(invalid_argument) for one of less than kMinSecret bytes, which could be guessed.
    static Redaction with_secret(std::string_view secret);
    // On, with a key that nobody knows: hashes join within what it is used for.
    static Redaction with_random_key();
    // Bytes of the shortest secret.
    static constexpr std::size_t kMinSecret = 16;

    // Whether values are hashed.
    bool is_on() const noexcept { return is_on_; }

    // '#' and 16 hexadecimal digits, of which the first is below 8. The value is hashed in its canonical form where it is a
    // uuid, a date-time, or a number (of Money's precision), else its bytes.
    std::string text(std::string_view value) const;
    // The same of the value of a member: for MSISDN and LANDLINENUMBER the number in E.164 is hashed, where it can be read.
    std::string text_of(std::string_view member, std::string_view value) const;
    // The same of a telephone number, whatever member it is of.
    std::string phone_number(std::string_view value) const;
    // The same digits as text() of the number, as a number of its own: from 1 to 2^63 - 1. 0, which says that there is no id,
    // stays.
    std::int64_t id(std::int64_t value) const;
    // The name of a company stays: at most 32 letters of ASCII, spaces, `-`, `_`, `.` and digits, of these at most three, so
    // that no number of a person is taken for one. Other names are hashed.
    std::string organisation(std::string_view name) const;
    // The text with its values hashed.
    std::string text(const std::string& words, const ValueSpans& values) const;
    // A JSON Pointer that keeps the names of the field tables and positions in lists; all else is hashed.
    std::string pointer(std::string_view pointer) const;

    bool operator==(const Redaction&) const = default;

private:
    std::uint64_t hash(std::string_view canonical) const;

    bool is_on_ = false;
    std::array<unsigned char, 32> key_{};
};

// The error without the values that its messages and pointers tell. The same error if redaction is off.
Error redacted(const Error& error, const Redaction& redaction);

}  // namespace abonado
