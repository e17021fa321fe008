// Clean v1 subscriptions and shippings (seed 2).
#include <algorithm>

#include "generate/bodies.hpp"
#include "generate/vocabulary.hpp"

namespace abonado::gen {

namespace {

constexpr std::array kTypes{SubscriptionType::mobile,   SubscriptionType::mobile,    SubscriptionType::mobile,
                            SubscriptionType::mobile,   SubscriptionType::broadband, SubscriptionType::landline,
                            SubscriptionType::tv,       SubscriptionType::security,  SubscriptionType::netflix,
                            SubscriptionType::multisim, SubscriptionType::orangetv,  SubscriptionType::broadband};

LiveStatus draw_status(Random& random) {
    const std::uint64_t roll = random.below(100);
    return roll < 80   ? LiveStatus::active
           : roll < 87 ? LiveStatus::pre_active
           : roll < 97 ? LiveStatus::deactivated
                       : LiveStatus::cancelled;
}

Address make_address(Draft& draft, const Person& who, const char* type) {
    Random& random = draft.random;
    Address out;
    out.address_type = type;
    out.address_lines.emplace();
    const auto line = [&](const char* name, std::string value) {
        out.address_lines->push_back({name, std::move(value), {}});
    };
    line("Street", std::string(random.pick(streets())));
    line("Number", std::to_string(1 + random.below(180)));
    if (random.percent(70)) {
        const std::string floor = std::to_string(1 + random.below(9));
        line("Floor", floor + "º " + random.word("A", "B", "C", "Dcha", "Izda"));
    }
    line("PostalCode", draft.numbered("0", 4));
    line("City", std::string(random.pick(towns())));
    ContactDetails& contact = out.contact_details.emplace();
    contact.contact_name = who.name;
    contact.contact_phone_1 = draft.numbered("6", 8);
    if (random.percent(30)) contact.contact_phone_2 = draft.numbered("9", 8);
    contact.contact_email_address = who.email;
    contact.contact_identity_document = who.document;
    if (random.percent(20)) contact.additional_details = "Llamar por la mañana; portero automático averiado";
    return out;
}

std::vector<AccountBundle> make_account_bundles(Draft& draft, Instant since) {
    AccountBundle bundle;
    bundle.account_bundle_id = LegacyId{draft.random.between(1, 9'999'999)};
    bundle.creation_date = since;
    bundle.status = "ACTIVE";
    if (draft.random.percent(20)) {
        bundle.status = "DEACTIVATED";
        bundle.deactivation_date = draft.random.instant(since, draft.now);
    }
    return {bundle};
}

Money amount(Random& random, std::int64_t units) { return {random.between(0, units * 100) * 10'000}; }

}  // namespace

void set_legacy_status(Draft& draft, LiveStatus status) {
    auto& g = std::get<GetSubscription>(draft.envelope.body);
    Random& random = draft.random;
    g.current_status = status;
    g.cancellation_reason.reset();
    Instant at = *g.sale_date;
    std::vector<StatusHistoryEntry> history{{at, LiveStatus::pre_active, {}}};
    const auto step = [&](LiveStatus to, Instant latest) {
        at = random.instant(plus_days(at, 1), latest);
        history.push_back({at, to, {}});
    };
    if (status == LiveStatus::active || status == LiveStatus::deactivated) {
        step(LiveStatus::active, plus_days(at, 15));
        // Old systems kept no time before the activation.
        if (random.percent(20)) history.erase(history.begin());
    }
    if (status == LiveStatus::deactivated) step(status, plus_days(draft.now, -1));
    if (status == LiveStatus::cancelled) step(status, plus_days(at, 30));
    if (status == LiveStatus::deactivated || status == LiveStatus::cancelled) {
        const Motive& motive = random.pick(motives());
        g.cancellation_reason = CancellationReason{std::string(motive.deactive_motive), std::string(motive.reason), {}};
    }
    g.current_status_date = at;
    if (random.percent(60)) std::reverse(history.begin(), history.end());  // documents give it in either order
    g.status_history = std::move(history);
}

SubscriptionAdditionalDetails make_additional_details(Draft& draft) {
    Random& random = draft.random;
    SubscriptionAdditionalDetails out;
    out.external_id = ExternalId{std::to_string(random.between(10'000'000, 99'999'999)), random.percent(50)};
    const bool magnetic = random.percent(50);
    out.kit_type = magnetic ? "A-MAGNETICO" : "K-BASICO";
    out.kit_type_description = magnetic ? "CONTACTO MAGNÉTICO PARA PUERTAS" : "KIT BÁSICO DE ALARMA";
    if (random.percent(60)) out.third_party_address = make_address(draft, person(random), "INSTALLATION");
    out.third_party_work_order_status = random.word("INSTALACION TERMINADA", "CITA CONCERTADA", "PENDIENTE");
    out.third_party_installation_status = "INSTALACION TERMINADA";
    out.third_party_contract_status = random.word("ACTIVO", "FIRMADO");
    out.installation_date = date_in_madrid(random.instant(kEarliest, plus_days(draft.now, -1)));
    out.nxt_invoice_cfee_netamo = Money{random.between(0, 99'999'999)};
    out.nxt_invoice_ofee_netamo = amount(random, 60);
    out.total_stay_time = random.percent(50) ? 24 : 36;
    out.stay_period = random.between(0, *out.total_stay_time);
    out.total_stay_cost = amount(random, 400);
    out.stay_cost = amount(random, 400);
    out.no_return_cost = amount(random, 400);
    out.install_comp = {InstalledComponent{out.kit_type, out.kit_type_description, random.between(1, 6), {}}};
    return out;
}

void make_legacy(Draft& draft) {
    Random& random = draft.random;
    Envelope& e = draft.envelope;
    e.org = random.pick(v1_orgs());
    GetSubscription& g = e.body.emplace<GetSubscription>();
    g.id = LegacyId{draft.own_id()};
    // The body names the record; some exports repeat its id outside.
    if (random.percent(30)) e.legacy_id = g.id;
    const Person who = person(random);
    g.account_id = LegacyId{random.between(100'000, 99'999'999)};
    g.sale_date = random.instant(kEarliest, plus_days(draft.now, -kYoungest));
    if (random.percent(60)) g.account_bundles = make_account_bundles(draft, *g.sale_date);
    g.sale_type = random.word("SALE", "PORTABILITY", "MIGRATION");
    g.user_name = who.email;
    g.commercial_product_id = random.between(1000, 9999);
    g.subscription_type = random.pick(kTypes);
    g.billing_type = g.subscription_type == SubscriptionType::mobile && random.percent(30) ? BillingType::prepaid
                                                                                           : BillingType::postpaid;
    set_legacy_status(draft, draw_status(random));
    const bool is_security = g.subscription_type == SubscriptionType::security;
    if (is_security) g.subscription_additional_details = make_additional_details(draft);
    if (is_security || random.percent(70)) g.addresses = {make_address(draft, who, "INSTALLATION")};
    if (g.addresses && random.percent(30)) g.addresses->push_back(make_address(draft, who, "BILLING"));
    if (random.percent(40)) {
        g.contract_documents = {"contrato_" + std::to_string(g.id.value) + ".pdf"};
        if (random.percent(30)) g.contract_documents->push_back("anexo_portabilidad_" + draft.digits(6) + ".pdf");
    }
    if (g.subscription_type == SubscriptionType::mobile || random.percent(40)) {
        add_identifiers(draft, g.subscription_type, who.email);
    }
}

void make_shipping(Draft& draft) {
    Random& random = draft.random;
    Envelope& e = draft.envelope;
    const auto subject = draft.subjects.take(RecordKind::shipping, [](const Subject&) { return true; });
    e.org = subject ? subject->org : std::string(random.pick(v1_orgs()));
    e.legacy_id = LegacyId{subject ? subject->legacy_id : draft.own_id()};
    GetSubscriptionShipping& s = e.body.emplace<GetSubscriptionShipping>();
    s.kind = random.percent(85) ? ShippingKind::shipping : ShippingKind::pickup;
    s.shipping_order_id = (s.kind == ShippingKind::shipping ? "SO-" : "PO-") + std::to_string(draft.own_id());
    s.requested_date = random.instant(kEarliest, plus_days(draft.now, -1));
    if (random.percent(70)) s.device_id = draft.uuid().to_string();
    if (random.percent(80)) s.serial_number = draft.numbered("SN", 12);
}

}  // namespace abonado::gen
