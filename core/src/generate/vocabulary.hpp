// The words of a telecom dump: names, places, tariffs, reasons. Constant data, safe from any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "abonado/enums.hpp"
#include "generate/random.hpp"

namespace abonado::gen {

using Words = std::span<const std::string_view>;

Words first_names() noexcept;
Words surnames() noexcept;
Words streets() noexcept;
Words towns() noexcept;
Words tariffs() noexcept;
Words promotions() noexcept;
Words mail_domains() noexcept;
Words systems() noexcept;
Words v1_orgs() noexcept;  // organisations of v1 and v2 records, the four migration organisations among them
Words bundle_reasons() noexcept;
Words segment_values() noexcept;
Words request_reasons() noexcept;  // of segments and credit limits

// The reasons that suit a status; all of them together are generated_status_reasons().
Words status_reasons(SubscriptionStatus status) noexcept;

struct Motive {
    std::string_view deactive_motive;
    std::string_view reason;
};
std::span<const Motive> motives() noexcept;

// A person, drawn once so that what is said of them agrees.
struct Person {
    std::string name;      // with accents
    std::string email;     // ASCII
    std::string document;  // DNI with its check letter
};
Person person(Random& random);
// A login such as `ana.nunez@euskaltel.com`, or N/A where the legacy system did not keep it.
std::string user(Random& random, std::string_view org);

}  // namespace abonado::gen
