// An operation that writes, from the outside: the writer's place, then its transaction.
#pragma once

#include <utility>

#include "engine/impl.hpp"
#include "operations/writing.hpp"

namespace abonado {

// Throws what Engine::Impl::write and write_in_transaction throw.
template <class Work>
Receipt perform(Engine::Impl& impl, const Order& order, Work&& work) {
    return impl.write([&](Connection& connection) { return write_in_transaction(connection, order, work); });
}

}  // namespace abonado
