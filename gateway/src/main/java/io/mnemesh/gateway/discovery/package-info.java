/** Finds the instances of services: fixed addresses, DNS, and the endpoint slices of Kubernetes. */
@NullMarked
package io.mnemesh.gateway.discovery;

import org.jspecify.annotations.NullMarked;
