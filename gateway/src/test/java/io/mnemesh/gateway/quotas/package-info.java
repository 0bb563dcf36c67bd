/** Tests of access. */
package io.mnemesh.gateway.quotas;
