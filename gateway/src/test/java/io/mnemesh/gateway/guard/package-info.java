/** Tests of the guard. */
package io.mnemesh.gateway.guard;
