// Requests of the API documents, answered by the operation table.
#include <algorithm>
#include <exception>

#include "base/utf8.hpp"
#include "engine/impl.hpp"
#include "operations/perform.hpp"
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
                return performed<CreateSegmentRequest>();
            case Operation::delete_segments:
                engine_.delete_segments(org_, id_, options_);
                return done();
            case Operation::create_credit_limits:
                return performed<CreateCreditLimitsRequest>();
            case Operation::delete_credit_limits:
                engine_.delete_credit_limits(org_, id_, options_);
                return done();
            case Operation::migrate_max:
                return performed<Max>();
            case Operation::migrate_disney:
                return performed<Disney>();
            case Operation::migrate_amazon_prime:
                return performed<AmazonPrime>();
            case Operation::deactivate_netflix:
                return performed<DeactivateNetflixRequest>();
            case Operation::cancel_netflix:
                return performed<CancelActivationSubscriptionRequest>();
            case Operation::get_subscription:
                return done(to_json(engine_.get_subscription(org_, id_)));
            case Operation::patch_subscription:
                return performed<PatchSubscription>();
            case Operation::find_subscriptions:
                return found();
            case Operation::list_shippings:
                return shippings();
            case Operation::get_products:
                return products();
            case Operation::change_product:
                return performed<ChangeSubscriptionProductRequest>();
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

    Response done(std::optional<std::string> body = {}) const { return {row_.success, std::move(body)}; }

    // No subscription has such an id; where the documents know no 400 it is one that does not exist.
    void refuse_bad_id() {
        if (!allows(row_, error_info(ErrorCode::invalid_argument).http_status)) return;
        if (row_.form == ErrorForm::error) {
            const ErrorCode refusal = allows(row_, error_info(ErrorCode::forbidden_organization).http_status)
                                          ? ErrorCode::forbidden_organization
                                          : ErrorCode::invalid_argument;
            require_migration_org(org_, refusal);
        }
        throw Error(ErrorCode::invalid_argument, "the id in the path is no number from 1 to 9223372036854775807");
    }

    // An operation with a body.
    template <Described T>
    Response performed() {
        const Receipt receipt = perform<T>(impl_, {row_.operation, org_, id_, options_}, body_);
        const auto& scheduled = receipt.scheduled;
        if (!scheduled || scheduled->state != ScheduledState::waiting) return done();
        ChangeSubscriptionProductResponse waits;
        waits.risk_decision = scheduled->risk_decision;
        return {row_.other_success, to_json(waits)};
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
                        type ? "filter_type is " + told(*type) + ", which is none of its words"
                             : Wording("filter_type is missing"));
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
            const auto query = read_request<ProductQuery>(*text, rules());
            for (const std::string& word : query.include.value_or(std::vector<std::string>{})) {
                if (const auto known = from_word<ProductInclude>(word)) include.push_back(*known);
            }
        }
        return done(to_json(engine_.get_products(org_, id_, include)));
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
    const Redaction& redaction = impl_->options.rules.redaction;
    const Route route = find_route(request);
    if (route.is_wrong_verb) return {error_info(ErrorCode::method_not_allowed).http_status, std::nullopt};
    if (route.row == nullptr) {
        const Wording what = told(valid_utf8(request.verb)) + " " + told(valid_utf8(request.path));
        const Error error = redacted(Error(ErrorCode::not_found, "no operation is " + what), redaction);
        return {error.http_status(), error_body(error, route.form)};
    }
    try {
        return Handling(*this, *impl_, route, request, options).answer();
    } catch (const PolicyFailure& failure) {
        std::rethrow_exception(failure.cause);
    } catch (const Error& cause) {
        const Error error = redacted(cause, redaction);
        const bool is_no_answer = error.code() == ErrorCode::handle_closed || error.code() == ErrorCode::cancelled;
        if (is_no_answer || !allows(*route.row, error.http_status())) throw error;
        // Who asks is not told where the store is and what went wrong there.
        const std::string title(error_info(error.code()).title);
        return {error.http_status(),
                error_body(is_refusal(error) ? error : Error(error.code(), title), route.row->form)};
    }
}

}  // namespace abonado
