/** Tests of discovery. */
package io.mnemesh.gateway.discovery;
