// All structs of the API documents, and the list of them.
#pragma once

#include "abonado/export.h"
#include "abonado/model_envelope.hpp"
#include "abonado/model_migration.hpp"
#include "abonado/model_product.hpp"
#include "abonado/model_requests.hpp"
#include "abonado/model_subscription.hpp"

namespace ABONADO_PUBLIC abonado {

// A list of types, to do something for each.
template <Described... T>
struct StructList {
    // Calls f.template operator()<T>() for each struct.
    template <class F>
    static void for_each(F&& f) {
        (f.template operator()<T>(), ...);
    }
};

// Every struct with a field table, parts before the wholes that hold them.
using AllStructs = StructList<
    Commitment, AddOn, FreeUnitsPackage, Device, DevicesRelatedInfo, BundleRelatedInfo, Promotion,
    SubscriptionBundleHistory, SubscriptionBase, MaxSpecificData, DisneySpecificData, AmazonPrimeSpecificData, Max,
    Disney, AmazonPrime, CreditLimit, CreateCreditLimitsRequest, CreateSegmentRequest, ErrorDetails, ErrorResponse,
    HealthResponse, DeactivateNetflixRequest, CancelActivationSubscriptionRequest, PatchStatusChange, PatchSubscription,
    ErrorMessageItem, ErrorMessage, AccountBundle, AddressLine, ContactDetails, Address, InstalledComponent,
    SubscriptionAdditionalDetails, CancellationReason, StatusHistoryEntry, GetSubscription, GetSubscriptionShipping,
    Scheduled, Product, HistoricalProduct, Bundle, SubscriptionProduct, ChangeSubscriptionProductRequest,
    ChangeSubscriptionProductResponse, Identifiers, Envelope>;

}  // namespace abonado
