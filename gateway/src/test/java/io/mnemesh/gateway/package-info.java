/** Tests of the gateway on a real PostgreSQL, a real Redis and real HTTP services on loopback. */
package io.mnemesh.gateway;
