// The smallest program that uses the library.
#include <abonado/error.hpp>
#include <abonado/version.hpp>

#include <iostream>

int main() {
    std::cout << "abonado " << abonado::kVersion << '\n';
    const auto& info = abonado::error_info(abonado::ErrorCode::invalid_document);
    return info.http_status >= 400 ? 0 : 1;
}
