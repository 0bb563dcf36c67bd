/** Tests of what the balancer knows and chooses. */
package io.mnemesh.gateway.relay.balance;
