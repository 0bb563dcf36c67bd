/** Tests of the edge's parts. */
package io.mnemesh.gateway.edge;
