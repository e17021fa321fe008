"""The closed vocabularies of the API documents.

Each member is a ``str`` equal to its wire word, so ``sub.status == SubscriptionStatus.ACTIVE`` and
``sub.status == "ACTIVE"`` say the same, and either may be given where a word is asked for.
"""

from enum import Enum


class _Word(str, Enum):
    """A wire word."""

    def __str__(self) -> str:
        return str(self.value)


class MigrationOrg(_Word):
    """Organisations of the v3 paths."""

    EUSKALTEL = "euskaltel"
    TELECABLE = "telecable"
    RCABLE = "rcable"
    RACCTEL = "racctel"


class SubscriptionStatus(_Word):
    """Status of a subscription in a v3 body."""

    ACTIVE = "ACTIVE"
    DEACTIVATED = "DEACTIVATED"
    CANCELLED = "CANCELLED"


class LiveStatus(_Word):
    """Status of a live subscription."""

    PRE_ACTIVE = "PRE_ACTIVE"
    ACTIVE = "ACTIVE"
    DEACTIVATED = "DEACTIVATED"
    CANCELLED = "CANCELLED"


class SubscriptionType(_Word):
    """What a subscription is for."""

    MOBILE = "MOBILE"
    BROADBAND = "BROADBAND"
    LANDLINE = "LANDLINE"
    TV = "TV"
    SECURITY = "SECURITY"
    DATASHARING = "DATASHARING"
    MULTISIM = "MULTISIM"
    DEVICEINSURANCE = "DEVICEINSURANCE"
    NETFLIX = "NETFLIX"
    APPLEWATCH = "APPLEWATCH"
    AMAZONPRIME = "AMAZONPRIME"
    MAX = "MAX"
    ORANGETV = "ORANGETV"
    ORANGETVLIBRE = "ORANGETVLIBRE"
    DISNEY = "DISNEY"


class BillingType(_Word):
    """When the customer pays."""

    PREPAID = "PREPAID"
    POSTPAID = "POSTPAID"


class AddOnStatus(_Word):
    """Status of an add-on."""

    REQUESTED = "REQUESTED"
    ACTIVE = "ACTIVE"
    CANCELLED = "CANCELLED"
    DEACTIVATED = "DEACTIVATED"


class PromotionStatus(_Word):
    """Status of a promotion."""

    ACTIVE = "ACTIVE"
    DEACTIVATED = "DEACTIVATED"
    EXPIRED = "EXPIRED"


class AcquisitionType(_Word):
    """How a device was acquired."""

    BORROWED = "BORROWED"
    FINANCED = "FINANCED"
    ONE_TIME_PAYMENT = "ONE_TIME_PAYMENT"


class CreditLimitId(_Word):
    """What a credit limit is for."""

    MOBILE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT = "MOBILE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT"
    MOBILE_SUBSCRIPTION_PREMIUM_CREDIT_LIMIT = "MOBILE_SUBSCRIPTION_PREMIUM_CREDIT_LIMIT"
    MOBILE_SUBSCRIPTION_INTERNATIONAL_VOICE_CREDIT_LIMIT = (
        "MOBILE_SUBSCRIPTION_INTERNATIONAL_VOICE_CREDIT_LIMIT"
    )
    MOBILE_SUBSCRIPTION_ROAMING_VOICE_CREDIT_LIMIT = (
        "MOBILE_SUBSCRIPTION_ROAMING_VOICE_CREDIT_LIMIT"
    )
    LANDLINE_SUBSCRIPTION_INTERNATIONAL_VOICE_CREDIT_LIMIT = (
        "LANDLINE_SUBSCRIPTION_INTERNATIONAL_VOICE_CREDIT_LIMIT"
    )
    LANDLINE_SUBSCRIPTION_PREMIUM_CREDIT_LIMIT = "LANDLINE_SUBSCRIPTION_PREMIUM_CREDIT_LIMIT"
    LANDLINE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT = "LANDLINE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT"


class CreditLimitSubscriptionType(_Word):
    """Types of subscription that may have credit limits."""

    MOBILE = "MOBILE"
    LANDLINE = "LANDLINE"


class FilterType(_Word):
    """What subscriptions are found by."""

    MSISDN = "MSISDN"
    SUBSCRIPTIONEMAIL = "SUBSCRIPTIONEMAIL"
    LANDLINENUMBER = "LANDLINENUMBER"
    EXTERNALID = "EXTERNALID"
    DEVICEINSURANCE = "DEVICEINSURANCE"
    INSURANCEPOLICYID = "INSURANCEPOLICYID"
    OTTEXTERNALID = "OTTEXTERNALID"


class ProductInclude(_Word):
    """What may be asked for beside a product."""

    COMPATIBILITIES = "compatibilities"
    HISTORICAL_CHANGES = "historical_changes"


class HealthState(_Word):
    """State of a part of the service."""

    PASS = "pass"
    FAIL = "fail"


class SegmentClass(_Word):
    """What decides the prefix of a segment id."""

    POSTPAID_MOBILE = "POSTPAID_MOBILE"
    PREPAID = "PREPAID"
    CONVERGENT = "CONVERGENT"
    NONE = "NONE"


class ShippingKind(_Word):
    """Which way a device is sent."""

    SHIPPING = "SHIPPING"
    PICKUP = "PICKUP"


class Technology(_Word):
    """What some MySim type names say beside the type."""

    FTTH = "FTTH"
    ADSL = "ADSL"
    ANALOGICO = "ANALOGICO"
    DIGITAL = "DIGITAL"


class RecordKind(_Word):
    """What a line of a dump stands for."""

    MAX = "max"
    DISNEY = "disney"
    AMAZON_PRIME = "amazon_prime"
    SUBSCRIPTION = "subscription"
    LEGACY_SUBSCRIPTION = "legacy_subscription"
    CREDIT_LIMITS = "credit_limits"
    SEGMENT = "segment"
    PRODUCT = "product"
    CATALOGUE_PRODUCT = "catalogue_product"
    SHIPPING = "shipping"


__all__ = [
    "AcquisitionType",
    "AddOnStatus",
    "BillingType",
    "CreditLimitId",
    "CreditLimitSubscriptionType",
    "FilterType",
    "HealthState",
    "LiveStatus",
    "MigrationOrg",
    "ProductInclude",
    "PromotionStatus",
    "RecordKind",
    "SegmentClass",
    "ShippingKind",
    "SubscriptionStatus",
    "SubscriptionType",
    "Technology",
]
