/** Tests of what may be relayed and what answers mean. */
package io.mnemesh.gateway.relay.message;
