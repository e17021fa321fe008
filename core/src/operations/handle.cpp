// Requests of the API documents, answered by the operation table.
#include <algorithm>

#include "engine/impl.hpp"
#include "operations/live.hpp"
#include "operations/migrations.hpp"
#include "operations/perform.hpp"
#include "operations/products.hpp"
#include "operations/requests.hpp"

namespace abonado {

namespace {

constexpr std::string_view kFilterType = "filter_type";
constexpr std::string_view kFilterValue = "filter_value";
constexpr std::string_view kRequestedDate = "requested_date";
constexpr std::string_view kProductQuery = "query";
constexpr std::string_view kParameters[] = {kFilterType, kFilterValue, kRequestedDate, kProductQuery};

bool allows(const OperationInfo& row, int status) {
    return std::find(row.errors.begin(), row.errors.end(), status) != row.errors.end();
}

template <class T>
std::string json_list(const std::vector<T>& elements) {
    std::string out = "[";
    for (const T& element : elements) {
        if (out.size() > 1) out += ',';
        append_json(out, element);
    }
    return out + "]";
}

// A text member of a body that may be wrong in whatever way.
template <Described T, auto M>
std::optional<std::string> said_by(const std::string& body) {
    try {
        return from_json<T>(body).*M;
    } catch (const Error&) {
        return std::nullopt;
    }
}

// One request that has a row.
class Handling {
public:
    Handling(Engine& engine, Engine::Impl& impl, const Route& route, const Request& request,
             const OperationOptions& options)
        : engine_(engine), impl_(impl), row_(*route.row), org_(route.org), body_(request.body), options_(options) {
        const auto id = LegacyId::parse(route.id);
        if (id) id_ = id->value;
        parameters_ = query_parameters(route.query, kParameters);
        has_bad_id_ = !id && !route.id.empty();
    }

    Response answer() {
        if (has_bad_id_) refuse_bad_id();
        switch (row_.operation) {
            case Operation::create_segment:
                write(Order(row_.operation, org_, id_, options_, {},
                            said_by<CreateSegmentRequest, &CreateSegmentRequest::reason>(body_)),
                      [&](Writing& writing) { create_segment(writing, body_, {}, rules()); });
                return done();
            case Operation::delete_segments:
                engine_.delete_segments(org_, id_, options_);
                return done();
            case Operation::create_credit_limits:
                write(Order(row_.operation, org_, id_, options_),
                      [&](Writing& writing) { create_credit_limits(writing, body_, rules()); });
                return done();
            case Operation::delete_credit_limits:
                engine_.delete_credit_limits(org_, id_, options_);
                return done();
            case Operation::migrate_max:
                return migrated<Max>(RecordKind::max);
            case Operation::migrate_disney:
                return migrated<Disney>(RecordKind::disney);
            case Operation::migrate_amazon_prime:
                return migrated<AmazonPrime>(RecordKind::amazon_prime);
            case Operation::deactivate_netflix:
                engine_.deactivate_netflix(org_, id_, body_as<DeactivateNetflixRequest>(), options_);
                return done();
            case Operation::cancel_netflix:
                engine_.cancel_netflix(org_, id_, body_as<CancelActivationSubscriptionRequest>(), options_);
                return done();
            case Operation::get_subscription:
                return done(to_json(engine_.get_subscription(org_, id_)));
            case Operation::patch_subscription:
                engine_.patch_subscription(org_, id_, body_as<PatchSubscription>(), options_);
                return done();
            case Operation::find_subscriptions:
                return found();
            case Operation::list_shippings:
                return shippings();
            case Operation::get_products:
                return products();
            case Operation::change_product:
                return changed();
            case Operation::health:
                return health();
            case Operation::resolve_risk:
            case Operation::cancel_scheduled_change:
            case Operation::run_due:
                break;  // have no path
        }
        throw Error(ErrorCode::not_found, "there is no such operation");
    }

private:
    const RuleOptions& rules() const { return impl_.options.rules; }

    template <class Work>
    void write(const Order& order, Work work) {
        perform(impl_, order, work);
    }

    Response done(std::optional<std::string> body = {}) const { return {row_.success, std::move(body)}; }

    // No subscription has such an id; where the documents know no 400 it is one that does not exist.
    void refuse_bad_id() {
        if (!allows(row_, error_info(ErrorCode::invalid_argument).http_status)) return;
        if (row_.form == ErrorForm::error) {
            const ErrorCode refusal = allows(row_, error_info(ErrorCode::forbidden_organization).http_status)
                                          ? ErrorCode::forbidden_organization
                                          : ErrorCode::invalid_argument;
            require_migration_org(Order(row_.operation, org_, 0, options_), refusal);
        }
        throw Error(ErrorCode::invalid_argument, "the id in the path is no number from 1 to 9223372036854775807");
    }

    // Of an operation whose body is no record. What is wrong with it is refused as the operation is: in the audit log too.
    template <Described T>
    T body_as() {
        try {
            return read_request<T>(body_, rules());
        } catch (const Error& error) {
            write(Order(row_.operation, org_, id_, options_), [&](Writing&) { throw error; });
            throw;
        }
    }

    template <class T>
    Response migrated(RecordKind kind) {
        MigrateOptions given;
        static_cast<OperationOptions&>(given) = options_;
        const Order order(row_.operation, org_, id_, options_, said_by<T, &T::creation_user>(body_),
                          said_by<T, &T::last_status_reason>(body_));
        write(order, [&](Writing& writing) { migrate(writing, kind, body_, given, rules()); });
        return done();
    }

    std::optional<std::string> parameter(std::string_view name) const {
        const auto found = parameters_.find(std::string(name));
        return found == parameters_.end() ? std::nullopt : std::optional(found->second);
    }

    Response found() {
        const auto type = parameter(kFilterType);
        const auto word = type ? from_word<FilterType>(*type) : std::nullopt;
        if (!word) {
            throw Error(ErrorCode::missing_query_params,
                        type ? "filter_type is " + *type + ", which is none of its words" : "filter_type is missing");
        }
        const auto value = parameter(kFilterValue);
        if (!value || value->empty()) throw Error(ErrorCode::missing_query_params, "filter_value is missing");
        return done(json_list(engine_.find_subscriptions(org_, *word, *value)));
    }

    Response shippings() {
        const auto text = parameter(kRequestedDate);
        const auto date = text ? Instant::parse(*text, rules().naive) : std::nullopt;
        // The documents know no 400: nothing was asked for on or after what is no date.
        if (text && !date) return done("[]");
        return done(json_list(engine_.shippings(org_, id_, date)));
    }

    Response products() {
        std::vector<ProductInclude> include;
        if (const auto text = parameter(kProductQuery)) {
            const ProductQuery query = read_request<ProductQuery>(*text, rules());
            for (const std::string& word : query.include.value_or(std::vector<std::string>{})) {
                if (const auto known = from_word<ProductInclude>(word)) include.push_back(*known);
            }
        }
        return done(to_json(engine_.get_products(org_, id_, include)));
    }

    Response changed() {
        const Receipt receipt = engine_.change_product(org_, id_, body_as<ChangeSubscriptionProductRequest>(),
                                                       options_);
        const auto& scheduled = receipt.scheduled;
        if (!scheduled || scheduled->state != ScheduledState::waiting) return done();
        ChangeSubscriptionProductResponse body;
        body.risk_decision = scheduled->risk_decision;
        return {row_.other_success, to_json(body)};
    }

    Response health() {
        const HealthResponse body = engine_.health();
        const bool passes = body.global == HealthState::pass;
        return {passes ? row_.success : row_.errors.front(), to_json(body)};
    }

    Engine& engine_;
    Engine::Impl& impl_;
    const OperationInfo& row_;
    const std::string& org_;
    const std::string& body_;
    const OperationOptions& options_;
    std::int64_t id_ = 0;
    bool has_bad_id_ = false;
    std::map<std::string, std::string> parameters_;
};

}  // namespace

Response Engine::handle(const Request& request, const OperationOptions& options) {
    impl_->require_open();
    const Route route = find_route(request);
    if (route.row == nullptr) {
        const Error error = route.is_wrong_verb
                                ? Error(ErrorCode::method_not_allowed, "")
                                : Error(ErrorCode::not_found, "no operation is " + request.verb + " " + request.path);
        if (route.is_wrong_verb) return {error.http_status(), std::nullopt};
        return {error.http_status(), error_body(error, route.form)};
    }
    try {
        return Handling(*this, *impl_, route, request, options).answer();
    } catch (const Error& error) {
        const bool is_no_answer = error.code() == ErrorCode::handle_closed || error.code() == ErrorCode::cancelled;
        if (is_no_answer || !allows(*route.row, error.http_status())) throw;
        return {error.http_status(), error_body(error, route.row->form)};
    }
}

}  // namespace abonado
