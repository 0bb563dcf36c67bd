/** Tests of traffic. */
package io.mnemesh.gateway.traffic;
