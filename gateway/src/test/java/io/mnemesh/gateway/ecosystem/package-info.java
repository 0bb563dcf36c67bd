/** Tests of the figures. */
package io.mnemesh.gateway.ecosystem;
