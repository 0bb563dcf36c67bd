package io.mnemesh.gateway.relay.message;

import io.mnemesh.gateway.edge.Service;

/**
 * Where a message goes.
 *
 * @param path path without a query
 */
record Target(Service service, String method, String path) {}
