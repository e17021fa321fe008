#include "generate/vocabulary.hpp"

#include <array>

#include "abonado/generate.hpp"

namespace abonado::gen {

namespace {

template <class... T>
constexpr auto words(T... word) {
    return std::array<std::string_view, sizeof...(T)>{word...};
}

constexpr auto kFirstNames = words("Ana", "Iñaki", "José", "María", "Begoña", "Andrés", "Lucía", "Ángel", "Nerea",
                                   "Íñigo", "Sofía", "Raúl", "Mónica", "Jon", "Itziar", "Óscar", "Leire", "Xabier",
                                   "Covadonga", "Pelayo", "Belén", "Víctor");
constexpr auto kSurnames = words("García", "Núñez", "Etxeberria", "Muñoz", "Peña", "Agirre", "Fernández", "Ibáñez",
                                 "López", "Martínez", "Zubizarreta", "Sánchez", "Álvarez", "Ordóñez", "Goñi", "Gómez",
                                 "Yáñez", "Suárez", "Güemes", "Mendizabal");
constexpr auto kStreets = words("Calle Alcalá", "Gran Vía Don Diego López de Haro", "Calle Uría",
                                "Avenida de la Constitución", "Paseo de Begoña", "Calle Corrida", "Plaza de España",
                                "Calle Ibáñez de Bilbao", "Travesía del Caño", "Avenida Sancho el Sabio",
                                "Calle Magallanes", "Ronda de Garay", "Calle San Antón", "Camino de la Peña");
constexpr auto kTowns = words("Bilbao", "Donostia/San Sebastián", "Vitoria-Gasteiz", "Oviedo", "Gijón", "Avilés",
                              "A Coruña", "Madrid", "Logroño", "Cádiz", "Castellón de la Plana", "Mieres", "Barakaldo",
                              "León");
constexpr auto kTariffs = words("TARIFA MÁS 10GB CONV", "TARIFA MÁS 25GB", "SINFÍN 50GB", "CONTIGO 5GB", "PREPAGO 3GB",
                                "FIBRA 600Mb INDIRECTA", "FIBRA 1Gb", "FIBRA 300Mb + FIJO", "LLAMADAS NACIONALES",
                                "TELÉFONO FIJO", "MULTISIM DATOS", "TARIFA NIÑOS 1GB", "INFINITO 5G",
                                "ROAMING EUROPA 20GB", "TV CLÁSICA", "TV FÚTBOL");
constexpr auto kPromotions = words("PROMO_50_3M", "PROMO_BIENVENIDA", "PROMO_FIDELIZACION", "PROMO_NAVIDAD",
                                   "PROMO_OTT_GRATIS_6M", "PROMO_SEGUNDA_LINEA", "PROMO_VERANO", "PROMO_PORTABILIDAD");
constexpr auto kMailDomains = words("gmail.com", "hotmail.com", "euskalnet.net", "telecable.es", "mundo-r.com",
                                    "yahoo.es");
constexpr auto kSystems = words("MYSIM", "APOLLO", "mas-stack", "CRM-EKT", "SALESFORCE", "N/A");
constexpr auto kV1Orgs = words("masmovil", "yoigo", "pepephone", "telco", "guuk", "euskaltel", "telecable", "rcable",
                               "racctel");
constexpr auto kBundleReasons = words("ALTA EN PACK", "CAMBIO DE PACK", "SALIDA DE PACK", "MIGRACIÓN DE TARIFA",
                                      "UNIFICACIÓN DE CUENTAS");
constexpr auto kSegmentValues = words("PREMIUM", "GOLD", "ESTÁNDAR", "RIESGO DE BAJA", "JÓVENES", "SÉNIOR", "EMPRESA");
constexpr auto kRequestReasons = words("rfm krt", "rfm krt migration", "migración MySim", "campaña de fidelización",
                                       "petición del cliente", "revisión de riesgo");

// One array, so that the vocabulary as a whole is a span: reasons of ACTIVE, of DEACTIVATED, of CANCELLED.
constexpr auto kStatusReasons = words("ALTA NUEVA", "PORTABILIDAD", "MIGRACIÓN", "CAMBIO DE TITULAR", "REACTIVACIÓN",
                                      "BAJA VOLUNTARIA", "IMPAGO", "PORTABILIDAD SALIENTE", "FIN DE SERVICIO",
                                      "CANCELACIÓN VENTA", "DESISTIMIENTO", "SIN COBERTURA");
constexpr std::size_t kFirstDeactivated = 5;
constexpr std::size_t kFirstCancelled = 9;

constexpr std::array<Motive, 5> kMotives{{
    {"CANCELACION VENTA", "SUBSCRIPTION_NOT_ACTIVATED_AFTER_WAITING_TIME"},
    {"BAJA VOLUNTARIA", "CUSTOMER_REQUEST"},
    {"BAJA POR IMPAGO", "UNPAID_INVOICES"},
    {"PORTABILIDAD SALIENTE", "PORT_OUT"},
    {"DESISTIMIENTO", "WITHDRAWAL_WITHIN_14_DAYS"},
}};

// Letters with a mark in Spanish and Basque names, without it: mail addresses are ASCII.
constexpr std::array<std::pair<std::string_view, char>, 16> kPlain{{
    {"á", 'a'},
    {"é", 'e'},
    {"í", 'i'},
    {"ó", 'o'},
    {"ú", 'u'},
    {"ü", 'u'},
    {"ñ", 'n'},
    {"ç", 'c'},
    {"Á", 'a'},
    {"É", 'e'},
    {"Í", 'i'},
    {"Ó", 'o'},
    {"Ú", 'u'},
    {"Ü", 'u'},
    {"Ñ", 'n'},
    {"Ç", 'c'},
}};

void append_plain(std::string& out, std::string_view name) {
    for (std::size_t i = 0; i < name.size(); ++i) {
        const char c = name[i];
        if ((static_cast<unsigned char>(c) & 0x80U) == 0) {
            out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
            continue;
        }
        const std::string_view letter = name.substr(i++, 2);
        for (const auto& [marked, plain] : kPlain) {
            if (marked == letter) out += plain;
        }
    }
}

}  // namespace

Words first_names() noexcept { return kFirstNames; }
Words surnames() noexcept { return kSurnames; }
Words streets() noexcept { return kStreets; }
Words towns() noexcept { return kTowns; }
Words tariffs() noexcept { return kTariffs; }
Words promotions() noexcept { return kPromotions; }
Words mail_domains() noexcept { return kMailDomains; }
Words systems() noexcept { return kSystems; }
Words v1_orgs() noexcept { return kV1Orgs; }
Words bundle_reasons() noexcept { return kBundleReasons; }
Words segment_values() noexcept { return kSegmentValues; }
Words request_reasons() noexcept { return kRequestReasons; }
std::span<const Motive> motives() noexcept { return kMotives; }

Words status_reasons(SubscriptionStatus status) noexcept {
    const Words all = kStatusReasons;
    switch (status) {
        case SubscriptionStatus::active:
            return all.first(kFirstDeactivated);
        case SubscriptionStatus::deactivated:
            return all.subspan(kFirstDeactivated, kFirstCancelled - kFirstDeactivated);
        case SubscriptionStatus::cancelled:
            break;
    }
    return all.subspan(kFirstCancelled);
}

namespace {

std::string identity_document(Random& random) {
    constexpr std::string_view kLetters = "TRWAGMYFPDXBNJZSQVHLCKE";
    const std::uint64_t number = 10'000'000 + random.below(80'000'000);
    return std::to_string(number) + kLetters[number % 23];
}

}  // namespace

Person person(Random& random) {
    const std::string_view first = random.pick(first_names());
    const std::string_view surname = random.pick(surnames());
    Person out;
    out.name.append(first).append(" ").append(surname).append(" ").append(random.pick(surnames()));
    append_plain(out.email, first);
    out.email += '.';
    append_plain(out.email, surname);
    out.email.append(std::to_string(random.below(1000))).append("@").append(random.pick(mail_domains()));
    out.document = identity_document(random);
    return out;
}

std::string user(Random& random, std::string_view org) {
    if (random.percent(10)) return "N/A";
    std::string out;
    append_plain(out, random.pick(first_names()));
    out += '.';
    append_plain(out, random.pick(surnames()));
    return out.append("@").append(org).append(".com");
}

}  // namespace abonado::gen

namespace abonado {

std::span<const std::string_view> generated_status_reasons() noexcept { return gen::kStatusReasons; }

}  // namespace abonado
